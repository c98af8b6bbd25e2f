package retrieval

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"kotae/retrieval/japanese"
	"kotae/retrieval/lexical"
)

// An Index keeps a store equal to the folders: the path of a document.
type Index struct {
	parts    Parts
	keeper   VectorKeeper // the store, if it is one and vectors are to be kept
	vectors  VectorKeeper // the store, if it is one
	versions string
	patience *patience // nil for none
}

// Parts are what an index is made of; all are needed but the last two.
type Parts struct {
	Walker   Walker
	Read     Reader
	Split    Splitter
	Analyzer *japanese.Analyzer
	Embedder Embedder
	Store    Store
	// Versions names reader and splitter: documents made by others are made anew.
	Versions string
	// Batch is how many passages are embedded at once. Set it where embedding is paid
	// for or far away, to what the embedder sends in one request: then passages of
	// several documents share a batch, every batch is kept as soon as it is there if
	// the store is a VectorKeeper, and no text that it has a vector of is embedded.
	// Zero has every document embedded by itself, and keeps nothing.
	Batch int
	// InFlight is how many batches are embedded side by side; 4. When a Sync is
	// killed, these are what may have to be embedded again.
	InFlight int
}

// Versions names what documents are made by, from Parts.Versions: those made by others
// are made anew.
func Versions(parts string) string {
	return strings.Join([]string{parts, japanese.Version, lexical.Version}, " ")
}

// NewIndex returns the index of its parts.
func NewIndex(p Parts) *Index {
	p.InFlight = cmp.Or(p.InFlight, 4)
	x := &Index{parts: p, keeper: forgetful{p.Store}, vectors: forgetful{p.Store}, versions: Versions(p.Versions)}
	if k, ok := p.Store.(VectorKeeper); ok {
		x.vectors = k
		if p.Batch > 0 {
			x.keeper = k
		}
	}
	return x
}

// Progress tells how far a Sync is.
type Progress struct {
	Files, TotalFiles int   // read and stored, and to be so
	Bytes, TotalBytes int64 // of those files
	Passages          int   // embedded so far
}

// A Report says what a Sync did.
type Report struct {
	Added, Changed, Removed []string // files, sorted
	Renamed                 []Rename // of those: one removed and one added with the same bytes; by To
	Unchanged               int      // files
	Skipped                 []Skip   // sorted by file
	Waiting                 []string // files that may still be being written, sorted; see Patient
	Passages                int      // embedded by this Sync; those of known vectors are not
}

// A Rename is a file that has another name now.
type Rename struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Sync makes the store hold what the folders hold.
//
// A file whose size and modification time are as remembered is not read; one whose
// bytes are as remembered is not embedded, and neither is one that has the bytes of a
// file that is gone, if its passages are called the same or Batch is set. Every document
// is stored as soon as it is done, so that a Sync that was killed is continued by the
// next; where Batch is set, within a document too. Files that are gone are forgotten
// only where the walk was clean. A file that can't be read is reported, not an error; an
// error of the walk is returned when all that was found is stored. When a file fails, or
// the context is done, nothing new is begun, and what is done by then is stored.
// Progress, where it is not nil, is called from one goroutine.
func (x *Index) Sync(ctx context.Context, progress func(Progress)) (Report, error) {
	s, walkErr, err := x.survey(ctx)
	if err != nil {
		return s.report, err
	}
	old, err := x.endangered(ctx, &s)
	if err != nil {
		return s.report, err
	}
	for _, e := range s.elsewhere {
		if err := x.parts.Store.Touch(ctx, e); err != nil {
			return s.report, err
		}
	}
	if err := x.forget(ctx, &s.report, s.gone, old); err != nil {
		return s.report, err
	}
	w := newWork(x, s, old, progress)
	err = w.do(ctx)
	report := *w.report
	if err == nil && len(report.Waiting) == 0 {
		old = nil // nobody else wants the vectors of what leaves
	}
	if ctx.Err() == nil {
		err = errors.Join(err, x.forget(ctx, &report, s.leaving, old))
	}
	walkErr = errors.Join(append(w.unreached, walkErr)...)
	if err == nil && walkErr == nil && len(report.Waiting) == 0 {
		err = x.keeper.Release(ctx)
	}
	report.Renamed = renames(s.leaving, report.Removed, w.hashes)
	slices.Sort(report.Added)
	slices.Sort(report.Changed)
	slices.Sort(report.Removed)
	slices.Sort(report.Waiting)
	slices.SortFunc(report.Skipped, func(a, b Skip) int { return strings.Compare(a.File, b.File) })
	return report, errors.Join(err, walkErr)
}

