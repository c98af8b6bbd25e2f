package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The first command of the README that prints an answer, and what it says that it
// prints.
var readmeExample = regexp.MustCompile("(?s)```sh\ngo run \\./cmd/kotae (ask [^\n]*)\n```\n\n```text\n(.*?)```")

func TestREADMEShowsWhatItsFirstCommandPrints(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	m := readmeExample.FindSubmatchIndex(readme)
	if m == nil {
		t.Fatal("no example in README.md")
	}
	arguments, printed := string(readme[m[2]:m[3]]), string(readme[m[4]:m[5]])
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	cmd := exec.Command(shell, "-c", `"$0" `+arguments+` --data "$1"`, program(t), t.TempDir())
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr(err))
	}
	if *update {
		text := strings.Replace(string(readme), printed, string(out), 1)
		if err := os.WriteFile("../../README.md", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(out), printed); diff != "" {
		t.Errorf("README.md (-got +want; go test -update writes it anew):\n%s", diff)
	}
}
