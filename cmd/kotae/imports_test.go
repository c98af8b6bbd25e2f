package main

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A goPackage is what `go list -json` says of a package.
type goPackage struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

// ours lists the packages of this module, without their tests.
func ours(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports", "kotae/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr(err))
	}
	var list []goPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	if len(list) < 2 {
		t.Fatalf("go list knows %d packages", len(list))
	}
	return list
}

// stderr is what a command said before it failed.
func stderr(err error) []byte {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.Stderr
	}
	return nil
}

// homes says where alone a vendor's modules may be imported.
var homes = map[string][]string{
	"github.com/slack-go/":       {"kotae/bot/slackbot"},
	"github.com/sashabaranov/":   {"kotae/bot/llm"},
	"github.com/philippgille/":   {"kotae/retrieval/memstore"},
	"github.com/ikawaha/":        {"kotae/retrieval/japanese"},
	"github.com/jackc/":          {"kotae/retrieval/pgstore"},
	"github.com/klippa-app/":     {"kotae/retrieval/reader"},
	"github.com/tetratelabs/":    {"kotae/retrieval/reader"},
	"github.com/fsnotify/":       {"kotae/retrieval/files"},
	"github.com/xuri/":           {"kotae/retrieval/reader"},
	"golang.org/x/net":           {"kotae/retrieval/reader"},
	"modernc.org/sqlite":         {"kotae/retrieval/memstore", "kotae/bot/ledger"},
	"database/sql":               {"kotae/retrieval/memstore", "kotae/retrieval/pgstore", "kotae/bot/ledger"},
	"github.com/alecthomas/kong": {command},
	"github.com/goccy/go-yaml":   {command, "kotae/bot/slackbot"},
	"github.com/vbauerster/":     {command},
	"golang.org/x/term":          {command},
	"flag":                       {command},
	"os/signal":                  {command},
}

const command = "kotae/cmd/kotae"

func TestEveryVendorHasOneHome(t *testing.T) {
	for _, p := range ours(t) {
		for _, imported := range p.Imports {
			for vendor, allowed := range homes {
				at := imported == vendor || strings.HasPrefix(imported, strings.TrimSuffix(vendor, "/")+"/")
				if at && !slices.Contains(allowed, p.ImportPath) {
					t.Errorf("%s imports %s, whose home is %s", p.ImportPath, imported, strings.Join(allowed, ", "))
				}
			}
			if imported == "testing" && !strings.HasSuffix(p.ImportPath, "test") {
				t.Errorf("%s imports testing outside tests", p.ImportPath)
			}
		}
	}
}

// leaves are the rooms that the top of their house is built on: it sees them, and
// they see nothing of it.
var leaves = map[string][]string{
	"kotae/retrieval": {"kotae/retrieval/japanese", "kotae/retrieval/lexical"},
	"kotae/bot":       {"kotae/bot/guard", "kotae/bot/marker", "kotae/bot/markup", "kotae/bot/question", "kotae/bot/wish"},
}

// shared are the leaves that all rooms of their house may see too.
var shared = []string{"kotae/bot/markup", "kotae/bot/wish"}

// mayImport is the law between our own packages: the command sees all; rooms see
// the tops of houses and their shared leaves, not each other; retrieval/japanese is a
// leaf that all may see. bot may see retrieval, nobody sees it back; prompts sees nobody.
func mayImport(from, to string) bool {
	house := func(p string) string { return path.Join("kotae", strings.Split(p, "/")[1]) }
	switch {
	case from == command:
		return true
	case house(from) == "kotae/prompts":
		return false
	case house(from) == "kotae/retrieval" && house(to) != house(from):
		return false
	case slices.Contains(leaves[house(from)], from) && to == house(from):
		return false
	case to == "kotae/retrieval/japanese", slices.Contains(leaves[from], to):
		return true
	case slices.Contains(shared, to) && house(from) == house(to):
		return true
	}
	return to == house(to) && to != "kotae/cmd"
}

