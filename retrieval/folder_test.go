package retrieval_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kotae/retrieval"
	"kotae/retrieval/chunk"
	"kotae/retrieval/hashembed"
	"kotae/retrieval/japanese"
)

// analyzer is shared by the tests: loading the dictionary takes its time.
var analyzer = japanese.NewAnalyzer()

// A folder is a directory of documents, with an index of it.
type folder struct {
	*testing.T
	dir       string
	store     *shelf
	embedder  *counter
	index     *retrieval.Index
	retriever *retrieval.Retriever
	walked    func() error // after a walk, where set; its error makes the walk unclean
	skips     []retrieval.Skip
}

func newFolder(t *testing.T) *folder {
	f := &folder{T: t, dir: t.TempDir(), store: newShelf(), embedder: &counter{Embedder: hashembed.New()}}
	f.open("reader/1")
	f.retriever = retrieval.NewRetriever(analyzer, f.embedder, f.store, retrieval.Weights{Lexical: 1, Dense: 0.2})
	return f
}

// open makes a new index over the same store, with readers of a version.
func (f *folder) open(versions string) {
	f.index = retrieval.NewIndex(retrieval.Parts{
		Walker: f, Read: read, Split: chunk.Split, Analyzer: analyzer, Embedder: f.embedder, Store: f.store, Versions: versions,
	})
}

// write writes a file that was last changed an hour ago: its times can be trusted.
func (f *folder) write(name, text string) {
	f.Helper()
	path := filepath.Join(f.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		f.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		f.Fatal(err)
	}
	f.touch(name, time.Hour)
}

// touch makes a file look as if changed that long ago.
func (f *folder) touch(name string, ago time.Duration) {
	f.Helper()
	at := time.Now().Add(-ago).Truncate(time.Second)
	if err := os.Chtimes(filepath.Join(f.dir, name), at, at); err != nil {
		f.Fatal(err)
	}
}

func (f *folder) remove(name string) {
	f.Helper()
	if err := os.Remove(filepath.Join(f.dir, name)); err != nil {
		f.Fatal(err)
	}
}

func (f *folder) sync() retrieval.Report {
	f.Helper()
	r, err := f.index.Sync(f.Context(), nil)
	if err != nil {
		f.Fatalf("Sync: %v", err)
	}
	return r
}

// Walk visits the files of the folder; it is a Walker's.
func (f *folder) Walk(ctx context.Context, visit func(retrieval.File) error) ([]retrieval.Skip, error) {
	err := filepath.WalkDir(f.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(f.dir, path)
		return visit(retrieval.File{Name: filepath.ToSlash(name), Path: path, Size: info.Size(), Modified: info.ModTime()})
	})
	if err == nil && f.walked != nil {
		err = f.walked()
	}
	return f.skips, errors.Join(err, ctx.Err())
}

// Missing takes every file that is not found for gone; it is a Walker's.
func (f *folder) Missing(retrieval.Entry) error { return nil }

// read takes every line for a paragraph, # for a heading, and NUL for no text.
func read(name string, data []byte) (retrieval.Document, error) {
	text := string(data)
	if strings.Contains(text, "\x00") {
		return retrieval.Document{}, &retrieval.Unreadable{Reason: "not text", Remedy: "save it as text"}
	}
	if strings.Contains(text, "壊れた") {
		return retrieval.Document{}, errors.New("the reader is broken")
	}
	d := retrieval.Document{File: name, Title: strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), Text: text}
	at := 0
	for line := range strings.Lines(text) {
		b := retrieval.Block{Start: at, End: at + len(strings.TrimSuffix(line, "\n"))}
		at += len(line)
		if strings.HasPrefix(line, "#") {
			b.Kind, b.Level, b.Label = retrieval.Heading, 1, strings.TrimSpace(strings.TrimLeft(line, "#"))
		}
		if b.Start < b.End {
			d.Blocks = append(d.Blocks, b)
		}
	}
	return d, nil
}

// A counter counts the texts an embedder is given, and fails on what holds fail.
type counter struct {
	retrieval.Embedder
	texts atomic.Int64
	fail  string
}

var errEmbedder = errors.New("the embedder is out")

func (c *counter) EmbedPassages(ctx context.Context, texts []string) ([][]float32, error) {
	c.texts.Add(int64(len(texts)))
	if c.fail != "" && slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, c.fail) }) {
		return nil, errEmbedder
	}
	return c.Embedder.EmbedPassages(ctx, texts)
}
