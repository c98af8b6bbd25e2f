// Package slackbot is the Slack door of Kotae: events, commands and clicks come in,
// messages, streams and views go out.
//
// It owns what people see in Slack and how the platform is dealt with: acknowledging,
// refusing, once and only once, pacing, and every way a delivery can fail. How a
// question is answered it does not know; no type of Slack's leaves it.
package slackbot

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"kotae/bot"
)

// An Answerer answers questions. It is safe for concurrent use.
type Answerer interface {
	// Stream answers a question; show is given the pieces of a text that is written
	// rather than quoted, as they come, from one goroutine. See bot.Bot.
	Stream(ctx context.Context, q bot.Question, show func(piece string)) (bot.Answer, error)
}

// A Journal keeps what was accepted until it is done, over restarts. It is safe for
// concurrent use.
type Journal interface {
	// Accept records a task; fresh is false if it, or its delivery, was accepted before.
	Accept(ctx context.Context, key, event string, body []byte, at time.Time) (fresh bool, err error)
	// Delivering records whether a task's outcome may be out.
	Delivering(ctx context.Context, key string, yes bool) error
	Finish(ctx context.Context, key string) error
	// Unfinished returns what was accepted and not finished, oldest first.
	Unfinished(ctx context.Context) ([]bot.Task, error)
}

// A Memory keeps answers, what people think of them, and the files they sent along. It is safe for concurrent use.
type Memory interface {
	Keep(ctx context.Context, r bot.Record) error
	Record(ctx context.Context, id string) (r bot.Record, ok bool, err error)
	// Thread returns the last n answers of a conversation, oldest first. An error that
	// wraps bot.ErrUnreadable comes with those that can be read; so it does from Asked.
	Thread(ctx context.Context, thread string, n int) ([]bot.Record, error)
	// Asked returns the last n answers to a person, newest first.
	Asked(ctx context.Context, asker string, n int) ([]bot.Record, error)
	Vote(ctx context.Context, v bot.Vote) error
	// Attach keeps a file of a conversation, and Attached returns its last n, oldest
	// first.
	Attach(ctx context.Context, f bot.Attachment) error
	Attached(ctx context.Context, thread string, n int) ([]bot.Attachment, error)
	// First reports whether something is met for the first time.
	First(ctx context.Context, what string, at time.Time) (bool, error)
}

// A Library is what is answered from. It is safe for concurrent use.
type Library interface {
	// Text returns the text of a file as it stands there now.
	Text(file string) (string, error)
	// Modified returns when a file was last changed; zero where that is unknown.
	Modified(file string) time.Time
	// Shelves returns the folders with the number of their documents, in order.
	Shelves() []Shelf
	// Refreshed returns when the documents were last looked through.
	Refreshed() time.Time
}

// A Shelf is a folder of documents.
type Shelf struct {
	Name  string
	Files int
}

// Tokens are what Slack gives an app to speak with. They are never logged.
type Tokens struct {
	Bot     string // xoxb-…
	App     string // xapp-…, for Socket Mode
	Signing string // the signing secret, for the Events API over HTTP
}

// LogValue keeps tokens out of logs.
func (Tokens) LogValue() slog.Value { return slog.StringValue("hidden") }

// String keeps tokens out of texts.
func (Tokens) String() string { return "hidden" }

// Parts are what a Slackbot can't live without.
type Parts struct {
	Answerer Answerer
	Journal  Journal
	Memory   Memory
	Library  Library
	Tokens   Tokens
	Log      *slog.Logger
}

