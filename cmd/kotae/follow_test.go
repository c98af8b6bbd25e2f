package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"kotae/bot"
	"kotae/retrieval"
)

// A calm watch is told of a change when a test says so.
type calm struct {
	changed chan struct{}
	blind   error
}

func (c *calm) Wait(ctx context.Context, atMost time.Duration) bool {
	select {
	case <-c.changed:
		return true
	case <-ctx.Done():
	case <-time.After(atMost):
	}
	return false
}

func (c *calm) Blind() error { return c.blind }

var errElsewhere = errors.New("another process writes the index")

// TestAFollowerLooksInItsTime follows for ten minutes a folder in which nothing is told.
func TestAFollowerLooksInItsTime(t *testing.T) {
	for _, tt := range []struct {
		name   string
		takes  time.Duration // a look
		report retrieval.Report
		err    error
		blind  error
		every  time.Duration // the looks begin
	}{
		{"every minute where all changes are told", 0, retrieval.Report{}, nil, nil, time.Minute},
		{"every eight seconds where not", 0, retrieval.Report{}, nil, errors.New("a network drive"), 8 * time.Second},
		{"and where something can't be looked at", 0, retrieval.Report{}, errors.New("a folder can't be read"), nil, 8 * time.Second},
		{"soon where another process writes", 0, retrieval.Report{}, errElsewhere, nil, 2 * time.Second},
		{"soon where a file is waited for", 0, retrieval.Report{Waiting: []string{"休暇.md"}}, nil, nil, 2 * time.Second},
		{"for a twentieth of the time where that takes long", 6 * time.Second, retrieval.Report{}, nil, errors.New("a network drive"), 6*time.Second + 6*time.Second + 120*time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
				defer cancel()
				var looks []time.Time
				f := &follower{
					watch: &calm{blind: tt.blind},
					sync: func(context.Context) (retrieval.Report, error) {
						looks = append(looks, time.Now())
						time.Sleep(tt.takes)
						return tt.report, tt.err
					},
					compact: func(context.Context) error { return nil },
					busy:    func(err error) bool { return errors.Is(err, errElsewhere) },
					see:     func(take) {},
				}
				f.follow(ctx)
				if len(looks) < 3 {
					t.Fatalf("%d looks", len(looks))
				}
				for i := range len(looks) - 1 {
					if every := looks[i+1].Sub(looks[i]); every != tt.every {
						t.Fatalf("look %d comes after %v, want %v", i+1, every, tt.every)
					}
				}
			})
		})
	}
}

func TestAFollowerLooksWhenItIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		w := &calm{changed: make(chan struct{})}
		start := time.Now()
		var looks []time.Duration
		f := &follower{
			watch: w, compact: func(context.Context) error { return nil }, busy: func(error) bool { return false },
			sync: func(context.Context) (retrieval.Report, error) {
				looks = append(looks, time.Since(start))
				time.Sleep(time.Second)
				return retrieval.Report{}, nil
			},
			see: func(take) {},
		}
		go func() {
			for _, at := range []time.Duration{10 * time.Second, 10500 * time.Millisecond, 40 * time.Second} {
				time.Sleep(at - time.Since(start))
				w.changed <- struct{}{}
			}
			time.Sleep(5 * time.Second)
			cancel()
		}()
		f.follow(ctx)
		// While it looks and rests, what is told waits.
		if want := []time.Duration{0, 10 * time.Second, 12 * time.Second, 40 * time.Second}; !slices.Equal(looks, want) {
			t.Errorf("looks at %v, want %v", looks, want)
		}
	})
}

func TestAFollowerErases(t *testing.T) {
	for _, tt := range []struct {
		name  string
		takes time.Duration // erasing
		times int           // in ten minutes of a look a minute, and at the end
	}{
		{"after every look, and at the end", 100 * time.Millisecond, 10 + 1},
		{"for a twentieth of the time where it takes long, and not at the end", 9 * time.Second, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
				defer cancel()
				n := 0
				f := &follower{
					watch: &calm{}, busy: func(error) bool { return false }, see: func(take) {},
					sync: func(context.Context) (retrieval.Report, error) { return retrieval.Report{}, nil },
					compact: func(context.Context) error {
						n++
						time.Sleep(tt.takes)
						return nil
					},
				}
				f.follow(ctx)
				if n != tt.times {
					t.Errorf("%d times, want %d", n, tt.times)
				}
			})
		})
	}
}

// A logbook is a log whose messages can be waited for.
type logbook chan string

func (l logbook) Enabled(context.Context, slog.Level) bool { return true }

func (l logbook) Handle(_ context.Context, r slog.Record) error {
	text := r.Message
	r.Attrs(func(a slog.Attr) bool { text += " " + a.String(); return true })
	l <- text
	return nil
}

func (l logbook) WithAttrs([]slog.Attr) slog.Handler { return l }

func (l logbook) WithGroup(string) slog.Handler { return l }

// says waits for a message that holds some text.
func (l logbook) says(t *testing.T, text string) {
	t.Helper()
	timer := time.NewTimer(patient)
	defer timer.Stop()
	for said := []string{}; ; {
		select {
		case m := <-l:
			if said = append(said, m); strings.Contains(m, text) {
				return
			}
		case <-timer.C:
			t.Fatalf("%q is not in the log: %q", text, said)
		}
	}
}

