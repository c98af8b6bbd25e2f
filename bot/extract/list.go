package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"kotae/retrieval/japanese"
)

// longest is how many items of a list are quoted at most, and how many files named.
const longest = 10

// list returns the list or the table that a sentence is in or leads to, in its order;
// nil where there is none.
func list(all []*sentence, s *sentence) []*sentence {
	i := slices.Index(all, s)
	in := func(o *sentence) bool {
		return o.hit == s.hit && o.heading == s.heading && (o.role == item || o.role == cells || o.role == tells && o.inline)
	}
	if s.role == tells && !s.inline {
		if i++; i == len(all) || all[i].role == tells || !in(all[i]) {
			return nil
		}
	}
	from, to := i, i+1
	for from > 0 && in(all[from-1]) {
		from--
	}
	for to < len(all) && in(all[to]) {
		to++
	}
	return slices.Clone(all[from:min(to, from+longest)])
}

// enumeration returns the sentences that go through points one by one (第一が, まず),
// from the one that the given sentence is or leads to; nil where there are none.
func enumeration(all []*sentence, s *sentence) []*sentence {
	from := slices.Index(all, s)
	for from > 0 && enumerates.MatchString(all[from].text) && all[from-1].role == tells && follows(all[from-1], all[from]) {
		from--
	}
	to, counted := from+1, false
	for to < len(all) && to-from < pointsLongest && all[to].answers() && follows(all[to-1], all[to]) {
		if enumerates.MatchString(all[to].text) {
			counted = true
		} else if !counted {
			break
		}
		to++
	}
	if !counted {
		return nil
	}
	return slices.Clone(all[from:to])
}

// pointsLongest is how many sentences go through points at most.
const pointsLongest = 6

var enumerates = regexp.MustCompile(`^(?:第[一二三四五六]|[1-9１-９一二三四五](?:つ|点)目|まず|次に|続いて|最後に|(?i:first|second|third|finally)(?:ly)?\b)`)

// follows reports whether a sentence comes after another in the same document.
func follows(a, b *sentence) bool {
	p, q := a.from.Passage, b.from.Passage
	return p == q || p.File == q.File && p.Ordinal+1 == q.Ordinal
}

// A run is a list or a table, or those of all sections under one heading.
type run struct {
	rows    []*sentence
	heading string
	lead    *sentence // that it stands under; nil for none
}

// runs finds the lists and tables of what was read, and those that the sections under
// one heading make up together.
func runs(all []*sentence) []run {
	var out []run
	for i := 0; i < len(all); {
		s := all[i]
		if s.role != item && s.role != cells {
			i++
			continue
		}
		rows := list(all, s)
		out = append(out, run{rows: rows, heading: s.heading, lead: rows[0].lead})
		for i++; i < len(all) && slices.Contains(rows, all[i]); i++ {
		}
	}
	inOrder := slices.Clone(out)
	slices.SortStableFunc(inOrder, func(a, b run) int { return inDocument(a.rows[0], b.rows[0]) })
	return append(out, above(inOrder)...)
}

// inDocument compares sentences by file and place.
func inDocument(a, b *sentence) int {
	return cmp.Or(
		strings.Compare(a.from.Passage.File, b.from.Passage.File),
		cmp.Compare(a.from.Passage.Ordinal, b.from.Passage.Ordinal),
		cmp.Compare(a.span.Start, b.span.Start))
}

// above joins the runs that follow one another in sections under one heading.
func above(runs []run) []run {
	var out []run
	for i := 0; i < len(runs); {
		heading, _, deeper := cutLast(runs[i].heading)
		joined := run{heading: heading, rows: slices.Clone(runs[i].rows)}
		j := i + 1
		for ; deeper && j < len(runs); j++ {
			if h, _, ok := cutLast(runs[j].heading); !ok || h != heading || runs[j].rows[0].from.Passage.File != joined.rows[0].from.Passage.File {
				break
			}
			joined.rows = append(joined.rows, runs[j].rows...)
		}
		if j > i+1 {
			joined.rows = joined.rows[:min(len(joined.rows), longest)]
			out = append(out, joined)
		}
		i = j
	}
	return out
}

