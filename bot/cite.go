package bot

import (
	"strings"
	"unicode/utf8"

	"kotae/prompts"
)

// supported drops claims that stand on nothing: without a quote, or with one that
// is not a span of its passage.
func supported(claims []Claim) []Claim {
	var out []Claim
	for _, c := range claims {
		ok := visible(c.Text) && len(c.Quotes) > 0
		for _, q := range c.Quotes {
			ok = ok && 0 <= q.Start && q.Start < q.End && q.End <= len(q.Hit.Passage.Text) &&
				utf8.ValidString(q.Hit.Passage.Text[q.Start:q.End]) && visible(q.Hit.Passage.Text[q.Start:q.End])
		}
		if ok {
			out = append(out, c)
		}
	}
	return out
}

// visible reports whether there is anything in a text that people see.
func visible(text string) bool { return strings.TrimSpace(prompts.Visible(text)) != "" }

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
	start := p.StartLine + strings.Count(p.Text[:q.Start], "\n")
	quote := p.Text[q.Start:q.End]
	return Citation{
		File: p.File, Title: p.Title, Heading: p.Heading(start), Page: p.Page,
		StartLine: start, EndLine: start + strings.Count(quote, "\n"),
		Quote: quote, Score: q.Hit.Score,
	}
}

// escape keeps names from being read as Markdown, or as an address to go to.
func escape(s string) string {
	return markdownEscaper.Replace(addressForm.ReplaceAllString(prompts.Visible(s), "…"))
}

var markdownEscaper = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `_`, `\_`, "`", "\\`", `[`, `\[`, `]`, `\]`, `<`, `\<`, "\n", " ")
