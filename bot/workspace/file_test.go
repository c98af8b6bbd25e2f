package workspace

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"testing"
)

func TestAFileIsForWhoMayReadIt(t *testing.T) {
	get := func(t *testing.T, f *fixture, address, token string) (int, string, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		response, err := f.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		return response.StatusCode, string(body), response.Request.URL.Query().Get("redir")
	}
	for _, tt := range []struct {
		name, token string
		scopes      []string
		want        string
	}{
		{"with the bot's token", BotToken, nil, "第一条　目的"},
		{"without a token it is the login page", "", nil, "Sign in"},
		{"with another token as well", "xoxb-other", nil, "Sign in"},
		{"and without the scope", BotToken, []string{"chat:write"}, "Sign in"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := begin(t, Options{App: App{Scopes: tt.scopes}})
			if _, err := f.Upload("C1", "U1", "これです", "", File{ID: "F1", Name: "就業規則.txt", Content: []byte("第一条　目的")}); err != nil {
				t.Fatal(err)
			}
			address := f.base() + "/files/F1/download/x"
			_, body, redir := get(t, f, address, tt.token)
			if !bytes.Contains([]byte(body), []byte(tt.want)) || (redir == "/files/F1/download/x") != (tt.want == "Sign in") {
				t.Errorf("%s; from %q", body, redir)
			}
		})
	}
	f := begin(t, Options{})
	if status, _, _ := get(t, f, f.base()+"/files/F404/download/x", BotToken); status != http.StatusNotFound {
		t.Errorf("a file that is not there: %d", status)
	}
}

func TestAnAppUploadsAFileInThreeSteps(t *testing.T) {
	f := begin(t, Options{})
	root := f.say("表をください")
	v := f.call("files.getUploadURLExternal", "filename", "表.csv", "length", "9")
	id, address := v["file_id"].(string), v["upload_url"].(string)
	files := `[{"id":"` + id + `","title":"経費の表"}]`
	f.wantError("file_not_found", "files.completeUploadExternal", "files", files)
	f.wantError("file_not_found", "files.info", "file", id)
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "表.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte("項目,額")); err != nil {
		t.Fatal(err)
	}
	w.Close()
	r, err := f.client.Post(address, w.FormDataContentType(), &form)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	f.must("", "files.completeUploadExternal", "files", files, "channel_id", "C1", "thread_ts", root, "initial_comment", "どうぞ")
	list := f.Thread("C1", root)
	if m := list[len(list)-1]; m.Plain() != "どうぞ\n[file: 表.csv]" || string(m.Files[0].Content) != "項目,額" {
		t.Errorf("%q %+v", m.Plain(), m.Files)
	}
	f.must("", "files.info", "file", id)
	f.wantError("invalid_arguments", "files.getUploadURLExternal", "filename", "空.csv", "length", "0")
}
