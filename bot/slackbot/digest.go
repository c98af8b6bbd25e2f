package slackbot

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"kotae/bot"
	"kotae/bot/wish"
	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

const (
	// digestPages is how many pages of a thread are read to be summed up, of 200
	// messages each.
	digestPages = 15
	// longestRemark is how much of a message is shown as a decision, an open point or a
	// thing to do, in characters; mostRemarks is how many of each.
	longestRemark = 200
	mostRemarks   = 15
)

// A remark is what somebody wrote in a thread.
type remark struct {
	name, at string // of the writer; when
	text     string // on one line
	link     string // where it stands; empty where that is not known
	machine  bool   // another bot wrote it
}

// A digest is a thread as a document: a remark a line.
type digest struct {
	file    string
	remarks []remark
	cut     bool // there is more of it than was read
}

// ofThread reports whether a task wishes for a summary of a thread, and of which: the
// one it stands in, which has to be one, or that of a shortcut's message. A wish that
// names nothing means the thread if there is nothing else it could mean.
func (t task) ofThread(nothingElse bool) (w bot.Wish, root string, ok bool) {
	w, bare, ok := bot.OfThread(t.Text)
	switch {
	case !ok:
		return w, "", false
	case t.Digest != "":
		return w, t.Digest, true
	case t.private() || t.Thread == t.TS || bare && (!nothingElse || t.Kind != mention):
		return w, "", false
	}
	return w, t.Thread, true
}

// threadLink is where Slack's links to messages lead.
var threadLink = regexp.MustCompile(`/archives/[A-Z0-9]+/p\d{10,}`)

// ofThreadElsewhere reports whether a task wishes for a summary of a thread that it
// links. Those are not read: whether who asks may read them the bot can't tell.
func (t task) ofThreadElsewhere() bool {
	w, ok := wish.Parse(t.Text)
	return ok && t.Digest == "" && slices.ContainsFunc(w.Links, threadLink.MatchString)
}

// readThread reads a thread to its end, or as far as digestPages go, without the message
// that asks for it and, but in a direct message, the bot's own words. That the bot may not read it is a failure.
func (b *Slackbot) readThread(ctx context.Context, t task, root string) (digest, error) {
	w := in(t.language())
	d := digest{file: w.thread}
	when := b.clock(ctx, t.User)
	messages, cut, err := b.pages(ctx, t.Channel, root, digestPages)
	if mayNot(err) {
		b.Log.Info("a thread may not be read", "channel", t.Channel, "ts", t.TS, "err", err)
		return d, failure(w.threadHidden)
	}
	if err != nil {
		return d, err
	}
	d.cut = cut
	for _, m := range messages {
		if m.Timestamp == t.TS || b.own(m) && (t.Kind != direct || answers(m) == "") {
			continue
		}
		text := strings.Join(strings.Fields(clean(heard(b.named(ctx, m.Text), b.self.user))), " ")
		if text == "" {
			continue
		}
		d.remarks = append(d.remarks, remark{
			name: b.writer(ctx, m), at: clockOf(m.Timestamp, when), text: text,
			link: b.linkTo(t.Channel, root, m.Timestamp), machine: m.BotID != "",
		})
	}
	if len(d.remarks) == 0 {
		return d, failure(w.threadEmpty)
	}
	return d, nil
}

// named gives the people that a text mentions their names.
func (b *Slackbot) named(ctx context.Context, text string) string {
	return reference.ReplaceAllStringFunc(text, func(ref string) string {
		m := reference.FindStringSubmatch(ref)
		if m[1] != "@" || m[2] == b.self.user || m[3] != "" {
			return ref
		}
		who, err := b.people.person(ctx, m[2], b.self)
		if err != nil || who.name == "" {
			return ref
		}
		return "@" + entities.Replace(who.name)
	})
}

// writer is what who wrote a message is called.
func (b *Slackbot) writer(ctx context.Context, m slack.Message) string {
	name := m.Username
	if m.BotProfile != nil && name == "" {
		name = m.BotProfile.Name
	}
	if name == "" && m.User != "" {
		if who, err := b.people.person(ctx, m.User, b.self); err == nil {
			name = who.name
		}
	}
	if name = oneLine(name, 40); name == "" {
		return "?"
	}
	return name
}

// clockOf is when a message was written, by a person's clock.
func clockOf(ts string, c clock) string {
	seconds, _, _ := strings.Cut(ts, ".")
	var n int64
	if _, err := fmt.Sscan(seconds, &n); err != nil {
		return "?"
	}
	return c.tell(time.Unix(n, 0), "1/2 15:04")
}

