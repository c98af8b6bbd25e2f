package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A module is what `go list -json` says of a module.
type module struct {
	Path, Version, Dir string
	Main               bool
}

// linked lists the modules that binaries for the usual systems are made of.
func linked(t *testing.T) map[string]module {
	t.Helper()
	modules := map[string]module{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		cmd := exec.Command("go", "list", "-deps", "-json=Module", ".")
		cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go list: %v\n%s", err, stderr(err))
		}
		for d := json.NewDecoder(strings.NewReader(string(out))); ; {
			var p struct{ Module *module }
			if err := d.Decode(&p); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			if p.Module != nil && !p.Module.Main {
				modules[p.Module.Path] = *p.Module
			}
		}
	}
	return modules
}

var licenceHeader = regexp.MustCompile(`(?m)^==== (\S+ \S+)$`)

func TestLicensesAreThoseOfTheModulesInTheBinary(t *testing.T) {
	modules := linked(t)
	if *update {
		writeLicenses(t, modules)
		return // the text embedded in this test is the old one
	}
	var got, want []string
	for _, m := range licenceHeader.FindAllStringSubmatch(licenses, -1) {
		got = append(got, m[1])
	}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		want = append(want, name+" "+modules[name].Version)
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("licenses.txt (-got +want; go test -run Licenses -update writes it anew):\n%s", diff)
	}
	if !strings.Contains(licenses, "mecab-ipadic-2.7.0-20070801 Notice") {
		t.Error("the notice of the dictionary is missing")
	}
}

const licencesIntroduction = `Kotae is licensed under the Apache License, Version 2.0.

It contains a dictionary of Japanese, mecab-ipadic-2.7.0-20070801, whose notice
stands below under github.com/ikawaha/kagome-dict/ipa, the Go standard library and
runtime, and the modules below, each under its own licence.
`

func writeLicenses(t *testing.T, modules map[string]module) {
	t.Helper()
	var b strings.Builder
	b.WriteString(licencesIntroduction)
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	add := func(dir string) {
		texts := 0
		for _, form := range []string{"LICEN[CS]E*", "COPYING*", "UNLICENSE*", "NOTICE*"} {
			files, err := filepath.Glob(filepath.Join(dir, form))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				data, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				texts++
				fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(strings.ReplaceAll(string(data), "\r\n", "\n")))
			}
		}
		if texts == 0 {
			t.Errorf("no licence in %s", dir)
		}
	}
	b.WriteString("\n==== Go\n")
	add(strings.TrimSpace(string(root)))
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		m := modules[name]
		fmt.Fprintf(&b, "\n==== %s %s\n", m.Path, m.Version)
		add(m.Dir)
	}
	if err := os.WriteFile("licenses.txt", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
