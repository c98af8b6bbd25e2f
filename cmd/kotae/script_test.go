package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"kotae/bot/bottest"
	"kotae/bot/workspace"
	"kotae/retrieval/hashembed"
	"kotae/retrieval/memstore"
)

// programs is the folder of the program that scripts run, made by TestMain.
var programs string

func TestMain(m *testing.M) {
	for _, variable := range os.Environ() { // no test may reach a real endpoint
		if name, _, _ := strings.Cut(variable, "="); slices.ContainsFunc([]string{"OPENAI_", "KOTAE_", "SLACK_"}, func(of string) bool { return strings.HasPrefix(name, of) }) {
			os.Unsetenv(name)
		}
	}
	var err error
	if programs, err = os.MkdirTemp("", "kotae"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(programs)
	os.Exit(code)
}

// program builds the program once and returns its path. It is built without the race
// detector, under which every process would take seven seconds to load its
// dictionary; TestQuality runs everything that is concurrent inside the test.
func program(t *testing.T) string {
	t.Helper()
	name, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

var build = sync.OnceValues(func() (string, error) {
	name := filepath.Join(programs, "kotae")
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	out, err := exec.Command("go", "build", "-o", name, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return name, nil
})

func TestScripts(t *testing.T) {
	program(t)
	endpoint := bottest.NewEndpoint(t, bottest.Settings{Key: "sk-hidden"})
	slack, err := workspace.New(workspace.Options{Unlimited: true, App: workspace.App{Scopes: []string{"app_mentions:read", "chat:write", "commands", "im:history", "users:read"}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(slack.Close)
	down := httptest.NewServer(http.NotFoundHandler())
	down.Close()
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("ENDPOINT", endpoint.URL()) // of a model that answers correctly
			e.Setenv("DOWN", down.URL)           // of nothing at all
			e.Values["following"] = new(*following)
			e.Setenv("SLACK", slack.URL()) // of a workspace whose app lacks assistant:write
			e.Setenv("PATH", programs+string(filepath.ListSeparator)+e.Getenv("PATH"))
			return nil
		},
		Condition: func(name string) (bool, error) {
			return name == "permissions" && os.Geteuid() != 0 && runtime.GOOS != "windows", nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"sample":  copyCommand(samples),
			"tables":  copyCommand("testdata/tables"),
			"hold":    holdCommand(t.Context()),
			"untimed": untimedCommand,
			"fails":   failsCommand,

			"follow":    followCommand,
			"tells":     tellsCommand,
			"notes":     notesCommand,
			"interrupt": interruptCommand,
		},
	})
}

// samples is the folder of sample documents; sampleSet and typedSet are question sets on
// them, the latter as people type, by somebody who had not seen how they are answered.
const samples, sampleSet, typedSet = "sample", "sample.jsonl", "typed.jsonl"

// copyCommand makes the commands sample DIR and tables DIR, which put the sample
// documents and one price list in every format into DIR.
func copyCommand(from string) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != 1 {
			ts.Fatalf("usage: sample DIR, tables DIR")
		}
		ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(from)))
	}
}

// hold DIR keeps the index in DIR locked until the script ends.
func holdCommand(ctx context.Context) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != 1 {
			ts.Fatalf("usage: hold DIR")
		}
		store, err := memstore.Open(ctx, ts.MkAbs(args[0]), hashembed.New().Space())
		ts.Check(err)
		unlock, err := store.Lock()
		ts.Check(err)
		ts.Defer(func() {
			unlock()
			store.Close()
		})
	}
}

// fails CODE ARGUMENTS runs kotae, which must end with the exit code, say why
// in one line on stderr.
func failsCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: fails CODE ARGUMENTS")
	}
	err := ts.Exec("kotae", args[1:]...)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || strconv.Itoa(exit.ExitCode()) != args[0] {
		ts.Fatalf("got %v, want exit code %s", err, args[0])
	}
	if said := ts.ReadFile("stderr"); !strings.HasPrefix(said, "kotae: ") || strings.Count(said, "\n") != 1 {
		ts.Fatalf("not one line that says what to do:\n%s", said)
	}
}

var times = regexp.MustCompile(`\d+\.\d (m?s\b)|("(?:elapsed_ms|retrieve|generate|total|ms|p50_ms|p95_ms)": )[\d.]+`)

// untimed FILE prints a file, or stdout, with every time in it made 0.
func untimedCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: untimed FILE")
	}
	text := times.ReplaceAllStringFunc(ts.ReadFile(args[0]), func(s string) string {
		if m := times.FindStringSubmatch(s); m[1] != "" {
			return "0.0 " + m[1]
		} else {
			return m[2] + "0"
		}
	})
	_, err := ts.Stdout().Write([]byte(text))
	ts.Check(err)
}
