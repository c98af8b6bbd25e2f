package main

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"kotae/bot"
)

// askCommand is `kotae ask`.
type askCommand struct {
	Question  []string `arg:"" optional:"" help:"The question; - or nothing reads it from the standard input."`
	JSON      bool     `name:"json" help:"Print the answer as JSON."`
	Explain   bool     `help:"Say on the standard error how the answer came about."`
	Sentences *int     `placeholder:"N" help:"Quote at most N sentences. (else the question decides: two, or three where it asks for several things or is put in other words)"`
}

// Run answers one question. Finding no answer is no failure.
func (cmd *askCommand) Run(ctx context.Context, p *process) error {
	sentences := 0
	if cmd.Sentences != nil {
		if sentences = *cmd.Sentences; sentences < 1 {
			return usagef("--sentences must be at least 1")
		}
	}
	question, err := p.question(cmd.Question)
	if err != nil {
		return err
	}
	a, err := p.consult(ctx)
	if err != nil {
		return err
	}
	defer a.close()
	out := p.screen()
	streamed := false
	waiting := a.writer != nil && isTerminal(p.stderr)
	wait := time.AfterFunc(time.Second, func() {
		if waiting {
			p.note("waiting for %s", a.models.chat)
		}
	})
	answer, err := a.bot.Stream(ctx, bot.Question{Text: question, Sentences: sentences, Visible: a.visible}, func(text string) {
		wait.Stop()
		if !cmd.JSON && isTerminal(p.stdout) {
			streamed = true
			out.piece(text)
		}
	})
	wait.Stop()
	if err != nil {
		return err
	}
	if cmd.Explain {
		if err := p.explain(ctx, a, answer); err != nil {
			return err
		}
	} else if problem := answer.Trace.Problem; problem != nil {
		p.note("%v", problem)
	}
	switch {
	case cmd.JSON:
		return printJSON(p.stdout, answer)
	case streamed:
		out.sources(answer)
	default:
		out.answer(answer)
	}
	return out.Flush()
}

// maxQuestion is the longest question that is looked into, in bytes: what is longer
// is a file that was meant to be a document.
const maxQuestion = 16 << 10

// question puts a question together from arguments, or reads it where there are
// none, or a lone -.
func (p *process) question(args []string) (string, error) {
	text := strings.Join(args, " ")
	if len(args) == 0 && isTerminal(p.stdin) {
		return "", usagef(`ask what? For example: kotae ask "有給休暇は何日前までに申請しますか。"`)
	}
	if len(args) == 0 || text == "-" {
		data, err := io.ReadAll(io.LimitReader(p.stdin, maxQuestion+1))
		if err != nil {
			return "", err
		}
		text = string(data)
	}
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	switch {
	case text == "":
		return "", usagef("the question is empty; write it in quotes behind the command")
	case len(text) > maxQuestion:
		return "", usagef("the question is longer than %d KiB; ask for one thing", maxQuestion>>10)
	case !utf8.ValidString(text):
		return "", usagef("the question is not UTF-8; set the terminal's or the file's encoding to UTF-8")
	}
	return text, nil
}

// printJSON prints a value for scripts and curious people.
func printJSON(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}
