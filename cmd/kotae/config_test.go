package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kotae/bot/llm"
)

// exactly compares configs to the last field, but for the file they came from.
var exactly = cmp.Options{
	cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "file" }, cmp.Ignore()),
	cmp.AllowUnexported(config{}, models{}),
	cmp.Comparer(func(a, b llm.Key) bool { return a == b }),
}

func TestConfigureTakesFlagThenEnvironmentThenFileThenDefault(t *testing.T) {
	tests := []struct {
		name  string
		flags settings
		env   map[string]string
		file  string // kotae.yaml; none if empty
		docs  []string
		data  string
	}{
		{"nothing set", settings{}, nil, "", []string{"docs"}, ".kotae"},
		{"file", settings{}, nil, "docs: 規程\ndata: 記録", []string{"規程"}, "記録"},
		{"file with a list", settings{}, nil, "docs:\n  - 規程\n  - b", []string{"規程", "b"}, ".kotae"},
		{"file with a list in brackets", settings{}, nil, "docs: [規程, b] # 人事のみ", []string{"規程", "b"}, ".kotae"},
		{"file of comments", settings{}, nil, "# docs: 規程\n", []string{"docs"}, ".kotae"},
		{"environment over file", settings{}, map[string]string{"KOTAE_DOCS": "a:b", "KOTAE_DATA": "d"}, "docs: 規程\ndata: 記録", []string{"a", "b"}, "d"},
		{"empty environment is none", settings{}, map[string]string{"KOTAE_DOCS": "", "KOTAE_DATA": ""}, "docs: 規程", []string{"規程"}, ".kotae"},
		{"flag over environment", settings{Docs: []string{"規程"}, Data: "f"}, map[string]string{"KOTAE_DOCS": "a:b", "KOTAE_DATA": "d"}, "docs: b", []string{"規程"}, "f"},
		{"each key by itself", settings{Data: "f"}, map[string]string{"KOTAE_DOCS": "a"}, "docs: b\ndata: 記録", []string{"a"}, "f"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for _, dir := range []string{"docs", "規程", "a", "b"} {
				mkdir(t, dir)
			}
			if tt.file != "" {
				write(t, "kotae.yaml", tt.file)
			}
			got, err := configure(tt.flags, func(name string) string { return tt.env[name] })
			if err != nil {
				t.Fatal(err)
			}
			want := config{docs: tt.docs, data: tt.data, models: models{chat: "extractive", embed: "local"}}
			if diff := cmp.Diff(got, want, exactly); diff != "" {
				t.Errorf("configure (-got +want):\n%s", diff)
			}
		})
	}
}

func TestFoldersInAFileAreRelativeToIt(t *testing.T) {
	t.Chdir(t.TempDir())
	mkdir(t, filepath.Join("etc", "規程"))
	abroad := t.TempDir()
	write(t, filepath.Join("etc", "k.yaml"), "docs: [規程, "+abroad+"]\ndata: ../data\n")
	got, err := configure(settings{Config: filepath.Join("etc", "k.yaml")}, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	want := config{docs: []string{filepath.Join("etc", "規程"), abroad}, data: "data", models: models{chat: "extractive", embed: "local"}}
	if diff := cmp.Diff(got, want, exactly); diff != "" {
		t.Errorf("configure (-got +want):\n%s", diff)
	}
}

func TestConfigureSaysWhatIsWrongAndWhere(t *testing.T) {
	tests := []struct {
		name  string
		flags settings
		file  string
		want  string
	}{
		{"unknown key like a known one", settings{}, "data: x\ndoc: a", `kotae.yaml: line 2: unknown key "doc"; did you mean "docs"?`},
		{"unknown key unlike any", settings{}, "文書: a", `kotae.yaml: line 1: unknown key "文書"; the keys are answer-guests, answer-shared-channels, answer-strangers, channels, chat-model, context-tokens, daily-tokens, data, docs, embed-model, link-template, not-channels, passage-prefix, per-person, query-prefix`},
		{"a folder that is a mapping", settings{}, "docs:\n  a: b", "kotae.yaml: line 1: docs needs the name of a folder, or a list of them"},
		{"a folder that is a list", settings{}, "\ndata: [a, b]", "kotae.yaml: line 2: data needs the name of a folder"},
		{"not a mapping", settings{}, "- docs", "kotae.yaml: line 1: settings are written as KEY: VALUE"},
		{"not YAML", settings{}, "docs: a\ndata: [b", "kotae.yaml: line 2: "},
		{"a key twice", settings{}, "docs: a\ndocs: b", "kotae.yaml: line 2: "},
		{"a named file that is missing", settings{Config: "nai.yaml"}, "", "there is no settings file nai.yaml; check --config"},
		{"no folder at all", settings{}, "", "no documents: name the folder they are in"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			mkdir(t, "a")
			if tt.file != "" {
				write(t, "kotae.yaml", tt.file)
			}
			_, err := configure(tt.flags, func(string) string { return "" })
			if err == nil {
				t.Fatal("no error")
			}
			if !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got  %q\nwant %q…", err, tt.want)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("more than a line: %q", err)
			}
			if _, ok := err.(usageError); !ok {
				t.Errorf("%T would not end with code 2", err)
			}
		})
	}
}

func mkdir(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
}

func TestSettingsFilesOfOtherEditors(t *testing.T) {
	for _, tt := range []struct{ name, file, err string }{
		{"a byte order mark is no part of the first key", "\ufeffdocs: 規程\n", ""},
		{"a key may stand in quotes", "\"docs\": 規程\n", ""},
		{"other encodings are refused", "docs: \x8bK\x92\xf6\n", "save it as UTF-8"},
		{"no folder is not this folder", "docs: \"\"\n", "names no folder"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			write(t, "kotae.yaml", tt.file)
			c, err := configure(settings{}, func(string) string { return "" })
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("configure: %v, want %q", err, tt.err)
				}
				return
			}
			if err != nil || len(c.docs) != 1 || c.docs[0] != "規程" {
				t.Errorf("docs %q, %v", c.docs, err)
			}
		})
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
