package files

import "kotae/retrieval"

// Meant reports whether a file was passed over as people mean it to be: it is hidden,
// ignored, a lock, temporary, or nobody's document. Other skips are of files that may be
// missed.
func Meant(s retrieval.Skip) bool {
	switch s.Reason {
	case "lock of a file that is open in an office program", "left behind by the system, no document", "the glossary, which questions are read by",
		"folder of a program's parts", "hidden", "temporary", "ignored by " + ignoreFile:
		return true
	}
	return false
}
