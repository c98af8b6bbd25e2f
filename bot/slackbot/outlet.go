package slackbot

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"kotae/bot"
)

// An outlet is where one answer goes. In a direct message what is written is streamed
// as it comes; everywhere else, and wherever a stream fails, the answer is posted when
// it is whole.
type outlet struct {
	bot  *Slackbot
	task task

	stream bool // what is written is streamed
	done   bool // an outcome was delivered, or none will come
	pump   sync.WaitGroup
	begin  sync.Once
	wake   chan struct{} // there is something to stream, or nothing more will come
	// until is done when nothing more will come: what waits for its turn then goes
	// with the end.
	until context.Context
	hurry context.CancelFunc

	mu      sync.Mutex
	flow    flow
	text    strings.Builder // what was written
	chunks  []chunk         // not yet sent
	reading string          // the files that are read; empty for none yet
	shown   string          // reading, as it stands in the stream

	// Of the pump alone, and of finish when it is over:
	messages []string // the ts of what is streamed
	open     bool     // the last one
	err      error    // why streaming ended before its time
}

func (b *Slackbot) newOutlet(ctx context.Context, t task) *outlet {
	o := &outlet{bot: b, task: t, stream: t.Kind == direct && b.offers("stream"), wake: make(chan struct{}, 1)}
	o.until, o.hurry = context.WithCancel(ctx)
	return o
}

// found shows which files are about to be read, before a word is written.
func (o *outlet) found(ctx context.Context, files []string) {
	o.reads(ctx, readingLine(o.task.language(), files))
}

// reads shows what is being read.
func (o *outlet) reads(ctx context.Context, line string) {
	if !o.stream {
		o.tell(line)
		return
	}
	o.mu.Lock()
	o.reading = line
	o.mu.Unlock()
	o.flush(ctx)
}

// progress shows how much of a long document was read.
func (o *outlet) progress(ctx context.Context, done, total int) {
	o.reads(ctx, fmt.Sprintf(in(o.task.language()).readingPart, done, total))
}

// tell shows a line beside the sign of life, where there is one.
func (o *outlet) tell(line string) {
	if b, t := o.bot, o.task; !t.private() && b.offers("status") {
		t.sign.say(line)
	}
}

// write takes a piece of the text that is being written.
func (o *outlet) write(ctx context.Context, piece string) {
	if o.stream && o.take(piece) {
		o.flush(ctx)
	}
}

// take keeps a piece, and reports whether there is something to stream.
func (o *outlet) take(piece string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.WriteString(piece)
	o.chunks = append(o.chunks, o.flow.Write(piece)...)
	return len(o.chunks) > 0
}

// flush has the pump send what there is.
func (o *outlet) flush(ctx context.Context) {
	o.begin.Do(func() {
		o.pump.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					o.err = fmt.Errorf("panic: %v", p)
				}
			}()
			for range o.wake {
				for o.err == nil && o.until.Err() == nil && o.send(ctx) {
				}
			}
		})
	})
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// send sends what there is to one message, and reports whether there may be more. The
// pace is that of the calls: what comes meanwhile is sent together.
func (o *outlet) send(ctx context.Context) bool {
	o.mu.Lock()
	nothing := len(o.chunks) == 0 && o.reading == o.shown
	next := len(o.chunks) > 0 && o.chunks[0].next
	o.mu.Unlock()
	if nothing {
		return false
	}
	var now []slack.StreamChunk
	restore := func() {}
	pick := func() []slack.StreamChunk {
		if now == nil {
			now, restore = o.pick()
		}
		return now
	}
	b, t := o.bot, o.task
	if next && o.open {
		o.err = b.stopStream(ctx, t, o.last(), append(o.read(slack.TaskCardStatusComplete), marked(t, part{n: len(o.messages)}))...)
		o.open = o.err != nil
	}
	switch {
	case o.err != nil:
	case !o.open:
		var ts string
		if ts, o.err = b.startStream(ctx, o.until, t, pick); o.err == nil {
			if len(o.messages) == 0 {
				t.sign.yield()
			}
			o.messages, o.open = append(o.messages, ts), true
			b.trails.add(t.record, ts)
		}
	default:
		o.err = b.appendStream(ctx, o.until, t, o.last(), pick)
	}
	switch {
	case errors.Is(o.err, errUnsent) && len(o.messages) > 0:
		o.err = nil // it is all still to be sent, with the end
		restore()
		return false
	case refused(o.err, "stopped_by_user"):
		b.running.stop(t.Key, errStopped)
	}
	return o.err == nil
}

// pick takes what goes into one call: of one message, and not too much. What came to
// nothing restore puts back.
func (o *outlet) pick() (now []slack.StreamChunk, restore func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	chunks, shown := o.chunks, o.shown
	if o.reading != o.shown {
		now = append(now, readingTask(o.reading, slack.TaskCardStatusInProgress))
		o.shown = o.reading
	}
	n := 0
	for bytes := 0; n < len(chunks) && (n == 0 || !chunks[n].next) && bytes+len(chunks[n].text) <= callBytes; n++ {
		bytes += len(chunks[n].text)
		now = append(now, slack.NewMarkdownTextChunk(chunks[n].text))
	}
	o.chunks = chunks[n:]
	return now, func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.chunks, o.shown = append(chunks[:n:n], o.chunks...), shown
	}
}

// callBytes is how much text one call carries.
const callBytes = 3 * chunkBytes

func (o *outlet) last() string { return o.messages[len(o.messages)-1] }

