package japanese

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/ikawaha/kagome-dict/ipa"
	"github.com/ikawaha/kagome/v2/tokenizer"
)

// Version names the analysis: it changes whenever the same text yields other terms.
const Version = "japanese/6"

// Channels is the number of kinds of terms.
const Channels = 5

// The channels of Terms.
const (
	Words    = iota // content words, okurigana and plurals removed
	Bigrams         // pairs of adjacent characters
	Unigrams        // single characters
	Trigrams        // three adjacent characters
	Sounds          // what katakana and Latin words and names in kanji sound like, by script
)

// Terms are the terms of a text by channel, in the order of the text, repeats
// included. Runs of Latin letters and digits are one term in every channel but Sounds; grams
// made of hiragana alone are left out.
type Terms [Channels][]string

// An Analyzer finds the words of a text by morphological analysis with the IPA
// dictionary. It is safe for concurrent use.
//
// The dictionary takes about 0.4 s and 30 MB to load: without the part that holds
// base forms and readings, which would be another 0.2 s and 60 MB, and which
// dropping okurigana replaces (measured equal in recall).
type Analyzer struct {
	load func() *tokenizer.Tokenizer
}

// NewAnalyzer returns an analyzer that loads its dictionary at first use.
func NewAnalyzer() *Analyzer {
	return &Analyzer{load: sync.OnceValue(func() *tokenizer.Tokenizer {
		t, err := tokenizer.New(ipa.DictShrink(), tokenizer.OmitBosEos())
		if err != nil {
			panic(err) // the dictionary is part of the binary; only a nil one is refused
		}
		return t
	})}
}

// Preload loads the dictionary and the built-in glossary now, so that the first
// question does not wait for them.
func (a *Analyzer) Preload() {
	a.load()
	BuiltIn()
}

// Terms analyses a text.
func (a *Analyzer) Terms(text string) Terms {
	folded := Fold(text)
	t := grams(folded)
	t[Sounds] = sounds(folded)
	t[Words] = a.words(folded, func(tok tokenizer.Token) {
		t[Sounds] = append(t[Sounds], kanjiNameOf(tok)...)
		for _, w := range loanwordsOf(tok) {
			if s := Heard(w); s != "" && !slices.Contains(t[Sounds], s) { // not heard as a whole already
				t[Sounds] = append(t[Sounds], s)
			}
		}
	})
	for _, n := range latinNames(text, false) {
		t[Sounds] = append(t[Sounds], n.Heard...)
	}
	return t
}

// sounds returns the sounds of the katakana and the Latin words of a text.
func sounds(folded string) []string {
	var out []string
	add := func(word string) {
		if s := Heard(word); s != "" {
			out = append(out, s)
		}
	}
	for _, run := range runs(folded) {
		if run.latin {
			if !englishStops[run.text] {
				add(run.text)
			}
			continue
		}
		for _, w := range appendScriptRuns(nil, run.text) {
			if r, _ := utf8.DecodeRuneInString(w); isKatakana(r) {
				add(w)
			}
		}
	}
	return out
}

// GramTerms analyses a text without the dictionary: in place of words it has runs
// of one script (kanji, katakana).
func GramTerms(text string) Terms {
	folded := Fold(text)
	t := grams(folded)
	for _, run := range runs(folded) {
		if run.latin {
			if w := stem(run.text); w != "" {
				t[Words] = append(t[Words], w)
			}
			continue
		}
		t[Words] = appendScriptRuns(t[Words], run.text)
	}
	return t
}

// appendScriptRuns appends the stretches of s that are kanji or katakana alone.
func appendScriptRuns(out []string, s string) []string {
	script := func(r rune) int {
		switch {
		case isHan(r):
			return 1
		case isKatakana(r):
			return 2
		}
		return 0
	}
	from, current := 0, 0
	for i, r := range s {
		if k := script(r); k != current {
			if current != 0 {
				out = append(out, s[from:i])
			}
			from, current = i, k
		}
	}
	if current != 0 {
		out = append(out, s[from:])
	}
	return out
}

func grams(folded string) Terms {
	var t Terms
	for _, run := range runs(folded) {
		if run.latin {
			if w := stem(run.text); w != "" {
				for _, c := range []int{Bigrams, Unigrams, Trigrams} {
					t[c] = append(t[c], w)
				}
			}
			continue
		}
		t[Unigrams] = appendGrams(t[Unigrams], run.text, 1)
		t[Bigrams] = appendGrams(t[Bigrams], run.text, 2)
		t[Trigrams] = appendGrams(t[Trigrams], run.text, 3)
	}
	return t
}

