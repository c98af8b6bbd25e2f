package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"

	"kotae/bot"
	"kotae/bot/slackbot"
	"kotae/retrieval"
)

// serveCommand is `kotae serve`.
type serveCommand struct {
	HTTP string        `name:"http" placeholder:"ADDR" help:"Serve Slack's Events API over HTTP at ADDR, such as :3000, rather than connect by Socket Mode."`
	Bot  slackSettings `embed:""`
	Log  logSettings   `embed:""`
}

// Run runs the Slack bot until it is told to stop.
func (cmd *serveCommand) Run(ctx context.Context, p *process) error {
	log, err := cmd.Log.logger(p.stderr, p.getenv)
	if err != nil {
		return err
	}
	tokens, err := slackTokens(p.getenv, cmd.HTTP != "")
	if err != nil {
		return err
	}
	c, err := configure(p.settings, p.getenv)
	if err != nil {
		return err
	}
	options, files, err := cmd.Bot.options(c.slack, p.getenv)
	if err != nil {
		return err
	}
	if cmd.HTTP != "" {
		if options.Listener, err = net.Listen("tcp", cmd.HTTP); err != nil {
			return usagef("--http: %w", err)
		}
		defer options.Listener.Close()
	}
	a, err := p.consult(ctx)
	if err != nil {
		return err
	}
	defer a.close()
	options.ReadFiles = files
	return a.converse(ctx, c, tokens, options, log)
}

// converse runs the Slack bot until ctx is done, while the index follows the folders.
func (a *assistant) converse(ctx context.Context, c config, tokens slackbot.Tokens, options slackbot.Options, log *slog.Logger) error {
	alone, err := a.serveAlone(ctx, c)
	if err != nil {
		return err
	}
	defer alone()
	options.Reading = reading{a}
	options.Model = c.models.chat != extractive || c.models.embed != local
	shelf := newLibrary(a, c.docs, log)
	ctx, cancel := context.WithCancel(ctx)
	var following sync.WaitGroup
	defer following.Wait()
	defer cancel()
	following.Go(func() { shelf.follow(ctx, a.index.Patient(still)) })
	err = slackbot.New(slackbot.Parts{
		Answerer: answerer{shelf}, Journal: a.ledger, Memory: a.ledger, Library: shelf, Tokens: tokens, Log: log,
	}, options).Run(ctx)
	if errors.Is(err, slackbot.ErrSettings) {
		return usageError{err}
	}
	return err
}

// serveLock is the file in the data folder that a running kotae serve has locked.
const serveLock = "serve.lock"

// serveAlone opens the ledger and makes this process the only one that answers with
// it: two would answer everything twice.
func (a *assistant) serveAlone(ctx context.Context, c config) (release func(), err error) {
	if err := a.openLedger(ctx, c); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(c.data, serveLock))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", c.data, err)
	}
	if !ok {
		return nil, fmt.Errorf("another kotae serve runs with the data folder %s; stop it, or choose another with --data", c.data)
	}
	return func() { _ = lock.Unlock() }, nil
}

// A reading reads attached files as documents are read.
type reading struct{ assistant *assistant }

// Read implements slackbot.Reading.
func (r reading) Read(name string, data []byte) (retrieval.Document, error) {
	return r.assistant.read(name, data)
}

// Desk implements slackbot.Reading.
func (r reading) Desk(documents ...retrieval.Document) (*retrieval.Desk, error) {
	return r.assistant.desk(documents...)
}

// An answerer answers from what a library shows.
type answerer struct{ library *library }

// Stream implements slackbot.Answerer.
func (a answerer) Stream(ctx context.Context, q bot.Question, show func(piece string)) (bot.Answer, error) {
	q.Visible = a.library.rule()
	return a.library.assistant.bot.Stream(ctx, q, show)
}

// A library is the documents as the Slack bot sees them.
type library struct {
	assistant *assistant
	docs      []string
	log       *slog.Logger
	refreshed atomic.Int64 // Unix nanoseconds; 0 for never
	// visible tells which files may be answered from while the index may hold what other
	// folders held: until the first update that succeeds. Nil hides none.
	visible atomic.Pointer[func(file string) bool]
}

// newLibrary makes a library of what an assistant knows that was brought up to date, or
// could not be.
func newLibrary(a *assistant, docs []string, log *slog.Logger) *library {
	l := &library{assistant: a, docs: docs, log: log}
	if a.visible != nil {
		l.visible.Store(&a.visible)
	} else {
		l.refreshed.Store(time.Now().UnixNano())
	}
	return l
}

// rule is visible as it is now.
func (l *library) rule() func(file string) bool {
	if v := l.visible.Load(); v != nil {
		return *v
	}
	return nil
}

// Text implements slackbot.Library.
func (l *library) Text(file string) (string, error) {
	if visible := l.rule(); visible != nil && !visible(file) {
		return "", fmt.Errorf("%s is not below the folders: %w", file, fs.ErrNotExist)
	}
	return l.assistant.text(file)
}

// Modified implements slackbot.Library.
func (l *library) Modified(file string) time.Time { return l.assistant.retriever.Modified(file) }

// Refreshed implements slackbot.Library.
func (l *library) Refreshed() time.Time {
	at := l.refreshed.Load()
	if at == 0 {
		return time.Time{}
	}
	return time.Unix(0, at)
}

// Shelves implements slackbot.Library.
func (l *library) Shelves() []slackbot.Shelf {
	var shelves []slackbot.Shelf
	for _, dir := range l.docs {
		inside := l.assistant.below([]string{dir})
		s := slackbot.Shelf{Name: filepath.Base(strings.TrimRight(dir, "/"))}
		for _, e := range l.assistant.retriever.Documents() {
			if inside(e.File) {
				s.Files++
			}
		}
		shelves = append(shelves, s)
	}
	return shelves
}

// follow keeps the index up to date with the folders until ctx is done.
func (l *library) follow(ctx context.Context, x *retrieval.Index) {
	f, release := l.assistant.follower(x)
	defer release()
	var trouble, blind, notice string // logged last; empty when it was over
	isNew := func(last *string, now string) bool {
		old := *last
		*last = now
		return now != old
	}
	f.see = func(t take) {
		err := l.take(ctx, t)
		switch {
		case ctx.Err() != nil || l.assistant.busy(err) || !isNew(&trouble, errorText(err)):
		case err == nil:
			l.log.Info("the documents can be looked through again")
		default:
			l.log.Error("the documents could not all be looked through; answers come from what is indexed", "err", err)
		}
		if isNew(&blind, errorText(t.blind)) && t.blind != nil {
			l.log.Warn("not every change is told by the system; the documents are looked through now and then", "every", look, "err", t.blind)
		}
		if n := l.assistant.notice(); isNew(&notice, n) && n != "" {
			l.log.Warn("index and glossary", "notice", n)
		}
	}
	f.follow(ctx)
}

// take lets answers see what a look through the folders did, and returns what went wrong
// with either.
func (l *library) take(ctx context.Context, t take) error {
	err := l.assistant.retriever.Refresh(ctx)
	if err == nil && t.err == nil {
		l.visible.Store(nil)
		l.refreshed.Store(time.Now().UnixNano())
	}
	if r, same := t.report, len(t.report.Renamed); len(r.Added)+len(r.Changed)+len(r.Removed) > 0 {
		l.log.Info("documents changed", "added", len(r.Added)-same, "changed", len(r.Changed), "renamed", same, "removed", len(r.Removed)-same)
	}
	return errors.Join(t.err, err)
}
