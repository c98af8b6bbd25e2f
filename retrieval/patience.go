package retrieval

import (
	"os"
	"slices"
	"time"
)

// A patience knows the files that may still be being written. It outlives a Sync.
type patience struct {
	wait  time.Duration
	files map[string]sighting
}

// A sighting is how a file looked when it was last seen.
type sighting struct {
	size     int64
	modified time.Time
	since    time.Time // when it was first seen to look so
	first    time.Time // when it was first seen not to be as remembered
}

// endless is how long a file is waited for that never stops growing, such as a log.
const endless = 5 * time.Minute

// Patient returns an index of the same parts that does not read a file before it has
// kept its size and time for wait: it may be half copied, or half saved. Its Sync lists
// such files as Waiting, says nothing else of them, and is to be called again when wait
// is over. A file that has only got another name is not waited for. After five minutes
// a file is read as it is.
func (x *Index) Patient(wait time.Duration) *Index {
	patient := *x
	patient.patience = &patience{wait: wait, files: map[string]sighting{}}
	return &patient
}

// wait takes the files out of what is to be done that are to be waited for.
func (s *survey) wait(p *patience, gone []Entry) {
	if p == nil {
		return
	}
	now := time.Now()
	type look struct{ size, modified int64 }
	left := make(map[look]bool, len(gone)) // looks of files that may only have got another name
	for _, e := range gone {
		left[look{e.Size, e.Modified.UnixNano()}] = true
	}
	seen := make(map[string]sighting, len(s.todo))
	s.todo = slices.DeleteFunc(s.todo, func(t task) bool {
		f := t.file
		if t.entry.File == "" && left[look{f.Size, f.Modified.UnixNano()}] {
			return false
		}
		last, known := p.files[f.Name]
		at := sighting{f.Size, f.Modified, now, now}
		if known {
			at.first = last.first
			if last.size == f.Size && last.modified.Equal(f.Modified) {
				at.since = last.since
			}
		}
		if now.Sub(at.since) >= p.wait || now.Sub(at.first) >= endless {
			return false
		}
		seen[f.Name] = at
		s.report.Waiting = append(s.report.Waiting, f.Name)
		return true
	})
	p.files = seen
}

// still reports whether the file is as it was when it was walked by.
func (f *File) still() bool {
	info, err := os.Stat(f.Path)
	return err == nil && info.Size() == f.Size && info.ModTime().Equal(f.Modified)
}
