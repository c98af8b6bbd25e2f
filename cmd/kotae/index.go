package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kotae/retrieval"
)

// indexCommand is `kotae index`.
type indexCommand struct {
	JSON  bool `name:"json" help:"Print JSON: the files, and how many documents and passages the index holds."`
	Watch bool `help:"Go on: take in what changes in the folders as it happens, a line for each file, until Ctrl-C."`
}

// summary is what `index` says. Its JSON is the outside contract's.
type summary struct {
	Added     []string           `json:"added"`
	Changed   []string           `json:"changed"`
	Removed   []string           `json:"removed"`
	Renamed   []retrieval.Rename `json:"renamed"` // of those: one removed, one added
	Unchanged int                `json:"unchanged"`
	Skipped   []retrieval.Skip   `json:"skipped"`
	Passages  int                `json:"passages"`  // in the index
	Documents int                `json:"documents"` // in the index
	Elapsed   float64            `json:"elapsed_ms"`
}

// Run brings the index up to date and reports. What was done is reported even if
// not all could be.
func (cmd *indexCommand) Run(ctx context.Context, p *process) error {
	if cmd.Watch && cmd.JSON {
		return usagef("--watch prints a line for each file, and --json one object; leave out one of the two")
	}
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
	switch {
	case ctx.Err() != nil && cmd.Watch:
		return nil
	case err != nil && (ctx.Err() != nil || a.busy(err)):
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
	if cmd.Watch {
		if err != nil {
			p.note("%v", err)
		}
		return p.watch(ctx, a, c.docs, report.Skipped)
	}
	if err == nil && s.Documents == 0 {
		return c.noDocuments()
	}
	return err
}

func summarize(ctx context.Context, a *assistant, r retrieval.Report) (summary, error) {
	s := summary{
		Added: list(r.Added), Changed: list(r.Changed), Removed: list(r.Removed), Renamed: list(r.Renamed),
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

// A fate is what became of a file.
type fate struct{ what, file string }

// fates are those of all files but the unchanged and the skipped, kind by kind. A file
// that only got another name has one.
func (sum summary) fates() []fate {
	from, to := map[string]bool{}, map[string]bool{}
	for _, r := range sum.Renamed {
		from[r.From], to[r.To] = true, true
	}
	var fates []fate
	add := func(what string, files []string, but map[string]bool) {
		for _, f := range files {
			if !but[f] {
				fates = append(fates, fate{what, f})
			}
		}
	}
	add("added", sum.Added, to)
	add("changed", sum.Changed, nil)
	for _, r := range sum.Renamed {
		fates = append(fates, fate{"renamed", r.From + " → " + r.To})
	}
	add("removed", sum.Removed, from)
	return fates
}

// fate prints what became of a file.
func (s *screen) fate(what string, of ...span) {
	s.hanging(fmt.Sprintf("%-8s  ", what), strings.Repeat(" ", 10), of...)
}

// skip prints why a file is not answered from.
func (s *screen) skip(skip retrieval.Skip) {
	s.fate("skipped", span{text: skip.File + ": "}, span{skip.Reason, bold}, span{text: "; " + skip.Remedy})
}

// summary prints what became of the files, then the totals.
func (s *screen) summary(sum summary) {
	fates := sum.fates()
	for len(fates) > 0 {
		kind := fates[0].what
		n := slices.IndexFunc(fates, func(f fate) bool { return f.what != kind })
		if n < 0 {
			n = len(fates)
		}
		named := n
		if n > folded {
			named = folded - 1
		}
		for _, f := range fates[:named] {
			s.fate(kind, span{text: f.file})
		}
		if n > named {
			s.fate(kind, span{text: fmt.Sprintf("… and %d more", n-named)})
		}
		fates = fates[n:]
	}
	for _, skip := range sum.Skipped {
		s.skip(skip)
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
		{len(sum.Added) - len(sum.Renamed), "added"}, {len(sum.Changed), "changed"}, {len(sum.Renamed), "renamed"},
		{len(sum.Removed) - len(sum.Renamed), "removed"}, {sum.Unchanged, "unchanged"}, {len(sum.Skipped), "skipped"},
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
