package llm_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kotae/bot"
	"kotae/bot/bottest"
	"kotae/bot/llm"
	"kotae/retrieval"
	"kotae/retrieval/japanese"
	"kotae/retrieval/memstore"
)

// What is embedded at once in these tests, and how many such requests.
const (
	resumeBatch    = 32
	resumeInFlight = 3
)

// A library is a folder of documents, whose lines are its passages, with the
// directory of its index.
type library struct {
	docs, data string
	prefix     string // of passages: another is another space
}

func newLibrary(t *testing.T) *library {
	return &library{docs: t.TempDir(), data: filepath.Join(t.TempDir(), "data")}
}

// filled is how many passages fill writes.
const filled = 2100

// fill writes a long document and many small ones; all passages are different.
func (l *library) fill(t *testing.T) {
	t.Helper()
	l.write(t, "長い規程.md", lines("kitei", 1380)...)
	for i := range 80 {
		l.write(t, fmt.Sprintf("手引/%02d.md", i), lines(fmt.Sprint("tebiki", i), 9)...)
	}
}

func lines(of string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s.%d d%d", of, i, i*i%97)
	}
	return out
}

func (l *library) write(t *testing.T, name string, lines ...string) {
	t.Helper()
	path := filepath.Join(l.docs, name)
	at := time.Now().Add(-time.Hour)
	err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700),
		os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600), os.Chtimes(path, at, at))
	if err != nil {
		t.Fatal(err)
	}
}

// Walk implements retrieval.Walker.
func (l *library) Walk(_ context.Context, visit func(retrieval.File) error) ([]retrieval.Skip, error) {
	return nil, filepath.Walk(l.docs, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		name, _ := filepath.Rel(l.docs, path)
		return visit(retrieval.File{Name: filepath.ToSlash(name), Path: path, Size: info.Size(), Modified: info.ModTime()})
	})
}

// Missing implements retrieval.Walker.
func (l *library) Missing(retrieval.Entry) error { return nil }

var resumeAnalyzer = japanese.NewAnalyzer()

// open opens everything anew, as another process would.
func (l *library) open(ctx context.Context, url string) (*retrieval.Index, *memstore.Store, func(), error) {
	e, err := llm.NewEmbedder(ctx, llm.Config{
		BaseURL: url, EmbedModel: "m", Width: 64, PassagePrefix: l.prefix, Batch: resumeBatch, InFlight: resumeInFlight,
		Retry: llm.Retry{Attempts: 2, First: time.Millisecond},
	})
	if err != nil {
		return nil, nil, nil, err
	}
	s, err := memstore.Open(ctx, l.data, e.Space())
	if err != nil {
		e.Close()
		return nil, nil, nil, err
	}
	x := retrieval.NewIndex(retrieval.Parts{
		Walker: l, Analyzer: resumeAnalyzer, Embedder: e, Store: s, Batch: resumeBatch, InFlight: resumeInFlight,
		Read: func(name string, data []byte) (retrieval.Document, error) {
			return retrieval.Document{File: name, Title: "doc", Text: string(data)}, nil
		},
		Split: func(d retrieval.Document) (out []retrieval.Passage) {
			for line := range strings.Lines(d.Text) {
				out = append(out, retrieval.Passage{File: d.File, Title: d.Title, Ordinal: len(out),
					Text: strings.TrimSuffix(line, "\n"), Sections: []retrieval.Section{{Line: 1}}})
			}
			return out
		},
	})
	return x, s, func() { s.Close(); e.Close() }, nil
}

