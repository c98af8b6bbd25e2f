package slackbot

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// CheckOptions say what is to be checked. The zero value checks for the least app, in
// Socket Mode, at Slack.
type CheckOptions struct {
	APIURL string // as Options.APIURL
	// ReadFiles says that files that people attach are to be read.
	ReadFiles bool
	// Timeout of each call; 0 is 5 s.
	Timeout time.Duration
	// Dial opens the connections to Slack; nil is the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// A Check is what Slack says of tokens.
type Check struct {
	Team, URL string   // of the workspace
	User      string   // what the bot is called
	Scopes    []string // granted to the bot token, sorted; none where Slack does not say
	Lacking   []Lack   // needed scopes that are not among them
	Spare     []Lack   // scopes that are not granted, and that only more features need
	// Bot, App and Pair are what is wrong with the bot token, with the app-level token,
	// and with the two together; nil for nothing, or for what was not checked. Errors
	// that wrap ErrSettings are for a person to mend; others are of the network.
	Bot, App, Pair error
}

// A Lack is a scope that is not granted.
type Lack struct {
	Scope string
	// Loss is what does not work without it, as a sentence without its full stop.
	Loss string
	// Manifest is the flag of `kotae manifest` that asks for it; empty where every
	// manifest does.
	Manifest string
}

// losses say of every scope what does not work without it.
var losses = []Lack{
	{Scope: "app_mentions:read", Loss: "mentions in channels are not heard"},
	{Scope: "assistant:write", Loss: "the pane shows no status and no suggestions"},
	{Scope: "chat:write", Loss: "nothing can be answered, and kotae serve does not start"},
	{Scope: "commands", Loss: "the slash command and the shortcuts are not there"},
	{Scope: "im:history", Loss: "direct messages are not heard"},
	{Scope: "users:read", Loss: "guests and strangers can't be told from members, and kotae serve does not start"},
	{Scope: "files:read", Loss: "files that people attach can't be read", Manifest: "--files"},
	{Scope: "channels:history", Loss: "replies in threads of public channels are heard only with a mention, and threads can't be summed up", Manifest: "--threads"},
	{Scope: "groups:history", Loss: "the same in private channels", Manifest: "--threads"},
	{Scope: "channels:read", Loss: "the answers of commands can't be shared in public channels", Manifest: "--channels"},
	{Scope: "groups:read", Loss: "the same in private channels", Manifest: "--channels"},
}

// CheckTokens asks Slack about tokens, those that are set: what Run asks at its start,
// with the same words for what is wrong, and nothing else. It posts nothing and opens
// no connection that Slack would deliver to.
func CheckTokens(ctx context.Context, t Tokens, o CheckOptions) Check {
	api, client := newClient(t, o.APIURL, o.Dial)
	client.Timeout = cmp.Or(o.Timeout, 5*time.Second)
	defer client.CloseIdleConnections()
	var c Check
	app := ""
	if t.Bot != "" {
		app = c.bot(ctx, api, o)
	}
	if t.App != "" {
		if _, _, err := api.StartSocketModeContext(ctx); err != nil {
			c.App = explain(err, "SLACK_APP_TOKEN", "the app-level token")
		}
		if of := appOf(t.App); c.Bot == nil && c.App == nil && app != "" && of != "" && of != app {
			c.Pair = fmt.Errorf("%w: SLACK_BOT_TOKEN is of the app %s and SLACK_APP_TOKEN of the app %s; copy both from one app", ErrSettings, app, of)
		}
	}
	return c
}

// bot asks about the bot token, and returns the app that it is of; empty where Slack
// does not say.
func (c *Check) bot(ctx context.Context, api *slack.Client, o CheckOptions) (app string) {
	me, err := api.AuthTestContext(ctx)
	if err != nil {
		c.Bot = explain(err, "SLACK_BOT_TOKEN", "the bot token")
		return ""
	}
	c.Team, c.URL, c.User = me.Team, me.URL, me.User
	c.Scopes = scopesIn(me.Header)
	if len(c.Scopes) > 0 {
		needed := ManifestOptions{Files: o.ReadFiles}.scopes()
		for _, l := range losses {
			switch {
			case slices.Contains(c.Scopes, l.Scope):
			case slices.Contains(needed, l.Scope):
				c.Lacking = append(c.Lacking, l)
			default:
				c.Spare = append(c.Spare, l)
			}
		}
	}
	if info, err := api.GetBotInfoContext(ctx, slack.GetBotInfoParameters{Bot: me.BotID}); err == nil {
		app = info.AppID
	}
	return app
}

// scopesIn reads the scopes that Slack says with every reply that a token has.
func scopesIn(header http.Header) []string {
	var scopes []string
	for scope := range strings.SplitSeq(header.Get("X-Oauth-Scopes"), ",") {
		if scope = strings.TrimSpace(scope); scope != "" {
			scopes = append(scopes, scope)
		}
	}
	slices.Sort(scopes)
	return scopes
}

// appToken is the form of app-level tokens: xapp-, a version, the app's ID, and the rest.
var appToken = regexp.MustCompile(`^xapp-\d+-(A[0-9A-Z]+)-`)

// appOf is the app that an app-level token names; empty where it names none.
func appOf(token string) string {
	if m := appToken.FindStringSubmatch(token); m != nil {
		return m[1]
	}
	return ""
}
