package evaluate

import (
	"maps"
	"math"
	"testing"
	"time"

	"kotae/bot"
	"kotae/retrieval"
)

// result makes a result of an answerable question on 経費.md that must say 5日.
func result(change func(*Result)) Result {
	r := Result{
		Record: Record{Lang: "ja", Type: "date", MustInclude: [][]string{{"5日", "五日"}}, Sources: []Source{{"経費.md", "翌月5日まで"}}},
		Answer: bot.Answer{Status: bot.Answered, Text: "翌月５日まで。 [1]", Citations: []bot.Citation{{N: 1, File: "経費.md"}}, Retrieved: retrieved("経費.md", "休暇.md")},
		Rank:   1, Verbatim: 1, Sentences: 1,
	}
	if change != nil {
		change(&r)
	}
	return r
}

func retrieved(files ...string) (hits []retrieval.Hit) {
	for _, f := range files {
		hits = append(hits, retrieval.Hit{Passage: &retrieval.Passage{File: f}})
	}
	return hits
}

func rankOf(n int) func(*Result) { return func(r *Result) { r.Rank = n } }

func TestMetrics(t *testing.T) {
	unanswerable := func(s bot.Status) Result {
		return result(func(r *Result) {
			r.Record.Type, r.Record.Sources, r.Record.MustInclude = Unanswerable, nil, nil
			r.Answer.Status = s
		})
	}
	status := func(s bot.Status) Result { return result(func(r *Result) { r.Answer.Status = s }) }
	wrong := result(func(r *Result) { r.Answer.Text = "月末。 [1]" })
	summary := func(text string) Result {
		return result(func(r *Result) {
			r.Record.Type, r.Record.MustInclude = Summary, [][]string{{"休暇"}, {"経費"}, {"VPN"}}
			r.Answer.Text = text
		})
	}
	for _, tt := range []struct {
		metric, name string
		results      []Result
		want         float64 // -1: absent
	}{
		{"recall@1", "counts first places", []Result{result(rankOf(1)), result(rankOf(2)), result(rankOf(0)), result(nil)}, 50},
		{"recall@5", "counts the first five", []Result{result(rankOf(5)), result(rankOf(6)), result(rankOf(0))}, 33.33},
		{"recall@10", "counts the first ten", []Result{result(rankOf(10)), result(rankOf(11))}, 50},
		{"mrr@10", "is the mean of 1/rank", []Result{result(rankOf(1)), result(rankOf(4)), result(rankOf(11)), result(rankOf(0))}, 31.25},
		{"recall@1", "does not concern the unanswerable", []Result{unanswerable(bot.Answered)}, -1},
		{"answer_match", "concerns neither the unanswerable nor summaries", []Result{unanswerable(bot.Answered), summary("")}, -1},
		{"file@1", "looks at the first passage's file", []Result{result(nil), result(func(r *Result) { r.Answer.Retrieved = retrieved("休暇.md", "経費.md") }), result(func(r *Result) { r.Answer.Retrieved = nil })}, 33.33},
		{"answer_match", "wants one member of every group, in any width", []Result{
			result(nil), wrong, result(func(r *Result) { r.Answer.Text = "翌月 五\n日" }),
			result(func(r *Result) { r.Record.MustInclude = append(r.Record.MustInclude, []string{"部長"}) }),
		}, 50},
		{"answer_match", "counts what is shown as uncertain, not a refusal", []Result{status(bot.Uncertain), status(bot.NotFound)}, 50},
		{"answer_match", "has no match where nothing must be said", []Result{result(func(r *Result) { r.Record.MustInclude = nil })}, 0},
		{"citation_file", "wants a gold file among the cited", []Result{
			result(nil), result(func(r *Result) {
				r.Answer.Citations = []bot.Citation{{N: 1, File: "休暇.md"}, {N: 2, File: "経費.md"}}
			}),
			result(func(r *Result) { r.Answer.Citations = []bot.Citation{{N: 1, File: "休暇.md"}} }), result(func(r *Result) { r.Answer.Citations = nil }),
		}, 50},
		{"citation_verbatim", "is the share of citations", []Result{
			result(func(r *Result) { r.Verbatim, r.Answer.Citations = 2, make([]bot.Citation, 3) }), result(nil), result(func(r *Result) { r.Verbatim, r.Answer.Citations = 0, nil }),
		}, 75},
		{"citation_verbatim", "is absent without citations", []Result{result(func(r *Result) { r.Verbatim, r.Answer.Citations = 0, nil })}, -1},
		{"refusal_recall", "counts what is not asserted", []Result{unanswerable(bot.Answered), unanswerable(bot.Uncertain), unanswerable(bot.NotFound), status(bot.NotFound)}, 66.67},
		{"false_refusal", "counts refusals of the answerable", []Result{status(bot.NotFound), status(bot.Uncertain), status(bot.Answered), unanswerable(bot.NotFound)}, 33.33},
		{"asserted", "counts assertions of the answerable", []Result{status(bot.NotFound), status(bot.Answered), unanswerable(bot.Answered)}, 50},
		{"wrong_assertions", "counts assertions that miss, and of what has no answer, among all", []Result{
			wrong, result(nil), unanswerable(bot.Answered), unanswerable(bot.Uncertain), status(bot.NotFound), summary("無関係"),
		}, 40},
		{"key_points", "is the share of groups that summaries cover", []Result{summary("休暇とＶＰＮ"), summary("経費"), result(nil)}, 50},
		{"key_points", "is absent without summaries", []Result{result(nil)}, -1},
		{"dangling_marks", "counts in a hundred answers", []Result{result(func(r *Result) { r.Dangling = 3 }), result(nil)}, 150},
		{"sentences", "is a mean over answers that quote", []Result{result(func(r *Result) { r.Sentences = 3 }), result(func(r *Result) { r.Sentences = 2 }), result(func(r *Result) { r.Sentences = 0 })}, 250},
	} {
		t.Run(tt.metric+" "+tt.name, func(t *testing.T) {
			got, ok := Measure(tt.results).All[tt.metric]
			if !ok {
				got = -1
			}
			if got != tt.want {
				t.Errorf("%s is %v, want %v", tt.metric, got, tt.want)
			}
		})
	}
}

