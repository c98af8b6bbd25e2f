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

// Exclusive is a way of limiting an assertion.
type Exclusive int

// The ways.
const (
	NotExclusive Exclusive = iota
	OnlyIf                 // に限り, だけ, のみ, only
	NotUnless              // ないと, なければ, 以外, しか, unless, without, until
)

// Assertions returns what the morphemes of one sentence assert, in order.
func Assertions(ms []Morpheme) []Assertion {
	var out []Assertion
	var topic []string
	if isEnglish(ms) {
		return englishAssertions(ms)
	}
	exclusive := exclusiveOf(ms)
	inherited := 0 // how much of the topic is that of clauses before
	for i := 0; i < len(ms); {
		m := ms[i]
		if isClauseMark(m) {
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

// lightVerbs help the word in front of them and are no words of their own there.
var lightVerbs = set("する し さ せ すれ しろ せよ でき できる できれ 出来 出来る いただけ 頂け いただけれ なれ なる なら なり なっ ある あり あっ あれ いる い おり いけ いい よい 良い よく かまい かまわ 構い 構わ かまう 構う 差し支え 差支え いたし 致し なさ なさっ なさら ください くださっ 下さい もらえ もらい いただき いただく 頂き 願い 願う おこなう おこない おこなわ 行う 行い 行わ 行っ 行え 済む 済み 済ん だめ ダメ 駄目 大丈夫 得 得る える え")

// formal are the words that a sentence hangs its predicate on: することはできない.
var formal = set("こと もの わけ はず 必要 よう 限り かぎり 場合 とき 時 際 旨 ため 問題 義務 予定 恐れ おそれ つもり 可能 禁止 不要 不可 不可能 任意 必須 だけ のみ しか まで も は が を に で と の")

// isHead reports whether an assertion can be about the morpheme at i.
func isHead(ms []Morpheme, i int) bool {
	m := ms[i]
	switch m.Part {
	case Verb:
		return !lightVerbs[m.Text]
	case Adjective:
		return !lightVerbs[m.Text] || isNegator(ms, i)
	case VerbalNoun:
		return nouns[m.Text].set || isVerbal(ms, i+1) || deniable(ms, i+1)
	case Noun, Person, Place, Organization, ProperNoun, Latin, Suffix:
		if nouns[m.Text].set || strings.HasPrefix(m.Text, "不") || strings.HasPrefix(m.Text, "無") || strings.HasPrefix(m.Text, "有") {
			return true
		}
		return m.Stem != "" && deniable(ms, i+1)
	}
	return false
}

// isVerbal reports whether what begins at i makes a verb of the noun in front.
func isVerbal(ms []Morpheme, i int) bool {
	if i >= len(ms) {
		return false
	}
	m := ms[i]
	return m.Part == Auxiliary || m.Part == Light || m.Part == Verb && lightVerbs[m.Text] || isNegator(ms, i) || formal[m.Text] && m.Part != Particle
}

// deniable reports whether what follows a noun says that it is, or is not: がない,
// ではありません, があります, とする.
func deniable(ms []Morpheme, i int) bool {
	end := tailEnd(ms, i)
	for j := i; j < end; j++ {
		if isNegator(ms, j) {
			return true
		}
	}
	t := tailText(ms[i:end])
	return strings.Contains(t, "あり") || strings.Contains(t, "ある") || strings.HasPrefix(t, "外") || strings.HasPrefix(t, "とする") || strings.HasPrefix(t, "とし") ||
		strings.Contains(t, "でき") || hasAnyPrefix(t, "です", "でよい", "でいい", "で構", "でかま", "になり", "になる", "となり", "となる")
}

// columnGap is the least blank, in bytes, between two columns of a row.
const columnGap = 6

// tailEnd returns the index behind the function words that begin at i.
func tailEnd(ms []Morpheme, i int) int {
	start := i
	for i < len(ms) {
		m := ms[i]
		switch {
		case i > 0 && m.Start-ms[i-1].End >= columnGap:
			return i
		case m.Part == Particle && (m.Text == "が" || m.Text == "けれど" || m.Text == "し" || m.Text == "ので" || m.Text == "から") && i > start && ms[i-1].Part == Auxiliary:
			return i // a conjunction: できますが
		case m.Part == Particle, m.Part == Auxiliary, m.Part == Light:
		case lightVerbs[m.Text] || isNegator(ms, i):
		case formal[m.Text] && (i == start || ms[i-1].Part == Auxiliary || ms[i-1].Part == Verb || ms[i-1].Part == Light || ms[i-1].Text == "という" || lightVerbs[ms[i-1].Text]):
			if i == start && !attached(ms, i) {
				return i
			}
		case m.Part == Suffix && (m.Text == "外" || m.Text == "方" || m.Text == "中" || m.Text == "済み" || m.Text == "済"):
		default:
			return i
		}
		i++
	}
	return i
}

// attached reports whether the formal noun at i stands directly behind a verb or
// a verbal noun: する必要, 利用不可, 撮影禁止.
func attached(ms []Morpheme, i int) bool {
	return i > 0 && (ms[i-1].Part == Verb || ms[i-1].Part == VerbalNoun)
}

func tailText(ms []Morpheme) string {
	var b strings.Builder
	for _, m := range ms {
		b.WriteString(m.Text)
	}
	return b.String()
}

// isNegator reports whether the morpheme at i denies.
func isNegator(ms []Morpheme, i int) bool {
	m := ms[i]
	switch m.Part {
	case Auxiliary, Light, Adjective, Suffix:
		switch m.Text {
		case "ない", "なく", "なかっ", "なけれ", "なきゃ", "なくっ", "無い", "無く", "無かっ", "無けれ", "ず", "ぬ", "ね", "ざる", "まい", "なし", "無し", "なかろ":
			return m.Text != "ね" || i+1 < len(ms) && ms[i+1].Text == "ば"
		case "ん":
			return i > 0 && (ms[i-1].Text == "ませ" || ms[i-1].Part == Verb)
		case "ません":
			return true
		}
	}
	return m.Part == Noun && (m.Text == "なし" || m.Text == "無し")
}

// exclusiveOf tells how a Japanese sentence limits what it asserts.
func exclusiveOf(ms []Morpheme) Exclusive {
	t := tailText(ms)
	for _, p := range []string{"ないと", "なければ", "ない限り", "ないかぎり", "以外", "しか", "なしに", "なしで", "るまで", "いまで"} {
		rest := t
		for {
			i := strings.Index(rest, p)
			if i < 0 {
				break
			}
			rest = rest[i+len(p):]
			if !hasAnyPrefix(rest, "なら", "いけ", "だめ", "いう", "き", "こ") {
				return NotUnless
			}
		}
	}
	for _, p := range []string{"に限", "だけ", "のみ", "限定"} {
		if strings.Contains(t, p) {
			return OnlyIf
		}
	}
	return NotExclusive
}
