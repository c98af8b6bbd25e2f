package bot

import (
	"fmt"
	"strings"
)

// supported drops claims that stand on nothing: without a quote, or with one that
// is not a span of its passage.
func supported(claims []Claim) []Claim {
	var out []Claim
	for _, c := range claims {
		ok := c.Text != "" && len(c.Quotes) > 0
		for _, q := range c.Quotes {
			ok = ok && 0 <= q.Start && q.Start < q.End && q.End <= len(q.Hit.Passage.Text)
		}
		if ok {
			out = append(out, c)
		}
	}
	return out
}

// number writes claims as Markdown, in paragraphs under the place they come from,
// and gives their citations numbers in order of appearance. The same span has the
// same number throughout.
func number(claims []Claim) (string, []Citation) {
	var b strings.Builder
	var citations []Citation
	place := ""
	for i, c := range claims {
		first := c.Quotes[0].citation()
		if p := first.place(); p != place || i == 0 {
			if i > 0 {
				b.WriteString("\n\n")
			}
			fmt.Fprintf(&b, "**%s**\n\n", escape(p))
			place = p
		} else {
			b.WriteString("\n")
		}
		b.WriteString("- ")
		b.WriteString(c.Text)
		for _, q := range c.Quotes {
			citation := q.citation()
			n := 0
			for _, old := range citations {
				if old.File == citation.File && old.StartLine == citation.StartLine && old.Quote == citation.Quote {
					n = old.N
				}
			}
			if n == 0 {
				n = len(citations) + 1
				citation.N = n
				citations = append(citations, citation)
			}
			fmt.Fprintf(&b, " [%d]", n)
		}
	}
	return b.String(), citations
}

// place names where a citation stands, for people: title and heading.
func (c Citation) place() string {
	if c.Heading == "" {
		return c.Title
	}
	return c.Title + " > " + c.Heading
}

// citation describes a quote, not yet numbered.
func (q Quote) citation() Citation {
	p := q.Hit.Passage
	text := p.Text
	start := p.StartLine + strings.Count(text[:q.Start], "\n")
	quote := text[q.Start:q.End]
	return Citation{
		File: p.File, Title: p.Title, Heading: p.Heading(start), Page: p.Page,
		StartLine: start, EndLine: start + strings.Count(quote, "\n"),
		Quote: quote, Score: q.Hit.Score,
	}
}

// escape keeps names from being read as Markdown.
func escape(s string) string {
	return markdownEscaper.Replace(s)
}

var markdownEscaper = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `_`, `\_`, "`", "\\`", `[`, `\[`, `]`, `\]`, `<`, `\<`)
