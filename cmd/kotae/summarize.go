package main

import (
	"context"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"kotae/bot"
	"kotae/bot/wish"
	"kotae/retrieval"
)

// summarizeCommand is `kotae summarize`.
type summarizeCommand struct {
	What  []string `arg:"" optional:"" name:"what" help:"Files, a folder, or a topic in quotes; - or nothing reads a document from the standard input."`
	Lines *int     `placeholder:"N" help:"Write N lines. (else as many as the text asks for)"`
	Chars *int     `placeholder:"N" help:"Write about N characters."`
	Lang  string   `placeholder:"LANG" help:"Write in this language: ja or en, with a model others too. (else that of the text)"`
	JSON  bool     `name:"json" help:"Print the summary as JSON."`
}

// Run sums up. Finding nothing to sum up is no failure.
func (cmd *summarizeCommand) Run(ctx context.Context, p *process) error {
	switch {
	case cmd.Lines != nil && *cmd.Lines < 1 || cmd.Chars != nil && *cmd.Chars < 1:
		return usagef("--lines and --chars must be at least 1")
	case cmd.Lines != nil && cmd.Chars != nil:
		return usagef("--lines and --chars exclude each other")
	case cmd.Lang != "" && !languageForm.MatchString(cmd.Lang):
		return usagef("--lang takes the code of a language, such as ja or en")
	}
	piped := len(cmd.What) == 0 || len(cmd.What) == 1 && cmd.What[0] == "-"
	if piped && isTerminal(p.stdin) {
		return usagef("sum up what? For example: kotae summarize 出張旅費規程")
	}
	a, err := p.consult(ctx)
	if err != nil {
		return err
	}
	defer a.close()
	q := bot.Question{Visible: a.visible, Progress: p.reading(a)}
	var w bot.Wish
	if piped {
		w, q.Desk, err = cmd.piped(p, a)
	} else {
		w, q.Desk, err = cmd.named(a)
	}
	if err != nil {
		return err
	}
	q.Text = strings.Join(cmd.What, " ")
	if cmd.Lines != nil {
		w.Lines, w.Chars, w.Words = *cmd.Lines, 0, 0
	}
	if cmd.Chars != nil {
		w.Lines, w.Chars, w.Words = 0, *cmd.Chars, 0
	}
	if cmd.Lang != "" {
		w.Language = cmd.Lang
	}
	q.Wish = &w
	return cmd.print(ctx, p, a, q)
}

// reading tells on a terminal how much of a long document a model has read.
func (p *process) reading(a *assistant) func(done, total int) {
	if a.writer == nil || !isTerminal(p.stderr) {
		return nil
	}
	return func(done, total int) { p.note("%d of %d parts read", done, total) }
}

// named is the wish for what the arguments name. A file that is not indexed is read
// for this summary alone.
func (cmd *summarizeCommand) named(a *assistant) (w bot.Wish, desk *retrieval.Desk, err error) {
	var documents []retrieval.Document
	missing, there := "", 0
	for _, arg := range cmd.What {
		info, err := os.Stat(arg)
		switch {
		case err != nil:
			missing = arg
			continue
		case info.IsDir():
			files := a.indexedBelow(arg)
			if len(files) == 0 {
				return w, nil, usagef("no indexed document lies below %s; add the folder with --docs", arg)
			}
			w.Names = append(w.Names, files...)
		default:
			name, d, err := a.file(arg)
			if err != nil {
				return w, nil, err
			}
			w.Names = append(w.Names, name)
			if d != nil {
				documents = append(documents, *d)
			}
		}
		there++
	}
	switch {
	case missing != "" && there > 0:
		return w, nil, usagef("there is no file %s", missing)
	case missing != "":
		text := strings.Join(cmd.What, "、")
		if w, ok := wish.Parse(text); ok {
			return w, nil, nil
		}
		return wish.For(text), nil, nil
	case len(documents) > 0:
		desk, err = a.desk(documents...)
	}
	return w, desk, err
}

// maxDocument is the longest document that is read from the standard input, in bytes.
const maxDocument = 64 << 20

var (
	markdown     = regexp.MustCompile(`(?m)^#{1,6} `) // a heading
	languageForm = regexp.MustCompile(`^[a-z]{2}$`)
)

// piped is the wish for a document on the standard input.
func (cmd *summarizeCommand) piped(p *process, a *assistant) (w bot.Wish, desk *retrieval.Desk, err error) {
	data, err := io.ReadAll(io.LimitReader(p.stdin, maxDocument+1))
	if err != nil {
		return w, nil, err
	}
	if len(data) > maxDocument {
		return w, nil, usagef("the document is longer than %d MiB", maxDocument>>20)
	}
	name := "stdin.txt"
	if markdown.Match(data) {
		name = "stdin.md"
	}
	d, err := a.read(name, data)
	if err != nil {
		return w, nil, usagef("the standard input: %w", err)
	}
	w.Pointer = wish.Attached
	desk, err = a.desk(d)
	return w, desk, err
}

func (cmd *summarizeCommand) print(ctx context.Context, p *process, a *assistant, q bot.Question) error {
	out := p.screen()
	streamed := false
	wait := time.AfterFunc(time.Second, func() {
		if a.writer != nil && isTerminal(p.stderr) {
			p.note("waiting for %s", a.models.chat)
		}
	})
	answer, err := a.bot.Stream(ctx, q, func(text string) {
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
	if problem := answer.Trace.Problem; problem != nil {
		p.note("%v", problem)
	}
	switch {
	case cmd.JSON:
		return printJSON(p.stdout, newSummaryJSON(answer))
	case streamed:
		out.sources(answer)
	default:
		out.answer(answer)
	}
	return out.Flush()
}

// summaryJSON is bot.Answer with "summary" for "answer".
type summaryJSON struct {
	Question    string         `json:"question"`
	Status      bot.Status     `json:"status"`
	Language    bot.Language   `json:"language"`
	Summary     string         `json:"summary"`
	Citations   []bot.Citation `json:"citations"`
	Unsupported []string       `json:"unsupported"`
	Models      bot.Models     `json:"models"`
	Timings     bot.Timings    `json:"timings_ms"`
	Usage       bot.Usage      `json:"usage"`
	Choices     []bot.Choice   `json:"choices,omitempty"`
}

func newSummaryJSON(a bot.Answer) summaryJSON {
	return summaryJSON{a.Question, a.Status, a.Language, a.Text, a.Citations, a.Unsupported, a.Models, a.Timings, a.Usage, a.Choices}
}
