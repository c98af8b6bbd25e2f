package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"kotae/bot"
	"kotae/bot/evaluate"
)

// evalCommand is `kotae eval`.
type evalCommand struct {
	Set           string   `arg:"" name:"set.jsonl" help:"The question set: JSON Lines, one object a line."`
	JSON          bool     `name:"json" help:"Print metrics and results as JSON."`
	Ablation      bool     `help:"Compare the two rankings alone and together, and what each way to understand a question is worth."`
	LeaveOut      bool     `help:"Ask everything once more with the files that answer it hidden, and say how well confidence tells the two apart."`
	Curve         string   `placeholder:"FILE.svg" help:"Show what asserting costs: a table, and a drawing in FILE.svg."`
	Sentences     int      `placeholder:"N" help:"Quote at most N sentences. (else each question decides)"`
	IgnoreHistory bool     `help:"Ask follow-ups as if nothing had been said before."`
	Without       []string `placeholder:"TYPE" sep:"none" help:"Leave out the questions of a type, or with follow-up those that have a history; repeat it for several."`
}

// Help defines the figures.
func (evalCommand) Help() string {
	var b strings.Builder
	b.WriteString(`A line of the set is {"id","lang","type","question","answers":[…],"must_include":[["any","of"],…],"sources":[{"file","quote"}]}; ` +
		"a type of unanswerable has no sources. Text is compared after NFKC, without case and white space.\n\nThe figures are per cent:\n\n")
	entry := func(name, means string) {
		for _, l := range wrap(means, 72-20) {
			fmt.Fprintf(&b, "    %-18s %s\n", name, means[l.start:l.end])
			name = ""
		}
	}
	for _, m := range evaluate.Metrics {
		entry(m.Name, m.Means)
	}
	entry("p50_ms, p95_ms", "milliseconds that half, and 95 in a hundred, of the answers took at most")
	b.WriteString("\nWith --leave-out:\n\n")
	entry("auroc", "chance, 0 to 1, that a question whose files are there has more confidence than one whose files are hidden")
	entry("threshold", "the confidence that 95 in a hundred questions reach whose files are there")
	entry("refused", "questions with hidden files below that confidence, per cent")
	b.WriteString("\nWith --curve, for every confidence from which on answers could be asserted (the one in use is marked):\n\n")
	entry("asserted", "questions with at least that confidence, per cent of all")
	entry("wrong", "of those, the ones that have no answer, or from whose answer something is missing")
	entry("held back", "questions without an answer that are not asserted, per cent of those")
	return b.String()
}

// Run asks every question of a set and prints what came of it.
func (cmd *evalCommand) Run(ctx context.Context, p *process) error {
	if cmd.Sentences < 0 {
		return usagef("--sentences must not be negative")
	}
	records, err := loadSet(cmd.Set)
	if err != nil {
		return err
	}
	if records = evaluate.Without(records, cmd.Without...); len(records) == 0 {
		return usagef("%s: no questions are left without type %s", cmd.Set, strings.Join(cmd.Without, ", "))
	}
	a, err := p.consult(ctx)
	if err != nil {
		return err
	}
	defer a.close()
	e, err := cmd.evaluate(ctx, p, a, records)
	if err != nil {
		return err
	}
	if e.curve != nil {
		if err := os.WriteFile(cmd.Curve, []byte(e.curve.SVG()), 0o644); err != nil {
			return err
		}
	}
	if cmd.JSON {
		return printJSON(p.stdout, e.forScripts())
	}
	out := p.screen()
	out.evaluation(e)
	return out.Flush()
}

func loadSet(name string) ([]evaluate.Record, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("there is no question set %s", name)
	}
	if err != nil {
		return nil, usageError{err}
	}
	defer f.Close()
	records, err := evaluate.Load(f)
	if err != nil {
		return nil, usagef("%s: %w", name, err)
	}
	return records, nil
}

// An evaluation is everything that was measured.
type evaluation struct {
	results     []evaluate.Result
	measurement evaluate.Measurement
	ablation    []compared // nil where it was not asked for
	leaveOut    *evaluate.Refusal
	curve       evaluate.Curve // nil where it was not asked for
}

// compared are the figures of one variant, with answers by quotation.
type compared struct {
	name    string
	figures evaluate.Figures
	p50     float64 // of the search, in milliseconds
}

// comparedFigures are what an ablation shows.
var comparedFigures = []string{"recall@1", "recall@5", "mrr@10", "file@1", "answer_match", "wrong_assertions"}

