package retrieval_test

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// library is a folder with a few documents, indexed.
func library(t *testing.T) *folder {
	f := newFolder(t)
	for name, text := range map[string]string{
		"人事/休暇.md":    "# 年次有給休暇\n有給休暇の申請は、取得する日の3日前までに行う。\n# 慶弔休暇\n結婚するときは5日の休暇を与える。",
		"人事/勤怠.md":    "# 勤怠\n遅刻の連絡は所属長に行う。",
		"経理/経費.md":    "# 経費精算\n経費の申請は月末に締め切る。",
		"情シス/vpn.md":  "# VPN\n社外からはVPNで接続する。",
		"en/leave.md": "# Annual leave\nApply for annual leave three days before.",
	} {
		f.write(name, text)
	}
	f.sync()
	f.refresh()
	return f
}

func (f *folder) refresh() {
	f.Helper()
	if err := f.retriever.Refresh(f.Context()); err != nil {
		f.Fatal(err)
	}
}

func search(t *testing.T, r *retrieval.Retriever, q retrieval.Query) retrieval.Hits {
	t.Helper()
	hits, err := r.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("Search %q: %v", q.Text, err)
	}
	return hits
}

func ids(hits retrieval.Hits) []string {
	var out []string
	for _, h := range hits.List {
		out = append(out, h.Passage.ID())
	}
	return out
}

func TestSearchFindsTheBestFirst(t *testing.T) {
	f := library(t)
	for question, want := range map[string]string{
		"有給休暇は何日前までに申請しますか":                "人事/休暇.md#00000",
		"結婚したら何日休める":                       "人事/休暇.md#00001",
		"ｖｐｎの接続":                           "情シス/vpn.md#00000",
		"How do I apply for annual leave?": "en/leave.md#00000",
		"経費精算":                             "経理/経費.md#00000",
		"遅刻した場合の連絡先は所属長でいいですか、それとも総務の方でしょうか": "人事/勤怠.md#00000",
	} {
		hits := search(t, f.retriever, retrieval.Query{Text: question, N: 3})
		if len(hits.List) == 0 || hits.List[0].Passage.ID() != want {
			t.Errorf("%q finds %q, want %q first", question, ids(hits), want)
		}
	}
}

func TestHits(t *testing.T) {
	f := library(t)
	q := retrieval.Query{Text: "有給休暇の申請", N: 10}
	hits := search(t, f.retriever, q)
	t.Run("score is the weighted mean of coverage and cosine", func(t *testing.T) {
		vector, err := f.embedder.EmbedQuery(t.Context(), q.Text)
		f.check(err)
		shot, err := f.store.Snapshot(t.Context())
		f.check(err)
		near, err := shot.Nearest(t.Context(), vector, 100, nil)
		f.check(err)
		for _, h := range hits.List {
			for i, n := range near {
				if shot.Passages()[n.Number].ID() != h.Passage.ID() {
					continue
				}
				if want := (h.Coverage + 0.2*max(n.Cosine, 0)) / 1.2; math.Abs(h.Score-want) > 1e-9 || h.DenseRank != i+1 {
					t.Errorf("%s scores %.4f at dense rank %d, want %.4f at %d", h.Passage.ID(), h.Score, h.DenseRank, want, i+1)
				}
			}
		}
	})
	t.Run("scores fall and stay in 0 to 1", func(t *testing.T) {
		for i, h := range hits.List {
			if h.Score < 0 || h.Score > 1 || h.Coverage < 0 || h.Coverage > 1 || i > 0 && h.Score > hits.List[i-1].Score {
				t.Errorf("hit %d scores %.4f, covers %.4f", i, h.Score, h.Coverage)
			}
		}
	})
	t.Run("lexical ranks count up from 1 by coverage, and are 0 without a shared term", func(t *testing.T) {
		byRank := map[int]float64{}
		for _, h := range hits.List {
			if (h.LexicalRank == 0) != (h.Coverage == 0) {
				t.Errorf("%s has lexical rank %d and coverage %.4f", h.Passage.ID(), h.LexicalRank, h.Coverage)
			}
			byRank[h.LexicalRank] = h.Coverage
		}
		for r := 2; byRank[r] > 0; r++ {
			if byRank[r] > byRank[r-1] {
				t.Errorf("lexical rank %d covers %.4f, the one before %.4f", r, byRank[r], byRank[r-1])
			}
		}
	})
	t.Run("terms are the question's, once each, with their rarity", func(t *testing.T) {
		seen := map[string]float64{}
		for _, term := range search(t, f.retriever, retrieval.Query{Text: "VPN 申請 VPN パスワード"}).Terms {
			if term.Channel == japanese.Words {
				if _, again := seen[term.Text]; again {
					t.Errorf("%q is listed twice", term.Text)
				}
				seen[term.Text] = term.Rarity
			}
		}
		if seen["vpn"] == 0 || !(0 < seen["申請"] && seen["申請"] < seen["パスワード"]) {
			t.Errorf("words are %v", seen)
		}
	})
	t.Run("as many as asked for, the best of them", func(t *testing.T) {
		for n := range len(hits.List) + 3 {
			q := q
			q.N = n
			if got, want := ids(search(t, f.retriever, q)), ids(hits)[:min(n, len(hits.List))]; !slices.Equal(got, want) {
				t.Errorf("%d hits are %q, want %q", n, got, want)
			}
		}
	})
	t.Run("the same every time", func(t *testing.T) {
		for range 20 {
			if again := search(t, f.retriever, q); !reflect.DeepEqual(again, hits) {
				t.Fatalf("again: %q, first %q", ids(again), ids(hits))
			}
		}
	})
	t.Run("a question without terms has no lexical rank and no coverage", func(t *testing.T) {
		for _, h := range search(t, f.retriever, retrieval.Query{Text: "いつですか", N: 10}).List {
			t.Errorf("it finds %+v", h)
		}
	})
}

