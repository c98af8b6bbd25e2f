package slackbot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kotae/bot"
)

const (
	// memory is how many answers of a conversation a follow-up may lean on.
	memory = 6
	// sitting is how long a direct message may follow an answer as if in one thread.
	sitting = 15 * time.Minute
	// longestAnswer is how long an answer may take.
	longestAnswer = 4 * time.Minute
)

// serve does a task, and everything that must be true afterwards: the asker has an
// answer or a sentence that says why not, the sign of life is gone, and the journal
// knows. It is left in the journal only if ctx, which means the end of the program,
// or Slack itself kept it from being done.
func (b *Slackbot) serve(ctx context.Context, t task) {
	work, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer b.running.begin(t, cancel)()
	defer t.sign.clear()
	err := b.attempt(work, &t)
	why := context.Cause(work)
	late, finish := context.WithTimeout(b.cutoff, 2*callTimeout)
	defer finish()
	switch {
	case errors.Is(why, errDeleted), errors.Is(err, errGone): // nobody waits for it
		err = nil
	case errors.Is(why, errStopped) && err != nil, errors.Is(err, errStopped): // of a stream, Slack may say it first
		err = b.deliver(late, t, []post{notice(in(t.language()).stopped)})
	case ctx.Err() != nil && err != nil:
		b.Log.Info("a question is left to the next start", "channel", t.Channel, "ts", t.TS)
		return
	}
	if err != nil {
		b.Log.Error("answer failed", "channel", t.Channel, "ts", t.TS, "err", err)
		unreachable := err
		if !errors.Is(err, errLater) {
			unreachable = b.refuse(late, t, failed)
		}
		if b.later(t, err, unreachable) {
			return
		}
	}
	if err := b.Journal.Finish(late, t.Key); err != nil {
		b.Log.Error("a finished question could not be noted", "channel", t.Channel, "ts", t.TS, "err", err)
	}
}

// later takes a task up again later whose asker could not be told that it failed, if
// there is hope, and reports whether there is. Err is why it failed, and unreachable why
// that could not be told; nil if it was.
func (b *Slackbot) later(t task, err, unreachable error) bool {
	if unreachable == nil || hopeless(unreachable) || b.now().Sub(t.At) >= stale {
		return false
	}
	t.delivering = t.delivering || uncertain(err) || errors.Is(err, errPart)
	b.again(t)
	return true
}

// again takes a task up again later.
func (b *Slackbot) again(t task) {
	t.tries++
	pause := time.Minute << min(t.tries, 5)
	b.Log.Info("Slack takes nothing now; the question is tried again", "channel", t.Channel, "ts", t.TS, "in", pause.String())
	b.aside.Go(func() {
		timer := time.NewTimer(pause)
		defer timer.Stop()
		select {
		case <-b.ending: // the journal has it
		case <-timer.C:
			b.enqueue(t)
		}
	})
}

// attempt is one try at a task. An error means that its asker knows nothing yet.
func (b *Slackbot) attempt(ctx context.Context, tried *task) (err error) {
	t := *tried
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if t.resumed > resumptions {
		return errors.New("given up: it never came to an end")
	}
	if t.delivering {
		if there, err := b.arrived(ctx, t); there || err != nil {
			return err
		}
	}
	why := b.judge(ctx, t)
	if err := context.Cause(ctx); err != nil {
		return err
	}
	switch why {
	case "":
	case silence:
		return nil
	default:
		return b.refuse(ctx, t, why)
	}
	if !t.counted && !b.limits.allow(t, b.now()) {
		return b.refuse(ctx, t, tooMany)
	}
	t.counted, tried.counted = true, true
	switch {
	case strings.TrimSpace(t.Text) == "" && t.Files:
		return b.refuse(ctx, t, noFiles)
	case strings.TrimSpace(t.Text) == "":
		return b.refuse(ctx, t, empty)
	case utf8.RuneCountInString(t.Text) > longestQuestion:
		return b.refuse(ctx, t, tooLong)
	}
	return b.answer(ctx, t)
}

