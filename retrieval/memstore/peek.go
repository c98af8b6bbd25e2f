package memstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"kotae/retrieval"
)

// A Look is what an index was found to hold, by somebody who only looked.
type Look struct {
	Space   string            // the embedding space of its vectors
	Entries []retrieval.Entry // by file
	Size    int64             // bytes on disk
	// Writer is the process that is writing the index; 0 if none is known to.
	Writer int
}

// ErrUnusable is wrapped by the error of an index that the next Open will replace by an
// empty one: it is damaged, or of another format.
var ErrUnusable = errors.New("the index can't be used")

// Peek reads and verifies the index in dir and writes nothing: it makes no file, takes
// no lock that another process would have to wait for, and repairs nothing. An index
// that is not there is fs.ErrNotExist.
func Peek(ctx context.Context, dir string) (Look, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Look{}, err
	}
	path := filepath.Join(dir, "index.db")
	info, err := os.Stat(path)
	if err != nil {
		return Look{}, err
	}
	if !info.Mode().IsRegular() {
		return Look{}, fmt.Errorf("%s is not a file", path)
	}
	look := Look{Size: info.Size(), Writer: writer(dir)}
	shared := logged(path)
	err = look.read(ctx, path, shared)
	if err != nil && !shared && logged(path) { // somebody began to write meanwhile
		err = look.read(ctx, path, true)
	}
	var f *fault
	if errors.As(err, &f) {
		return look, fmt.Errorf("%w: %w", ErrUnusable, f)
	}
	return look, err
}

// logged reports whether there is a write-ahead log: that a process has the index open,
// or had it when it was killed.
func logged(path string) bool {
	_, err := os.Stat(path + "-wal")
	return err == nil
}

// read reads the index at path: shared with whoever has it open, or, where nobody has,
// as a file that does not change, so that SQLite makes none beside it.
func (l *Look) read(ctx context.Context, path string, shared bool) error {
	q := url.Values{"mode": {"ro"}, "_pragma": {"query_only(on)", "cell_size_check(on)", "busy_timeout(2000)"}} // ms
	if !shared {
		q.Set("immutable", "1")
	}
	pool, err := sql.Open("sqlite", fileURL(path, q))
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := pool.PingContext(ctx); err != nil {
		return diagnoseLayout(ctx, err)
	}
	db := &database{DB: pool}
	err = db.read(ctx, func(tx *sql.Tx) error {
		if err := checkSchema(ctx, tx); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT space FROM meta`).Scan(&l.Space)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return damagedf("meta is empty")
	}
	if err != nil {
		return err
	}
	if _, err := db.load(ctx, l.Space, nil); err != nil { // every passage passes its check
		return err
	}
	l.Entries, err = db.entries(ctx, l.Space)
	return err
}

// writer returns the process that holds the writer's lock, by the note that it leaves
// beside it; 0 where there is none, or it is gone. The lock itself is not tried: a
// writer that begins at that moment would be refused.
func writer(dir string) int {
	pid := noted(dir)
	if pid <= 0 {
		return 0
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		return 0
	}
	defer p.Release()
	if runtime.GOOS == "windows" { // where a process that is found is there
		return pid
	}
	if err := p.Signal(syscall.Signal(0)); err != nil && !errors.Is(err, fs.ErrPermission) {
		return 0
	}
	return pid
}
