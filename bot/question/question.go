// Package question understands what somebody types: which of it is to be looked for,
// what kind of thing is asked for, and how the answer is wanted.
//
// It owns the words that only ask. It knows no documents, no index, no conversation
// and no Slack.
package question

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A Meaning is what a question says, told apart from how it says it.
type Meaning struct {
	// Content is what is to be looked for: the text in NFKC, with a space for every
	// stretch that only asks. It is the whole text where all of it only asks.
	Content string
	// Kinds are the kinds of things asked for, what asks for several things first;
	// never empty.
	Kinds []Kind
	// Unit is what a number is asked in, as it is typed (何日 → 日); "" where none is said.
	Unit string
	// Form is how the answer is wanted.
	Form Form
	// Parts are the questions that the text asks, each standing alone, if it asks
	// several; else empty.
	Parts []string
	// Sources are the names by which the question says where to look: 「出張規程」, 003.
	Sources []string
	// Mentions is the topic of a question for all documents that mention it; else "".
	Mentions string
	// Pointing is the word by which the question means something said before (それ) and
	// does not name it; "" where it stands alone.
	Pointing string
}

// Kind is the first of the kinds.
func (m *Meaning) Kind() Kind { return m.Kinds[0] }

// Asks reports whether a kind is among those asked for.
func (m *Meaning) Asks(k Kind) bool {
	for _, have := range m.Kinds {
		if have == k {
			return true
		}
	}
	return false
}

// Parse finds out what a question means.
func Parse(text string) Meaning {
	text = strings.TrimSpace(norm.NFKC.String(strings.ToValidUTF8(text, "\uFFFD")))
	m := Meaning{Content: content(text), Kinds: kinds(text), Unit: unit(text), Form: form(text)}
	m.Parts = parts(text)
	m.Sources = sources(text)
	m.Mentions = mentions(text)
	m.Pointing = pointing(text)
	return m
}
