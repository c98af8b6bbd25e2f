package slackbot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// fields are a JSON object read leniently: what has another shape than expected is
// not there. One odd block in a message must not cost the question beside it.
type fields map[string]json.RawMessage

func parseFields(data []byte) fields {
	var f fields
	_ = json.Unmarshal(data, &f) // what is no object has no fields
	return f
}

func (f fields) text(key string) string {
	var s string
	_ = json.Unmarshal(f[key], &s) // what is no string is empty
	return s
}

func (f fields) yes(key string) bool {
	var yes bool
	_ = json.Unmarshal(f[key], &yes) // what is no truth value is false
	return yes
}

func (f fields) object(key string) fields { return parseFields(f[key]) }

func (f fields) has(key string) bool {
	v := strings.TrimSpace(string(f[key]))
	return v != "" && v != "null" && v != "[]" && v != "{}"
}

// takeEvent does what must be done with an event before it is acknowledged.
func (b *Slackbot) takeEvent(ctx context.Context, payload []byte) error {
	outer := parseFields(payload)
	if kind := outer.text("type"); kind != "event_callback" {
		if kind == "app_rate_limited" {
			b.Log.Warn("Slack delivers only part of the events: there are too many")
		}
		return nil
	}
	if b.foreign(outer) {
		b.Log.Warn("an event for another app or workspace was dropped", "team", outer.text("team_id"), "app", outer.text("api_app_id"))
		return nil
	}
	e := outer.object("event")
	switch e.text("type") {
	case "app_mention", "message":
		t, ok, err := b.newTask(ctx, outer, e)
		if err != nil || !ok {
			return err
		}
		return b.accept(ctx, t, outer.text("event_id"))
	case "app_home_opened":
		b.homeOpened(e)
	case "assistant_thread_started":
		thread := e.object("assistant_thread")
		b.paneOpened(thread.text("user_id"), thread.text("channel_id"), thread.text("thread_ts"))
	case "agent_session_stopped":
		b.stopped(e.text("channel"), e.text("thread_ts"))
	}
	return nil
}

// foreign reports whether an event is meant for another app or workspace.
func (b *Slackbot) foreign(outer fields) bool {
	if app := outer.text("api_app_id"); b.self.app != "" && app != "" && app != b.self.app {
		return true
	}
	if outer.yes("is_ext_shared_channel") {
		// Of what is said in a channel shared with another organisation, team_id may be
		// the speaker's; the installation it is delivered for stands beside it.
		var installations []fields
		_ = json.Unmarshal(outer["authorizations"], &installations) // what is no list is none
		for _, i := range installations {
			if b.self.home(i.text("team_id"), i.text("enterprise_id")) {
				return false
			}
		}
	}
	return !b.self.home(outer.text("team_id"), outer.text("enterprise_id"))
}

// newTask makes a task of a message that is put to the bot. This is where Slack's
// events end. An error means that it can't be told now whether it is one.
func (b *Slackbot) newTask(ctx context.Context, outer, e fields) (t task, ok bool, err error) {
	if e.text("subtype") == "message_deleted" {
		return task{}, false, b.withdraw(ctx, b.self.team+"/"+e.text("channel")+"/"+e.text("deleted_ts"))
	}
	if !b.fromPerson(e) || e.text("channel") == "" || e.text("ts") == "" {
		return task{}, false, nil
	}
	t = task{
		Team: b.self.team, Channel: e.text("channel"), User: e.text("user"),
		TS: e.text("ts"), Thread: e.text("thread_ts"), Text: heard(e.text("text"), b.self.user),
		Shared: outer.yes("is_ext_shared_channel"), Files: e.has("files"),
	}
	for _, key := range []string{"user_team", "source_team", "team"} {
		if t.UserTeam == "" {
			t.UserTeam = e.text(key)
		}
	}
	inThread := t.Thread != "" && t.Thread != t.TS
	if t.Thread == "" {
		t.Thread = t.TS
	}
	t.Key = t.Team + "/" + t.Channel + "/" + t.TS
	if b.readsFiles() && t.Files {
		var files []slack.File
		_ = json.Unmarshal(e["files"], &files) // what is no list of files is none
		t.Sent = newFiles(files)
	}
	switch {
	case e.text("channel_type") == "im" || inDirectMessage(t.Channel):
		t.Kind = direct
	case e.text("type") == "app_mention" || mentions(e.text("text"), b.self.user):
		t.Kind = mention
	case inThread:
		t.Kind = followUp
		ok, err = b.continues(ctx, t, e.text("text"))
		return t, ok, err
	default:
		return task{}, false, nil
	}
	if t.Text == "" && len(t.Sent) > 0 {
		t.Text = implied(b.people.language(t.User))
	}
	return t, true, nil
}

// fromPerson reports whether a message was just written by a person: not by the bot
// itself, another bot or an app, and not an edit or a notice of Slack's.
func (b *Slackbot) fromPerson(e fields) bool {
	user := e.text("user")
	return user != "" && user != b.self.user && user != "USLACKBOT" &&
		e.text("bot_id") == "" && e.text("app_id") == "" && !e.has("bot_profile") && !e.has("edited") &&
		slices.Contains([]string{"", "file_share", "thread_broadcast"}, e.text("subtype"))
}

// mentions reports whether a text mentions a user.
func mentions(text, user string) bool {
	return strings.Contains(text, "<@"+user+">") || strings.Contains(text, "<@"+user+"|")
}
