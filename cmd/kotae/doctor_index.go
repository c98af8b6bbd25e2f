package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"kotae/bot/ledger"
	"kotae/retrieval"
	"kotae/retrieval/memstore"
)

// indexState is what is known of the index.
type indexState struct {
	State     string `json:"state"` // sound, none, unusable or unknown
	Space     string `json:"space"` // of its vectors
	Documents int    `json:"documents"`
	Passages  int    `json:"passages"`
	Bytes     int64  `json:"bytes"`
	Serving   bool   `json:"serving"` // a kotae serve runs with the data folder
	Writer    int    `json:"writer"`  // the process that is writing; 0 for none
	// Drift is how far it is behind the folders; nil where that can't be told.
	Drift *retrieval.Drift `json:"drift"`
}

// The states.
const (
	indexSound    = "sound"
	indexNone     = "none"
	indexUnusable = "unusable" // the next command makes it anew
	indexUnknown  = "unknown"  // it can't be opened
)

// An indexExam is what a look at the data folder found.
type indexExam struct {
	data    string
	look    memstore.Look
	err     error // of the index
	ledger  error
	serving bool
}

// examineIndex looks at what is in the data folder, and writes nothing into it.
func examineIndex(ctx context.Context, data string) indexExam {
	x := indexExam{data: data, serving: serving(data)}
	x.look, x.err = memstore.Peek(ctx, data)
	if err := ledger.Peek(ctx, data); !errors.Is(err, fs.ErrNotExist) {
		x.ledger = err
	}
	return x
}

// serving reports whether a kotae serve runs with a data folder. Its lock is tried the
// way of readers, for a moment, and only where there is one.
func serving(data string) bool {
	path := filepath.Join(data, serveLock)
	if _, err := os.Stat(path); err != nil {
		return false
	}
	lock := flock.New(path, flock.SetFlag(os.O_RDONLY))
	ok, err := lock.TryRLock()
	if ok {
		_ = lock.Unlock()
	}
	return err == nil && !ok
}

// state is the exam's result, held against the documents as they are.
func (x indexExam) state(docs documentsExam) indexState {
	s := indexState{State: indexSound, Space: x.look.Space, Bytes: x.look.Size, Serving: x.serving, Writer: x.look.Writer}
	switch {
	case errors.Is(x.err, fs.ErrNotExist):
		s.State = indexNone
	case errors.Is(x.err, memstore.ErrUnusable):
		s.State = indexUnusable
	case x.err != nil:
		s.State = indexUnknown
	}
	for _, e := range x.look.Entries {
		if e.Reason == "" {
			s.Documents++
			s.Passages += e.Passages
		}
	}
	if s.State == indexSound && docs.whole {
		d := retrieval.DriftOf(x.look.Entries, docs.hashes, retrieval.Versions(madeBy))
		d.Added, d.Changed, d.Removed = list(d.Added), list(d.Changed), list(d.Removed)
		s.Drift = &d
	}
	return s
}

// findings says what a person should know of the index. It mends itself, so that hardly
// anything of it needs one.
func (x indexExam) findings(s indexState, m *modelState, c config) []finding {
	const anew = "nothing: the next command makes it anew"
	var found []finding
	add := func(l level, about, says, do string, details ...string) {
		found = append(found, finding{l, about, says, do, details})
	}
	elsewhere := m != nil && m.Space != "" && s.Space != "" && s.Space != m.Space
	switch {
	case s.State == indexNone:
		add(noted, "index", "there is none yet in "+c.data, "nothing: the first question makes it; or kotae index")
	case s.State == indexUnusable:
		add(doubtful, "index", fmt.Sprintf("%s can't be used: %s", c.data, strings.TrimPrefix(x.err.Error(), memstore.ErrUnusable.Error()+": the index ")), anew)
	case s.State == indexUnknown:
		add(ill, "index", fmt.Sprintf("the index in %s can't be read: %v", c.data, rootCause(x.err)), "let the account that runs kotae read it, or delete it: it is made anew from the documents")
	case elsewhere:
		add(doubtful, "index", fmt.Sprintf("its vectors are of %s, and now %s is chosen", s.Space, m.Space), anew+", which embeds every passage; to keep it, choose the model that it was made with")
	case s.Drift == nil:
		add(noted, "index", fmt.Sprintf("%s, %s; it could not be compared with the folders", count(s.Documents, "document"), count(s.Passages, "passage")), "")
	case !s.Drift.IsZero():
		add(noted, "index", fmt.Sprintf("%s, %s; since then %s", count(s.Documents, "document"), count(s.Passages, "passage"), driftSays(*s.Drift)),
			behindDo(s.Serving), driftFiles(*s.Drift)...)
	default:
		add(fine, "index", fmt.Sprintf("%s, %s, as the folders are now (%s)", count(s.Documents, "document"), count(s.Passages, "passage"), megabytes(s.Bytes)), "")
	}
	if x.ledger != nil {
		add(ill, "records", fmt.Sprintf("what was asked and answered can't be read: %v", x.ledger), "take ledger.db from a backup, or move it away: then questions that were waiting are lost")
	}
	if s.Serving {
		add(noted, "serve", "kotae serve is running with "+c.data, "")
	}
	if s.Writer != 0 {
		add(noted, "index", fmt.Sprintf("process %d is writing it at this moment", s.Writer), "")
	}
	return found
}

func behindDo(serving bool) string {
	if serving {
		return "nothing: kotae serve takes it in within seconds"
	}
	return "nothing: every command takes it in first; or kotae index"
}

// driftSays counts what changed since an index was written.
func driftSays(d retrieval.Drift) string {
	s := summary{Added: d.Added, Changed: d.Changed, Removed: d.Removed}
	says := s.changes()
	if d.Outdated > 0 {
		also := fmt.Sprintf("%s to be read anew by this version of kotae", count(d.Outdated, "file"))
		if len(d.Added)+len(d.Changed)+len(d.Removed) == 0 {
			return also
		}
		says += ", " + also
	}
	return says
}

// driftFiles names what changed.
func driftFiles(d retrieval.Drift) []string {
	var files []string
	for _, part := range []struct {
		what  string
		files []string
	}{{"added", d.Added}, {"changed", d.Changed}, {"removed", d.Removed}} {
		for _, f := range part.files {
			files = append(files, f+" ("+part.what+")")
		}
	}
	return files
}

// megabytes writes a size for reading.
func megabytes(bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d KB", (bytes+1023)>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}
