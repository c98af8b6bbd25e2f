package slackbot_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

func TestCheckTokens(t *testing.T) {
	right := slackbot.Tokens{Bot: workspace.BotToken, App: workspace.AppToken}
	check := func(t *testing.T, w workspace.Options, tokens slackbot.Tokens, o slackbot.CheckOptions) (slackbot.Check, *workspace.Server) {
		t.Helper()
		w.InMemory = true
		ws, err := workspace.New(w)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(ws.Close)
		o.APIURL, o.Dial = ws.URL(), ws.DialContext
		c := slackbot.CheckTokens(t.Context(), tokens, o)
		for _, err := range []error{c.Bot, c.App, c.Pair} {
			if err != nil && (strings.Contains(err.Error(), tokens.Bot) && tokens.Bot != "" || strings.Contains(err.Error(), tokens.App) && tokens.App != "") {
				t.Errorf("a token shows in %q", err)
			}
		}
		return c, ws
	}
	names := func(list []slackbot.Lack) (names []string) {
		for _, l := range list {
			names = append(names, l.Scope)
		}
		return names
	}
	t.Run("right tokens: which workspace, which scopes, and nothing done", func(t *testing.T) {
		c, ws := check(t, workspace.Options{Team: workspace.Team{Name: "例示商事"}}, right, slackbot.CheckOptions{})
		if c.Bot != nil || c.App != nil || c.Pair != nil || c.Team != "例示商事" || !slices.Contains(c.Scopes, "chat:write") || len(c.Lacking) > 0 {
			t.Errorf("%+v", c)
		}
		if want := []string{"files:read", "channels:history", "groups:history", "channels:read", "groups:read"}; !slices.Equal(names(c.Spare), want) {
			t.Errorf("spare: %q", names(c.Spare))
		}
		ws.Look(func(st *workspace.State) {
			for _, call := range st.Calls("") {
				if !slices.Contains([]string{"auth.test", "bots.info", "apps.connections.open"}, call.Method) {
					t.Errorf("called %s", call.Method)
				}
			}
			if st.Sockets() > 0 {
				t.Error("it connected")
			}
		})
	})
	t.Run("missing scopes are named with what is lost", func(t *testing.T) {
		c, _ := check(t, workspace.Options{App: workspace.App{Scopes: []string{"chat:write", "users:read", "commands", "assistant:write", "im:history"}}}, right, slackbot.CheckOptions{ReadFiles: true})
		if want := []string{"app_mentions:read", "files:read"}; !slices.Equal(names(c.Lacking), want) || c.Lacking[0].Loss == "" {
			t.Errorf("lacking: %+v", c.Lacking)
		}
	})
	t.Run("every scope that a manifest asks for has its loss", func(t *testing.T) {
		c, _ := check(t, workspace.Options{App: workspace.App{Scopes: []string{"team:read"}}}, right, slackbot.CheckOptions{})
		known := append(names(c.Lacking), names(c.Spare)...)
		for _, s := range app(t, slackbot.ManifestOptions{Threads: true, Channels: true, Files: true}).Scopes {
			if !slices.Contains(known, s) {
				t.Errorf("nothing is said of %s", s)
			}
		}
	})
	for _, tt := range []struct {
		name     string
		tokens   slackbot.Tokens
		app      workspace.App
		bot, own string // of the errors; empty for none
	}{
		{"a wrong bot token", slackbot.Tokens{Bot: "xoxb-falsch-123", App: workspace.AppToken}, workspace.App{}, "copy it again into SLACK_BOT_TOKEN", ""},
		{"a wrong app token", slackbot.Tokens{Bot: workspace.BotToken, App: "xapp-falsch-123"}, workspace.App{}, "", "copy it again into SLACK_APP_TOKEN"},
		{"the bot token in both places", slackbot.Tokens{Bot: workspace.BotToken, App: workspace.BotToken}, workspace.App{}, "", "the wrong kind of token"},
		{"an app token without its scope", right, workspace.App{AppScopes: []string{"authorizations:read"}}, "", "lacks the scope connections:write"},
		{"no app token is not asked about", slackbot.Tokens{Bot: workspace.BotToken}, workspace.App{}, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := check(t, workspace.Options{App: tt.app}, tt.tokens, slackbot.CheckOptions{})
			for what, e := range map[string]struct {
				err  error
				want string
			}{"bot": {c.Bot, tt.bot}, "app": {c.App, tt.own}} {
				if (e.err == nil) != (e.want == "") || e.err != nil && (!strings.Contains(e.err.Error(), e.want) || !errors.Is(e.err, slackbot.ErrSettings)) {
					t.Errorf("%s: %v, want %q", what, e.err, e.want)
				}
			}
		})
	}
	t.Run("tokens of two apps are told apart", func(t *testing.T) {
		tokens := slackbot.Tokens{Bot: workspace.BotToken, App: "xapp-1-A0ANOTHER1-123-abc"}
		c, _ := check(t, workspace.Options{App: workspace.App{AppToken: tokens.App}}, tokens, slackbot.CheckOptions{})
		if c.Pair == nil || !strings.Contains(c.Pair.Error(), "A0ANOTHER1") {
			t.Errorf("Pair: %v", c.Pair)
		}
		tokens.App = "xapp-1-A00000001-123-abc"
		if c, _ = check(t, workspace.Options{App: workspace.App{AppToken: tokens.App}}, tokens, slackbot.CheckOptions{}); c.Pair != nil {
			t.Errorf("of one app: %v", c.Pair)
		}
	})
	t.Run("a Slack that can't be reached is no fault of settings", func(t *testing.T) {
		c := slackbot.CheckTokens(t.Context(), right, slackbot.CheckOptions{APIURL: "http://127.0.0.1:1/api/"})
		if c.Bot == nil || errors.Is(c.Bot, slackbot.ErrSettings) || !strings.Contains(c.Bot.Error(), "can't be reached") {
			t.Errorf("%v", c.Bot)
		}
	})
}
