package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"kotae/bot"
)

// Keep records an answer. One that is kept already stays as it is.
func (l *Ledger) Keep(ctx context.Context, r bot.Record) error {
	answer, err := json.Marshal(r.Answer)
	if err != nil {
		return fmt.Errorf("ledger: keep: %w", err)
	}
	_, err = l.db.ExecContext(ctx, `INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?, ?)`,
		r.ID, r.Thread, r.Asker, r.At.UnixMicro(), string(answer))
	if err != nil {
		return fmt.Errorf("ledger: keep: %w", err)
	}
	return nil
}

// Record returns the answer with an ID; ok is false where none is kept.
func (l *Ledger) Record(ctx context.Context, id string) (r bot.Record, ok bool, err error) {
	found, err := l.records(ctx, `id = ? ORDER BY at LIMIT 1`, id)
	if err != nil || len(found) == 0 {
		return bot.Record{}, false, err
	}
	return found[0], true, nil
}

// Thread returns the last n answers of a conversation, oldest first. Those that can't be
// read are left out; an error that wraps bot.ErrUnreadable then comes with the others.
func (l *Ledger) Thread(ctx context.Context, thread string, n int) ([]bot.Record, error) {
	found, err := l.records(ctx, `thread = ? ORDER BY at DESC, rowid DESC LIMIT ?`, thread, n)
	slices.Reverse(found)
	return found, err
}

// Asked returns the last n answers to a person, newest first; of what can't be read, see
// Thread.
func (l *Ledger) Asked(ctx context.Context, asker string, n int) ([]bot.Record, error) {
	return l.records(ctx, `asker = ? ORDER BY at DESC, rowid DESC LIMIT ?`, asker, n)
}

func (l *Ledger) records(ctx context.Context, where string, args ...any) ([]bot.Record, error) {
	rows, err := l.db.QueryContext(ctx, `SELECT id, thread, asker, at, answer FROM answer WHERE `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	defer rows.Close()
	var found []bot.Record
	var unreadable []error
	for rows.Next() {
		var r bot.Record
		var at int64
		var answer string
		if err := rows.Scan(&r.ID, &r.Thread, &r.Asker, &at, &answer); err != nil {
			return nil, fmt.Errorf("ledger: %w", err)
		}
		if err := json.Unmarshal([]byte(answer), &r.Answer); err != nil {
			unreadable = append(unreadable, fmt.Errorf("ledger: answer %s: %w: %w", r.ID, bot.ErrUnreadable, err))
			continue
		}
		r.At = time.UnixMicro(at)
		found = append(found, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	return found, errors.Join(unreadable...)
}

// Vote records what a person thinks of an answer, in place of what they thought
// before. A vote without a reason keeps one given with the same opinion.
func (l *Ledger) Vote(ctx context.Context, v bot.Vote) error {
	_, err := l.db.ExecContext(ctx, `INSERT INTO vote VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (answer, person) DO UPDATE SET
		reason  = CASE WHEN up = excluded.up AND excluded.reason = '' THEN reason ELSE excluded.reason END,
		comment = CASE WHEN up = excluded.up AND excluded.comment = '' THEN comment ELSE excluded.comment END,
		up = excluded.up, at = excluded.at`,
		v.Answer, v.Person, v.Up, v.Reason, v.Comment, v.At.UnixMicro())
	if err != nil {
		return fmt.Errorf("ledger: vote: %w", err)
	}
	return nil
}

// Votes returns what people think of an answer, in the order they last voted.
func (l *Ledger) Votes(ctx context.Context, answer string) ([]bot.Vote, error) {
	rows, err := l.db.QueryContext(ctx, `SELECT person, up, reason, comment, at FROM vote WHERE answer = ? ORDER BY at, person`, answer)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	defer rows.Close()
	var votes []bot.Vote
	for rows.Next() {
		v := bot.Vote{Answer: answer}
		var at int64
		if err := rows.Scan(&v.Person, &v.Up, &v.Reason, &v.Comment, &at); err != nil {
			return nil, fmt.Errorf("ledger: %w", err)
		}
		v.At = time.UnixMicro(at)
		votes = append(votes, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	return votes, nil
}

// First reports whether something is met for the first time, and remembers that it
// was.
func (l *Ledger) First(ctx context.Context, what string, at time.Time) (bool, error) {
	result, err := l.db.ExecContext(ctx, `INSERT OR IGNORE INTO met VALUES (?, ?)`, what, at.UnixMicro())
	if err != nil {
		return false, fmt.Errorf("ledger: %w", err)
	}
	n, err := result.RowsAffected()
	return n > 0, err
}
