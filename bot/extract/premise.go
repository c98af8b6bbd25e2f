package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/bot"
	"kotae/retrieval/japanese"
)

// premises are what a question takes for granted and the place of its answer says
// otherwise: the year, a figure that it asks to confirm, which one of several things.
func (m *matcher) premises(w wanted, question string, chosen []*sentence) []bot.Premise {
	if len(chosen) == 0 {
		return nil
	}
	var out []bot.Premise
	if p, ok := yearPremise(w, question, chosen); ok {
		out = append(out, p)
	}
	if p, ok := m.figurePremise(w, question, chosen); ok {
		out = append(out, p)
	}
	if names := m.missing(w, question, chosen); len(names) > 0 {
		for _, name := range names {
			out = append(out, bot.Premise{Asked: name})
		}
	} else if name := cmp.Or(m.rival(question, chosen), m.unsaid(question, chosen)); name != "" {
		out = append(out, bot.Premise{Asked: name})
	}
	return out
}

// yearPremise finds a year of the question in whose place the answer has another: none of
// the sentences, their headings, titles or files, nor their passages, say the one asked
// for, and the nearest of those of the best sentence that says a year says one other.
func yearPremise(w wanted, question string, chosen []*sentence) (bot.Premise, bool) {
	var asked []int
	for _, x := range w.particulars {
		if x.text == "" && x.date.Year > 0 && x.date.Day == 0 {
			asked = append(asked, x.date.Year)
		}
	}
	if len(asked) != 1 { // a question about several compares them
		return bot.Premise{}, false
	}
	best := slices.MaxFunc(chosen, byScore)
	for _, s := range chosen {
		p := s.from.Passage
		if slices.Contains(yearsIn(p.File+"\n"+p.Title+"\n"+s.heading+"\n"+p.Text), asked[0]) {
			return bot.Premise{}, false
		}
	}
	for _, text := range []string{best.text, best.heading, best.from.Passage.Title, best.from.Passage.File} {
		years := yearsIn(text)
		slices.Sort(years)
		switch years = slices.Compact(years); len(years) {
		case 0:
			continue
		case 1:
			return bot.Premise{Asked: yearText(question, asked[0]), Found: strconv.Itoa(years[0])}, true
		}
		break
	}
	return bot.Premise{}, false
}

// yearsIn are the years that a text says.
func yearsIn(text string) []int {
	var out []int
	for line := range strings.SplitSeq(text, "\n") {
		at := newPlace(line)
		for _, d := range at.dates {
			if d.Year > 0 {
				out = append(out, d.Year)
			}
		}
		out = append(out, at.years...)
	}
	return out
}

// yearText is a year as a question types it.
func yearText(question string, year int) string {
	_, dates := japanese.Figures(question)
	for _, d := range dates {
		if d.Year == year {
			return d.Of(question)
		}
	}
	return strconv.Itoa(year)
}

var confirmForm = regexp.MustCompile(`(?:です|だ|ます|でした|だった|ました|る|た|い)よね|(?:って|というのは?)(?:本当|ほんと|マジ)|で(?:合って|あって|間違いない|まちがいない|いいん?ですよね|良いですよね)|のはず|(?i)\b(?:right|correct|true|isn't it|is that so)[?]?$|\b(?:is it true|am i right)\b`)

// figurePremise finds a figure that a question asks to confirm, and that the best
// sentence has others in the place of.
func (m *matcher) figurePremise(w wanted, question string, chosen []*sentence) (bot.Premise, bool) {
	if !w.confirms {
		return bot.Premise{}, false
	}
	for _, q := range w.given {
		if q.Unit == "" || q.Soft || q.Ordinal || q.Code != "" {
			continue
		}
		differs := false
		for _, s := range chosen {
			stated, _ := japanese.Figures(s.text)
			if slices.ContainsFunc(stated, q.Equal) {
				return bot.Premise{}, false
			}
			differs = differs || slices.ContainsFunc(stated, func(o japanese.Quantity) bool { return o.Unit.Comparable(q.Unit) && o.Unit != "" })
		}
		if differs {
			return bot.Premise{Asked: q.Of(question)}, true
		}
	}
	return bot.Premise{}, false
}

// confirms reports whether a question asks whether what it says is so.
func confirms(question string) bool { return confirmForm.MatchString(japanese.Fold(question)) }

// rival returns the first word of a compound of the question (丙地域) that the passages of an
// answer lack, while they have the second: what they say is said of others (甲地域). Of a
// compound in katakana that is one word (ゴールドプラン) it returns the whole. It returns "" where
// there is none.
func (m *matcher) rival(question string, chosen []*sentence) string {
	var text strings.Builder
	for _, s := range chosen {
		p := s.from.Passage
		text.WriteString(p.File + "\n" + p.Title + "\n" + s.heading + "\n" + p.Text + "\n")
	}
	folded, have := japanese.Fold(text.String()), m.holdings(text.String())
	morphemes := m.analyzer.Morphemes(question)
	for i, first := range morphemes {
		if !isNoun(first) || first.Stem == "" || strings.Contains(folded, first.Text) || m.says(first.Stem, have) {
			continue
		}
		if slipIn(first.Text, folded) {
			continue
		}
		if endsAs(first.Text, folded) {
			return first.Of(question)
		}
		if i+1 == len(morphemes) || i > 0 && morphemes[i-1].Part == japanese.Figure {
			continue // 1週間以上 is no compound
		}
		second := morphemes[i+1]
		if first.End == second.Start && isNoun(second) && utf8.RuneCountInString(second.Text) >= 2 && strings.Contains(folded, second.Text) {
			return first.Of(question)
		}
	}
	return ""
}

// isNoun reports whether a piece of a question may be one of a compound.
func isNoun(p japanese.Morpheme) bool {
	switch p.Part {
	case japanese.Noun, japanese.ProperNoun, japanese.Organization, japanese.Place, japanese.Latin:
		return true
	}
	return false
}

// endsAs reports whether a text has the end of a katakana compound as a word: three or
// more characters, behind two or more.
func endsAs(compound, text string) bool {
	r := []rune(compound)
	for _, c := range r {
		if !unicode.Is(unicode.Katakana, c) && c != 'ー' {
			return false
		}
	}
	for n := 2; n <= len(r)-3; n++ {
		if r[n] != 'ー' && strings.Contains(text, string(r[n:])) {
			return true
		}
	}
	return false
}

// slipIn reports whether a text has a word that a slip of the keyboard makes this of.
func slipIn(word, text string) bool {
	for w := range japanese.Slips(word) {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
