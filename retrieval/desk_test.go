package retrieval_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"kotae/retrieval"
	"kotae/retrieval/chunk"
	"kotae/retrieval/japanese"
	"kotae/retrieval/reader"
)

func TestDesk(t *testing.T) {
	var docs []retrieval.Document
	for file, text := range map[string]string{
		"見積書.md": "# 見積書\n\n合計は45万円とする。\n\n## 納期\n\n納期は12月10日とする。\n" + strings.Repeat("備考の欄には何も書かない。\n", 40),
		"案内.txt": "防災訓練のお知らせ\n\n訓練は9月1日に行います。\n",
	} {
		d, err := reader.Read(file, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, d)
	}
	d, err := retrieval.NewDesk(japanese.NewAnalyzer(), chunk.Split, docs...)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("what lies on it is found", func(t *testing.T) {
		hits, err := d.Search(t.Context(), retrieval.Query{Text: "防災訓練はいつですか", N: 3})
		if err != nil || len(hits.List) == 0 || hits.List[0].Passage.File != "案内.txt" || hits.List[0].Score <= 0 || hits.List[0].Score > 1 {
			t.Errorf("%v, %+v", err, hits.List)
		}
	})
	t.Run("but not what is hidden", func(t *testing.T) {
		hits, err := d.Search(t.Context(), retrieval.Query{Text: "防災訓練はいつですか", N: 3, Visible: func(file string) bool { return file != "案内.txt" }})
		if err != nil || len(hits.List) > 0 {
			t.Errorf("%v, %+v", err, hits.List)
		}
	})
	t.Run("its documents are whole and in order", func(t *testing.T) {
		if entries := d.Documents(); len(entries) != 2 || entries[0].Title != "見積書" && entries[1].Title != "見積書" {
			t.Errorf("%+v", entries)
		}
		ps := d.Passages("見積書.md")
		for i, p := range ps {
			if p.Ordinal != i || p.File != "見積書.md" {
				t.Errorf("passage %d is %s", i, p.ID())
			}
		}
		if len(ps) < 2 || d.Passages("無い.md") != nil || !d.Holds("案内.txt") || d.Holds("無い.md") {
			t.Errorf("%d passages", len(ps))
		}
	})
	t.Run("cancelled is an error", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := d.Search(ctx, retrieval.Query{Text: "訓練", N: 1}); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
}