func TestMetricsAreExplained(t *testing.T) {
	names := map[string]bool{}
	for _, m := range Metrics {
		if m.Means == "" || names[m.Name] {
			t.Errorf("metric %q is explained as %q, or twice there", m.Name, m.Means)
		}
		names[m.Name] = true
	}
}

func TestMeasureInParts(t *testing.T) {
	english := result(func(r *Result) { r.Record.Lang, r.Record.Type, r.Rank = "en", "number", 0 })
	nameless := result(func(r *Result) { r.Record.Lang, r.Record.Type = "", "" })
	results := []Result{result(nil), english, nameless}
	for i := range results {
		results[i].Elapsed = time.Duration(i+1) * time.Millisecond
	}
	m := Measure(results)
	if m.Questions != 3 || m.P50 != 2 || m.P95 != 3 {
		t.Errorf("%d questions, p50 %v, p95 %v", m.Questions, m.P50, m.P95)
	}
	recall := func(parts map[string]Figures) map[string]float64 {
		out := map[string]float64{}
		for k, f := range parts {
			out[k] = f["recall@1"]
		}
		return out
	}
	if got, want := recall(m.ByLang), map[string]float64{"ja": 100, "en": 0}; !maps.Equal(got, want) {
		t.Errorf("by language recall@1 is %v, want %v", got, want)
	}
	if got, want := recall(m.ByType), map[string]float64{"date": 100, "number": 0}; !maps.Equal(got, want) {
		t.Errorf("by type recall@1 is %v, want %v", got, want)
	}
	if m := Measure(nil); len(m.All) != 0 || m.P50 != 0 || m.P95 != 0 {
		t.Errorf("of nothing: %+v", m)
	}
}

func TestQuantile(t *testing.T) {
	hundred := make([]float64, 100)
	for i := range hundred {
		hundred[i] = float64(99 - i) // 0 to 99, backwards
	}
	for _, tt := range []struct {
		name   string
		values []float64
		q      float64
		want   float64
	}{
		{"of nothing is 0", nil, 0.5, 0},
		{"of one is that one", []float64{7}, 0.95, 7},
		{"the median of three is the middle one", []float64{3, 1, 2}, 0.5, 2},
		{"five of a hundred lie below the 5% quantile", hundred, 0.05, 5},
		{"ninety-five of a hundred lie below the 95% quantile", hundred, 0.95, 95},
		{"the whole is the greatest", hundred, 1, 99},
		{"none is the least", hundred, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := quantile(tt.values, tt.q); got != tt.want {
				t.Errorf("quantile is %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAUROC(t *testing.T) {
	for _, tt := range []struct {
		name    string
		yes, no []float64
		want    float64
	}{
		{"all above all is 1", []float64{0.8, 0.9}, []float64{0.1, 0.2}, 1},
		{"all below all is 0", []float64{0.1, 0.2}, []float64{0.8, 0.9}, 0},
		{"all alike is a half", []float64{0.5, 0.5}, []float64{0.5, 0.5, 0.5}, 0.5},
		{"a tie counts half", []float64{0.5, 0.9}, []float64{0.5}, 0.75},
		{"three of four pairs", []float64{0.3, 0.9}, []float64{0.1, 0.5}, 0.75},
		{"without one side it is 0", []float64{0.5}, nil, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := auroc(tt.yes, tt.no); math.Abs(got-tt.want) > 1e-12 {
				t.Errorf("auroc is %v, want %v", got, tt.want)
			}
		})
	}
}

func TestSeparate(t *testing.T) {
	confident := func(sources bool, values ...float64) (out []Result) {
		for _, v := range values {
			out = append(out, result(func(r *Result) {
				if r.Answer.Confidence = v; !sources {
					r.Record.Sources = nil
				}
			}))
		}
		return out
	}
	shown := confident(true, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1, 0.91, 0.92, 0.93, 0.94, 0.81, 0.82, 0.83, 0.84, 0.71, 0.72)
	hidden := append(confident(true, 0.1, 0.25, 0.3, 0.6), confident(false, 1)...) // the last has no sources: passed over
	got := Separate(shown, hidden)
	// Above 0.1: 20 of 20; above 0.25: 19; above 0.3: 18 and a tie; above 0.6: 15 and a tie.
	want := Refusal{AUROC: (20 + 19 + 18.5 + 15.5) / 80, Threshold: 0.3, Refused: 50}
	if math.Abs(got.AUROC-want.AUROC) > 1e-12 || got.Threshold != want.Threshold || got.Refused != want.Refused {
		t.Errorf("Separate: %+v, want %+v", got, want)
	}
	if got := Separate(nil, nil); got != (Refusal{}) {
		t.Errorf("of nothing: %+v", got)
	}
}
