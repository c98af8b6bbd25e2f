package files

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"kotae/retrieval"
)

// labels returns for each of the absolute paths of folders, no two of them the same,
// its last part, or as many as tell it from those that end alike.
func labels(paths []string) []string {
	out := make([]string, len(paths))
	for i, p := range paths {
		for n := 1; ; n++ {
			out[i] = tail(p, n)
			if out[i] == clean(p) || !slices.ContainsFunc(paths, func(o string) bool { return o != p && tail(o, n) == out[i] }) {
				break
			}
		}
	}
	return out
}

// tail returns the last n parts of a path, all if there are no more.
func tail(path string, n int) string {
	parts := strings.Split(clean(path), "/")
	return strings.Join(parts[max(0, len(parts)-n):], "/")
}

// clean returns a path as names are written: slash-separated, in Unicode NFC, valid
// UTF-8, without a slash at its ends.
func clean(path string) string {
	return norm.NFC.String(strings.ToValidUTF8(strings.Trim(filepath.ToSlash(path), "/"), "\ufffd"))
}

// named gives every entry its name and returns them in order of it. A name is the path
// below the root, led by the root's label where another root has the same path. Where
// that leaves two entries with one name, as of files whose names differ in nothing that
// can be seen, the first by path keeps it and the others are skipped.
func named(entries []entry) []entry {
	for i := range entries {
		entries[i].file.Name = clean(entries[i].rel)
	}
	for again := true; again; {
		again = false
		roots := map[string]*root{} // by name: whose it is, nil if several roots'
		for _, e := range entries {
			if r, ok := roots[e.file.Name]; ok && r != e.root {
				roots[e.file.Name] = nil
			} else if !ok {
				roots[e.file.Name] = e.root
			}
		}
		for i := range entries {
			e := &entries[i]
			if short := clean(e.rel); e.root.label != "" && e.file.Name == short && roots[short] == nil {
				e.file.Name, again = path.Join(e.root.label, short), true
			}
		}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if n := strings.Compare(a.file.Name, b.file.Name); n != 0 {
			return n
		}
		return strings.Compare(a.root.real+a.rel, b.root.real+b.rel)
	})
	for i := 1; i < len(entries); i++ {
		if entries[i].file.Name == entries[i-1].file.Name && entries[i].skip.Reason == "" {
			entries[i].skip = retrieval.Skip{Reason: "same name as another file", Remedy: "rename one of the two"}
		}
	}
	return entries
}
