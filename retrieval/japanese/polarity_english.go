package japanese

import (
	"slices"
	"strings"
)

var (
	englishNegators   = set("not no never cannot can't don't doesn't didn't won't wouldn't shouldn't mustn't isn't aren't wasn't weren't haven't hasn't hadn't couldn't needn't without nor neither nobody none nothing")
	englishFillers    = set("longer be been being have has had do does did a an the any yet also even ever always yourself themselves itself is are was were to able of their your its all every so more much other it this that within during over under after before from to by at in on for with into via")
	englishBreaks     = set("but and if when unless because which while although until till so or except who where that than whether")
	englishNeeds      = set("must need needs needed require requires required necessary mandatory compulsory obligatory have has")
	englishMays       = set("may can could might allowed permitted allow allows permit permits possible able")
	englishBans       = set("prohibited forbidden banned refused denied disallowed impossible unable")
	englishFree       = set("optional unnecessary voluntary")
	englishConditions = set("if when unless once until whenever")
	englishLimits     = set("only solely exclusively")
	englishUnless     = set("unless without until till except")
	notDenying        = set("un under until unless unit union unique university update upgrade unable")
)

// englishAssertions reads the assertions of an English sentence. Every content word
// is asserted; those that a negation reaches, to the end of its clause, are denied.
func englishAssertions(ms []Morpheme) []Assertion {
	exclusive := NotExclusive
	for i, m := range ms {
		if englishLimits[m.Text] {
			exclusive = OnlyIf
		}
		if englishUnless[m.Text] {
			exclusive = NotUnless
			if i > 0 && ms[i-1].Text == "even" {
				exclusive = EvenWithout
			}
			break
		}
	}
	var out []Assertion
	for i := 0; i < len(ms); {
		end := i
		for end < len(ms) && !isClauseMark(ms[end]) && (end == i || !englishBreaks[ms[end].Text] || englishDenies(ms, end)) {
			end++
		}
		from := len(out)
		out = append(out, englishClause(ms, i, end, exclusive)...)
		for k := from; k < len(out); k++ {
			out[k].Conditional = englishConditions[ms[i].Text]
		}
		i = max(end, i+1)
	}
	return out
}

// englishDenies reports whether the morpheme at i is a negation and not part of a
// bound: no later than, not more than, not only.
func englishDenies(ms []Morpheme, i int) bool {
	if !englishNegators[ms[i].Text] {
		return false
	}
	next := func(k int) string {
		if i+k < len(ms) {
			return ms[i+k].Text
		}
		return ""
	}
	switch next(1) {
	case "later", "more", "less", "fewer", "longer", "earlier", "sooner":
		return next(2) != "than"
	case "only", "exceed", "exceeding", "least", "even":
		return false
	}
	return true
}

// englishClause reads the assertions of the clause ms[start:end].
func englishClause(ms []Morpheme, start, end int, exclusive Exclusive) []Assertion {
	var out []Assertion
	var topic []string
	aspect, negative, head := Plain, false, false // head: a word that the negation is about is due
	var from Span
	for i := start; i < end; i++ {
		m := ms[i]
		w := m.Text
		denies := englishDenies(ms, i)
		if denies {
			negative, head = !negative, true
			from = m.Span
			if w == "cannot" || w == "can't" || w == "mustn't" || w == "couldn't" {
				aspect = Permission
			}
			if w == "needn't" {
				aspect = Need
			}
			if aspect == Need && strings.HasPrefix(w, "n") && i > start && ms[i-1].Text == "must" {
				aspect = Permission // must not, must never
			}
			continue
		}
		switch {
		case englishBans[w]:
			out = append(out, Assertion{Span: m.Span, Stem: last(topic), Borrowed: true, Topic: slices.Clone(topic), Aspect: Permission, Negative: !negative, Exclusive: exclusive})
			head = false
			continue
		case englishFree[w]:
			out = append(out, Assertion{Span: m.Span, Stem: last(topic), Borrowed: true, Topic: slices.Clone(topic), Aspect: Need, Negative: !negative, Exclusive: exclusive})
			head = false
			continue
		case englishMays[w]:
			aspect = Permission
			if len(w) > 5 { // allowed, permitted: what is allowed stands before
				out = append(out, Assertion{Span: m.Span, Stem: last(topic), Borrowed: true, Topic: slices.Clone(topic), Aspect: Permission, Negative: negative, Exclusive: exclusive})
				head = false
			}
			continue
		case englishNeeds[w] && (w != "have" && w != "has" || i+1 < len(ms) && ms[i+1].Text == "to"):
			aspect = Need
			if len(w) > 5 || w == "need" || w == "needs" {
				out = append(out, Assertion{Span: m.Span, Stem: last(topic), Borrowed: true, Topic: slices.Clone(topic), Aspect: Need, Negative: negative, Exclusive: exclusive})
				head = false
			}
			continue
		}
		if m.Part != Latin || m.Stem == "" || englishFillers[w] || englishBreaks[w] || englishNumbers[w] > 0 {
			continue
		}
		a := Assertion{Span: m.Span, Stem: m.Stem, Topic: slices.Clone(topic), Aspect: aspect, Negative: negative, Exclusive: exclusive, Implied: !head}
		if rest, ok := strings.CutPrefix(m.Stem, "un"); ok && len(rest) > 3 && !notDenying[w] {
			a.Stem, a.Negative, a.Implied = rest, !a.Negative, false
		} else if rest, ok := strings.CutPrefix(w, "non-"); ok {
			a.Stem, a.Negative, a.Implied = stem(rest), !a.Negative, false
		}
		if head {
			a.Start = from.Start
		}
		head = false
		out = append(out, a)
		topic = append(topic, m.Stem)
	}
	return out
}

func last(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[len(s)-1]
}
