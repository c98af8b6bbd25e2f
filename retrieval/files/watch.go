package files

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A Watch learns from the system of changes below folders. Where the system tells of
// none it says so, and nothing but looking helps.
//
// Every walk of its Folders has it watch the folders that are met, before they are read:
// what changes afterwards is told, in new folders too. A folder that is met no more stays
// watched: to let go of it could let go of the folder that it was renamed to. What is told
// of it costs a look.
type Watch struct {
	folders *Folders
	add     func(folder string) error // nil where the system watches nothing
	events  <-chan fsnotify.Event
	errs    <-chan error
	close   func() error

	mu      sync.Mutex      // guards what follows
	own     []string        // folders of the program's own, as the last walk found them
	met     map[string]bool // folders that were walked
	targets map[string]bool // files that links lead to
	blind   error           // of the last walk
	limit   error           // why no other folder can be watched, while that lasts
}

const (
	// quiet is how long nothing may happen before changes are told: those of one copied
	// folder, or of one file that an editor replaces, are told as one.
	quiet = 300 * time.Millisecond
	// longest is how long changes are gathered where it never becomes quiet.
	longest = 2 * time.Second
)

// Watch begins to watch; the next walk says which folders. It is for one goroutine, and
// there is one for Folders at a time. Close ends it.
func (f *Folders) Watch() *Watch {
	w := &Watch{folders: f, met: map[string]bool{}, targets: map[string]bool{}, close: func() error { return nil }}
	if system, err := fsnotify.NewWatcher(); err != nil {
		w.limit = unwatched(err)
		w.blind = w.limit
	} else {
		w.add, w.events, w.errs, w.close = system.Add, system.Events, system.Errors, system.Close
	}
	f.watch.Store(w)
	return w
}

// Close ends the watch. Walks go on without it.
func (w *Watch) Close() error {
	w.folders.watch.CompareAndSwap(w, nil)
	return w.close()
}

// Blind returns why changes may have come to pass untold since the last walk, nil if all
// are told: the system watches no more folders, or a folder lies on a drive that others
// may write to from elsewhere.
func (w *Watch) Blind() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.blind
}

// Wait returns when something below the folders has changed and it is quiet again, when
// atMost is over, or when ctx is done. It reports whether something changed. What changed
// between two calls is told by the second.
func (w *Watch) Wait(ctx context.Context, atMost time.Duration) bool {
	over := time.NewTimer(atMost)
	defer over.Stop()
	for told := false; !told; {
		select {
		case <-ctx.Done():
			return false
		case <-over.C:
			return false
		case e, ok := <-w.events:
			told = ok && w.concerns(e)
			if !ok {
				w.events = nil
			}
		case err, ok := <-w.errs:
			told = ok && err != nil // the queue ran over: anything may have changed
			if !ok {
				w.errs = nil
			}
		}
	}
	w.settle(ctx)
	return true
}

// settle waits until it is quiet, or longest is over.
func (w *Watch) settle(ctx context.Context) {
	over, still := time.NewTimer(longest), time.NewTimer(quiet)
	defer over.Stop()
	defer still.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-over.C:
			return
		case <-still.C:
			return
		case e, ok := <-w.events:
			switch {
			case !ok:
				w.events = nil
			case w.concerns(e):
				still.Reset(quiet)
			}
		case _, ok := <-w.errs:
			if !ok {
				w.errs = nil
			}
		}
	}
}

// concerns reports whether an event may change what a walk finds.
func (w *Watch) concerns(e fsnotify.Event) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.met[e.Name] || w.targets[e.Name] {
		return true
	}
	dir, name := filepath.Dir(e.Name), filepath.Base(e.Name)
	switch {
	case !w.met[dir]: // it is watched for the sake of other files
		return false
	case name == ignoreFile, name == Glossary:
		return true
	case slices.Contains(w.own, dir): // where the index is written
		return w.folders.knows(name)
	}
	return nobodys(name).Reason == ""
}

// begin begins a walk, which passes over own.
func (w *Watch) begin(own []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.own = own
	if w.add != nil {
		w.blind, w.limit = nil, nil // it may have been raised
	}
}

// folder watches a folder that is about to be read.
func (w *Watch) folder(path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.met[path] = true
	w.ask(path)
}

// target watches a file outside the folders that a link leads to, by the folder that it
// lies in: an editor puts another file in its place.
func (w *Watch) target(path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.targets[path] = true
	w.ask(filepath.Dir(path))
}

// ask has the system watch a folder. One that is watched already may be another one of
// the same name.
func (w *Watch) ask(path string) {
	if w.limit != nil {
		return
	}
	if !tells(path) && w.blind == nil {
		w.blind = fmt.Errorf("folder %q lies on a drive that tells of no changes made elsewhere", path)
	}
	switch err := w.add(path); {
	case err == nil, errors.Is(err, syscall.ENOENT): // gone since it was found
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		w.limit = unwatched(err)
		w.blind = w.limit
	default:
		if w.blind == nil {
			w.blind = fmt.Errorf("folder %q can't be watched: %w", path, cause(err))
		}
	}
}

// unwatched says why the system watches no more folders.
func unwatched(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("the system watches no more folders; raise fs.inotify.max_user_watches: %w", err)
	}
	return fmt.Errorf("the system watches no more folders: %w", err)
}
