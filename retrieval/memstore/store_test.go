package memstore

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"kotae/retrieval"
	"kotae/retrieval/retrievaltest"
)

// TestMain runs the tests, or, where a test has started this binary again, the
// part of the child.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		writeForever(dir)
	}
	if err := flag.Set("rapid.checks", "20"); err != nil { // unless the command line says otherwise
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

func TestContract(t *testing.T) {
	retrievaltest.TestStore(t, func(t *testing.T, dir, space string) retrievaltest.Store {
		return open(t, dir, space)
	})
}

func TestOpen(t *testing.T) {
	t.Run("makes the directory for its owner alone", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "データ", "50% #1?")
		s := open(t, dir, "x")
		put(t, s, "a", 0)
		for name, want := range map[string]os.FileMode{".": 0o700, "index.db": 0o600, "index.db-wal": 0o600} {
			info, err := os.Stat(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); got != want {
				t.Errorf("%s has mode %v, want %v", name, got, want)
			}
		}
		if s.Notice() != "" {
			t.Errorf("Notice: %q", s.Notice())
		}
	})
	t.Run("needs a space", func(t *testing.T) {
		if _, err := Open(t.Context(), t.TempDir(), ""); err == nil {
			t.Error("no error")
		}
	})
	t.Run("takes no lock where all is in order", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir, "x")
		put(t, s, "a", 0)
		lock(t, s)
		expect(t, open(t, dir, "x"), "a#00000")
	})
	t.Run("reports what is in the way and leaves it there", func(t *testing.T) {
		dir := t.TempDir()
		inside := filepath.Join(dir, "index.db", "precious")
		if err := os.MkdirAll(inside, 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), dir, "x"); err == nil || !strings.Contains(err.Error(), "is not a file") {
			t.Errorf("Open: %v", err)
		}
		if _, err := os.Stat(inside); err != nil {
			t.Error(err)
		}
		file := filepath.Join(dir, "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), file, "x"); err == nil {
			t.Error("a file for a directory: no error")
		}
	})
	t.Run("forgets what a killed creation left", func(t *testing.T) {
		dir := t.TempDir()
		for _, name := range []string{"index.db.new", "index.db.new-wal", "index.db-wal", "index.db-shm"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte("half"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s := open(t, dir, "x")
		put(t, s, "a", 0)
		expect(t, s, "a#00000")
		if s.Notice() != "" {
			t.Errorf("Notice: %q", s.Notice())
		}
	})
}

func TestClose(t *testing.T) {
	s := open(t, t.TempDir(), "x")
	put(t, s, "a", 0, 1, 2)
	shot, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatalf("Close: %v", err)
		}
	}
	t.Run("leaves snapshots usable", func(t *testing.T) {
		hits, err := shot.Nearest(t.Context(), toward(0), 2, nil)
		if err != nil || len(hits) != 2 || len(shot.Passages()) != 3 {
			t.Errorf("Nearest: %v, %v", hits, err)
		}
	})
	t.Run("makes every other call an error", func(t *testing.T) {
		_, entriesErr := s.Entries(t.Context())
		_, snapshotErr := s.Snapshot(t.Context())
		for name, err := range map[string]error{
			"Entries": entriesErr, "Snapshot": snapshotErr, "Remove": s.Remove(t.Context(), "a"),
			"Touch": s.Touch(t.Context(), retrieval.Entry{File: "a"}), "Replace": s.Replace(t.Context(), retrieval.Entry{File: "b"}, nil, nil),
		} {
			if !errors.Is(err, errClosed) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestReplaceRefusesMisnumberedPassages(t *testing.T) {
	s := open(t, t.TempDir(), "x")
	for what, p := range map[string]retrieval.Passage{
		"another file": {File: "b"}, "another ordinal": {File: "a", Ordinal: 1},
	} {
		err := s.Replace(t.Context(), retrieval.Entry{File: "a"}, []retrieval.Passage{p}, [][]float32{{1}})
		if err == nil {
			t.Errorf("%s: no error", what)
		}
	}
	if err := s.Replace(t.Context(), retrieval.Entry{}, nil, nil); err == nil {
		t.Error("no file name: no error")
	}
	expect(t, s)
}

func TestSnapshotIsCheap(t *testing.T) {
	s := open(t, t.TempDir(), "x")
	put(t, s, "a", 0, 1)
	put(t, s, "b", 2)
	snapshot := func() *snapshot {
		t.Helper()
		shot, err := s.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return shot.(*snapshot)
	}
	first := snapshot()
	if snapshot() != first {
		t.Error("nothing changed, and yet another snapshot")
	}
	if err := s.Touch(t.Context(), retrieval.Entry{File: "a", Title: "touched"}); err != nil {
		t.Fatal(err)
	}
	if snapshot() != first {
		t.Error("no passage changed, and yet another snapshot")
	}
	old := s.library
	put(t, s, "b", 3)
	if snapshot() == first {
		t.Error("a document changed, and yet the same snapshot")
	}
	if &s.library.vectors[0][0] != &old.vectors[0][0] {
		t.Error("an unchanged document was read again")
	}
	if &s.library.vectors[2][0] == &old.vectors[2][0] {
		t.Error("a changed document was not read again")
	}
}

// TestSnapshotSeesOtherStores stands for another process, which sees the same.
func TestSnapshotSeesOtherStores(t *testing.T) {
	dir := t.TempDir()
	reader, writer := open(t, dir, "x"), open(t, dir, "x")
	for i := range 5 {
		put(t, writer, fmt.Sprint(i), float64(i))
		put(t, writer, "same", float64(i))
		got := stored(t, reader)
		if len(got) != i+2 || got[0] != "0#00000" {
			t.Errorf("after write %d: %q", i, got)
		}
	}
	if err := writer.Remove(t.Context(), "0", "2"); err != nil {
		t.Fatal(err)
	}
	expect(t, reader, "1#00000", "3#00000", "4#00000", "same#00000")
}

// open opens a store and closes it with the test.
func open(t testing.TB, dir, space string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, space)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// put stores a document with a passage for each direction, in degrees.
func put(t testing.TB, s *Store, file string, directions ...float64) {
	t.Helper()
	ps, vs := document(file, directions...)
	if err := s.Replace(t.Context(), retrieval.Entry{File: file, Title: file}, ps, vs); err != nil {
		t.Fatalf("Replace: %v", err)
	}
}

func document(file string, directions ...float64) (ps []retrieval.Passage, vs [][]float32) {
	for i, d := range directions {
		ps = append(ps, retrieval.Passage{
			File: file, Title: file, Ordinal: i, StartLine: i + 1, EndLine: i + 1, Page: 1,
			Sections: []retrieval.Section{{Line: i + 1, Heading: "第1章 > 第2条"}},
			Text:     fmt.Sprintf("%s、%v度の向き。", file, d), Terms: []byte{1, 2, byte(i)},
		})
		vs = append(vs, toward(d))
	}
	return ps, vs
}

// stored returns the IDs of all passages, and makes sure that all are found.
func stored(t testing.TB, s *Store) []string {
	t.Helper()
	shot, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatalf("Snapshot: %v", err)
	}
	var ids []string
	for _, p := range shot.Passages() {
		ids = append(ids, p.ID())
	}
	hits, err := shot.Nearest(t.Context(), toward(0), len(ids)+1, nil)
	if err != nil || len(hits) != len(ids) {
		t.Errorf("Nearest: %d of %d passages, %v", len(hits), len(ids), err)
	}
	return ids
}

func expect(t testing.TB, s *Store, want ...string) {
	t.Helper()
	if got := stored(t, s); !slices.Equal(got, want) {
		t.Errorf("passages %q, want %q", got, want)
	}
}

// lock takes the writer lock until the test ends, or the returned function is called.
func lock(t testing.TB, s *Store) (unlock func()) {
	t.Helper()
	unlock, err := s.Lock()
	if err != nil {
		t.Fatalf("Lock: %v", err)
	}
	t.Cleanup(unlock)
	return unlock
}
