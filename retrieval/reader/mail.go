package reader

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/url"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"kotae/retrieval"
)

// readMail reads a message: who wrote it to whom, when and about what, its text, and
// the names of what is attached.
//
// The standard library takes it apart, and characters are decoded like those of any
// file: by what they look like, since what old Japanese mail says of its charset is
// often wrong. Enmime, which forgives more, would add ten modules.
func readMail(_ string, data []byte) (retrieval.Document, error) {
	head, body := cutHead(data)
	if head["from"] == "" && head["subject"] == "" && head["content-type"] == "" {
		return retrieval.Document{}, damaged("mail")
	}
	r := newRendering()
	m := &message{r: r}
	r.title = oneLine(decodeWords(head["subject"]))
	if r.title != "" {
		r.heading(1, r.title)
	}
	var about []string
	for _, f := range []struct{ key, name string }{{"from", "差出人"}, {"to", "宛先"}, {"cc", "CC"}, {"date", "日時"}} {
		if s := oneLine(decodeWords(head[f.key])); s != "" {
			about = append(about, f.name+": "+s)
		}
	}
	r.paragraph(strings.Join(about, "\n"))
	before := len(r.blocks)
	m.part(head, body, 0)
	if len(m.attached) > 0 {
		r.paragraph("添付: " + strings.Join(m.attached, ", "))
	}
	if len(r.blocks) == before && m.locked {
		return retrieval.Document{}, &retrieval.Unreadable{Reason: "encrypted mail", Remedy: "open it in the mail program and save its text"}
	}
	return r.document()
}

// A message is a mail as it is read.
type message struct {
	r        *rendering
	attached []string
	locked   bool
}

// part takes in a part of a message.
func (m *message) part(head map[string]string, body []byte, depth int) {
	m.r.tick()
	if depth > 20 {
		panic(errDeep)
	}
	kind, params, err := mime.ParseMediaType(head["content-type"])
	if err != nil || kind == "" {
		kind = "text/plain"
	}
	disposition, names, _ := mime.ParseMediaType(head["content-disposition"])
	name := decodeWords(names["filename"])
	if name == "" {
		name = decodeWords(params["name"])
	}
	if disposition == "attachment" || name != "" && !strings.HasPrefix(kind, "text/") && !strings.HasPrefix(kind, "multipart/") {
		if name != "" {
			m.attached = append(m.attached, name)
		}
		return
	}
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		m.parts(kind, params["boundary"], body, depth)
	case kind == "message/rfc822":
		head, body := cutHead(transfer(head, body))
		if s := oneLine(decodeWords(head["subject"])); s != "" {
			m.r.heading(2, s)
		}
		m.part(head, body, depth+1)
	case strings.HasPrefix(kind, "text/html"):
		text, err := decodeCharset(transfer(head, body), params["charset"])
		if err == nil {
			if err := renderHTML(m.r, text); err != nil {
				panic(err)
			}
		}
	case strings.HasPrefix(kind, "text/"):
		text, err := decodeCharset(transfer(head, body), params["charset"])
		if err == nil {
			m.plain(text)
		}
	case kind == "application/pkcs7-mime", kind == "application/x-pkcs7-mime":
		m.locked = true
	}
}

// parts takes in the parts of a message: all of them or, of alternatives, the plain one.
func (m *message) parts(kind, boundary string, body []byte, depth int) {
	if kind == "multipart/encrypted" {
		m.locked = true
		return
	}
	type piece struct {
		head map[string]string
		body []byte
	}
	var pieces []piece
	in := multipart.NewReader(bytes.NewReader(body), boundary)
	for boundary != "" && len(pieces) < 500 {
		p, err := in.NextRawPart()
		if err != nil {
			break
		}
		head := map[string]string{}
		for key, values := range p.Header {
			head[strings.ToLower(key)] = strings.Join(values, " ")
		}
		data, err := io.ReadAll(io.LimitReader(p, partLimit))
		if err != nil && len(data) == 0 {
			break
		}
		pieces = append(pieces, piece{head, data})
	}
	if kind == "multipart/alternative" {
		for _, p := range pieces {
			if k, _, _ := mime.ParseMediaType(p.head["content-type"]); (k == "text/plain" || k == "") && trim(string(transfer(p.head, p.body))) != "" {
				pieces = []piece{p}
				break
			}
		}
		if len(pieces) > 1 {
			pieces = pieces[len(pieces)-1:]
		}
	}
	for _, p := range pieces {
		m.part(p.head, p.body, depth+1)
	}
}

