// Package reader turns the bytes of a file into text with structure: headings,
// paragraphs, list items, table rows, pages.
//
// It owns character encodings and file formats, one file per format. It does not
// know where files come from, how text is cut into passages, or what is asked.
//
// Text and Markdown are given as stored, line for line; how the rows of their tables
// read with the names of their columns stands beside them. Of every other format the
// text is the reader's own rendering, the same for the same bytes: paragraphs apart,
// list items and table rows on a line each, and each row between bars, repeating the
// names of its columns: "| プラン: B | 月額: 12,000円 |".
package reader

import (
	"path"
	"strings"
	"unicode"

	"kotae/retrieval"
)

// Version names what documents were read by. It changes when the same bytes would
// give another document.
const Version = "reader/5"

// A format reads the files of one kind. It fills all of a document but File and
// Modified; the title may be left to the file's name. Its error is an
// *retrieval.Unreadable, and what it panics with becomes one.
type format func(name string, data []byte) (retrieval.Document, error)

// formats maps a lower-case extension to what reads it.
var formats map[string]format

func init() { // not a literal: archives read what is in them by it
	formats = map[string]format{
		".txt": decoded(readText), ".text": decoded(readText), ".log": decoded(readText),
		".md": decoded(readMarkdown), ".markdown": decoded(readMarkdown),
		".yaml": decoded(readSource), ".yml": decoded(readSource), ".json": decoded(readSource), ".jsonl": decoded(readSource),
		".toml": decoded(readSource), ".ini": decoded(readSource), ".conf": decoded(readSource),
		".csv": readCSV, ".tsv": readCSV,
		".html": readHTML, ".htm": readHTML, ".xhtml": readHTML,
		".eml":  readMail,
		".msg":  readMSG,
		".rtf":  readRTF,
		".epub": readEPUB,
		".docx": readDOCX, ".docm": readDOCX, ".dotx": readDOCX,
		".pptx": readPPTX, ".pptm": readPPTX, ".ppsx": readPPTX,
		".xlsx": readXLSX, ".xlsm": readXLSX, ".xltx": readXLSX,
		".pdf": readPDF,
		".doc": readOld("Word", ".docx"), ".xls": readOld("Excel", ".xlsx"), ".ppt": readOld("PowerPoint", ".pptx"),
		".xlsb": refuse("a binary workbook of Excel", "open it in Excel and save it as .xlsx"),
		".odt":  refuse("an OpenDocument text", "open it in its program and save it as .docx"),
		".ods":  refuse("an OpenDocument sheet", "open it in its program and save it as .xlsx"),
		".odp":  refuse("an OpenDocument presentation", "open it in its program and save it as .pptx"),
		".jtd":  refuse("a document of Ichitaro", "open it in Ichitaro and save it as .docx or PDF"),
		".mht":  readMail, ".mhtml": readMail,
	}
}

// Knows tells whether Read has a format for a file of this name, if only to say what
// else to save it as.
func Knows(name string) bool {
	return formats[suffix(name)] != nil
}

// Read is the retrieval.Reader of the formats that Knows knows. A file without
// readable text gives an *retrieval.Unreadable, and no other error is returned.
func Read(name string, data []byte) (retrieval.Document, error) {
	if !Knows(name) {
		return retrieval.Document{}, &retrieval.Unreadable{
			Reason: "format not supported", Remedy: "save it as PDF, plain text or Markdown"}
	}
	d, err := guarded(func(name string, data []byte) (retrieval.Document, error) {
		return formats[undisguised(suffix(name), data)](name, data)
	}, name, data)
	if err != nil {
		return retrieval.Document{}, err
	}
	d.File = name
	if d.Title == "" {
		d.Title = baseName(name)
	}
	return d, nil
}

// decoded makes a format of what reads decoded text.
func decoded(read func(*retrieval.Document)) format {
	return func(name string, data []byte) (retrieval.Document, error) {
		text, _, err := decode(data)
		if err != nil {
			return retrieval.Document{}, err
		}
		d := retrieval.Document{File: name, Text: text}
		read(&d)
		return d, nil
	}
}

// refuse makes a format of what can't be read.
func refuse(reason, remedy string) format {
	return func(string, []byte) (retrieval.Document, error) {
		return retrieval.Document{}, &retrieval.Unreadable{Reason: reason, Remedy: remedy}
	}
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
