package slackbot

import (
	"context"
	"errors"
	"fmt"

	"kotae/bot"
)

// texts are what came of reading files, by their names.
type texts map[string]struct {
	text string
	err  error
}

// errUnread says that a file was not read in time.
var errUnread = errors.New("not read yet")

// text returns the text of a file.
func (t texts) text(file string) (string, error) {
	read, ok := t[file]
	if !ok {
		return "", errUnread
	}
	return read.text, read.err
}

// readers is how many clicks have files read at the same time: what is read is in
// memory as a whole.
const readers = 2

// readCited reads the files that an answer cites, each once, as soon as others are done,
// and sends them when all are read; nothing if ctx is done before it begins.
func (b *Slackbot) readCited(ctx context.Context, r bot.Record) <-chan texts {
	read := make(chan texts, 1)
	text := b.attachedText(ctx, r)
	b.aside.Go(func() {
		select {
		case b.readers <- struct{}{}:
			defer func() { <-b.readers }()
		case <-ctx.Done():
			return
		}
		found := texts{}
		for i, c := range r.Answer.Citations {
			if _, ok := found[c.File]; ok || i >= shownEvidence || ctx.Err() != nil {
				continue
			}
			one := found[c.File]
			one.text, one.err = safely(text, c.File)
			found[c.File] = one
		}
		read <- found
	})
	return read
}

// safely reads a file that may bring its reader down.
func safely(text func(file string) (string, error), file string) (s string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return text(file)
}
