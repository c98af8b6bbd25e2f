package files

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
	"go.uber.org/goleak"

	"kotae/retrieval"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A stand is a folder that is watched.
type stand struct {
	*testing.T
	dir     string
	folders *Folders
	watch   *Watch
}

// watched watches the folder d, in which there are files, beside others.
func watched(t *testing.T, names ...string) *stand {
	t.Helper()
	s := &stand{T: t, dir: t.TempDir()}
	write(t, s.dir, append(names, "d/")...)
	var err error
	if s.folders, err = New([]string{filepath.Join(s.dir, "d")}, knows, filepath.Join(s.dir, "d", "索引")); err != nil {
		t.Fatal(err)
	}
	s.watch = s.folders.Watch()
	t.Cleanup(func() {
		if err := s.watch.Close(); err != nil {
			t.Error(err)
		}
	})
	s.walk()
	return s
}

// walk returns the names of the documents.
func (s *stand) walk() []string {
	s.Helper()
	var names []string
	_, err := s.folders.Walk(s.Context(), func(f retrieval.File) error { names = append(names, f.Name); return nil })
	if err != nil {
		s.Fatal(err)
	}
	return names
}

// told waits for a change, and returns what a walk then finds.
func (s *stand) told() []string {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), time.Minute)
	defer cancel()
	if !s.watch.Wait(ctx, time.Hour) {
		s.Fatal("the change is not told")
	}
	return s.walk()
}

func (s *stand) must(errs ...error) {
	s.Helper()
	if err := errors.Join(errs...); err != nil {
		s.Fatal(err)
	}
}

func TestWhatChangesIsTold(t *testing.T) {
	const nfd = "カ\u3099イト\u3099.txt"
	for _, tt := range []struct {
		name   string
		files  []string
		change func(s *stand, at func(name string) string)
		want   []string // documents afterwards
	}{
		{"a new file", []string{"d/a.txt"}, func(s *stand, at func(string) string) { write(s.T, s.dir, "d/b.txt") }, []string{"a.txt", "b.txt"}},
		{"a file in a folder below", []string{"d/人事/a.txt"}, func(s *stand, at func(string) string) { write(s.T, s.dir, "d/人事/b.txt") }, []string{"人事/a.txt", "人事/b.txt"}},
		{"other bytes in a file", []string{"d/a.txt"}, func(s *stand, at func(string) string) { s.must(os.WriteFile(at("a.txt"), []byte("別"), 0o600)) }, []string{"a.txt"}},
		{"a file that an editor puts another one in place of", []string{"d/a.txt"}, func(s *stand, at func(string) string) {
			s.must(os.WriteFile(at(".a.txt.swp"), []byte("別"), 0o600), os.Rename(at(".a.txt.swp"), at("a.txt")))
		}, []string{"a.txt"}},
		{"another name", []string{"d/a.txt"}, func(s *stand, at func(string) string) { s.must(os.Rename(at("a.txt"), at("休暇.txt"))) }, []string{"休暇.txt"}},
		{"a name as macOS writes it", []string{"d/" + nfd}, func(s *stand, at func(string) string) { s.must(os.WriteFile(at(nfd), []byte("別"), 0o600)) }, []string{"ガイド.txt"}},
		{"a file that is deleted", []string{"d/a.txt", "d/b.txt"}, func(s *stand, at func(string) string) { s.must(os.Remove(at("a.txt"))) }, []string{"b.txt"}},
		{"a file that may be read again", []string{"d/a.txt"}, func(s *stand, at func(string) string) { s.must(os.Chmod(at("a.txt"), 0o600)) }, []string{"a.txt"}},
		{"a new folder with files in it", nil, func(s *stand, at func(string) string) { write(s.T, s.dir, "d/新/総務/a.txt") }, []string{"新/総務/a.txt"}},
		{"a folder that is deleted", []string{"d/旧/a.txt", "d/b.txt"}, func(s *stand, at func(string) string) { s.must(os.RemoveAll(at("旧"))) }, []string{"b.txt"}},
		{"a folder with another name", []string{"d/旧/a.txt"}, func(s *stand, at func(string) string) { s.must(os.Rename(at("旧"), at("新"))) }, []string{"新/a.txt"}},
		{"what is to be ignored", []string{"d/a.txt", "d/下書き.txt"}, func(s *stand, at func(string) string) {
			s.must(os.WriteFile(at(".kotaeignore"), []byte("下書き*\n"), 0o600))
		}, []string{"a.txt"}},
		{"the glossary", []string{"d/a.txt"}, func(s *stand, at func(string) string) {
			s.must(os.WriteFile(at("glossary.tsv"), []byte("在宅勤務\tモバ勤\n"), 0o600))
		}, []string{"a.txt"}},
		{"a file in a folder that a link leads to", []string{"d/外 -> ../out", "out/a.txt"}, func(s *stand, at func(string) string) { write(s.T, s.dir, "out/b.txt") }, []string{"外/a.txt", "外/b.txt"}},
		{"other bytes in a file that a link leads to", []string{"d/l.txt -> ../out/a.txt", "out/a.txt"}, func(s *stand, at func(string) string) {
			s.must(os.WriteFile(at("../out/a.txt"), []byte("別"), 0o600))
		}, []string{"l.txt"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := watched(t, tt.files...)
			tt.change(s, func(name string) string { return filepath.Join(s.dir, "d", name) })
			if got := s.told(); !slices.Equal(got, tt.want) {
				t.Errorf("a walk then finds %q, want %q", got, tt.want)
			}
		})
	}
}

