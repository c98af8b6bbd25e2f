package guard

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// A name is a proper name or a code in a claim.
type name struct {
	japanese.Span
	folded string
	part   japanese.Part
	code   bool // in Latin letters
	digits bool // and has figures: the same in every language
	weak   bool // a loan word that may be a name: プレミアム
}

// namesOf finds the names of a claim.
func namesOf(c *claim) []name {
	var out []name
	figures := figureSpans(c)
	for i, m := range c.morphemes {
		if within(m.Span, figures) && !strings.ContainsFunc(m.Text, unicode.IsDigit) {
			continue // 令和
		}
		n := name{Span: m.Span, folded: m.Text, part: m.Part}
		source := m.Of(c.text)
		switch {
		case m.Part == japanese.Latin:
			n.code = true
			n.digits = strings.ContainsAny(m.Text, "0123456789")
			if strings.TrimSuffix(m.Text, "'s") != m.Text {
				n.folded = strings.TrimSuffix(m.Text, "'s")
			}
			if !isNameLike(c, source, i) || isCalendar(m.Text) || within(m.Span, figures) {
				continue
			}
		case isKatakana(m.Text):
			if utf8.RuneCountInString(m.Text) < 3 && m.Part != japanese.Place || generic[m.Text] {
				continue
			}
			n.weak = m.Known && !isProper(m.Part)
			n.part = japanese.ProperNoun
		case institutions[m.Text]:
			j := i
			for j > 0 && (c.morphemes[j-1].Part == japanese.Noun || c.morphemes[j-1].Part == japanese.VerbalNoun || isProper(c.morphemes[j-1].Part)) && i-j < 4 {
				j--
			}
			if j == i {
				continue
			}
			n.Start = c.morphemes[j].Start
			n.folded = japanese.Compact(n.Of(c.text))
			n.part = japanese.Organization
		case m.Part == japanese.Person && singles(c, i) > i+1: // 汪文斌, in pieces
			n.End = c.morphemes[singles(c, i)-1].End
			n.folded = japanese.Compact(n.Of(c.text))
		case isProper(m.Part):
			if utf8.RuneCountInString(m.Text) < 2 && !titled(c, i) || !hasKanji(m.Text) || general[m.Text] {
				continue
			}
		default:
			continue
		}
		out = append(out, n)
	}
	return out
}

func isProper(p japanese.Part) bool {
	return p == japanese.Person || p == japanese.Place || p == japanese.Organization || p == japanese.ProperNoun
}

// isNameLike reports whether a Latin word is written as a name: with a capital
// inside a sentence, in capitals, with figures, or in the middle of Japanese.
func isNameLike(c *claim, word string, i int) bool {
	if strings.ContainsAny(word, "0123456789") {
		return strings.ContainsFunc(word, unicode.IsLetter) && !strings.HasPrefix(word, "-")
	}
	upper := 0
	for _, r := range word {
		if unicode.IsUpper(r) {
			upper++
		}
	}
	if c.japanese {
		return len(word) > 1 && (upper > 0 || len(word) > 2)
	}
	if upper > 1 {
		return true
	}
	return upper == 1 && i > 0 && c.morphemes[i-1].Part != japanese.Mark && unicode.IsUpper(rune(word[0])) && len(word) > 1
}

// isCalendar reports whether a word names a month or a weekday, which dates compare.
func isCalendar(w string) bool {
	_, d := japanese.Figures(strings.ToUpper(w[:1]) + w[1:])
	return len(d) > 0
}

// titled reports whether the morpheme at i is followed by a title of a person.
func titled(c *claim, i int) bool {
	if i+1 >= len(c.morphemes) {
		return false
	}
	switch c.morphemes[i+1].Text {
	case "さん", "氏", "様", "課長", "部長", "社長", "係長", "主任", "室長", "所長", "先生", "教授":
		return true
	}
	return false
}

// singles returns the index behind the single kanji that begin with the surname at i
// and end with another name: a name that the dictionary has only in pieces.
func singles(c *claim, i int) int {
	end := i
	for j := i; j < len(c.morphemes) && j < i+4; j++ {
		m := c.morphemes[j]
		if utf8.RuneCountInString(m.Text) != 1 || !hasKanji(m.Text) {
			break
		}
		if m.Part == japanese.Person {
			end = j + 1
		}
	}
	return end
}

// titledSpan widens the span of a name to the office it stands with: 製造部長の百瀬さん.
func (c *claim) titledSpan(s japanese.Span) japanese.Span {
	isPart := func(m japanese.Morpheme) bool {
		return m.Part == japanese.Noun || m.Part == japanese.VerbalNoun || m.Part == japanese.Suffix || isProper(m.Part)
	}
	first, last := -1, -1
	for i, m := range c.morphemes {
		if m.Start < s.End && s.Start < m.End {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 || !isProper(c.morphemes[first].Part) {
		return s
	}
	i := first
	if i > 1 && c.morphemes[i-1].Text == "の" && isPart(c.morphemes[i-2]) {
		i--
		for i > 0 && isPart(c.morphemes[i-1]) {
			i--
		}
	}
	for last+1 < len(c.morphemes) && isPart(c.morphemes[last+1]) {
		last++
	}
	return japanese.Span{Start: c.morphemes[i].Start, End: c.morphemes[last].End}
}

// institutions end the names of bodies that are made of common words.
var institutions = set("省 庁 大学 銀行 協会 研究所 委員会 財団 連合会 裁判所 労働局 大使館")

// general are names so general that a sentence may bring them in by itself.
var general = set("日本 国内 海外 全国 世界 当社 弊社 本社 欧米")
