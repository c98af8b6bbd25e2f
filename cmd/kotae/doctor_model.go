package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"kotae/bot"
	"kotae/bot/llm"
	"kotae/retrieval/hashembed"
)

// modelState is what is known of the models.
type modelState struct {
	Host  string `json:"host"` // of the endpoint; empty where none is used
	Chat  string `json:"chat"`
	Embed string `json:"embed"`
	// Space is that of the vectors; empty where the model could not be asked.
	Space string `json:"space"`
}

// checkModel has each model that is not embedded do one small thing.
func checkModel(ctx context.Context, m models, offline bool) (section, *modelState) {
	const name = "Model"
	state := &modelState{Chat: m.chat, Embed: m.embed}
	chats, embeds := m.chat != extractive, m.embed != local
	if !embeds {
		state.Space = hashembed.New().Space()
	}
	switch {
	case m.chat == "" || m.embed == "":
		return newSection(name, []finding{{Level: noted, About: "models", Says: "not tried, since the settings are wrong"}}), nil
	case !chats && !embeds:
		return newSection(name, []finding{{Level: fine, About: "models", Says: "none: answers are quotations, and nothing leaves this computer"}}), state
	}
	state.Host = llm.Host(m.baseURL)
	findings := unencrypted(m)
	if offline {
		return newSection(name, append(findings, finding{Level: noted, About: "models", Says: state.Host + " is set, and not tried (--offline)"})), state
	}
	var chatErr, embedErr error
	var trying sync.WaitGroup
	if chats {
		trying.Go(func() {
			cfg := m.endpoint()
			cfg.ChatModel = m.chat
			chatErr = llm.TryChat(ctx, cfg)
		})
	}
	if embeds {
		trying.Go(func() {
			cfg := m.endpoint()
			cfg.EmbedModel = m.embed
			state.Space, embedErr = llm.TryEmbed(ctx, cfg)
		})
	}
	trying.Wait()
	var works []string
	same := sameTrouble(chatErr, embedErr)
	if same { // said once
		findings = append(findings, trouble("--chat-model", m.chat+" and "+m.embed, state.Host, chatErr))
	}
	for _, t := range []struct {
		used              bool
		flag, model, does string
		err               error
	}{{chats, "--chat-model", m.chat, "writes", chatErr}, {embeds, "--embed-model", m.embed, "embeds", embedErr}} {
		switch {
		case !t.used:
		case t.err == nil:
			works = append(works, t.model+" "+t.does)
		case !same:
			findings = append(findings, trouble(t.flag, t.model, state.Host, t.err))
		}
	}
	if works != nil {
		findings = append(findings, finding{Level: fine, About: "models", Says: strings.Join(works, ", ") + ", at " + state.Host})
	}
	return newSection(name, findings), state
}

// unencrypted says that a key goes over the network for all to read.
func unencrypted(m models) []finding {
	u, err := url.Parse(m.baseURL)
	if err != nil || u.Scheme != "http" || m.key.IsZero() {
		return nil
	}
	switch host := u.Hostname(); {
	case host == "localhost", strings.HasPrefix(host, "127."), host == "::1":
		return nil
	}
	return []finding{{Level: doubtful, About: envBaseURL, Says: "the key and what is asked go to " + u.Host + " unencrypted", Do: "use https:// in " + envBaseURL + " if the network is not yours alone"}}
}

// sameTrouble reports whether two models fail for what concerns their endpoint.
func sameTrouble(a, b error) bool {
	var m, n *bot.ModelError
	if !errors.As(a, &m) || !errors.As(b, &n) || m.Problem != n.Problem {
		return false
	}
	return m.Problem == bot.WrongKey || m.Problem == bot.Unreachable || m.Problem == bot.NoQuota
}

// remedies say what to do about a model's problem.
var remedies = map[bot.ModelProblem]string{
	bot.WrongKey:     "copy the key again into " + envKey + ", and see whether it belongs to " + envBaseURL,
	bot.UnknownModel: "choose a model that the endpoint has, with %s; a local server may have to load it first",
	bot.NoQuota:      "look at the account's plan and limits; until then answers are quotations",
	bot.Unreachable:  "start it, or check " + envBaseURL + " and the network; until then answers are quotations",
	bot.TooSlow:      "try again when the model is loaded; if it stays so slow, choose a smaller one with %s",
	bot.BadReply:     "check that " + envBaseURL + " is an OpenAI-compatible API, with its /v1",
	bot.Busy:         "try again later; answers are quotations meanwhile",
}

// trouble makes a finding of why a model does not work.
func trouble(flag, model, host string, err error) finding {
	f := finding{Level: ill, About: strings.TrimPrefix(flag, "--")}
	var m *bot.ModelError
	if !errors.As(err, &m) {
		f.Says, f.Do = split(err)
		return f
	}
	f.Says = fmt.Sprintf("%s, for %s at %s", m.Problem, model, host)
	if m.Detail != "" {
		f.Says += " (" + strings.TrimSuffix(m.Detail, ".") + ")"
	}
	f.Do = remedies[m.Problem]
	if strings.Contains(f.Do, "%s") {
		f.Do = fmt.Sprintf(f.Do, flag)
	}
	if m.Problem == bot.Busy {
		f.Level = doubtful
	}
	return f
}
