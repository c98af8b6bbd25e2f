package retrieval

import (
	"context"
	"fmt"
)

// A work is one Sync's reading, embedding and storing. One goroutine owns it, and
// it alone writes to the store.
type work struct {
	*Index
	todo     []task
	old      map[string][]Passage // of files that are to be replaced or forgotten
	former   former
	report   *Report
	at       Progress
	progress func(Progress)
	halt     context.CancelFunc // no other task is to be begun
	err      error              // the first

	hashes    map[string]string // of added files
	unreached []error           // files that could not be looked at

	waiting []VectorKey             // to be embedded, in order
	wanted  map[VectorKey][]vacancy // of what waits or is under way
	flying  int                     // batches that were begun and are not settled
	landed  chan batch
}

// A vacancy is a passage's place that waits for a vector.
type vacancy struct {
	draft *draft
	i     int // of the draft's passages
}

// A draft is a document that is complete but for some vectors.
type draft struct {
	outcome
	keys    []VectorKey
	missing int
}

// A batch is what is embedded at once.
type batch struct {
	keys    []VectorKey
	vectors [][]float32
	err     error
}

func newWork(x *Index, s survey, old map[string][]Passage, progress func(Progress)) *work {
	w := &work{
		Index: x, todo: s.todo, old: old, report: &s.report, progress: progress,
		former: former{}, hashes: map[string]string{},
		wanted: map[VectorKey][]vacancy{}, landed: make(chan batch, x.parts.InFlight),
	}
	for _, e := range s.leaving {
		w.former[e.Hash] = append(w.former[e.Hash], old[e.File])
	}
	w.at.TotalFiles = len(s.todo)
	for _, t := range s.todo {
		w.at.TotalBytes += t.file.Size
	}
	return w
}

// do does it all. After an error nothing is begun; what was is waited for and
// stored, also when the context is done.
func (w *work) do(ctx context.Context) error {
	preparing, halt := context.WithCancel(ctx)
	defer halt()
	w.halt = halt
	writing := context.WithoutCancel(ctx)
	outcomes := each(preparing, w.todo, func(ctx context.Context, t task) outcome { return w.prepare(ctx, t, w.former) })
	for outcomes != nil || w.flying > 0 || len(w.waiting) > 0 {
		if err := ctx.Err(); err != nil {
			w.fail(err)
		}
		w.launch(ctx, outcomes == nil)
		if outcomes == nil && w.flying == 0 {
			break // what waits is left
		}
		next := outcomes
		if len(w.waiting) >= w.parts.Batch*w.parts.InFlight && w.parts.Batch > 0 && w.err == nil {
			next = nil // enough is waiting
		}
		select {
		case o, ok := <-next:
			if !ok {
				outcomes = nil
				continue
			}
			w.take(writing, o)
		case b := <-w.landed:
			w.flying--
			w.land(writing, b)
		}
	}
	return w.err
}

// fail notes the first error and ends what is not worth doing after it.
func (w *work) fail(err error) {
	if w.err == nil {
		w.err = err
		w.waiting = nil
		w.halt()
	}
}

// launch begins as many batches as may be: whole ones, but for the last.
func (w *work) launch(ctx context.Context, last bool) {
	for w.err == nil && w.flying < w.parts.InFlight && (len(w.waiting) >= w.parts.Batch || last) && len(w.waiting) > 0 {
		n := min(w.parts.Batch, len(w.waiting))
		b := batch{keys: w.waiting[:n]}
		w.waiting = w.waiting[n:]
		texts := make([]string, n)
		for i, key := range b.keys {
			v := w.wanted[key][0]
			texts[i] = v.draft.passages[v.i].EmbeddedText()
		}
		w.flying++
		go func() {
			b.vectors, b.err = w.parts.Embedder.EmbedPassages(ctx, texts)
			if b.err == nil && len(b.vectors) != n {
				b.err = fmt.Errorf("%d vectors for %d texts", len(b.vectors), n)
			}
			w.landed <- b // there is room for every one that flies
		}()
	}
}

