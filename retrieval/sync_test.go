package retrieval_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kotae/retrieval"
)

func TestSyncReportsWhatItDid(t *testing.T) {
	skip := func(name string) retrieval.Skip {
		return retrieval.Skip{File: name, Reason: "not text", Remedy: "save it as text"}
	}
	empty := retrieval.Skip{File: "休暇.md", Reason: "no text in it", Remedy: "remove it, or write something into it"}
	for _, tt := range []struct {
		name   string
		change func(*folder) // after a first Sync of 休暇.md and 経費.md
		want   retrieval.Report
		notes  []string // writes to the store
	}{
		{"nothing, where nothing changed", func(*folder) {}, retrieval.Report{Unchanged: 2}, nil},
		{"a new file is added", func(f *folder) { f.write("人事/慶弔.md", "慶弔休暇は5日。") },
			retrieval.Report{Added: []string{"人事/慶弔.md"}, Unchanged: 2, Passages: 1}, []string{"replace 人事/慶弔.md"}},
		{"a file with other text is changed", func(f *folder) { f.write("休暇.md", "# 休暇\n申請は5日前まで。\n# 慶弔\n5日。") },
			retrieval.Report{Changed: []string{"休暇.md"}, Unchanged: 1, Passages: 2}, []string{"replace 休暇.md"}},
		{"a file that is gone is removed", func(f *folder) { f.remove("休暇.md") },
			retrieval.Report{Removed: []string{"休暇.md"}, Unchanged: 1}, []string{"remove 休暇.md"}},
		{"a file under another name is removed and added", func(f *folder) {
			f.remove("休暇.md")
			f.write("年休.md", "申請は3日前まで。")
		}, retrieval.Report{Added: []string{"年休.md"}, Removed: []string{"休暇.md"}, Renamed: []retrieval.Rename{{From: "休暇.md", To: "年休.md"}}, Unchanged: 1, Passages: 1},
			[]string{"remove 休暇.md", "replace 年休.md"}},
		{"a file with other times but the same bytes is not embedded", func(f *folder) { f.touch("休暇.md", 2*time.Hour) },
			retrieval.Report{Unchanged: 2}, []string{"touch 休暇.md"}},
		{"a file whose size and time are as remembered is not read", func(f *folder) {
			info, err := os.Stat(filepath.Join(f.dir, "休暇.md"))
			f.write("休暇.md", "申請は5日前まで。")
			f.check(err, os.Chtimes(filepath.Join(f.dir, "休暇.md"), info.ModTime(), info.ModTime()))
		}, retrieval.Report{Unchanged: 2}, nil},
		{"a file without text is skipped, and no longer there", func(f *folder) { f.write("休暇.md", "\x00\x00") },
			retrieval.Report{Skipped: []retrieval.Skip{skip("休暇.md")}, Unchanged: 1}, []string{"replace 休暇.md"}},
		{"so is an empty file", func(f *folder) { f.write("休暇.md", "\n\n") },
			retrieval.Report{Skipped: []retrieval.Skip{empty}, Unchanged: 1}, []string{"replace 休暇.md"}},
		{"what the walk passes over is reported in order with the rest", func(f *folder) {
			f.skips = []retrieval.Skip{skip("a.png"), skip("総務.png")}
			f.write("b.md", "\x00")
		}, retrieval.Report{Skipped: []retrieval.Skip{skip("a.png"), skip("b.md"), skip("総務.png")}, Unchanged: 2}, []string{"replace b.md"}},
		{"other versions make everything anew", func(f *folder) { f.open("reader/2") },
			retrieval.Report{Changed: []string{"休暇.md", "経費.md"}, Passages: 2}, []string{"replace 休暇.md", "replace 経費.md"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFolder(t)
			f.write("休暇.md", "申請は3日前まで。")
			f.write("経費.md", "締切は月末。")
			f.sync()
			f.store.noted()
			f.embedder.texts.Store(0)

			tt.change(f)
			if got := f.sync(); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Sync reports\n %+v\nwant %+v", got, tt.want)
			}
			if got := f.store.noted(); !slices.Equal(got, tt.notes) {
				t.Errorf("it did %q, want %q", got, tt.notes)
			}
			if got := f.embedder.texts.Load(); got != int64(tt.want.Passages) {
				t.Errorf("it embedded %d passages, want %d", got, tt.want.Passages)
			}
			again := tt.want
			again.Added, again.Changed, again.Removed, again.Renamed, again.Passages = nil, nil, nil, nil, 0
			again.Unchanged += len(tt.want.Added) + len(tt.want.Changed)
			if got := f.sync(); !reflect.DeepEqual(got, again) {
				t.Errorf("the next Sync reports\n %+v\nwant %+v", got, again)
			}
			if notes := f.store.noted(); len(notes) > 0 {
				t.Errorf("the next Sync did %q", notes)
			}
		})
	}
}

