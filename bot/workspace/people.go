package workspace

import (
	"cmp"
	"fmt"
	"time"
)

// A User is a person or a bot.
type User struct {
	// ID is made up when empty.
	ID string
	// Name is what is typed after @; RealName defaults to it.
	Name, RealName string
	// Zone is the user's time zone by its IANA name; it defaults to Asia/Tokyo, and "-" is
	// one that Slack does not say.
	Zone string
	// Locale defaults to ja-JP.
	Locale string
	// Team is another workspace's for people of connected companies; empty means this
	// one.
	Team string
	// BotID is set for bots, which have IsBot too.
	BotID string

	IsBot, IsRestricted, IsUltraRestricted, IsStranger, Deleted bool
}

// AddUser adds a person, or replaces the one of the same id, and returns it filled.
func (s *Server) AddUser(u User) (User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.ID == "" {
		u.ID = s.id("U")
	}
	if u.ID == s.opt.App.User {
		return u, fmt.Errorf("workspace: %s is the app's own user", u.ID)
	}
	u.Name = cmp.Or(u.Name, u.ID)
	u.RealName = cmp.Or(u.RealName, u.Name)
	u.Locale = cmp.Or(u.Locale, "ja-JP")
	u.Zone = cmp.Or(u.Zone, "Asia/Tokyo")
	u.Team = cmp.Or(u.Team, s.opt.Team.ID)
	if u.IsBot && u.BotID == "" {
		u.BotID = s.id("B")
	}
	s.state.users[u.ID] = &u
	s.note(Change{Kind: PeopleChanged, User: u.ID})
	return u, nil
}

// Bot is the id of the app's own user, which channels have among their members if
// the app is to be in them.
func (s *Server) Bot() string { return s.opt.App.User }

// App is the app as filled with defaults.
func (s *Server) App() App { return s.opt.App }

// Team is the workspace as filled with defaults.
func (s *Server) Team() Team { return s.opt.Team }

// person finds a user who can act. The caller holds the lock.
func (s *Server) person(id string) (*User, error) {
	u := s.state.users[id]
	if u == nil {
		return nil, fmt.Errorf("workspace: no user %q", id)
	}
	return u, nil
}

// wire is a user as users.info shows it.
func (u *User) wire(locale bool) object {
	profile := object{"real_name": u.RealName, "display_name": u.Name, "team": u.Team}
	o := object{
		"id": u.ID, "team_id": u.Team, "name": u.Name, "real_name": u.RealName, "deleted": u.Deleted, "profile": profile,
		"is_bot": u.IsBot, "is_restricted": u.IsRestricted, "is_ultra_restricted": u.IsUltraRestricted, "is_app_user": false,
		"updated": 1_700_000_000,
	}
	if zone, err := time.LoadLocation(u.Zone); err == nil {
		_, offset := time.Now().In(zone).Zone()
		o["tz"], o["tz_offset"] = u.Zone, offset
	}
	if u.IsStranger {
		o["is_stranger"] = true
	}
	if u.BotID != "" {
		profile["bot_id"] = u.BotID
	}
	if locale {
		o["locale"] = u.Locale
	}
	return o
}

func usersInfo(s *Server, r *request) (object, *failure) {
	u := s.state.users[r.arg("user")]
	if u == nil {
		return nil, fail("user_not_found")
	}
	return object{"user": u.wire(r.flag("include_locale"))}, nil
}

func botsInfo(s *Server, r *request) (object, *failure) {
	for _, u := range s.state.users {
		if u.BotID != "" && u.BotID == cmp.Or(r.arg("bot"), s.opt.App.BotID) {
			bot := object{"id": u.BotID, "name": u.Name, "deleted": u.Deleted, "user_id": u.ID, "updated": 1_700_000_000, "icons": object{}}
			if u.ID == s.opt.App.User {
				bot["app_id"] = s.opt.App.ID
			}
			return object{"bot": bot}, nil
		}
	}
	return nil, fail("bot_not_found")
}

func authTest(s *Server, r *request) (object, *failure) {
	a, t := s.opt.App, s.opt.Team
	o := object{"url": "https://" + t.Domain + ".slack.com/", "team": t.Name, "team_id": t.ID, "is_enterprise_install": false}
	if r.kind == "app" {
		o["app_id"], o["app_name"] = a.ID, a.Name
		return o, nil
	}
	o["user"], o["user_id"], o["bot_id"] = a.Name, a.User, a.BotID
	if t.EnterpriseID != "" {
		o["enterprise_id"] = t.EnterpriseID
	}
	return o, nil
}
