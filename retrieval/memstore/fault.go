package memstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// A fault is a reason to empty the index and to build it anew. Everything else
// that goes wrong (a full disk, no permission, a cancelled context) is an
// ordinary error and leaves the index alone.
type fault struct {
	what  string // completes "The index in DIR …"
	cause error  // nil if what says it all
}

func (f *fault) Error() string {
	if f.cause == nil {
		return "the index " + f.what
	}
	return fmt.Sprintf("the index %s: %v", f.what, f.cause)
}

func (f *fault) Unwrap() error { return f.cause }

// missing is the fault of an index that is not there.
func missing() *fault { return &fault{what: "was removed", cause: fs.ErrNotExist} }

// damaged is the fault of an index that can't be read.
func damaged(cause error) *fault { return &fault{what: "was damaged", cause: cause} }

// damagedf describes damage that the checks found, not SQLite.
func damagedf(format string, args ...any) *fault { return damaged(fmt.Errorf(format, args...)) }

// unusable reports whether err asks for a new index.
func unusable(err error) bool {
	var f *fault
	return errors.As(err, &f)
}

// diagnose turns what SQLite says of a torn file into a fault. An error that comes
// with a context that is done is the context's, whatever it says.
func diagnose(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if unusable(err) {
		return err
	}
	switch code := sqliteCode(err); {
	case code&0xff == sqlite3.SQLITE_CORRUPT,
		code&0xff == sqlite3.SQLITE_NOTADB,
		code == sqlite3.SQLITE_IOERR_SHORT_READ: // the file ends inside a page
		return damaged(err)
	case strings.HasPrefix(err.Error(), "sql: Scan error"): // a foreign page: our tables are strict
		return damaged(err)
	}
	return err
}

// diagnoseLayout is diagnose for statements that only fail if the file's layout
// can't be understood; SQLite then speaks of errors in SQL.
func diagnoseLayout(ctx context.Context, err error) error {
	if ctx.Err() == nil && sqliteCode(err)&0xff == sqlite3.SQLITE_ERROR {
		return damaged(err)
	}
	return diagnose(ctx, err)
}

// sqliteCode returns SQLite's extended result code, 0 for errors not of SQLite.
func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}