// read is what says how reading came out, for the end of the message that shows it.
func (o *outlet) read(status slack.TaskCardStatus) []slack.MsgOption {
	if o.shown == "" || len(o.messages) != 1 {
		return nil
	}
	return []slack.MsgOption{slack.MsgOptionChunks(readingTask(o.shown, status))}
}

// close waits for what is on its way. Nothing may be written afterwards.
func (o *outlet) close() {
	o.done = true
	o.hurry()
	o.begin.Do(func() {})
	close(o.wake)
	o.pump.Wait()
}

// abandon ends an answer that will not come, unless it came. What is streamed of it
// stays where the asker stopped it, gives its place to a sentence that says what went
// wrong, or is removed where nothing will stand there, or all of it once more.
func (o *outlet) abandon(ctx context.Context) {
	if o.done {
		return
	}
	o.close()
	if len(o.messages) == 0 {
		return
	}
	b, t := o.bot, o.task
	why, ended := context.Cause(ctx), ctx.Err() != nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), afterwards)
	defer cancel()
	if o.open && !refused(o.err, "message_not_in_streaming_state", "stopped_by_user") {
		if err := b.stopStream(ctx, t, o.last(), o.read(slack.TaskCardStatusError)...); err != nil {
			b.Log.Debug("a stream could not be ended", "channel", t.Channel, "ts", t.TS, "err", err)
		}
	}
	if errors.Is(why, errStopped) {
		return
	}
	keep := 1
	if ended {
		keep = 0
	} else {
		t.sign.leave(o.messages[0])
	}
	for _, ts := range o.messages[keep:] {
		b.discard(ctx, t, ts)
	}
}

// finish delivers an answer: the rest of it where it was streamed, else all of it.
func (o *outlet) finish(ctx context.Context, a bot.Answer) error {
	o.close()
	ctx, cancel := lasting(ctx)
	defer cancel()
	b, t := o.bot, o.task
	look := b.looks(ctx, t)
	if len(o.messages) == 0 {
		if o.err != nil && !errors.Is(o.err, errCrowded) && !errors.Is(o.err, errUnsent) {
			b.missing("stream", o.err)
		}
		return b.deliver(ctx, t, render(a, t.record, look))
	}
	if err := b.Journal.Delivering(ctx, t.Key, true); err != nil {
		return err
	}
	if o.err == nil {
		o.err = o.rest(ctx, a, look)
	}
	switch {
	case o.err == nil:
		return nil
	case refused(o.err, "stopped_by_user"):
		return errStopped
	case refused(o.err, "message_not_in_streaming_state"):
		// Its time was up, or the asker stopped it and word of that is on its way.
		if sleep(ctx, time.Second) != nil {
			return context.Cause(ctx)
		}
	case o.open:
		if err := b.stopStream(ctx, t, o.last(), o.read(slack.TaskCardStatusComplete)...); err != nil {
			b.Log.Debug("a broken stream could not be ended", "channel", t.Channel, "ts", t.TS, "err", err)
		}
	}
	b.Log.Info("a stream broke; the answer takes its place", "channel", t.Channel, "ts", t.TS, "err", o.err)
	for _, ts := range o.messages[1:] {
		b.discard(ctx, t, ts)
	}
	_, err := b.put(ctx, t, o.messages[0], render(a, t.record, look))
	return err
}

// rest streams what is left of an answer, and what stands under it. The end of the text
// goes with the end of the stream.
func (o *outlet) rest(ctx context.Context, a bot.Answer, look look) error {
	o.until = ctx
	more, ok := strings.CutPrefix(a.Text, o.text.String())
	if !ok {
		return errAnother
	}
	o.chunks = append(append(o.chunks, o.flow.Write(more)...), o.flow.Close()...)
	for !o.lastCall() {
		if !o.send(ctx) {
			return o.err
		}
	}
	last, _ := o.pick()
	if o.shown != "" && len(o.messages) == 1 {
		last = append([]slack.StreamChunk{readingTask(o.shown, slack.TaskCardStatusComplete)}, last...)
	}
	options := []slack.MsgOption{marked(o.task, part{1, 1}), slack.MsgOptionBlocks(closing(a, o.task.record, look)...)}
	if len(last) > 0 {
		options = append(options, slack.MsgOptionChunks(last...))
	}
	return o.bot.stopStream(ctx, o.task, o.last(), options...)
}

// lastCall reports whether what is left goes into one call to the message that is open.
func (o *outlet) lastCall() bool {
	bytes := 0
	for _, c := range o.chunks {
		if bytes += len(c.text); c.next || bytes > callBytes {
			return false
		}
	}
	return true
}

// looks says how answers to a task are shown.
func (b *Slackbot) looks(ctx context.Context, t task) look {
	l := look{LinkTemplate: b.opt.LinkTemplate, Dates: b.dates(ctx, t.User), Feedback: !t.private(), Share: t.private() && b.internal(ctx, t.Channel), Notes: t.notes}
	if !t.private() {
		l.Trash = t.User
	}
	if t.place != nil {
		l.Place, l.Share = t.place, false
	}
	return l
}

// readingLine names the files that are read.
func readingLine(l bot.Language, files []string) string {
	w := in(l)
	if len(files) == 0 {
		return w.reading
	}
	name := defuse(oneLine(path.Base(files[0]), longestReading))
	if len(files) == 1 {
		return fmt.Sprintf(w.readingOne, name)
	}
	return fmt.Sprintf(w.readingMore, name, len(files)-1)
}

// longestReading is how much of a file's name is shown while it is read, in characters.
const longestReading = 80

// readingTask is the card that says what is read.
func readingTask(title string, status slack.TaskCardStatus) slack.StreamChunk {
	c := slack.NewTaskUpdateChunk("read", title)
	c.Status = status
	return c
}
