package main

import (
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"kotae/bot"
)

// TestOtherFolders answers with an index that another folder was read into, while it
// can't be brought up to date.
func TestOtherFolders(t *testing.T) {
	salaries, rules, data := filepath.Join(t.TempDir(), "人事"), filepath.Join(t.TempDir(), "規程"), t.TempDir()
	for _, dir := range []string{salaries, rules} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(salaries, "役員報酬表.md"), "# 役員報酬表\n\n専務の月額報酬は200万円である。\n")
	write(t, filepath.Join(rules, "旅費規程.md"), "# 旅費規程\n\n宿泊費の上限は一泊12,000円である。\n")
	consult := func(docs ...string) *assistant {
		t.Helper()
		p := &process{
			stdout: io.Discard, stderr: io.Discard, getenv: func(string) string { return "" },
			settings: settings{Docs: docs, Data: data},
		}
		a, err := p.consult(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.close() })
		return a
	}
	writer := consult(salaries, rules)
	unlock, err := writer.store.Lock()
	if err != nil {
		t.Fatal(err)
	}
	shelf := newLibrary(consult(rules), []string{rules}, slog.New(slog.DiscardHandler))
	const hidden, shown = "専務の月額報酬はいくらですか。", "宿泊費の上限はいくらですか。"
	ask := func(question string) bot.Status {
		t.Helper()
		a, err := answerer{shelf}.Stream(t.Context(), bot.Question{Text: question}, func(string) {})
		if err != nil {
			t.Fatal(err)
		}
		return a.Status
	}
	update := func() error {
		report, err := shelf.assistant.update(t.Context(), nil)
		return shelf.take(t.Context(), take{report: report, err: err})
	}
	text := func() error {
		_, err := shelf.Text("役員報酬表.md")
		return err
	}

	t.Run("what lies in another folder is not answered from, nor shown", func(t *testing.T) {
		if s := ask(hidden); s == bot.Answered {
			t.Errorf("%s: %s", hidden, s)
		}
		if err := text(); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("its text: %v", err)
		}
		if s := ask(shown); s != bot.Answered {
			t.Errorf("%s: %s", shown, s)
		}
	})
	t.Run("documents that were never looked through have no time of that", func(t *testing.T) {
		if at := shelf.Refreshed(); !at.IsZero() {
			t.Errorf("looked through at %v", at)
		}
	})
	t.Run("an update that fails changes nothing of that", func(t *testing.T) {
		if err := update(); err == nil {
			t.Fatal("no error")
		}
		if s := ask(hidden); s == bot.Answered || shelf.rule() == nil || !shelf.Refreshed().IsZero() {
			t.Errorf("%s: %s", hidden, s)
		}
	})
	t.Run("after one that succeeds all that is indexed is answered from", func(t *testing.T) {
		unlock()
		write(t, filepath.Join(rules, "慶弔規程.md"), "# 慶弔規程\n\n結婚祝金は30,000円である。\n")
		if err := update(); err != nil {
			t.Fatal(err)
		}
		if s := ask("結婚祝金はいくらですか。"); s != bot.Answered {
			t.Errorf("what is new: %s", s)
		}
		if s := ask(hidden); s == bot.Answered {
			t.Errorf("%s: %s", hidden, s)
		}
		if at := shelf.Refreshed(); at.IsZero() {
			t.Error("it has no time")
		}
	})
}
