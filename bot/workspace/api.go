package workspace

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Call is one call of the Web API, or a post to a response_url, whose Method is
// response_url.
type Call struct {
	Seq    int // counts all calls from 1
	Method string
	// Args are the arguments, without the token. Values of JSON bodies that are not
	// strings are as they were written.
	Args map[string]string
	// Token is bot, app, none or wrong.
	Token    string
	JSON     bool // the body was JSON, not a form
	At       time.Time
	Duration time.Duration
	// Status is the HTTP status; 0 means that the connection was cut.
	Status int
	// Error and Warning are what the answer said; Error is empty if ok was true.
	Error, Warning string
	// Answer is the whole answer.
	Answer json.RawMessage
}

// String is what matters of a call, for messages of tests.
func (c Call) String() string {
	return fmt.Sprintf("{%s %v: %d %s after %v}", c.Method, c.Args, c.Status, c.Error, c.Duration)
}

// OK tells whether the call succeeded.
func (c Call) OK() bool { return c.Status == http.StatusOK && c.Error == "" }

// A request is a call as its handler sees it.
type request struct {
	method   string
	args     map[string]string
	token    string
	kind     string // of the token
	json     bool
	charset  bool
	warnings []string
}

func (r *request) arg(name string) string { return r.args[name] }

// flag tells whether an argument says yes.
func (r *request) flag(name string) bool {
	v := r.args[name]
	return v == "true" || v == "1"
}

// number is an argument as a number, within limits.
func (r *request) number(name string, otherwise, most int) int {
	n, err := strconv.Atoi(r.args[name])
	if err != nil || n <= 0 {
		return otherwise
	}
	return min(n, most)
}

func (r *request) warn(code string) {
	if !slices.Contains(r.warnings, code) {
		r.warnings = append(r.warnings, code)
	}
}

// A failure is an answer that is not ok.
type failure struct {
	code             string
	needed, provided string
	messages         []string // what exactly is wrong with blocks
	retry            time.Duration
}

func fail(code string, messages ...string) *failure { return &failure{code: code, messages: messages} }

// foreign refuses what a page of another site has a browser on this machine send.
var foreign = http.NewCrossOriginProtection()

// serve answers every request to the server.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if err := foreign.Check(r); err != nil {
		http.Error(w, "another site's page sent this", http.StatusForbidden)
		return
	}
	switch path := r.URL.Path; {
	case strings.HasPrefix(path, "/page/"):
		s.show(w, r)
	case path == "/link/":
		s.link(w, r)
	case strings.HasPrefix(path, "/response/"):
		s.respond(w, r, strings.TrimPrefix(path, "/response/"))
	case strings.HasPrefix(path, "/files/"):
		s.download(w, r, strings.TrimPrefix(path, "/files/"))
	case strings.HasPrefix(path, "/upload/"):
		s.receive(w, r, strings.TrimPrefix(path, "/upload/"))
	case strings.HasPrefix(path, "/api/"):
		s.api(w, r, strings.TrimPrefix(path, "/api/"))
	case path == "/signin":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<!DOCTYPE html><title>Sign in | Slack</title><h1>Sign in to "+s.opt.Team.Domain+"</h1>")
	default:
		http.NotFound(w, r)
	}
}

// longestBody is how much of a request is read, in bytes.
const longestBody = 8 << 20

// parse reads the arguments of a call from its form or JSON body and its address.
func parse(w http.ResponseWriter, r *http.Request) (*request, *failure) {
	q := &request{args: map[string]string{}}
	add := func(values url.Values) {
		for key, v := range values {
			q.args[key] = v[len(v)-1]
		}
	}
	add(r.URL.Query())
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestBody))
	if err != nil {
		return q, fail("request_timeout")
	}
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	q.charset = params["charset"] != ""
	switch {
	case len(body) == 0:
	case kind == "application/json":
		q.json = true
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(body, &fields); err != nil {
			if string(body) == "null\n" || string(body) == "null" {
				break
			}
			return q, fail("invalid_json")
		}
		for key, raw := range fields {
			var text string
			if json.Unmarshal(raw, &text) != nil {
				text = string(raw)
			}
			if string(raw) != "null" {
				q.args[key] = text
			}
		}
		if !q.charset {
			q.warn("missing_charset")
		}
	case kind == "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(body))
		if err != nil {
			return q, fail("invalid_form_data")
		}
		add(values)
	default:
		return q, fail("invalid_post_type")
	}
	q.token = q.args["token"]
	delete(q.args, "token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		q.token = bearer
	}
	return q, nil
}

