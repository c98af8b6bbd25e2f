package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

// demoCommand is `kotae demo`.
type demoCommand struct {
	NoOpen bool        `help:"Only print the page's address; open no browser."`
	Log    logSettings `embed:""`
}

// sample are the documents that are answered from where no others are named.
//
//go:embed sample
var sample embed.FS

// sampleName is the folder that they are in.
const sampleName = "サンプル文書"

// demoDrain is how long answers that are being written may take when the demo ends:
// nobody will read them.
const demoDrain = time.Second

// Run runs the whole bot in a workspace of its own, until it is told to stop.
func (cmd *demoCommand) Run(ctx context.Context, p *process) error {
	cmd.Log.LogLevel = cmp.Or(cmd.Log.LogLevel, p.getenv(envOf("log-level")), "error")
	log, err := cmd.Log.logger(p.stderr, p.getenv)
	if err != nil {
		return err
	}
	place, err := os.MkdirTemp("", "kotae-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(place)
	began := time.Now()
	demo := *p
	sampled, err := demo.settle(place)
	if err != nil {
		return err
	}
	c, err := configure(demo.settings, demo.getenv)
	if err != nil {
		return err
	}
	a, err := demo.consult(ctx)
	if err != nil {
		return err
	}
	defer a.close()
	ws, tokens, err := newWorkspace()
	if err != nil {
		return err
	}
	defer ws.Close()
	fmt.Fprintf(p.stderr, "kotae: %d documents read in %.1f s\n", len(a.retriever.Documents()), time.Since(began).Seconds())
	address := ws.OpenPage(demoPage(a, sampled))
	options := slackbot.Options{APIURL: ws.URL(), ReadFiles: true, Drain: demoDrain, Ready: sync.OnceFunc(func() {
		if err := chatter(ws); err != nil {
			log.Error("nobody has said anything in the workspace", "err", err)
		}
		fmt.Fprintf(p.stdout, "Kotae is in a workspace of its own at\n\n    %s\n\nCtrl-C ends it.\n", address)
		if !cmd.NoOpen && isTerminal(p.stdout) {
			openBrowser(address, p.getenv)
		}
	})}
	return a.converse(ctx, c, tokens, options, log)
}

// settle gives what is kept a place that is taken away afterwards, and unpacks the
// sample where no documents are named, which it reports.
func (p *process) settle(place string) (sampled bool, err error) {
	file, err := readFile(p.settings.Config)
	if err != nil {
		return false, err
	}
	p.settings.Data = cmp.Or(p.settings.Data, filepath.Join(place, "data"))
	if len(p.settings.Docs)+len(file.Docs) > 0 || p.getenv(envDocs) != "" {
		return false, nil
	}
	inside, err := fs.Sub(sample, "sample")
	if err != nil {
		return false, err
	}
	dir := filepath.Join(place, sampleName)
	p.settings.Docs = []string{dir}
	return true, os.CopyFS(dir, inside)
}

// newWorkspace opens a workspace in which the app of the manifest, with all that it
// can have, is installed with tokens that nobody knows.
func newWorkspace() (*workspace.Server, slackbot.Tokens, error) {
	tokens := slackbot.Tokens{Bot: "xoxb-" + rand.Text(), App: "xapp-" + rand.Text(), Signing: rand.Text()}
	text, err := slackbot.ManifestJSON(slackbot.ManifestOptions{Threads: true, Channels: true, Files: true})
	if err != nil {
		return nil, tokens, err
	}
	var m struct {
		OAuth struct {
			Scopes struct{ Bot []string }
		} `json:"oauth_config"`
		Settings struct {
			Events struct {
				Bot []string `json:"bot_events"`
			} `json:"event_subscriptions"`
		}
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, tokens, err
	}
	ws, err := workspace.New(workspace.Options{
		Team: workspace.Team{Name: demoTeam},
		App: workspace.App{
			Name: "kotae", BotToken: tokens.Bot, AppToken: tokens.App, SigningSecret: tokens.Signing,
			Scopes: m.OAuth.Scopes.Bot, Events: m.Settings.Events.Bot,
		},
		People: demoPeople, Channels: demoChannels,
	})
	return ws, tokens, err
}

// openBrowser opens an address in the person's browser, where there is one. That it
// could not be opened is no reason to stop: the address is on the screen.
func openBrowser(address string, getenv func(string) string) {
	var command []string
	switch runtime.GOOS {
	case "darwin":
		command = []string{"open", address}
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler", address}
	default:
		if getenv("DISPLAY") == "" && getenv("WAYLAND_DISPLAY") == "" {
			return
		}
		command = []string{"xdg-open", address}
	}
	open := exec.Command(command[0], command[1:]...)
	if open.Start() == nil {
		go func() { _ = open.Wait() }()
	}
}
