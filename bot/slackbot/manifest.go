package slackbot

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/slack-go/slack"

	"kotae/bot"
)

// ManifestOptions say what app a manifest describes. The zero value is the least that
// mentions, direct messages and the slash command need, in Socket Mode.
type ManifestOptions struct {
	// Name is what people call the app, at most 35 characters; "" means kotae.
	Name string
	// Language is that of descriptions and prompts; "" means Japanese.
	Language bot.Language
	// HTTPBase is where Slack finds the server, an https address without a path's last
	// slash; "" means Socket Mode, where Slack need not find it.
	HTTPBase string
	// Threads lets the app read the channels it is in, and so answer a reply in its
	// threads that does not mention it.
	Threads bool
	// Channels lets it ask whether a channel is shared with other organisations.
	Channels bool
	// Files lets it read files that people attach.
	Files bool
	// Command is the slash command; "" means /kotae.
	Command string
}

// Slack's limits of a manifest, in characters; longestShortcut is that of a
// shortcut's name.
const (
	longestName             = 35
	longestDescription      = 140
	longestAgentDescription = 300
	longestShortcut         = 24
	mostPrompts             = 4
)

// The callback_ids of the shortcuts that ask about a message, and sum up its thread.
const (
	shortcutAsk = "kotae_ask_message"
	shortcutSum = "kotae_sum_thread"
)

// The paths that Slack calls over HTTP.
const (
	pathEvents       = "/slack/events"
	pathInteractions = "/slack/interactions"
	pathCommands     = "/slack/commands"
)

// ManifestYAML returns the app's manifest as Slack's page for new apps takes it.
// Options that Slack would refuse are an error that names every one.
func ManifestYAML(o ManifestOptions) ([]byte, error) {
	m, err := manifest(o)
	if err != nil {
		return nil, err
	}
	written, err := yaml.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	var tree yaml.MapSlice
	if err := yaml.UnmarshalWithOptions(written, &tree, yaml.UseOrderedMap()); err != nil {
		return nil, fmt.Errorf("read manifest again: %w", err)
	}
	// The library leaves out what is false, and Slack takes some of that for true.
	for _, path := range [][]string{
		{"features", "app_home", "messages_tab_read_only_enabled"},
		{"settings", "org_deploy_enabled"},
		{"settings", "socket_mode_enabled"},
		{"settings", "token_rotation_enabled"},
	} {
		tree = setFalse(tree, path)
	}
	out, err := yaml.MarshalWithOptions(tree, yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	return out, nil
}

// ManifestJSON returns what ManifestYAML returns, as JSON.
func ManifestJSON(o ManifestOptions) ([]byte, error) {
	written, err := ManifestYAML(o)
	if err != nil {
		return nil, err
	}
	line, err := yaml.YAMLToJSON(written)
	if err != nil {
		return nil, fmt.Errorf("write manifest as JSON: %w", err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, line, "", "  "); err != nil {
		return nil, fmt.Errorf("write manifest as JSON: %w", err)
	}
	return out.Bytes(), nil
}

// setFalse sets a key of a tree to false where it is not there.
func setFalse(tree yaml.MapSlice, path []string) yaml.MapSlice {
	i := slices.IndexFunc(tree, func(item yaml.MapItem) bool { return item.Key == path[0] })
	if len(path) == 1 {
		if i < 0 {
			tree = append(tree, yaml.MapItem{Key: path[0], Value: false})
		}
		return tree
	}
	if i < 0 {
		tree = append(tree, yaml.MapItem{Key: path[0], Value: yaml.MapSlice{}})
		i = len(tree) - 1
	}
	if below, ok := tree[i].Value.(yaml.MapSlice); ok {
		tree[i].Value = setFalse(below, path[1:])
	}
	return tree
}

// manifest describes the app.
func manifest(o ManifestOptions) (*slack.Manifest, error) {
	o.Name = cmp.Or(o.Name, "kotae")
	o.Command = cmp.Or(o.Command, "/kotae")
	o.Language = cmp.Or(o.Language, bot.Japanese)
	if err := o.check(); err != nil {
		return nil, err
	}
	w := manifestVocabulary[o.Language]
	var suggestions []slack.ManifestSuggestedPrompt
	for _, p := range suggested(o.Language) {
		suggestions = append(suggestions, slack.ManifestSuggestedPrompt{Title: p.Title, Message: p.Message})
	}
	m := &slack.Manifest{
		Metadata: slack.ManifestMetadata{MajorVersion: 2, MinorVersion: 1},
		Display:  slack.Display{Name: o.Name, Description: w.description},
		Features: slack.Features{
			AgentView: &slack.AgentView{AgentDescription: w.agent, SuggestedPrompts: suggestions},
			AppHome:   slack.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
			BotUser:   slack.BotUser{DisplayName: mentionName(o.Name), AlwaysOnline: true},
			Shortcuts: []slack.Shortcut{
				{Name: w.shortcut, CallbackID: shortcutAsk, Description: w.shortcutDescription, Type: slack.MessageShortcut},
				{Name: w.sum, CallbackID: shortcutSum, Description: w.sumDescription, Type: slack.MessageShortcut},
			},
			SlashCommands: []slack.ManifestSlashCommand{{
				Command: o.Command, Description: w.command, UsageHint: w.usage, ShouldEscape: true,
			}},
		},
		OAuthConfig: slack.OAuthConfig{Scopes: slack.OAuthScopes{Bot: o.scopes()}},
		Settings: slack.Settings{
			EventSubscriptions: &slack.EventSubscriptions{BotEvents: o.events()},
			Interactivity:      &slack.Interactivity{IsEnabled: true},
			SocketModeEnabled:  o.HTTPBase == "",
		},
	}
	if o.HTTPBase != "" {
		m.Settings.EventSubscriptions.RequestUrl = o.HTTPBase + pathEvents
		m.Settings.Interactivity.RequestUrl = o.HTTPBase + pathInteractions
		m.Features.SlashCommands[0].Url = o.HTTPBase + pathCommands
	}
	return m, nil
}

// mentionName is the name that people mention the app by, in the letters that Slack
// allows there.
func mentionName(name string) string {
	return cmp.Or(strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', strings.ContainsRune("-_.", r):
			return r
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		case r == ' ':
			return '-'
		}
		return -1
	}, name), "kotae")
}

