// Package guard tells whether a sentence may be shown as fact: whether its figures,
// dates, units, names and negations are those of the passages it cites.
//
// It compares words, not meanings, and needs no model. What it lets pass is not
// proven; what it reports contradicts the passages or is not in them. It knows
// nothing of questions, models or how sentences come to be cited.
package guard

import (
	"strings"

	"kotae/retrieval/japanese"
)

// A Guard checks claims. It is safe for concurrent use.
type Guard struct {
	analyzer *japanese.Analyzer
}

// New returns a guard that reads with the analyzer.
func New(a *japanese.Analyzer) *Guard { return &Guard{analyzer: a} }

// A Verdict says whether a claim may be shown as fact.
type Verdict struct {
	OK       bool
	Findings []Finding // none if OK
}

// A Finding is what is wrong with a claim.
type Finding struct {
	Kind Kind
	// Claim is what the claim says, in its words.
	Claim string
	// Evidence is what a passage says instead, verbatim, or "" where nothing
	// comparable is there.
	Evidence string
}

// A Kind is a way in which claim and evidence differ.
type Kind string

// The kinds.
const (
	Number      Kind = "number"      // a figure, or an extent without one (全額), that the evidence does not hold there
	Date        Kind = "date"        // a date, a time, a weekday
	Unit        Kind = "unit"        // the figure stands there, but counts something else
	Bound       Kind = "bound"       // 以上 for 超, まで for から, 前 for 後
	Negation    Kind = "negation"    // the evidence says the opposite
	Name        Kind = "name"        // a name or code that the evidence does not hold there
	Unsupported Kind = "unsupported" // hardly a word of the claim is in the evidence
)

// Check compares a claim, one sentence in Japanese or English without citation
// marks, with the passages it cites. A passage may begin with lines of context, such
// as its document's title and the headings it stands under.
//
// A claim that quotes a passage is always OK. Of a passage in another language than
// the claim's, figures, dates, codes, extents and what is allowed or required are
// compared, and some words that have a translation must be found.
func (g *Guard) Check(claim string, evidence []string) Verdict {
	claim = plain(claim)
	b := newBody(evidence)
	if strings.TrimSpace(claim) == "" || b.quotes(claim) {
		return Verdict{OK: true}
	}
	c := g.readClaim(claim)
	c.weigh(b)
	var fs []Finding
	fs = append(fs, c.checkQuantities(b)...)
	fs = append(fs, c.checkExtents(b)...)
	fs = append(fs, c.checkDates(b)...)
	fs = append(fs, c.checkNames(b)...)
	fs = append(fs, c.checkPolarity(b)...)
	fs = append(fs, c.checkNeeds(b)...)
	if len(fs) == 0 {
		fs = c.checkSupport(b)
	}
	fs = compact(fs)
	return Verdict{OK: len(fs) == 0, Findings: fs}
}

// compact drops findings that say nothing new.
func compact(fs []Finding) []Finding {
	var out []Finding
	seen := map[Finding]bool{}
	for _, f := range fs {
		if !seen[f] {
			out = append(out, f)
		}
		seen[f] = true
	}
	return out
}

// plain removes what marks a claim as an item of a list.
func plain(claim string) string {
	claim = strings.TrimSpace(claim)
	return claim[itemMark(claim):]
}
