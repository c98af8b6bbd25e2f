package evaluate

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"kotae/bot"
)

// A Metric is a figure of a set of results.
type Metric struct {
	Name string
	// Means says in a line what it measures.
	Means string
	// of returns the sum of a result's points and of what it could have had; a
	// result that the metric does not concern could have had 0.
	of func(r *Result) (points, possible float64)
}

// Metrics are the figures of Measure, in the order they are printed. All are
// percentages or counts in a hundred.
var Metrics = []Metric{
	{"recall@1", "with sources: the first passage of a gold file holds a gold quote (of a quote longer than the passage, half)", recall(1)},
	{"recall@5", "... one of the first five does", recall(5)},
	{"recall@10", "... one of the first ten does", recall(10)},
	{"mrr@10", "with sources: mean of 1/rank of the first such passage among ten", sourced(func(r *Result) float64 {
		if r.Rank == 0 || r.Rank > 10 {
			return 0
		}
		return 1 / float64(r.Rank)
	})},
	{"file@1", "with sources: the first passage is of a gold file", sourced(func(r *Result) float64 {
		return point(len(r.Answer.Retrieved) > 0 && r.gold(r.Answer.Retrieved[0].Passage.File))
	})},
	{"answer_match", "answerable: every must_include group has a member in the answer shown", answerable(func(r *Result) float64 { return point(r.matches()) })},
	{"citation_file", "with sources: a cited file is a gold file", sourced(func(r *Result) float64 {
		return point(slices.ContainsFunc(r.Answer.Citations, func(c bot.Citation) bool { return r.gold(c.File) }))
	})},
	{"citation_verbatim", "citations whose quote stands in its file on its lines", func(r *Result) (float64, float64) {
		return float64(r.Verbatim), float64(len(r.Answer.Citations))
	}},
	{"refusal_recall", "unanswerable: not asserted (uncertain or not_found)", func(r *Result) (float64, float64) {
		if r.Record.Type != Unanswerable {
			return 0, 0
		}
		return point(r.Answer.Status != bot.Answered), 1
	}},
	{"false_refusal", "answerable: not_found", answerable(func(r *Result) float64 { return point(r.Answer.Status == bot.NotFound) })},
	{"asserted", "answerable: answered", answerable(func(r *Result) float64 { return point(r.Answer.Status == bot.Answered) })},
	{"wrong_assertions", "all but summaries: answered, yet unanswerable or without answer_match", func(r *Result) (float64, float64) {
		if r.Record.Type == Summary {
			return 0, 0
		}
		return point(r.Answer.Status == bot.Answered && (r.Record.Type == Unanswerable || !r.matches())), 1
	}},
	{"key_points", "summaries: must_include groups covered", func(r *Result) (float64, float64) {
		if r.Record.Type != Summary {
			return 0, 0
		}
		covered, total := r.groups()
		return float64(covered), float64(total)
	}},
	{"dangling_marks", "marks without citation and citations without mark, in a hundred answers", func(r *Result) (float64, float64) {
		return float64(r.Dangling), 1
	}},
	{"sentences", "mean number of quoted sentences in answers that quote, times 100", func(r *Result) (float64, float64) {
		return float64(r.Sentences), point(r.Sentences > 0)
	}},
}

func point(ok bool) float64 {
	if ok {
		return 1
	}
	return 0
}

// answerable makes a metric of a point for each question that has an answer to be
// matched: not for summaries, whose measure is key_points.
func answerable(points func(r *Result) float64) func(*Result) (float64, float64) {
	return func(r *Result) (float64, float64) {
		if r.Record.Type == Unanswerable || r.Record.Type == Summary {
			return 0, 0
		}
		return points(r), 1
	}
}

// sourced makes a metric of a point for each question whose sources are known.
func sourced(points func(r *Result) float64) func(*Result) (float64, float64) {
	return func(r *Result) (float64, float64) {
		if len(r.Record.Sources) == 0 {
			return 0, 0
		}
		return points(r), 1
	}
}

func recall(k int) func(*Result) (float64, float64) {
	return sourced(func(r *Result) float64 { return point(r.Rank > 0 && r.Rank <= k) })
}

func (r *Result) gold(file string) bool {
	return slices.ContainsFunc(r.Record.Sources, func(s Source) bool { return s.File == file })
}

// matches reports whether the answer shown holds all that it must.
func (r *Result) matches() bool {
	covered, total := r.groups()
	return total > 0 && covered == total
}