// api answers a call of the Web API.
func (s *Server) api(w http.ResponseWriter, r *http.Request, method string) {
	q, bad := parse(w, r)
	q.method = method
	s.mu.Lock()
	q.kind = s.tokenKind(q.token)
	c := s.called(q)
	f := s.struck(q)
	s.mu.Unlock()
	if !s.suffer(w, r, c, f) {
		return
	}
	s.mu.Lock()
	var answer object
	if bad == nil {
		answer, bad = s.perform(q)
	}
	status := http.StatusOK
	if bad != nil {
		answer = object{"ok": false, "error": bad.code}
		if bad.needed != "" || bad.provided != "" {
			answer["needed"], answer["provided"] = bad.needed, bad.provided
		}
		if len(bad.messages) > 0 {
			answer["response_metadata"] = object{"messages": bad.messages}
			answer["errors"] = bad.messages
		}
		if bad.retry > 0 {
			status = http.StatusTooManyRequests
			w.Header().Set("Retry-After", strconv.Itoa(seconds(bad.retry)))
		}
		c.Error = bad.code
	} else {
		answer["ok"] = true
	}
	if len(q.warnings) > 0 {
		c.Warning = strings.Join(q.warnings, ",")
		answer["warning"] = c.Warning
		meta, _ := answer["response_metadata"].(object)
		if meta == nil {
			meta = object{}
		}
		meta["warnings"] = q.warnings
		answer["response_metadata"] = meta
	}
	body := encode(answer)
	cut := f != nil && f.DropAfter
	c.Answer = body
	if cut {
		status = 0
	}
	s.finished(c, status)
	scopes := strings.Join(s.opt.App.Scopes, ",")
	s.mu.Unlock()
	if cut {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-OAuth-Scopes", scopes)
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// tokenKind says whose token it is.
func (s *Server) tokenKind(token string) string {
	switch token {
	case "":
		return "none"
	case s.opt.App.BotToken:
		return "bot"
	case s.opt.App.AppToken:
		return "app"
	}
	return "wrong"
}

// called takes note of a call that begins. The caller holds the lock.
func (s *Server) called(q *request) *Call {
	c := &Call{Seq: s.state.calls.put + 1, Method: q.method, Args: maps.Clone(q.args), Token: q.kind, JSON: q.json, At: s.opt.Now()}
	s.state.calls.add(c)
	s.state.counts[q.method]++
	s.wake()
	return c
}

// finished takes note of what became of a call. The caller holds the lock.
func (s *Server) finished(c *Call, status int) {
	c.Status, c.Duration = status, max(s.opt.Now().Sub(c.At), 1)
	v := *c
	s.note(Change{Kind: CallFinished, Call: &v, Channel: cmp.Or(c.Args["channel"], c.Args["channel_id"]), Thread: c.Args["thread_ts"]})
}

// perform does what a call asks for, if it may. The caller holds the lock.
func (s *Server) perform(q *request) (object, *failure) {
	m, known := methods[q.method]
	switch {
	case !known:
		return nil, fail("unknown_method")
	case q.kind == "none":
		return nil, fail("not_authed")
	case q.kind == "wrong":
		return nil, fail("invalid_auth")
	case m.token != "any" && q.kind != cmp.Or(m.token, "bot"):
		return nil, fail("not_allowed_token_type")
	}
	if bad := s.permitted(q, m); bad != nil {
		return nil, bad
	}
	if retry := s.limited(q, m); retry > 0 {
		return nil, &failure{code: "ratelimited", retry: retry}
	}
	return m.do(s, q)
}

// permitted refuses calls that the token's scopes do not cover. The caller holds the
// lock.
func (s *Server) permitted(q *request, m method) *failure {
	need := m.scopes
	if m.scoped != nil {
		need = m.scoped(s, q)
	}
	have := s.opt.App.Scopes
	if q.kind == "app" {
		have = s.opt.App.AppScopes
	}
	if len(need) == 0 {
		return nil
	}
	for _, scope := range need {
		if slices.Contains(have, scope) {
			s.state.scopes[scope] = true
			return nil
		}
	}
	return &failure{code: "missing_scope", needed: strings.Join(need, ","), provided: strings.Join(have, ",")}
}

// seconds are as many whole ones as a duration needs.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

func (f *failure) Error() string { return fmt.Sprintf("%s %s", f.code, strings.Join(f.messages, "; ")) }
