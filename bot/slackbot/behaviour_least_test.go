package slackbot_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/slack-go/slack"

	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

// app is the app that a manifest describes.
func app(t *testing.T, o slackbot.ManifestOptions) workspace.App {
	t.Helper()
	text, err := slackbot.ManifestYAML(o)
	if err != nil {
		t.Fatal(err)
	}
	var m slack.Manifest
	if err := yaml.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	return workspace.App{Scopes: m.OAuthConfig.Scopes.Bot, Events: m.Settings.EventSubscriptions.BotEvents}
}

func TestBehaviour25_LeastPrivilege(t *testing.T) {
	bubble(t, "the least manifest is enough for mentions, direct messages, commands, shortcuts, views and buttons, and none of it is idle", func(t *testing.T) {
		d := open(t, workspace.Options{App: app(t, slackbot.ManifestOptions{})}, slackbot.Options{})
		if err := d.OpenHome(tanaka, "messages"); err != nil {
			t.Fatal(err)
		}
		if err := d.OpenHome(tanaka, "home"); err != nil {
			t.Fatal(err)
		}
		m := d.answered()
		d.click(tanaka, m.TS, "vote:negative")
		d.click(tanaka, m.TS, "evidence")
		channel, ts := d.ask("代休は何日前までに申請しますか。")
		if text := d.reply(channel, ts, 1).Plain(); !strings.Contains(text, "10営業日前") {
			t.Errorf("the direct message: %s", text)
		}
		if text := d.slash("有休は何日前までに申請しますか。").Plain(); !strings.Contains(text, "10営業日前") {
			t.Errorf("the command: %s", text)
		}
		if _, err := d.Shortcut(tanaka, m.Root(), "kotae_ask_message"); err != nil {
			t.Fatal(err)
		}
		d.settle()
		used := d.ScopesUsed()
		for _, s := range app(t, slackbot.ManifestOptions{}).Scopes {
			if !slices.Contains(used, s) && !slices.Contains([]string{"app_mentions:read", "im:history"}, s) { // which events need
				t.Errorf("%s is asked for and not used", s)
			}
		}
		for _, c := range d.Calls("") {
			if c.Error == "missing_scope" && c.Method != "conversations.info" {
				t.Errorf("%s lacks a scope", c.Method)
			}
		}
	})
	bubble(t, "the manifest for threads and channels holds every scope of the calls that are made", func(t *testing.T) {
		a := app(t, slackbot.ManifestOptions{Threads: true, Channels: true})
		d := everything(t, workspace.Options{App: a})
		for _, s := range d.ScopesUsed() {
			if !slices.Contains(a.Scopes, s) && s != "connections:write" {
				t.Errorf("%s is used and not asked for", s)
			}
		}
		for _, c := range d.Calls("") {
			if c.Error == "missing_scope" {
				t.Errorf("%s lacks a scope", c.Method)
			}
		}
	})
	bubble(t, "logs hold neither tokens nor what people ask and are answered", func(t *testing.T) {
		d := everything(t, workspace.Options{FreePlan: true})
		d.Break(workspace.Fault{Method: "chat.postMessage", DropAfter: true, Times: 5})
		d.Break(workspace.Fault{Method: "response_url", DropBefore: true, Times: 5})
		d.Break(workspace.Fault{Method: "users.info", Status: 500})
		d.mention("有休は何日前までに申請しますか。")
		if _, err := d.Slash(soumu, suzuki, "/kotae", "有休は何日前までに申請しますか。"); err != nil {
			t.Fatal(err)
		}
		d.settle()
		d.settle()
		log := d.log.String()
		for _, secret := range []string{workspace.BotToken, workspace.AppToken, workspace.SigningSecret, "有休", "営業日", "/response/", "田中", "tanaka"} {
			if strings.Contains(log, secret) {
				i := strings.Index(log, secret)
				t.Errorf("the log holds %q: …%s…", secret, log[max(0, i-150):min(len(log), i+50)])
			}
		}
		if !strings.Contains(log, "question answered") {
			t.Error("the log is empty")
		}
	})
}
