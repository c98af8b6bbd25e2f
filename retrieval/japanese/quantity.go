package japanese

import "math"

// A Quantity is a figure as a text states it: how much of what, and whether that
// is the least or the most.
type Quantity struct {
	// Span is the figure with its unit, in the text.
	Span
	// Number is the figure as counted in Unit; of a compound (3時間40分) in its
	// smallest unit (220 minutes).
	Number float64
	Unit   Unit // "" where none is known
	// Code is a figure that is a name: a version (4.3.0), a telephone number. Number
	// and Unit mean nothing then.
	Code  string
	Bound Bound
	// Side tells a point in time before or after another (3日前, two weeks later).
	Side Side
	// Per is the stretch of time that the figure counts for: 週3日, three days a week.
	Per Unit
	// Ordinal is true of what is counted up to (第3条, 3回目, 3rd), false of how many.
	Ordinal bool
	// Soft is true of figures that people leave out or put in as it suits the
	// sentence: "a week", 一度, 1人につき.
	Soft bool
}

// A Bound says what a figure or a date limits.
type Bound int

// The bounds. For a date, at least is "from" and at most is "until".
const (
	Exactly  Bound = iota // or nothing said
	AtLeast               // 以上, から, at least
	MoreThan              // 超, を超える, more than
	AtMost                // 以下, 以内, まで, 上限, up to, within
	LessThan              // 未満, に満たない, less than
)

// A Side is where, of something else, a point in time lies.
type Side int

// The sides.
const (
	NoSide Side = iota
	Before      // 3日前, ahead, prior
	After       // 3日後, 翌日, later
)

// Figures returns the quantities and the dates of a text, each in the order of the
// text, no two overlapping. The text is one sentence, one row or one line: a line
// end inside is taken for a wrapped line.
//
// Full-width and kanji figures, 万 and 億, fractions, eras, English number words
// and months are read; figures inside words (HYM-20L, A3, WPA2) are not. A figure
// too vague to be compared (数日, 十数人) is none.
func Figures(text string) ([]Quantity, []Date) {
	s := scanner{mapped: mapText(text)}
	s.scan()
	return s.quantities, s.dates
}

// Equal reports whether two quantities are the same amount of the same thing,
// bounds aside: 60分 and 1時間, 8割 and 80%, 3名 and 3人.
func (q Quantity) Equal(o Quantity) bool {
	if q.Code != "" || o.Code != "" {
		return q.Code == o.Code
	}
	if !q.Unit.Comparable(o.Unit) {
		return false
	}
	if q.Unit.base() == o.Unit.base() && same(q.Number*q.Unit.factor(), o.Number*o.Unit.factor()) {
		return true
	}
	return (q.Unit.base() != o.Unit.base()) && same(q.Number, o.Number)
}

func same(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*math.Max(1, math.Max(math.Abs(a), math.Abs(b)))
}

// Agrees reports whether a claim that has bound b can stand on evidence that has
// bound o for the same figure: the bounds are the same, or one of them is not said.
func (b Bound) Agrees(o Bound) bool { return b == o || b == Exactly || o == Exactly }

// Opposite reports whether o begins where b ends: 以上 and 未満, 超 and 以下.
func (b Bound) Opposite(o Bound) bool {
	switch b {
	case AtLeast:
		return o == LessThan
	case MoreThan:
		return o == AtMost
	case AtMost:
		return o == MoreThan
	case LessThan:
		return o == AtLeast
	}
	return false
}

// Agrees reports whether two points can lie on the same side: one of them is not said.
func (s Side) Agrees(o Side) bool { return s == o || s == NoSide || o == NoSide }
