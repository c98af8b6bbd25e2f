package rewrite

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"kotae/bot"
	"kotae/retrieval/japanese"
)

var (
	// thing is what a question points back at by name: その承認, the same form.
	thing = regexp.MustCompile(`(?:その|この|あの|例の|さっきの|先ほどの|さきほどの|前述の|上記の)([\p{Han}\p{Katakana}ーa-z0-9]+(?:の[\p{Han}\p{Katakana}ーa-z0-9]+)?)|\b(?:that|this|those|these|the same|the said) ([a-z0-9-]+(?: [a-z0-9-]+)?)`)
	// fileForm is a file that an answer names in its text.
	fileForm = regexp.MustCompile(`[^\s()（）「」\[\]、。:：]+\.(?:md|txt|pdf|docx|xlsx|pptx|html?|csv)\b`)
)

// meant narrows what was said to the last answer that speaks of a thing the question
// points back at by name, and the question it answered; where none does, it is all.
func (r *Rules) meant(question string, said []bot.Turn) []bot.Turn {
	things := r.things(question)
	for i := len(said) - 1; i > 0; i-- {
		if !said[i].Asker && said[i-1].Asker && r.speaksOf(said[i].Text, things) {
			return said[i-1 : i+1]
		}
	}
	return said
}

// things are the content words of what a question points back at by name.
func (r *Rules) things(question string) []string {
	var out []string
	for _, m := range thing.FindAllStringSubmatch(japanese.Fold(question), -1) {
		out = append(out, r.analyzer.Words(m[1]+m[2])...)
	}
	return out
}

// speaksOf reports whether a text holds one of the things.
func (r *Rules) speaksOf(text string, things []string) bool {
	return slices.ContainsFunc(r.analyzer.Words(text), func(w string) bool { return slices.Contains(things, w) })
}

// told is what was said, a turn a line: questions without how they wanted their
// answers, and for answers the titles and headings of what they cite, or the files that
// they name. Only one that tells no source is carried in its own words: those of a
// quotation are many, and most of them beside the point.
func (r *Rules) told(said []bot.Turn) string {
	var out []string
	for _, t := range said {
		switch {
		case t.Asker:
			out = append(out, cmp.Or(r.plain(t.Text), t.Text))
		default:
			for _, s := range sources(t) {
				if !slices.Contains(out, s) {
					out = append(out, s)
				}
			}
		}
	}
	return strings.Join(out, "\n")
}

// sources are what an answer cites by title and heading, else the files that it names,
// else its own words.
func sources(answer bot.Turn) []string {
	var out []string
	for _, c := range answer.Citations {
		if s := strings.TrimSpace(cmp.Or(c.Title, c.File) + " " + c.Heading); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		out = fileForm.FindAllString(answer.Text, -1)
	}
	if len(out) == 0 {
		out = []string{answer.Text}
	}
	return out
}
