// Package prompts holds the words that are sent to a language model.
//
// It owns what a model is told and how data is fenced off from it: one typed
// function for each pair of NAME.system.tmpl and NAME.user.tmpl. It knows no
// vendor, no question's path and nothing of how words get to a model.
//
// To change a prompt, edit its template, run go test ./prompts -update, and read
// the diff aloud.
package prompts

import (
	"embed"
	"strings"
	"text/template"
)

// A Prompt is what a model is sent for one reply.
type Prompt struct {
	System string // the rules: the same for every call in one language
	User   string // the data, fenced, and what to do with it
}

//go:embed *.tmpl
var files embed.FS

var templates = template.Must(template.New("").Option("missingkey=error").ParseFS(files, "*.tmpl"))

// prompt fills in the two templates of a name. They are parsed at the start and
// only ever see their own data, so that filling them in can't go wrong for one
// question and right for the next.
func prompt(name string, data any) Prompt {
	return Prompt{System: fill(name+".system.tmpl", data), User: fill(name+".user.tmpl", data)}
}

func fill(name string, data any) string {
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		panic(err) // a template that does not fit its type: the first test run shows it
	}
	return strings.TrimSpace(b.String())
}
