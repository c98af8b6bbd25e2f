package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
)

// doctorCommand is `kotae doctor`.
type doctorCommand struct {
	JSON    bool `name:"json" help:"Print everything as JSON: all findings and all files."`
	Offline bool `help:"Ask neither Slack nor the model's endpoint."`
}

// Help defines the marks, the exit code and the JSON.
func (doctorCommand) Help() string {
	return `Looks at everything and changes nothing: no file is written, no message is posted, and a running kotae serve is not disturbed. With a model, one word is sent to its endpoint.

    ✗  needs a person: settings that stop a command, tokens or an endpoint
       that are refused, a folder that can't be read, no documents at all,
       a document that can't be read or is garbled
    !  worth a look: what is there twice or in several versions, files of
       formats that are not read, hardly any text
    ·  for your information
    ✓  nothing to do

What is not to be answered from is named in a .kotaeignore, and then nothing is said of it any more.

The exit code is 0 where there is no ✗, 1 where there is one, and 2 if the call itself is wrong.

The JSON is {"mend", "look": how many need a person and are worth a look, "sections": [{"name", "level": ok, note, look or mend, "findings": [{"level", "about", "says", "do", "details"}]}], "settings": [{"key", "value", "from"}], "secrets": [{"name", "set"}], "slack": {"team", "url", "user", "scopes", "lacking", "spare"}, "model": {"host", "chat", "embed", "space"}, "index": {"state", "space", "documents", "passages", "bytes", "serving", "writer", "drift": {"added", "changed", "removed", "outdated"}}, "documents": {"files", "documents", "bytes", "characters", "formats": [{"format", "files", "bytes"}], "skipped": [{"file", "reason", "remedy", "meant"}], "copies": [{"files", "same_bytes"}], "versions": [{"newest", "why", "older", "doubt", "likeness"}], "alike": [{"files", "likeness"}], "odd": [{"file", "reason", "remedy", "garbled"}], "oldest": [{"file", "date", "by"}]}, "elapsed_ms"}. A likeness is 0 to 1; slack and model are null where they are not set up or not asked, an index's drift where nothing could be compared.`
}

// A diagnosis is all that was found out. Its JSON is the command's.
type diagnosis struct {
	Mend      int             `json:"mend"` // findings that need a person
	Look      int             `json:"look"` // that are worth a look
	Sections  []section       `json:"sections"`
	Settings  []setting       `json:"settings"`
	Secrets   []secret        `json:"secrets"`
	Slack     *slackState     `json:"slack"`
	Model     *modelState     `json:"model"`
	Index     indexState      `json:"index"`
	Documents documentsReport `json:"documents"`
	Elapsed   float64         `json:"elapsed_ms"`
}

// Run examines everything and reports. That something needs a person is an error, so
// that scripts see it.
func (cmd *doctorCommand) Run(ctx context.Context, p *process) error {
	start := time.Now()
	d, err := p.diagnose(ctx, cmd.Offline)
	if err != nil {
		return err
	}
	d.Elapsed = milliseconds(time.Since(start))
	if cmd.JSON {
		err = printJSON(p.stdout, d)
	} else {
		out := p.screen()
		out.diagnosis(d)
		err = out.Flush()
	}
	if err != nil || d.Mend == 0 {
		return err
	}
	where := "✗ above says what to do"
	if cmd.JSON {
		where = `finding of level "mend" says what to do`
	}
	if d.Mend == 1 {
		return fmt.Errorf("1 thing needs a person; the %s", where)
	}
	return fmt.Errorf("%d things need a person; each %s", d.Mend, where)
}

// diagnose finds out everything: what must be asked of others while the documents are
// read. The error is that of a context that is done.
func (p *process) diagnose(ctx context.Context, offline bool) (diagnosis, error) {
	var d diagnosis
	force := p.inForce()
	d.Settings, d.Secrets = force.settings, force.secrets
	var slack, model section
	var asking sync.WaitGroup
	asking.Go(func() { slack, d.Slack = checkSlack(ctx, force, p.getenv, offline) })
	asking.Go(func() { model, d.Model = checkModel(ctx, force.config.models, offline) })
	index := examineIndex(ctx, force.config.data)
	docs := p.examineDocuments(ctx, force.folders, force.config.data)
	asking.Wait()
	if err := ctx.Err(); err != nil {
		return d, err
	}
	d.Documents = docs.report
	d.Index = index.state(docs)
	d.Sections = []section{
		newSection("Settings", force.findings), slack, model,
		newSection("Index", index.findings(d.Index, d.Model, force.config)),
		newSection("Documents", docs.findings),
	}
	for _, s := range d.Sections {
		for _, f := range s.Findings {
			switch f.Level {
			case ill:
				d.Mend++
			case doubtful:
				d.Look++
			}
		}
	}
	return d, nil
}

// A level is how much a finding matters.
type level int

// The levels, the graver the later.
const (
	fine level = iota
	noted
	doubtful // a person had better look
	ill      // a person must do something
)

// marks are what the levels look like: a sign, the word that scripts read, and what a
// section is called by that people read.
var marks = map[level]struct{ sign, word, says string }{
	fine: {"✓", "ok", "ok"}, noted: {"·", "note", "for your information"}, doubtful: {"!", "look", "worth a look"}, ill: {"✗", "mend", "needs a person"},
}

// String is the level's word.
func (l level) String() string { return marks[l].word }

// MarshalText implements encoding.TextMarshaler by String.
func (l level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// A finding is one thing found out.
type finding struct {
	Level level `json:"level"`
	// About is what it is about: a setting, a token, a kind of finding.
	About string `json:"about"`
	Says  string `json:"says"`         // one sentence without a full stop
	Do    string `json:"do,omitempty"` // what to do next; empty for nothing
	// Details are lines of what it concerns, mostly files.
	Details []string `json:"details,omitempty"`
}

// A section is findings of one kind.
type section struct {
	Name     string    `json:"name"`
	Level    level     `json:"level"` // of its gravest finding
	Findings []finding `json:"findings"`
}

// newSection makes a section of findings. What is noted beside what is fine makes it no
// worse.
func newSection(name string, findings []finding) section {
	s := section{Name: name, Findings: list(findings)}
	good := false
	for _, f := range findings {
		s.Level = max(s.Level, f.Level)
		good = good || f.Level == fine
	}
	if s.Level == noted && good {
		s.Level = fine
	}
	return s
}

// split takes an error apart into what it says and what it says to do: by the house's
// custom, a semicolon stands between the two.
func split(err error) (says, do string) {
	says, do, _ = strings.Cut(strings.ReplaceAll(err.Error(), "\n", "; "), "; ")
	return says, do
}
