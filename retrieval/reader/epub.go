package reader

import (
	"path"
	"strings"

	"kotae/retrieval"
)

// readEPUB reads a book: its chapters in order, each as a page of the web is read.
func readEPUB(_ string, data []byte) (retrieval.Document, error) {
	a, err := unzip(data, "EPUB book")
	if err != nil {
		return retrieval.Document{}, err
	}
	r := newRendering()
	if a.parts["META-INF/rights.xml"] != nil || a.parts["META-INF/sinf.xml"] != nil {
		return retrieval.Document{}, &retrieval.Unreadable{Reason: "protected against copying", Remedy: "ask for a copy without protection, or take it out of the folder"}
	}
	opf := ""
	for t := a.xml(r, "META-INF/container.xml"); t.next(); {
		if t.start == "rootfile" && opf == "" {
			opf = t.attr("full-path")
		}
	}
	if a.parts[opf] == nil {
		return retrieval.Document{}, damaged("EPUB book")
	}
	files, title := map[string]string{}, ""
	var chapters []string
	for t := a.xml(r, opf); t.next(); {
		switch t.start {
		case "title":
			for depth := t.depth; t.within("title", depth); {
				title += t.text
			}
		case "item":
			if kind := t.attr("media-type"); strings.Contains(kind, "html") && !strings.Contains(" "+t.attr("properties")+" ", " nav ") {
				files[t.attr("id")] = path.Join(path.Dir(opf), unescaped(t.attr("href")))
			}
		case "itemref":
			if file := files[t.attr("idref")]; file != "" && t.attr("linear") != "no" {
				chapters = append(chapters, file)
			}
		}
	}
	r.title = oneLine(title)
	for _, file := range chapters {
		part := a.part(file)
		if len(part) == 0 {
			continue
		}
		text, err := decodeHTML(part)
		if err != nil {
			continue // an empty page
		}
		if err := renderHTML(r, text); err != nil {
			return retrieval.Document{}, err
		}
	}
	return r.document()
}
