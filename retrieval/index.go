package retrieval

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"kotae/retrieval/japanese"
	"kotae/retrieval/lexical"
)

// An Index keeps a store equal to the folders: the path of a document.
type Index struct {
	walker   Walker
	read     Reader
	split    Splitter
	analyzer *japanese.Analyzer
	embedder Embedder
	store    Store
	versions string
}

// Parts are what an index is made of; all are needed.
type Parts struct {
	Walker   Walker
	Read     Reader
	Split    Splitter
	Analyzer *japanese.Analyzer
	Embedder Embedder
	Store    Store
	// Versions names reader and splitter: documents made by others are made anew.
	Versions string
}

// NewIndex returns the index of its parts.
func NewIndex(p Parts) *Index {
	versions := strings.Join([]string{p.Versions, japanese.Version, lexical.Version}, " ")
	return &Index{p.Walker, p.Read, p.Split, p.Analyzer, p.Embedder, p.Store, versions}
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
	Unchanged               int      // files
	Skipped                 []Skip   // sorted by file
	Passages                int      // embedded by this Sync
}

// Sync makes the store hold what the folders hold.
//
// A file whose size and modification time are as remembered is not read; one whose
// bytes are as remembered is not embedded. Every document is stored as soon as it
// is done, so that a Sync that was killed is continued by the next. Files that
// are gone are forgotten only after a clean walk. A file that can't be read is
// reported, not an error; an error of the walk is returned when all that was
// found is stored. Progress, where it is not nil, is called from one goroutine.
func (x *Index) Sync(ctx context.Context, progress func(Progress)) (Report, error) {
	var report Report
	entries, err := x.store.Entries(ctx)
	if err != nil {
		return report, err
	}
	known := make(map[string]Entry, len(entries))
	for _, e := range entries {
		known[e.File] = e
	}
	todo, skipped, walkErr := x.survey(ctx, known, &report)
	report.Skipped = skipped
	if err := ctx.Err(); err != nil {
		return report, err
	}
	if walkErr == nil {
		for _, e := range entries {
			if _, gone := known[e.File]; gone {
				report.Removed = append(report.Removed, e.File)
			}
		}
		if len(report.Removed) > 0 {
			if err := x.store.Remove(ctx, report.Removed...); err != nil {
				return report, err
			}
		}
	}
	err = x.work(ctx, todo, progress, &report)
	slices.Sort(report.Added)
	slices.Sort(report.Changed)
	slices.SortFunc(report.Skipped, func(a, b Skip) int { return strings.Compare(a.File, b.File) })
	return report, errors.Join(err, walkErr)
}

// A task is a file to be read: new, or not surely unchanged.
type task struct {
	file  File
	entry Entry // what is remembered of it; zero for a new file
}

// survey walks the folders. It takes every file seen out of known, and returns
// those to be read.
func (x *Index) survey(ctx context.Context, known map[string]Entry, report *Report) ([]task, []Skip, error) {
	var todo []task
	var skipped []Skip
	passed, err := x.walker.Walk(ctx, func(f File) error {
		e := known[f.Name]
		delete(known, f.Name)
		if !x.unchanged(e, f) {
			todo = append(todo, task{f, e})
			return nil
		}
		if e.Reason != "" {
			skipped = append(skipped, Skip{f.Name, e.Reason, e.Remedy})
		} else {
			report.Unchanged++
		}
		return nil
	})
	return todo, append(skipped, passed...), err
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
	if e.asRemembered(info.Size(), info.ModTime()) {
		return true
	}
	data, err := os.ReadFile(e.Path)
	return err == nil && hash(data) == e.Hash
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// An outcome is what became of a task.
type outcome struct {
	task
	entry    Entry
	passages []Passage
	vectors  [][]float32
	gone     bool // the file vanished after the walk
	same     bool // its bytes are as remembered
	err      error
}

// workers is how many documents are prepared side by side: reading and analysing
// keep about one core busy each.
const workers = 4

// work prepares tasks side by side and stores them one after another.
func (x *Index) work(ctx context.Context, todo []task, progress func(Progress), report *Report) error {
	ctx, cancel := context.WithCancel(ctx)
	tasks, outcomes := make(chan task), make(chan outcome)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() {
		defer close(tasks)
		for _, t := range todo {
			select {
			case tasks <- t:
			case <-ctx.Done():
				return
			}
		}
	})
	var preparing sync.WaitGroup
	for range min(workers, len(todo)) {
		preparing.Go(func() {
			for t := range tasks {
				select {
				case outcomes <- x.prepare(ctx, t):
				case <-ctx.Done():
					return
				}
			}
		})
	}
	wg.Go(func() {
		preparing.Wait()
		close(outcomes)
	})

	at := Progress{TotalFiles: len(todo)}
	for _, t := range todo {
		at.TotalBytes += t.file.Size
	}
	for o := range outcomes {
		if err := x.settle(ctx, o, report); err != nil {
			return err
		}
		at.Files++
		at.Bytes += o.file.Size
		at.Passages += len(o.passages)
		if progress != nil {
			progress(at)
		}
	}
	return ctx.Err()
}

