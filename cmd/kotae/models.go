package main

import (
	"strconv"

	"kotae/bot/llm"
)

// models say who embeds and who writes.
type models struct {
	chat, embed   string // extractive and local are the embedded ones
	baseURL       string
	key           llm.Key
	queryPrefix   string
	passagePrefix string
	contextTokens int
	dailyTokens   int // 0 is no limit
}

// The models that need no endpoint.
const (
	extractive = "extractive"
	local      = "local"
)

// models decides who embeds and who writes.
func (s *settings) models(getenv func(string) string) (models, error) {
	m := models{
		chat: s.ChatModel, embed: s.EmbedModel, baseURL: getenv(envBaseURL), key: llm.NewKey(getenv(envKey)),
		queryPrefix: s.QueryPrefix, passagePrefix: s.PassagePrefix,
	}
	provider := m.baseURL != "" || getenv(envKey) != ""
	for _, choice := range []struct {
		name            *string
		embedded, usual string
	}{{&m.chat, extractive, llm.DefaultChatModel}, {&m.embed, local, llm.DefaultEmbedModel}} {
		switch {
		case *choice.name == "" && !provider:
			*choice.name = choice.embedded
		case *choice.name == "" && m.baseURL == "":
			*choice.name = choice.usual
		case *choice.name != "" && *choice.name != choice.embedded && !provider:
			return m, usagef("the model %s needs an endpoint: set %s or %s, or choose %s", *choice.name, envKey, envBaseURL, choice.embedded)
		case *choice.name == "":
			return m, usagef("the endpoint at %s has no default model: name one with --chat-model and --embed-model, or choose %s", envBaseURL, choice.embedded)
		}
	}
	for _, n := range []struct {
		key, text string
		to        *int
	}{{"context-tokens", s.ContextTokens, &m.contextTokens}, {"daily-tokens", s.DailyTokens, &m.dailyTokens}} {
		if n.text == "" {
			continue
		}
		value, err := strconv.Atoi(n.text)
		if err != nil || value < 1 {
			return m, usagef("%s needs a whole number above 0, not %q", n.key, n.text)
		}
		*n.to = value
	}
	return m, nil
}