// TestAnswersFollowTheFolders has a library follow its folder as serve does.
func TestAnswersFollowTheFolders(t *testing.T) {
	before := goleak.IgnoreCurrent()
	defer goleak.VerifyNone(t, before)
	docs := filepath.Join(t.TempDir(), "規程")
	if err := os.Mkdir(docs, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(docs, "総務.md"), "# 総務\n\n名刺は総務課に頼む。\n")
	p := &process{
		stdout: io.Discard, stderr: io.Discard, getenv: func(string) string { return "" },
		settings: settings{Docs: []string{docs}, Data: t.TempDir()},
	}
	a, err := p.consult(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	log := make(logbook, 100)
	shelf := newLibrary(a, []string{docs}, slog.New(log))
	ctx, cancel := context.WithCancel(t.Context())
	var following sync.WaitGroup
	defer following.Wait()
	defer cancel()
	following.Go(func() { shelf.follow(ctx, a.index.Patient(still)) })
	ask := func(question string) bot.Answer {
		t.Helper()
		answer, err := answerer{shelf}.Stream(t.Context(), bot.Question{Text: question}, func(string) {})
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	const question = "結婚祝金はいくらですか。"
	file, other := filepath.Join(docs, "慶弔.md"), filepath.Join(docs, "祝金.md")

	t.Run("a new file is answered from", func(t *testing.T) {
		write(t, file, "# 慶弔\n\n結婚祝金は30,000円である。\n")
		log.says(t, "documents changed added=1 changed=0 renamed=0 removed=0")
		if a := ask(question); a.Status != bot.Answered || !strings.Contains(a.Text, "30,000円") {
			t.Errorf("%s: %s", a.Status, a.Text)
		}
	})
	t.Run("one that has changed as it is now", func(t *testing.T) {
		write(t, file, "# 慶弔\n\n結婚祝金は50,000円である。\n")
		log.says(t, "documents changed added=0 changed=1 renamed=0 removed=0")
		if a := ask(question); a.Status != bot.Answered || !strings.Contains(a.Text, "50,000円") {
			t.Errorf("%s: %s", a.Status, a.Text)
		}
	})
	t.Run("one with another name by that name", func(t *testing.T) {
		if err := os.Rename(file, other); err != nil {
			t.Fatal(err)
		}
		log.says(t, "documents changed added=0 changed=0 renamed=1 removed=0")
		if a := ask(question); len(a.Citations) == 0 || a.Citations[0].File != "祝金.md" {
			t.Errorf("%+v", a.Citations)
		}
	})
	t.Run("while the folder is away what is known is kept, and that is said once", func(t *testing.T) {
		away := docs + "（外した）"
		if err := os.Rename(docs, away); err != nil {
			t.Fatal(err)
		}
		log.says(t, "answers come from what is indexed")
		if n := len(a.retriever.Documents()); n != 2 {
			t.Errorf("%d documents are known", n)
		}
		if a := ask(question); len(a.Citations) > 0 {
			t.Errorf("what can't be looked at is cited: %+v", a.Citations)
		}
		if err := os.Rename(away, docs); err != nil {
			t.Fatal(err)
		}
		log.says(t, "can be looked through again")
		if a := ask(question); a.Status != bot.Answered {
			t.Errorf("%s: %s", a.Status, a.Text)
		}
	})
	t.Run("a glossary that is wrong is named", func(t *testing.T) {
		write(t, filepath.Join(docs, "glossary.tsv"), "日当\n")
		log.says(t, "line 1 has no two terms")
	})
	t.Run("one that is deleted no more, nor is a byte of it kept", func(t *testing.T) {
		if err := os.Remove(other); err != nil {
			t.Fatal(err)
		}
		if a := ask(question); a.Status == bot.Answered || len(a.Citations) > 0 {
			t.Errorf("at once: %s: %+v", a.Status, a.Citations)
		}
		log.says(t, "documents changed added=0 changed=0 renamed=0 removed=1")
		cancel()
		following.Wait()
		for _, name := range []string{"index.db", "index.db-wal"} {
			data, err := os.ReadFile(filepath.Join(p.settings.Data, name))
			if err != nil || strings.Contains(string(data), "結婚祝金") {
				t.Errorf("%s still holds it (%v)", name, err)
			}
		}
	})
}

// BenchmarkAnswersFollow is the time from a change of one of 500 files to where answers
// follow it: of it, two seconds are waiting for the file to rest.
func BenchmarkAnswersFollow(b *testing.B) {
	docs, p := b.TempDir(), newPress()
	for i := range 500 {
		if err := os.WriteFile(filepath.Join(docs, fmt.Sprintf("%03d.txt", i)), []byte(p.passage()+"\n\n"+p.passage()), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	call := &process{
		stdout: io.Discard, stderr: io.Discard, getenv: func(string) string { return "" },
		settings: settings{Docs: []string{docs}, Data: b.TempDir()},
	}
	a, err := call.consult(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer a.close()
	log := make(logbook, 100)
	shelf := newLibrary(a, []string{docs}, slog.New(log))
	ctx, cancel := context.WithCancel(b.Context())
	var following sync.WaitGroup
	defer following.Wait()
	defer cancel()
	following.Go(func() { shelf.follow(ctx, a.index.Patient(still)) })
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		if err := os.WriteFile(filepath.Join(docs, "締切.txt"), []byte(p.passage()), 0o600); err != nil {
			b.Fatal(err)
		}
		<-log // "documents changed"
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds(), "median-s")
	b.ReportMetric(took[len(took)-1].Seconds(), "max-s")
}
