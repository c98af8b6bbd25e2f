package extract

import (
	"regexp"
	"strings"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// The weights of what speaks for a sentence: coverage of the question channel by
// channel, from the measured recipe, then the rest.
//
// Tried and dropped, by the share of questions about the sample documents whose answer
// is among three sentences: the weights that a regression on all of these finds (no
// better), the score of the passage against that of the best one (five points worse
// where wordings differ: a low score is near nothing, however near the others are),
// and the heading speaking for prose as it does for items.
const (
	wordWeight     = 1.0
	newWordWeight  = 1.0 // words of the question that title and heading do not hold
	bigramWeight   = 1.0
	unigramWeight  = 0.5
	trigramWeight  = 1.0
	headingWeight  = 0.5 // words of the question in the heading over the sentence
	sequenceWeight = 0.5 // longest common run of characters
	nearWeight     = 0.3 // neighbours in the question that are neighbours here
	carryWeight    = 0.4 // of the score of the sentence before
	reasonWeight   = 0.6 // of that, for a reason where one is asked for
	leadWeight     = 0.8 // of the score of what a list or a table stands under
	kindWeight     = 1.2 // it holds a thing of the kind asked for
	figureWeight   = 1.0 // it states a figure of the question, or a range about it
	givenWeight    = 0.7 // it says the dates and codes that the question gives
	rivalWeight    = 0.5 // against an item that states others in its place
	olderWeight    = 2.0 // against an edition that a newer one has taken the place of
	firstWeight    = 0.05
	passageWeight  = 6.0 // of the score of the passage
)

// A matcher compares sentences with one question.
type matcher struct {
	analyzer *japanese.Analyzer
	points   [japanese.Channels][]point
	question []rune // compact
	pairs    [][2]string
	heads    map[[2]string]head // by title and heading
	topics   map[string]float64 // by heading
	sides    []side             // things asked for side by side
	sure     bool               // what answers best answers well enough to be asserted
	older    map[string]string  // newest edition by files that are none, where these are not asked for
}

// A head is what stands over a sentence.
type head struct {
	heading, all holdings // of the heading, and of title and heading
}

// Holdings are the terms that a text holds.
type holdings [japanese.Channels]map[string]bool

func (m *matcher) holdings(text string) holdings {
	var out holdings
	for c, terms := range m.analyzer.Terms(text) {
		out[c] = set(terms)
	}
	return out
}

// head analyses what stands over a sentence, once.
func (m *matcher) head(title, heading string) head {
	key := [2]string{title, heading}
	h, ok := m.heads[key]
	if !ok {
		h = head{m.holdings(heading), m.holdings(title + "\n" + heading)}
		m.heads[key] = h
	}
	return h
}

func newMatcher(a *japanese.Analyzer, question string, terms []retrieval.Term) *matcher {
	m := &matcher{
		analyzer: a, question: []rune(japanese.Compact(question)),
		points: pointsOf(terms), heads: map[[2]string]head{}, topics: map[string]float64{},
	}
	words := a.Words(question)
	for i := 1; i < len(words); i++ {
		m.pairs = append(m.pairs, [2]string{words[i-1], words[i]})
	}
	return m
}

// score says how well a sentence under a title and a heading matches the question.
func (m *matcher) score(s *sentence) float64 {
	s.terms = m.holdings(s.text)
	above := m.head(s.from.Passage.Title, s.heading)
	score := wordWeight*m.coverage(japanese.Words, s.terms, nil) +
		newWordWeight*m.coverage(japanese.Words, s.terms, &above.all) +
		headingWeight*m.coverage(japanese.Words, above.heading, nil) +
		bigramWeight*m.coverage(japanese.Bigrams, s.terms, nil) +
		unigramWeight*m.coverage(japanese.Unigrams, s.terms, nil) +
		trigramWeight*m.coverage(japanese.Trigrams, s.terms, nil)
	if len(m.question) > 0 {
		score += sequenceWeight * float64(commonRun(m.question, []rune(japanese.Compact(s.text)))) / float64(len(m.question))
	}
	return score + nearWeight*m.near(m.analyzer.Words(s.text))
}

// topic says how well the heading over a sentence matches the question by itself.
func (m *matcher) topic(s *sentence) float64 {
	score, ok := m.topics[s.heading]
	if !ok {
		leaf := s.heading[strings.LastIndex(s.heading, ">")+1:]
		score = m.score(&sentence{text: strings.TrimSpace(leaf), from: s.from})
		m.topics[s.heading] = score
	}
	return score
}

// near is the share of the question's neighbouring words that are neighbours, at
// most two words apart, in the sentence.
func (m *matcher) near(words []string) float64 {
	if len(m.pairs) == 0 {
		return 0
	}
	n := 0
	for _, p := range m.pairs {
		for i, w := range words {
			if w == p[0] && (i+1 < len(words) && words[i+1] == p[1] || i+2 < len(words) && words[i+2] == p[1]) {
				n++
				break
			}
		}
	}
	return float64(n) / float64(len(m.pairs))
}

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// commonRun is the length of the longest run of runes that both texts hold.
func commonRun(a, b []rune) int {
	best := 0
	prev, cur := make([]int, len(b)+1), make([]int, len(b)+1)
	for i := range a {
		for j := range b {
			cur[j+1] = 0
			if a[i] == b[j] {
				cur[j+1] = prev[j] + 1
				best = max(best, cur[j+1])
			}
		}
		prev, cur = cur, prev
	}
	return best
}

// faq is how a question of a FAQ begins.
var faq = regexp.MustCompile(`^[\s*_#>・-]*(Q|Ｑ|質問|問)\s*[0-9０-９]*\s*[.．:：、)）　 ]`)

// isQuestion reports whether a sentence of a document asks rather than tells.
func isQuestion(s string) bool {
	if faq.MatchString(s) {
		return true
	}
	return asking.MatchString(strings.TrimRight(s, " *_\"」』）)"))
}

// asking is how a question ends: with its mark, or with か behind a polite form.
var asking = regexp.MustCompile(`[？?]$|(です|ます|ました|ません|でしょう|だろう|の|べき)か[。．]?$`)

// isTableHead reports whether a span of text is a table's row of column names, or
// the rule under it.
func isTableHead(text string, s japanese.Span) bool {
	if row(s.Of(text)) == nil {
		return false
	}
	next, _, _ := strings.Cut(strings.TrimPrefix(text[s.End:], "\n"), "\n")
	return isRule(s.Of(text)) || row(next) != nil && isRule(next)
}

// isHeading reports whether a sentence is the heading in force, or the title.
func isHeading(sentence, heading, title string) bool {
	s := bare(sentence)
	if s == "" {
		return true
	}
	if i := strings.LastIndex(heading, " > "); i >= 0 {
		heading = heading[i+3:]
	}
	return s == bare(heading) || s == bare(heading[japanese.ItemMark(heading):]) || s == bare(title) || title != "" && dated(strings.TrimPrefix(s, bare(title)), s)
}

// dated reports whether what remains of a line behind its title is only a date.
func dated(rest, line string) bool {
	return rest != line && rest != "" && strings.Trim(rest, "0123456789年月日時分秒曜()/.") == ""
}

// bare is a text's letters and digits.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t　#*_`【】■◆●□◇=-–—:：|", r) {
			return -1
		}
		return r
	}, japanese.Compact(s))
}
