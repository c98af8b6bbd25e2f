package retrieval

import (
	"cmp"
	"context"
	"path"
	"slices"
)

// former are the passages of files that may have got another name, by hash: of every file
// that has it.
type former map[string][][]Passage

// of returns the passages that a file of this hash had, those of one that was called the
// same if there is one; nil for none.
func (f former) of(hash string, passages []Passage) []Passage {
	var out []Passage
	for _, before := range f[hash] {
		if len(before) != len(passages) {
			continue
		}
		if before[0].EmbeddedText() == passages[0].EmbeddedText() {
			return before
		}
		if out == nil {
			out = before
		}
	}
	return out
}

// recall returns the vectors that are stored for passages, nil unless all are.
func (x *Index) recall(ctx context.Context, passages []Passage) ([][]float32, error) {
	keys := make([]VectorKey, len(passages))
	for i := range passages {
		keys[i] = passages[i].VectorKey()
	}
	vectors, err := x.vectors.Recall(ctx, keys)
	if err != nil || slices.ContainsFunc(vectors, func(v []float32) bool { return v == nil }) {
		return nil, err
	}
	return vectors, nil
}

// inherit fills in the vectors that a document's passages had under another name: where
// its title is the file's name their texts are embedded with that. A text that is paid
// for is not embedded for the sake of its title.
func (w *work) inherit(ctx context.Context, d *draft) error {
	keys := make([]VectorKey, len(d.former))
	for i := range d.former {
		keys[i] = d.former[i].VectorKey()
	}
	vectors, err := w.keeper.Recall(ctx, keys)
	if err != nil {
		return err
	}
	for i := range d.vectors {
		if d.vectors[i] == nil && d.former[i].Text == d.passages[i].Text {
			d.vectors[i] = vectors[i]
		}
	}
	return nil
}

// renames pairs the files that left with those that were added with the same bytes:
// first those that only lie elsewhere, then the others by name.
func renames(leaving []Entry, removed []string, added map[string]string) []Rename {
	var out []Rename
	left := make(map[string][]string) // names added, by hash
	for name, hash := range added {
		left[hash] = append(left[hash], name)
	}
	for _, names := range left {
		slices.Sort(names)
	}
	paired := map[string]bool{}
	for _, same := range []func(from, to string) bool{
		func(from, to string) bool { return path.Base(from) == path.Base(to) },
		func(string, string) bool { return true },
	} {
		for _, e := range leaving {
			names := left[e.Hash]
			i := slices.IndexFunc(names, func(to string) bool { return same(e.File, to) })
			if i < 0 || paired[e.File] || !slices.Contains(removed, e.File) {
				continue
			}
			paired[e.File] = true
			out = append(out, Rename{e.File, names[i]})
			left[e.Hash] = slices.Delete(names, i, i+1)
		}
	}
	slices.SortFunc(out, func(a, b Rename) int { return cmp.Compare(a.To, b.To) })
	return out
}
