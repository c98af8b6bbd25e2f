package workspace

import (
	"crypto/rand"
	"crypto/subtle"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"path"
	"strings"
	"sync"
)

// A Page is what the web page of a workspace offers besides what is in every one:
// what the app's manifest would tell Slack, and words to begin with.
type Page struct {
	// Person is played at first, and Channel is open; empty is the first of each.
	Person, Channel string
	// Commands and Shortcuts are those of the app.
	Commands  []Command
	Shortcuts []Shortcut
	// Try are questions that greet who opens the page, by language: ja or en.
	Try map[string][]Prompt
	// Note stands under the greeting, by language.
	Note map[string]string
}

// A Command is a slash command, with what its arguments are called.
type Command struct{ Name, Hint string }

// A Shortcut is a message shortcut of the app.
type Shortcut struct{ Name, Callback string }

// site is a page that is open.
type site struct {
	Page
	token string

	mu     sync.Mutex
	broken []*broken
	count  int // of faults there ever were
}

// assets are the page: plain HTML, CSS and modules, served as they are.
//
//go:embed page
var assets embed.FS

// OpenPage serves a web page in which people can be played, and returns its address.
// Who knows the address can do everything that people can; it holds a token that
// cannot be guessed, and answers the loopback alone.
func (s *Server) OpenPage(p Page) (address string) {
	v := &site{Page: p, token: rand.Text()}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.site = v
	return s.base() + "/page/" + v.token + "/"
}

// policy is what the page's browser may do: nothing that did not come from here.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// show answers a request for the page.
func (s *Server) show(w http.ResponseWriter, r *http.Request) {
	token, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/page/"), "/")
	s.mu.Lock()
	p := s.site
	s.mu.Unlock()
	if p == nil || subtle.ConstantTimeCompare([]byte(token), []byte(p.token)) != 1 || !local(r) {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	switch {
	case name == "events":
		s.tell(w, r, p)
	case name == "do":
		s.play(w, r, p)
	case strings.HasPrefix(name, "file/"):
		s.hand(w, r, strings.TrimPrefix(name, "file/"))
	default:
		asset(w, r, name)
	}
}

// local tells whether a request comes from this machine and means it: a name that
// somebody else's server gave to this address is not meant.
func local(r *http.Request) bool {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if host != "localhost" {
		if a, err := netip.ParseAddr(strings.Trim(host, "[]")); err != nil || !a.IsLoopback() {
			return false
		}
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback()
}

// asset serves a file of the page.
func asset(w http.ResponseWriter, r *http.Request, name string) {
	if name == "" {
		name = "index.html"
	}
	data, err := assets.ReadFile(path.Join("page", name))
	if err != nil || r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.NotFound(w, r)
		return
	}
	kinds := map[string]string{".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
	w.Header().Set("Content-Type", kinds[path.Ext(name)]+"; charset=utf-8")
	_, _ = w.Write(data)
}

// hand gives a file of the workspace to the browser: pictures to show, everything
// else to save.
func (s *Server) hand(w http.ResponseWriter, r *http.Request, id string) {
	s.mu.Lock()
	f := s.state.files[id]
	s.mu.Unlock()
	if f == nil {
		http.NotFound(w, r)
		return
	}
	kind, _, _ := strings.Cut(f.Type, ";")
	if !shown[kind] {
		kind = "application/octet-stream"
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(f.Content)
}

// shown are the kinds of files that a browser only paints.
var shown = map[string]bool{"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true}

// tell streams what is there, then what changes, as server-sent events of JSON.
func (s *Server) tell(w http.ResponseWriter, r *http.Request, p *site) {
	changes := s.Subscribe(r.Context()) // before looking, so that nothing falls between
	w.Header().Set("Content-Type", "text/event-stream")
	flush := http.NewResponseController(w)
	send := func(v object) bool {
		_, err := fmt.Fprintf(w, "data: %s\n\n", encode(v))
		if err == nil {
			err = flush.Flush()
		}
		return err == nil
	}
	if !send(s.everything(p)) {
		return
	}
	for c := range changes {
		if v := s.shownChange(c, p); v != nil && !send(v) {
			return
		}
	}
}

// play does what a person at the page does.
func (s *Server) play(w http.ResponseWriter, r *http.Request, p *site) {
	if r.Method != http.MethodPost {
		http.Error(w, "POST", http.StatusMethodNotAllowed)
		return
	}
	var a act
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, longestBody))
	d.DisallowUnknownFields()
	answer := object{"ok": true}
	err := d.Decode(&a)
	if err == nil {
		do := acts[a.Do]
		if do == nil {
			err = fmt.Errorf("workspace: nobody can %q", a.Do)
		} else {
			err = do(s, r.Context(), p, a, answer)
		}
	}
	if err != nil {
		answer = object{"ok": false, "error": strings.TrimPrefix(err.Error(), "workspace: ")}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = io.WriteString(w, string(encode(answer)))
}
