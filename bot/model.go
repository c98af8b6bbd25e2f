package bot

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"kotae/retrieval"
)

// A Turn is something said in the conversation before a question.
type Turn struct {
	// Asker is true for people, false for Kotae.
	Asker bool
	Text  string
	// Citations are those of an answer of Kotae's, in the order of its numbers.
	Citations []Citation
}

// A Rewriter makes a question stand alone that leans on what was said before.
type Rewriter interface {
	// Rewrite returns the question as it would be asked by itself. A question
	// without history, or on another subject, comes back as it is.
	Rewrite(ctx context.Context, q Question) (Rewrite, error)
}

// A Rewrite is a question made ready to be searched for.
type Rewrite struct {
	// Question stands alone together with Context, in the asker's language.
	Question string
	// Search is what of Question to search for; empty where that is all of it.
	Search string
	// Context is what the question leans on, searched for beside it with less weight;
	// empty where Question says it all.
	Context string
	// Files are the only ones to be answered from; none means all.
	Files []string
	// Queries are further wordings to search with, at most three.
	Queries []string
	Usage   Usage
	// Problem is why a model's rewrite is missing; nil where it is not.
	Problem error
}

// sought is what to search for.
func (r Rewrite) sought() string { return cmp.Or(r.Search, r.Question) }

// A Writer writes an answer in its own words from sources: a language model.
type Writer interface {
	// Write hands over the answer's text as it comes, in pieces of any size, with the
	// IDs of its sources in brackets behind every sentence. An error of yield ends
	// the writing and is returned. An error after pieces were handed over means that
	// the answer was cut short. Errors that an asker should hear of are *ModelError.
	Write(ctx context.Context, b Brief, yield func(piece string) error) (Usage, error)
}

// A Brief is what a writer is told.
type Brief struct {
	Question string // stands alone
	Language Language
	// Sources are the passages to answer from, most useful first. A writer may leave
	// out the last ones for want of room.
	Sources []Source
}

// A Source is a passage as a writer sees it.
type Source struct {
	// ID is short, opaque, and unlike anything that documents contain.
	ID       string
	Hit      retrieval.Hit
	Modified time.Time // of the file; zero where unknown
}

// A ModelError is a failure of a model's endpoint that people can do something about.
type ModelError struct {
	Problem ModelProblem
	// Detail is for the operator: what the endpoint said, without secrets, one line.
	Detail string
	Err    error // nil where there is none
}

func (e *ModelError) Error() string {
	if e.Detail == "" {
		return string(e.Problem)
	}
	return fmt.Sprintf("%s: %s", e.Problem, e.Detail)
}

func (e *ModelError) Unwrap() error { return e.Err }

// A ModelProblem is a kind of failure, as an operator would say it.
type ModelProblem string

// The problems.
const (
	WrongKey     ModelProblem = "the model's endpoint refuses the key"
	UnknownModel ModelProblem = "the endpoint does not know the model"
	NoQuota      ModelProblem = "the quota at the model's endpoint is used up"
	TooLong      ModelProblem = "the question and its sources are too long for the model"
	TooSlow      ModelProblem = "the model takes too long"
	Unreachable  ModelProblem = "the model's endpoint can't be reached"
	BadReply     ModelProblem = "the model's endpoint answers with something that is no answer"
	Refused      ModelProblem = "the model refuses to answer"
	Busy         ModelProblem = "the model's endpoint is busy"
	CutShort     ModelProblem = "the model's answer was cut short"
)
