package retrieval

import (
	"context"
	"testing"

	"kotae/retrieval/japanese"
	"kotae/retrieval/lexical"
)

// A still is a store of which nobody knows more than one snapshot and its entries.
type still struct {
	Store
	snapshot Snapshot
	entries  []Entry
}

func (s *still) Snapshot(context.Context) (Snapshot, error) { return s.snapshot, nil }

func (s *still) Entries(context.Context) ([]Entry, error) { return s.entries, nil }

type stillPassages struct {
	Snapshot
	passages []Passage
}

func (s *stillPassages) Passages() []Passage { return s.passages }

func TestRefreshRebuildsTheLexicalIndexOnlyForOtherPassages(t *testing.T) {
	terms := lexical.Encode(japanese.GramTerms("休暇"), japanese.Terms{})
	s := &still{snapshot: &stillPassages{passages: []Passage{{File: "a.md", Terms: terms}}}}
	r := NewRetriever(nil, nil, s, Weights{})
	refresh := func() *view {
		t.Helper()
		if err := r.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		return r.view.Load()
	}
	first := refresh()
	s.entries = []Entry{{File: "a.md", Title: "別名"}}
	second := refresh()
	if second.lexical != first.lexical {
		t.Error("no passage changed, and yet the index was rebuilt")
	}
	if second.entries["a.md"].Title != "別名" {
		t.Error("the entries are as before")
	}
	s.snapshot = &stillPassages{passages: []Passage{{File: "b.md", Terms: terms}}}
	if refresh().lexical == first.lexical {
		t.Error("passages changed, and yet the index was not rebuilt")
	}
}
