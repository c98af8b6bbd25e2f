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

// told is what was said that a question leans on, a turn a line: questions without how
// they wanted their answers, and of answers the titles and headings of what they cite.
// The words of a quotation are many, and most of them beside the point. Where the
// question points back by name at a thing that an answer spoke of, that answer and the
// question before are all; if it cites nothing, but names files, it is these.
func (r *Rules) told(question string, said []bot.Turn) string {
	things := r.things(question)
	for i := len(said) - 1; i > 0; i-- {
		if !said[i].Asker && said[i-1].Asker && r.speaksOf(said[i].Text, things) {
			answer := said[i]
			if files := fileForm.FindAllString(answer.Text, -1); len(files) > 0 {
				answer.Text = strings.Join(files, "\n")
			}
			said = []bot.Turn{said[i-1], answer}
			break
		}
	}
	var out []string
	for _, t := range said {
		lines := []string{cmp.Or(r.plain(t.Text), t.Text)}
		if !t.Asker {
			lines = sources(t)
		}
		for _, l := range lines {
			if !slices.Contains(out, l) {
				out = append(out, l)
			}
		}
	}
	return strings.Join(out, "\n")
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

// sources are what an answer cites, by title and heading, or else its own words.
func sources(answer bot.Turn) []string {
	var out []string
	for _, c := range answer.Citations {
		out = append(out, strings.TrimSpace(cmp.Or(c.Title, c.File)+" "+c.Heading))
	}
	if len(out) == 0 {
		return []string{answer.Text}
	}
	return out
}
