package memstore

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kotae/retrieval"
)

// An image is an index on disk, and every state that it has been in.
type image struct {
	files  map[string][]byte
	states []string // oldest first; the last is the present one
}

// newImage makes an index with a history. Closed, it is one file; else its last
// writes are in the write-ahead log alone.
func newImage(t *testing.T, closed bool) image {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir, "x")
	im := image{files: map[string][]byte{}, states: []string{state(t, s)}}
	step := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		im.states = append(im.states, state(t, s))
	}
	for i := range 14 {
		if i == 7 { // what came before goes from the log into the file
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = open(t, dir, "x")
		}
		file := fmt.Sprintf("規程/%02d.md", i%9) // the last five replace the first
		ps, vs := document(file, make([]float64, 1+i%4)...)
		for j := range ps {
			ps[j].Text = strings.Repeat(fmt.Sprintf("第%d条の%d、休暇は届け出る。", i, j), 20+50*(i%3))
			ps[j].Terms = bytes.Repeat([]byte{byte(i), byte(j)}, 700)
		}
		step(s.Replace(t.Context(), retrieval.Entry{File: file, Title: "規程", Hash: strings.Repeat("ab", 32)}, ps, vs))
	}
	step(s.Touch(t.Context(), retrieval.Entry{File: "規程/05.md", Title: "touched"}))
	step(s.Remove(t.Context(), "規程/06.md", "規程/07.md"))
	for n := range 3 { // of which no state says anything
		keepSome(t, s, 10*n, 10*n+10)
	}
	if closed {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"index.db", "index.db-wal", "index.db-shm"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !(closed && os.IsNotExist(err)) {
			t.Fatal(err)
		}
		if err == nil {
			im.files[name] = b
		}
	}
	return im
}

// with returns the image with one file replaced, or removed if b is nil.
func (im image) with(name string, b []byte) image {
	files := map[string][]byte{}
	for n, c := range im.files {
		files[n] = c
	}
	files[name] = b
	if b == nil {
		delete(files, name)
	}
	return image{files, im.states}
}

// state is all that a store answers, in one string.
func state(t *testing.T, s *Store) string {
	t.Helper()
	entries, err := s.Entries(t.Context())
	if err != nil {
		t.Fatalf("Entries: %v", err)
	}
	shot, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatalf("Snapshot: %v", err)
	}
	hits, err := shot.Nearest(t.Context(), []float32{1, 2, 3, 4}, 100, nil)
	if err != nil {
		t.Fatalf("Nearest: %v", err)
	}
	return fmt.Sprintf("%+v\n%+v\n%v", entries, shot.Passages(), hits)
}

