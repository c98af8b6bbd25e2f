// Package reader turns the bytes of a file into text with structure: headings,
// paragraphs, list items, table rows.
//
// It owns character encodings and file formats, one file per format. It does not
// know where files come from, how text is cut into passages, or what is asked.
package reader

import (
	"path"
	"strings"
	"unicode"

	"kotae/retrieval"
)

// Version names what documents were read by. It changes when the same bytes would
// give another document.
const Version = "reader/1"

// formats maps a lower-case extension to what reads its decoded text. A format
// fills the document's blocks and, where the text names itself, its title.
var formats = map[string]func(*retrieval.Document){
	".txt":      readText,
	".text":     readText,
	".md":       readMarkdown,
	".markdown": readMarkdown,
}

// Knows tells whether Read has a format for a file of this name.
func Knows(name string) bool {
	return formats[suffix(name)] != nil
}

// Read is the retrieval.Reader of the formats that Knows knows. A file without
// readable text gives an *retrieval.Unreadable, and no other error is returned.
func Read(name string, data []byte) (retrieval.Document, error) {
	format := formats[suffix(name)]
	if format == nil {
		return retrieval.Document{}, &retrieval.Unreadable{
			Reason: "format not supported", Remedy: "save it as plain text or Markdown"}
	}
	text, _, err := decode(data)
	if err != nil {
		return retrieval.Document{}, err
	}
	d := retrieval.Document{File: name, Text: text}
	format(&d)
	if d.Title == "" {
		d.Title = baseName(name)
	}
	return d, nil
}

// suffix returns the lower-case extension of name with its dot.
func suffix(name string) string {
	return strings.ToLower(path.Ext(name))
}

// baseName returns name without folders and extension, and never nothing where
// name is something.
func baseName(name string) string {
	base := path.Base(name)
	if stem := strings.TrimSuffix(base, path.Ext(base)); stem != "" {
		return stem
	}
	return base
}

// trim cuts white space of every kind from both ends, also what only looks empty.
func trim(s string) string {
	return strings.TrimFunc(s, isSpace)
}

func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060'
}

// hasWords tells whether s says anything: holds a letter or digit. The long vowel
// mark is none, because rows of it are drawn as rules.
func hasWords(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r != 'ー' && r != 'ｰ' && (unicode.IsLetter(r) || unicode.IsNumber(r))
	})
}