func TestRoomsDoNotSeeEachOther(t *testing.T) {
	for _, p := range ours(t) {
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, "kotae/") && !mayImport(p.ImportPath, imported) {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
		}
	}
}

func TestTheLawBetweenRooms(t *testing.T) {
	tests := []struct {
		from, to string
		want     bool
	}{
		{"kotae/cmd/kotae", "kotae/retrieval/memstore", true},
		{"kotae/bot", "kotae/retrieval", true},
		{"kotae/bot/extract", "kotae/bot", true},
		{"kotae/bot/extract", "kotae/retrieval", true},
		{"kotae/bot/extract", "kotae/retrieval/japanese", true},
		{"kotae/bot/llm", "kotae/prompts", true},
		{"kotae/retrieval", "kotae/retrieval/japanese", true},
		{"kotae/retrieval", "kotae/retrieval/lexical", true},
		{"kotae/retrieval/lexical", "kotae/retrieval/japanese", true},
		{"kotae/bot", "kotae/bot/marker", true},
		{"kotae/bot/slackbot", "kotae/bot/markup", true},
		{"kotae/bot/slackbot", "kotae/bot/wish", true},
		{"kotae/retrieval/reader", "kotae/retrieval", true},
		{"kotae/retrieval", "kotae/bot", false},
		{"kotae/retrieval/reader", "kotae/bot", false},
		{"kotae/retrieval", "kotae/retrieval/memstore", false},
		{"kotae/retrieval/reader", "kotae/retrieval/files", false},
		{"kotae/retrieval/chunk", "kotae/retrieval/lexical", false},
		{"kotae/retrieval/japanese", "kotae/retrieval", false},
		{"kotae/bot", "kotae/bot/extract", false},
		{"kotae/bot/marker", "kotae/bot", false},
		{"kotae/bot/extract", "kotae/bot/marker", false},
		{"kotae/bot/markup", "kotae/bot", false},
		{"kotae/retrieval/reader", "kotae/bot/markup", false},
		{"kotae/bot/llm", "kotae/bot/extract", false},
		{"kotae/bot/extract", "kotae/retrieval/memstore", false},
		{"kotae/bot", "kotae/cmd/kotae", false},
		{"kotae/prompts", "kotae/bot", false},
	}
	for _, tt := range tests {
		if got := mayImport(tt.from, tt.to); got != tt.want {
			t.Errorf("mayImport(%s, %s) = %v", tt.from, tt.to, got)
		}
	}
}

// ambient are the ways to reach settings, the exit and the global logger past main.
var ambient = map[string][]string{
	"os": {"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Exit", "Args"},
	"log": {"Default", "Print", "Printf", "Println", "Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln",
		"Output", "SetOutput", "SetFlags", "SetPrefix"},
	"log/slog": {"Default", "SetDefault", "Debug", "DebugContext", "Info", "InfoContext", "Warn", "WarnContext",
		"Error", "ErrorContext", "Log", "LogAttrs", "With"},
}

func TestOnlyTheCommandReadsTheEnvironmentAndExits(t *testing.T) {
	for _, p := range ours(t) {
		if p.ImportPath == command {
			continue
		}
		for _, name := range p.GoFiles {
			files := token.NewFileSet()
			f, err := parser.ParseFile(files, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			imported := map[string]string{} // by the name it has in the file
			for _, s := range f.Imports {
				full := strings.Trim(s.Path.Value, `"`)
				local := path.Base(full)
				if s.Name != nil {
					local = s.Name.Name
				}
				imported[local] = full
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := s.X.(*ast.Ident); ok && slices.Contains(ambient[imported[x.Name]], s.Sel.Name) {
						t.Errorf("%s: %s.%s", files.Position(s.Pos()), x.Name, s.Sel.Name)
					}
				}
				return true
			})
		}
	}
}
