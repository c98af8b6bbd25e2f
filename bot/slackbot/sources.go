package slackbot

import (
	"fmt"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"kotae/bot"
	"kotae/retrieval/japanese"
)

// Lengths, in characters, of what is shown of a source.
const (
	longestFile    = 300
	longestHeading = 120
	longestURL     = 3000
)

// sourceUnits is how long one block of sources is, as JSON.
const sourceUnits = 6000

// sources lists where an answer stands, one line for each place: its numbers, file,
// heading, page, lines and date.
func sources(a bot.Answer, opt look) []slack.Block {
	if len(a.Citations) == 0 {
		return nil
	}
	w := in(a.Language)
	rich := slack.NewRichTextBlock("", slack.NewRichTextSection(richText(w.sources, boldly)...))
	out := []slack.Block{rich}
	for _, s := range merged(a.Citations) {
		line := slack.NewRichTextSection(s.line(w, opt)...)
		grown := append(rich.Elements[:len(rich.Elements):len(rich.Elements)], line)
		if weight([]slack.Block{slack.NewRichTextBlock("", grown...)}) > sourceUnits {
			rich = slack.NewRichTextBlock("", line)
			out = append(out, rich)
			continue
		}
		rich.Elements = grown
	}
	return out
}

// A source is a place that one or more citations name.
type source struct {
	numbers string // "[1][2]"
	bot.Citation
}

// merged puts the citations of the same lines together.
func merged(citations []bot.Citation) []source {
	type place struct {
		file             string
		page, start, end int
	}
	var out []source
	at := map[place]int{}
	for _, c := range citations {
		p := place{c.File, c.Page, c.StartLine, c.EndLine}
		i, ok := at[p]
		if !ok {
			i = len(out)
			at[p] = i
			out = append(out, source{Citation: c})
		}
		out[i].numbers += fmt.Sprintf("[%d]", c.N)
	}
	return out
}

// line shows a source. The file is a link where the template makes it one.
func (s source) line(w words, opt look) []slack.RichTextSectionElement {
	out := richText(s.numbers+" ", nil)
	if opt.Place != nil {
		label, link := opt.Place(s.Citation)
		if label = oneLine(label, longestFile); link == "" {
			return append(out, richText(label, nil)...)
		}
		return append(out, slack.NewRichTextSectionLinkElement(link, label, nil))
	}
	name := oneLine(s.File, longestFile)
	if link := s.link(opt.LinkTemplate); link != "" {
		out = append(out, slack.NewRichTextSectionLinkElement(link, name, nil))
	} else {
		out = append(out, richText(name, nil)...)
	}
	return append(out, richText(s.place(w, opt), nil)...)
}

// place is what stands behind the name of the file.
func (s source) place(w words, opt look) string {
	var b strings.Builder
	if own := strings.TrimSuffix(path.Base(s.File), path.Ext(s.File)); japanese.Fold(own) != japanese.Fold(s.Title) {
		if t := oneLine(s.Title, longestHeading); t != "" {
			b.WriteString(" › " + t)
		}
	}
	if h := oneLine(strings.ReplaceAll(s.Heading, " > ", " › "), longestHeading); h != "" {
		b.WriteString(" › " + h)
	}
	switch {
	case s.Page > 0 && strings.EqualFold(path.Ext(s.File), ".pptx"):
		b.WriteString("  " + fmt.Sprintf(w.slide, s.Page))
	case s.Page > 0:
		b.WriteString("  " + fmt.Sprintf(w.page, s.Page))
	}
	b.WriteString("  " + lineRange(s.StartLine, s.EndLine))
	if opt.Dates != nil {
		if d := opt.Dates(s.File); !d.IsZero() {
			b.WriteString(" · " + fmt.Sprintf(w.updated, d.Format("2006-01-02")))
		}
	}
	return b.String()
}

// lineRange names lines of a file.
func lineRange(start, end int) string {
	if end <= start {
		return fmt.Sprintf("L%d", start)
	}
	return fmt.Sprintf("L%d–L%d", start, end)
}

// link returns where a source is found, or "" where the template does not say it as
// a web address.
func (s source) link(template string) string {
	if template == "" || strings.HasPrefix(s.File, attachedMark) {
		return ""
	}
	file := strings.Split(s.File, "/")
	for i := range file { // so that it can stand in a path and in a query
		file[i] = strings.ReplaceAll(url.QueryEscape(file[i]), "+", "%20")
	}
	link := strings.NewReplacer(
		"{file}", strings.Join(file, "/"),
		"{page}", strconv.Itoa(max(s.Page, 1)),
		"{line}", strconv.Itoa(s.StartLine),
		"{start_line}", strconv.Itoa(s.StartLine),
		"{end_line}", strconv.Itoa(s.EndLine),
	).Replace(template)
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || units(link) > longestURL {
		return ""
	}
	return link
}
