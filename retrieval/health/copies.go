package health

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"strings"
)

// Copies are files with the same text.
type Copies struct {
	// Files are at least two. The first is the one to keep if nothing else is known: its
	// name calls it no copy and nothing old, and it lies the least deep.
	Files []string `json:"files"`
	// Bytes is true if the files are the same to the byte, false if only their text is.
	Bytes bool `json:"same_bytes"`
}

// shortest is how many runes a text must have to be somebody's copy: empty forms are
// alike everywhere.
const shortest = 20

// copies returns the groups of the same text, and of each group and of all others one
// sheet to be compared further.
func copies(sheets []*Sheet) ([]Copies, []*Sheet) {
	var found []Copies
	var single []*Sheet
	groups := map[[sha256.Size]byte][]*Sheet{}
	for _, s := range sheets {
		if s.Runes >= shortest {
			groups[s.text] = append(groups[s.text], s)
		}
	}
	for _, s := range sheets {
		g := groups[s.text]
		if s.Runes < shortest || len(g) == 1 {
			single = append(single, s)
			continue
		}
		if g[0] != s { // told at its first
			continue
		}
		kept := slices.Clone(g)
		slices.SortStableFunc(kept, func(a, b *Sheet) int {
			return cmp.Or(cmp.Compare(worth(a), worth(b)), cmp.Compare(a.Name.depth(), b.Name.depth()), cmp.Compare(a.File, b.File))
		})
		c := Copies{Bytes: true}
		for _, k := range kept {
			c.Files = append(c.Files, k.File)
			c.Bytes = c.Bytes && k.Hash == kept[0].Hash
		}
		found = append(found, c)
		single = append(single, kept[0])
	}
	slices.SortFunc(found, func(a, b Copies) int { return cmp.Compare(a.Files[0], b.Files[0]) })
	return found, byFile(single)
}

// worth ranks copies: what is said to be a copy or old is the last to be kept.
func worth(s *Sheet) int {
	switch {
	case s.Name.Old:
		return 2
	case s.Name.Copy:
		return 1
	}
	return 0
}

// depth is how many folders a file lies in that are named for what is in them.
func (n Name) depth() int {
	if n.Folder == "" {
		return 0
	}
	return strings.Count(n.Folder, "/") + 1
}

// byFile returns sheets in order of their files.
func byFile(sheets []*Sheet) []*Sheet {
	sheets = slices.Clone(sheets)
	slices.SortFunc(sheets, func(a, b *Sheet) int { return cmp.Compare(a.File, b.File) })
	return sheets
}