// sync indexes the library by instances of its own.
func (l *library) sync(ctx context.Context, t *testing.T, e *bottest.Endpoint) (retrieval.Report, error) {
	t.Helper()
	x, _, done, err := l.open(t.Context(), e.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	return x.Sync(ctx, nil)
}

func (l *library) mustSync(t *testing.T, e *bottest.Endpoint) retrieval.Report {
	t.Helper()
	r, err := l.sync(t.Context(), t, e)
	if err != nil {
		t.Fatalf("Sync: %v", err)
	}
	return r
}

// plan says what the next Sync would embed.
func (l *library) plan(t *testing.T, e *bottest.Endpoint) retrieval.Plan {
	t.Helper()
	x, _, done, err := l.open(t.Context(), e.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	p, err := x.Plan(t.Context())
	if err != nil {
		t.Fatalf("Plan: %v", err)
	}
	return p
}

func (l *library) content(t *testing.T, e *bottest.Endpoint) (c content) {
	t.Helper()
	_, s, done, err := l.open(t.Context(), e.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	shot, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var keys []retrieval.VectorKey
	for _, p := range shot.Passages() {
		c.texts = append(c.texts, p.ID()+" "+p.Text+string(p.Terms))
		keys = append(keys, p.VectorKey())
	}
	if c.vectors, err = s.Recall(t.Context(), keys); err != nil {
		t.Fatal(err)
	}
	return c
}

// A content is what an index holds: passages, and vectors to the last bit.
type content struct {
	texts   []string
	vectors [][]float32
}

// madeInOneGo returns what an undisturbed Sync of the library makes.
func (l *library) madeInOneGo(t *testing.T) content {
	t.Helper()
	e := bottest.NewEndpoint(t, bottest.Settings{})
	other := &library{docs: l.docs, data: filepath.Join(t.TempDir(), "data"), prefix: l.prefix}
	other.mustSync(t, e)
	return other.content(t, e)
}

var inOneGo *content

// filledInOneGo is that of every library that fill filled.
func filledInOneGo(t *testing.T) content {
	t.Helper()
	if inOneGo == nil {
		l := newLibrary(t)
		l.fill(t)
		c := l.madeInOneGo(t)
		inOneGo = &c
	}
	return *inOneGo
}

// is makes sure of what the index holds.
func (l *library) is(t *testing.T, want content) {
	t.Helper()
	got := l.content(t, bottest.NewEndpoint(t, bottest.Settings{}))
	if !slices.Equal(got.texts, want.texts) || !reflect.DeepEqual(got.vectors, want.vectors) {
		t.Errorf("the index differs from one made in one go: %d passages and %d", len(got.texts), len(want.texts))
	}
}

// twice makes sure that all passages were embedded, and those of so many requests
// at most more than once, that is twice.
func twice(t *testing.T, e *bottest.Endpoint, passages, requests int) {
	t.Helper()
	embedded := e.Embedded()
	if len(embedded) != passages {
		t.Errorf("%d texts were embedded, want %d", len(embedded), passages)
	}
	again := map[string]bool{}
	for text, n := range embedded {
		if n > 2 || n == 2 && requests == 0 {
			t.Errorf("%q was embedded %d times", text, n)
		}
		if n > 1 {
			again[text] = true
		}
	}
	lost, texts := 0, len(again)
	for _, r := range e.Requests() {
		if !slices.ContainsFunc(r.Input, func(text string) bool { return again[text] }) {
			continue
		}
		lost++
		for _, text := range r.Input {
			delete(again, text) // the next request with it is the second
		}
		if len(again) == 0 {
			break
		}
	}
	t.Logf("%d passages of %d requests were embedded twice", texts, lost)
	if lost > requests || texts > requests*resumeBatch {
		t.Errorf("%d passages of %d requests were embedded twice; %d were under way", texts, lost, requests)
	}
}

// points are requests at which something happens: the first, the last, and any.
func points(n int) []int {
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	last := filled / resumeBatch
	out := []int{1, last}
	for range n {
		out = append(out, 2+r.IntN(last-2))
	}
	return out
}

// from counts requests, and calls do at one of them.
func from(at int, do func(*bottest.Exchange, int)) bottest.Behaviour {
	var n atomic.Int64
	return func(x *bottest.Exchange) {
		n := int(n.Add(1))
		if !x.Pause(time.Duration(rand.IntN(3000)) * time.Microsecond) {
			x.Embeds() // it is paid for all the same
			return
		}
		if n >= at {
			do(x, n)
		} else {
			bottest.Vectors()(x)
		}
	}
}

func TestResumeAfterTheEndpointFails(t *testing.T) {
	want := filledInOneGo(t)
	for _, at := range points(1) {
		t.Run(fmt.Sprint("at request ", at), func(t *testing.T) {
			var mended atomic.Bool
			e := bottest.NewEndpoint(t, bottest.Settings{Embeds: from(at, func(x *bottest.Exchange, n int) {
				switch {
				case mended.Load():
					bottest.Vectors()(x)
				case at%2 == 0:
					bottest.Fails()(x)
				default:
					bottest.NoQuota()(x)
				}
			})})
			l := newLibrary(t)
			l.fill(t)
			_, err := l.sync(t.Context(), t, e)
			if problem(err) != bot.NoQuota && problem(err) != bot.BadReply {
				t.Fatalf("Sync: %v", err)
			}
			before := len(e.Embedded())
			if p := l.plan(t, e); p.Passages != filled-before {
				t.Errorf("planned are %d passages of %d; %d were embedded", p.Passages, filled, before)
			}
			mended.Store(true)
			if r := l.mustSync(t, e); r.Passages != filled-before {
				t.Errorf("%d were embedded, then %d of %d", before, r.Passages, filled)
			}
			twice(t, e, filled, 0) // what was under way came to its end
			l.is(t, want)
		})
	}
}

func TestResumeAfterCancelling(t *testing.T) {
	want := filledInOneGo(t)
	for _, at := range points(2) {
		t.Run(fmt.Sprint("at request ", at), func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			e := bottest.NewEndpoint(t, bottest.Settings{Embeds: from(at, func(x *bottest.Exchange, n int) {
				cancel()
				bottest.Vectors()(x)
			})})
			l := newLibrary(t)
			l.fill(t)
			if _, err := l.sync(ctx, t, e); !errors.Is(err, context.Canceled) {
				t.Fatalf("Sync: %v", err)
			}
			l.mustSync(t, e)
			twice(t, e, filled, resumeInFlight)
			l.is(t, want)
		})
	}
}

// resumeChild names the variable by which a test starts this binary again, to index
// a library until it is killed.
const resumeChild = "KOTAE_LLM_RESUME_CHILD"

func TestResumeChild(t *testing.T) {
	args := strings.Split(os.Getenv(resumeChild), "\n")
	if len(args) != 3 {
		t.Skip("for TestResumeAfterAKill")
	}
	l := &library{docs: args[1], data: args[2]}
	x, _, done, err := l.open(t.Context(), args[0])
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if _, err := x.Sync(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

func TestResumeAfterAKill(t *testing.T) {
	want := filledInOneGo(t)
	for _, at := range points(1) {
		t.Run(fmt.Sprint("at request ", at), func(t *testing.T) {
			now := make(chan struct{}, 1000)
			e := bottest.NewEndpoint(t, bottest.Settings{Embeds: from(at, func(x *bottest.Exchange, n int) {
				now <- struct{}{}
				bottest.Vectors()(x)
			})})
			l := newLibrary(t)
			l.fill(t)
			child := exec.Command(os.Args[0], "-test.run=^TestResumeChild$")
			child.Env = append(os.Environ(), resumeChild+"="+strings.Join([]string{e.URL(), l.docs, l.data}, "\n"))
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			<-now
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = child.Wait() // it was killed
			l.mustSync(t, e)
			twice(t, e, filled, resumeInFlight)
			l.is(t, want)
		})
	}
}

// TestOnlyWhatIsNewIsEmbedded changes an indexed library.
func TestOnlyWhatIsNewIsEmbedded(t *testing.T) {
	a, b := lines("甲", 300), lines("乙", 40)
	for _, c := range []struct {
		name   string
		change func(*testing.T, *library)
		want   int // passages embedded
	}{
		{"nothing", func(*testing.T, *library) {}, 0},
		{"one sentence is edited", func(t *testing.T, l *library) {
			edited := slices.Clone(a)
			edited[170] += "を限度とする"
			l.write(t, "甲.md", edited...)
		}, 1},
		{"sentences are moved, dropped, and one put in", func(t *testing.T, l *library) {
			edited := slices.Concat(a[200:], []string{"新しい条"}, a[:190])
			l.write(t, "甲.md", edited...)
		}, 1},
		{"a file is renamed", func(t *testing.T, l *library) { l.rename(t, "甲.md", "改名.md") }, 0},
		{"a folder is renamed", func(t *testing.T, l *library) {
			l.rename(t, "甲.md", "総務/甲.md")
			l.rename(t, "乙.md", "総務/乙.md")
		}, 0},
		{"a file is copied", func(t *testing.T, l *library) { l.write(t, "写し.md", a...) }, 0},
		{"a file is split into two of which one takes its name", func(t *testing.T, l *library) {
			l.write(t, "甲.md", a[:100]...)
			l.write(t, "甲の2.md", a[100:]...)
		}, 0},
		{"passages change places between files", func(t *testing.T, l *library) {
			l.write(t, "甲.md", slices.Concat(a[:100], b[20:])...)
			l.write(t, "乙.md", slices.Concat(b[:20], a[100:])...)
		}, 0},
		{"two files with the same new content", func(t *testing.T, l *library) {
			l.write(t, "丙.md", lines("丙", 50)...)
			l.write(t, "丙の写し.md", lines("丙", 50)...)
		}, 50},
		{"a sentence that stands in a document many times", func(t *testing.T, l *library) {
			l.write(t, "丁.md", slices.Repeat([]string{"同じ文"}, 100)...)
		}, 1},
		{"another space", func(_ *testing.T, l *library) { l.prefix = "検索文書: " }, 340},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := bottest.NewEndpoint(t, bottest.Settings{})
			l := newLibrary(t)
			l.write(t, "甲.md", a...)
			l.write(t, "乙.md", b...)
			if r := l.mustSync(t, e); r.Passages != 340 {
				t.Fatalf("Sync reports %+v", r)
			}
			c.change(t, l)
			runes := 0
			p := l.plan(t, e)
			if p.Passages != c.want || (p.Files > 0) != (c.want > 0) || (p.Runes > 0) != (c.want > 0) {
				t.Errorf("planned: %+v, want %d passages", p, c.want)
			}
			before := len(e.Requests())
			if r := l.mustSync(t, e); r.Passages != c.want {
				t.Errorf("Sync reports %d passages, want %d", r.Passages, c.want)
			}
			n := 0
			for _, r := range e.Requests()[before:] {
				n += len(r.Input)
				for _, text := range r.Input {
					runes += len([]rune(strings.TrimPrefix(text, l.prefix)))
				}
			}
			if n != c.want || runes != p.Runes {
				t.Errorf("%d passages of %d runes were embedded, want %d, %d", n, runes, c.want, p.Runes)
			}
			for text, n := range e.Embedded() {
				if n != 1 {
					t.Errorf("%q was embedded %d times", text, n)
				}
			}
			l.is(t, l.madeInOneGo(t))
		})
	}
}

func (l *library) rename(t *testing.T, from, to string) {
	t.Helper()
	to = filepath.Join(l.docs, to)
	if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o700), os.Rename(filepath.Join(l.docs, from), to)); err != nil {
		t.Fatal(err)
	}
}

