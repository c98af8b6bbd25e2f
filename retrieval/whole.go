package retrieval

import "sort"

// Passages returns all passages of a file, in its order, none for an unknown file.
// They are shared: not to be changed.
func (r *Retriever) Passages(file string) []*Passage {
	v := r.view.Load()
	if v == nil {
		return nil
	}
	return whole(v.snapshot.Passages(), file)
}

// whole finds the passages of a file among all, which are ordered by file.
func whole(all []Passage, file string) []*Passage {
	var out []*Passage
	for i := sort.Search(len(all), func(i int) bool { return all[i].File >= file }); i < len(all) && all[i].File == file; i++ {
		out = append(out, &all[i])
	}
	return out
}