func (f *folder) check(errs ...error) {
	f.Helper()
	if err := errors.Join(errs...); err != nil {
		f.Fatal(err)
	}
}

func TestSyncReadsAFreshFileAgain(t *testing.T) {
	f := newFolder(t)
	f.write("休暇.md", "申請は3日前まで。")
	f.touch("休暇.md", 0) // written as it is read: within the clock's grain it may be written once more
	f.sync()
	f.store.noted()

	f.write("休暇.md", "申請は5日前まで。")
	at := f.store.items["休暇.md"].entry.Modified
	f.check(os.Chtimes(filepath.Join(f.dir, "休暇.md"), at, at))
	if got := f.sync(); !slices.Equal(got.Changed, []string{"休暇.md"}) {
		t.Errorf("Sync reports %+v, want a change of the same size and time", got)
	}
}

func TestSyncTriesAFileThatCannotBeOpenedAgain(t *testing.T) {
	f := newFolder(t)
	f.write("休暇.md", "申請は3日前まで。")
	path := filepath.Join(f.dir, "休暇.md")
	// A directory in the file's place can't be read, not even by root.
	locked := retrieval.File{Name: "休暇.md", Path: f.dir, Size: 10, Modified: time.Now().Add(-time.Hour)}
	x := &fixed{files: []retrieval.File{locked}}
	index := retrieval.NewIndex(retrieval.Parts{Walker: x, Read: read, Split: one, Analyzer: analyzer, Embedder: f.embedder, Store: f.store})
	for range 2 {
		r, err := index.Sync(t.Context(), nil)
		if want := []retrieval.Skip{{File: "休暇.md", Reason: "cannot be opened", Remedy: "check the file's permissions"}}; err != nil || !slices.Equal(r.Skipped, want) {
			t.Errorf("Sync reports %+v (%v), want skipped %v", r, err, want)
		}
	}
	x.files[0].Path = path // opened up, its times as before
	if r, err := index.Sync(t.Context(), nil); err != nil || len(r.Changed) != 1 || len(r.Skipped) != 0 {
		t.Errorf("once it opens Sync reports %+v (%v), want it changed", r, err)
	}
}

// A fixed Walker visits what it is told.
type fixed struct{ files []retrieval.File }

