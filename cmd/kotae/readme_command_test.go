package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"kotae/bot/bottest"
	"kotae/bot/workspace"
)

var (
	fenced = regexp.MustCompile("(?s)```sh\n(.*?)```")
	// inline are commands within the text that need nothing but themselves.
	inline = regexp.MustCompile("`(kotae manifest[^`…]*)`")
)

// readmeCommands are the lines of the READMEs that run kotae, the demo's apart: those
// have a test of their own.
func readmeCommands(t *testing.T) []string {
	t.Helper()
	var lines []string
	for _, name := range []string{"../../README.md", "../../.github/README.ja.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range fenced.FindAllStringSubmatch(string(text), -1) {
			for line := range strings.Lines(m[1]) {
				line = strings.TrimSpace(line)
				if strings.Contains(line, "kotae ") && !strings.HasPrefix(line, "go ") && !strings.HasPrefix(line, "kotae demo") {
					lines = append(lines, line)
				}
			}
		}
		for _, m := range inline.FindAllStringSubmatch(string(text), -1) {
			lines = append(lines, m[1])
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

func TestEveryCommandOfTheREADMERuns(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip(err)
	}
	home := t.TempDir()
	for _, dir := range []string{"docs", "規程集"} {
		if err := os.CopyFS(filepath.Join(home, dir), os.DirFS(samples)); err != nil {
			t.Fatal(err)
		}
	}
	put := func(name, text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(home, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	rule, err := os.ReadFile(filepath.Join(samples, "人事", "在宅勤務規程_2026年版.md"))
	if err != nil {
		t.Fatal(err)
	}
	put("規程集/在宅勤務規程.md", string(rule), 0o600)
	put("set.jsonl", `{"id":"1","lang":"ja","type":"unanswerable","question":"社員食堂の営業時間は？"}`+"\n", 0o600)
	put("pandoc", "#!/bin/sh\ncat '規程集/在宅勤務規程.md'\n", 0o700) // what it would make of report.docx
	endpoint := bottest.NewEndpoint(t, bottest.Settings{})
	slack, err := workspace.New(workspace.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(slack.Close)
	program(t)
	placeholders := strings.NewReplacer("DIR", "docs", "SET.jsonl", "set.jsonl", "HOST", "kotae.example")
	for _, line := range readmeCommands(t) {
		t.Run(line, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, "sh", "-c", "exec "+placeholders.Replace(line))
			if strings.Contains(line, "|") {
				cmd.Args[2] = placeholders.Replace(line)
			}
			cmd.Dir = home
			cmd.Env = append(os.Environ(), "HOME="+home, "PATH="+programs+string(filepath.ListSeparator)+home+string(filepath.ListSeparator)+os.Getenv("PATH"),
				"SLACK_API_URL="+slack.URL(), "SLACK_BOT_TOKEN="+workspace.BotToken, "SLACK_APP_TOKEN="+workspace.AppToken)
			if strings.Contains(line, "--chat-model") {
				cmd.Env = append(cmd.Env, "OPENAI_BASE_URL="+endpoint.URL())
			}
			var said, complained strings.Builder
			cmd.Stdout, cmd.Stderr = &said, &complained
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			serves := strings.HasPrefix(line, "kotae serve")
			if serves {
				if err := slack.Wait(ctx, func(s *workspace.State) bool { return s.Sockets() == 2 }); err != nil {
					t.Error(err)
				}
				if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
					t.Error(err)
				}
			}
			if err := cmd.Wait(); err != nil || !serves && said.Len() == 0 {
				t.Errorf("%v\n%s%s", err, said.String(), complained.String())
			}
		})
	}
}