func (cmd *evalCommand) evaluate(ctx context.Context, p *process, a *assistant, records []evaluate.Record) (evaluation, error) {
	var e evaluation
	ask := func(b *bot.Bot, hideGold bool) ([]evaluate.Result, error) {
		bar := p.bar()
		defer bar.end()
		return evaluate.Run(ctx, b, records, evaluate.Options{
			Text: a.text, Sentences: cmd.Sentences, IgnoreHistory: cmd.IgnoreHistory, HideGold: hideGold, Progress: bar.asking,
		})
	}
	var err error
	if e.results, err = ask(a.bot, false); err != nil {
		return e, err
	}
	e.measurement = evaluate.Measure(e.results)
	if cmd.Curve != "" {
		e.curve = evaluate.NewCurve(e.results)
	}
	if cmd.Ablation {
		for _, v := range a.variants() {
			results, err := ask(a.quoting(v.retriever), false)
			if err != nil {
				return e, err
			}
			e.ablation = append(e.ablation, newCompared(v.name, results))
		}
	}
	if cmd.LeaveOut {
		hidden, err := ask(a.bot, true)
		if err != nil {
			return e, err
		}
		refusal := evaluate.Separate(e.results, hidden)
		e.leaveOut = &refusal
	}
	return e, nil
}

func newCompared(name string, results []evaluate.Result) compared {
	r := compared{name: name, figures: evaluate.Figures{}}
	all := evaluate.Measure(results).All
	for _, f := range comparedFigures {
		if v, ok := all[f]; ok {
			r.figures[f] = v
		}
	}
	times := make([]float64, len(results))
	for i := range results {
		times[i] = results[i].Answer.Timings.Retrieve
	}
	slices.Sort(times)
	r.p50 = times[len(times)/2]
	return r
}

// forScripts puts an evaluation into the outside contract's form.
func (e *evaluation) forScripts() any {
	metrics := map[string]any{
		"questions": e.measurement.Questions, "p50_ms": e.measurement.P50, "p95_ms": e.measurement.P95,
		"by_lang": e.measurement.ByLang, "by_type": e.measurement.ByType,
	}
	for name, value := range e.measurement.All {
		metrics[name] = value
	}
	out := struct {
		Metrics  map[string]any            `json:"metrics"`
		Ablation map[string]map[string]any `json:"ablation,omitempty"`
		LeaveOut *refusal                  `json:"leave_out,omitempty"`
		Curve    []curvePoint              `json:"curve,omitempty"`
		Results  []evalResult              `json:"results"`
	}{Metrics: metrics, LeaveOut: (*refusal)(e.leaveOut)}
	for _, r := range e.ablation {
		if out.Ablation == nil {
			out.Ablation = map[string]map[string]any{}
		}
		row := map[string]any{"p50_ms": r.p50}
		for name, value := range r.figures {
			row[name] = value
		}
		out.Ablation[r.name] = row
	}
	for _, p := range e.curve {
		out.Curve = append(out.Curve, curvePoint(p))
	}
	for _, r := range e.results {
		out.Results = append(out.Results, newEvalResult(r))
	}
	return out
}

// refusal is evaluate.Refusal with names for scripts.
type refusal struct {
	AUROC     float64 `json:"auroc"`
	Threshold float64 `json:"threshold"`
	Refused   float64 `json:"refused"`
}

// curvePoint is evaluate.Point with names for scripts; shares are in [0, 1].
type curvePoint struct {
	Confidence float64 `json:"confidence"`
	Asserted   float64 `json:"asserted"`
	Wrong      float64 `json:"wrong"`
	Refused    float64 `json:"held_back"`
}

// evalResult is one question's part of the JSON of `eval`.
type evalResult struct {
	ID        string          `json:"id"`
	Status    bot.Status      `json:"status"`
	Answer    string          `json:"answer"`
	Citations []bot.Citation  `json:"citations"`
	Retrieved []evalRetrieved `json:"retrieved"` // the first ten, best first
	// Confidence is the chance that an answer by quotation is right.
	Confidence float64 `json:"confidence"`
	Elapsed    float64 `json:"ms"`
}

type evalRetrieved struct {
	File      string  `json:"file"`
	StartLine int     `json:"start_line"`
	EndLine   int     `json:"end_line"`
	Text      string  `json:"text"`
	Score     float64 `json:"score"`
}

func newEvalResult(r evaluate.Result) evalResult {
	out := evalResult{
		ID: r.Record.ID, Status: r.Answer.Status, Answer: r.Answer.Text, Citations: r.Answer.Citations,
		Retrieved: []evalRetrieved{}, Elapsed: milliseconds(r.Elapsed), Confidence: r.Answer.Confidence,
	}
	for _, h := range r.Answer.Retrieved[:min(len(r.Answer.Retrieved), 10)] {
		p := h.Passage
		out.Retrieved = append(out.Retrieved, evalRetrieved{p.File, p.StartLine, p.EndLine, p.Text, h.Score})
	}
	return out
}

// names are the keys of figures by part, in order.
func names(parts map[string]evaluate.Figures) []string {
	return slices.Sorted(maps.Keys(parts))
}