// take settles an outcome if it is complete; else its passages begin to wait for
// vectors, those whose text has one already excepted.
func (w *work) take(ctx context.Context, o outcome) {
	d := &draft{outcome: o}
	if o.err == nil && len(o.passages) > 0 && o.vectors == nil {
		d.keys = make([]VectorKey, len(o.passages))
		for i := range o.passages {
			d.keys[i] = o.passages[i].VectorKey()
		}
		d.vectors, d.err = w.keeper.Recall(ctx, d.keys)
		if d.err == nil && d.former != nil {
			d.err = w.inherit(ctx, d)
		}
	}
	if d.err == nil {
		for i, key := range d.keys {
			if d.vectors[i] != nil {
				continue
			}
			if w.wanted[key] == nil {
				w.waiting = append(w.waiting, key)
			}
			w.wanted[key] = append(w.wanted[key], vacancy{d, i})
			d.missing++
		}
	}
	if d.missing == 0 {
		w.settle(ctx, d)
	}
}

// land gives a batch's vectors to the documents that wait for them, stores those
// that are complete, and has the others' vectors kept. Until it returns no other
// batch takes this one's place, so no more than InFlight are ever not yet safe.
func (w *work) land(ctx context.Context, b batch) {
	if b.err != nil {
		w.fail(fmt.Errorf("index %s: %w", w.wanted[b.keys[0]][0].draft.file.Name, b.err))
		return
	}
	w.at.Passages += len(b.keys)
	w.report.Passages += len(b.keys)
	var complete []*draft
	var keys []VectorKey // of no complete document
	var vectors [][]float32
	for i, key := range b.keys {
		for _, v := range w.wanted[key] {
			v.draft.vectors[v.i] = b.vectors[i]
			if v.draft.missing--; v.draft.missing == 0 {
				complete = append(complete, v.draft)
			}
		}
	}
	for i, key := range b.keys {
		stored := false
		for _, v := range w.wanted[key] {
			stored = stored || v.draft.missing == 0
		}
		if !stored {
			keys, vectors = append(keys, key), append(vectors, b.vectors[i])
		}
		delete(w.wanted, key)
	}
	if len(keys) > 0 {
		if err := w.keeper.Keep(ctx, keys, vectors); err != nil {
			w.fail(fmt.Errorf("keep vectors: %w", err))
		}
	}
	w.tell()
	for _, d := range complete {
		w.settle(ctx, d)
	}
}

// settle stores one complete document, or fails.
func (w *work) settle(ctx context.Context, d *draft) {
	if d.err == nil {
		d.err = w.store(ctx, d)
	}
	if d.err != nil {
		w.fail(fmt.Errorf("index %s: %w", d.file.Name, d.err))
		return
	}
	w.at.Files++
	w.at.Bytes += d.file.Size
	w.tell()
}

func (w *work) tell() {
	if w.progress != nil {
		w.progress(w.at)
	}
}

// store stores one outcome and reports it.
func (w *work) store(ctx context.Context, d *draft) error {
	name, report := d.file.Name, w.report
	switch {
	case d.gone: // the next walk will miss it
		return nil
	case d.unreached != nil:
		w.unreached = append(w.unreached, d.unreached)
		return nil
	case d.unsettled:
		report.Waiting = append(report.Waiting, name)
		return nil
	case d.same:
		if err := w.parts.Store.Touch(ctx, d.entry); err != nil {
			return err
		}
		if d.entry.Reason == "" {
			report.Unchanged++
		}
	default:
		if err := w.spare(ctx, w.old[name], d.keys); err != nil {
			return err
		}
		if err := w.parts.Store.Replace(ctx, d.entry, d.passages, d.vectors); err != nil {
			return err
		}
		if d.keys == nil { // embedded by itself
			report.Passages += len(d.passages)
			w.at.Passages += len(d.passages)
		}
	}
	switch {
	case d.entry.Reason != "":
		report.Skipped = append(report.Skipped, Skip{name, d.entry.Reason, d.entry.Remedy})
	case d.same:
	case d.task.entry.File == "":
		report.Added = append(report.Added, name)
		w.hashes[name] = d.entry.Hash
	default:
		report.Changed = append(report.Changed, name)
	}
	return nil
}