// forget takes files out of the store, with what they leave to others kept.
func (x *Index) forget(ctx context.Context, report *Report, gone []Entry, old map[string][]Passage) error {
	if len(gone) == 0 {
		return nil
	}
	var names []string
	for _, e := range gone {
		names = append(names, e.File)
		if err := x.spare(ctx, old[e.File], nil); err != nil {
			return err
		}
	}
	if err := x.parts.Store.Remove(ctx, names...); err != nil {
		return err
	}
	report.Removed = append(report.Removed, names...)
	return nil
}

// endangered returns the stored passages of the files that are to be forgotten or
// replaced: where vectors are kept, they are wanted for other documents' passages. Those
// of files that may only have got another name are wanted in any case.
func (x *Index) endangered(ctx context.Context, s *survey) (map[string][]Passage, error) {
	old := map[string][]Passage{}
	for _, e := range s.leaving {
		old[e.File] = nil
	}
	if _, ok := x.keeper.(forgetful); !ok && len(s.todo)+len(s.report.Waiting) > 0 {
		for _, e := range s.gone {
			old[e.File] = nil
		}
		for _, t := range s.todo {
			if t.entry.Passages > 0 {
				old[t.file.Name] = nil
			}
		}
	}
	if len(old) == 0 {
		return nil, nil
	}
	snapshot, err := x.parts.Store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	for ps := snapshot.Passages(); len(ps) > 0; {
		n := 1
		for n < len(ps) && ps[n].File == ps[0].File {
			n++
		}
		if _, wanted := old[ps[0].File]; wanted {
			old[ps[0].File] = ps[:n]
		}
		ps = ps[n:]
	}
	return old, nil
}

// spare keeps the vectors of passages that are about to go, but for those of stay, where
// vectors are kept.
func (x *Index) spare(ctx context.Context, going []Passage, stay []VectorKey) error {
	if _, ok := x.keeper.(forgetful); ok || len(going) == 0 {
		return nil
	}
	var keys []VectorKey
	staying := make(map[VectorKey]bool, len(stay))
	for _, k := range stay {
		staying[k] = true
	}
	for i := range going {
		if k := going[i].VectorKey(); !staying[k] {
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	vectors, err := x.keeper.Recall(ctx, keys)
	if err != nil {
		return err
	}
	known := keys[:0]
	for i, v := range vectors {
		if v != nil {
			vectors[len(known)] = v
			known = append(known, keys[i])
		}
	}
	return x.keeper.Keep(ctx, known, vectors[:len(known)])
}

// settled is how much older than its reading a file must be before its times are
// trusted: a file written twice within the clock's grain looks the same after both.
const settled = 2 * time.Second

// unchanged reports whether a file need not even be read. One that could not be
// opened is tried again: what mends that leaves its times alone.
func (x *Index) unchanged(e Entry, f File) bool {
	return e.Hash != "" && e.Path == f.Path && e.Versions == x.versions && e.asRemembered(f.Size, f.Modified)
}

// asRemembered reports whether a file of this size and time surely is the one read.
func (e *Entry) asRemembered(size int64, modified time.Time) bool {
	return e.Size == size && e.Modified.Equal(modified) && e.Indexed.Sub(modified) > settled
}

// intact reports whether the file still holds the bytes that were read.
func (e *Entry) intact() bool {
	info, err := os.Stat(e.Path)
	if err != nil || info.Size() != e.Size {
		return false
	}
	data, err := os.ReadFile(e.Path)
	return err == nil && Hash(data) == e.Hash
}

// Hash is the hex SHA-256 of a file's bytes, as Entry.Hash.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
