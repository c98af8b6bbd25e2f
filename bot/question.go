// Package bot answers questions from documents: the path of a question.
//
// It owns what a question, an answer and a citation are, and the promise that
// every sentence shown stands verbatim in a file that exists now. It knows no
// vendor, no Slack and no terminal; searching is a retriever's, choosing words a
// composer's.
package bot

import (
	"regexp"
	"strings"
	"unicode"

	"kotae/prompts"
	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// A Question is what somebody wants to know.
type Question struct {
	Text string
	// History is the conversation before it, oldest first.
	History []Turn
	// Visible tells which files the asker may be answered from. Nil hides nothing.
	Visible func(file string) bool
	// Sentences is how many sentences an answer by quotation may have; 0 lets the
	// kind of question decide.
	Sentences int
	// Found is told which files a writer is about to read, most useful first, before
	// it begins; nil for nobody. An answer by quotation is there before it could be.
	Found func(files []string)

	// Desk holds documents sent along, and the conversation as one of the name
	// Conversation, that are answered from beside all others, by this question alone;
	// nil for none.
	Desk *retrieval.Desk
	// Wish makes a question one for a summary, whatever its text; nil lets the text
	// decide.
	Wish *Wish
	// Progress is told how much of a long document a model has read; nil for nobody.
	Progress func(done, total int)
}

// Conversation is the name of the document on a question's desk that is the
// conversation itself: a block for every message. A summary of it tells decisions,
// open points, and who does what by when.
const Conversation = "conversation"

// sequences are what a terminal takes for commands: colours, the arrow keys.
var sequences = regexp.MustCompile("(?:\x1b\\[|\u009b)[0-?]*[ -/]*[@-~]")

// legible is a question without what its asker can't see: control characters, and the
// sequences that a terminal sends for keys.
func legible(text string) string { return prompts.Visible(sequences.ReplaceAllString(text, "")) }

// Language is the language a question is answered in.
type Language string

// The languages Kotae speaks.
const (
	Japanese Language = "ja"
	English  Language = "en"
)

// LanguageOf returns the language a text is written in: Japanese if it has any kana or
// kanji to speak of, or no letter at all, else English.
func LanguageOf(text string) Language {
	if japanese.IsJapanese(text) || !strings.ContainsFunc(text, unicode.IsLetter) {
		return Japanese
	}
	return English
}