// cutLast cuts the last of the headings off a path of them.
func cutLast(heading string) (over, last string, ok bool) {
	if i := strings.LastIndex(heading, " > "); i >= 0 {
		return heading[:i], heading[i+3:], true
	}
	return "", heading, false
}

// listed returns the list that a question asks for, and how much of the question stands
// over it: what it stands under says most of the question, and its rows do.
func (m *matcher) listed(all []*sentence) ([]*sentence, float64) {
	var best []*sentence
	most, over := 0.0, 0.0
	for _, r := range runs(all) {
		o := m.over(r)
		sum, pass := 0.0, 0.0
		for _, s := range r.rows {
			sum += s.own
			pass = max(pass, s.from.Score)
		}
		if v := o + sum/float64(len(r.rows)) + passageWeight*pass; v > most {
			best, most, over = r.rows, v, o
		}
	}
	return best, over
}

// over is how well what a run stands under matches the question.
func (m *matcher) over(r run) float64 {
	over := 0.0
	if r.heading != "" {
		over = m.topic(&sentence{heading: r.heading, from: r.rows[0].from})
	}
	if r.lead != nil {
		over = max(over, r.lead.own)
	}
	return over
}

// tables returns the rows that answer only together: those that the best sentence is one
// of, or announces, and those of another place that is as near, as far as there is room.
func (m *matcher) tables(w wanted, all, candidates []*sentence) []*sentence {
	out := m.announced(w, all, candidates[0])
	if len(out) < 2 {
		return nil
	}
	for _, s := range candidates {
		if s.score < candidates[0].score-thirdWithin || len(out) > announcedMost {
			break
		}
		if slices.Contains(out, s) {
			continue
		}
		if more := m.announced(w, all, s); len(more) > 1 && len(out)+len(more) <= announcedMost {
			out = distinct(append(out, more...))
		}
	}
	return out
}

// announced returns the rows that a sentence announces (次の額とする。), behind it, or those
// of the table that a row is in: where nothing in the question tells one row from
// another, the answer is all of them. It returns nil where there are none, or too many.
func (m *matcher) announced(w wanted, all []*sentence, s *sentence) []*sentence {
	lead, rows := s, []*sentence(nil)
	if s.role == tells {
		if !announceForm.MatchString(s.text) {
			return nil
		}
		rows = list(all, s)
	} else if lead, rows = s.lead, list(all, s); s.role != cells && (lead == nil || lead.role == tells && !announceForm.MatchString(lead.text)) {
		return nil // points that stand each for itself
	}
	if len(rows) == 0 || len(rows) > announcedMost || m.toldApart(w, lead, rows) {
		return nil
	}
	if lead != nil && lead.role == tells {
		rows = append([]*sentence{lead}, rows...)
	}
	return distinct(rows)
}

// announcedMost is how many rows are quoted at most that nobody asked for as a list.
const announcedMost = 7

// announceForm is how a sentence says that what it says is below.
var announceForm = regexp.MustCompile(`(?:次|以下|下記|下表|左記)の|以下(?:に|、|である|です)|(?:次|以下|下記|下表)(?:による|を|に)|\b(?:following|below|as follows)\b|[:：]$`)

// toldApart reports whether a question says something of one row that what stands over
// the rows does not say: a word, or a figure.
func (m *matcher) toldApart(w wanted, lead *sentence, rows []*sentence) bool {
	over := rows[0].heading + "\n" + rows[0].from.Passage.Title
	if lead != nil {
		over += "\n" + lead.text
	}
	have := m.holdings(over)
	for _, r := range rows {
		if m.coverage(japanese.Words, r.terms, &have) > 0 {
			return true
		}
		stated, _ := japanese.Figures(r.text)
		for _, q := range w.given {
			if fitOf(q, stated) == agrees {
				return true
			}
		}
	}
	return false
}