// groups counts the must_include groups of which the answer shown holds a member.
func (r *Result) groups() (covered, total int) {
	text := ""
	if r.Answer.Status != bot.NotFound {
		text = compact(r.Answer.Text)
	}
	for _, group := range r.Record.MustInclude {
		if slices.ContainsFunc(group, func(m string) bool { return strings.Contains(text, compact(m)) }) {
			covered++
		}
	}
	return covered, len(r.Record.MustInclude)
}

// Figures are the values of the metrics by name; a metric that concerns none of
// the results is absent. They are rounded to two places.
type Figures map[string]float64

// A Measurement is the figures of a set, whole and in parts.
type Measurement struct {
	Questions int
	All       Figures
	ByLang    map[string]Figures
	ByType    map[string]Figures
	// P50 and P95 are how long an answer took, in milliseconds.
	P50, P95 float64
}

// Measure measures results.
func Measure(results []Result) Measurement {
	m := Measurement{Questions: len(results), All: figures(results), ByLang: map[string]Figures{}, ByType: map[string]Figures{}}
	for value, part := range parts(results, func(r *Result) string { return r.Record.Lang }) {
		m.ByLang[value] = figures(part)
	}
	for value, part := range parts(results, func(r *Result) string { return r.Record.Type }) {
		m.ByType[value] = figures(part)
	}
	times := make([]float64, len(results))
	for i, r := range results {
		times[i] = float64(r.Elapsed.Microseconds()) / 1000
	}
	m.P50, m.P95 = quantile(times, 0.5), quantile(times, 0.95)
	return m
}

func parts(results []Result, key func(*Result) string) map[string][]Result {
	m := map[string][]Result{}
	for i := range results {
		if k := key(&results[i]); k != "" {
			m[k] = append(m[k], results[i])
		}
	}
	return m
}

func figures(results []Result) Figures {
	f := Figures{}
	for _, metric := range Metrics {
		points, possible := 0.0, 0.0
		for i := range results {
			p, q := metric.of(&results[i])
			points, possible = points+p, possible+q
		}
		if possible > 0 {
			f[metric.Name] = round(100 * points / possible)
		}
	}
	return f
}

func round(x float64) float64 { return math.Round(100*x) / 100 }

// quantile returns the value below which a share q of the values lies; 0 for none.
func quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// Refusal says how well confidence tells questions that have an answer from those
// that have none.
type Refusal struct {
	// AUROC is the chance that a question with its answer has more confidence than
	// one without; one half is guessing.
	AUROC float64
	// Threshold keeps 95 of 100 answerable questions.
	Threshold float64
	// Refused is the share of unanswerable questions below it, in percent.
	Refused float64
}

// Separate compares the confidence of questions asked with the files that answer
// them and with those hidden. Records without sources are passed over.
func Separate(shown, hidden []Result) Refusal {
	yes, no := confidences(shown), confidences(hidden)
	r := Refusal{AUROC: auroc(yes, no), Threshold: quantile(yes, 0.05)}
	below := 0
	for _, c := range no {
		if c < r.Threshold {
			below++
		}
	}
	if len(no) > 0 {
		r.Refused = round(100 * float64(below) / float64(len(no)))
	}
	return r
}

func confidences(results []Result) []float64 {
	var out []float64
	for _, r := range results {
		if len(r.Record.Sources) > 0 {
			out = append(out, r.Answer.Confidence)
		}
	}
	return out
}

// auroc is the area under the curve of true against false positives, by ranks
// (Mann and Whitney), ties counting half.
func auroc(yes, no []float64) float64 {
	if len(yes) == 0 || len(no) == 0 {
		return 0
	}
	type value struct {
		x   float64
		yes bool
	}
	var all []value
	for _, x := range yes {
		all = append(all, value{x, true})
	}
	for _, x := range no {
		all = append(all, value{x, false})
	}
	slices.SortFunc(all, func(a, b value) int { return cmp.Compare(a.x, b.x) })
	sum := 0.0
	for i := 0; i < len(all); {
		j, here := i, 0
		for ; j < len(all) && all[j].x == all[i].x; j++ {
			if all[j].yes {
				here++
			}
		}
		sum += float64(here) * float64(i+j+1) / 2 // mean of ranks i+1 … j
		i = j
	}
	n := float64(len(yes))
	return (sum - n*(n+1)/2) / (n * float64(len(no)))
}
