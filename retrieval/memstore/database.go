package memstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// A database is the index file, opened.
type database struct {
	*sql.DB
	info os.FileInfo // of the file that was opened
}

func (s *Store) path() string { return filepath.Join(s.dir, "index.db") }

// open returns the database that is at the store's path now. A file that was
// replaced behind our back, by another process that found it damaged, is opened
// anew; one that was removed is a fault.
func (s *Store) open(ctx context.Context) (*database, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	info, err := os.Stat(s.path())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, missing()
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a file", s.path())
	case s.db != nil && os.SameFile(info, s.db.info):
		return s.db, nil
	}
	if err := s.drop(); err != nil {
		return nil, diagnose(ctx, err)
	}
	db, err := sql.Open("sqlite", dsn(s.path()))
	if err != nil {
		return nil, err
	}
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, diagnoseLayout(ctx, err)
	}
	s.db = &database{db, info}
	return s.db, nil
}

// drop closes the database, if any. What is being read from it is read to its
// end. Its caller holds s.mu.
func (s *Store) drop() error {
	if s.db == nil {
		return nil
	}
	db := s.db
	s.db = nil
	return db.Close()
}

// spoilt reports whether the file itself says that it can't be written: one byte
// of its header, which SQLite takes for a later version's, and for a read-only
// file like any other. Reading a file beside SQLite drops SQLite's locks on it,
// hence the drop first, and no look at it before there is a reason. Its caller
// holds the writer lock.
func (s *Store) spoilt() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.drop()
	f, err := os.Open(s.path())
	if err != nil {
		return false
	}
	defer f.Close()
	var header [20]byte
	_, err = io.ReadFull(f, header[:])
	return err == nil && header[18] > 2
}

// renew puts an empty index at the store's path. Its caller holds the writer lock.
func (s *Store) renew(ctx context.Context, f *fault) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.drop() // what closing says of a damaged file is known already
	if err := create(ctx, s.path(), s.space); err != nil {
		return err
	}
	s.notice = fmt.Sprintf("The index in %s %s and is being rebuilt from the documents.", s.dir, f.what)
	return nil
}

// create makes an empty index beside path and moves it there, so that no reader
// sees a half-made one. SQLite keeps its hands off the write-ahead log of a file
// that was moved away under it, so others may still have the old one open.
func create(ctx context.Context, path, space string) error {
	next := path + ".new"
	discard(next)
	f, err := os.OpenFile(next, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // SQLite's other files take its mode
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := initialise(ctx, next, space); err != nil {
		discard(next)
		return err
	}
	for _, end := range [...]string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.Rename(next, path)
}

func initialise(ctx context.Context, path, space string) error {
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return err
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := createSchema(ctx, tx, space); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return db.Close()
}

// discard removes a database that nobody has open.
func discard(path string) {
	for _, end := range [...]string{"", "-wal", "-shm", "-journal"} {
		_ = os.Remove(path + end) // what remains will be met by O_EXCL
	}
}

// dsn names a file to the driver. SQLite itself must never make an index, or an
// empty one would come from a directory deleted at a bad moment.
func dsn(path string) string {
	q := url.Values{
		"mode":    {"rw"},
		"_txlock": {"immediate"}, // writers wait at BEGIN, not in the middle
		"_pragma": {
			"busy_timeout(10000)", // ms
			"journal_mode(wal)",
			"synchronous(normal)", // a crash of the machine may cost the last documents, never order
			"foreign_keys(on)",
			"cell_size_check(on)",
			"journal_size_limit(67108864)", // bytes; the log shrinks after a large run
			"secure_delete(on)",            // what is taken out is overwritten; see Compact
			"temp_store(memory)",           // no copy of a document's text lies elsewhere
		},
	}
	return fileURL(path, q)
}

// fileURL writes an absolute path and options as SQLite takes them.
func fileURL(path string, options url.Values) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") { // C:/…
		p = "/" + p
	}
	return "file:" + (&url.URL{Path: p}).EscapedPath() + "?" + options.Encode()
}

// read runs fn in one read transaction, which sees one state of the index and
// waits for nobody.
func (db *database) read(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return diagnose(ctx, err)
	}
	defer tx.Rollback()
	return diagnose(ctx, fn(tx))
}

// write runs fn in one write transaction and commits it if fn returns nil.
func (db *database) write(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return diagnose(ctx, err)
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return diagnose(ctx, err)
	}
	return diagnose(ctx, tx.Commit())
}
