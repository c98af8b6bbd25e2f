package bottest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"kotae/prompts"
	"kotae/retrieval/japanese"
)

// IsSummary reports whether a summary, or notes for one, are asked for.
func (r *Request) IsSummary() bool { return strings.Contains(r.System(), "sum up documents") }

// IsNotes reports whether notes on a part of a document are asked for.
func (r *Request) IsNotes() bool {
	return r.IsSummary() && strings.Contains(r.Prompt(), "Write notes on it")
}

var items = regexp.MustCompile(`a list of (?:at most )?(\d+) `)

// summary is Correct's: a sentence of each passage, word for word, of as many as are
// asked for, evenly.
func summary(r *Request) string {
	most := 7
	if m := items.FindStringSubmatch(r.Prompt()); m != nil {
		most, _ = strconv.Atoi(m[1]) // digits
	}
	passages := r.Passages()
	var b strings.Builder
	n := min(most, len(passages))
	for i := range n {
		p := passages[i*len(passages)/n]
		if s := telling(p.Text); s != "" {
			fmt.Fprintf(&b, "- %s [%s]\n", s, p.ID)
		}
	}
	if b.Len() == 0 {
		return prompts.NoAnswer
	}
	return b.String()
}

// telling is the first sentence with a figure, or else the longest.
func telling(text string) string {
	best := ""
	for _, span := range japanese.Sentences(text) {
		s := bare(span.Of(text))
		if strings.HasPrefix(span.Of(text), "#") || strings.HasPrefix(span.Of(text), "|") {
			continue
		}
		if strings.ContainsFunc(s, unicode.IsDigit) && len(s) > 20 {
			return s
		}
		if len(s) > len(best) {
			best = s
		}
	}
	return best
}
