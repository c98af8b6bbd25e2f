package ledger

import (
	"context"
	"fmt"
	"time"

	"kotae/bot"
)

// Attach keeps a file that was sent along. One of the same conversation with the same
// ID takes the place of the earlier one.
func (l *Ledger) Attach(ctx context.Context, f bot.Attachment) error {
	_, err := l.db.ExecContext(ctx, `INSERT INTO attachment VALUES (?, ?, ?, ?, ?) ON CONFLICT (thread, id) DO UPDATE SET
		name = excluded.name, data = excluded.data, at = excluded.at`, f.Thread, f.ID, f.Name, f.Data, f.At.UnixMicro())
	if err != nil {
		return fmt.Errorf("ledger: attach: %w", err)
	}
	return nil
}

// Attached returns the last n files that were sent along in a conversation, oldest first.
func (l *Ledger) Attached(ctx context.Context, thread string, n int) ([]bot.Attachment, error) {
	rows, err := l.db.QueryContext(ctx, `SELECT id, name, data, at FROM (
		SELECT rowid AS row, * FROM attachment WHERE thread = ? ORDER BY at DESC, row DESC LIMIT ?) ORDER BY at, row`, thread, n)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	defer rows.Close()
	var files []bot.Attachment
	for rows.Next() {
		f := bot.Attachment{Thread: thread}
		var at int64
		if err := rows.Scan(&f.ID, &f.Name, &f.Data, &at); err != nil {
			return nil, fmt.Errorf("ledger: %w", err)
		}
		f.At = time.UnixMicro(at)
		files = append(files, f)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	return files, nil
}
