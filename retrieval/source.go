package retrieval

import (
	"context"
	"time"
)

// A File is a file that may be a document.
type File struct {
	Name     string // as Document.File
	Path     string // where to open it, absolute
	Size     int64  // bytes
	Modified time.Time
	Volume   uint64 // the file system that its folder lies on, by number; 0 if not known
}

// A Walker finds the files of the configured folders.
type Walker interface {
	// Walk calls visit once for every file that may be a document, in order of
	// name, and stops at the first error that visit returns. It returns what it
	// passed over, with reasons. An error means that the walk was not clean: a file
	// not visited may still be there, if all that the error joins is *Unreached only
	// below their paths.
	Walk(ctx context.Context, visit func(File) error) ([]Skip, error)
	// Missing returns nil if a file that was known and not visited is gone, and else an
	// error that says why it may be there all the same: its drive is not mounted.
	Missing(known Entry) error
}

// Unreached is the error of a place that a walk could not look at. What was known of it
// stands.
type Unreached struct {
	Path string // of a file or a folder, absolute; empty where only Name is known
	Name string // of a link to it, as File.Name but for the folder's name before it
	Err  error  // names the place as people know it
}

func (e *Unreached) Error() string { return e.Err.Error() }

func (e *Unreached) Unwrap() error { return e.Err }

// A Reader turns a file's bytes into a document, or says why it can't by an
// *Unreadable. It fills all of Document but Modified. It never panics.
type Reader func(name string, data []byte) (Document, error)

// A Splitter cuts a document into passages, in order, without Terms.
type Splitter func(Document) []Passage

// A Skip is a file that is not answered from, and why.
type Skip struct {
	File   string `json:"file"`
	Reason string `json:"reason"` // lower case, no full stop: "not text"
	Remedy string `json:"remedy"` // what a person can do about it
}

// Unreadable says why a file has no text.
type Unreadable struct {
	Reason, Remedy string // as in Skip
}

func (e *Unreadable) Error() string { return e.Reason }

// ErrNoText says that a file was read and nothing is left to cut into passages.
var ErrNoText = &Unreadable{"no text in it", "remove it, or write something into it"}
