// Package retrievaltest holds the suites that every Store and every Embedder must
// pass. A promise of package retrieval is a case here, in a sentence; what passes
// conforms, and nothing else counts as conforming.
//
// It owns the cases and knows no implementation. It is for tests only.
package retrievaltest

import (
	"testing"

	"kotae/retrieval"
)

// A Store is a retrieval.Store that can be closed, so that it can be reopened.
type Store interface {
	retrieval.Store
	Close() error
}

// TestStore runs the suite of retrieval.Store and retrieval.Snapshot.
//
// open opens the store called dir for vectors of the given space, and ends the
// test if it can't. dir is an empty directory of the test's own; a store that does
// not live in directories takes it for a name. After Close the suite opens the
// same dir again, and expects what was stored. Run it with -race.
func TestStore(t *testing.T, open func(t *testing.T, dir, space string) Store) {
	for _, group := range [][]storeCase{writingCases, refusalCases, searchCases, tieCases, lifeCases} {
		for _, c := range group {
			t.Run(c.name, func(t *testing.T) {
				s := &stand{T: t, open: open, dir: t.TempDir()}
				s.Store = open(t, s.dir, "試験/1")
				t.Cleanup(func() { s.Store.Close() })
				c.run(s)
			})
		}
	}
}

// A storeCase is one promise.
type storeCase struct {
	name string // a sentence
	run  func(*stand)
}

// A stand is one test with its store.
type stand struct {
	*testing.T
	Store
	open func(t *testing.T, dir, space string) Store
	dir  string
}

// reopen closes the store and opens it again.
func (s *stand) reopen(space string) {
	s.Helper()
	if err := s.Store.Close(); err != nil {
		s.Fatalf("Close: %v", err)
	}
	s.Store = s.open(s.T, s.dir, space)
}

// put stores a document of one passage for each vector.
func (s *stand) put(file string, vectors ...[]float32) {
	s.Helper()
	s.replace(entry(file), passages(file, len(vectors)), vectors)
}

func (s *stand) replace(e retrieval.Entry, ps []retrieval.Passage, vectors [][]float32) {
	s.Helper()
	if err := s.Replace(s.Context(), e, ps, vectors); err != nil {
		s.Fatalf("Replace %s: %v", e.File, err)
	}
}

func (s *stand) remove(files ...string) {
	s.Helper()
	if err := s.Remove(s.Context(), files...); err != nil {
		s.Fatalf("Remove %q: %v", files, err)
	}
}

func (s *stand) snapshot() retrieval.Snapshot {
	s.Helper()
	shot, err := s.Snapshot(s.Context())
	if err != nil {
		s.Fatalf("Snapshot: %v", err)
	}
	return shot
}

func (s *stand) entries() []retrieval.Entry {
	s.Helper()
	es, err := s.Entries(s.Context())
	if err != nil {
		s.Fatalf("Entries: %v", err)
	}
	return es
}

// files returns the files that Entries lists.
func (s *stand) files() []string {
	s.Helper()
	var files []string
	for _, e := range s.entries() {
		files = append(files, e.File)
	}
	return files
}

// stored returns the IDs of all passages.
func (s *stand) stored() []string {
	s.Helper()
	return ids(s.snapshot().Passages())
}

// near asks one snapshot, which must answer.
func (s *stand) near(shot retrieval.Snapshot, vector []float32, n int, visible func(int) bool) []retrieval.Neighbour {
	s.Helper()
	hits, err := shot.Nearest(s.Context(), vector, n, visible)
	if err != nil {
		s.Fatalf("Nearest: %v", err)
	}
	return hits
}

// found returns the IDs of the n passages nearest to the vector now.
func (s *stand) found(vector []float32, n int) []string {
	s.Helper()
	shot := s.snapshot()
	var out []string
	for _, h := range s.near(shot, vector, n, nil) {
		out = append(out, shot.Passages()[h.Number].ID())
	}
	return out
}
