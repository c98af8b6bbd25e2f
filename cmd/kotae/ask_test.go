package main

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestQuestion(t *testing.T) {
	tests := []struct {
		name  string
		args  []string
		stdin string
		want  string
		err   string // part of it; empty for none
	}{
		{"an argument", []string{"有給休暇は？"}, "", "有給休暇は？", ""},
		{"several arguments are one question", []string{"有給", "休暇", "は？"}, "", "有給 休暇 は？", ""},
		{"white space around is dropped", []string{"　有給休暇は？\n"}, "", "有給休暇は？", ""},
		{"an argument goes before the input", []string{"有給"}, "別の話", "有給", ""},
		{"the input", nil, "\ufeff有給休暇は？\n", "有給休暇は？", ""},
		{"a dash is the input", []string{"-"}, "有給休暇は？", "有給休暇は？", ""},
		{"nothing", nil, " \n", "", "empty"},
		{"an empty argument", []string{""}, "有給", "", "empty"},
		{"Shift_JIS", nil, "\x97\x4c\x8b\x8b", "", "not UTF-8"},
		{"a whole document", nil, strings.Repeat("有給休暇", maxQuestion), "", "longer than 16 KiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &process{stdin: strings.NewReader(tt.stdin)}
			got, err := p.question(tt.args)
			if tt.err == "" && err != nil {
				t.Fatal(err)
			}
			if tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("error %v, want one with %q", err, tt.err)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// shape describes the keys of JSON and the kinds of their values; an array by its
// first element.
func shape(value any) any {
	switch v := value.(type) {
	case map[string]any:
		m := map[string]any{}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			m[k] = shape(v[k])
		}
		return m
	case []any:
		if len(v) == 0 {
			return []any{}
		}
		return []any{shape(v[0])}
	case string:
		return "string"
	case float64:
		return "number"
	}
	return value
}

func TestJSONIsAsTheContractSays(t *testing.T) {
	citation := `{"n": "number", "file": "string", "title": "string", "heading": "string", "page": "number",
		"start_line": "number", "end_line": "number", "quote": "string", "score": "number"}`
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"ask", []string{"ask", "--json", "係長が大阪市に泊まる場合、ホテル代は1泊いくらまで出ますか。"}, `{
			"question": "string", "status": "string", "language": "string", "answer": "string",
			"citations": [` + citation + `], "unsupported": [],
			"models": {"chat": "string", "embed": "string"},
			"timings_ms": {"retrieve": "number", "generate": "number", "total": "number"},
			"usage": {"prompt_tokens": "number", "completion_tokens": "number"}}`},
		{"search", []string{"search", "--json", "ホテル代"}, `{
			"query": "string",
			"passages": [{"file": "string", "title": "string", "heading": "string", "page": "number", "start_line": "number",
				"end_line": "number", "text": "string", "score": "number", "dense_rank": "number", "lexical_rank": "number",
				"matches": [{"term": "string", "by": "string", "text": "string"}]}],
			"timings_ms": {"retrieve": "number", "total": "number"}}`},
		{"index", []string{"index", "--json"}, `{
			"added": ["string"], "changed": [], "removed": [], "renamed": [], "unchanged": "number", "skipped": [],
			"passages": "number", "documents": "number", "elapsed_ms": "number"}`},
		{"doctor", []string{"doctor", "--json"}, `{
			"mend": "number", "look": "number",
			"sections": [{"name": "string", "level": "string", "findings": [{"level": "string", "about": "string", "says": "string", "do": "string"}]}],
			"settings": [{"key": "string", "value": "string", "from": "string"}],
			"secrets": [{"name": "string", "set": false}],
			"slack": null,
			"model": {"host": "string", "chat": "string", "embed": "string", "space": "string"},
			"index": {"state": "string", "space": "string", "documents": "number", "passages": "number", "bytes": "number",
				"serving": false, "writer": "number", "drift": null},
			"documents": {"files": "number", "documents": "number", "bytes": "number", "characters": "number",
				"formats": [{"format": "string", "files": "number", "bytes": "number"}], "skipped": [], "copies": [],
				"versions": [{"newest": "string", "why": "string", "older": ["string"], "likeness": "number"}],
				"alike": [], "odd": [], "oldest": [{"file": "string", "date": "string", "by": "string"}]},
			"elapsed_ms": "number"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got, want any
			out, err := exec.Command(program(t), append(tt.args, "--docs", samples, "--data", t.TempDir())...).Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, stderr(err))
			}
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatalf("%v in %s", err, out)
			}
			if err := json.Unmarshal([]byte(tt.want), &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(shape(got), want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}

func TestInterruptedRunsSayThatTheyGoOnNextTime(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	for _, command := range []string{"index", "ask 有給休暇", "search 有給休暇", "eval " + sampleSet, "doctor"} {
		args := append(strings.Fields(command), "--docs", samples, "--data", t.TempDir())
		err := run(ctx, args, func(string) string { return "" }, strings.NewReader(""), &stdout, &stderr)
		if code := conclude(&stderr, err); code != failed {
			t.Errorf("%s ends with code %d", command, code)
		}
		if got, want := stderr.String(), "kotae: "+errInterrupted.Error()+"\n"; got != want {
			t.Errorf("%s says %q, want %q", command, got, want)
		}
		stderr.Reset()
	}
	if stdout.Len() > 0 {
		t.Errorf("printed %s", stdout.Bytes())
	}
}
