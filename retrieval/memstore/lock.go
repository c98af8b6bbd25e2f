package memstore

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/gofrs/flock"
)

// A BusyError says that another process, or another Store of this one, is writing
// the index.
type BusyError struct {
	Dir string // the data directory
	PID int    // the process that writes; 0 if not known
}

func (e *BusyError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("the index in %s is being written by another process; try again when it is done", e.Dir)
	}
	return fmt.Sprintf("the index in %s is being written by process %d; try again when it is done", e.Dir, e.PID)
}

// Lock makes this Store the only one that writes the directory until unlock is
// called, or the process ends in whatever way. Replace and Remove take the lock
// for themselves where nobody did; who writes many documents takes it once. If it
// is taken, be it by this same Store, the error is a *BusyError. unlock may be
// called several times.
func (s *Store) Lock() (unlock func(), err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	release, err := acquire(s.dir)
	if err != nil {
		return nil, err
	}
	s.held = true
	return sync.OnceFunc(func() {
		s.writing.Lock()
		defer s.writing.Unlock()
		s.held = false
		release()
	}), nil
}

// noteFile says which process holds the lock that it lies beside, for people only.
const noteFile = "index.pid"

// noted is the process that the note names; 0 where there is none.
func noted(dir string) int {
	text, err := os.ReadFile(filepath.Join(dir, noteFile))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0
	}
	return pid
}

// acquire takes the lock of a data directory, index.lock, without waiting.
func acquire(dir string) (release func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil { // an index may be deleted at any time
		return nil, fmt.Errorf("lock index: %w", err)
	}
	lock := flock.New(filepath.Join(dir, "index.lock"))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock index: %w", err)
	}
	if !ok {
		return nil, &BusyError{Dir: dir, PID: noted(dir)}
	}
	note := filepath.Join(dir, noteFile)
	_ = os.WriteFile(note, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600)
	return func() {
		_ = os.Remove(note)
		_ = lock.Unlock()
	}, nil
}
