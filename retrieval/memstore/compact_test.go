package memstore

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kotae/retrieval"
)

// holding returns the files of a directory that hold some bytes.
func holding(t testing.TB, dir, what string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(what)) {
			out = append(out, filepath.Base(name))
		}
	}
	return out
}

// putWord stores a document that a word stands in everywhere it can, n short passages.
func putWord(t testing.TB, s *Store, r *rand.Rand, file, word string, n int) {
	t.Helper()
	ps, vs := document(file, make([]float64, n)...)
	for i := range ps {
		ps[i].Title = word
		ps[i].Sections[0].Heading = "第1章 > " + word
		ps[i].Text = strings.Repeat("規程。", r.IntN(4)) + word
		ps[i].Terms = []byte("\x00" + word)
	}
	e := retrieval.Entry{File: file, Title: word, Hash: word}
	if err := s.Replace(t.Context(), e, ps, vs); err != nil {
		t.Fatal(err)
	}
}

func compact(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestCompactLeavesNoByteOfWhatWasTakenOut writes and removes small documents, so that
// SQLite moves rows from page to page, and leaves something there: with one seed in five.
func TestCompactLeavesNoByteOfWhatWasTakenOut(t *testing.T) {
	left := 0 // how often deleting, and emptying the log, left something
	for _, seed := range []uint64{5, 10} {
		r := rand.New(rand.NewPCG(seed, 7))
		dir := t.TempDir()
		s := open(t, dir, "x")
		unlock := lock(t, s)
		holds, out := map[string]string{}, []string{}
		for i := range 200 {
			file := fmt.Sprintf("規程%03d.md", r.IntN(60))
			if word := holds[file]; word != "" {
				out = append(out, word)
				delete(holds, file)
			}
			if r.IntN(2) == 0 {
				if err := s.Remove(t.Context(), file); err != nil {
					t.Fatal(err)
				}
				continue
			}
			holds[file] = fmt.Sprintf("鳴砂%dカナリア", i)
			putWord(t, s, r, file, holds[file], 1+r.IntN(3))
		}
		if _, err := s.db.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
			t.Fatal(err)
		}
		for _, word := range out {
			left += len(holding(t, dir, word))
		}
		before := stored(t, s)
		compact(t, s)
		for _, word := range out {
			if files := holding(t, dir, word); files != nil {
				t.Errorf("%s is left in %q", word, files)
			}
		}
		for file, word := range holds {
			if holding(t, dir, word) == nil {
				t.Errorf("%s of %s is gone too", word, file)
			}
		}
		unlock()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = open(t, dir, "x")
		expect(t, s, before...)
		if s.Notice() != "" {
			t.Errorf("Notice: %q", s.Notice())
		}
	}
	if left == 0 {
		t.Error("nothing was ever left before: this test shows nothing")
	}
}

func TestCompact(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	t.Run("of an index that nothing was taken out of needs no lock and writes nothing", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir, "x")
		put(t, s, "a", 0)
		before := stat(t, dir)
		lock(t, open(t, dir, "x"))
		compact(t, s)
		if after := stat(t, dir); after != before {
			t.Errorf("the files are %s, and were %s", after, before)
		}
	})
	t.Run("gives the room back", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir, "x")
		putWord(t, s, r, "a", "大", 300)
		compact(t, s)
		if err := s.Remove(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
		compact(t, s)
		info, err := os.Stat(filepath.Join(dir, "index.db"))
		if err != nil || info.Size() > 60_000 {
			t.Errorf("an empty index of %d bytes, %v", info.Size(), err)
		}
	})
	t.Run("while another process writes says so, and is done later", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir, "x")
		putWord(t, s, r, "a", "消えることば", 3)
		put(t, s, "a", 0)
		unlock := lock(t, open(t, dir, "x"))
		if err := s.Compact(t.Context()); !errors.As(err, new(*BusyError)) {
			t.Errorf("Compact: %v", err)
		}
		unlock()
		compact(t, s)
		if files := holding(t, dir, "消えることば"); files != nil {
			t.Errorf("it is left in %q", files)
		}
	})
	t.Run("that is cancelled is done by the next, in another process too", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir, "x")
		putWord(t, s, r, "a", "消えることば", 3)
		put(t, s, "a", 0)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Compact(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("Compact: %v", err)
		}
		s.Close()
		compact(t, open(t, dir, "x"))
		if files := holding(t, dir, "消えることば"); files != nil {
			t.Errorf("it is left in %q", files)
		}
	})
	t.Run("beside somebody who reads an older state fails, and is done by the next", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir, "x")
		putWord(t, s, r, "a", "消えることば", 3)
		reader := open(t, dir, "x")
		tx, err := reader.db.BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		if _, err := readMeta(t.Context(), tx, "x"); err != nil {
			t.Fatal(err)
		}
		put(t, s, "a", 0)
		s.db.SetMaxOpenConns(1) // a pragma is a connection's own
		if _, err := s.db.Exec(`PRAGMA busy_timeout = 1`); err != nil {
			t.Fatal(err)
		}
		if err := s.Compact(t.Context()); err == nil || !strings.Contains(err.Error(), "being read") {
			t.Errorf("Compact: %v", err)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		compact(t, s)
		if files := holding(t, dir, "消えることば"); files != nil {
			t.Errorf("it is left in %q", files)
		}
		expect(t, reader, "a#00000")
	})
}

// stat describes the files of an index by size and time.
func stat(t *testing.T, dir string) string {
	t.Helper()
	var out strings.Builder
	for _, name := range []string{"index.db", "index.db-wal"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&out, name, info.Size(), info.ModTime().Format(time.RFC3339Nano))
	}
	return out.String()
}

// BenchmarkCompact replaces a document of 20 passages and compacts the index.
func BenchmarkCompact(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			fillStore(b, dir, n)
			s := open(b, dir, "bench")
			e, ps, vs := benchDocument(rand.New(rand.NewPCG(3, 4)), "文書/00007.md")
			for b.Loop() {
				b.StopTimer()
				if err := s.Replace(b.Context(), e, ps, vs); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				compact(b, s)
			}
		})
	}
}
