package reader

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"kotae/retrieval"
)

// An archive is a zip file that holds the parts of a document.
type archive struct {
	parts map[string]*zip.File // by name without a leading slash
	kind  string               // what the file should be, for people
}

// unzip opens an archive. What is none gives the reason: a password, an older format,
// damage, a bomb.
func unzip(data []byte, kind string) (*archive, error) {
	if isOLE(data) {
		return nil, oldOrLocked(data, kind)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, damaged(kind)
	}
	a := &archive{parts: make(map[string]*zip.File, len(z.File)), kind: kind}
	total := uint64(0)
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return nil, errLock
		}
		if total += f.UncompressedSize64; total > expandedLimit || f.UncompressedSize64 > expandedLimit {
			return nil, errBomb
		}
		a.parts[strings.TrimPrefix(f.Name, "/")] = f
	}
	return a, nil
}

// part returns a part unpacked; nil if there is none of the name. Damage panics.
func (a *archive) part(name string) []byte {
	f := a.parts[strings.TrimPrefix(name, "/")]
	if f == nil {
		return nil
	}
	if f.UncompressedSize64 > partLimit {
		panic(errBomb)
	}
	in, err := f.Open()
	if err != nil {
		panic(damaged(a.kind))
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, partLimit+1))
	if err != nil {
		panic(damaged(a.kind))
	}
	if len(data) > partLimit {
		panic(errBomb)
	}
	return data
}

// xml returns a part's tokens; nil if there is no such part.
func (a *archive) xml(r *rendering, name string) *tokens {
	data := a.part(name)
	if data == nil {
		return nil
	}
	return newTokens(r, data, a.kind)
}

// relations returns what a part of an office document points to, by id: names of parts,
// and their kinds by the last word of their type.
func (a *archive) relations(r *rendering, part string) (targets, kinds map[string]string) {
	targets, kinds = map[string]string{}, map[string]string{}
	dir, base := path.Split(part) // of the whole package both are empty
	t := a.xml(r, path.Join(dir, "_rels", base+".rels"))
	for t.next() {
		if t.start != "Relationship" || t.attr("TargetMode") == "External" {
			continue
		}
		target := t.attr("Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		targets[t.attr("Id")] = strings.TrimPrefix(target, "/")
		kinds[t.attr("Id")] = path.Base(t.attr("Type"))
	}
	return targets, kinds
}

// main returns the part that an office document begins with.
func (a *archive) main(r *rendering) string {
	targets, kinds := a.relations(r, "")
	for id, kind := range kinds {
		if kind == "officeDocument" {
			return targets[id]
		}
	}
	return ""
}

// Tokens go through XML, element by element. A nil one is at its end.
type tokens struct {
	r     *rendering
	d     *xml.Decoder
	kind  string
	start string // local name of the element that begins here, "" for others
	end   string // … that ends here
	text  string // characters here
	attrs []xml.Attr
	depth int
}

func newTokens(r *rendering, data []byte, kind string) *tokens {
	if !utf8.Valid(data) {
		if s, name := detect(data); name != "" {
			data = []byte(s)
		}
	}
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	return &tokens{r: r, d: d, kind: kind}
}

// next goes on and tells whether there is something. Damage panics.
func (t *tokens) next() bool {
	if t == nil {
		return false
	}
	t.r.tick()
	t.start, t.end, t.text, t.attrs = "", "", "", nil
	token, err := t.d.RawToken()
	if err == io.EOF {
		if t.depth > 0 {
			panic(damaged(t.kind))
		}
		return false
	}
	if err != nil {
		panic(damaged(t.kind))
	}
	switch token := token.(type) {
	case xml.StartElement:
		t.start, t.attrs = token.Name.Local, token.Attr
		if t.depth++; t.depth > depthLimit {
			panic(errDeep)
		}
	case xml.EndElement:
		t.end = token.Name.Local
		t.depth--
	case xml.CharData:
		t.text = string(token)
	}
	return true
}

// within goes on inside the element called name, which next has begun, until its end.
func (t *tokens) within(name string, depth int) bool {
	return t.next() && !(t.end == name && t.depth < depth)
}

// skip passes over the element that next has begun.
func (t *tokens) skip() {
	for depth := t.depth; t.depth >= depth && t.next(); {
	}
}

// attr returns an attribute by its local name.
func (t *tokens) attr(name string) string {
	for _, a := range t.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// isOLE tells of the container of older office formats and of encrypted documents.
func isOLE(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

// utf16Of is how names stand in such a container.
func utf16Of(s string) []byte {
	var out []byte
	for _, c := range []byte(s) {
		out = append(out, c, 0)
	}
	return out
}

// oldOrLocked says why a container of the old kind can't be read.
func oldOrLocked(data []byte, kind string) *retrieval.Unreadable {
	switch {
	case bytes.Contains(data, utf16Of("EncryptedPackage")), bytes.Contains(data, utf16Of("EncryptionInfo")):
		return errLock
	case bytes.Contains(data, utf16Of("WordDocument")):
		return old("Word", ".docx")
	case bytes.Contains(data, utf16Of("Workbook")), bytes.Contains(data, utf16Of("Book")):
		return old("Excel", ".xlsx")
	case bytes.Contains(data, utf16Of("PowerPoint Document")):
		return old("PowerPoint", ".pptx")
	}
	return damaged(kind)
}

func old(program, suffix string) *retrieval.Unreadable {
	return &retrieval.Unreadable{Reason: "in " + program + "'s format from before 2007", Remedy: "open it in " + program + " and save it as " + suffix}
}

// readOld reads what bears the name of an old office format. Many such files are the
// new format, a web page or a table of text under the old name.
func readOld(program, now string) format {
	return func(name string, data []byte) (retrieval.Document, error) {
		head := strings.ToLower(string(bytes.TrimLeft(data[:min(len(data), 512)], "\ufeff \r\n\t")))
		switch {
		case isOLE(data):
			return retrieval.Document{}, oldOrLocked(data, program+" document")
		case strings.HasPrefix(head, "pk"):
			return formats[now](name, data)
		case strings.HasPrefix(head, `{\rtf`):
			return readRTF(name, data)
		case strings.HasPrefix(head, "<") && strings.Contains(head, "<html"):
			return readHTML(name, data)
		case program == "Excel" && bytes.IndexByte(data, 0) < 0:
			return readCSV(name, data)
		}
		return retrieval.Document{}, old(program, now)
	}
}
