package main

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// demoLines are the lines of a README that start the demo.
var demoLines = regexp.MustCompile(`(?m)^(?:go run \./cmd/kotae|kotae) (demo.*)$`)

func TestREADMEsStartTheDemo(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	var lines []string
	for _, name := range []string{"../../README.md", "../../.github/README.ja.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found := demoLines.FindAllStringSubmatch(string(text), -1)
		if len(found) < 2 {
			t.Errorf("%s shows the demo %d times", name, len(found))
		}
		for _, m := range found {
			lines = append(lines, m[1])
		}
	}
	slices.Sort(lines)
	for _, line := range slices.Compact(lines) {
		t.Run(line, func(t *testing.T) {
			home := t.TempDir()
			if err := os.CopyFS(filepath.Join(home, "規程集"), os.DirFS(samples)); err != nil {
				t.Fatal(err)
			}
			d := start(t, exec.Command(shell, "-c", `exec "$0" `+line, program(t)), "HOME="+home)
			resp, err := http.Get(d.address)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if text, err := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK || !strings.Contains(string(text), "app.js") || err != nil {
				t.Errorf("%s %v\n%s", resp.Status, err, text)
			}
			d.stop(t)
		})
	}
}

func TestPicturesAndPagesThatREADMEsLinkAreThere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)\)`)
	for _, name := range []string{"../../README.md", "../../.github/README.ja.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s links what is not there: %v", name, err)
			}
		}
	}
}
