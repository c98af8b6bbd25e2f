package main

import (
	"context"
	"time"

	"kotae/retrieval"
)

// A watch is told by the system of changes below the folders of documents.
type watch interface {
	// Wait returns when something changed and it is quiet again, when atMost is over, or
	// when ctx is done. It reports whether something changed.
	Wait(ctx context.Context, atMost time.Duration) bool
	// Blind returns why changes may come to pass untold, nil if all are told.
	Blind() error
}

const (
	// still is how long a file must keep its size and time before it is read.
	still = 2 * time.Second
	// lookAnyway is how long to wait for changes before the folders are looked through
	// where every change is told, look where not, or where something can't be looked at,
	// and retry while another process writes the index.
	lookAnyway, look, retry = time.Minute, 8 * time.Second, 2 * time.Second
	// share is how many times as long as a look took lookAnyway and look are at least:
	// looking takes no more than a twentieth of the time.
	share = 20
)

// A take is what became of one look through the folders.
type take struct {
	report retrieval.Report
	err    error
	blind  error // why other changes may come untold until the next one; nil if none will
}

// A follower keeps an index equal to its folders.
type follower struct {
	watch   watch
	sync    func(context.Context) (retrieval.Report, error)
	compact func(context.Context) error // leaves nothing of what was taken out; may be slow
	busy    func(error) bool            // another process writes the index
	see     func(take)                  // called after every look

	compacted  time.Time     // when compact was last over
	compacting time.Duration // and how long it took
}

// follow looks through the folders at once, whenever they change, and now and then
// besides, until ctx is done.
func (f *follower) follow(ctx context.Context) {
	defer f.finish(ctx)
	for ctx.Err() == nil {
		start := time.Now()
		report, err := f.sync(ctx)
		if ctx.Err() != nil {
			return
		}
		took, blind := time.Since(start), f.watch.Blind()
		f.see(take{report, err, blind})
		if time.Since(f.compacted) >= share*f.compacting {
			if err := f.clean(ctx); err != nil && ctx.Err() == nil && !f.busy(err) {
				f.see(take{err: err, blind: blind})
			}
		}
		f.rest(ctx, took)
		f.watch.Wait(ctx, pause(report, err, blind, took, f.busy))
	}
}

// clean compacts the index.
func (f *follower) clean(ctx context.Context) error {
	start := time.Now()
	err := f.compact(ctx)
	f.compacted, f.compacting = time.Now(), time.Since(start)
	return err
}

// finish compacts the index for the last time, where that takes no time to speak of. Else,
// or where it fails, the next process that updates the index does.
func (f *follower) finish(ctx context.Context) {
	if f.compacting < time.Second {
		_ = f.clean(context.WithoutCancel(ctx))
	}
}

// rest waits for as long as the last look took: no more than half of the time is spent
// on looking, whatever changes.
func (f *follower) rest(ctx context.Context, took time.Duration) {
	timer := time.NewTimer(took)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// pause is how long to wait for changes before looking again.
func pause(report retrieval.Report, err, blind error, took time.Duration, busy func(error) bool) time.Duration {
	p := lookAnyway
	if err != nil || blind != nil {
		p = look
	}
	if p = max(p, share*took); err != nil && busy(err) {
		p = retry
	}
	if len(report.Waiting) > 0 {
		p = min(p, still)
	}
	return p
}
