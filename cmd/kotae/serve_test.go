package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"kotae/bot/workspace"
)

// A server is a running `kotae serve`.
type server struct {
	*exec.Cmd
	log *journal
}

// A journal is what a process says, for looking at while it runs.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// serve starts `kotae serve` in a workspace and waits until Slack can reach it.
func serve(t *testing.T, ws *workspace.Server, data string, arguments ...string) *server {
	t.Helper()
	s := &server{exec.CommandContext(t.Context(), program(t), append([]string{"serve", "--docs", samples, "--data", data}, arguments...)...), &journal{}}
	s.Env = append(os.Environ(), "SLACK_BOT_TOKEN="+workspace.BotToken, "SLACK_APP_TOKEN="+workspace.AppToken, "SLACK_API_URL="+ws.URL())
	s.Stderr = s.log
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if s.ProcessState == nil {
			_ = s.Process.Kill() // the test has failed already
			_ = s.Wait()
		}
	})
	within(t, ws, s, "connections", func(st *workspace.State) bool { return st.Sockets() == 2 })
	return s
}

// within waits for something in a workspace.
func within(t *testing.T, ws *workspace.Server, s *server, what string, cond func(*workspace.State) bool) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	if err := ws.Wait(ctx, cond); err != nil {
		t.Fatalf("%s: %v\n%s", what, err, s.log)
	}
}

// TestKilledServe kills `kotae serve` right after it acknowledged a question, over and
// over: every question is answered once by the next one. Then it is told to stop.
func TestKilledServe(t *testing.T) {
	const asker, channel = "U0TANAKA1", "C0SOUMU01"
	ws, err := workspace.New(workspace.Options{
		People:    []workspace.User{{ID: asker, Name: "tanaka", RealName: "田中 花子"}},
		Channels:  []workspace.Channel{{ID: channel, Name: "総務", Members: []string{asker, "U0000BOT1"}}},
		Unlimited: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	data := filepath.Join(t.TempDir(), "記録")
	s := serve(t, ws, data)

	var asked []string
	for range 3 { // more often, and the first one would be given up
		// Who asks can't be found out: the question is accepted and gets no further.
		mend := ws.Break(workspace.Fault{Method: "users.info", Times: -1, Hang: true})
		ts, err := ws.Say(channel, asker, "<@"+ws.Bot()+"> 年次有給休暇は何日前までに申請しますか。", "")
		if err != nil {
			t.Fatal(err)
		}
		asked = append(asked, ts)
		within(t, ws, s, "an acknowledgement", func(st *workspace.State) bool { return len(st.Unacked()) == 0 })
		if err := s.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = s.Wait() // it was killed
		mend()
		within(t, ws, s, "the end of its connections", func(st *workspace.State) bool { return st.Sockets() == 0 })
		s = serve(t, ws, data)
	}
	within(t, ws, s, "the answers", func(st *workspace.State) bool { return len(st.Said(channel)) >= len(asked) })

	began := time.Now()
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.Wait(); err != nil {
		t.Errorf("told to stop: %v\n%s", err, s.log)
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("told to stop, it took %v", took)
	}
	for _, ts := range asked {
		thread := ws.Thread(channel, ts)
		if len(thread) != 2 || !strings.Contains(thread[1].Plain(), "出典") {
			t.Errorf("%d answers; the last message: %s", len(thread)-1, thread[len(thread)-1].Plain())
		}
		if v, _ := ws.Session(channel, ts); v.State != "active" {
			t.Errorf("its session is %q", v.State)
		}
	}
	for _, secret := range []string{workspace.BotToken, workspace.AppToken, "有給休暇", "ticket-"} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("%q is in the log:\n%s", secret, s.log)
		}
	}
}

// TestServeWithAWrongToken runs `kotae serve` with a token that Slack does not know.
func TestServeWithAWrongToken(t *testing.T) {
	ws, err := workspace.New(workspace.Options{App: workspace.App{BotToken: "xoxb-other"}})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	cmd := exec.CommandContext(t.Context(), program(t), "serve", "--docs", samples, "--data", t.TempDir())
	cmd.Env = append(os.Environ(), "SLACK_BOT_TOKEN="+workspace.BotToken, "SLACK_APP_TOKEN="+workspace.AppToken, "SLACK_API_URL="+ws.URL())
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != 2 {
		t.Errorf("it ended with %v:\n%s", err, out)
	}
	if text := string(out); !strings.Contains(text, "SLACK_BOT_TOKEN") || strings.Contains(text, workspace.BotToken) {
		t.Errorf("it said:\n%s", text)
	}
}
