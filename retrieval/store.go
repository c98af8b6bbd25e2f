package retrieval

import (
	"context"
	"time"
)

// An Embedder maps text to vectors of one fixed length.
//
// Questions and passages have a method each, because many models want them
// prefixed differently. Implementations are safe for concurrent use.
type Embedder interface {
	// Space names what makes vectors comparable: model, version, dimension. Vectors
	// of different spaces never meet in one index.
	Space() string
	// EmbedQuery returns the vector of a question: unit length, all finite. A
	// question in which the embedder sees nothing gives nil and no error.
	EmbedQuery(ctx context.Context, question string) ([]float32, error)
	// EmbedPassages returns one unit vector for each text, in order. All have the
	// same length, none is nil.
	EmbedPassages(ctx context.Context, texts []string) ([][]float32, error)
}

// A Store keeps documents' passages with their vectors, durably.
//
// Writers (Replace, Touch, Remove) are called one at a time; Snapshot and snapshots may
// be used beside them at any moment and never wait for them.
type Store interface {
	// Entries lists the stored documents by file name.
	Entries(ctx context.Context) ([]Entry, error)
	// Replace stores a document's passages and their vectors in place of whatever
	// was stored of the file, in one transaction: after a crash either the old or
	// the new set is there. vectors[i] belongs to passages[i]; a vector that is
	// not finite, is zero, or differs in length from those stored is refused and
	// nothing changes. No passages is allowed: the entry alone is remembered.
	Replace(ctx context.Context, e Entry, passages []Passage, vectors [][]float32) error
	// Touch replaces what is remembered of a stored file, whose passages stay: its
	// bytes are the same, its times are not. Passages is ignored; an unknown file is
	// an error.
	Touch(ctx context.Context, e Entry) error
	// Remove forgets files. Unknown names are no error.
	Remove(ctx context.Context, files ...string) error
	// Snapshot returns what is stored now, unaffected by later writes. Snapshots that
	// are equal (==) hold the same passages; where none changed they had better be.
	Snapshot(ctx context.Context) (Snapshot, error)
}

// A Snapshot is an immutable view of a store, safe for concurrent use. It is a
// pointer, or can be compared like one.
type Snapshot interface {
	// Passages returns all passages ordered by file, then ordinal. A passage's
	// index in it is its number. Callers must not change it.
	Passages() []Passage
	// Nearest returns the n visible passages nearest to the vector, best first,
	// equal scores by number. A nil visible hides nothing. It returns fewer where
	// there are fewer, none for a nil vector, and an error for a vector of another
	// length, one that is not finite or zero, or a context that is done.
	Nearest(ctx context.Context, vector []float32, n int, visible func(number int) bool) ([]Neighbour, error)
}

// A Neighbour is a passage near a vector.
type Neighbour struct {
	Number int     // index in Snapshot.Passages
	Cosine float64 // in [-1, 1]
}

// An Entry is what a store remembers of one file, to know whether it changed.
type Entry struct {
	File     string
	Path     string // where the file was when it was last read, absolute
	Title    string
	Volume   uint64    // as File.Volume
	Size     int64     // bytes, as stored on disk
	Modified time.Time // to the nanosecond, in UTC
	Hash     string    // hex SHA-256 of the file's bytes
	Versions string    // of reader, chunker and analyser: what the passages were made by
	Indexed  time.Time // when it was last read
	Reason   string    // why the file has no passages; empty when it has
	Remedy   string    // what to do about it; empty with Reason
	Passages int       // how many; filled by Entries
}
