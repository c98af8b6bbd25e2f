// Package memstore is the default retrieval.Store: passages and vectors in one
// SQLite file, searched in memory.
//
// It owns the file index.db in the data directory, its checks, its recovery and
// the lock of whoever writes it. The index is a cache of the documents: what
// can't be read, or belongs to another embedding space, is emptied and said to
// be, never mixed and never served. memstore does not know how passages are made,
// where vectors come from, or who asks; it logs nothing.
package memstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"kotae/retrieval"
)

// ErrEmptied is returned by Replace, Touch, Remove, Snapshot, Recall, Keep, Release and Compact when they found the
// index damaged, removed or of another space, and put an empty one in its place.
// It is returned once: the documents must be indexed again, and until then
// whoever has an older Snapshot had better keep it. Open and Entries go on with
// the empty index instead. Notice tells a person in every case.
var ErrEmptied = errors.New("the index could not be used and was emptied; index the documents again")

// errClosed says that a store is used after Close.
var errClosed = errors.New("the store is closed")

// A Store is the index of one data directory. It is safe for concurrent use;
// writers are served one at a time. Several processes may read one directory;
// one of them at a time may write.
type Store struct {
	dir, space string

	// mu guards what follows, briefly; it is never held while waiting for SQLite's
	// locks but at opening.
	mu     sync.Mutex
	db     *database // nil until needed, and after the file was replaced
	notice string
	closed bool

	writing sync.Mutex // one write, or one repair, at a time
	held    bool       // by the caller of Lock; guarded by writing

	loading sync.Mutex // one load at a time
	library *library   // the last load, of which the next one keeps what is unchanged; guarded by loading
}

var _ retrieval.VectorKeeper = (*Store)(nil)

// Open opens the index in dir for vectors of one embedding space, and makes both
// where they are missing, the directory with mode 0700.
//
// It reads and verifies the whole index: what it has found in order is what
// Snapshot serves. An index that is torn, of another format or of another space
// is replaced by an empty one, and Notice says so. Making or replacing needs the
// writer lock: if another process has it, the error is a *BusyError. A full disk,
// missing permission or a read-only file system is an error, and changes nothing.
func Open(ctx context.Context, dir, space string) (*Store, error) {
	if space == "" {
		return nil, errors.New("open index: the embedding space has no name")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	s := &Store{dir: dir, space: space}
	err = s.read(ctx, s.load)
	if errors.Is(err, ErrEmptied) {
		if errors.Is(err, fs.ErrNotExist) {
			s.notice = "" // the first Open of all: nothing was there to lose
		}
		err = s.load(ctx)
	}
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("open index in %s: %w", dir, err)
	}
	return s, nil
}

// Notice returns one sentence for the operator if the index had to be emptied
// since Open began, the latest reason if there were several, and else "".
func (s *Store) Notice() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.notice
}

// Close waits for the calls under way and closes the file. Snapshots stay usable;
// the store does not. A lock taken by Lock is still its caller's to release.
func (s *Store) Close() error {
	s.loading.Lock()
	defer s.loading.Unlock()
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed, s.library = true, nil
	return s.drop()
}

// Entries implements retrieval.Store. An index that can't be used is emptied, and
// the list is empty: whoever compares it with the documents will index them all.
func (s *Store) Entries(ctx context.Context) ([]retrieval.Entry, error) {
	var entries []retrieval.Entry
	err := s.read(ctx, func(ctx context.Context) error {
		db, err := s.open(ctx)
		if err != nil {
			return err
		}
		entries, err = db.entries(ctx, s.space)
		return err
	})
	if errors.Is(err, ErrEmptied) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list index in %s: %w", s.dir, err)
	}
	return entries, nil
}

// Snapshot implements retrieval.Store. It reads from the file the documents whose
// passages changed since the last one, whoever changed them, and returns the last
// one again if none did. It may return ErrEmptied, and a *BusyError if the index is
// damaged while another process writes it.
func (s *Store) Snapshot(ctx context.Context) (retrieval.Snapshot, error) {
	s.loading.Lock()
	defer s.loading.Unlock()
	if err := s.read(ctx, s.load); err != nil {
		return nil, fmt.Errorf("load index in %s: %w", s.dir, err)
	}
	if s.library.snapshot == nil {
		shot, err := newSnapshot(ctx, s.library)
		if err != nil {
			return nil, fmt.Errorf("load index in %s: %w", s.dir, err)
		}
		s.library.snapshot = shot
	}
	return s.library.snapshot, nil
}

// load brings s.library up to date. Its caller holds s.loading, or the only
// reference to s.
func (s *Store) load(ctx context.Context) error {
	db, err := s.open(ctx)
	if err != nil {
		return err
	}
	l, err := db.load(ctx, s.space, s.library)
	if err == nil {
		s.library = l
	}
	return err
}

// read runs op, which only reads. If op finds the index unusable, it is run once
// more under the writer lock, because another process may just have mended what
// it saw, and then the index is renewed and the error is ErrEmptied.
func (s *Store) read(ctx context.Context, op func(context.Context) error) error {
	if err := op(ctx); !unusable(err) {
		return err
	}
	return s.write(ctx, op)
}

// write runs op under the writer lock. If op finds the index unusable, the index
// is renewed and the error is ErrEmptied.
func (s *Store) write(ctx context.Context, op func(context.Context) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if !s.held {
		release, err := acquire(s.dir)
		if err != nil {
			return err
		}
		defer release()
	}
	err := op(ctx)
	var f *fault
	if !errors.As(err, &f) {
		return err
	}
	if err := s.renew(ctx, f); err != nil {
		return fmt.Errorf("%w; replace the index: %w", f, err)
	}
	return fmt.Errorf("%w: %w", ErrEmptied, f)
}
