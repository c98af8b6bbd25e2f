package slackbot

import (
	"context"
	"fmt"
	"path"
	"strings"
	"sync"

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
	pump   sync.WaitGroup
	begin  sync.Once
	wake   chan struct{} // there is something to stream, or nothing more will come

	mu      sync.Mutex
	flow    flow
	text    strings.Builder // what was written
	chunks  []chunk         // not yet sent
	reading string          // the files that are read; empty for none yet
	over    bool            // nothing more will come

	// Of the pump alone, and of finish when it is over:
	messages []string // the ts of what is streamed; the last one is open
	shown    string   // reading, as it stands in the stream
	err      error    // why streaming ended before its time
}

func (b *Slackbot) newOutlet(t task) *outlet {
	return &outlet{bot: b, task: t, stream: t.Kind == direct && b.offers("stream"), wake: make(chan struct{}, 1)}
}

// found shows which files are about to be read, before a word is written.
func (o *outlet) found(ctx context.Context, files []string) {
	line := readingLine(o.task.language(), files)
	if !o.stream {
		o.tell(line)
		return
	}
	o.mu.Lock()
	o.reading = line
	o.mu.Unlock()
	o.flush(ctx)
}

// tell shows a line beside the sign of life, where there is one.
func (o *outlet) tell(line string) {
	if b, t := o.bot, o.task; !t.private() && b.offers("status") {
		t.sign.say(line)
	}
}

// write takes a piece of the text that is being written.
func (o *outlet) write(ctx context.Context, piece string) {
	if !o.stream {
		return
	}
	o.mu.Lock()
	o.text.WriteString(piece)
	o.chunks = append(o.chunks, o.flow.Write(piece)...)
	ready := len(o.chunks) > 0
	o.mu.Unlock()
	if ready {
		o.flush(ctx)
	}
}

// flush has the pump send what there is.
func (o *outlet) flush(ctx context.Context) {
	o.begin.Do(func() {
		o.pump.Go(func() {
			for range o.wake {
				for o.err == nil && o.send(ctx) {
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
	var now []slack.StreamChunk
	if o.reading != o.shown {
		now = append(now, readingTask(o.reading, slack.TaskCardStatusInProgress))
	}
	reading := o.reading
	next := len(o.chunks) > 0 && o.chunks[0].next
	n := 0
	for bytes := 0; n < len(o.chunks) && (n == 0 || !o.chunks[n].next) && bytes+len(o.chunks[n].text) <= callBytes; n++ {
		bytes += len(o.chunks[n].text)
		now = append(now, slack.NewMarkdownTextChunk(o.chunks[n].text))
	}
	o.chunks = o.chunks[n:]
	o.mu.Unlock()
	if len(now) == 0 {
		return false
	}
	if next && len(o.messages) > 0 {
		o.err = o.bot.stopStream(ctx, o.task, o.last(), nil, nil)
	}
	if o.err == nil && (next || len(o.messages) == 0) {
		var ts string
		if ts, o.err = o.bot.startStream(ctx, o.task, now); o.err == nil {
			o.messages = append(o.messages, ts)
		}
	} else if o.err == nil {
		o.err = o.bot.appendStream(ctx, o.task, o.last(), now)
	}
	o.shown = reading
	return o.err == nil
}

// callBytes is how much text one call carries.
const callBytes = 3 * chunkBytes

func (o *outlet) last() string { return o.messages[len(o.messages)-1] }

// close waits for what is on its way. Nothing may be written afterwards.
func (o *outlet) close() {
	o.begin.Do(func() {})
	close(o.wake)
	o.pump.Wait()
}

// abandon ends an answer that will not come: what is streamed of it stays as far as it
// is, and is ended.
func (o *outlet) abandon(ctx context.Context) {
	o.close()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
	defer cancel()
	if len(o.messages) == 0 || o.err != nil {
		return
	}
	if err := o.bot.stopStream(ctx, o.task, o.last(), nil, nil); err != nil {
		o.bot.Log.Info("a stream could not be ended", "channel", o.task.Channel, "ts", o.task.TS, "err", err)
	}
}

// finish delivers an answer: the rest of it where it was streamed, else all of it.
func (o *outlet) finish(ctx context.Context, a bot.Answer) error {
	o.close()
	b, t := o.bot, o.task
	look := b.looks(t)
	if len(o.messages) == 0 {
		if o.err != nil {
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
	if o.err == nil || refused(o.err, "stopped_by_user") {
		return nil
	}
	if !refused(o.err, "message_not_in_streaming_state", "message_not_owned_by_app") {
		if err := b.stopStream(ctx, t, o.last(), nil, nil); err != nil {
			b.Log.Debug("a broken stream could not be ended", "channel", t.Channel, "ts", t.TS, "err", err)
		}
	}
	b.Log.Info("a stream broke; the answer takes its place", "channel", t.Channel, "ts", t.TS, "err", o.err)
	return o.replace(ctx, render(a, t.record, look))
}

// rest streams what is left of an answer, and what stands under it.
func (o *outlet) rest(ctx context.Context, a bot.Answer, look look) error {
	more, ok := strings.CutPrefix(a.Text, o.text.String())
	if !ok {
		return errAnother
	}
	o.chunks = append(append(o.chunks, o.flow.Write(more)...), o.flow.Close()...)
	for o.send(ctx) {
	}
	if o.err != nil {
		return o.err
	}
	var last []slack.StreamChunk
	if o.shown != "" && len(o.messages) == 1 {
		last = append(last, readingTask(o.shown, slack.TaskCardStatusComplete))
	}
	return o.bot.stopStream(ctx, o.task, o.last(), last, closing(a, o.task.record, look))
}

// replace puts the whole answer in the place of what was streamed of it.
func (o *outlet) replace(ctx context.Context, posts []post) error {
	b, t := o.bot, o.task
	for _, ts := range o.messages[1:] {
		if err := b.remove(ctx, t.Channel, ts); err != nil {
			return err
		}
	}
	for i, p := range posts {
		err := b.ladder(p, func(p post) error {
			if i == 0 {
				return b.update(ctx, t, o.messages[0], p)
			}
			_, err := b.send(ctx, t, p, true)
			return err
		})
		if i == 0 && refused(err, "message_not_found", "cant_update_message", "edit_window_closed") {
			_, err = b.send(ctx, t, p, true)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// looks says how answers to a task are shown.
func (b *Slackbot) looks(t task) look {
	l := look{LinkTemplate: b.opt.LinkTemplate, Dates: b.Library.Modified, Feedback: !t.private(), Share: t.private()}
	if !t.private() {
		l.Trash = t.User
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