func TestChangesInNewFoldersAreTold(t *testing.T) {
	at := func(s *stand, name string) string { return filepath.Join(s.dir, "d", name) }
	for _, tt := range []struct {
		name   string
		change func(s *stand)
	}{
		{"in one that was made", func(s *stand) { s.must(os.MkdirAll(at(s, "新/総務"), 0o700)) }},
		{"in one that got another name with all below it", func(s *stand) { s.must(os.Rename(at(s, "旧"), at(s, "新"))) }},
		{"in one that was deleted and made again", func(s *stand) {
			s.must(os.Rename(at(s, "旧"), at(s, "新")))
			s.told()
			s.must(os.RemoveAll(at(s, "新")), os.MkdirAll(at(s, "新/総務"), 0o700))
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := watched(t, "d/旧/総務/", "d/旧/総務/a.md")
			tt.change(s)
			s.told()
			write(t, s.dir, "d/新/総務/b.txt")
			for !slices.Contains(s.told(), "新/総務/b.txt") { // the folder's own changes may come as several
			}
		})
	}
}

// fed returns a watch that is told what a test tells, of the folder /d.
func fed(add func(string) error) (w *Watch, events chan<- fsnotify.Event, errs chan<- error) {
	e, x := make(chan fsnotify.Event), make(chan error)
	w = &Watch{folders: &Folders{knows: knows}, own: []string{"/d/索引"}, add: add, events: e, errs: x, met: map[string]bool{"/d": true, "/d/索引": true}, targets: map[string]bool{"/out/a.txt": true}}
	return w, e, x
}

func TestChangesAreToldWhenItIsQuiet(t *testing.T) {
	change := fsnotify.Event{Name: "/d/休暇.txt", Op: fsnotify.Write}
	for _, tt := range []struct {
		name   string
		every  time.Duration // between changes, the first of which comes at once; 0 for none
		n      int
		atMost time.Duration
		told   bool
		after  time.Duration
	}{
		{"one at once", 1, 1, time.Minute, true, quiet},
		{"many as one, when the last is over", 100 * time.Millisecond, 5, time.Minute, true, 400*time.Millisecond + quiet},
		{"what does not end, after a while", 100 * time.Millisecond, 100, time.Minute, true, longest},
		{"none, when the time is over", 0, 0, time.Minute, false, time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, events, _ := fed(nil)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				go func() {
					for range tt.n {
						select {
						case events <- change:
						case <-ctx.Done():
							return
						}
						select {
						case <-time.After(tt.every):
						case <-ctx.Done():
							return
						}
					}
				}()
				start := time.Now()
				if told := w.Wait(ctx, tt.atMost); told != tt.told || time.Since(start) != tt.after {
					t.Errorf("told %v after %v, want %v after %v", told, time.Since(start), tt.told, tt.after)
				}
			})
		})
	}
	t.Run("a queue that ran over is a change", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w, _, errs := fed(nil)
			go func() { errs <- fsnotify.ErrEventOverflow }()
			if !w.Wait(t.Context(), time.Minute) {
				t.Error("it is not told")
			}
		})
	})
	t.Run("who is told to stop is told nothing", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if w, _, _ := fed(nil); w.Wait(ctx, time.Minute) {
			t.Error("a change is told")
		}
	})
	t.Run("a watch that has ended waits for the time to be over", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w, events, errs := fed(nil)
			close(events)
			close(errs)
			start := time.Now()
			if w.Wait(t.Context(), time.Minute) || time.Since(start) != time.Minute {
				t.Errorf("it returned after %v", time.Since(start))
			}
		})
	})
}

