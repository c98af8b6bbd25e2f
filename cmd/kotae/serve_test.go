package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"kotae/bot/workspace"
)

// TestServe runs the program as an operator does, against a workspace on the loopback.
func TestServe(t *testing.T) {
	const asker, channel = "U0TANAKA1", "C0SOUMU01"
	slack, err := workspace.New(workspace.Options{
		People:   []workspace.User{{ID: asker, Name: "tanaka", RealName: "田中"}},
		Channels: []workspace.Channel{{ID: channel, Name: "総務", Members: []string{asker, "U0000BOT1"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(slack.Close)
	docs := filepath.Join(t.TempDir(), "文書")
	if err := os.CopyFS(docs, os.DirFS(samples)); err != nil {
		t.Fatal(err)
	}
	serve := exec.Command(program(t), "serve", "--docs", docs, "--data", filepath.Join(t.TempDir(), "data"))
	var log bytes.Buffer
	serve.Stderr = &log
	serve.Env = append(os.Environ(), "SLACK_API_URL="+slack.URL(), "SLACK_BOT_TOKEN="+workspace.BotToken, "SLACK_APP_TOKEN="+workspace.AppToken)
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- serve.Wait() }()
	t.Cleanup(func() { serve.Process.Kill() })
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	wait := func(what string, cond func(*workspace.State) bool) {
		t.Helper()
		if err := slack.Wait(ctx, cond); err != nil {
			serve.Process.Kill()
			<-ended
			t.Fatalf("%s: %v\n%s", what, err, log.String())
		}
	}
	wait("connecting", func(s *workspace.State) bool { return s.Sockets() == 2 })
	ts, err := slack.Say(channel, asker, "<@"+slack.Bot()+"> 出張先のホテルでVPNがエラー809になります。どうしたらいいですか。", "")
	if err != nil {
		t.Fatal(err)
	}
	var reply workspace.Message
	wait("answering", func(s *workspace.State) bool {
		for _, m := range s.Thread(channel, ts) {
			if m.User == slack.Bot() {
				reply = m
				return true
			}
		}
		return false
	})
	for _, want := range []string{"テザリング", "[1]", "情報システム/", "出典"} {
		if !strings.Contains(reply.Plain(), want) {
			t.Errorf("the answer lacks %s:\n%s", want, reply.Plain())
		}
	}
	if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("told to stop: %v\n%s", err, log.String())
		}
	case <-ctx.Done():
		t.Errorf("told to stop, it goes on\n%s", log.String())
	}
	for _, secret := range []string{workspace.BotToken, workspace.AppToken, "809"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}
