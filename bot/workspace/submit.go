package workspace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Submit has a person fill in their topmost modal and submit it. values are by
// action_id: the text of inputs, the value of a chosen option, or several values
// with commas in between. It waits for the app, and returns what the app finds wrong,
// by block_id; nil means that it was taken. An app that does not answer in time is an
// error, as is a value that fits nothing.
func (s *Server) Submit(ctx context.Context, user string, values map[string]string) (map[string]string, error) {
	s.mu.Lock()
	u, err := s.person(user)
	if err != nil {
		s.mu.Unlock()
		return nil, err
	}
	stack := s.state.modals[user]
	if len(stack) == 0 {
		s.mu.Unlock()
		return nil, fmt.Errorf("workspace: user %s sees no modal", user)
	}
	v := stack[len(stack)-1]
	state, err := fill(v.Blocks, values)
	if err != nil {
		s.mu.Unlock()
		return nil, err
	}
	payload := s.interaction("view_submission", u)
	view := s.wireView(v)
	view["state"] = object{"values": state}
	payload["view"], payload["trigger_id"], payload["response_urls"] = view, s.newTrigger(user), []object{}
	var wrong map[string]string
	var failure error
	done := make(chan struct{})
	s.interact(payload, func(body json.RawMessage) {
		wrong, failure = s.submitted(v, body)
		close(done)
	}, func(reason string) {
		failure = errors.New("workspace: the app did not answer the submission: " + reason)
		close(done)
	})
	s.mu.Unlock()
	select {
	case <-done:
		return wrong, failure
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-s.life.Done():
		return nil, errClosed
	}
}

// submitted does what an app answers a submission with. The caller holds the lock.
func (s *Server) submitted(v *View, body json.RawMessage) (map[string]string, error) {
	var answer struct {
		Action string `json:"response_action"`
		Errors map[string]string
		View   json.RawMessage
	}
	if len(body) > 0 && json.Unmarshal(body, &answer) != nil {
		return nil, errors.New("workspace: the app answered the submission with what is no JSON object")
	}
	stack := s.state.modals[v.User]
	switch answer.Action {
	case "":
		s.state.modals[v.User] = slices.DeleteFunc(slices.Clone(stack), func(o *View) bool { return o == v })
	case "clear":
		delete(s.state.modals, v.User)
	case "errors":
		for block := range answer.Errors {
			if !hasInput(v.Blocks, block) {
				return nil, fmt.Errorf("workspace: the app found something wrong with block %q, which is no input", block)
			}
		}
		w := *v
		w.Errors = answer.Errors
		s.replaceView(v, &w)
		return answer.Errors, nil
	case "update", "push":
		next, bad := s.readView(string(answer.View), "modal")
		switch {
		case bad != nil:
			return nil, bad
		case answer.Action == "update":
			s.replaceView(v, next)
		case len(stack) >= mostModals:
			return nil, errors.New("workspace: push_limit_reached")
		default:
			s.stack(v.User, stack, next)
		}
	default:
		return nil, fmt.Errorf("workspace: no response_action %q", answer.Action)
	}
	s.note(Change{Kind: ViewChanged, User: v.User})
	return nil, nil
}

// CloseView has a person close their topmost modal, or all of them if it says so.
// The app is told if it asked for it.
func (s *Server) CloseView(user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.person(user)
	if err != nil {
		return err
	}
	stack := s.state.modals[user]
	if len(stack) == 0 {
		return fmt.Errorf("workspace: user %s sees no modal", user)
	}
	v := stack[len(stack)-1]
	s.state.modals[user] = slices.Clone(stack[:len(stack)-1])
	if v.clear {
		delete(s.state.modals, user)
	}
	s.note(Change{Kind: ViewChanged, User: user})
	if v.notify {
		payload := s.interaction("view_closed", u)
		payload["view"], payload["is_cleared"] = s.wireView(v), v.clear
		s.interact(payload, nil, nil)
	}
	return nil
}

// hasInput tells whether a block is an input.
func hasInput(blocks json.RawMessage, id string) bool {
	list, _ := parseBlocks(string(blocks)) // checked when the view came
	for _, b := range list {
		if o, ok := b.(object); ok && o["block_id"] == id && o["type"] == "input" {
			return true
		}
	}
	return false
}

// fill is the state of a modal's inputs as its submission carries it.
func fill(blocks json.RawMessage, values map[string]string) (object, error) {
	list, bad := parseBlocks(string(blocks))
	if bad != nil {
		return nil, bad
	}
	state, used := object{}, 0
	var err error
	walk(list, func(block, e object) {
		id, _ := e["action_id"].(string)
		value, given := values[id]
		if id == "" || block["type"] != "input" && !given {
			return
		}
		if given {
			used++
		} else if block["optional"] != true && e["initial_value"] == nil && e["initial_option"] == nil {
			err = errors.Join(err, fmt.Errorf("workspace: input %q must be filled in", id))
		}
		entry, wrong := entered(e, value, given)
		err = errors.Join(err, wrong)
		state[block["block_id"].(string)] = object{id: entry}
	})
	if err == nil && used < len(values) {
		err = fmt.Errorf("workspace: the modal has not all of the inputs %v", values)
	}
	return state, err
}

// entered is one input with what a person put there.
func entered(e object, value string, given bool) (object, error) {
	entry := object{"type": e["type"]}
	option := func(value string) (any, error) {
		for _, o := range elements(e["options"]) {
			if o["value"] == value {
				return o, nil
			}
		}
		return nil, fmt.Errorf("workspace: input %v has no option %q", e["action_id"], value)
	}
	switch e["type"] {
	case "radio_buttons", "static_select":
		if !given {
			entry["selected_option"] = e["initial_option"]
			return entry, nil
		}
		o, err := option(value)
		entry["selected_option"] = o
		return entry, err
	case "checkboxes", "multi_static_select":
		chosen := []any{}
		for _, v := range strings.Split(value, ",") {
			if !given || v == "" {
				continue
			}
			o, err := option(v)
			if err != nil {
				return nil, err
			}
			chosen = append(chosen, o)
		}
		entry["selected_options"] = chosen
		return entry, nil
	}
	switch {
	case given:
		entry["value"] = value
	default:
		entry["value"] = e["initial_value"]
	}
	return entry, nil
}
