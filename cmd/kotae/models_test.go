package main

import (
	"strings"
	"testing"

	"kotae/bot/llm"
)

func TestWhoEmbedsAndWhoWrites(t *testing.T) {
	key, url := map[string]string{"OPENAI_API_KEY": "sk-secret"}, map[string]string{"OPENAI_BASE_URL": "http://localhost:11434/v1"}
	with := func(env map[string]string, more ...string) map[string]string {
		m := map[string]string{}
		for k, v := range env {
			m[k] = v
		}
		for i := 0; i < len(more); i += 2 {
			m[more[i]] = more[i+1]
		}
		return m
	}
	for _, tt := range []struct {
		name        string
		flags       settings
		env         map[string]string
		chat, embed string
		err         string // in the error; none if empty
	}{
		{"nothing set is offline", settings{}, nil, "extractive", "local", ""},
		{"a key chooses OpenAI's defaults", settings{}, key, llm.DefaultChatModel, llm.DefaultEmbedModel, ""},
		{"a key and a model", settings{ChatModel: "o9"}, key, "o9", llm.DefaultEmbedModel, ""},
		{"a key, and yet offline", settings{ChatModel: "extractive", EmbedModel: "local"}, key, "extractive", "local", ""},
		{"another endpoint with its models", settings{ChatModel: "qwen", EmbedModel: "ruri"}, url, "qwen", "ruri", ""},
		{"another endpoint for chat alone", settings{ChatModel: "qwen", EmbedModel: "local"}, url, "qwen", "local", ""},
		{"models by environment", settings{}, with(url, "KOTAE_CHAT_MODEL", "qwen", "KOTAE_EMBED_MODEL", "local"), "qwen", "local", ""},
		{"a flag is over the environment", settings{ChatModel: "a"}, with(url, "KOTAE_CHAT_MODEL", "b", "KOTAE_EMBED_MODEL", "local"), "a", "local", ""},
		{"another endpoint has no defaults", settings{}, url, "", "", "--chat-model and --embed-model"},
		{"a model without an endpoint", settings{ChatModel: "qwen"}, nil, "", "", "OPENAI_API_KEY or OPENAI_BASE_URL"},
		{"tokens are numbers", settings{ContextTokens: "八千"}, nil, "", "", "context-tokens needs a whole number"},
		{"tokens are above zero", settings{}, map[string]string{"KOTAE_DAILY_TOKENS": "0"}, "", "", "daily-tokens needs a whole number"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			mkdir(t, "docs")
			c, err := configure(tt.flags, func(name string) string { return tt.env[name] })
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("configure: %v, want %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if c.models.chat != tt.chat || c.models.embed != tt.embed {
				t.Errorf("%s and %s, want %s and %s", c.models.chat, c.models.embed, tt.chat, tt.embed)
			}
		})
	}
	t.Run("numbers of the settings file", func(t *testing.T) {
		t.Chdir(t.TempDir())
		mkdir(t, "docs")
		write(t, "kotae.yaml", "context-tokens: 8192\ndaily-tokens: 100000\nquery-prefix: \"query: \"\n")
		c, err := configure(settings{}, func(string) string { return "" })
		if err != nil {
			t.Fatal(err)
		}
		if c.models.contextTokens != 8192 || c.models.dailyTokens != 100000 || c.models.queryPrefix != "query: " {
			t.Errorf("models: %+v", c.models)
		}
	})
}
