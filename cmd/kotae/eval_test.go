package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kotae/bot/evaluate"
)

// evalJSON is what `eval --json` prints.
type evalJSON struct {
	Metrics  map[string]any
	LeaveOut *struct{ AUROC, Threshold, Refused float64 } `json:"leave_out"`
	Curve    []struct {
		Confidence, Asserted, Wrong float64
		HeldBack                    float64 `json:"held_back"`
	}
	Results []struct {
		ID, Status, Answer string
		Citations          []map[string]any
		Retrieved          []struct {
			File      string
			StartLine int `json:"start_line"`
			EndLine   int `json:"end_line"`
			Text      string
			Score     float64
		}
		MS float64
	}
}

// TestQuality holds the figures of the sets about the sample documents: what makes
// them better is committed with its reason, what makes them worse is seen. They are
// the same on every machine.
func TestQuality(t *testing.T) {
	data := t.TempDir()
	t.Run("of the sample set", func(t *testing.T) { quality(t, sampleSet, data, "quality.golden", 60) })
	t.Run("of questions as people type them", func(t *testing.T) { quality(t, typedSet, data, "typed.golden", 200) })
}

// quality compares the figures of a set of so many questions with a golden file.
func quality(t *testing.T, set, data, name string, questions int) {
	var stdout, notes bytes.Buffer
	args := []string{"eval", set, "--json", "--leave-out", "--curve", filepath.Join(data, "curve.svg"), "--docs", samples, "--data", data}
	if err := run(t.Context(), args, func(string) string { return "" }, strings.NewReader(""), &stdout, &notes); err != nil || notes.Len() > 0 {
		t.Fatalf("%v\n%s", err, notes.Bytes())
	}
	var got evalJSON
	if err := json.Unmarshal(stdout.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	byLang := got.Metrics["by_lang"].(map[string]any)
	langs := slices.Sorted(maps.Keys(byLang))
	columns := []map[string]any{got.Metrics}
	for _, lang := range langs {
		columns = append(columns, byLang[lang].(map[string]any))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-18s %8s", "metric", "all")
	for _, lang := range langs {
		fmt.Fprintf(&b, " %8s", lang)
	}
	b.WriteString("\n")
	for _, m := range evaluate.Metrics {
		row := fmt.Sprintf("%-18s", m.Name)
		for _, column := range columns {
			if v, ok := column[m.Name]; ok {
				row += fmt.Sprintf(" %8.2f", v)
			} else {
				row += fmt.Sprintf(" %8s", "-")
			}
		}
		b.WriteString(row + "\n")
	}
	fmt.Fprintf(&b, "\nleave out          auroc %.3f, threshold %.3f, refused %.2f\n", got.LeaveOut.AUROC, got.LeaveOut.Threshold, got.LeaveOut.Refused)
	b.WriteString("\nasserted from   asserted    wrong held back\n")
	var curve evaluate.Curve
	for _, p := range got.Curve {
		curve = append(curve, evaluate.Point{Confidence: p.Confidence, Asserted: p.Asserted, Wrong: p.Wrong, Refused: p.HeldBack})
	}
	for _, level := range evaluate.Levels {
		p := curve.At(level)
		fmt.Fprintf(&b, "%-15.2f %8.1f %8.1f %9.1f\n", level, 100*p.Asserted, 100*p.Wrong, 100*p.Refused)
	}
	golden(t, name, b.String())

	t.Run("results carry what the contract says", func(t *testing.T) {
		if len(got.Results) != questions {
			t.Fatalf("%d results", len(got.Results))
		}
		for _, r := range got.Results {
			if r.ID == "" || r.Status == "" || r.Answer == "" || r.Citations == nil || r.MS == 0 {
				t.Errorf("%s lacks something: %+v", r.ID, r)
			}
			if len(r.Retrieved) == 0 || len(r.Retrieved) > 10 {
				t.Errorf("%s: %d passages", r.ID, len(r.Retrieved))
			}
			for i, p := range r.Retrieved {
				if p.File == "" || p.Text == "" || p.StartLine < 1 || p.EndLine < p.StartLine || i > 0 && p.Score > r.Retrieved[i-1].Score {
					t.Errorf("%s: passage %d: %+v", r.ID, i+1, p)
				}
			}
		}
	})
}

func TestHelpDefinesEveryFigure(t *testing.T) {
	help := evalCommand{}.Help()
	var missing []string
	for _, m := range evaluate.Metrics {
		if !strings.Contains(help, "    "+m.Name+" ") {
			missing = append(missing, m.Name)
		}
	}
	if diff := cmp.Diff(missing, []string(nil)); diff != "" {
		t.Errorf("not defined: %s", diff)
	}
}
