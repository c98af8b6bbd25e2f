package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"kotae/bot"
	"kotae/bot/evaluate"
	"kotae/retrieval/japanese"
)

// TestConfidenceIsCalibrated fits the weights of confidence again as their comment
// says. They need not be those in use to the last digit, but tell right answers from
// wrong ones no better.
func TestConfidenceIsCalibrated(t *testing.T) {
	shown, hidden := asked(t, sampleSet, typedSet)
	t.Run("quotations keep their promises, whatever is asked", func(t *testing.T) { keepPromises(t, slices.Concat(shown, hidden)) })
	fitted := evaluate.Fit(shown, hidden)
	var b strings.Builder
	fmt.Fprintf(&b, "%-9s %7s %7s\n%-9s %7.2f %7.2f\n", "weight", "in use", "fitted", "base", bot.DefaultWeights.Base, fitted.Base)
	for i, name := range []string{"coverage", "lead", "margin", "given", "apart", "unknown"} {
		fmt.Fprintf(&b, "%-9s %7.2f %7.2f\n", name, bot.DefaultWeights.Signals[i], fitted.Signals[i])
	}
	inUse := evaluate.NewCurve(shown).Area()
	for i := range shown {
		shown[i].Answer.Confidence = fitted.Confidence(shown[i].Answer.Evidence)
	}
	again := evaluate.NewCurve(shown).Area()
	t.Logf("the mean share of wrong answers is %.4f by the weights in use and %.4f by the fitted ones:\n%s", inUse, again, b.String())
	if inUse > again+0.01 {
		t.Errorf("those in use are worse: fit them again")
	}
}

// keepPromises: every quote stands in its file, none twice, and there are at most
// three sentences but for what only several can answer; rows stand together.
func keepPromises(t *testing.T, results []evaluate.Result) {
	for _, r := range results {
		a := r.Answer
		switch bot.KindOf(r.Record.Question) {
		case bot.List, bot.Compare, bot.Sources:
		default:
			prose := 0
			for _, c := range a.Citations {
				if strings.HasSuffix(c.Quote, "。") && japanese.ItemMark(c.Quote) == 0 {
					prose++
				}
			}
			if prose > 3 || len(a.Citations) > 10 {
				t.Errorf("%s: %d sentences answer %s", r.Record.ID, len(a.Citations), r.Record.Question)
			}
		}
		if r.Verbatim != len(a.Citations) || r.Dangling > 0 {
			t.Errorf("%s: of %d citations %d are verbatim, %d marks dangle", r.Record.ID, len(a.Citations), r.Verbatim, r.Dangling)
		}
		seen := map[string]bool{}
		for _, c := range a.Citations {
			text := japanese.Compact(c.Quote)
			if seen[text] {
				t.Errorf("%s: %q is quoted twice", r.Record.ID, c.Quote)
			}
			seen[text] = true
		}
	}
}

// asked asks sets about the sample documents, with the files that answer shown and
// hidden.
func asked(t *testing.T, sets ...string) (shown, hidden []evaluate.Result) {
	t.Helper()
	p := &process{
		stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, getenv: func(string) string { return "" },
		settings: settings{Docs: []string{samples}, Data: t.TempDir()},
	}
	a, err := p.consult(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	for _, set := range sets {
		records, err := loadSet(set)
		if err != nil {
			t.Fatal(err)
		}
		for _, hide := range []bool{false, true} {
			results, err := evaluate.Run(t.Context(), a.bot, records, evaluate.Options{Text: a.text, HideGold: hide})
			if err != nil {
				t.Fatal(err)
			}
			if hide {
				hidden = append(hidden, results...)
			} else {
				shown = append(shown, results...)
			}
		}
	}
	return shown, hidden
}
