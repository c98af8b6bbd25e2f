package bot

import (
	"fmt"
	"strings"

	"kotae/prompts"
)

// A page is the text of an answer while it is written: it gives citations their
// numbers, in order of appearance. The same span has the same number throughout.
type page struct {
	text      strings.Builder
	citations []Citation
	place     string // that the last quotation stands under
	byFile    bool   // places are named by their files
}

// quote adds a claim as a quotation: an item under the name of the place it is from.
func (p *page) quote(c Claim) {
	cited := c.Quotes[0].citation()
	place := "**" + escape(cited.place()) + "**"
	if p.byFile && !strings.ContainsAny(cited.File, "`\n") {
		place = "`" + prompts.Visible(cited.File) + "` " + place
	}
	switch {
	case p.text.Len() == 0:
		fmt.Fprintf(&p.text, "%s\n\n", place)
	case place != p.place:
		fmt.Fprintf(&p.text, "\n\n%s\n\n", place)
	default:
		p.text.WriteString("\n")
	}
	p.place = place
	p.text.WriteString("- " + prompts.Visible(c.Text))
	p.cite(c.Quotes)
}

// part begins the answer to one of several questions.
func (p *page) part(title string) {
	p.place = ""
	p.line("> " + title)
}

// line adds a paragraph of Kotae's own words.
func (p *page) line(text string) {
	if p.text.Len() > 0 {
		p.text.WriteString("\n\n")
	}
	p.text.WriteString(text)
}

// say adds a claim as a sentence of running text, and returns what was added.
func (p *page) say(c Claim) string {
	from := p.text.Len()
	if from > 0 {
		switch {
		case c.Breaks > 1:
			p.text.WriteString("\n\n")
		case c.Breaks == 1:
			p.text.WriteString("\n")
		default:
			p.text.WriteString(" ")
		}
	}
	p.text.WriteString(c.Lead + c.Text)
	p.cite(c.Quotes)
	return p.text.String()[from:]
}

// cite writes the marks of quotes, numbering those that are new.
func (p *page) cite(quotes []Quote) {
	written := map[int]bool{}
	for _, q := range quotes {
		n := p.numberOf(q.citation())
		if !written[n] {
			written[n] = true
			fmt.Fprintf(&p.text, " [%d]", n)
		}
	}
}

func (p *page) numberOf(c Citation) int {
	for _, old := range p.citations {
		if old.File == c.File && old.StartLine == c.StartLine && old.Quote == c.Quote {
			return old.N
		}
	}
	c.N = len(p.citations) + 1
	p.citations = append(p.citations, c)
	return c.N
}
