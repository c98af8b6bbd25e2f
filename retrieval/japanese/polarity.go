package japanese

import (
	"slices"
	"strings"
)

// An Assertion is what a text says of one thing: that it is so, is allowed, is
// needed, or is not.
type Assertion struct {
	// Span is the word asserted or denied with what asserts or denies it (利用できない).
	Span
	// Stem is the stem of the word, "" where the text leaves it out.
	Stem string
	// Topic are the stems of the other content words of the clause, up to the word.
	Topic  []string
	Aspect Aspect
	// Negative is true of what is denied, forbidden, not needed or left out. A double
	// negation is none, and neither is しなければならない.
	Negative bool
	// Exclusive tells how the sentence limits what it asserts: a text that turns a
	// limit round (使えるのは…だけ, …でないと使えない) turns the polarity round with it.
	Exclusive Exclusive
	// Implied is true of an English word that nothing denies.
	Implied bool
	// Conditional is true of what is only supposed: …の場合は, …すれば, if.
	Conditional bool
	// Borrowed is true where Stem is that of the word before: 撮影は禁止, 利用可.
	Borrowed bool
}

// An Aspect is what kind of assertion one is.
type Aspect int

// The aspects.
const (
	Plain      Aspect = iota // it is so
	Permission               // it may or can be: できる, 認める, 可, may, allowed
	Need                     // it must be: 必要, なければならない, must, required
	Inclusion                // it is one of those meant: 対象, 含む, covered
)

// Kin reports whether assertions of the two aspects can contradict each other without
// being about the same word: what is not meant is not allowed either.
func (a Aspect) Kin(o Aspect) bool {
	switch a {
	case Plain:
		return false
	case Permission, Inclusion:
		return o == Permission || o == Inclusion
	}
	return a == o
}

// Exclusive is a way of limiting an assertion.
type Exclusive int

// The ways.
const (
	NotExclusive Exclusive = iota
	OnlyIf                 // に限り, だけ, のみ, only
	NotUnless              // ないと, なければ, 許可なく, 以外, しか, unless, without, until
	EvenWithout            // がなくても, even without
)

// Assertions returns what the morphemes of one sentence assert, in order.
func Assertions(ms []Morpheme) []Assertion {
	var out []Assertion
	var topic []string
	if isEnglish(ms) {
		return englishAssertions(ms)
	}
	exclusive, clause := NotExclusive, -1 // of the clause that begins at the index clause
	before := 0                           // where the clause before begins
	inherited := 0                        // how much of the topic is that of clauses before
	for i := 0; i < len(ms); {
		m := ms[i]
		if clause < 0 {
			exclusive, clause = exclusiveOf(ms[before:clauseEnd(ms, i)]), i
		}
		if isClauseMark(m) {
			before, clause = clause, -1
			topic = clauseTopic(topic, ms, i)
			inherited = len(topic)
			i++
			continue
		}
		if m.Part == Particle && m.Text == "は" && len(topic) > inherited { // a topic of its own
			topic = topic[inherited:]
			inherited = 0
		}
		if !isHead(ms, i) {
			if m.Stem != "" && !(m.Part == Suffix && i > 0 && ms[i-1].Part == Figure) {
				topic = append(topic, m.Stem)
			}
			i++
			continue
		}
		end := tailEnd(ms, i+1)
		tail := tailText(ms[i+1 : end])
		a, ok := judge(ms, i, end, tail)
		if m.Part == Suffix && i > 0 && ms[i-1].Stem != "" {
			a.Stem = ms[i-1].Stem + m.Stem
		}
		a.Topic = slices.Clone(topic)
		a.Exclusive = exclusive
		a.Conditional = supposes(tail)
		a.Span = Span{m.Start, ms[max(end-1, i)].End}
		if a.Stem == "" && len(topic) > 0 {
			a.Stem, a.Borrowed = topic[len(topic)-1], true
		}
		if ok && !a.isEmpty() {
			out = append(out, a)
		}
		if m.Stem != "" {
			topic = append(topic, m.Stem)
		}
		i = max(end, i+1)
	}
	return out
}

// isEnglish reports whether most of the words are Latin.
func isEnglish(ms []Morpheme) bool {
	n := 0
	for _, m := range ms {
		switch m.Part {
		case Latin:
			n++
		case Figure, Mark:
		default:
			n--
		}
	}
	return n > 0
}

func (a Assertion) isEmpty() bool { return a.Stem == "" && a.Aspect == Plain }

// isClauseMark reports whether a clause ends with m.
func isClauseMark(m Morpheme) bool {
	return m.Part == Mark && strings.ContainsAny(m.Text, "、。,.;:|「」()!?")
}

// clauseEnd returns the index of the mark that ends the clause at i.
func clauseEnd(ms []Morpheme, i int) int {
	for i < len(ms) && !isClauseMark(ms[i]) {
		i++
	}
	return i
}

// clauseTopic is what of a clause's topic the next one inherits: what は set.
func clauseTopic(topic []string, ms []Morpheme, end int) []string {
	for i := end - 1; i >= 0; i-- {
		if ms[i].Part == Particle && ms[i].Text == "は" {
			var kept []string
			for _, m := range ms[:i] {
				if m.Stem != "" && slices.Contains(topic, m.Stem) {
					kept = append(kept, m.Stem)
				}
			}
			return kept
		}
		if isClauseMark(ms[i]) && i < end-1 {
			break
		}
	}
	return topic[:0:0]
}
