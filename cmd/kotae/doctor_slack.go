package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"kotae/bot/slackbot"
)

// slackState is what Slack says of the app.
type slackState struct {
	Team    string      `json:"team"`
	URL     string      `json:"url"`
	User    string      `json:"user"`
	Scopes  []string    `json:"scopes"`
	Lacking []lackState `json:"lacking"` // needed, not granted
	Spare   []lackState `json:"spare"`   // not granted, for more features
}

// lackState is a scope that is not granted.
type lackState struct {
	Scope string `json:"scope"`
	Loss  string `json:"loss"`
}

// checkSlack checks what `kotae serve` needs of Slack. Without any token nothing is
// wrong: most people never run the bot.
func checkSlack(ctx context.Context, force settingsInForce, getenv func(string) string, offline bool) (section, *slackState) {
	const name = "Slack"
	bot, app, signing := getenv(envBotToken), getenv(envAppToken), getenv(envSigning)
	if bot == "" && app == "" && signing == "" {
		return newSection(name, []finding{{Level: noted, About: "tokens", Says: "not set up; only kotae serve needs it", Do: "kotae manifest prints the app to make"}}), nil
	}
	findings, sound := shapes(bot, app, signing)
	options, files, err := (slackSettings{}).options(force.config.slack, getenv)
	switch {
	case !sound || err != nil: // of the settings the section before speaks
		return newSection(name, findings), nil
	case offline:
		return newSection(name, append(findings, finding{Level: noted, About: "tokens", Says: "set, and not tried (--offline)"})), nil
	}
	c := slackbot.CheckTokens(ctx, slackbot.Tokens{Bot: bot, App: app, Signing: signing}, slackbot.CheckOptions{APIURL: options.APIURL, ReadFiles: files})
	for _, e := range []struct {
		about string
		err   error
	}{{envBotToken, c.Bot}, {envAppToken, c.App}, {envBotToken, c.Pair}} {
		if e.err == nil || e.about == envAppToken && unreachable(c.App) && unreachable(c.Bot) {
			continue
		}
		says, do := split(e.err)
		about := e.about
		if unreachable(e.err) {
			about = "network"
		}
		findings = append(findings, finding{Level: ill, About: about, Says: says, Do: do})
	}
	if c.Bot != nil {
		return newSection(name, findings), nil
	}
	for _, l := range c.Lacking {
		do := "add it under OAuth & Permissions of the app, and install the app again"
		findings = append(findings, finding{Level: ill, About: "scopes", Says: fmt.Sprintf("the app lacks the scope %s: %s", l.Scope, l.Loss), Do: do})
	}
	state := &slackState{Team: c.Team, URL: c.URL, User: c.User, Scopes: list(c.Scopes), Lacking: lacks(c.Lacking), Spare: lacks(c.Spare)}
	if c.App == nil && c.Pair == nil {
		way := "Socket Mode"
		if app == "" {
			way = "kotae serve --http"
		}
		findings = append(findings, finding{Level: fine, About: "tokens", Says: fmt.Sprintf("the bot is @%s in %s, for %s", c.User, c.Team, way)})
	}
	findings = append(findings, spare(c.Spare)...)
	return newSection(name, append(findings, finding{Level: noted, About: "events",
		Says: "which events the app is subscribed to can't be seen with its tokens", Do: "if mentions meet silence, compare its settings with kotae manifest"})), state
}

// unreachable reports whether an error of a check is of the network rather than of
// what was checked.
func unreachable(err error) bool { return err != nil && !errors.Is(err, slackbot.ErrSettings) }

func lacks(list []slackbot.Lack) []lackState {
	out := []lackState{}
	for _, l := range list {
		out = append(out, lackState{l.Scope, l.Loss})
	}
	return out
}

// spare says what more there would be to have, by the flag that has it: what is left
// out of an app by choice is nobody's fault.
func spare(list []slackbot.Lack) []finding {
	var flags []string
	for _, l := range list {
		if l.Manifest != "" && !strings.Contains(strings.Join(flags, " "), l.Manifest) {
			flags = append(flags, l.Manifest)
		}
	}
	if flags == nil {
		return nil
	}
	return []finding{{Level: noted, About: "scopes", Says: "all that is needed is granted; what the app does not ask for: " + strings.Join(flags, ", "), Do: "kotae manifest --help says what each is for"}}
}

var signingSecret = regexp.MustCompile(`^[0-9a-f]{32}$`)

// shapes looks at tokens without telling them. Sound means that asking Slack about them
// makes sense.
func shapes(bot, app, signing string) (findings []finding, sound bool) {
	add := func(about, says, do string) {
		findings = append(findings, finding{Level: ill, About: about, Says: about + " " + says, Do: do})
	}
	is := strings.HasPrefix
	const again = "copy it again, whole and alone"
	switch {
	case bot == "":
		add(envBotToken, "is not set", "set it to the Bot User OAuth Token (xoxb-…), under Install App")
	case bot != strings.Trim(bot, " \t\r\n\"'"):
		add(envBotToken, "has blanks or quotes around it", again)
	case is(bot, "xapp-") && is(app, "xoxb-"):
		add(envBotToken, "and "+envAppToken+" are mixed up", "exchange the two: "+envBotToken+" begins with xoxb-, "+envAppToken+" with xapp-")
		return findings, false
	case is(bot, "xapp-"):
		add(envBotToken, "holds the app-level token", "set it to the Bot User OAuth Token, which begins with xoxb-")
	case is(bot, "xoxp-"):
		add(envBotToken, "holds a person's token", "set it to the Bot User OAuth Token, which begins with xoxb-")
	case !is(bot, "xoxb-"):
		add(envBotToken, "does not begin with xoxb-", again)
	}
	switch {
	case app == "" && signing == "":
		add(envAppToken, "is not set", "set it to an app-level token (xapp-…) with the scope connections:write; or set "+envSigning+" for kotae serve --http")
	case app != "" && app != strings.Trim(app, " \t\r\n\"'"):
		add(envAppToken, "has blanks or quotes around it", again)
	case is(app, "xoxb-"):
		add(envAppToken, "holds the bot token", "set it to an app-level token, which begins with xapp-")
	case app != "" && !is(app, "xapp-"):
		add(envAppToken, "does not begin with xapp-", again)
	}
	sound = len(findings) == 0
	if signing != "" && !signingSecret.MatchString(signing) {
		findings = append(findings, finding{Level: doubtful, About: envSigning, Says: envSigning + " does not look like one: 32 digits and letters from a to f", Do: "copy it again from Basic Information of the app"})
	}
	return findings, sound
}
