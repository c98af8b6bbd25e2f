package japanese

import (
	"strings"

	"github.com/ikawaha/kagome/v2/tokenizer"
)

// A Morpheme is the smallest piece of a text that has a part of speech; a Latin
// word or code (HYM-20L) is one.
type Morpheme struct {
	Span
	// Text is the piece folded.
	Text string
	// Stem is what content words are compared by: okurigana and plurals removed. It is
	// empty for particles, auxiliaries, figures and words too general to compare.
	Stem string
	Part Part
	// Known is true of words of the dictionary.
	Known bool
}

// A Part is a part of speech, as far as anybody here asks.
type Part int

// The parts of speech.
const (
	Other Part = iota // adverbs, conjunctions, interjections
	Noun
	VerbalNoun // 申請: a noun that する makes a verb
	Person     // proper nouns by kind
	Place
	Organization
	ProperNoun
	Figure // digits and numerals
	Verb
	Light     // verbs that only help: いる, くれる, なる behind て
	Adjective // 短い, and nouns that な makes one
	Particle
	Auxiliary
	Prefix
	Suffix
	Mark
	Latin
)

// Stem is what a content word, folded, is compared by: okurigana and plurals
// removed, and nothing left of words too general to compare.
func Stem(word string) string {
	if wordEnd(word, 0) > 0 {
		return stem(word)
	}
	if w := withoutOkurigana(word); !stopWords[w] && !stopWords[word] {
		return oneSpelling(w)
	}
	return ""
}

// Morphemes cuts a text, which is one sentence or row, into its pieces. White space
// is no piece.
func (a *Analyzer) Morphemes(text string) []Morpheme {
	return a.morphemes(mapText(text))
}

func (a *Analyzer) morphemes(m *mapped) []Morpheme {
	out := make([]Morpheme, 0, len(m.text)/4)
	flush := func(from, to int) {
		if from == to {
			return
		}
		for _, tok := range a.load().Analyze(m.text[from:to], tokenizer.Normal) {
			if tok.Class == tokenizer.DUMMY || strings.TrimSpace(tok.Surface) == "" {
				continue
			}
			start := from + tok.Position
			p := Morpheme{Span: m.span(start, start+len(tok.Surface)), Text: tok.Surface, Known: tok.Class == tokenizer.KNOWN}
			pos := tok.POS()
			p.Part = partOf(pos)
			if !strings.ContainsFunc(tok.Surface, isLetterOrMark) {
				p.Part = Mark
			}
			if p.Part != Mark && p.Part != Figure && !dropped(pos, tok.Surface) {
				if w := withoutOkurigana(tok.Surface); !stopWords[w] && !stopWords[tok.Surface] {
					p.Stem = oneSpelling(w)
				}
			}
			out = append(out, p)
		}
	}
	from := 0
	for i := 0; i < len(m.text); {
		end := latinWordEnd(m.text, i)
		if end == i {
			i++
			continue
		}
		flush(from, i)
		word := m.text[i:end]
		switch {
		case isDigits(strings.ReplaceAll(word, ".", "")) && strings.Count(word, ".") < 2: // stays with the counter behind it
			from, i = i, end
			continue
		case strings.ContainsFunc(word, func(r rune) bool { return r >= 'a' }) && !isMeasure(word):
			out = append(out, Morpheme{Span: m.span(i, end), Text: word, Stem: stem(word), Part: Latin})
		default: // 10/5, 050-0000-2911, 200gb
			out = append(out, Morpheme{Span: m.span(i, end), Text: word, Part: Figure})
		}
		from, i = end, end
	}
	flush(from, len(m.text))
	return out
}

// isMeasure reports whether a word is a figure with its unit: 200gb, 10kg.
func isMeasure(word string) bool {
	i := strings.IndexFunc(word, func(r rune) bool { return r >= 'a' })
	return i > 0 && isDigits(word[:i]) && latinUse[word[i:]] != ""
}

// latinWordEnd returns the offset behind the Latin word, code or figure at i.
func latinWordEnd(t string, i int) int {
	start := i
	for i < len(t) {
		c := t[i]
		switch {
		case isLetterByte(c) || isDigitByte(c):
		case c == 0xC3 && i+1 < len(t): // é and its like, folded to lower case
			i++
		case strings.IndexByte("-_.'/&+", c) >= 0 && i > start && i+1 < len(t) && (isLetterByte(t[i+1]) || isDigitByte(t[i+1])) && (c != '/' || isDigitByte(t[i-1]) == isDigitByte(t[i+1])):
			if c == '/' && !isDigitByte(t[i+1]) {
				return i
			}
		default:
			return i
		}
		i++
	}
	return i
}

// partOf maps the dictionary's parts of speech.
func partOf(pos []string) Part {
	if len(pos) == 0 {
		return Other
	}
	sub := func(i int) string {
		if i < len(pos) {
			return pos[i]
		}
		return ""
	}
	switch pos[0] {
	case "名詞":
		switch sub(1) {
		case "サ変接続":
			return VerbalNoun
		case "固有名詞":
			switch sub(2) {
			case "人名":
				return Person
			case "地域":
				return Place
			case "組織":
				return Organization
			}
			return ProperNoun
		case "数":
			return Figure
		case "接尾", "非自立":
			return Suffix
		case "形容動詞語幹", "ナイ形容詞語幹":
			return Adjective
		}
		return Noun
	case "動詞":
		if sub(1) == "非自立" || sub(1) == "接尾" {
			return Light
		}
		return Verb
	case "形容詞":
		return Adjective
	case "助詞":
		return Particle
	case "助動詞":
		return Auxiliary
	case "接頭詞":
		return Prefix
	case "記号":
		return Mark
	}
	return Other
}
