package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kotae/bot/question"
	"kotae/retrieval"
)

// searchCommand is `kotae search`.
type searchCommand struct {
	Query []string `arg:"" optional:"" help:"What to look for; - or nothing reads it from the standard input."`
	JSON  bool     `name:"json" help:"Print the passages as JSON."`
	N     int      `short:"n" name:"number" placeholder:"N" default:"10" help:"Show at most N passages. (default 10)"`
}

// found is what `search` prints. Its JSON is the outside contract's.
type found struct {
	Query    string         `json:"query"`
	Passages []foundPassage `json:"passages"`
	Timings  searchTimings  `json:"timings_ms"`
}

type foundPassage struct {
	File        string  `json:"file"`
	Title       string  `json:"title"`
	Heading     string  `json:"heading"`
	Page        int     `json:"page"`
	StartLine   int     `json:"start_line"`
	EndLine     int     `json:"end_line"`
	Text        string  `json:"text"`
	Score       float64 `json:"score"`
	DenseRank   int     `json:"dense_rank"`
	LexicalRank int     `json:"lexical_rank"`
	// Matches are the words of the query that the passage matches, and how.
	Matches []foundMatch `json:"matches"`
}

// foundMatch says for which term of the query the passage has which text; by is word,
// glossary, abbreviation, figure, typo or sound.
type foundMatch struct {
	Term string       `json:"term"`
	By   retrieval.By `json:"by"`
	Text string       `json:"text"`
}

// searchTimings are in milliseconds; they have the names of an answer's.
type searchTimings struct {
	Retrieve float64 `json:"retrieve"`
	Total    float64 `json:"total"`
}

// Run searches and prints the passages, best first.
func (cmd *searchCommand) Run(ctx context.Context, p *process) error {
	if cmd.N < 1 {
		return usagef("--number must be at least 1")
	}
	query, err := p.question(cmd.Query)
	if err != nil {
		return err
	}
	a, err := p.consult(ctx)
	if err != nil {
		return err
	}
	defer a.close()
	start := time.Now()
	meaning := question.Parse(query)
	q := retrieval.Query{Visible: a.visible, Text: query, Content: meaning.Content, Sources: meaning.Sources, N: cmd.N}
	hits, err := a.retriever.Search(ctx, q)
	if err != nil {
		return err
	}
	took := milliseconds(time.Since(start))
	result := found{Query: query, Passages: list[foundPassage](nil), Timings: searchTimings{took, took}}
	for _, h := range hits.List {
		result.Passages = append(result.Passages, newFoundPassage(h))
	}
	if cmd.JSON {
		for i, matches := range a.retriever.Matches(q, hits.List) {
			for _, m := range matches {
				result.Passages[i].Matches = append(result.Passages[i].Matches, foundMatch(m))
			}
		}
		return printJSON(p.stdout, result)
	}
	out := p.screen()
	out.found(result)
	return out.Flush()
}

func newFoundPassage(h retrieval.Hit) foundPassage {
	p := h.Passage
	return foundPassage{
		File: p.File, Title: p.Title, Heading: p.Heading(p.StartLine), Page: p.Page,
		StartLine: p.StartLine, EndLine: p.EndLine, Text: p.Text,
		Matches: list[foundMatch](nil), Score: h.Score, DenseRank: h.DenseRank, LexicalRank: h.LexicalRank,
	}
}

// found prints passages: rank and score, where each stands, how it begins.
func (s *screen) found(f found) {
	if len(f.Passages) == 0 {
		s.WriteString("No passage matches.\n")
		return
	}
	for i, p := range f.Passages {
		if i > 0 {
			s.WriteString("\n")
		}
		label := span{fmt.Sprintf("%2d  %.2f  ", i+1, p.Score), mark}
		s.place(label, place{p.File, p.Title, p.Heading, p.Page, p.StartLine, p.EndLine})
		s.opening(strings.Repeat(" ", width(label.text)), p.Text)
	}
}

// opening prints the first two lines of a text that say anything; on a terminal as
// much of it as two lines there hold.
func (s *screen) opening(indent, text string) {
	const lines = 2
	var first []string
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(printable(l)); l != "" && len(first) < lines {
			first = append(first, l)
		}
	}
	if s.width == 0 {
		for _, l := range first {
			s.WriteString(indent + l + "\n")
		}
		return
	}
	room := max(s.width-len(indent), 8)
	left := lines
	for _, l := range first {
		for _, cut := range wrap(l, room) {
			if left == 0 {
				return
			}
			left--
			s.WriteString(indent + l[cut.start:cut.end] + "\n")
		}
	}
}
