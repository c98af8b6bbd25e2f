package workspace

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestATokenOpensWhatItIsFor(t *testing.T) {
	tests := []struct{ name, method, token, want string }{
		{"the bot's token says who the bot is", "auth.test", BotToken, ""},
		{"the app's token may ask who it is", "auth.test", AppToken, ""},
		{"no token is not authenticated", "auth.test", "", "not_authed"},
		{"a wrong token is invalid", "auth.test", "xoxb-ちがう", "invalid_auth"},
		{"the app's token opens sockets", "apps.connections.open", AppToken, ""},
		{"the bot's token does not", "apps.connections.open", BotToken, "not_allowed_token_type"},
		{"the app's token posts nothing", "chat.postMessage", AppToken, "not_allowed_token_type"},
		{"an unknown method is unknown whatever the token", "chat.shout", "", "unknown_method"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := begin(t, Options{})
			v := f.form(tt.method, url.Values{"token": {tt.token}})
			if got, _ := v["error"].(string); got != tt.want || v["ok"] != (tt.want == "") {
				t.Errorf("%v, want %q", v, tt.want)
			}
		})
	}
}

func TestAMethodNeedsItsScope(t *testing.T) {
	tests := []struct {
		method string
		args   []string
		scopes []string
		needed string
	}{
		{"chat.postMessage", []string{"channel", "C1", "text", "あ"}, []string{"users:read"}, "chat:write"},
		{"users.info", []string{"user", "U1"}, []string{"chat:write"}, "users:read"},
		{"conversations.info", []string{"channel", "C1"}, []string{"groups:read"}, "channels:read"},
		{"conversations.info", []string{"channel", "G1"}, []string{"channels:read"}, "groups:read"},
		{"conversations.replies", []string{"channel", "C1", "ts", "1.000001"}, []string{"im:history"}, "channels:history"},
		{"conversations.info", []string{"channel", "C404"}, []string{}, "channels:read,groups:read,im:read,mpim:read"},
		{"assistant.threads.setStatus", nil, []string{"users:read"}, "assistant:write,chat:write"},
		{"assistant.threads.setSuggestedPrompts", nil, []string{"chat:write"}, "assistant:write"},
		{"reactions.add", nil, []string{"chat:write"}, "reactions:write"},
		{"files.info", []string{"file", "F1"}, []string{"chat:write"}, "files:read"},
		{"conversations.open", []string{"users", "U1"}, []string{"chat:write"}, "im:write"},
	}
	for _, tt := range tests {
		t.Run(tt.method+" needs "+tt.needed, func(t *testing.T) {
			f := begin(t, Options{App: App{Scopes: tt.scopes}, Channels: []Channel{{ID: "G1", IsPrivate: true, Members: []string{"U0000BOT1"}}}})
			v := f.call(tt.method, tt.args...)
			if v["error"] != "missing_scope" || v["needed"] != tt.needed || v["provided"] != strings.Join(tt.scopes, ",") {
				t.Errorf("%v, want missing_scope needing %s", v, tt.needed)
			}
			if len(f.ScopesUsed()) > 0 {
				t.Errorf("scopes used: %v", f.ScopesUsed())
			}
		})
	}
}

func TestArgumentsComeInAnyForm(t *testing.T) {
	f := begin(t, Options{})
	post := func(t *testing.T, kind, body string, header http.Header) map[string]any {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.URL()+"chat.postMessage", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if header != nil {
			r.Header = header
		}
		r.Header.Set("Content-Type", kind)
		response, err := f.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		var v map[string]any
		if err := json.NewDecoder(response.Body).Decode(&v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	bearer := func() http.Header { return http.Header{"Authorization": {"Bearer " + BotToken}} }
	tests := []struct {
		name, kind, body string
		header           http.Header
		error, warning   string
	}{
		{"a form with the token among its fields", "application/x-www-form-urlencoded", "token=" + BotToken + "&channel=C1&text=" + url.QueryEscape("規程"), nil, "", ""},
		{"a form with the token in the header", "application/x-www-form-urlencoded", "channel=C1&text=" + url.QueryEscape("規程"), bearer(), "", ""},
		{"a JSON object", "application/json; charset=utf-8", `{"channel":"C1","text":"規程","unfurl_links":false}`, bearer(), "", ""},
		{"a JSON object of unknown charset", "application/json", `{"channel":"C1","text":"規程"}`, bearer(), "", "missing_charset"},
		{"what is no JSON", "application/json; charset=utf-8", `{"channel":`, bearer(), "invalid_json", ""},
		{"a form without a token", "application/x-www-form-urlencoded", "channel=C1&text=a", nil, "not_authed", ""},
		{"something else", "text/plain", "こんにちは", bearer(), "invalid_post_type", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := len(f.Said("C1"))
			v := post(t, tt.kind, tt.body, tt.header)
			warning, _ := v["warning"].(string)
			if got, _ := v["error"].(string); got != tt.error || warning != tt.warning {
				t.Fatalf("%v, want error %q, warning %q", v, tt.error, tt.warning)
			}
			if tt.error != "" {
				return
			}
			said := f.Said("C1")
			if len(said) != before+1 || said[before].Text != "規程" {
				t.Errorf("said %v", said)
			}
		})
	}
	t.Run("no token is ever remembered", func(t *testing.T) {
		for _, c := range f.Calls("") {
			if c.Args["token"] != "" {
				t.Errorf("%s: %v", c.Method, c.Args)
			}
		}
	})
	t.Run("a call is remembered with what it was given and what it got", func(t *testing.T) {
		c := f.Calls("chat.postMessage")[2]
		if c.Args["text"] != "規程" || c.Args["unfurl_links"] != "false" || !c.JSON || c.Token != "bot" || !c.OK() || c.Duration <= 0 {
			t.Errorf("%+v", c)
		}
	})
}
