package workspace

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// A File is a file in the workspace.
type File struct {
	// ID is made up when empty; Title defaults to Name, Type to what the name says.
	ID, Name, Title, Type string
	User                  string
	Content               []byte
	shared                bool // uploads are nothing before they are completed
}

// addFile takes a file in. The caller holds the lock.
func (s *Server) addFile(f File, user string) *File {
	f.ID, f.User, f.shared = cmp.Or(f.ID, s.id("F")), user, true
	f.Title = cmp.Or(f.Title, f.Name)
	f.Type = cmp.Or(f.Type, mime.TypeByExtension(path.Ext(f.Name)), "application/octet-stream")
	f.Content = bytes.Clone(f.Content)
	s.state.files[f.ID] = &f
	return &f
}

// wireFile is a file as the API shows it.
func (s *Server) wireFile(f *File) object {
	address := s.base() + "/files/" + f.ID
	kind, _, _ := strings.Cut(f.Type, ";")
	return object{
		"id": f.ID, "name": f.Name, "title": f.Title, "mimetype": kind, "filetype": strings.TrimPrefix(path.Ext(f.Name), "."), "user": f.User,
		"size": len(f.Content), "mode": "hosted", "created": 1_700_000_000, "timestamp": 1_700_000_000, "is_external": false, "is_public": false,
		"url_private": address + "/" + url.PathEscape(f.Name), "url_private_download": address + "/download/" + url.PathEscape(f.Name),
		"permalink": "https://" + s.opt.Team.Domain + ".slack.com/files/" + f.User + "/" + f.ID,
	}
}

func filesInfo(s *Server, q *request) (object, *failure) {
	f := s.state.files[q.arg("file")]
	if f == nil || !f.shared {
		return nil, fail("file_not_found")
	}
	return object{"file": s.wireFile(f), "comments": []object{}, "paging": object{}}, nil
}

// download serves a file to who has a token with files:read, and the way to the
// login page to everybody else.
func (s *Server) download(w http.ResponseWriter, r *http.Request, rest string) {
	id, _, _ := strings.Cut(rest, "/")
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	q := &request{method: "files.download", args: map[string]string{"file": id}, kind: s.tokenKind(token)}
	s.mu.Lock()
	c := s.called(q)
	fault := s.struck(q)
	s.mu.Unlock()
	if !s.suffer(w, r, c, fault) {
		return
	}
	s.mu.Lock()
	f := s.state.files[id]
	bad := s.permitted(q, method{scopes: []string{"files:read"}})
	status := http.StatusOK
	switch {
	case q.kind != "bot" || bad != nil:
		status, c.Error = http.StatusFound, "sign_in"
	case f == nil || !f.shared:
		status, c.Error = http.StatusNotFound, "file_not_found"
	}
	s.finished(c, status)
	s.mu.Unlock()
	switch status {
	case http.StatusFound:
		http.Redirect(w, r, "/signin?redir="+url.QueryEscape(r.URL.Path), status)
	case http.StatusNotFound:
		http.NotFound(w, r)
	default:
		w.Header().Set("Content-Type", f.Type)
		_, _ = w.Write(f.Content)
	}
}

func filesGetUploadURL(s *Server, q *request) (object, *failure) {
	n, err := strconv.Atoi(q.arg("length"))
	if q.arg("filename") == "" || err != nil || n <= 0 {
		return nil, fail("invalid_arguments")
	}
	f := s.addFile(File{Name: q.arg("filename")}, s.opt.App.User)
	f.shared = false
	return object{"upload_url": s.base() + "/upload/" + f.ID, "file_id": f.ID}, nil
}

// receive takes what is posted to an upload address, plain or as a form.
func (s *Server) receive(w http.ResponseWriter, r *http.Request, id string) {
	body := io.Reader(http.MaxBytesReader(w, r.Body, longestBody))
	r.Body = io.NopCloser(body)
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		part, _, err := r.FormFile("file")
		if err != nil {
			http.Error(w, "no file", http.StatusBadRequest)
			return
		}
		defer part.Close()
		body = part
	}
	content, err := io.ReadAll(body)
	if err != nil {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	s.mu.Lock()
	f := s.state.files[id]
	if f != nil {
		f.Content = content
	}
	s.mu.Unlock()
	if f == nil {
		http.NotFound(w, r)
		return
	}
	_, _ = io.WriteString(w, "OK - "+strconv.Itoa(len(content)))
}

func filesCompleteUpload(s *Server, q *request) (object, *failure) {
	var list []struct{ ID, Title string }
	if json.Unmarshal([]byte(q.arg("files")), &list) != nil || len(list) == 0 {
		return nil, fail("invalid_arguments")
	}
	var files []File
	var out []object
	for _, v := range list {
		f := s.state.files[v.ID]
		if f == nil || f.Content == nil {
			return nil, fail("file_not_found")
		}
		f.Title, f.shared = cmp.Or(v.Title, f.Title), true
		files, out = append(files, *f), append(out, s.wireFile(f))
	}
	if id := q.arg("channel_id"); id != "" {
		c, bad := s.target(id)
		if bad != nil {
			return nil, bad
		}
		thread, bad := s.thread(c, q.arg("thread_ts"))
		if bad != nil {
			return nil, bad
		}
		m := s.byApp(thread)
		m.Text, m.Files = q.arg("initial_comment"), files
		s.post(c, m, notice{autolink: true})
		s.said(c, m)
	}
	return object{"files": out}, nil
}
