package reader

import "kotae/retrieval"

// readSource reads what is written for programs and read by people: YAML, JSON,
// settings. Every line with words stands for itself.
func readSource(d *retrieval.Document) {
	for _, l := range scan(d.Text) {
		if hasWords(l.s) {
			d.Blocks = append(d.Blocks, retrieval.Block{Kind: retrieval.Code, Start: l.start, End: l.end})
		}
	}
}
