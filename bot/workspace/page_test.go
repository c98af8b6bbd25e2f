package workspace

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// paged is a workspace whose page is open.
func paged(t *testing.T) (s *Server, address string) {
	t.Helper()
	s, err := New(Options{
		People:   []User{{ID: "U1", Name: "田中"}, {ID: "U2", Name: "佐藤"}, {ID: "U3", Name: "別のBot", IsBot: true}},
		Channels: []Channel{{ID: "C1", Name: "総務", Members: []string{"U1", "U2", "U3", "U0000BOT1"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, s.OpenPage(Page{Person: "U1", Channel: "C1", Commands: []Command{{"/kotae", "[質問]"}}})
}

// request sends a request and returns the answer's status, header and body.
func send(t *testing.T, method, address, body string, change func(*http.Request)) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(r)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var b strings.Builder
	if _, err := bufio.NewReader(resp.Body).WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return resp, b.String()
}

// did is what the page answers to an act.
func did(t *testing.T, address, body string) map[string]any {
	t.Helper()
	_, text := send(t, http.MethodPost, address+"do", body, nil)
	var v map[string]any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

func TestThePageAnswersWhoKnowsItsAddressOnThisMachine(t *testing.T) {
	_, address := paged(t)
	t.Run("the page may load nothing from elsewhere and run nothing inline", func(t *testing.T) {
		resp, text := send(t, http.MethodGet, address, "", nil)
		if resp.StatusCode != http.StatusOK || !strings.Contains(text, "app.js") {
			t.Fatalf("%s: %s", resp.Status, text)
		}
		policy := resp.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("the policy lacks %s: %s", want, policy)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(text, "<script>") {
			t.Errorf("something inline may run: %s", policy)
		}
		if got := resp.Header.Get("Referrer-Policy"); got != "no-referrer" {
			t.Errorf("the address would be told to others: %q", got)
		}
	})
	t.Run("every file of it is served as what it is", func(t *testing.T) {
		entries, err := assets.ReadDir("page")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			resp, text := send(t, http.MethodGet, address+e.Name(), "", nil)
			if resp.StatusCode != http.StatusOK || text == "" || strings.HasPrefix(resp.Header.Get("Content-Type"), ";") {
				t.Errorf("%s: %s, %s", e.Name(), resp.Status, resp.Header.Get("Content-Type"))
			}
			for _, outside := range []string{"http://", "https://"} {
				for line := range strings.Lines(text) {
					if strings.Contains(line, outside) && !strings.Contains(line, "www.w3.org") && !strings.Contains(line, "https?") {
						t.Errorf("%s names an address outside: %s", e.Name(), line)
					}
				}
			}
		}
	})
	refused := []struct {
		name   string
		status int
		method string
		at     string
		change func(*http.Request)
	}{
		{"another token", 404, "GET", strings.Replace(address, "/page/", "/page/X", 1), nil},
		{"no token", 404, "GET", address[:strings.Index(address, "/page/")] + "/page/", nil},
		{"another host's name for this machine", 404, "GET", address, func(r *http.Request) { r.Host = "evil.example" }},
		{"another site's page", 403, "POST", address + "do", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }},
		{"another site's page that calls the Web API", 403, "POST", address[:strings.Index(address, "/page/")] + "/api/chat.postMessage",
			func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }},
		{"a file above the page", 404, "GET", address + "%2e%2e/page.go", nil},
		{"acting by GET", 405, "GET", address + "do", nil},
	}
	for _, tt := range refused {
		t.Run(tt.name+" is refused", func(t *testing.T) {
			if resp, text := send(t, tt.method, tt.at, "", tt.change); resp.StatusCode != tt.status {
				t.Errorf("%s: %s", resp.Status, text)
			}
		})
	}
	t.Run("no page is there before it is opened", func(t *testing.T) {
		s, err := New(Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		if resp, _ := send(t, http.MethodGet, s.base()+"/page//", "", nil); resp.StatusCode != http.StatusNotFound {
			t.Error(resp.Status)
		}
	})
}

func TestPeopleActAtThePage(t *testing.T) {
	s, address := paged(t)
	said := did(t, address, `{"do":"say","user":"U1","channel":"C1","text":"締め日は？"}`)
	ts, _ := said["ts"].(string)
	if m, ok := s.Message(ts); !ok || m.User != "U1" || m.Text != "締め日は？" {
		t.Fatalf("%v: %+v", said, m)
	}
	t.Run("a bot writes as a bot", func(t *testing.T) {
		v := did(t, address, `{"do":"say","user":"U3","channel":"C1","text":"ping","thread":"`+ts+`"}`)
		if m, _ := s.Message(v["ts"].(string)); m.BotID == "" || m.ThreadTS != ts {
			t.Errorf("%+v", m)
		}
	})
	t.Run("the second reaction of the same kind takes the first away", func(t *testing.T) {
		did(t, address, `{"do":"react","user":"U2","ts":"`+ts+`","emoji":"eyes"}`)
		m, _ := s.Message(ts)
		if len(m.Reactions) != 1 || !slices.Equal(m.Reactions[0].Users, []string{"U2"}) {
			t.Fatalf("%+v", m.Reactions)
		}
		did(t, address, `{"do":"react","user":"U2","ts":"`+ts+`","emoji":"eyes"}`)
		if m, _ := s.Message(ts); len(m.Reactions) != 0 {
			t.Errorf("%+v", m.Reactions)
		}
	})
	t.Run("a file is shared, and saved rather than shown", func(t *testing.T) {
		v := did(t, address, `{"do":"upload","user":"U1","channel":"C1","text":"これ","name":"規程.html","content":"PHNjcmlwdD4="}`)
		m, _ := s.Message(v["ts"].(string))
		if len(m.Files) != 1 {
			t.Fatalf("%+v", m)
		}
		resp, text := send(t, http.MethodGet, address+"file/"+m.Files[0].ID, "", nil)
		if text != "<script>" || resp.Header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(resp.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%q as %v", text, resp.Header)
		}
	})
	for name, body := range map[string]string{
		"an unknown verb":              `{"do":"fly"}`,
		"an unknown field":             `{"do":"say","colour":"red"}`,
		"no JSON":                      `say`,
		"somebody who is not there":    `{"do":"say","user":"U9","channel":"C1","text":"x"}`,
		"a modal that is not there":    `{"do":"submit","user":"U1"}`,
		"somebody else's message":      `{"do":"delete","user":"U2","ts":"` + ts + `"}`,
		"a fault without what it does": `{"do":"break"}`,
	} {
		t.Run(name+" is an error in words", func(t *testing.T) {
			if v := did(t, address, body); v["ok"] != false || v["error"] == "" {
				t.Errorf("%v", v)
			}
		})
	}
}

func TestFaultsMadeAtThePage(t *testing.T) {
	s, address := paged(t)
	call := func() int {
		resp, _ := send(t, http.MethodPost, s.URL()+"auth.test", "", func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+BotToken) })
		return resp.StatusCode
	}
	v := did(t, address, `{"do":"break","fault":{"Label":"f_limit","Method":"auth.test","Times":1,"Status":429}}`)
	if list, _ := v["faults"].([]any); len(list) != 1 {
		t.Fatalf("%v", v)
	}
	if got := call(); got != http.StatusTooManyRequests {
		t.Errorf("the first call: %d", got)
	}
	if got := call(); got != http.StatusOK {
		t.Errorf("the second call: %d", got)
	}
	v = did(t, address, `{"do":"break","fault":{"Label":"f_error","Times":-1,"Status":500}}`)
	if list, _ := v["faults"].([]any); len(list) != 1 {
		t.Errorf("what is over is still told of: %v", v)
	}
	if got := call(); got != http.StatusInternalServerError {
		t.Errorf("while it is broken: %d", got)
	}
	if v = did(t, address, `{"do":"mend"}`); len(v["faults"].([]any)) != 0 {
		t.Errorf("%v", v)
	}
	if got := call(); got != http.StatusOK {
		t.Errorf("mended: %d", got)
	}
}

func TestThePageIsToldWhatIsThereAndWhatChanges(t *testing.T) {
	s, address := paged(t)
	before, err := s.Say("C1", "U2", "おはようございます", "")
	if err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"events", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	next := func(kind string) map[string]any {
		t.Helper()
		for lines.Scan() {
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			if !ok {
				continue
			}
			var v map[string]any
			if err := json.Unmarshal([]byte(data), &v); err != nil {
				t.Fatal(err)
			}
			if v["kind"] == kind {
				return v
			}
		}
		t.Fatalf("nothing is told of %s: %v", kind, lines.Err())
		return nil
	}
	all := next("everything")
	messages, _ := all["messages"].([]any)
	if len(messages) != 1 || messages[0].(map[string]any)["ts"] != before {
		t.Fatalf("%v", all["messages"])
	}
	if strings.Contains(string(encode(all)), BotToken) {
		t.Error("the page is told the token")
	}
	ts, err := s.Say("C1", "U1", "締め日は？", "")
	if err != nil {
		t.Fatal(err)
	}
	if m := next("message_posted")["message"].(map[string]any); m["ts"] != ts {
		t.Errorf("%v", m)
	}
	if err := s.Delete("U1", ts); err != nil {
		t.Fatal(err)
	}
	if c := next("message_deleted"); c["gone"] != true {
		t.Errorf("%v", c)
	}
}
