package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"kotae/bot"
)

// The states of a task.
const (
	accepted   = "accepted"
	delivering = "delivering" // its outcome may be out already
	done       = "done"
)

// Accept records a task so that a restart goes on with it. Fresh is false, and
// nothing is recorded, where the task or its delivery was accepted before. A task
// without a body, or a delivery without a name, is recognised all the same.
func (l *Ledger) Accept(ctx context.Context, key, event string, body []byte, at time.Time) (fresh bool, err error) {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return false, fmt.Errorf("ledger: accept: %w", err)
	}
	defer tx.Rollback() // after a commit it does nothing
	if event != "" {
		if fresh, err := inserts(ctx, tx, `INSERT OR IGNORE INTO seen VALUES (?, ?)`, event, at.UnixMicro()); err != nil || !fresh {
			return false, err
		}
	}
	if body == nil {
		body = []byte{}
	}
	fresh, err = inserts(ctx, tx, `INSERT OR IGNORE INTO task VALUES (?, ?, ?, 0, ?)`, key, body, accepted, at.UnixMicro())
	if err != nil {
		return false, err
	}
	if err := tx.Commit(); err != nil {
		return false, fmt.Errorf("ledger: accept: %w", err)
	}
	return fresh, nil
}

// inserts reports whether a statement made a row.
func inserts(ctx context.Context, tx *sql.Tx, statement string, args ...any) (bool, error) {
	result, err := tx.ExecContext(ctx, statement, args...)
	if err != nil {
		return false, fmt.Errorf("ledger: accept: %w", err)
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// Delivering records that a task's outcome is on its way out: whoever resumes it can't
// know whether it arrived. Without yes that is taken back, when it certainly did not.
func (l *Ledger) Delivering(ctx context.Context, key string, yes bool) error {
	state := accepted
	if yes {
		state = delivering
	}
	_, err := l.db.ExecContext(ctx, `UPDATE task SET state = ? WHERE key = ? AND state != ?`, state, key, done)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	return nil
}

// Finish records that nothing is left to do of a task. Its body is forgotten; that it
// was done is remembered until Forget.
func (l *Ledger) Finish(ctx context.Context, key string) error {
	if _, err := l.db.ExecContext(ctx, `UPDATE task SET state = ?, body = x'' WHERE key = ?`, done, key); err != nil {
		return fmt.Errorf("ledger: finish: %w", err)
	}
	return nil
}

// Unfinished returns the tasks that are not finished, oldest first, and counts that
// they are taken up again.
func (l *Ledger) Unfinished(ctx context.Context) ([]bot.Task, error) {
	rows, err := l.db.QueryContext(ctx, `UPDATE task SET resumed = resumed + 1 WHERE state != 'done' RETURNING key, body, state, resumed, accepted`)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	defer rows.Close()
	var tasks []bot.Task
	for rows.Next() {
		var t bot.Task
		var state string
		var at int64
		if err := rows.Scan(&t.Key, &t.Body, &state, &t.Resumed, &at); err != nil {
			return nil, fmt.Errorf("ledger: %w", err)
		}
		t.Delivering, t.Accepted = state == delivering, time.UnixMicro(at)
		tasks = append(tasks, t)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	slices.SortStableFunc(tasks, func(x, y bot.Task) int { return x.Accepted.Compare(y.Accepted) })
	return tasks, nil
}

// Forget forgets finished tasks, deliveries, answers, attached files and votes from
// before a time.
// Tasks that are not finished stay.
func (l *Ledger) Forget(ctx context.Context, before time.Time) error {
	var errs []error
	for _, statement := range []string{
		`DELETE FROM seen WHERE at < ?`,
		`DELETE FROM task WHERE accepted < ? AND state = 'done'`,
		`DELETE FROM answer WHERE at < ?`,
		`DELETE FROM attachment WHERE at < ?`,
		`DELETE FROM vote WHERE at < ? AND answer NOT IN (SELECT id FROM answer)`,
	} {
		if _, err := l.db.ExecContext(ctx, statement, before.UnixMicro()); err != nil {
			errs = append(errs, fmt.Errorf("ledger: forget: %w", err))
		}
	}
	return errors.Join(errs...)
}
