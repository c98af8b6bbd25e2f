package bot

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

const (
	// mentioning is the least share of a topic that a passage which mentions it covers.
	mentioning = 0.45
	// lookedThrough is how many passages are looked through for the documents that
	// mention something.
	lookedThrough = 200
	// quotedFiles is how many documents that mention a name are quoted, and listedFiles
	// how many more are named.
	quotedFiles, listedFiles = 15, 30
)

// everywhere finds the best passage of every document that mentions a topic, as many
// as an answer reports; where none does, the passages that come closest.
func (b *Bot) everywhere(ctx context.Context, query retrieval.Query, topic string) (retrieval.Hits, error) {
	query.Text, query.Content, query.Sources, query.N = topic, topic, nil, lookedThrough
	hits, err := b.retriever.Search(ctx, query)
	if err != nil {
		return hits, fmt.Errorf("search: %w", err)
	}
	var first, rest []retrieval.Hit
	seen := map[string]bool{}
	for _, h := range hits.List {
		if file := h.Passage.File; !seen[file] && h.Coverage >= mentioning {
			seen[file] = true
			first = append(first, h)
		} else {
			rest = append(rest, h)
		}
	}
	list := falling(append(first, rest...))
	hits.List = b.intact(list[:min(len(list), b.opt.Retrieve)])
	return hits, nil
}

// mention quotes from every document that mentions a topic the sentence that does so
// best.
func (b *Bot) mention(ctx context.Context, topic string, hits retrieval.Hits) (Draft, error) {
	all := Draft{ByFile: true}
	seen := map[string]bool{}
	for _, h := range hits.List {
		if seen[h.Passage.File] || h.Coverage < mentioning {
			continue
		}
		seen[h.Passage.File] = true
		d, err := b.compose(ctx, Question{Text: topic, Sentences: 1}, retrieval.Hits{List: []retrieval.Hit{h}, Terms: hits.Terms, Searched: hits.Searched})
		if err != nil {
			return Draft{}, err
		}
		all.Claims = append(all.Claims, d.Claims...)
		if DefaultWeights.Confidence(d.Evidence) >= DefaultWeights.Confidence(all.Evidence) {
			all.Evidence = d.Evidence
		}
	}
	if len(all.Claims) == 0 {
		return b.compose(ctx, Question{Text: topic}, hits)
	}
	return all, nil
}

// A naming is a document in which a name stands: where best, and how often.
type naming struct {
	file    string
	best    retrieval.Mention
	written []string // how the name stands in the best place, of each of its parts
	places  int
	apart   bool // its words do, as the topic does elsewhere
}

// enumerate fills in which documents a name stands in: all of them, each with a line
// that holds it. It reports whether there is anything to say: a topic of several words
// that stands nowhere as it is typed is one to search for.
func (b *Bot) enumerate(visible func(string) bool, topic string, a *Answer) bool {
	start := time.Now()
	names := []string{topic}
	found := b.namings(names, visible)
	if parts := partsOf(topic); len(parts) > 1 {
		apart := b.namings(parts, visible)
		if len(found) == 0 {
			names, found = parts, apart
		} else {
			found = joined(found, apart)
		}
	}
	found = slices.DeleteFunc(found, func(n naming) bool { return !b.retriever.Intact(n.file) })
	a.Timings.Retrieve = milliseconds(start)
	if len(found) == 0 {
		return false
	}
	say := mentionSayings[a.Language]
	called := strings.Join(escaped(names), say.and)
	literal := slices.IndexFunc(found, func(n naming) bool { return !n.literal() })
	if literal < 0 {
		literal = len(found)
	}
	p := page{byFile: true}
	shown := found[:min(len(found), quotedFiles)]
	for i, n := range shown {
		switch {
		case i == 0 && literal > 0:
			p.text.WriteString(fmt.Sprintf(say.literal, called, literal))
		case i == 0:
			p.text.WriteString(fmt.Sprintf(say.otherOnly, called, len(found)))
		case i == literal:
			p.text.WriteString("\n\n" + fmt.Sprintf(say.other, len(found)-literal))
		}
		p.quote(n.claim(say))
	}
	if rest := found[len(shown):]; len(rest) > 0 {
		p.text.WriteString("\n\n" + fmt.Sprintf(say.more, len(rest)))
		for _, n := range rest[:min(len(rest), listedFiles)] {
			p.text.WriteString("\n- " + escape(n.file))
		}
		if unnamed := len(rest) - listedFiles; unnamed > 0 {
			p.text.WriteString("\n- " + fmt.Sprintf(say.unnamed, unnamed))
		}
	}
	a.Status, a.Text, a.Citations, a.Confidence = Answered, p.text.String(), p.citations, 1
	for _, n := range shown[:min(len(shown), b.opt.Retrieve)] {
		a.Retrieved = append(a.Retrieved, retrieval.Hit{Passage: n.best.Passage, Score: 1, Coverage: 1})
	}
	a.Trace.Read = ids(a.Retrieved)
	return true
}

