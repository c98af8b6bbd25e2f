package slackbot

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"kotae/bot"
)

func TestManifest(t *testing.T) {
	tests := map[string]ManifestOptions{
		"manifest":      {},
		"manifest_http": {Name: "こたえ", Language: bot.English, HTTPBase: "https://kotae.example/bot", Threads: true, Channels: true, Files: true, Command: "/ask"},
	}
	for name, o := range tests {
		t.Run(name, func(t *testing.T) {
			written, err := ManifestYAML(o)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+".yaml", string(written))
			var m, again slack.Manifest
			if err := yaml.UnmarshalWithOptions(written, &m, yaml.Strict()); err != nil {
				t.Fatalf("Slack's fields are others: %v", err)
			}
			asJSON, err := ManifestJSON(o)
			if err != nil {
				t.Fatal(err)
			}
			d := json.NewDecoder(strings.NewReader(string(asJSON)))
			d.DisallowUnknownFields()
			if err := d.Decode(&again); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(again, m); diff != "" {
				t.Errorf("JSON and YAML differ:\n%s", diff)
			}
			checkManifest(t, m)
		})
	}
}

// checkManifest fails where Slack would refuse a manifest.
func checkManifest(t *testing.T, m slack.Manifest) {
	t.Helper()
	limits := []struct {
		text string
		most int
	}{
		{m.Display.Name, longestName}, {m.Display.Description, longestDescription},
		{m.Features.AgentView.AgentDescription, longestAgentDescription}, {m.Features.Shortcuts[0].Name, longestShortcut},
	}
	for _, l := range limits {
		if n := utf8.RuneCountInString(l.text); n == 0 || n > l.most {
			t.Errorf("%q has %d characters, of at most %d", l.text, n, l.most)
		}
	}
	if n := len(m.Features.AgentView.SuggestedPrompts); n > mostPrompts {
		t.Errorf("%d prompts", n)
	}
	var needed []string
	for _, e := range m.Settings.EventSubscriptions.BotEvents {
		scopes, ok := eventScopes[e]
		if !ok {
			t.Errorf("nobody knows what %s needs", e)
		}
		needed = append(needed, scopes...)
	}
	for _, s := range needed {
		if !slices.Contains(m.OAuthConfig.Scopes.Bot, s) {
			t.Errorf("an event needs %s", s)
		}
	}
}

func TestNoScopeIsAskedForInVain(t *testing.T) {
	needed := map[string]bool{"commands": true} // for the slash command and the shortcut
	for _, table := range []map[string][]string{methodScopes, eventScopes} {
		for _, scopes := range table {
			for _, s := range scopes {
				needed[s] = true
			}
		}
	}
	everything := ManifestOptions{Threads: true, Channels: true, Files: true}.scopes()
	for _, s := range everything {
		if !needed[s] {
			t.Errorf("%s is asked for and used by nothing", s)
		}
		delete(needed, s)
	}
	for s := range needed {
		t.Errorf("%s is used and never asked for", s)
	}
}

func TestManifestOptionsThatSlackRefuses(t *testing.T) {
	_, err := ManifestYAML(ManifestOptions{Name: strings.Repeat("答", 36), Language: "de", HTTPBase: "http://kotae.example/", Command: "kotae"})
	if err == nil {
		t.Fatal("no error")
	}
	for _, named := range []string{"name", "language", "address", "command"} {
		if !strings.Contains(err.Error(), named+" \"") {
			t.Errorf("%v does not name the %s", err, named)
		}
	}
}
