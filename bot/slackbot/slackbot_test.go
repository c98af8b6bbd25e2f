package slackbot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"kotae/bot"
	"kotae/bot/ledger"
	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A desk is a workspace with people, channels and the bot at work in it.
type desk struct {
	*workspace.Server
	t      *testing.T
	answer *answerer
	ledger *ledger.Ledger
	dir    string // of the ledger
	opt    slackbot.Options
	log    *logbook
	shelf  slackbot.Library
	stop   context.CancelFunc
	ended  chan error
	mend   []func() // what is broken
	// instead makes another journal of the ledger; nil takes the ledger.
	instead func(slackbot.Journal) slackbot.Journal
	// signing is the bot's signing secret; nil is the workspace's.
	signing *string
}

// The people and channels of every desk.
const (
	tanaka = "U0TANAKA1" // asks
	suzuki = "U0SUZUKI1" // a colleague
	gast   = "U0GUEST01"
	alien  = "U0ALIEN01" // of another organisation
	robot  = "U0ROBOT01"
	soumu  = "C0SOUMU01" // #総務
	keiri  = "C0KEIRI01"
	joint  = "C0JOINT01" // shared with another organisation
)

// all are the scopes of an app that may also read channels.
func all() []string {
	return append(workspace.Scopes(), "channels:history", "groups:history", "channels:read", "groups:read")
}

// follows are the subscriptions of an app that hears replies without a mention.
func follows() []string { return append(workspace.Events(), "message.channels", "message.groups") }

// open makes a desk and starts the bot. Within a bubble of synctest nothing waits for
// a clock.
func open(t *testing.T, w workspace.Options, o slackbot.Options) *desk {
	t.Helper()
	d := prepare(t, w, o)
	d.start()
	return d
}

// prepare makes a desk without starting the bot.
func prepare(t *testing.T, w workspace.Options, o slackbot.Options) *desk {
	t.Helper()
	w.InMemory = true
	bot := "U0000BOT1"
	w.People = append(w.People,
		workspace.User{ID: tanaka, Name: "tanaka", RealName: "田中 花子", Locale: "ja-JP"},
		workspace.User{ID: suzuki, Name: "suzuki", RealName: "鈴木 一郎", Locale: "en-US"},
		workspace.User{ID: gast, Name: "guest", RealName: "客", IsRestricted: true},
		workspace.User{ID: alien, Name: "alien", RealName: "他社 太郎", Team: "T0OTHER01", IsStranger: true},
		workspace.User{ID: robot, Name: "robot", RealName: "通知", IsBot: true, BotID: "B0ROBOT01"},
	)
	w.Channels = append(w.Channels,
		workspace.Channel{ID: soumu, Name: "総務", Members: []string{tanaka, suzuki, gast, robot, bot}},
		workspace.Channel{ID: keiri, Name: "経理", Members: []string{tanaka, suzuki, bot}},
		workspace.Channel{ID: joint, Name: "合同", Members: []string{tanaka, alien, bot}, IsExtShared: true},
	)
	server, err := workspace.New(w)
	if err != nil {
		t.Fatal(err)
	}
	o.APIURL, o.Dial = server.URL(), server.DialContext
	d := &desk{Server: server, t: t, answer: &answerer{}, shelf: library{}, dir: t.TempDir(), opt: o, log: &logbook{}}
	t.Cleanup(func() {
		d.end()
		server.Close()
	})
	return d
}

// start starts the bot and waits until Slack can reach it.
func (d *desk) start() {
	d.t.Helper()
	ready := make(chan struct{})
	d.opt.Ready = sync.OnceFunc(func() { close(ready) })
	d.run()
	select {
	case <-ready:
	case err := <-d.ended:
		d.ended <- err
		d.t.Fatalf("Run: %v", err)
	}
}

// run runs the bot and waits for nothing.
func (d *desk) run() {
	d.t.Helper()
	var err error
	if d.ledger, err = ledger.Open(d.t.Context(), d.dir); err != nil {
		d.t.Fatal(err)
	}
	tokens := slackbot.Tokens{Bot: workspace.BotToken, App: workspace.AppToken, Signing: workspace.SigningSecret}
	if d.signing != nil {
		tokens.Signing = *d.signing
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(d.t.Context()))
	d.stop, d.ended = stop, make(chan error, 1)
	b := slackbot.New(slackbot.Parts{
		Answerer: d.answer, Journal: d.journal(), Memory: d.ledger, Library: d.shelf,
		Tokens: tokens,
		Log:    slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}, d.opt)
	go func() { d.ended <- b.Run(ctx) }()
}

// journal is the ledger, unless a test puts another in its place.
func (d *desk) journal() slackbot.Journal {
	if d.instead != nil {
		return d.instead(d.ledger)
	}
	return d.ledger
}

// end stops the bot as SIGTERM does, and returns what Run returned.
func (d *desk) end() error {
	if d.stop == nil {
		return nil
	}
	d.stop()
	d.stop = nil
	err := <-d.ended
	d.ledger.Close()
	return err
}

