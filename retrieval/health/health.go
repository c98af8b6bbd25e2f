// Package health finds out what is ill with a collection of documents: the same text
// twice, several versions of one document side by side, texts that came out wrong, and
// what has not been looked after for long.
//
// It owns what of a document tells that (its Sheet), and how sheets are compared. It
// reads no files and changes none: which of two documents is right, people decide.
package health

import (
	"crypto/sha256"
	"time"
	"unicode/utf8"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// A Sheet is what is kept of one document to examine the collection by: 700 bytes,
// however long the document is. It is immutable.
type Sheet struct {
	File     string // as retrieval.Document.File
	Hash     string // as retrieval.Entry.Hash
	Size     int64  // bytes, as stored on disk
	Modified time.Time
	Name     Name
	// Dated is the latest date that the text gives itself; zero where it gives none.
	Dated Date
	// Runes is how long the text is, in runes without white space.
	Runes int
	// Japanese reports whether the text is.
	Japanese bool

	text   [sha256.Size]byte // of the compact text
	sketch *sketch           // nil for a text too short to be compared
	odd    *Oddity           // nil where nothing is
}

// NewSheet looks at one document, of a file with this retrieval.Hash and size in bytes.
// Now is the day that dates in it are held against. It may be called for many documents
// at once.
func NewSheet(d retrieval.Document, hash string, size int64, now time.Time) *Sheet {
	compact := japanese.Compact(d.Text)
	s := &Sheet{
		File: d.File, Hash: hash, Size: size, Modified: d.Modified,
		Name: NewName(d.File), Dated: dateIn(d.Text, now),
		Runes: utf8.RuneCountInString(compact), Japanese: japanese.IsJapanese(d.Text),
		text: sha256.Sum256([]byte(compact)), sketch: newSketch(compact),
	}
	s.odd = oddity(d, s, compact)
	return s
}

// A Report is what is ill with a collection. Lists are in order of their first file,
// Oldest from the oldest on.
type Report struct {
	Copies   []Copies
	Versions []Versions
	Alike    []Alike
	Oldest   []Aged
	Odd      []Oddity
}

// oldest is how many of the oldest documents are told.
const oldest = 20

// Examine compares the sheets of a collection, in a time that grows with their number
// and not with its square. Whatever the order of the sheets, the report is the same.
func Examine(sheets []*Sheet) Report {
	sheets = byFile(sheets)
	var r Report
	r.Odd = odd(sheets)
	var single []*Sheet
	r.Copies, single = copies(sheets)
	kin := newKin(single)
	r.Versions = kin.versions()
	r.Alike = kin.alike()
	r.Oldest = aged(sheets, oldest)
	return r
}