// check opens the image: it must answer as in one of its states without a word, or
// be empty and say so. Either way it must take a document, and keep it.
func (im image) check(t *testing.T, dir, what string) (rebuilt bool) {
	t.Helper()
	for _, name := range []string{"index.db", "index.db-wal", "index.db-shm"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if b, ok := im.files[name]; ok {
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	s, err := Open(t.Context(), dir, "x")
	if err != nil {
		t.Errorf("%s: Open: %v", what, err)
		return false
	}
	defer s.Close()
	notice, got := s.Notice(), state(t, s)
	if err := recallSome(t, s, 30); errors.Is(err, ErrEmptied) { // damage where nobody else looks
		notice, got = s.Notice(), state(t, s)
	} else if err != nil {
		t.Errorf("%s: Recall: %v", what, err)
	}
	switch {
	case notice != "" && got != im.states[0]:
		t.Errorf("%s: not empty, though %q", what, notice)
	case notice != "" && !strings.HasSuffix(notice, "was damaged and is being rebuilt from the documents."):
		t.Errorf("%s: notice %q", what, notice)
	case notice == "" && !slices.Contains(im.states, got):
		t.Errorf("%s: no notice, though changed: %.2000s", what, got)
	}
	ps, vs := document("新規.md", 1, 2)
	replace := func() error {
		return s.Replace(t.Context(), retrieval.Entry{File: "新規.md"}, ps, vs)
	}
	err = replace()
	if errors.Is(err, ErrEmptied) { // damage where only a writer looks
		notice = s.Notice()
		err = replace()
	}
	if err != nil {
		t.Errorf("%s: Replace: %v", what, err)
		return notice != ""
	}
	got = state(t, s)
	if err := s.Close(); err != nil {
		t.Errorf("%s: Close: %v", what, err)
	}
	s, err = Open(t.Context(), dir, "x")
	if err != nil {
		t.Errorf("%s: Open again: %v", what, err)
		return notice != ""
	}
	defer s.Close()
	if again := state(t, s); s.Notice() == "" && again != got {
		t.Errorf("%s: reopened, no notice, though changed: %.2000s\nwas %.2000s", what, again, got)
	}
	if s.Notice() != "" && notice != "" {
		t.Errorf("%s: damaged again: %q", what, s.Notice())
	}
	return notice != "" || s.Notice() != ""
}

func TestTorn(t *testing.T) {
	whole := newImage(t, true)
	logged := newImage(t, false)
	db, wal := whole.files["index.db"], logged.files["index.db-wal"]
	if len(db) < 20*4096 || len(wal) < 20*4096 {
		t.Fatalf("the file has %d bytes, the log %d", len(db), len(wal))
	}
	present := whole.states[len(whole.states)-1]

	t.Run("an intact file is served as it is", func(t *testing.T) {
		for name, im := range map[string]image{"closed": whole, "killed": logged} {
			im.states = im.states[len(im.states)-1:]
			if im.states[0] != present {
				t.Fatal("the images differ")
			}
			im.check(t, t.TempDir(), name)
		}
	})
	t.Run("a truncated file", func(t *testing.T) {
		t.Parallel()
		r := rand.New(rand.NewPCG(1, 1))
		lengths := []int{0, 1, 15, 16, 17, 50, 99, 100, 101, 511, 512, len(db) - 1}
		for at := 4096; at < len(db); at += 4096 * 3 {
			lengths = append(lengths, at-1, at, at+1, at+r.IntN(4096))
		}
		dir := t.TempDir()
		for _, n := range lengths {
			if !whole.with("index.db", db[:n]).check(t, dir, fmt.Sprintf("cut to %d bytes", n)) {
				t.Errorf("cut to %d bytes of %d: no notice", n, len(db))
			}
		}
	})
	t.Run("a file with other bytes in it", func(t *testing.T) {
		t.Parallel()
		r := rand.New(rand.NewPCG(2, 2))
		dir, rebuilt, tries := t.TempDir(), 0, 0
		flip := func(at int, mask byte) {
			b := bytes.Clone(db)
			b[at] ^= mask
			tries++
			if whole.with("index.db", b).check(t, dir, fmt.Sprintf("byte %d ^ %#x", at, mask)) {
				rebuilt++
			}
		}
		for at := range 100 { // the header
			flip(at, []byte{0xff, 1 << r.IntN(8)}[r.IntN(2)])
		}
		for _, at := range []int{18, 47} { // what only writers and only openers complain of
			flip(at, 0xff)
		}
		for range 50 {
			flip(r.IntN(len(db)), byte(1+r.IntN(255)))
		}
		for page := 0; page < len(db); page += 4096 { // the beginnings of pages, where their structure is
			flip(page+r.IntN(12), byte(1+r.IntN(255)))
		}
		t.Logf("%d of %d flips rebuilt", rebuilt, tries)
		if rebuilt < tries/3 {
			t.Errorf("only %d of %d flips were noticed", rebuilt, tries)
		}
	})
	t.Run("a file with pages lost, doubled or foreign", func(t *testing.T) {
		t.Parallel()
		r := rand.New(rand.NewPCG(3, 3))
		dir := t.TempDir()
		for page := 0; page+4096 <= len(db); page += 4096 {
			other := 4096 * r.IntN(len(db)/4096)
			content := [][]byte{make([]byte, 4096), db[other : other+4096], garbage(r, 4096)}[page/4096%3]
			b := bytes.Clone(db)
			copy(b[page:], content)
			whole.with("index.db", b).check(t, dir, fmt.Sprintf("page %d begins with %x", page/4096+1, content[:8]))
		}
	})
	t.Run("what is not a database", func(t *testing.T) {
		t.Parallel()
		r := rand.New(rand.NewPCG(4, 4))
		dir := t.TempDir()
		for what, b := range map[string][]byte{
			"nothing": {}, "text": []byte("就業規則"), "garbage": garbage(r, 50_000), "zeros": make([]byte, 8192),
			"a header and garbage": append(bytes.Clone(db[:100]), garbage(r, 50_000)...),
			"the log":              wal, "itself twice": slices.Concat(db, db)[100:],
		} {
			if !whole.with("index.db", b).check(t, dir, what) {
				t.Errorf("%s: no notice", what)
			}
		}
	})
	t.Run("a log that is lost or torn", func(t *testing.T) {
		t.Parallel()
		r := rand.New(rand.NewPCG(5, 5))
		dir := t.TempDir()
		for name := range logged.files {
			logged.with(name, nil).check(t, t.TempDir(), name+" deleted")
			logged.with(name, []byte{}).check(t, dir, name+" emptied")
			logged.with(name, garbage(r, 40_000)).check(t, dir, name+" is garbage")
		}
		logged.with("index.db-wal", nil).with("index.db-shm", nil).check(t, dir, "both deleted")
		whole.with("index.db-wal", wal).check(t, dir, "a log of the past")
		for range 20 {
			n := r.IntN(len(wal))
			logged.with("index.db-wal", wal[:n]).check(t, dir, fmt.Sprintf("log cut to %d bytes", n))
			b := bytes.Clone(wal)
			at := r.IntN(len(b))
			b[at] ^= byte(1 + r.IntN(255))
			logged.with("index.db-wal", b).check(t, dir, fmt.Sprintf("log byte %d changed", at))
		}
	})
}

func garbage(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}