// Options of a Slackbot. The zero value is useful.
type Options struct {
	// APIURL is the base of the Web API with a slash at its end; empty is Slack's own.
	APIURL string
	// Listener is where the Events API is served over HTTP; nil is Socket Mode.
	Listener net.Listener
	Policy   Policy
	// LinkTemplate makes the links of sources; empty is none.
	LinkTemplate string
	// Command is the slash command that help speaks of; empty is /kotae.
	Command string
	// Model is true if a model outside this program writes the answers.
	Model bool
	// Workers is how many questions are worked on at once; 0 is 32.
	Workers int
	// Queue is how many questions may wait; 0 is 2,000.
	Queue int
	// Drain is how long running work may take after the end was asked for; 0 is 25 s.
	Drain time.Duration
	// Retention is how long answers are kept; 0 is 30 days.
	Retention time.Duration
	// Reading lays what is no document of the library beside a question: threads, and
	// with ReadFiles the files that people attach, for which the app needs the scope
	// files:read. Nil reads neither.
	Reading   Reading
	ReadFiles bool
	// Ready is called when Slack can reach the bot; nil is nobody.
	Ready func()
	// Dial opens the connections to Slack; nil is the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// A Slackbot answers in Slack.
type Slackbot struct {
	Parts
	opt       Options
	api       *api
	self      identity
	people    *people
	limits    *limits
	queue     *queue
	running   running
	abilities abilities
	paces     paces
	repeats   retries
	trails    trails
	homes     homes
	readers   chan struct{} // holds one for each click that has files read
	ending    chan struct{} // closed when nothing new is taken
	// cutoff ends what runs beside the queue, which nobody else ends: shortly after
	// the time is over that running work may take.
	cutoff context.Context
	cut    context.CancelFunc
	// aside is work beside the queue: clicks, views, signs of life.
	aside sync.WaitGroup
	now   func() time.Time
	// panics are the events whose taking panicked.
	panics panicked
}

// New returns a bot that has not spoken to Slack yet.
func New(p Parts, opt Options) *Slackbot {
	opt.Command = cmp.Or(opt.Command, "/kotae")
	opt.Workers = cmp.Or(opt.Workers, 32)
	opt.Queue = cmp.Or(opt.Queue, 2000)
	opt.Drain = cmp.Or(opt.Drain, 25*time.Second)
	opt.Retention = cmp.Or(opt.Retention, 30*24*time.Hour)
	api, client := newClient(p.Tokens, opt.APIURL, opt.Dial)
	client.Timeout = 2 * callTimeout
	client.Transport.(*http.Transport).MaxIdleConnsPerHost = opt.Workers
	b := &Slackbot{
		Parts: p, opt: opt, now: time.Now, ending: make(chan struct{}),
		api:   newAPI(api, client),
		queue: newQueue(opt.Queue), readers: make(chan struct{}, readers),
	}
	b.cutoff, b.cut = context.WithCancel(context.Background())
	b.people = newPeople(b.cutoff, b.api)
	b.limits = newLimits(opt.Policy)
	return b
}

// newClient returns a client of Slack's Web API, and that of HTTP below it. An empty URL
// is Slack's; a nil dial is the network.
func newClient(t Tokens, url string, dial func(ctx context.Context, network, address string) (net.Conn, error)) (*slack.Client, *http.Client) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	if dial != nil {
		transport.Proxy, transport.DialContext = nil, dial
	}
	client := &http.Client{Transport: transport}
	options := []slack.Option{slack.OptionHTTPClient(client), slack.OptionAppLevelToken(t.App)}
	if url != "" {
		options = append(options, slack.OptionAPIURL(url))
	}
	return slack.New(t.Bot, options...), client
}

// Run answers until ctx is done; then it takes nothing new, finishes what is running,
// leaves the rest to the next run, and returns nil. While Slack can't be reached it tries
// again. An error means that Slack can't be spoken to with these tokens, and says what to
// do.
func (b *Slackbot) Run(ctx context.Context) error {
	defer b.api.close()
	defer b.aside.Wait()
	defer b.cut()
	if err := b.introduce(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	if err := b.resume(ctx); err != nil {
		return err
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var workers sync.WaitGroup
	for range b.opt.Workers {
		workers.Go(func() {
			for t, ok := b.queue.next(); ok; t, ok = b.queue.next() {
				b.serve(work, t)
				b.queue.done(t)
			}
		})
	}
	doors, shut := context.WithCancel(ctx)
	b.aside.Go(func() { b.tidy(doors) })
	err := b.receive(doors) // when it returns, every acknowledgement is out
	shut()
	close(b.ending)
	b.queue.close()
	defer time.AfterFunc(b.opt.Drain, stop).Stop()
	defer time.AfterFunc(b.opt.Drain+afterwards, b.cut).Stop()
	workers.Wait()
	for _, t := range b.queue.left() {
		t.sign.clear()
	}
	b.aside.Wait()
	return err
}

// afterwards is how long signs of life may take to be cleared when the time of running
// work is over.
const afterwards = 4 * time.Second

// receive takes what Slack delivers, through one door, until ctx is done.
func (b *Slackbot) receive(ctx context.Context) error {
	if b.opt.Listener != nil {
		return b.listen(ctx)
	}
	return b.connect(ctx)
}

// tidy forgets what is too old, once a day.
func (b *Slackbot) tidy(ctx context.Context) {
	keeper, ok := b.Memory.(interface {
		Forget(ctx context.Context, before time.Time) error
	})
	if !ok {
		return
	}
	day := time.NewTicker(24 * time.Hour)
	defer day.Stop()
	for {
		if err := keeper.Forget(ctx, b.now().Add(-b.opt.Retention)); err != nil && ctx.Err() == nil {
			b.Log.Error("old answers could not be forgotten", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-day.C:
		}
	}
}

// beside runs f beside everything else; Run waits for it.
func (b *Slackbot) beside(what string, f func(ctx context.Context) error) {
	b.aside.Go(func() {
		ctx, cancel := context.WithTimeout(b.cutoff, 2*callTimeout)
		defer cancel()
		defer func() {
			if p := recover(); p != nil {
				b.Log.Error("panic", "in", what, "err", fmt.Sprint(p))
			}
		}()
		if err := f(ctx); err != nil {
			b.Log.Warn("could not be done", "what", what, "err", err)
		}
	})
}
