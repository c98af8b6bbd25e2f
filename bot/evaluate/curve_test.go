package evaluate

import (
	"math"
	"strings"
	"testing"

	"kotae/bot"
)

// asked makes a result of a confidence: right, wrong, or of what has no answer.
func asked(confidence float64, kind string) Result {
	return result(func(r *Result) {
		r.Answer.Confidence = confidence
		switch kind {
		case "wrong":
			r.Answer.Text = "月末。"
		case Unanswerable, Summary:
			r.Record.Type = kind
		}
	})
}

func TestCurve(t *testing.T) {
	c := NewCurve([]Result{asked(0.2, Unanswerable), asked(0.9, "right"), asked(0.6, Unanswerable), asked(0.6, "right"), asked(0.4, "wrong"), asked(1, Summary)})
	for _, tt := range []struct {
		name                    string
		at                      float64
		asserted, wrong, refuse float64
	}{
		{"nothing asserted is nothing wrong", 0.95, 0, 0, 1},
		{"the surest first", 0.9, 0.2, 0, 1},
		{"between two as at the upper", 0.7, 0.2, 0, 1},
		{"equal ones together", 0.6, 0.6, 1.0 / 3, 0.5},
		{"a missing answer is wrong", 0.4, 0.8, 0.5, 0.5},
		{"all, summaries aside", 0, 1, 0.6, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := c.At(tt.at)
			for _, d := range []float64{p.Asserted - tt.asserted, p.Wrong - tt.wrong, p.Refused - tt.refuse} {
				if math.Abs(d) > 1e-9 {
					t.Fatalf("%+v, want %v, %v and %v", p, tt.asserted, tt.wrong, tt.refuse)
				}
			}
		})
	}
	t.Run("its area is less where the sure ones are right", func(t *testing.T) {
		other := NewCurve([]Result{asked(0.9, "wrong"), asked(0.2, "right")})
		if good := NewCurve([]Result{asked(0.9, "right"), asked(0.2, "wrong")}); good.Area() >= other.Area() {
			t.Errorf("%v, and %v the other way round", good.Area(), other.Area())
		}
	})
	t.Run("where all questions have an answer none is held back wrongly", func(t *testing.T) {
		if p := NewCurve([]Result{asked(0.9, "right")}).At(0); p.Refused != 1 {
			t.Errorf("%+v", p)
		}
	})
	t.Run("its drawing says where the default stands", func(t *testing.T) {
		svg := c.SVG()
		if !strings.HasPrefix(svg, "<svg ") || !strings.Contains(svg, "asserted from 0.60: 33% wrong, 50% of what has no answer held back") {
			t.Errorf("it is\n%s", svg)
		}
	})
}

func TestFit(t *testing.T) {
	evidence := func(coverage float64, given float64) func(*Result) {
		return func(r *Result) { r.Answer.Evidence = bot.Evidence{Coverage: coverage, Given: given} }
	}
	var shown, hidden []Result
	for i := range 40 {
		x := float64(i%5) / 50
		shown = append(shown, result(evidence(0.6+x, 1)))
		wrong := result(evidence(0.5+x, 0))
		wrong.Answer.Text = "月末。"
		shown = append(shown, wrong)
		hidden = append(hidden, result(evidence(0.1+x, 1)))
	}
	w := Fit(shown, hidden)
	for _, tt := range []struct {
		name     string
		evidence bot.Evidence
		sure     bool
	}{
		{"what was right is sure", bot.Evidence{Coverage: 0.65, Given: 1}, true},
		{"what was wrong is not", bot.Evidence{Coverage: 0.65}, false},
		{"nor what was hidden", bot.Evidence{Coverage: 0.1, Given: 1}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := w.Confidence(tt.evidence); got > 0.5 != tt.sure {
				t.Errorf("confidence %.2f", got)
			}
		})
	}
	t.Run("a signal that never changes has no weight", func(t *testing.T) {
		if w.Signals[1] != 0 {
			t.Errorf("weights %+v", w)
		}
	})
	t.Run("of nothing nothing is fitted", func(t *testing.T) {
		if got := Fit(nil, nil); got != (bot.Weights{}) {
			t.Errorf("weights %+v", got)
		}
	})
}