// joined adds to the documents in which a topic stands as it is typed those in which
// its words stand apart in a line.
func joined(found, apart []naming) []naming {
	for _, n := range apart {
		if !slices.ContainsFunc(found, func(have naming) bool { return have.file == n.file }) {
			n.apart = true
			found = append(found, n)
		}
	}
	slices.SortStableFunc(found, func(x, y naming) int { return cmp.Compare(x.rank(), y.rank()) })
	return found
}

// nowhere says that a name stands in no document, and which come closest.
func (b *Bot) nowhere(visible func(string) bool, topic string, hits retrieval.Hits, a *Answer) {
	documents := len(b.shown(Question{Visible: visible}))
	a.Status = NotFound
	_, near, _ := strings.Cut(notFound(a.Language, hits), "\n\n")
	a.Text = fmt.Sprintf(mentionSayings[a.Language].nowhere, escape(topic), documents) + "\n\n" + near
}

// namings are the documents in a line of which all names stand: those in which they
// stand as typed first, then by how much they are about them.
func (b *Bot) namings(names []string, visible func(string) bool) []naming {
	type place struct {
		passage *retrieval.Passage
		start   int
	}
	lines := map[place]naming{}
	var order []place
	for i, name := range names {
		for _, m := range b.opt.Library.Mentions(name, visible) {
			at := place{m.Passage, m.Start}
			n, ok := lines[at]
			switch {
			case i == 0 && !ok && speaks(m):
				n = naming{file: m.Passage.File, best: m}
				order = append(order, at)
			case len(n.written) != i:
				continue
			}
			if m.By != retrieval.ByWord {
				n.best.By = m.By
			}
			n.written = append(n.written, m.Written)
			lines[at] = n
		}
	}
	var out []naming
	at := map[string]int{}
	for _, l := range order {
		n := lines[l]
		if len(n.written) != len(names) {
			continue
		}
		i, ok := at[n.file]
		if !ok {
			at[n.file] = len(out)
			n.places = 1
			out = append(out, n)
			continue
		}
		n.places = out[i].places + 1
		if out[i].places = n.places; n.before(out[i]) {
			out[i] = n
		}
	}
	slices.SortStableFunc(out, func(x, y naming) int {
		return cmp.Or(cmp.Compare(x.rank(), y.rank()), cmp.Compare(y.titled(), x.titled()), cmp.Compare(y.places, x.places), cmp.Compare(x.file, y.file))
	})
	return out
}

// speaks reports whether people read a mention: it is neither hidden from them nor an
// order to a model.
func speaks(m retrieval.Mention) bool {
	return withoutOrders(m.Passage.Text)[m.Start:m.End] == m.Of(m.Passage.Text)
}

func (n naming) literal() bool { return n.best.By == retrieval.ByWord && !n.apart }

// rank is 0 of a document in which a name stands as typed, else 1.
func (n naming) rank() int {
	if n.literal() {
		return 0
	}
	return 1
}

// titled is 1 where the name stands in the document's title, else 0.
func (n naming) titled() int {
	if strings.Contains(strings.ToLower(n.best.Passage.Title), strings.ToLower(n.written[0])) {
		return 1
	}
	return 0
}

// before reports whether a line shows better than another of the same document that a
// name stands in it: as typed, and not in a heading alone.
func (n naming) before(o naming) bool {
	if n.literal() != o.literal() {
		return n.literal()
	}
	return o.heads() && !n.heads()
}

// heads reports whether the line is a heading, or the title.
func (n naming) heads() bool {
	p := n.best.Passage
	line := strings.TrimSpace(itemLine(n.best.Of(p.Text)))
	path := strings.Split(p.Heading(p.StartLine+strings.Count(p.Text[:n.best.Start], "\n")), " > ")
	return line == p.Title || line == path[len(path)-1] || headingForm.MatchString(n.best.Of(p.Text))
}

// headingForm is how a heading begins that its reader did not know for one.
var headingForm = regexp.MustCompile(`^\s*(?:#{1,6}\s|[■□◆◇●▼【])`)