func TestWhatIsNobodysDocumentIsNotTold(t *testing.T) {
	w, _, _ := fed(nil)
	for name, want := range map[string]bool{
		"/d": true, "/d/休暇.txt": true, "/d/写真.jpg": true, "/d/人事": true, "/d/.kotaeignore": true, "/d/glossary.tsv": true,
		"/d/.休暇.txt.swp": false, "/d/~$休暇.docx": false, "/d/休暇.tmp": false, "/d/.DS_Store": false,
		"/d/索引/index.pid": false, "/d/索引/休暇.txt": true,
		"/out/a.txt": true, "/out/b.txt": false,
	} {
		if got := w.concerns(fsnotify.Event{Name: name, Op: fsnotify.Create}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestTheIndexAmongTheDocumentsIsNotTold(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	f, err := New([]string{dir}, knows, dir)
	if err != nil {
		t.Fatal(err)
	}
	w := f.Watch()
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := f.Walk(t.Context(), func(retrieval.File) error { return nil }); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"index.db-wal": false, "休暇.txt": true} {
		if got := w.concerns(fsnotify.Event{Name: filepath.Join(dir, name), Op: fsnotify.Write}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestAWatchSaysWhereItIsBlind(t *testing.T) {
	here := t.TempDir()
	if !tells(here) {
		t.Skip("the folder for tests lies on a drive that does not tell")
	}
	for _, tt := range []struct {
		name, path string
		err        error
		want       string // begins so; empty for no error
	}{
		{"nowhere", here, nil, ""},
		{"nor where a folder has just gone", here, syscall.ENOENT, ""},
		{"where the system's limit is reached", here, syscall.ENOSPC, "the system watches no more folders; raise fs.inotify.max_user_watches: "},
		{"where too many files are open", here, syscall.EMFILE, "the system watches no more folders: "},
		{"where a folder can't be watched", here, syscall.EACCES, `folder "` + here + `" can't be watched: `},
		{"where nothing is known of the drive", filepath.Join(here, "無い"), nil, `folder "` + filepath.Join(here, "無い") + `" lies on a drive that tells of no changes`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked := 0
			w, _, _ := fed(func(string) error { asked++; return tt.err })
			for range 2 { // it is said after every walk
				w.begin(nil)
				w.folder(tt.path)
				w.folder(tt.path)
				if err := w.Blind(); (err == nil) != (tt.want == "") || err != nil && !strings.HasPrefix(err.Error(), tt.want) {
					t.Errorf("blind: %v", err)
				}
			}
			if want := 4; w.limit == nil && asked != want || w.limit != nil && asked != 2 {
				t.Errorf("the system was asked %d times", asked)
			}
			w.add = func(string) error { return nil }
			w.begin(nil)
			w.folder(here)
			if err := w.Blind(); err != nil {
				t.Errorf("once that is mended: %v", err)
			}
		})
	}
	t.Run("where the system watches nothing at all", func(t *testing.T) {
		w := &Watch{folders: &Folders{}, met: map[string]bool{}, limit: unwatched(syscall.EMFILE), blind: unwatched(syscall.EMFILE)}
		w.begin(nil)
		w.folder(here)
		if w.Blind() == nil {
			t.Error("it says nothing")
		}
	})
}