// answer answers a task's question. Here Slack's types end, and begin again.
func (b *Slackbot) answer(ctx context.Context, t task) error {
	history, err := b.history(ctx, t)
	if err != nil {
		return err
	}
	t.record = rand.Text()
	limited, cancel := context.WithTimeout(ctx, longestAnswer)
	defer cancel()
	desk, err := b.lay(limited, &t)
	if err != nil {
		return b.excuse(ctx, t, err)
	}
	if len(t.Sent) > 0 { // これ is what came along, not what was cited before
		for i := range history {
			history[i].Citations = nil
		}
	}
	answeredBefore := slices.ContainsFunc(history, func(h bot.Turn) bool { return !h.Asker })
	if t.ofThreadElsewhere() {
		return b.excuse(ctx, t, failure(in(t.language()).threadElsewhere))
	}
	w, root, ofThread := t.ofThread(!answeredBefore && desk == nil)
	ofThread = ofThread && b.opt.Reading != nil
	var thread digest
	if ofThread {
		if thread, err = b.readThread(limited, t, root); err != nil {
			return b.excuse(ctx, t, err)
		}
		t.place = thread.place
	}
	out := b.newOutlet(limited, t)
	defer out.abandon(ctx) // unless it was finished
	if ofThread {
		a, err := b.sumUp(limited, t, thread, w, out)
		if err != nil {
			return err
		}
		return b.conclude(ctx, t, a, out)
	}
	question := bot.Question{Text: t.Text, History: history, Desk: desk, Found: func(files []string) { out.found(limited, files) }}
	question.Progress = func(done, total int) { out.progress(limited, done, total) }
	a, err := b.Answerer.Stream(limited, question, func(piece string) { out.write(limited, piece) })
	if err != nil {
		return err
	}
	return b.conclude(ctx, t, a, out)
}

// excuse delivers the sentence that a failure is; any other error is passed on.
func (b *Slackbot) excuse(ctx context.Context, t task, err error) error {
	var why failure
	if !errors.As(err, &why) {
		return err
	}
	t.record = ""
	return b.deliver(ctx, t, []post{notice(string(why))})
}

// conclude keeps an answer and delivers what of it is not out yet.
func (b *Slackbot) conclude(ctx context.Context, t task, a bot.Answer, out *outlet) error {
	record := bot.Record{ID: t.record, Thread: t.conversation(), Asker: t.User, At: b.now(), Answer: a}
	if err := b.Memory.Keep(ctx, record); err != nil {
		return err
	}
	if err := out.finish(ctx, a); err != nil {
		return err
	}
	b.Log.Info("question answered", "channel", t.Channel, "ts", t.TS, "status", string(a.Status), "ms", b.now().Sub(t.At).Milliseconds())
	return nil
}

// history is the conversation that a question belongs to, oldest first.
func (b *Slackbot) history(ctx context.Context, t task) ([]bot.Turn, error) {
	records, err := b.readable(b.Memory.Thread(ctx, t.conversation(), memory))
	if err != nil {
		return nil, err
	}
	if t.Kind == direct && t.Thread == t.TS { // written below the last answer, not in its thread
		last, err := b.readable(b.Memory.Asked(ctx, t.User, 1))
		if err != nil {
			return nil, err
		}
		if len(last) == 1 && strings.HasPrefix(last[0].Thread, t.lane()+"/") && t.At.Sub(last[0].At) < sitting {
			records = append(last, records...)
		}
	}
	if t.private() { // each stands alone
		return nil, nil
	}
	turns := bot.Turns(records)
	if t.Kind == mention && t.Thread != t.TS && len(records) == 0 {
		return b.thread(ctx, t), nil
	}
	return turns, nil
}

// readable makes do with the records that can be read.
func (b *Slackbot) readable(records []bot.Record, err error) ([]bot.Record, error) {
	if errors.Is(err, bot.ErrUnreadable) {
		b.Log.Error("an answer that is kept can't be read", "err", err)
		return records, nil
	}
	return records, err
}
