package retrieval

import (
	"context"
	"crypto/sha256"
)

// A VectorKey names a text that was embedded: the SHA-256 of it.
type VectorKey [sha256.Size]byte

// A VectorKeeper is a Store that also gives vectors back by the text they were made
// of, and keeps those of documents that are not stored yet: what was embedded once
// need not be again. Keep and Release are writers, like those of Store.
type VectorKeeper interface {
	Store
	// Recall returns, for each key, the vector kept for it or that of a stored passage
	// with its text; nil where there is neither. Given to Replace, what it returns is
	// stored to the same bits again.
	Recall(ctx context.Context, keys []VectorKey) ([][]float32, error)
	// Keep keeps a vector for each key, durably and in one transaction, until a passage
	// of the same text is stored by Replace, or until Release. It refuses what Replace
	// refuses, and then keeps nothing.
	Keep(ctx context.Context, keys []VectorKey, vectors [][]float32) error
	// Release drops all that is kept. Stored passages are not concerned.
	Release(ctx context.Context) error
}

// EmbeddedText is what is embedded of a passage: its title and headings, and its text.
func (p *Passage) EmbeddedText() string { return p.head() + "\n\n" + p.Text }

// VectorKey names the passage's EmbeddedText.
func (p *Passage) VectorKey() VectorKey { return sha256.Sum256([]byte(p.EmbeddedText())) }

// head is what stands over a passage: its title, and the headings inside it, without
// places.
func (p *Passage) head() string {
	head := p.Title
	for i, s := range p.Sections {
		if s.Heading != "" && (i == 0 || s.Heading != p.Sections[i-1].Heading) {
			head += "\n" + s.Heading
		}
	}
	return head
}

// forgetful makes a VectorKeeper of any Store: one that knows no vectors.
type forgetful struct{ Store }

func (forgetful) Recall(ctx context.Context, keys []VectorKey) ([][]float32, error) {
	return make([][]float32, len(keys)), ctx.Err()
}

func (forgetful) Keep(context.Context, []VectorKey, [][]float32) error { return nil }

func (forgetful) Release(context.Context) error { return nil }
