package retrieval

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A survey is what a walk found out.
type survey struct {
	todo      []task
	elsewhere []Entry // unchanged, on a file system that has another number now
	gone      []Entry // stored and no longer there, by file
	leaving   []Entry // likewise, but perhaps among todo under another name; by file
	report    Report  // of what need not be read
}

// A task is a file to be read: new, or not surely unchanged.
type task struct {
	file  File
	entry Entry // what is remembered of it; zero for a new file
}

// survey walks the folders. Of its errors, the first is the walk's.
func (x *Index) survey(ctx context.Context) (s survey, walkErr, err error) {
	entries, err := x.parts.Store.Entries(ctx)
	if err != nil {
		return s, nil, err
	}
	known := make(map[string]Entry, len(entries))
	for _, e := range entries {
		known[e.File] = e
	}
	passed, walkErr := x.parts.Walker.Walk(ctx, func(f File) error {
		e := known[f.Name]
		delete(known, f.Name)
		if !x.unchanged(e, f) {
			s.todo = append(s.todo, task{f, e})
			return nil
		}
		if e.Volume != f.Volume {
			e.Volume = f.Volume
			s.elsewhere = append(s.elsewhere, e)
		}
		if e.Reason != "" {
			s.report.Skipped = append(s.report.Skipped, Skip{f.Name, e.Reason, e.Remedy})
		} else {
			s.report.Unchanged++
		}
		return nil
	})
	s.report.Skipped = append(s.report.Skipped, passed...)
	if err := ctx.Err(); err != nil {
		return s, walkErr, err
	}
	missing := slices.DeleteFunc(entries, func(e Entry) bool { _, ok := known[e.File]; return !ok })
	gone, doubts := x.vanished(missing, walkErr)
	s.wait(x.patience, gone)
	s.part(gone, x.versions)
	return s, errors.Join(append([]error{walkErr}, doubts...)...), nil
}

// vanished returns those of the files that a walk did not find that are surely gone, and
// why others may not be.
func (x *Index) vanished(missing []Entry, walkErr error) (gone []Entry, doubts []error) {
	places, everywhere := unreached(walkErr)
	said := map[string]bool{}
	for _, e := range missing {
		if everywhere || slices.ContainsFunc(places, func(u *Unreached) bool { return u.covers(e) }) {
			continue
		}
		if err := x.parts.Walker.Missing(e); err == nil {
			gone = append(gone, e)
		} else if !said[err.Error()] {
			said[err.Error()] = true
			doubts = append(doubts, err)
		}
	}
	return gone, doubts
}

// unreached returns the places that a walk's error names, and whether what it speaks of
// may be anywhere.
func unreached(err error) (places []*Unreached, everywhere bool) {
	if err == nil {
		return nil, false
	}
	if u, ok := err.(*Unreached); ok {
		return []*Unreached{u}, false
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			more, all := unreached(err)
			places, everywhere = append(places, more...), everywhere || all
		}
		return places, everywhere
	}
	return nil, true
}

// covers reports whether a file may be at the place or below it.
func (u *Unreached) covers(e Entry) bool {
	if u.Path == "" {
		return strings.Contains("/"+e.File+"/", "/"+u.Name+"/")
	}
	sep := string(os.PathSeparator)
	return e.Path == u.Path || strings.HasPrefix(e.Path, strings.TrimSuffix(filepath.Clean(u.Path), sep)+sep)
}

// part tells the files that are gone from those that may have got another name: a new
// file has their size.
func (s *survey) part(gone []Entry, versions string) {
	sizes := map[int64]bool{}
	for _, t := range s.todo {
		if t.entry.File == "" {
			sizes[t.file.Size] = true
		}
	}
	for _, e := range gone {
		if e.Passages > 0 && e.Versions == versions && sizes[e.Size] {
			s.leaving = append(s.leaving, e)
		} else {
			s.gone = append(s.gone, e)
		}
	}
}
