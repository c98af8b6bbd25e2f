package reader

import (
	"html"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"

	"kotae/retrieval"
)

// markup matches what says nothing in HTML: comments, scripts, styles and tags. A
// comment that is never closed reaches to the end.
var markup = regexp.MustCompile(`(?is)<!--.*?(?:-->|$)|<script\b.*?</script\s*>|<style\b.*?</style\s*>|</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>|<[!?][^<>]*>`)

// isSilent tells whether s is markup and no words: an anchor, a line break. What it
// names by entities are signs.
func isSilent(s string) bool {
	return !hasWords(html.UnescapeString(markup.ReplaceAllString(s, " ")))
}

// html takes in the lines of an HTML block that hold text.
func (m *mdBlocks) html(n *ast.HTMLBlock) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	block := m.lineOf(lines.At(0))
	for i := range lines.Len() {
		block.end = max(block.end, m.lineOf(lines.At(i)).end)
	}
	if n.HasClosure() {
		block.end = max(block.end, m.lineOf(n.ClosureLine).end)
	}
	m.seen = append(m.seen, block)

	words := []byte(m.text[block.start:block.end])
	for _, tag := range markup.FindAllIndex(words, -1) {
		for i := tag[0]; i < tag[1]; i++ {
			if words[i] != '\n' {
				words[i] = ' '
			}
		}
	}
	var run span
	at := block.start
	for l := range strings.SplitAfterSeq(string(words), "\n") {
		end := at + len(strings.TrimSuffix(l, "\n"))
		switch {
		case !hasWords(html.UnescapeString(l)):
			if run.end > 0 {
				m.add(retrieval.Paragraph, run)
			}
			run = span{}
		case run.end == 0:
			run = span{at, end}
		default:
			run.end = end
		}
		at += len(l)
	}
	if run.end > 0 {
		m.add(retrieval.Paragraph, run)
	}
}

// rest returns the blocks in order, with the lines that hold words and that the syntax
// tree has no place for as paragraphs: an empty list item's number, a heading without
// a label. What opens and closes code is left out.
func (m *mdBlocks) rest() []retrieval.Block {
	taken := slices.Clone(m.seen)
	for _, b := range m.blocks {
		taken = append(taken, span{b.Start, b.End})
	}
	sort.Slice(taken, func(i, j int) bool { return taken[i].start < taken[j].start })
	at, next := m.body, 0
	for l := range strings.SplitAfterSeq(m.text[m.body:], "\n") {
		end := at + len(strings.TrimSuffix(l, "\n"))
		for next < len(taken) && taken[next].end < at {
			next++
		}
		free := next == len(taken) || taken[next].start > at
		if free && hasWords(l) && !fence.MatchString(l) {
			m.blocks = append(m.blocks, retrieval.Block{Kind: retrieval.Paragraph, Start: at, End: end})
		}
		at += len(l)
	}
	slices.SortFunc(m.blocks, func(a, b retrieval.Block) int { return a.Start - b.Start })
	return m.blocks
}

// fence matches a line that opens or closes code, in whatever list or quotation.
var fence = regexp.MustCompile("^[\\s>*+\\-0-9.)]*(?:```|~~~)")
