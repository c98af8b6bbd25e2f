package retrieval_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"kotae/retrieval"
	"kotae/retrieval/chunk"
	"kotae/retrieval/hashembed"
)

// batched makes the folder's index embed passages of several documents together.
func (f *folder) batched(e retrieval.Embedder, batch, inFlight int) {
	f.index = retrieval.NewIndex(retrieval.Parts{
		Walker: f, Read: read, Split: chunk.Split, Analyzer: analyzer, Embedder: e, Store: f.store, Batch: batch, InFlight: inFlight,
	})
}

// A ward embeds in its own time, and notes how.
type ward struct {
	retrieval.Embedder
	takes               time.Duration
	calls, flying, most atomic.Int64
	fail                string // on what holds it
}

func (e *ward) EmbedPassages(ctx context.Context, texts []string) ([][]float32, error) {
	e.calls.Add(1)
	e.most.Store(max(e.most.Load(), e.flying.Add(1)))
	defer e.flying.Add(-1)
	time.Sleep(e.takes)
	if e.fail != "" && slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, e.fail) }) {
		return nil, errEmbedder
	}
	return e.Embedder.EmbedPassages(ctx, texts)
}

func TestBatchesHoldSeveralDocumentsAndAreBounded(t *testing.T) {
	f := newFolder(t)
	for i := range 60 {
		f.write(fmt.Sprintf("%02d.md", i), fmt.Sprintf("%d番目の申請。", i))
	}
	analyzer.Preload()
	synctest.Test(t, func(t *testing.T) {
		e := &ward{Embedder: hashembed.New(), takes: time.Second}
		f.batched(e, 7, 3)
		r, err := f.index.Sync(t.Context(), nil)
		if err != nil || len(r.Added) != 60 || r.Passages != 60 {
			t.Errorf("Sync reports %+v, %v", r, err)
		}
		if e.calls.Load() != 9 || e.most.Load() != 3 {
			t.Errorf("%d calls, up to %d at once; want 9 and 3", e.calls.Load(), e.most.Load())
		}
	})
	if r := f.sync(); r.Unchanged != 60 {
		t.Errorf("the next Sync reports %+v", r)
	}
}

func TestABatchThatFailsCostsNoOther(t *testing.T) {
	f := newFolder(t)
	for i := range 40 {
		f.write(fmt.Sprintf("%02d.md", i), fmt.Sprintf("%d番目の申請。", i))
	}
	f.batched(&ward{Embedder: hashembed.New(), fail: "9番目", takes: time.Millisecond}, 1, 4)
	_, err := f.index.Sync(t.Context(), nil)
	if !errors.Is(err, errEmbedder) || !strings.Contains(err.Error(), "9.md") {
		t.Fatalf("Sync: %v", err)
	}
	f.batched(hashembed.New(), 1, 4)
	kept := len(f.store.items)
	if r := f.sync(); len(r.Added) != 40-kept || r.Unchanged != kept {
		t.Errorf("the next Sync reports %+v, want the %d files kept unchanged", r, kept)
	}
}

// A stubborn embedder does not hear of cancelling.
type stubborn struct {
	retrieval.Embedder
	cancel func()
}

func (e stubborn) EmbedPassages(_ context.Context, texts []string) ([][]float32, error) {
	e.cancel()
	return e.Embedder.EmbedPassages(context.Background(), texts)
}

func TestWhatIsDoneWhenASyncIsCancelledIsStored(t *testing.T) {
	for _, batch := range []int{0, 10} {
		t.Run(fmt.Sprint("batches of ", batch), func(t *testing.T) {
			f := newFolder(t)
			f.write("休暇.md", "申請は3日前まで。")
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			f.batched(stubborn{hashembed.New(), cancel}, batch, 1)
			_, err := f.index.Sync(ctx, nil)
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("Sync: %v", err)
			}
			if len(f.store.items) != 1 {
				t.Error("what was embedded is lost")
			}
		})
	}
}

func TestPlan(t *testing.T) {
	f := newFolder(t)
	f.write("休暇.md", "申請は3日前まで。")
	f.write("経費.md", "締切は月末。")
	f.write("壊.md", "\x00")
	plan := func(want retrieval.Plan) {
		t.Helper()
		if got, err := f.index.Plan(t.Context()); err != nil || got != want {
			t.Errorf("Plan: %+v, %v, want %+v", got, err, want)
		}
	}
	plan(retrieval.Plan{Files: 2, Passages: 2, Runes: len([]rune("休暇\n\n申請は3日前まで。経費\n\n締切は月末。"))})
	if f.embedder.texts.Load() != 0 || len(f.store.noted()) != 0 {
		t.Error("Plan embeds or writes")
	}
	f.sync()
	plan(retrieval.Plan{})
	f.write("休暇.md", "申請は10日前まで。")
	f.touch("経費.md", 2*time.Hour)
	plan(retrieval.Plan{Files: 1, Passages: 1, Runes: len([]rune("休暇\n\n申請は10日前まで。"))})

	t.Run("of a cancelled context is an error", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := f.index.Plan(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("Plan: %v", err)
		}
	})
}

// TestUnchangedFilesAreNotOpened takes them away: who opened them would miss them.
func TestUnchangedFilesAreNotOpened(t *testing.T) {
	f := newFolder(t)
	f.write("休暇.md", "申請は3日前まで。")
	f.write("経費.md", "締切は月末。")
	var w fixed
	if _, err := f.Walk(t.Context(), func(file retrieval.File) error { w.files = append(w.files, file); return nil }); err != nil {
		t.Fatal(err)
	}
	f.sync()
	f.store.noted()
	for _, name := range []string{"休暇.md", "経費.md"} {
		f.check(os.Remove(filepath.Join(f.dir, name)))
	}
	index := retrieval.NewIndex(retrieval.Parts{
		Walker: &w, Read: read, Split: chunk.Split, Analyzer: analyzer, Embedder: f.embedder, Store: f.store, Versions: "reader/1"})
	if r, err := index.Sync(t.Context(), nil); err != nil || r.Unchanged != 2 || len(f.store.noted()) > 0 {
		t.Errorf("Sync reports %+v, %v", r, err)
	}
	if p, err := index.Plan(t.Context()); err != nil || p != (retrieval.Plan{}) {
		t.Errorf("Plan: %+v, %v", p, err)
	}
}