// soon waits for something that is under way.
func (d *desk) soon(what string, cond func(*workspace.State) bool) {
	d.t.Helper()
	ctx, stop := context.WithTimeout(d.t.Context(), 10*time.Minute)
	defer stop()
	if err := d.Wait(ctx, cond); err != nil {
		d.t.Fatalf("%s: %v\n%s", what, err, d.log)
	}
}

// say has somebody write, and returns the ts.
func (d *desk) say(channel, user, text, thread string) string {
	d.t.Helper()
	ts, err := d.Say(channel, user, text, thread)
	if err != nil {
		d.t.Fatal(err)
	}
	return ts
}

// mention has 田中 ask in #総務.
func (d *desk) mention(text string) string {
	d.t.Helper()
	return d.say(soumu, tanaka, "<@"+d.Bot()+"> "+text, "")
}

// im opens a person's direct message with the bot.
func (d *desk) im(user string) string {
	d.t.Helper()
	c, err := d.OpenIM(user)
	if err != nil {
		d.t.Fatal(err)
	}
	return c.ID
}

// replies are what the bot wrote in a thread.
func replies(s interface {
	Thread(channel, ts string) []workspace.Message
}, channel, ts string,
) []workspace.Message {
	var own []workspace.Message
	for _, m := range s.Thread(channel, ts) {
		if m.BotID == "B00000001" {
			own = append(own, m)
		}
	}
	return own
}

// reply waits for the bot's n-th message in a thread.
func (d *desk) reply(channel, ts string, n int) workspace.Message {
	d.t.Helper()
	var m workspace.Message
	d.soon(fmt.Sprintf("reply %d to %s", n, ts), func(s *workspace.State) bool {
		own := replies(s, channel, ts)
		if len(own) < n {
			return false
		}
		m = own[n-1]
		return m.Stream == nil || !m.Stream.Open
	})
	return m
}

// settle lets everything that is under way come to rest.
func (d *desk) settle() {
	d.t.Helper()
	time.Sleep(5 * time.Second) // of the bubble's clock
	synctest.Wait()
}

// An answerer answers as a test tells it to; without being told it quotes a rule.
type answerer struct {
	mu    sync.Mutex
	asked []bot.Question
	reply func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error)
}

func (a *answerer) Stream(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
	a.mu.Lock()
	a.asked = append(a.asked, q)
	reply := a.reply
	a.mu.Unlock()
	if reply != nil {
		return reply(ctx, q, show)
	}
	return quoted(q), ctx.Err()
}

func (a *answerer) questions() []bot.Question {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]bot.Question(nil), a.asked...)
}

func (a *answerer) will(reply func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.reply = reply
}

// quoted is an answer by quotation.
func quoted(q bot.Question) bot.Answer {
	return bot.Answer{
		Question: q.Text, Status: bot.Answered, Language: bot.LanguageOf(q.Text), Text: "10営業日前までに申請する。[1]",
		Citations: []bot.Citation{{
			N: 1, File: "人事/年次有給休暇規程.md", Title: "年次有給休暇規程", Heading: "第5条 申請", StartLine: 3, EndLine: 3, Quote: "10営業日前までに申請する。",
		}},
		Models: bot.Models{Chat: "extractive", Embed: "local"},
	}
}

// written is an answer that a model writes, in pieces of some runes.
func written(text string, runes int, between time.Duration) func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
	return func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
		if q.Found != nil {
			q.Found([]string{"人事/年次有給休暇規程.md", "人事/在宅勤務規程.md"})
		}
		rest := []rune(text)
		for len(rest) > 0 {
			n := min(runes, len(rest))
			select {
			case <-ctx.Done():
				return bot.Answer{}, ctx.Err()
			case <-time.After(between):
			}
			show(string(rest[:n]))
			rest = rest[n:]
		}
		a := quoted(q)
		a.Text, a.Models.Chat = text, "gpt"
		return a, nil
	}
}

// library is the documents of the tests.
type library struct{}

func (library) Text(file string) (string, error) {
	if file != "人事/年次有給休暇規程.md" {
		return "", errors.New("no such file")
	}
	return "# 年次有給休暇規程\n## 第5条 申請\n10営業日前までに申請する。\n承認は課長が行う。\n", nil
}
func (library) Modified(string) time.Time { return time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC) }
func (library) Shelves() []slackbot.Shelf {
	return []slackbot.Shelf{{Name: "人事", Files: 12}, {Name: "総務", Files: 8}}
}
func (library) Refreshed() time.Time { return time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC) }

// A logbook is the log, for looking at.
type logbook struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func TestAMentionIsAnsweredInItsThread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		ts := d.mention("有休は何日前までに申請しますか。")
		m := d.reply(soumu, ts, 1)
		t.Log(m.Plain())
		d.settle()
		if n := len(replies(d, soumu, ts)); n != 1 {
			t.Errorf("%d replies", n)
		}
		t.Log(d.log)
	})
}
