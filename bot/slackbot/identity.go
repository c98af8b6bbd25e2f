package slackbot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// An identity is who the bot is in its workspace.
type identity struct {
	team, enterprise string
	app, user, bot   string // IDs; app is empty where Slack does not say
	scopes           []string
	url              string // of the workspace, with a slash at its end; empty where Slack does not say
}

// has reports whether a scope is granted; true where Slack did not say which are.
func (i identity) has(scope string) bool {
	return len(i.scopes) == 0 || slices.Contains(i.scopes, scope)
}

// home reports whether something belongs to the bot's workspace, or to another one of
// its organisation.
func (i identity) home(team, enterprise string) bool {
	return team == i.team || i.enterprise != "" && (enterprise == i.enterprise || team == i.enterprise)
}

// introduce identifies the bot, however long Slack can't be reached. An error means that
// trying again is useless.
func (b *Slackbot) introduce(ctx context.Context) error {
	for attempt := 0; ; attempt++ {
		err := b.identify(ctx)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		if errors.Is(err, ErrSettings) {
			return err
		}
		pause := min(time.Minute, 2*time.Second<<min(attempt, 5))
		b.Log.Warn("Slack can't be reached at the start; trying again", "in", pause.String(), "err", hideURL(err.Error()))
		if sleep(ctx, pause) != nil {
			return nil
		}
	}
}

// identify asks Slack who the bot is, and whether it may do what it must.
func (b *Slackbot) identify(ctx context.Context) error {
	var me *slack.AuthTestResponse
	err := b.api.do(ctx, "auth.test", "", func(ctx context.Context) (err error) {
		me, err = b.api.client.AuthTestContext(ctx)
		return err
	})
	if err != nil {
		return explain(err, "SLACK_BOT_TOKEN", "the bot token")
	}
	b.self = identity{team: me.TeamID, enterprise: me.EnterpriseID, user: me.UserID, bot: me.BotID, url: me.URL}
	b.self.scopes = scopesIn(me.Header)
	if err := b.api.do(ctx, "bots.info", "", func(ctx context.Context) error {
		info, err := b.api.client.GetBotInfoContext(ctx, slack.GetBotInfoParameters{Bot: me.BotID})
		if err == nil {
			b.self.app = info.AppID
		}
		return err
	}); err != nil {
		b.Log.Info("Slack does not say which app this is; events are told apart by workspace", "err", err)
	}
	var missing []string
	needed := []string{"chat:write", "users:read"}
	if b.readsFiles() {
		needed = append(needed, "files:read")
	}
	for _, scope := range needed {
		if !b.self.has(scope) {
			missing = append(missing, scope)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%w: the Slack app lacks the scope %s; add it under OAuth & Permissions and install the app again", ErrSettings, strings.Join(missing, ", "))
	}
	return nil
}

// ErrSettings is wrapped by errors that only other settings, or a change of the Slack
// app, can mend.
var ErrSettings = errors.New("Slack")

// explain turns Slack's refusal of a token into a sentence that says what to do. An
// error of another kind comes back with what was done.
func explain(err error, variable, what string) error {
	var refusal slack.SlackErrorResponse
	if !errors.As(err, &refusal) || slices.Contains(passing, refusal.Err) {
		return fmt.Errorf("Slack can't be reached: %w; check the network, and SLACK_API_URL if it is set", err)
	}
	switch refusal.Err {
	case "invalid_auth", "not_authed":
		return fmt.Errorf("%w does not know %s (%s); copy it again into %s", ErrSettings, what, refusal.Err, variable)
	case "account_inactive", "token_revoked", "token_expired":
		return fmt.Errorf("%w: %s is no longer valid (%s); install the app again and copy the new one into %s", ErrSettings, what, refusal.Err, variable)
	case "not_allowed_token_type":
		return fmt.Errorf("%w: %s holds the wrong kind of token; SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-", ErrSettings, variable)
	case "missing_scope", "no_permission":
		if refusal.Needed == "" && variable == "SLACK_APP_TOKEN" {
			refusal.Needed = "connections:write"
		}
		return fmt.Errorf("%w: %s in %s lacks the scope %s (it has: %s); add it and install the app again", ErrSettings, what, variable, refusal.Needed, refusal.Provided)
	}
	return fmt.Errorf("%w refuses %s (%s); check %s", ErrSettings, what, refusal.Err, variable)
}

// passing are the codes of failures of Slack's own, which settings can't mend.
var passing = []string{"internal_error", "fatal_error", "request_timeout", "service_unavailable", "ratelimited", "rate_limited"}

// fatal reports whether trying again with the same tokens is useless.
func fatal(err error) bool {
	var refusal slack.SlackErrorResponse
	if !errors.As(err, &refusal) {
		return false
	}
	return slices.Contains([]string{
		"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
		"not_allowed_token_type", "missing_scope", "no_permission", "forbidden_team", "team_access_not_granted",
	}, refusal.Err)
}