func (x *fixed) Walk(_ context.Context, visit func(retrieval.File) error) ([]retrieval.Skip, error) {
	for _, f := range x.files {
		if err := visit(f); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func (x *fixed) Missing(retrieval.Entry) error { return nil }

// one makes a passage of the whole document.
func one(d retrieval.Document) []retrieval.Passage {
	return []retrieval.Passage{{File: d.File, Title: d.Title, Text: d.Text, StartLine: 1, EndLine: 1, Sections: []retrieval.Section{{Line: 1}}}}
}

func TestSyncAfterAnUncleanWalkRemovesNothing(t *testing.T) {
	f := newFolder(t)
	f.write("休暇.md", "申請は3日前まで。")
	f.sync()
	f.remove("休暇.md")
	f.write("経費.md", "締切は月末。")
	broken := errors.New("a folder can't be read")
	f.walked = func() error { return broken }
	r, err := f.index.Sync(t.Context(), nil)
	if !errors.Is(err, broken) {
		t.Errorf("Sync: %v, want the walk's error", err)
	}
	if len(r.Removed) > 0 || !slices.Equal(r.Added, []string{"経費.md"}) || len(f.store.items) != 2 {
		t.Errorf("Sync reports %+v and keeps %d files; want one added, none removed", r, len(f.store.items))
	}
	f.walked = nil
	if r := f.sync(); !slices.Equal(r.Removed, []string{"休暇.md"}) {
		t.Errorf("after a clean walk Sync reports %+v, want a file removed", r)
	}
}

func TestSyncPassesOverAFileThatVanishesAfterTheWalk(t *testing.T) {
	f := newFolder(t)
	f.write("休暇.md", "申請は3日前まで。")
	f.write("経費.md", "締切は月末。")
	f.walked = func() error { f.remove("休暇.md"); return nil }
	if r := f.sync(); !slices.Equal(r.Added, []string{"経費.md"}) || len(r.Skipped) > 0 {
		t.Errorf("Sync reports %+v, want the other file added", r)
	}
}

func TestSyncProgressRises(t *testing.T) {
	f := newFolder(t)
	size := int64(0)
	for i := range 30 {
		text := strings.Repeat("申請は3日前まで。\n", i*10)
		f.write(fmt.Sprintf("%02d.md", i), text)
		size += int64(len(text))
	}
	var last retrieval.Progress
	r, err := f.index.Sync(t.Context(), func(p retrieval.Progress) {
		if p.Files != last.Files+1 || p.Bytes < last.Bytes || p.Passages < last.Passages || p.TotalFiles != 30 || p.TotalBytes != size {
			t.Errorf("progress %+v after %+v", p, last)
		}
		last = p
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := (retrieval.Progress{Files: 30, TotalFiles: 30, Bytes: size, TotalBytes: size, Passages: r.Passages}); last != want {
		t.Errorf("the last progress is %+v, want %+v", last, want)
	}
}

func TestSyncStopsAtAnError(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(*folder)
		want error // nil for one without a name
	}{
		{"of the embedder", func(f *folder) { f.embedder.fail = "17番目" }, errEmbedder},
		{"of the reader that is no reason", func(f *folder) { f.write("17.md", "壊れた") }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFolder(t)
			for i := range 40 {
				f.write(fmt.Sprintf("%02d.md", i), fmt.Sprintf("%d番目の申請。", i))
			}
			tt.make(f)
			_, err := f.index.Sync(t.Context(), nil)
			if err == nil || !strings.Contains(err.Error(), "17.md") || tt.want != nil && !errors.Is(err, tt.want) {
				t.Fatalf("Sync: %v, want one that names 17.md", err)
			}
			f.embedder.fail = ""
			f.write("17.md", "17番目の申請。")
			kept := len(f.store.items)
			if r := f.sync(); len(r.Added) != 40-kept || r.Unchanged != kept {
				t.Errorf("the next Sync reports %+v, want the %d files kept unchanged", r, kept)
			}
		})
	}
}

func TestSyncWithAStoreThatFails(t *testing.T) {
	f := newFolder(t)
	f.write("休暇.md", "申請は3日前まで。")
	f.store.err = errors.New("the disk is full")
	if _, err := f.index.Sync(t.Context(), nil); !errors.Is(err, f.store.err) || !strings.Contains(err.Error(), "休暇.md") {
		t.Errorf("Sync: %v, want the store's error and the file's name", err)
	}
}

func TestSyncCancelledMidwayKeepsWhatIsStored(t *testing.T) {
	f := newFolder(t)
	for i := range 40 {
		f.write(fmt.Sprintf("%02d.md", i), "申請は3日前まで。")
	}
	analyzer.Preload()
	// The bubble ends only when every goroutine in it has.
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := f.index.Sync(ctx, func(p retrieval.Progress) {
			if p.Files == 3 {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Sync: %v", err)
		}
	})
	kept := len(f.store.items)
	if kept < 3 || kept == 40 {
		t.Errorf("%d of 40 files are kept", kept)
	}
	if r := f.sync(); len(r.Added) != 40-kept {
		t.Errorf("the next Sync reports %+v, want %d added", r, 40-kept)
	}
}

func TestSyncCancelledBeforeStartsNothing(t *testing.T) {
	f := newFolder(t)
	f.write("休暇.md", "申請は3日前まで。")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.index.Sync(ctx, nil); !errors.Is(err, context.Canceled) || len(f.store.noted()) > 0 {
		t.Errorf("Sync: %v", err)
	}
}
