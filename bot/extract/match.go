package extract

import (
	"maps"
	"regexp"
	"strings"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// The weights of what speaks for a sentence, from the measured recipe: coverage of
// the question channel by channel, then the rest.
const (
	wordWeight     = 1.0
	newWordWeight  = 1.0 // words of the question that title and heading do not hold
	bigramWeight   = 1.0
	unigramWeight  = 0.5
	trigramWeight  = 1.0
	headingWeight  = 0.5 // words of the question in the heading over the sentence
	sequenceWeight = 0.5 // longest common run of characters
	kindWeight     = 0.8
	carryWeight    = 0.4 // of the score of the sentence before
	nearWeight     = 0.3 // neighbours in the question that are neighbours here
	firstWeight    = 0.05
	passageWeight  = 10.0
)

// A matcher compares sentences with one question.
type matcher struct {
	analyzer *japanese.Analyzer
	terms    [japanese.Channels][]retrieval.Term
	question []rune // compact
	pairs    [][2]string
	heads    map[[2]string]head // by title and heading
}

// A head is what stands over a sentence.
type head struct {
	heading, all map[string]bool // words of the heading, and of title and heading
}

// head analyses what stands over a sentence, once.
func (m *matcher) head(title, heading string) head {
	key := [2]string{title, heading}
	h, ok := m.heads[key]
	if !ok {
		h = head{set(m.analyzer.Words(heading)), set(m.analyzer.Words(title))}
		maps.Copy(h.all, h.heading)
		m.heads[key] = h
	}
	return h
}

func newMatcher(a *japanese.Analyzer, question string, terms []retrieval.Term) *matcher {
	m := &matcher{analyzer: a, question: []rune(japanese.Compact(question)), heads: map[[2]string]head{}}
	for _, t := range terms {
		m.terms[t.Channel] = append(m.terms[t.Channel], t)
	}
	words := a.Words(question)
	for i := 1; i < len(words); i++ {
		m.pairs = append(m.pairs, [2]string{words[i-1], words[i]})
	}
	return m
}

// score says how well a sentence under a title and a heading matches the question.
func (m *matcher) score(sentence, title, heading string) float64 {
	terms := m.analyzer.Terms(sentence)
	above := m.head(title, heading)
	words := set(terms[japanese.Words])
	score := wordWeight*coverage(m.terms[japanese.Words], words, nil) +
		newWordWeight*coverage(m.terms[japanese.Words], words, above.all) +
		headingWeight*coverage(m.terms[japanese.Words], above.heading, nil) +
		bigramWeight*coverage(m.terms[japanese.Bigrams], set(terms[japanese.Bigrams]), nil) +
		unigramWeight*coverage(m.terms[japanese.Unigrams], set(terms[japanese.Unigrams]), nil) +
		trigramWeight*coverage(m.terms[japanese.Trigrams], set(terms[japanese.Trigrams]), nil)
	if len(m.question) > 0 {
		score += sequenceWeight * float64(commonRun(m.question, []rune(japanese.Compact(sentence)))) / float64(len(m.question))
	}
	return score + nearWeight*m.near(terms[japanese.Words])
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

// coverage is the share, by rarity, of the terms outside except that are in have;
// 0 where there are none.
func coverage(terms []retrieval.Term, have, except map[string]bool) float64 {
	sum, total := 0.0, 0.0
	for _, t := range terms {
		if except[t.Text] {
			continue
		}
		total += t.Rarity
		if have[t.Text] {
			sum += t.Rarity
		}
	}
	if total == 0 {
		return 0
	}
	return sum / total
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
	return s == bare(heading) || s == bare(title)
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