// Words returns the content words of a text, in order, repeats included: Latin
// runs without stop words and plurals, Japanese words without particles,
// auxiliaries, interrogatives and okurigana.
func (a *Analyzer) Words(text string) []string { return a.words(Fold(text), func(tokenizer.Token) {}) }

// words calls visit for every token of Japanese on the way.
func (a *Analyzer) words(folded string, visit func(tokenizer.Token)) []string {
	var out []string
	for _, run := range runs(folded) {
		if run.latin {
			if w := stem(run.text); w != "" {
				out = append(out, w)
			}
			continue
		}
		for _, tok := range a.load().Analyze(run.text, tokenizer.Search) {
			visit(tok)
			if tok.Class == tokenizer.DUMMY || dropped(tok.POS(), tok.Surface) {
				continue
			}
			w := withoutOkurigana(tok.Surface)
			if stopWords[w] || stopWords[tok.Surface] {
				continue
			}
			if words := loanwordsOf(tok); len(words) > 0 {
				for _, w := range words {
					out = append(out, oneSpelling(w))
				}
				continue
			}
			out = append(out, oneSpelling(w))
		}
	}
	return out
}

// A run is a stretch of folded text of one way of writing: Latin letters and
// digits, or Japanese and whatever else carries words.
type run struct {
	text       string
	latin      bool
	start, end int // in the folded text
}

// runs cuts folded text at white space and punctuation and where the writing
// changes. Full stops and commas between digits stay: 12.5; 1,500 becomes 1500.
func runs(folded string) []run {
	var out []run
	var cur strings.Builder
	latin, start := false, 0
	var prev rune
	flush := func(end int) {
		if cur.Len() > 0 {
			out = append(out, run{cur.String(), latin, start, end})
			cur.Reset()
		}
	}
	put := func(i int, r rune) {
		if cur.Len() == 0 {
			start = i
		}
		cur.WriteRune(r)
	}
	for i, r := range folded {
		next, _ := utf8.DecodeRuneInString(folded[i+utf8.RuneLen(r):])
		switch {
		case isLatin(r):
			if !latin {
				flush(i)
			}
			latin = true
			put(i, r)
		case latin && (r == '.' || r == ',') && isDigit(prev) && isDigit(next):
			if r == '.' {
				put(i, r)
			}
		case isJapaneseRune(r) || r >= 0x250 && isLetterOrMark(r):
			if latin {
				flush(i)
			}
			latin = false
			put(i, r)
		default:
			flush(i)
		}
		prev = r
	}
	flush(len(folded))
	return out
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// appendGrams appends the n-grams of a run that are not hiragana alone.
func appendGrams(out []string, s string, n int) []string {
	var starts [4]int // ring of the offsets of the last n runes
	kana := 0         // hiragana in a row, up to here
	count := 0
	for i, r := range s {
		starts[count%4] = i
		count++
		if isHiragana(r) || r == 'ー' {
			kana++
		} else {
			kana = 0
		}
		if count >= n && kana < n {
			out = append(out, s[starts[(count-n)%4]:i+utf8.RuneLen(r)])
		}
	}
	return out
}

// withoutOkurigana drops the hiragana of a word that has kanji, so that
// 申し込み, 申込み and 申し込む are one: 申込.
func withoutOkurigana(w string) string {
	han, kana := false, false
	for _, r := range w {
		han = han || isHan(r)
		kana = kana || isHiragana(r)
	}
	if !han || !kana {
		return w
	}
	return strings.Map(func(r rune) rune {
		if isHiragana(r) {
			return -1
		}
		return r
	}, w)
}

// vu is written two ways in katakana.
var vu = strings.NewReplacer("ヴァ", "バ", "ヴィ", "ビ", "ヴェ", "ベ", "ヴォ", "ボ", "ヴ", "ブ")

// oneSpelling brings the spellings of a katakana word together: サーバー and サーバ,
// ヴァイオリン and バイオリン.
func oneSpelling(w string) string {
	if r, _ := utf8.DecodeRuneInString(w); !isKatakana(r) {
		return w
	}
	if long := strings.TrimSuffix(w, "ー"); utf8.RuneCountInString(long) >= 2 {
		w = long
	}
	return vu.Replace(w)
}
