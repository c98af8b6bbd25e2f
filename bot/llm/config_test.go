package llm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"kotae/bot/bottest"
	"kotae/bot/llm"
)

func isCanceled(err error) bool { return errors.Is(err, context.Canceled) }

func TestNewSaysWhatIsWrong(t *testing.T) {
	for base, want := range map[string]string{
		"http://localhost:11434":         "the endpoint at localhost:11434 has no default chat model: name one",
		"localhost:11434":                "should look like http://localhost:11434/v1",
		"ftp://x/v1":                     "should look like",
		"http://":                        "should look like",
		"http://user:pw@host/v1":         "should look like",
		"http://host/v1?key=abc":         "nothing behind the path",
		"https://kotae.openai.azure.com": "name one",
		"::":                             "should look like",
	} {
		_, err := llm.New(llm.Config{BaseURL: base, Key: llm.NewKey(secret)})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "pw") {
			t.Errorf("New(%s): %v, want %s", base, err, want)
		}
		_, err = llm.NewEmbedder(t.Context(), llm.Config{BaseURL: base, Key: llm.NewKey(secret)})
		if err == nil {
			t.Errorf("NewEmbedder(%s): no error", base)
		}
	}
}

func TestNewRefusesWhatNoConfigCanHave(t *testing.T) {
	for want, cfg := range map[string]llm.Config{
		"no key has":                      {Key: llm.NewKey("sk-abc def")},
		"pasted whole":                    {Key: llm.NewKey("sk-ａｂｃ")},
		"a time limit":                    {Limits: llm.Limits{Idle: -1}},
		"a number":                        {InFlight: -1},
		`"plain" or "reasoning", not "x"`: {Family: "x"},
	} {
		_, err := llm.New(cfg)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "abc") {
			t.Errorf("New: %v, want %s", err, want)
		}
	}
}

func TestOpenAIHasDefaults(t *testing.T) {
	for _, base := range []string{"", " https://api.openai.com/v1/ "} {
		c, err := llm.New(llm.Config{BaseURL: base})
		if err != nil || c.Model() != llm.DefaultChatModel {
			t.Errorf("New(%q): %v, %v", base, c, err)
		}
	}
}

func TestBaseURLs(t *testing.T) {
	for base, want := range map[string]string{
		"http://localhost:8080":                                        "/v1/chat/completions",
		"http://localhost:8080/":                                       "/v1/chat/completions",
		"http://localhost:8080/v1":                                     "/v1/chat/completions",
		"http://localhost:8080/v1/":                                    "/v1/chat/completions",
		"http://localhost:8080/v1/chat/completions":                    "/v1/chat/completions",
		"http://x.openai.azure.com/openai/v1/":                         "/openai/v1/chat/completions",
		"http://x.openai.azure.com/openai/deployments/a?api-version=1": "/openai/deployments/m%2F1/chat/completions?api-version=1",
		"http://x.openai.azure.com":                                    "/openai/deployments/m%2F1/chat/completions?api-version=2024-10-21",
	} {
		with(t, bottest.Settings{}, func(s *stand) {
			s.cfg.BaseURL, s.cfg.ChatModel = base, "m/1"
			s.write(s.Context(), brief())
			if got := s.Requests()[0].URL; got != want {
				t.Errorf("%s: asked %s, want %s", base, got, want)
			}
		})
	}
}

func TestAKeyDoesNotShow(t *testing.T) {
	key := llm.NewKey("  " + secret + "\n")
	cfg := llm.Config{Key: key, ChatModel: "m", BaseURL: "http://localhost/v1"}
	client, err := llm.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	hidden := struct {
		cfg    llm.Config
		key    llm.Key
		client *llm.Client
	}{cfg, key, client}
	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).Info("x", "key", key, "cfg", cfg, "hidden", hidden, "client", client)
	}
	js, _ := json.Marshal(map[string]any{"cfg": cfg.Key, "key": key})
	said := log.String() + string(js)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, v := range []any{key, &key, cfg, &cfg, hidden, &hidden, client, []llm.Key{key}, map[string]llm.Config{"a": cfg}} {
			said += fmt.Sprintf(verb, v)
		}
	}
	if strings.Contains(said, secret) || strings.Contains(said, fmt.Sprintf("%x", secret)) {
		t.Errorf("the key shows in %.2000s", said)
	}
	if !strings.Contains(said, "[key]") || !llm.NewKey(" ").IsZero() || key.IsZero() {
		t.Error("nor does it show that there is one")
	}
}

func TestNoKeyIsSentWhereThereIsNone(t *testing.T) {
	with(t, bottest.Settings{}, func(s *stand) {
		s.cfg.Key = llm.Key{}
		if r := s.write(s.Context(), brief()); problem(r.err) != "the model's endpoint refuses the key" {
			t.Errorf("Write: %v", r.err)
		}
		if s.Requests()[0].Authorized {
			t.Error("authorized by nothing")
		}
	})
}