// claim quotes the line.
func (n naming) claim(say mentionSaying) Claim {
	p := n.best.Passage
	text := rowText(p.Text, n.best.Span)
	if text == "" {
		text = strings.Join(strings.Fields(itemLine(n.best.Of(p.Text))), " ")
	}
	if !n.literal() {
		text += fmt.Sprintf(say.written, escape(strings.Join(n.written, say.and)))
	}
	if n.places > 1 {
		text += fmt.Sprintf(say.places, n.places-1)
	}
	return Claim{Text: text, Quotes: []Quote{{Hit: retrieval.Hit{Passage: p, Score: 1, Coverage: 1}, Start: n.best.Start, End: n.best.End}}}
}

// rowText is a row of a table under the heads of its columns, as far as they stand
// above it; "" for what is no row.
func rowText(text string, s japanese.Span) string {
	cells := cellsOf(s.Of(text))
	if cells == nil {
		return ""
	}
	var heads []string
	above := ""
	for line := range strings.Lines(text[:s.Start]) {
		if ruleForm.MatchString(line) {
			heads = cellsOf(above)
		}
		above = line
	}
	for i := range cells {
		if len(heads) == len(cells) && heads[i] != "" && cells[i] != "" {
			cells[i] = heads[i] + ": " + cells[i]
		}
	}
	return strings.Join(slices.DeleteFunc(cells, func(c string) bool { return c == "" }), " / ")
}

// ruleForm is the line between the head and the rows of a table.
var ruleForm = regexp.MustCompile(`^\s*\|(?:\s*:?-{2,}:?\s*\|)+\s*$`)

// cellsOf are those of a row; nil for what is none.
func cellsOf(line string) []string {
	line = strings.TrimSpace(line)
	if len(line) < 2 || !strings.HasPrefix(line, "|") || !strings.HasSuffix(line, "|") || ruleForm.MatchString(line) {
		return nil
	}
	cells := strings.Split(line[1:len(line)-1], "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

var itemMark = regexp.MustCompile(`^\s*(?:#{1,6}\s+|[-*+・]\s*(?:\[[ xX]\]\s*)?)`)

// itemLine is a line without the mark of a heading or an item.
func itemLine(line string) string { return itemMark.ReplaceAllString(line, "") }

// joint is what joins the parts of a topic.
var joint = regexp.MustCompile(`の(?:中の)?|と|や|及び|および|[・、,/&＋+ 　]| (?i:and|of|for|in) `)

// partsOf are the parts of a topic, each a name.
func partsOf(topic string) []string {
	var out []string
	for _, part := range joint.Split(topic, -1) {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(out, part) && !smallWord[strings.ToLower(part)] {
			out = append(out, part)
		}
	}
	return out
}

var smallWord = map[string]bool{"the": true, "a": true, "an": true, "of": true, "for": true, "in": true, "on": true, "and": true, "to": true, "our": true}

func escaped(names []string) []string {
	var out []string
	for _, n := range names {
		out = append(out, escape(n))
	}
	return out
}

type mentionSaying struct {
	and                       string
	literal, otherOnly, other string // a name and a number of documents; of documents
	written                   string // a spelling
	places                    string // further lines
	more, unnamed             string // documents
	nowhere                   string // a name and a number of documents
}

var mentionSayings = map[Language]mentionSaying{
	Japanese: {
		and:       "」「",
		literal:   "「%s」が出てくる文書は%d件です。",
		otherOnly: "「%s」という言葉のとおりに書いた文書はありません。別の表記や同じ意味の言葉で書いた文書が%d件あります。",
		other:     "別の表記や同じ意味の言葉で書いた文書が、ほかに%d件あります。",
		written:   "（表記：「%s」）",
		places:    "（この文書にほか%dか所）",
		more:      "ほかに%d件あります：",
		unnamed:   "ほか%d件",
		nowhere:   "「%s」が出てくる文書は見つかりませんでした（%d件の文書をすべて調べました）。",
	},
	English: {
		and:       "” and “",
		literal:   "Documents that mention “%s”: %d.",
		otherOnly: "No document has “%s” in these words. Documents that have it in another spelling, or in words that mean the same: %d.",
		other:     "Documents that have it in another spelling, or in words that mean the same: %d more.",
		written:   " (written “%s”)",
		places:    " (%d more in this document)",
		more:      "And %d more:",
		unnamed:   "and %d more",
		nowhere:   "No document mentions “%s” (all %d documents were looked through).",
	},
}
