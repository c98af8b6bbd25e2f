package main

import (
	"context"
	"fmt"
	"strings"

	"kotae/retrieval"
)

// A narrator tells a person what becomes of files, as it happens.
type narrator struct {
	process *process
	skipped map[retrieval.Skip]bool // told
	// What was told last, each; empty when it was over.
	trouble, blind, notice string
}

// watch follows the folders until ctx is done, which is no error.
func (p *process) watch(ctx context.Context, a *assistant, docs []string, known []retrieval.Skip) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	n := narrator{process: p, skipped: map[retrieval.Skip]bool{}, notice: a.notice()}
	for _, s := range known {
		n.skipped[s] = true
	}
	fmt.Fprintf(p.stderr, "kotae: following %s; Ctrl-C ends it\n", strings.Join(docs, ", "))
	f, release := a.follower(a.index.Patient(still))
	defer release()
	var output error
	f.see = func(t take) {
		if a.busy(t.err) {
			return // it is looked again soon
		}
		n.note(&n.notice, a.notice(), "")
		if output = n.tell(t); output != nil {
			stop()
		}
	}
	f.follow(ctx)
	return output
}

// tell prints what is new. Its error is one of the output.
func (n *narrator) tell(t take) error {
	out := n.process.screen()
	r := t.report
	for _, f := range (summary{Added: r.Added, Changed: r.Changed, Removed: r.Removed, Renamed: r.Renamed}).fates() {
		out.fate(f.what, span{text: f.file})
	}
	now := map[retrieval.Skip]bool{}
	for _, s := range r.Skipped {
		if now[s] = true; !n.skipped[s] {
			out.skip(s)
		}
	}
	if t.err == nil { // else some were not looked at
		n.skipped = now
	}
	n.note(&n.trouble, errorText(t.err), "the folders can be looked through again")
	n.note(&n.blind, errorText(t.blind), "")
	return out.Flush()
}

// errorText is what an error says, one line for each of those that it joins; empty for
// none.
func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// note tells of something once, and when it is over.
func (n *narrator) note(last *string, now, over string) {
	if now == *last {
		return
	}
	if *last = now; now == "" {
		now = over
	}
	if now != "" {
		n.process.note("%s", now)
	}
}
