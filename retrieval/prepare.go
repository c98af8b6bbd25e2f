package retrieval

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"syscall"
	"time"

	"kotae/retrieval/lexical"
)

// An outcome is what became of a task.
type outcome struct {
	task
	entry    Entry
	passages []Passage
	vectors  [][]float32 // of passages; nil if they are still to be embedded
	former   []Passage   // those it had under another name, one for each of passages; nil if none
	gone     bool        // the file vanished after the walk
	same     bool        // its bytes are as remembered

	unsettled bool  // it changed while it was read
	unreached error // an *Unreached: it could not be read, and what is known of it stands
	err       error
}

// workers is how many documents are prepared side by side: reading and analysing
// keep about one core busy each.
const workers = 4

// each prepares tasks side by side and returns a channel of the outcomes, which is
// closed after the last. When the context is done no other task is begun; the
// channel must be read to its end in any case.
func each(ctx context.Context, todo []task, prepare func(context.Context, task) outcome) <-chan outcome {
	tasks, outcomes := make(chan task), make(chan outcome)
	go func() {
		defer close(tasks)
		for _, t := range todo {
			select {
			case tasks <- t:
			case <-ctx.Done():
				return
			}
		}
	}()
	var preparing sync.WaitGroup
	for range min(workers, len(todo)) {
		preparing.Go(func() {
			for t := range tasks {
				outcomes <- prepare(ctx, t)
			}
		})
	}
	go func() {
		preparing.Wait()
		close(outcomes)
	}()
	return outcomes
}

// prepare reads, cuts and analyses one file, and embeds it unless Batch is set.
func (x *Index) prepare(ctx context.Context, t task, f former) outcome {
	o := x.cut(ctx, t)
	if o.err != nil || len(o.passages) == 0 {
		return o
	}
	if t.entry.File == "" {
		o.former = f.of(o.entry.Hash, o.passages)
	}
	renamed := o.former != nil // and is called the same
	for i := range o.passages {
		if o.err = ctx.Err(); o.err != nil {
			return o
		}
		p := &o.passages[i]
		if o.former != nil && p.EmbeddedText() == o.former[i].EmbeddedText() {
			p.Terms = o.former[i].Terms
			continue
		}
		renamed = false
		p.Terms = lexical.Encode(x.parts.Analyzer.Terms(p.Text), x.parts.Analyzer.Terms(p.head()))
	}
	if x.parts.Batch > 0 {
		return o
	}
	if renamed {
		o.vectors, o.err = x.recall(ctx, o.passages)
	}
	if o.vectors == nil && o.err == nil {
		texts := make([]string, len(o.passages))
		for i := range o.passages {
			texts[i] = o.passages[i].EmbeddedText()
		}
		o.vectors, o.err = x.parts.Embedder.EmbedPassages(ctx, texts)
	}
	return o
}

// cut reads one file and cuts it into passages.
func (x *Index) cut(_ context.Context, t task) outcome {
	o := outcome{task: t, entry: Entry{
		File: t.file.Name, Path: t.file.Path, Volume: t.file.Volume, Size: t.file.Size, Modified: t.file.Modified,
		Versions: x.versions, Indexed: time.Now().UTC(),
	}}
	data, err := os.ReadFile(t.file.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		o.gone = true
		return o
	case err != nil && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EISDIR):
		o.unreached = &Unreached{Path: t.file.Path, Err: fmt.Errorf("read %s: %w", t.file.Name, err)}
		return o
	case err == nil && x.patience != nil && !t.file.still():
		o.unsettled = true
		return o
	}
	var d Document
	if err == nil {
		o.entry.Size = int64(len(data))
		o.entry.Hash = Hash(data)
		if o.entry.Hash == t.entry.Hash && x.versions == t.entry.Versions {
			o.same = true
			o.entry.Title, o.entry.Reason, o.entry.Remedy = t.entry.Title, t.entry.Reason, t.entry.Remedy
			return o
		}
		d, err = x.parts.Read(t.file.Name, data)
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
	o.passages = x.parts.Split(d)
	if len(o.passages) == 0 {
		o.entry.Reason, o.entry.Remedy = ErrNoText.Reason, ErrNoText.Remedy
	}
	return o
}
