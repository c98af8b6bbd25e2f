package bot

import "kotae/bot/question"

// Kind is the kind of thing a question asks for.
type Kind = question.Kind

// The kinds of questions. Fact is what fits no other.
const (
	Fact    = question.Fact
	Number  = question.Number
	Date    = question.Date
	Person  = question.Person
	Place   = question.Place
	Reason  = question.Reason
	List    = question.List
	Compare = question.Compare
	Sources = question.Sources
)

// KindOf tells what kind of thing a question asks for.
func KindOf(text string) Kind {
	m := question.Parse(text)
	return m.Kind()
}

// ContentOf is what of a question is to be looked for: the text without what only asks.
func ContentOf(text string) string {
	m := question.Parse(text)
	return m.Content
}

// SourcesOf are the names by which a question says where to look.
func SourcesOf(text string) []string {
	m := question.Parse(text)
	return m.Sources
}
