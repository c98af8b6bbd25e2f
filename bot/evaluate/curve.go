package evaluate

import (
	"cmp"
	"slices"
)

// A Curve tells what asserting costs: for every confidence from which on answers could
// be asserted, how many then are, and how many of those are wrong.
type Curve []Point

// A Point of a Curve. Shares are in [0, 1].
type Point struct {
	// Confidence is the least with which answers are asserted.
	Confidence float64
	// Asserted is the share of all questions asserted; Wrong the share of those that
	// have no answer, or of whose answer something is missing.
	Asserted, Wrong float64
	// Refused is the share of the questions without an answer that are not asserted;
	// 1 where all have one.
	Refused float64
}

// NewCurve draws the curve of results, summaries aside, from the highest confidence
// to the lowest. Answers that were refused count as wrong.
func NewCurve(results []Result) Curve {
	var asked []*Result
	unanswerable := 0
	for i := range results {
		switch results[i].Record.Type {
		case Summary:
			continue
		case Unanswerable:
			unanswerable++
		}
		asked = append(asked, &results[i])
	}
	slices.SortStableFunc(asked, func(a, b *Result) int { return cmp.Compare(b.Answer.Confidence, a.Answer.Confidence) })
	var c Curve
	wrong, fooled := 0, 0
	for i, r := range asked {
		if r.Record.Type == Unanswerable {
			fooled++
			wrong++
		} else if !r.matches() {
			wrong++
		}
		if i+1 < len(asked) && asked[i+1].Answer.Confidence == r.Answer.Confidence {
			continue
		}
		p := Point{r.Answer.Confidence, float64(i+1) / float64(len(asked)), float64(wrong) / float64(i+1), 1}
		if unanswerable > 0 {
			p.Refused = 1 - float64(fooled)/float64(unanswerable)
		}
		c = append(c, p)
	}
	return c
}

// Area is the mean of Wrong over all shares asserted: less is better.
func (c Curve) Area() float64 {
	sum, before := 0.0, 0.0
	for _, p := range c {
		sum += p.Wrong * (p.Asserted - before)
		before = p.Asserted
	}
	return sum
}

// At is the point of what is asserted with at least this confidence; nothing is wrong
// of nothing.
func (c Curve) At(confidence float64) Point {
	out := Point{Confidence: confidence, Refused: 1}
	for _, p := range c {
		if p.Confidence < confidence {
			break
		}
		out.Asserted, out.Wrong, out.Refused = p.Asserted, p.Wrong, p.Refused
	}
	return out
}

// Levels are the confidences that a table of a curve shows.
var Levels = []float64{0.9, 0.8, 0.7, 0.65, 0.6, 0.55, 0.5, 0.4, 0.3, 0.2, 0.1}
