package extract

import (
	"regexp"
	"strconv"
	"strings"

	"kotae/retrieval/japanese"
)

// A particular is something that a question gives and that admits of no other words: a
// date, a version, a code, an acronym.
type particular struct {
	date    japanese.Date // where text is empty
	text    string        // folded
	acronym bool
}

// A place is a stretch of text with its dates.
type place struct {
	text  string // folded
	dates []japanese.Date
	years []int // that stand alone: （2023）
}

func newPlace(text string) place {
	p := place{text: japanese.Fold(text)}
	_, p.dates = japanese.Figures(p.text)
	for _, y := range bareYear.FindAllStringSubmatch(p.text, -1) {
		n, _ := strconv.Atoi(y[1]) // four digits
		p.years = append(p.years, n)
	}
	return p
}

var (
	bareYear = regexp.MustCompile(`(?:^|[^0-9.,])(19[5-9][0-9]|20[0-9]{2})(?:$|[^0-9.,年/-])`)
	acronyms = regexp.MustCompile(`[A-ZＡ-Ｚ]{2,}`)
	codeForm = regexp.MustCompile(`[0-9][a-z]|[a-z][0-9]|[a-z]-[0-9]`)
)

// particularsOf lists what a question gives. How much and how long it says (15万円の棚,
// 5時間かかった) is a condition, which documents put otherwise; a time of day too.
func particularsOf(question string, morphemes []japanese.Morpheme) []particular {
	var out []particular
	quantities, dates := japanese.Figures(question)
	for _, d := range dates {
		if !d.Clock && d.Year+d.Month > 0 {
			out = append(out, particular{date: d})
		}
	}
	for _, q := range quantities {
		switch {
		case q.Code != "":
			out = append(out, particular{text: q.Code})
		case q.Unit == "" && !q.Soft && q.Number >= 100: // エラー809
			out = append(out, particular{text: strings.TrimLeft(japanese.Fold(q.Of(question)), "0")})
		}
	}
	for _, m := range morphemes {
		if m.Part == japanese.Latin && codeForm.MatchString(m.Text) {
			out = append(out, particular{text: m.Text})
		}
	}
	if japanese.IsJapanese(question) { // English writes headings so, too
		for _, a := range acronyms.FindAllString(question, -1) {
			out = append(out, particular{text: japanese.Fold(a), acronym: true})
		}
	}
	return out
}

// in reports whether a place says a particular.
func (p particular) in(at place) bool {
	if p.text != "" {
		return strings.Contains(at.text, p.text)
	}
	for _, d := range at.dates {
		if p.date.Within(d) || d.Within(p.date) && (p.date.Year == 0 || d.Year == p.date.Year) {
			return true
		}
	}
	for _, y := range at.years {
		if p.date.Month == 0 && y == p.date.Year {
			return true
		}
	}
	return false
}

// propersOf are the names of namesOf that are known to be of people, places or
// organisations.
func propersOf(morphemes []japanese.Morpheme) map[string]bool {
	out := map[string]bool{}
	for _, m := range morphemes {
		switch m.Part {
		case japanese.Person, japanese.Place, japanese.Organization:
			out[m.Stem] = m.Stem != ""
		}
	}
	return out
}

// namesOf are the words of a question that are names of people, places or things, by
// stem: proper nouns, and Latin words that a Japanese question uses or that are
// written with capitals.
func namesOf(question string, morphemes []japanese.Morpheme) map[string]bool {
	out := map[string]bool{}
	inJapanese := japanese.IsJapanese(question)
	for i, m := range morphemes {
		switch m.Part {
		case japanese.Person, japanese.Place, japanese.Organization, japanese.ProperNoun:
			out[m.Stem] = m.Stem != ""
		case japanese.Latin:
			written := m.Of(question)
			out[m.Stem] = m.Stem != "" && (inJapanese || i > 0 && written != strings.ToLower(written))
		}
	}
	return out
}
