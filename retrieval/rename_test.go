package retrieval_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"kotae/retrieval"
	"kotae/retrieval/chunk"
	"kotae/retrieval/hashembed"
	"kotae/retrieval/memstore"
)

// TestRenames gives files other names and counts what is embedded then. A document of the
// reader's is called like its file, so that another file name is another text to embed.
func TestRenames(t *testing.T) {
	move := func(from, to string) func(f *folder) {
		return func(f *folder) {
			f.Helper()
			f.check(os.MkdirAll(filepath.Dir(filepath.Join(f.dir, to)), 0o700), os.Rename(filepath.Join(f.dir, from), filepath.Join(f.dir, to)))
		}
	}
	both := func(do ...func(f *folder)) func(f *folder) {
		return func(f *folder) {
			for _, d := range do {
				d(f)
			}
		}
	}
	for _, tt := range []struct {
		name        string
		do          func(f *folder)
		renamed     []retrieval.Rename
		free, dear  int // passages embedded, where that is free and where it is paid for
		added, gone []string
	}{
		{"a file in another folder", move("休暇.md", "人事/休暇.md"), []retrieval.Rename{{From: "休暇.md", To: "人事/休暇.md"}}, 0, 0, []string{"人事/休暇.md"}, []string{"休暇.md"}},
		{"a file that is called otherwise", move("休暇.md", "年休.md"), []retrieval.Rename{{From: "休暇.md", To: "年休.md"}}, 2, 0, []string{"年休.md"}, []string{"休暇.md"}},
		{"two that change places with their folder", both(move("休暇.md", "新/休暇.md"), move("経費.md", "新/経費.md")),
			[]retrieval.Rename{{From: "休暇.md", To: "新/休暇.md"}, {From: "経費.md", To: "新/経費.md"}}, 0, 0, []string{"新/休暇.md", "新/経費.md"}, []string{"休暇.md", "経費.md"}},
		{"two of the same bytes are told by what they are called", both(func(f *folder) {
			f.write("写し/経費.md", "申請は3日前まで。\n# 例外\n急病。")
			f.sync()
			f.embedder.texts.Store(0)
		}, move("休暇.md", "a/休暇.md"), move("写し/経費.md", "b/経費.md")),
			[]retrieval.Rename{{From: "休暇.md", To: "a/休暇.md"}, {From: "写し/経費.md", To: "b/経費.md"}}, 0, 0, []string{"a/休暇.md", "b/経費.md"}, []string{"休暇.md", "写し/経費.md"}},
		{"a copy is none", func(f *folder) { f.write("写し/休暇.md", "申請は3日前まで。\n# 例外\n急病。") }, nil, 2, 0, []string{"写し/休暇.md"}, nil},
		{"a file of the same size with other bytes is none", both(func(f *folder) { f.remove("休暇.md") }, func(f *folder) { f.write("年休.md", "申請は9日前まで。\n# 例外\n急病。") }),
			nil, 2, 1, []string{"年休.md"}, []string{"休暇.md"}},
	} {
		for _, batch := range []int{0, 8} {
			want, title := tt.free, tt.name
			if batch > 0 {
				want, title = tt.dear, tt.name+", where embedding is paid for"
			}
			t.Run(title, func(t *testing.T) {
				f := newFolder(t)
				store, err := memstore.Open(t.Context(), t.TempDir(), f.embedder.Space())
				f.check(err)
				defer store.Close()
				f.index = retrieval.NewIndex(retrieval.Parts{
					Walker: f, Read: read, Split: chunk.Split, Analyzer: analyzer, Embedder: f.embedder, Store: store, Batch: batch,
				})
				f.write("休暇.md", "申請は3日前まで。\n# 例外\n急病。")
				f.write("経費.md", "締切は月末。")
				f.sync()
				f.embedder.texts.Store(0)
				tt.do(f)
				r := f.sync()
				if !reflect.DeepEqual(r.Renamed, tt.renamed) || !slices.Equal(r.Added, tt.added) || !slices.Equal(r.Removed, tt.gone) {
					t.Errorf("Sync reports %+v, want renamed %v", r, tt.renamed)
				}
				if n := int(f.embedder.texts.Load()); n != want {
					t.Errorf("%d passages are embedded, want %d", n, want)
				}
				got, err := store.Snapshot(t.Context())
				f.check(err)
				if batch > 0 { // vectors may still be of the old name
					return
				}
				fresh := retrieval.NewIndex(retrieval.Parts{
					Walker: f, Read: read, Split: chunk.Split, Analyzer: analyzer, Embedder: hashembed.New(), Store: f.store,
				})
				_, err = fresh.Sync(t.Context(), nil)
				f.check(err)
				wanted, err := f.store.Snapshot(t.Context())
				f.check(err)
				if !reflect.DeepEqual(got.Passages(), wanted.Passages()) {
					t.Errorf("the passages are\n%+v\nwant, as made anew,\n%+v", got.Passages(), wanted.Passages())
				}
			})
		}
	}
}

func TestARenameThatFailsMidwayIsStillNotEmbeddedAgain(t *testing.T) {
	f := newFolder(t)
	store, err := memstore.Open(t.Context(), t.TempDir(), f.embedder.Space())
	f.check(err)
	defer store.Close()
	f.index = retrieval.NewIndex(retrieval.Parts{
		Walker: f, Read: read, Split: chunk.Split, Analyzer: analyzer, Embedder: f.embedder, Store: store, Batch: 8,
	})
	f.write("休暇.md", "申請は3日前まで。")
	f.sync()
	f.check(os.MkdirAll(filepath.Join(f.dir, "新"), 0o700), os.Rename(filepath.Join(f.dir, "休暇.md"), filepath.Join(f.dir, "新/休暇.md")))
	f.write("新/障害.md", "壊れた")
	if _, err := f.index.Sync(t.Context(), nil); err == nil {
		t.Fatal("no error")
	}
	f.remove("新/障害.md")
	f.embedder.texts.Store(0)
	f.sync()
	if n := f.embedder.texts.Load(); n != 0 {
		t.Errorf("%d passages are embedded again", n)
	}
}
