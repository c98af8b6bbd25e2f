package retrieval_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kotae/retrieval"
	"kotae/retrieval/chunk"
	folderfiles "kotae/retrieval/files"
	"kotae/retrieval/hashembed"
	"kotae/retrieval/memstore"
)

// files writes documents and returns a walker of them.
func files(b *testing.B, n int, text func(file int) string) *fixed {
	b.Helper()
	dir, w := b.TempDir(), &fixed{}
	for i := range n {
		name := fmt.Sprintf("%05d.md", i)
		path, text := filepath.Join(dir, name), text(i)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
		w.files = append(w.files, retrieval.File{Name: name, Path: path, Size: int64(len(text)), Modified: time.Now().Add(-time.Hour)})
	}
	return w
}

// each makes a passage of every line.
func each(d retrieval.Document) []retrieval.Passage {
	var out []retrieval.Passage
	for line := range strings.Lines(d.Text) {
		out = append(out, retrieval.Passage{File: d.File, Ordinal: len(out), Text: line, Sections: []retrieval.Section{{Line: 1}}})
	}
	return out
}

// plain takes a file for its text.
func plain(name string, data []byte) (retrieval.Document, error) {
	return retrieval.Document{File: name, Title: name, Text: string(data)}, nil
}

// syncing measures a first Sync into an empty store.
func syncing(b *testing.B, p retrieval.Parts) {
	analyzer.Preload()
	passages := 0
	for b.Loop() {
		b.StopTimer()
		s, err := memstore.Open(b.Context(), b.TempDir(), "bench")
		if err != nil {
			b.Fatal(err)
		}
		unlock, err := s.Lock()
		if err != nil {
			b.Fatal(err)
		}
		p.Analyzer, p.Store = analyzer, s
		x := retrieval.NewIndex(p)
		b.StartTimer()
		r, err := x.Sync(context.Background(), nil)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		passages += r.Passages
		unlock()
		s.Close()
		b.StartTimer()
	}
	b.ReportMetric(float64(passages)/b.Elapsed().Seconds(), "passages/s")
}

// BenchmarkSyncOffline is the path of the embedder that costs nothing.
func BenchmarkSyncOffline(b *testing.B) {
	b.Run("short passages", func(b *testing.B) {
		w := files(b, 3000, func(f int) string {
			var t strings.Builder
			for i := range 7 {
				fmt.Fprintf(&t, "p%d.%d\n", f, i)
			}
			return t.String()
		})
		syncing(b, retrieval.Parts{Walker: w, Read: plain, Split: each, Embedder: hashembed.New()})
	})
	b.Run("Japanese", func(b *testing.B) {
		w := files(b, 100, func(f int) string {
			return strings.Repeat(fmt.Sprintf("年次有給休暇は、入社%dか月後に付与する。申請は休暇の3日前までに上長へ行い、承認を受けること。\n\n", f), 60)
		})
		syncing(b, retrieval.Parts{Walker: w, Read: read, Split: chunk.Split, Embedder: hashembed.New()})
	})
}

// BenchmarkSyncUnchanged is what it costs to look through 2,000 files of which none has
// changed, in 40 folders.
func BenchmarkSyncUnchanged(b *testing.B) {
	dir := b.TempDir()
	for i := range 2000 {
		path := filepath.Join(dir, fmt.Sprintf("部%02d", i%40), fmt.Sprintf("文書%04d.md", i))
		at := time.Now().Add(-time.Hour)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, fmt.Appendf(nil, "申請%d", i), 0o600), os.Chtimes(path, at, at)); err != nil {
			b.Fatal(err)
		}
	}
	folders, err := folderfiles.New([]string{dir}, func(string) bool { return true })
	if err != nil {
		b.Fatal(err)
	}
	for _, watched := range []bool{false, true} {
		b.Run(fmt.Sprint("watched ", watched), func(b *testing.B) {
			s, err := memstore.Open(b.Context(), b.TempDir(), "bench")
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			x := retrieval.NewIndex(retrieval.Parts{Walker: folders, Read: plain, Split: each, Analyzer: analyzer, Embedder: hashembed.New(), Store: s})
			if _, err := x.Sync(b.Context(), nil); err != nil {
				b.Fatal(err)
			}
			if watched {
				w := folders.Watch()
				defer w.Close()
			}
			for b.Loop() {
				if r, err := x.Sync(b.Context(), nil); err != nil || r.Unchanged != 2000 {
					b.Fatalf("%+v, %v", r, err)
				}
			}
		})
	}
}