// TestARenameIsNotPaidForThoughTheSyncFails removes the old file first.
func TestARenameIsNotPaidForThoughTheSyncFails(t *testing.T) {
	e := bottest.NewEndpoint(t, bottest.Settings{})
	l := newLibrary(t)
	l.write(t, "甲.md", lines("甲", 300)...)
	l.mustSync(t, e)
	l.rename(t, "甲.md", "改名.md")
	l.write(t, "改名.md", append(lines("甲", 300), "新しい条")...)
	e.Embed(bottest.NoQuota())
	if _, err := l.sync(t.Context(), t, e); problem(err) != bot.NoQuota {
		t.Fatalf("Sync: %v", err)
	}
	if left := l.content(t, e).texts; len(left) != 0 {
		t.Errorf("%d passages of the old name are left", len(left))
	}
	if r := l.mustSync(t, e); r.Passages != 1 {
		t.Errorf("%d passages were embedded, want 1", r.Passages)
	}
	l.is(t, l.madeInOneGo(t))
}

func TestAbandonedVectorsAreDropped(t *testing.T) {
	e := bottest.NewEndpoint(t, bottest.Settings{})
	l := newLibrary(t)
	l.write(t, "甲.md", lines("甲", 300)...)
	l.write(t, "乙.md", lines("乙", 3)...)
	e.Embed(append(bottest.Times(4, bottest.Vectors()), bottest.NoQuota())...)
	if _, err := l.sync(t.Context(), t, e); problem(err) != bot.NoQuota {
		t.Fatalf("Sync: %v", err)
	}
	if err := os.Remove(filepath.Join(l.docs, "甲.md")); err != nil {
		t.Fatal(err)
	}
	l.mustSync(t, e)
	l.write(t, "甲.md", lines("甲", 300)...)
	if p := l.plan(t, e); p.Passages != 300 || p.Files != 1 {
		t.Errorf("planned: %+v, want all 300 passages of one file", p)
	}
}

func TestSmallDocumentsShareRequests(t *testing.T) {
	e := bottest.NewEndpoint(t, bottest.Settings{})
	l := newLibrary(t)
	for i := range 80 {
		l.write(t, fmt.Sprintf("%02d.md", i), lines(fmt.Sprint("文書", i), 5+i%6)...)
	}
	r := l.mustSync(t, e)
	if n := len(e.Requests()); n != (r.Passages+resumeBatch-1)/resumeBatch {
		t.Errorf("%d requests for %d passages", n, r.Passages)
	}
}