// settle stores one outcome and reports it.
func (x *Index) settle(ctx context.Context, o outcome, report *Report) error {
	name := o.file.Name
	switch {
	case o.err != nil:
		return fmt.Errorf("index %s: %w", name, o.err)
	case o.gone: // the next walk will miss it
		return nil
	case o.same:
		if o.entry.Reason == "" {
			report.Unchanged++
		}
		if err := x.store.Touch(ctx, o.entry); err != nil {
			return fmt.Errorf("index %s: %w", name, err)
		}
	default:
		if err := x.store.Replace(ctx, o.entry, o.passages, o.vectors); err != nil {
			return fmt.Errorf("index %s: %w", name, err)
		}
		report.Passages += len(o.passages)
	}
	if o.entry.Reason != "" {
		report.Skipped = append(report.Skipped, Skip{name, o.entry.Reason, o.entry.Remedy})
		return nil
	}
	if !o.same && o.task.entry.File == "" {
		report.Added = append(report.Added, name)
	} else if !o.same {
		report.Changed = append(report.Changed, name)
	}
	return nil
}

// prepare reads, cuts, analyses and embeds one file.
func (x *Index) prepare(ctx context.Context, t task) outcome {
	o := outcome{task: t, entry: Entry{
		File: t.file.Name, Path: t.file.Path, Size: t.file.Size, Modified: t.file.Modified,
		Versions: x.versions, Indexed: time.Now().UTC(),
	}}
	data, err := os.ReadFile(t.file.Path)
	if errors.Is(err, fs.ErrNotExist) {
		o.gone = true
		return o
	}
	var d Document
	if err == nil {
		o.entry.Size = int64(len(data))
		o.entry.Hash = hash(data)
		if o.entry.Hash == t.entry.Hash && x.versions == t.entry.Versions {
			o.same = true
			o.entry.Title, o.entry.Reason, o.entry.Remedy = t.entry.Title, t.entry.Reason, t.entry.Remedy
			return o
		}
		d, err = x.read(t.file.Name, data)
	} else {
		err = &Unreadable{"cannot be opened", "check the file's permissions"}
	}
	var unreadable *Unreadable
	switch {
	case errors.As(err, &unreadable):
		o.entry.Reason, o.entry.Remedy = unreadable.Reason, unreadable.Remedy
		return o
	case err != nil:
		o.err = err
		return o
	}
	d.Modified = t.file.Modified
	o.entry.Title = d.Title
	o.passages = x.split(d)
	if len(o.passages) == 0 {
		o.entry.Reason, o.entry.Remedy = "no text in it", "remove it, or write something into it"
		return o
	}
	texts := make([]string, len(o.passages))
	for i := range o.passages {
		p := &o.passages[i]
		head := p.head()
		p.Terms = lexical.Encode(x.analyzer.Terms(p.Text), x.analyzer.Terms(head))
		texts[i] = head + "\n\n" + p.Text
	}
	o.vectors, o.err = x.embedder.EmbedPassages(ctx, texts)
	return o
}

// head is what stands over a passage: its title, and the headings inside it.
func (p *Passage) head() string {
	head := p.Title
	for _, s := range p.Sections {
		if s.Heading != "" {
			head += "\n" + s.Heading
		}
	}
	return head
}