var commandName = regexp.MustCompile(`^/[a-z0-9][a-z0-9_-]{0,30}$`)

// check reports what Slack would refuse.
func (o ManifestOptions) check() error {
	var problems []error
	if n := utf8.RuneCountInString(o.Name); n > longestName || o.Name != oneLine(o.Name, n+1) {
		problems = append(problems, fmt.Errorf("name %q: at most %d characters, on one line", o.Name, longestName))
	}
	if _, ok := manifestVocabulary[o.Language]; !ok {
		problems = append(problems, fmt.Errorf("language %q: ja or en", o.Language))
	}
	if !commandName.MatchString(o.Command) {
		problems = append(problems, fmt.Errorf("command %q: a slash and at most 31 small letters, digits, - and _", o.Command))
	}
	if u, err := url.Parse(o.HTTPBase); o.HTTPBase != "" && (err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || strings.HasSuffix(o.HTTPBase, "/")) {
		problems = append(problems, fmt.Errorf("address %q: https://host, without a slash at the end", o.HTTPBase))
	}
	return errors.Join(problems...)
}

// events are what the app is told of.
func (o ManifestOptions) events() []string {
	out := []string{"app_home_opened", "app_mention", "message.im", "agent_session_stopped"}
	if o.Threads {
		out = append(out, "message.channels", "message.groups")
	}
	return out
}

// scopes are what the app may do, sorted.
func (o ManifestOptions) scopes() []string {
	out := []string{"app_mentions:read", "assistant:write", "chat:write", "commands", "im:history", "users:read"}
	if o.Threads {
		out = append(out, "channels:history", "groups:history")
	}
	if o.Channels {
		out = append(out, "channels:read", "groups:read")
	}
	if o.Files {
		out = append(out, "files:read")
	}
	slices.Sort(out)
	return out
}