func TestWhatWasSaidBeforeCountsLess(t *testing.T) {
	f := library(t)
	for _, tt := range []struct{ name, context, question, want string }{
		{"a question that leans on it finds by it", "慶弔休暇について", "結婚のときは？", "人事/休暇.md#00001"},
		{"one of particles alone does too", "VPNの接続", "それはどうですか", "情シス/vpn.md#00000"},
		{"one that says it all is found by its own words", "VPN", "経費精算の申請の締切", "経理/経費.md#00000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			hits := search(t, f.retriever, retrieval.Query{Text: tt.question, Context: tt.context, N: 3})
			if len(hits.List) == 0 || hits.List[0].Passage.ID() != tt.want {
				t.Errorf("%q finds %q, want %q first", tt.question, ids(hits), tt.want)
			}
		})
	}
	t.Run("its terms are of less rarity, and those of the question stay", func(t *testing.T) {
		rarity := map[string]float64{}
		for _, term := range search(t, f.retriever, retrieval.Query{Text: "経費", Context: "経費 会議"}).Terms {
			if term.Channel == japanese.Bigrams {
				if _, again := rarity[term.Text]; again {
					t.Errorf("%q is listed twice", term.Text)
				}
				rarity[term.Text] = term.Rarity
			}
		}
		alone := search(t, f.retriever, retrieval.Query{Text: "経費 会議"}).Terms
		for _, term := range alone {
			if got := rarity[term.Text]; term.Channel == japanese.Bigrams && (term.Text == "経費") != (got == term.Rarity) {
				t.Errorf("%q has rarity %.3f, asked for by itself %.3f", term.Text, got, term.Rarity)
			}
		}
	})
}

func TestSearchSeesOnlyWhatIsVisible(t *testing.T) {
	f := library(t)
	for _, w := range []retrieval.Weights{{Lexical: 1, Dense: 0.2}, {Lexical: 1}, {Dense: 1}} {
		r := f.retriever.Reweighted(w)
		asked := map[string]int{}
		hits := search(t, r, retrieval.Query{Text: "有給休暇の申請", N: 10, Visible: func(file string) bool {
			asked[file]++
			return file != "人事/休暇.md"
		}})
		if hits.Searched != 4 {
			t.Errorf("%+v: searched %d passages, want 4 of 6", w, hits.Searched)
		}
		for _, h := range hits.List {
			if h.Passage.File == "人事/休暇.md" {
				t.Errorf("%+v: a hidden file is found", w)
			}
		}
		if len(hits.List) == 0 || len(asked) != 5 || asked["人事/休暇.md"] != 1 {
			t.Errorf("%+v: found %q, asked %v; want every file once", w, ids(hits), asked)
		}
		if hits := search(t, r, retrieval.Query{Text: "有給休暇", N: 10, Visible: func(string) bool { return false }}); len(hits.List) > 0 || hits.Searched != 0 {
			t.Errorf("%+v: with all hidden %q is found", w, ids(hits))
		}
	}
}

