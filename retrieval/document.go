package retrieval

import (
	"sort"
	"strings"
	"time"
)

// A Document is the text of one file, with the structure its reader saw.
type Document struct {
	// File is the name people see and cite: the path below the folder the file
	// was found in, slash-separated, in Unicode NFC.
	File string
	// Title is what the document calls itself, or else the file's name without
	// its extension; never empty.
	Title string
	// Modified is the file's modification time.
	Modified time.Time
	// Text is the whole decoded text: valid UTF-8, no byte order mark, line ends
	// "\n". Otherwise as stored: nothing normalised, so that quotes are verbatim.
	Text string
	// Blocks are the parts of Text that carry words, in order and disjoint.
	// What lies between them (blank lines, rules, front matter) says nothing.
	Blocks []Block
}

// A Block is one structural part of a document's text.
type Block struct {
	Kind BlockKind
	// Level is a heading's depth, 1 the highest; 0 for every other kind.
	Level int
	// Label is a heading's words without markup; empty for every other kind.
	Label string
	// Columns are the names of a table row's columns, joined by " | ": empty where they
	// are not known, where the row repeats them itself, and for every other kind.
	Columns string
	// Reading is a table row read out with the names of its columns, between bars:
	// "| プラン: B | 月額: 12,000円 |"; empty where the text says it so itself, and for every
	// other kind.
	Reading string
	// Head says that a row names the columns of those below it, by its place alone.
	Head bool
	// Page is the 1-based page or slide the block begins on, 0 where the format has none.
	Page int
	// Place is what finds the block in a format without lines of its own, such as the
	// cells of a sheet, "A5:D5"; empty where page and line do.
	Place string
	// Start and End delimit the block in the document's Text, in bytes: whole
	// lines, without the last line end.
	Start, End int
}

// BlockKind tells what a block is.
type BlockKind uint8

// The kinds of blocks.
const (
	Paragraph BlockKind = iota // running text, perhaps hard-wrapped over lines
	Heading                    // a heading line; a level-1 heading begins a new article
	Item                       // one list item
	Row                        // one table row
	Code                       // a line of preformatted text
)

// Lines finds the 1-based line of a byte offset in a text.
type Lines struct{ starts []int }

// NewLines prepares to find lines in text.
func NewLines(text string) Lines {
	starts := []int{0}
	for i := 0; ; {
		n := strings.IndexByte(text[i:], '\n')
		if n < 0 {
			return Lines{starts}
		}
		i += n + 1
		starts = append(starts, i)
	}
}

// At returns the 1-based line that holds the byte at offset.
func (l Lines) At(offset int) int {
	return sort.SearchInts(l.starts, offset+1)
}
