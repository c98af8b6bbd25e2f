package main

import (
	"context"
	_ "embed" // the licences
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"kotae/retrieval"
)

// commands are the command line.
type commands struct {
	settings

	Demo      demoCommand      `cmd:"" help:"Try the bot in a local workspace with a web page: no account, no key."`
	Serve     serveCommand     `cmd:"" help:"Run the Slack bot, until it is told to stop."`
	Manifest  manifestCommand  `cmd:"" help:"Print the manifest of the Slack app, to paste where the app is made."`
	Index     indexCommand     `cmd:"" help:"Build or refresh the index; say what was added, changed, removed and skipped."`
	Ask       askCommand       `cmd:"" help:"Answer a question, with citations."`
	Summarize summarizeCommand `cmd:"" help:"Sum up files, a folder, a topic or the standard input, with citations."`
	Search    searchCommand    `cmd:"" help:"Show the passages found for a query, with scores."`
	Eval      evalCommand      `cmd:"" help:"Measure retrieval and answers on a question set."`
	Doctor    doctorCommand    `cmd:"" help:"Check settings, tokens, the model, the index and the documents; say how to mend each."`

	Licenses licensesFlag `help:"Print the licences of what this program is made of."`
}

const about = `Kotae (答え) answers questions from folders of documents, offline, with verbatim citations.

  kotae ask --docs DIR "有給休暇は何日前までに申請しますか。"

What changed in the folders is indexed before it answers.`

//go:embed licenses.txt
var licenses string

// A licensesFlag ends the program when it is met.
type licensesFlag bool

// BeforeReset is called by kong in place of what follows.
func (licensesFlag) BeforeReset(app *kong.Kong) error {
	_, err := io.WriteString(app.Stdout, licenses)
	app.Exit(done)
	return err
}

// run is the whole program.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	var c commands
	over := false // a flag did all there was to do
	grammar, err := kong.New(&c,
		kong.Name("kotae"),
		kong.Description(about),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, NoAppDescFormat: true, WrapUpperBound: maxWidth}),
		kong.Vars(settingsHelp),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { over = true }),
	)
	if err != nil {
		return err
	}
	call, err := grammar.Parse(args)
	if over {
		return nil
	}
	if err != nil {
		for _, arg := range args {
			if len(arg) > 1 && arg[0] == '-' && arg[1] >= utf8.RuneSelf {
				return usagef(`%q is no flag; a question that begins with - stands behind --: kotae ask -- "%s"`, arg, arg)
			}
		}
		hint := "; see kotae --help"
		if strings.HasSuffix(err.Error(), "?") {
			hint = ""
		}
		return usagef("%w%s", err, hint)
	}
	call.BindTo(ctx, (*context.Context)(nil))
	err = call.Run(&process{stdin, stdout, stderr, getenv, c.settings})
	if err != nil && ctx.Err() != nil {
		return errInterrupted
	}
	return err
}

// A process is the world as a command sees it.
type process struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	settings       settings
}

// screen is the standard output, for reading.
func (p *process) screen() *screen { return newScreen(p.stdout, p.getenv) }

// note tells a person something that is no reason to stop.
func (p *process) note(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	fmt.Fprintln(p.stderr, "kotae: note:", strings.ReplaceAll(text, "\n", "; "))
}

// consult makes an assistant that knows the documents as they are now, or as far as
// the index could be brought up to date, which a note tells.
func (p *process) consult(ctx context.Context) (*assistant, error) {
	c, err := configure(p.settings, p.getenv)
	if err != nil {
		return nil, err
	}
	a, err := open(ctx, c)
	if err != nil {
		return nil, err
	}
	a.preload()
	err = p.catchUp(ctx, a, c)
	if err != nil {
		a.close()
		return nil, err
	}
	return a, nil
}

func (p *process) catchUp(ctx context.Context, a *assistant, c config) error {
	_, outdated := p.update(ctx, a)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := a.retriever.Refresh(ctx); err != nil {
		return errors.Join(outdated, err)
	}
	if outdated != nil { // the index may hold what other folders held
		a.visible = a.below(c.docs)
	}
	empty := len(a.retriever.Documents()) == 0
	switch {
	case outdated != nil && empty:
		return outdated
	case outdated != nil:
		p.note("answering from what is indexed already: %v", outdated)
	case empty:
		return c.noDocuments()
	}
	return nil
}

// update brings an assistant's index up to date, with a bar where it takes long.
func (p *process) update(ctx context.Context, a *assistant) (report retrieval.Report, err error) {
	notice := a.notice()
	if notice != "" {
		p.note("%s", notice)
	}
	passages, tokens, err := a.cost(ctx)
	if err != nil {
		return report, err
	}
	if passages > 0 {
		p.note("embedding %d passages, about %d tokens, with %s", passages, tokens, a.models.embed)
	}
	bar := p.bar()
	report, err = a.update(ctx, bar.indexing)
	bar.end()
	if n := a.notice(); n != notice {
		p.note("%s", n)
	}
	return report, err
}