func TestSearchBeforeRefreshIsNotReady(t *testing.T) {
	f := newFolder(t)
	if _, err := f.retriever.Search(t.Context(), retrieval.Query{Text: "休暇", N: 1}); !errors.Is(err, retrieval.ErrNotReady) {
		t.Errorf("Search: %v", err)
	}
	if f.retriever.Intact("休暇.md") || f.retriever.Documents() != nil || !f.retriever.Modified("休暇.md").IsZero() {
		t.Error("before Refresh there are documents")
	}
	f.refresh()
	if hits := search(t, f.retriever, retrieval.Query{Text: "休暇", N: 1}); len(hits.List) > 0 || hits.Searched != 0 {
		t.Errorf("an empty store holds %q", ids(hits))
	}
}

func TestSearchSeesTheLastRefresh(t *testing.T) {
	f := library(t)
	q := retrieval.Query{Text: "慶弔見舞金", N: 1}
	f.write("慶弔.md", "# 慶弔見舞金\n慶弔見舞金は3万円。")
	f.sync()
	other := f.retriever.Reweighted(retrieval.Weights{Lexical: 1})
	if got := ids(search(t, f.retriever, q)); slices.Contains(got, "慶弔.md#00000") {
		t.Errorf("before Refresh %q is found", got)
	}
	f.refresh()
	for _, r := range []*retrieval.Retriever{f.retriever, other} {
		if got := ids(search(t, r, q)); !slices.Equal(got, []string{"慶弔.md#00000"}) {
			t.Errorf("after Refresh %q is found", got)
		}
	}
	if got := len(f.retriever.Documents()); got != 6 {
		t.Errorf("Documents lists %d, want 6", got)
	}
	if got, want := f.retriever.Modified("慶弔.md"), f.store.items["慶弔.md"].entry.Modified; !got.Equal(want) || !f.retriever.Modified("無い.md").IsZero() {
		t.Errorf("慶弔.md was changed at %v, want %v", got, want)
	}
}

func TestSearchCancelledIsAnError(t *testing.T) {
	f := library(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, w := range []retrieval.Weights{{Lexical: 1, Dense: 0.2}, {Lexical: 1}} {
		if hits, err := f.retriever.Reweighted(w).Search(ctx, retrieval.Query{Text: "休暇", N: 1}); !errors.Is(err, context.Canceled) {
			t.Errorf("Search: %q, %v", ids(hits), err)
		}
	}
}

func TestSearchesBesideRefresh(t *testing.T) {
	f := library(t)
	want := ids(search(t, f.retriever, retrieval.Query{Text: "有給休暇", N: 3}))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				if got := ids(search(t, f.retriever, retrieval.Query{Text: "有給休暇", N: 3})); !slices.Equal(got, want) {
					t.Errorf("found %q, want %q", got, want)
				}
			}
		})
	}
	for range 20 {
		f.refresh()
	}
	wg.Wait()
}

func TestIntact(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*folder)
		want   bool
	}{
		{"untouched is", func(*folder) {}, true},
		{"touched with the same bytes is", func(f *folder) { f.touch("休暇.md", time.Minute) }, true},
		{"changed in size is not", func(f *folder) { f.write("休暇.md", "申請は10日前まで。") }, false},
		{"changed in bytes of the same size is not", func(f *folder) {
			f.write("休暇.md", "申請は5日前まで。")
			f.touch("休暇.md", time.Minute)
		}, false},
		{"gone is not", func(f *folder) { f.remove("休暇.md") }, false},
		{"a directory in its place is not", func(f *folder) {
			f.remove("休暇.md")
			f.check(os.Mkdir(filepath.Join(f.dir, "休暇.md"), 0o700))
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFolder(t)
			f.write("休暇.md", "申請は3日前まで。")
			f.sync()
			f.refresh()
			tt.change(f)
			if got := f.retriever.Intact("休暇.md"); got != tt.want {
				t.Errorf("Intact is %v", got)
			}
		})
	}
	t.Run("a file that was never there is not", func(t *testing.T) {
		if library(t).retriever.Intact("無い.md") {
			t.Error("Intact is true")
		}
	})
	t.Run("a file indexed as it was written is read to be sure", func(t *testing.T) {
		f := newFolder(t)
		f.write("休暇.md", "申請は3日前まで。")
		f.touch("休暇.md", 0)
		f.sync()
		f.refresh()
		at := f.store.items["休暇.md"].entry.Modified
		f.write("休暇.md", "申請は5日前まで。")
		f.check(os.Chtimes(filepath.Join(f.dir, "休暇.md"), at, at))
		if f.retriever.Intact("休暇.md") {
			t.Error("Intact is true")
		}
	})
}
