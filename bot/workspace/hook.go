package workspace

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// UseHTTP delivers from now on by posting to a base address, such as
// http://127.0.0.1:3000, instead of over Socket Mode: events to /slack/events,
// interactions to /slack/interactions and commands to /slack/commands below it.
// An empty one goes back to Socket Mode.
func (s *Server) UseHTTP(base string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hook = strings.TrimSuffix(base, "/")
}

// Sign is the value of X-Slack-Signature for a body and the value of
// X-Slack-Request-Timestamp.
func Sign(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:", timestamp)
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// VerifyURL asks the events address to prove itself, as Slack does when it is
// entered: it must send the challenge back.
func (s *Server) VerifyURL(ctx context.Context) error {
	s.mu.Lock()
	hook, challenge := s.hook, s.id("challenge-")
	s.mu.Unlock()
	body := encode(object{"type": "url_verification", "token": "verification", "challenge": challenge})
	ctx, stop := context.WithTimeout(ctx, s.opt.AckWithin)
	defer stop()
	response, err := s.send(ctx, hook+"/slack/events", "application/json", body, nil)
	if err != nil {
		return fmt.Errorf("workspace: verify %s: %w", hook, err)
	}
	defer response.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	var v struct{ Challenge string }
	if strings.TrimSpace(string(said)) == challenge || json.Unmarshal(said, &v) == nil && v.Challenge == challenge {
		if response.StatusCode == http.StatusOK {
			return nil
		}
	}
	return fmt.Errorf("workspace: verify %s: status %d without the challenge", hook, response.StatusCode)
}

// send posts a signed body.
func (s *Server) send(ctx context.Context, address, kind string, body []byte, header http.Header) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for key, values := range header {
		r.Header[key] = values
	}
	timestamp := strconv.FormatInt(s.opt.Now().Unix(), 10)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	r.Header.Set("X-Slack-Request-Timestamp", timestamp)
	r.Header.Set("X-Slack-Signature", Sign(s.opt.App.SigningSecret, timestamp, body))
	return s.client.Do(r)
}

// postEvent makes one attempt over HTTP.
func (s *Server) postEvent(f *flight) {
	ctx, stop := context.WithTimeout(s.life, s.opt.AckWithin)
	defer stop()
	s.mu.Lock()
	hook := s.hook
	s.mu.Unlock()
	path, kind, body := "/slack/events", "application/json", []byte(f.Payload)
	switch f.Kind {
	case "interactive":
		path, kind, body = "/slack/interactions", "application/x-www-form-urlencoded", []byte(url.Values{"payload": {string(f.Payload)}}.Encode())
	case "slash_commands":
		path, kind, body = "/slack/commands", "application/x-www-form-urlencoded", form(f.Payload)
	}
	header := http.Header{}
	if f.Attempt > 0 {
		header.Set("X-Slack-Retry-Num", strconv.Itoa(f.Attempt))
		header.Set("X-Slack-Retry-Reason", f.Reason)
	}
	response, err := s.send(ctx, hook+path, kind, body, header)
	var said []byte
	if err == nil {
		said, err = io.ReadAll(io.LimitReader(response.Body, 1<<20))
		response.Body.Close()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		s.fail(f, "http_timeout")
	case err != nil:
		s.fail(f, "connection_failed")
	case response.StatusCode/100 != 2:
		f.Status = response.StatusCode
		if response.StatusCode/100 == 3 {
			s.fail(f, "too_many_redirects")
			return
		}
		if response.Header.Get("X-Slack-No-Retry") == "1" {
			f.d.last = true
		}
		s.fail(f, "http_error")
	default:
		s.ack(f, 0, response.StatusCode, answer(said))
	}
}

// answer is the body of an acknowledgement as JSON: plain words are the text of a
// message, and nothing is nil.
func answer(body []byte) json.RawMessage {
	switch body = bytes.TrimSpace(body); {
	case len(body) == 0:
		return nil
	case json.Valid(body):
		return body
	}
	return encode(object{"text": string(body)})
}

// form is a JSON object of strings as a form.
func form(payload json.RawMessage) []byte {
	var fields map[string]any
	_ = json.Unmarshal(payload, &fields) // made by this package, or injected and then as bad as it is
	values := url.Values{}
	for key, v := range fields {
		values.Set(key, fmt.Sprint(v))
	}
	return []byte(values.Encode())
}
