package files

import (
	"path/filepath"
	"strings"

	"kotae/retrieval"
)

// Glossary is what the users' own glossary is called, in a folder of documents.
const Glossary = "glossary.tsv"

// The reasons to pass over what is nobody's document.
const (
	isLock     = "lock of a file that is open in an office program"
	isSystems  = "left behind by the system, no document"
	isGlossary = "the glossary, which questions are read by"
	isParts    = "folder of a program's parts"
	isHidden   = "hidden"
	isTemp     = "temporary"
	isIgnored  = "ignored by " + ignoreFile
	isOwn      = "folder of the index"
)

// Meant reports whether a file was passed over as people mean it to be: it is hidden,
// ignored, a lock, temporary, or nobody's document. Other skips are of files that may be
// missed.
func Meant(s retrieval.Skip) bool {
	switch s.Reason {
	case isLock, isSystems, isGlossary, isParts, isHidden, isTemp, isIgnored, isOwn:
		return true
	}
	return false
}

// nobodys returns why a file or folder of this name is nobody's document: hidden, a
// lock of an office program, temporary, or left behind by a system. Nothing, if it is.
func nobodys(name string) retrieval.Skip {
	lower := strings.ToLower(name)
	switch {
	case strings.HasPrefix(name, "~$"), strings.HasPrefix(name, ".~lock."):
		return retrieval.Skip{Reason: isLock, Remedy: "nothing to do; the file itself is read"}
	case lower == "thumbs.db", lower == "desktop.ini", name == ".DS_Store", name == "__MACOSX", name == "$RECYCLE.BIN", name == "System Volume Information", strings.HasPrefix(name, "._"):
		return retrieval.Skip{Reason: isSystems, Remedy: "nothing to do"}
	case lower == Glossary:
		return retrieval.Skip{Reason: isGlossary, Remedy: "nothing to do"}
	case lower == "node_modules":
		return retrieval.Skip{Reason: isParts, Remedy: "nothing to do"}
	case strings.HasPrefix(name, "."):
		return retrieval.Skip{Reason: isHidden, Remedy: "rename it without the dot if it should be answered from"}
	case strings.HasSuffix(name, "~"), strings.EqualFold(filepath.Ext(name), ".tmp"), strings.EqualFold(filepath.Ext(name), ".crdownload"), strings.EqualFold(filepath.Ext(name), ".part"):
		return retrieval.Skip{Reason: isTemp, Remedy: "nothing to do; delete it if nobody needs it"}
	}
	return retrieval.Skip{}
}

// foreign says why a file is of no format that can be read, and what to do.
func foreign(name string) retrieval.Skip {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp", ".svg", ".ico", ".psd", ".ai":
		return retrieval.Skip{Reason: "a picture", Remedy: "if it shows text, recognise that (OCR) and save it as PDF"}
	case ".mp4", ".mov", ".avi", ".wmv", ".mkv", ".mp3", ".wav", ".m4a", ".aac":
		return retrieval.Skip{Reason: "sound or film", Remedy: "put what is said in it into a text file"}
	case ".zip", ".lzh", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".cab":
		return retrieval.Skip{Reason: "an archive", Remedy: "unpack it in the folder"}
	case ".exe", ".dll", ".so", ".msi", ".bat", ".lnk", ".url", ".iso", ".dmg":
		return retrieval.Skip{Reason: "a program or a link of Windows", Remedy: "take it out of the folder"}
	}
	return retrieval.Skip{Reason: "format not supported", Remedy: "save it as PDF, Word, Excel, HTML or text"}
}
