package slackbot

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/slack-go/slack"

	"kotae/bot"
	"kotae/bot/markup"
)

// An evidence is what the passages that an answer stands on are shown from.
type evidence struct {
	Language  bot.Language
	Question  string
	Citations []bot.Citation
	// Text returns a file's extracted text as it is now, whose lines citations count.
	// A file that is gone is fs.ErrNotExist.
	Text func(file string) (string, error)
	Look look // of which dates and links are used
}

// Bounds of what is shown.
const (
	aroundLines     = 3   // before and behind a quotation
	aroundRunes     = 160 // of each of them
	besideRunes     = 60  // before and behind a quotation on its own lines
	quotedRunes     = 1200
	shownEvidence   = 30 // citations
	modalTitleRunes = 24
)

// evidenceView is the modal that shows every cited passage as the file has it now,
// in its surroundings. A quotation that the file no longer holds is not shown.
func evidenceView(e evidence) slack.ModalViewRequest {
	w := inViews(e.Language)
	var out []slack.Block
	if q := oneLine(e.Question, 300); q != "" {
		out = append(out, slack.NewContextBlock("", plainText(fmt.Sprintf(w.question, q))))
	}
	for i, c := range e.Citations {
		if i == shownEvidence {
			out = append(out, slack.NewContextBlock("", plainText(fmt.Sprintf(in(e.Language).more, len(e.Citations)-i))))
			break
		}
		out = append(out, slack.NewDividerBlock())
		line := source{fmt.Sprintf("[%d]", c.N), c}.line(in(e.Language), e.Look)
		out = append(out, slack.NewRichTextBlock("", slack.NewRichTextSection(line...)))
		out = append(out, e.passage(w, c)...)
	}
	return modal(w, w.evidenceTitle, out)
}

// modal is a modal with a button that closes it.
func modal(w viewWords, title string, blocks []slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plainText(shorten(title, modalTitleRunes)), Close: plainText(w.close),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// passage shows where a citation's quotation stands now, or says why it doesn't.
func (e evidence) passage(w viewWords, c bot.Citation) []slack.Block {
	say := func(s string) []slack.Block {
		return []slack.Block{slack.NewContextBlock("", plainText(s))}
	}
	text, err := e.Text(c.File)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return say(w.gone)
	case err != nil:
		return say(w.unreadable)
	}
	at := locate(text, c)
	if at < 0 {
		return say(w.changed)
	}
	out := []slack.Block{slack.NewRichTextBlock("", &slack.RichTextQuote{Type: slack.RTEQuote, Elements: surroundings(text, at, at+len(c.Quote))})}
	if now := lineOf(text, at); now != c.StartLine {
		out = append(out, say(fmt.Sprintf(w.moved, now))...)
	}
	return out
}

// locate returns where the quotation of a citation stands in a text, in bytes: where
// it stood, else the place nearest to that, else -1.
func locate(text string, c bot.Citation) int {
	best, distance := -1, 0
	if strings.TrimSpace(c.Quote) == "" {
		return best
	}
	line, counted := 1, 0
	for at := 0; at <= len(text); {
		i := strings.Index(text[at:], c.Quote)
		if i < 0 {
			break
		}
		at += i
		line += strings.Count(text[counted:at], "\n")
		counted = at
		d := max(line-c.StartLine, c.StartLine-line)
		if best < 0 || d < distance {
			best, distance = at, d
		}
		at += len(c.Quote)
	}
	return best
}

// lineOf returns the number of the line that an offset is in, from 1.
func lineOf(text string, at int) int { return 1 + strings.Count(text[:at], "\n") }

// surroundings shows the lines that text[start:end] stands in and those around it,
// each with its number; ▶ stands before the quoted ones, and the quotation is bold.
func surroundings(s string, start, end int) []slack.RichTextSectionElement {
	first, last := lineOf(s, start), lineOf(s, end)
	var spans []markup.Span
	add := func(t string, style markup.Style) {
		spans = append(spans, markup.Span{Text: t, Style: style})
	}
	number, at, room := 0, 0, quotedRunes
	for l := range strings.Lines(s) {
		number++
		from, to := at, at+len(l)
		at = to
		if number < first-aroundLines {
			continue
		}
		if number > last+aroundLines {
			break
		}
		l = strings.TrimRight(l, "\n")
		if from >= end || to <= start || room <= 0 && number < last {
			if from >= end || to <= start {
				add(fmt.Sprintf("　 %d  %s\n", number, oneLine(l, aroundRunes)), 0)
			}
			continue
		}
		b, f := max(start-from, 0), min(end-from, len(l))
		quoted := oneLine(l[min(b, f):f], max(room, 1))
		room -= len([]rune(quoted))
		add(fmt.Sprintf("▶ %d  ", number), 0)
		add(ending(l[:min(b, f)], besideRunes), 0)
		add(quoted, markup.Bold)
		add(oneLine(l[f:], besideRunes)+"\n", 0)
	}
	if n := len(spans); n > 0 {
		spans[n-1].Text = strings.TrimRight(spans[n-1].Text, "\n")
	}
	return richSpans(spans, 0)
}

// ending returns the last n characters of a text, with … before them where there are
// more.
func ending(s string, n int) string {
	s = oneLine(s, len(s)+1)
	if r := []rune(s); len(r) > n {
		tail := string(r[len(r)-n:])
		return "…" + strings.TrimLeftFunc(tail, isCombining)
	}
	return s
}