// linkTo is where a message of a thread is opened.
func (b *Slackbot) linkTo(channel, root, ts string) string {
	if b.self.url == "" {
		return ""
	}
	link := b.self.url + "archives/" + channel + "/p" + strings.ReplaceAll(ts, ".", "")
	if ts != root {
		link += "?thread_ts=" + root + "&cid=" + channel
	}
	return link
}

// document is the thread as text.
func (d digest) document() (name, text string) {
	var s strings.Builder
	for _, r := range d.remarks {
		fmt.Fprintf(&s, "%s（%s）: %s\n", r.name, r.at, r.text)
	}
	return d.file + ".txt", s.String()
}

// A point is a sentence of a thread that its readers look for.
type point struct {
	line     int // of its remark, from 1
	sentence string
}

// points are the decisions, the open points, and who does what by when: sentences of
// people, each in one of the three.
func (d digest) points() (decisions, opens, tasks []point) {
	for i, r := range d.remarks {
		if r.machine {
			continue
		}
		for _, s := range japanese.Sentences(r.text) {
			p := point{i + 1, strings.TrimSpace(r.text[s.Start:s.End])}
			switch bot.GroupOf(p.sentence) {
			case bot.Decision:
				decisions = append(decisions, p)
			case bot.OpenPoint:
				opens = append(opens, p)
			case bot.Assignment:
				tasks = append(tasks, p)
			}
		}
	}
	return decisions, opens, tasks
}

// add puts the points of a thread under its summary, each with its message.
func (d digest) add(a *bot.Answer) {
	w := in(a.Language)
	var s strings.Builder
	decisions, opens, tasks := d.points()
	for _, part := range []struct {
		title  string
		points []point
	}{{w.decisions, decisions}, {w.opens, opens}, {w.tasks, tasks}} {
		if len(part.points) == 0 {
			fmt.Fprintf(&s, "\n\n**%s**: %s", part.title, w.none)
			continue
		}
		fmt.Fprintf(&s, "\n\n**%s**\n", part.title)
		for _, p := range part.points[:min(len(part.points), mostRemarks)] {
			r := d.remarks[p.line-1]
			fmt.Fprintf(&s, "\n- %s（%s、%s）[%d]", literal(shorten(p.sentence, longestRemark)), literal(r.name), r.at, d.cite(a, p))
		}
		if more := len(part.points) - mostRemarks; more > 0 {
			fmt.Fprintf(&s, "\n\n"+w.more, more)
		}
	}
	if d.cut {
		fmt.Fprintf(&s, "\n\n"+w.threadCut, len(d.remarks))
	}
	a.Text += s.String()
	a.Text, a.Status = strings.TrimSpace(a.Text), bot.Answered
}

// cite returns the number of the citation of a point, which it makes if there is none.
func (d digest) cite(a *bot.Answer, p point) int {
	for _, c := range a.Citations {
		if c.StartLine == p.line && c.EndLine == p.line && strings.Contains(c.Quote, p.sentence) {
			return c.N
		}
	}
	n := len(a.Citations) + 1
	name, _ := d.document()
	a.Citations = append(a.Citations, bot.Citation{N: n, File: name, Title: d.file, StartLine: p.line, EndLine: p.line, Quote: p.sentence})
	return n
}

// literal keeps what people wrote from being read as Markdown.
func literal(s string) string { return markdownSigns.Replace(s) }

var markdownSigns = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", `\<`)

// place is the message that a citation stands in: who wrote it, and where it is opened.
func (d digest) place(c bot.Citation) (label, link string) {
	if c.StartLine < 1 || c.StartLine > len(d.remarks) {
		return "", ""
	}
	r := d.remarks[c.StartLine-1]
	return fmt.Sprintf("%s（%s）", r.name, r.at), r.link
}

// sumUp sums up a thread.
func (b *Slackbot) sumUp(ctx context.Context, t task, d digest, w bot.Wish, out *outlet) (bot.Answer, error) {
	name, text := d.document()
	doc, err := b.opt.Reading.Read(name, []byte(text))
	if err != nil {
		return bot.Answer{}, fmt.Errorf("lay a thread: %w", err)
	}
	desk, err := b.opt.Reading.Desk([]retrieval.Document{doc}...)
	if err != nil {
		return bot.Answer{}, fmt.Errorf("lay a thread: %w", err)
	}
	a, err := b.Answerer.Stream(ctx, bot.Question{Text: t.Text, Desk: desk, Wish: &w, Progress: func(done, total int) { out.progress(ctx, done, total) }}, func(piece string) { out.write(ctx, piece) })
	if err != nil {
		return a, err
	}
	if a.Status == bot.NotFound { // nothing worth a summary
		a.Text, a.Citations = "", []bot.Citation{}
	}
	d.add(&a)
	return a, nil
}
