package workspace

import (
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"
)

// A View is a modal or a Home tab.
type View struct {
	ID, User string
	// Type is modal or home.
	Type            string
	Title           string
	CallbackID      string
	PrivateMetadata string
	ExternalID      string
	Hash            string
	Blocks          json.RawMessage
	// Raw is the view as the app sent it.
	Raw json.RawMessage
	// Errors are what the app said of the last submission, by block_id.
	Errors        map[string]string
	notify, clear bool
	root          string
	previous      string
}

// trigger is what opens one modal within three seconds of a click.
type trigger struct {
	user  string
	until time.Time
	used  bool
}

// triggerLife is how long a trigger_id is valid.
const triggerLife = 3 * time.Second

// newTrigger makes a trigger_id. The caller holds the lock.
func (s *Server) newTrigger(user string) string {
	now := s.opt.Now()
	for id, t := range s.state.triggers {
		if now.Sub(t.until) > time.Minute {
			delete(s.state.triggers, id)
		}
	}
	id := s.id("trigger.")
	s.state.triggers[id] = trigger{user: user, until: now.Add(triggerLife)}
	return id
}

// pull tells whose trigger it is that is about to be used. The caller holds the lock.
func (s *Server) pull(id string) (string, *failure) {
	t, ok := s.state.triggers[id]
	switch {
	case id == "":
		return "", fail("invalid_arguments", "missing required field: trigger_id")
	case !ok:
		return "", fail("invalid_trigger_id")
	case t.used:
		return "", fail("exchanged_trigger_id")
	case s.opt.Now().After(t.until):
		return "", fail("expired_trigger_id")
	}
	return t.user, nil
}

// readView reads and checks a view. The caller holds the lock.
func (s *Server) readView(text, kind string) (*View, *failure) {
	var v struct {
		Type            string
		Title           *struct{ Type, Text string }
		Submit, Close   *struct{ Type, Text string }
		Blocks          []any
		CallbackID      string `json:"callback_id"`
		PrivateMetadata string `json:"private_metadata"`
		ExternalID      string `json:"external_id"`
		NotifyOnClose   bool   `json:"notify_on_close"`
		ClearOnClose    bool   `json:"clear_on_close"`
	}
	if text == "" || json.Unmarshal([]byte(text), &v) != nil {
		return nil, fail("invalid_arguments", "invalid view")
	}
	bad := func(message, at string) (*View, *failure) {
		return nil, fail("invalid_arguments", "[ERROR] "+message+" [json-pointer:/view/"+at+"]")
	}
	tooLong := func(t *struct{ Type, Text string }) bool {
		return t != nil && (t.Type != "plain_text" || t.Text == "" || utf8.RuneCountInString(t.Text) > 24)
	}
	switch {
	case v.Type != kind:
		return bad("view type must be "+kind, "type")
	case kind == "modal" && (v.Title == nil || tooLong(v.Title)):
		return bad("title must be 1 to 24 characters of plain_text", "title")
	case tooLong(v.Submit):
		return bad("submit must be 1 to 24 characters of plain_text", "submit")
	case tooLong(v.Close):
		return bad("close must be 1 to 24 characters of plain_text", "close")
	case utf8.RuneCountInString(v.PrivateMetadata) > 3000:
		return bad("private_metadata must be at most 3000 characters", "private_metadata")
	case utf8.RuneCountInString(v.CallbackID) > 255:
		return bad("callback_id must be at most 255 characters", "callback_id")
	case v.Blocks == nil:
		return bad("missing required field: blocks", "blocks")
	}
	if f := checkView(kind, v.Blocks, v.Submit != nil); f != nil {
		return nil, fail("invalid_arguments", f.messages...)
	}
	view := &View{
		ID: s.id("V"), Type: kind, CallbackID: v.CallbackID, PrivateMetadata: v.PrivateMetadata, ExternalID: v.ExternalID,
		Hash: s.id("hash."), Blocks: s.identified(v.Blocks), Raw: json.RawMessage(text), notify: v.NotifyOnClose, clear: v.ClearOnClose,
	}
	if v.Title != nil {
		view.Title = v.Title.Text
	}
	return view, nil
}