// plain writes the text of a mail by its paragraphs, and below a heading of its own the
// mail that it replies to: what was thought of then may hold no longer.
func (m *message) plain(text string) {
	own, by, quoted := cutQuote(newlines.Replace(text))
	m.paragraphs(own, 0)
	if quoted != "" {
		m.r.heading(2, strings.TrimSpace("引用 "+by))
		m.paragraphs(quoted, 1)
	}
}

// paragraphs writes plain text, its headings so many levels lower.
func (m *message) paragraphs(text string, lower int) {
	d := retrieval.Document{Text: text}
	readText(&d)
	for i := range d.Blocks {
		if b := &d.Blocks[i]; b.Kind == retrieval.Heading {
			b.Level += lower
		}
	}
	m.r.take(d)
}

// cutHead parts a message's head from its body. Keys are lower case; of repeated ones
// the first counts.
func cutHead(data []byte) (head map[string]string, body []byte) {
	head = map[string]string{}
	key := ""
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			return head, rest
		}
		if line[0] == ' ' || line[0] == '\t' {
			if key != "" && len(head[key]) < 1<<16 {
				head[key] += "\n" + string(line)
			}
		} else if k, v, ok := strings.Cut(string(line), ":"); ok && !strings.ContainsAny(k, " \t") {
			key = strings.ToLower(k)
			if _, again := head[key]; again {
				key = ""
			} else {
				head[key] = strings.TrimSpace(v)
			}
		} else if len(head) == 0 && !bytes.HasPrefix(line, []byte("From ")) {
			return head, nil
		}
		data = rest
	}
	return head, nil
}

// transfer undoes how a part was written for the way.
func transfer(head map[string]string, body []byte) []byte {
	switch strings.ToLower(trim(head["content-transfer-encoding"])) {
	case "base64":
		clean := bytes.Map(func(r rune) rune {
			if r <= ' ' || r == '=' {
				return -1
			}
			return r
		}, body)
		out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
		n, _ := base64.RawStdEncoding.Decode(out, clean) // what comes before a fault is kept
		return out[:n]
	case "quoted-printable":
		out, _ := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body)))
		return out
	}
	return body
}

// decodeCharset decodes text by what it looks like, or else as it says itself.
func decodeCharset(data []byte, name string) (string, error) {
	if text, _, err := decode(data); err == nil {
		return text, nil
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return "", err
	}
	text := decodeAs(e, data)
	if garbled(text) || strings.Contains(text, "\ufffd") {
		return "", errMoji
	}
	return text, nil
}

// decodeWords decodes what a head may hold: encoded words, or raw text in whatever
// encoding.
func decodeWords(s string) string {
	if s == "" {
		return ""
	}
	d := mime.WordDecoder{CharsetReader: func(name string, in io.Reader) (io.Reader, error) {
		data, err := io.ReadAll(in)
		if err != nil {
			return nil, err
		}
		text, err := decodeCharset(data, name)
		return strings.NewReader(text), err
	}}
	if out, err := d.DecodeHeader(s); err == nil && out != s {
		return out
	}
	if text, _, err := decode([]byte(s)); err == nil {
		return text
	}
	return s
}

// unescaped undoes %20 in the address of a part.
func unescaped(s string) string {
	s, _, _ = strings.Cut(s, "#")
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}
