package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
)

// Peek makes sure that the ledger in a data directory can be read, and changes nothing.
// One that is not there is fs.ErrNotExist.
func Peek(ctx context.Context, dir string) error {
	path, err := filepath.Abs(filepath.Join(dir, "ledger.db"))
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return err
	}
	options := url.Values{"mode": {"ro"}, "_pragma": {"query_only(on)", "busy_timeout(2000)"}} // ms
	if _, err := os.Stat(path + "-wal"); errors.Is(err, os.ErrNotExist) {
		options.Set("immutable", "1") // nobody has it open, and SQLite makes no file beside it
	}
	db, err := sql.Open("sqlite", fileURL(path, options))
	if err != nil {
		return err
	}
	defer db.Close()
	var says string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&says); err != nil {
		return fmt.Errorf("ledger %s: %w", path, err)
	}
	if says != "ok" {
		return fmt.Errorf("ledger %s: %s", path, says)
	}
	return nil
}
