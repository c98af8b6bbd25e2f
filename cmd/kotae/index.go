package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kotae/retrieval"
)

// indexCommand is `kotae index`.
type indexCommand struct {
	JSON bool `name:"json" help:"Print JSON: the files, and how many documents and passages the index holds."`
}

// summary is what `index` says. Its JSON is the outside contract's.
type summary struct {
	Added     []string         `json:"added"`
	Changed   []string         `json:"changed"`
	Removed   []string         `json:"removed"`
	Unchanged int              `json:"unchanged"`
	Skipped   []retrieval.Skip `json:"skipped"`
	Passages  int              `json:"passages"`  // in the index
	Documents int              `json:"documents"` // in the index
	Elapsed   float64          `json:"elapsed_ms"`
}

// Run brings the index up to date and reports. What was done is reported even if
// not all could be.
func (cmd *indexCommand) Run(ctx context.Context, p *process) error {
	start := time.Now()
	c, err := configure(p.settings, p.getenv)
	if err != nil {
		return err
	}
	a, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer a.close()
	report, err := p.update(ctx, a)
	if err != nil && (ctx.Err() != nil || a.busy(err)) {
		return err
	}
	s, statErr := summarize(context.WithoutCancel(ctx), a, report)
	if statErr != nil {
		return statErr
	}
	s.Elapsed = milliseconds(time.Since(start))
	if cmd.JSON {
		if err := printJSON(p.stdout, s); err != nil {
			return err
		}
	} else {
		out := p.screen()
		out.summary(s)
		if err := out.Flush(); err != nil {
			return err
		}
	}
	if err == nil && s.Documents == 0 {
		return c.noDocuments()
	}
	return err
}

func summarize(ctx context.Context, a *assistant, r retrieval.Report) (summary, error) {
	s := summary{
		Added: list(r.Added), Changed: list(r.Changed), Removed: list(r.Removed),
		Unchanged: r.Unchanged, Skipped: list(r.Skipped),
	}
	entries, err := a.store.Entries(ctx)
	for _, e := range entries {
		if e.Reason == "" {
			s.Documents++
			s.Passages += e.Passages
		}
	}
	return s, err
}

// list makes JSON of no elements [] and not null.
func list[T any](elements []T) []T { return append([]T{}, elements...) }

// folded is how many files of one kind are named; more are counted.
const folded = 10

// summary prints what became of the files, then the totals.
func (s *screen) summary(sum summary) {
	for _, part := range []struct {
		what  string
		files []string
	}{{"added", sum.Added}, {"changed", sum.Changed}, {"removed", sum.Removed}} {
		named := part.files
		if len(named) > folded {
			named = named[:folded-1]
		}
		for _, f := range named {
			s.hanging(fmt.Sprintf("%-8s  ", part.what), strings.Repeat(" ", 10), span{text: f})
		}
		if more := len(part.files) - len(named); more > 0 {
			s.hanging("", "", span{text: fmt.Sprintf("%-8s  … and %d more", part.what, more)})
		}
	}
	for _, skip := range sum.Skipped {
		s.hanging(fmt.Sprintf("%-8s  ", "skipped"), strings.Repeat(" ", 10),
			span{text: skip.File + ": "}, span{skip.Reason, bold}, span{text: "; " + skip.Remedy})
	}
	if len(sum.Added)+len(sum.Changed)+len(sum.Removed)+len(sum.Skipped) > 0 {
		s.WriteString("\n")
	}
	s.paragraph("", span{text: fmt.Sprintf("%s, %s: %s (%s)",
		count(sum.Documents, "document"), count(sum.Passages, "passage"), sum.changes(), seconds(sum.Elapsed))})
}

// changes counts what became of the files.
func (sum summary) changes() string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{
		{len(sum.Added), "added"}, {len(sum.Changed), "changed"}, {len(sum.Removed), "removed"},
		{sum.Unchanged, "unchanged"}, {len(sum.Skipped), "skipped"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	if parts == nil {
		return "no files"
	}
	return strings.Join(parts, ", ")
}

// count puts a number before a noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// seconds writes milliseconds for reading.
func seconds(ms float64) string { return fmt.Sprintf("%.1f s", ms/1000) }

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
