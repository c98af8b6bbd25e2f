package retrieval

import "slices"

// A Drift is how far an index is behind the folders.
type Drift struct {
	Added   []string `json:"added"`   // files that it does not know, sorted
	Changed []string `json:"changed"` // whose bytes are not those it knows, sorted
	Removed []string `json:"removed"` // that it knows and that are gone, sorted
	// Outdated are the files whose bytes are known and that were read by another
	// version of this program.
	Outdated int `json:"outdated"`
}

// IsZero reports whether the index is up to date.
func (d Drift) IsZero() bool {
	return len(d.Added)+len(d.Changed)+len(d.Removed)+d.Outdated == 0
}

// DriftOf compares what an index remembers with the files as they are: by name, the hex
// SHA-256 of their bytes. Versions are those that an index made now would have; see
// Versions.
func DriftOf(entries []Entry, hashes map[string]string, versions string) Drift {
	var d Drift
	known := make(map[string]bool, len(entries))
	for _, e := range entries {
		known[e.File] = true
		switch now, there := hashes[e.File]; {
		case !there:
			d.Removed = append(d.Removed, e.File)
		case now != e.Hash:
			d.Changed = append(d.Changed, e.File)
		case e.Versions != versions:
			d.Outdated++
		}
	}
	for file := range hashes {
		if !known[file] {
			d.Added = append(d.Added, file)
		}
	}
	slices.Sort(d.Added)
	slices.Sort(d.Changed)
	slices.Sort(d.Removed)
	return d
}
