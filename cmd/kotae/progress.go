package main

import (
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"kotae/retrieval"
)

// A bar shows on a terminal how far work is that takes over a second, and leaves
// nothing behind. Anywhere else it shows nothing.
type bar struct {
	out   io.Writer // nil for nowhere
	start time.Time
	mpb   *mpb.Progress // nil until it shows
	bar   *mpb.Bar
	text  atomic.Pointer[string] // read by mpb's goroutine
}

// patience is how long work may take without a bar.
const patience = time.Second

// bar returns a bar for work that begins now.
func (p *process) bar() *bar {
	b := &bar{start: time.Now()}
	if isTerminal(p.stderr) {
		b.out = p.stderr
	}
	return b
}

// indexing shows the progress of an index.
func (b *bar) indexing(p retrieval.Progress) {
	elapsed := time.Since(b.start).Seconds()
	b.show(p.Bytes, p.TotalBytes, fmt.Sprintf("%d/%d files  %d passages  %.0f/s",
		p.Files, p.TotalFiles, p.Passages, float64(p.Passages)/elapsed))
}

// asking shows the progress of an evaluation.
func (b *bar) asking(done, total int) {
	b.show(int64(done), int64(total), fmt.Sprintf("%d/%d questions", done, total))
}

// show is called by one goroutine at a time.
func (b *bar) show(done, total int64, text string) {
	elapsed := time.Since(b.start)
	if b.out == nil || b.mpb == nil && elapsed < patience {
		return
	}
	if done > 0 {
		left := time.Duration(float64(elapsed) / float64(done) * float64(total-done))
		text += fmt.Sprintf("  %s left", left.Round(time.Second))
	}
	b.text.Store(&text)
	if b.mpb == nil {
		b.mpb = mpb.New(mpb.WithOutput(b.out))
		home := decor.Any(func(decor.Statistics) string { return "\r" }) // past the terminal's echo of Ctrl-C
		says := decor.Any(func(decor.Statistics) string { return " " + *b.text.Load() })
		b.bar = b.mpb.New(total, mpb.BarStyle().Lbound("").Filler("━").Tip("━").Padding("─").Rbound(""),
			mpb.BarRemoveOnComplete(), mpb.PrependDecorators(home), mpb.AppendDecorators(says))
	}
	b.bar.SetCurrent(done)
}

// end takes the bar away.
func (b *bar) end() {
	if b.mpb != nil {
		b.bar.Abort(true)
		b.mpb.Wait()
		io.WriteString(b.out, "\r\x1b[K")
	}
}