// wireView is a view as payloads show it.
func (s *Server) wireView(v *View) object {
	o := object{}
	_ = json.Unmarshal(v.Raw, &o) // it was read before
	o["id"], o["team_id"], o["app_id"], o["bot_id"] = v.ID, s.opt.Team.ID, s.opt.App.ID, s.opt.App.BotID
	o["hash"], o["blocks"], o["app_installed_team_id"] = v.Hash, v.Blocks, s.opt.Team.ID
	o["private_metadata"], o["callback_id"], o["external_id"] = v.PrivateMetadata, v.CallbackID, v.ExternalID
	o["root_view_id"], o["previous_view_id"] = v.root, nil
	if v.previous != "" {
		o["previous_view_id"] = v.previous
	}
	o["state"] = object{"values": object{}}
	return o
}

// mostModals is how many modals lie on each other.
const mostModals = 3

func viewsOpen(s *Server, q *request) (object, *failure) { return s.openView(q, true) }
func viewsPush(s *Server, q *request) (object, *failure) { return s.openView(q, false) }

func (s *Server) openView(q *request, alone bool) (object, *failure) {
	user, bad := s.pull(q.arg("trigger_id"))
	if bad != nil {
		return nil, bad
	}
	v, bad := s.readView(q.arg("view"), "modal")
	if bad != nil {
		return nil, bad
	}
	stack := s.state.modals[user]
	switch {
	case !alone && len(stack) == 0:
		return nil, fail("not_found")
	case len(stack) >= mostModals:
		return nil, fail("push_limit_reached")
	case v.ExternalID != "" && s.findView("", v.ExternalID) != nil:
		return nil, fail("duplicate_external_id")
	}
	s.state.triggers[q.arg("trigger_id")] = trigger{used: true}
	if alone {
		stack = nil
	}
	return object{"view": s.wireView(s.stack(user, stack, v))}, nil
}

// stack lays a view on others. The caller holds the lock.
func (s *Server) stack(user string, below []*View, v *View) *View {
	v.User, v.root = user, v.ID
	if len(below) > 0 {
		v.root, v.previous = below[0].ID, below[len(below)-1].ID
	}
	s.state.modals[user] = append(slices.Clone(below), v)
	s.note(Change{Kind: ViewChanged, User: user})
	return v
}

// findView finds a modal or Home tab by its id, or the one the app gave it. The
// caller holds the lock.
func (s *Server) findView(id, external string) *View {
	fits := func(v *View) bool { return id != "" && v.ID == id || external != "" && v.ExternalID == external }
	for _, stack := range s.state.modals {
		for _, v := range stack {
			if fits(v) {
				return v
			}
		}
	}
	for _, v := range s.state.homes {
		if fits(v) {
			return v
		}
	}
	return nil
}

func viewsUpdate(s *Server, q *request) (object, *failure) {
	old := s.findView(q.arg("view_id"), q.arg("external_id"))
	if old == nil {
		return nil, fail("not_found")
	}
	if h := q.arg("hash"); h != "" && h != old.Hash {
		return nil, fail("hash_conflict")
	}
	v, bad := s.readView(q.arg("view"), old.Type)
	if bad != nil {
		return nil, bad
	}
	s.replaceView(old, v)
	return object{"view": s.wireView(v)}, nil
}

// replaceView puts another view in the place of one, under its id. The caller holds
// the lock.
func (s *Server) replaceView(old, v *View) {
	v.ID, v.User, v.root, v.previous = old.ID, old.User, old.root, old.previous
	if old.Type == "home" {
		s.state.homes[old.User] = v
	} else {
		stack := slices.Clone(s.state.modals[old.User])
		for i := range stack {
			if stack[i] == old {
				stack[i] = v
			}
		}
		s.state.modals[old.User] = stack
	}
	s.note(Change{Kind: ViewChanged, User: old.User})
}

func viewsPublish(s *Server, q *request) (object, *failure) {
	user := q.arg("user_id")
	if s.state.users[user] == nil {
		return nil, fail("invalid_arguments", "unknown user_id")
	}
	old := s.state.homes[user]
	if h := q.arg("hash"); h != "" && old != nil && h != old.Hash {
		return nil, fail("hash_conflict")
	}
	v, bad := s.readView(q.arg("view"), "home")
	if bad != nil {
		return nil, bad
	}
	v.User, v.root = user, v.ID
	if old != nil {
		s.replaceView(old, v)
		return object{"view": s.wireView(v)}, nil
	}
	s.state.homes[user] = v
	s.note(Change{Kind: ViewChanged, User: user})
	return object{"view": s.wireView(v)}, nil
}
