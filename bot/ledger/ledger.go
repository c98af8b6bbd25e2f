// Package ledger keeps what must survive a restart and can't be rebuilt from the
// documents: questions that were accepted and not yet answered, the answers given,
// the files sent along, what people thought, and what was spent at the model's endpoint.
//
// It lives in a file of its own beside the index, which is only a cache. It knows
// nothing of how answers are found or written.
package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"kotae/bot"
)

// A Ledger is an open ledger file. It is safe for concurrent use, and several
// processes may use one file.
type Ledger struct{ db *sql.DB }

// schema makes the tables. Times are in Unix microseconds.
const schema = `CREATE TABLE IF NOT EXISTS spending (
	day        TEXT    PRIMARY KEY, -- local date, 2006-01-02
	answers    INTEGER NOT NULL,
	prompt     INTEGER NOT NULL,    -- tokens
	completion INTEGER NOT NULL     -- tokens
) STRICT;
CREATE TABLE IF NOT EXISTS width (
	model TEXT    PRIMARY KEY, -- an embedding model at its endpoint
	width INTEGER NOT NULL     -- of its vectors
) STRICT;
CREATE TABLE IF NOT EXISTS seen (
	event TEXT    PRIMARY KEY, -- a delivery
	at    INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS task (
	key      TEXT    PRIMARY KEY, -- what is to be done, whichever delivery brings it
	body     BLOB    NOT NULL,    -- empty when done
	state    TEXT    NOT NULL,
	resumed  INTEGER NOT NULL, -- how often it was taken up again
	accepted INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS task_open ON task (accepted) WHERE state != 'done';
CREATE TABLE IF NOT EXISTS answer (
	id     TEXT    PRIMARY KEY,
	thread TEXT    NOT NULL,
	asker  TEXT    NOT NULL,
	at     INTEGER NOT NULL,
	answer TEXT    NOT NULL -- JSON
) STRICT;
CREATE TABLE IF NOT EXISTS met (
	what TEXT    PRIMARY KEY, -- somebody who was greeted
	at   INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS attachment (
	thread TEXT    NOT NULL,
	id     TEXT    NOT NULL, -- of the file
	name   TEXT    NOT NULL,
	data   BLOB    NOT NULL,
	at     INTEGER NOT NULL,
	PRIMARY KEY (thread, id)
) STRICT;
CREATE INDEX IF NOT EXISTS answer_thread ON answer (thread, at);
CREATE INDEX IF NOT EXISTS answer_asker ON answer (asker, at);
CREATE TABLE IF NOT EXISTS vote (
	answer  TEXT    NOT NULL,
	person  TEXT    NOT NULL,
	up      INTEGER NOT NULL,
	reason  TEXT    NOT NULL,
	comment TEXT    NOT NULL,
	at      INTEGER NOT NULL,
	PRIMARY KEY (answer, person)
) STRICT`

// Open opens the ledger in a data directory, which it makes with mode 0700 if it is
// not there. A damaged ledger is an error: it is never replaced by an empty one.
func Open(ctx context.Context, dir string) (*Ledger, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	path, err := filepath.Abs(filepath.Join(dir, "ledger.db"))
	if err != nil {
		return nil, err
	}
	pragmas := url.Values{"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(NORMAL)"}, "_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", fileURL(path, pragmas))
	if err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return nil, errors.Join(fmt.Errorf("ledger %s: %w", path, err), db.Close())
	}
	if err := os.Chmod(path, 0o600); err != nil { // the folder may have been there, open to others
		return nil, errors.Join(fmt.Errorf("ledger: %w", err), db.Close())
	}
	return &Ledger{db}, nil
}

// fileURL writes an absolute path and options as SQLite takes them.
func fileURL(path string, options url.Values) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/…
		path = "/" + path
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + options.Encode()
}

// Close closes the file.
func (l *Ledger) Close() error { return l.db.Close() }

// Spending is what was spent at the endpoint.
type Spending struct {
	Answers          int `json:"answers"` // that a model was asked for
	PromptTokens     int `json:"prompt_tokens"`
	CompletionTokens int `json:"completion_tokens"`
}

// Tokens is the sum of all tokens.
func (s Spending) Tokens() int { return s.PromptTokens + s.CompletionTokens }

// Spend adds to the spending of the day that t lies in.
func (l *Ledger) Spend(ctx context.Context, t time.Time, s Spending) error {
	_, err := l.db.ExecContext(ctx, `INSERT INTO spending VALUES (?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET
		answers = answers + excluded.answers, prompt = prompt + excluded.prompt, completion = completion + excluded.completion`,
		day(t), s.Answers, s.PromptTokens, s.CompletionTokens)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	return nil
}

// Spent returns the spending of the day that t lies in.
func (l *Ledger) Spent(ctx context.Context, t time.Time) (Spending, error) {
	var s Spending
	err := l.db.QueryRowContext(ctx, `SELECT answers, prompt, completion FROM spending WHERE day = ?`, day(t)).
		Scan(&s.Answers, &s.PromptTokens, &s.CompletionTokens)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return s, fmt.Errorf("ledger: %w", err)
	}
	return s, nil
}

func day(t time.Time) string { return t.Local().Format(time.DateOnly) }

// Width returns the length of a model's vectors as it was last seen; 0 if never.
func (l *Ledger) Width(ctx context.Context, model string) (int, error) {
	var width int
	err := l.db.QueryRowContext(ctx, `SELECT width FROM width WHERE model = ?`, model).Scan(&width)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("ledger: %w", err)
	}
	return width, nil
}

// SetWidth remembers the length of a model's vectors; 0 forgets it.
func (l *Ledger) SetWidth(ctx context.Context, model string, width int) error {
	_, err := l.db.ExecContext(ctx, `INSERT INTO width VALUES (?, ?) ON CONFLICT (model) DO UPDATE SET width = excluded.width`, model, width)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	return nil
}

// A Budget is a bot.Budget that allows so many tokens a day.
type Budget struct {
	Ledger *Ledger
	// Daily is the limit; 0 is none.
	Daily int
}

// Allows reports whether today's limit is not yet reached. The answer that crosses
// it is still written whole.
func (b Budget) Allows(ctx context.Context) (bool, error) {
	if b.Daily == 0 {
		return true, nil
	}
	s, err := b.Ledger.Spent(ctx, time.Now())
	return err == nil && s.Tokens() < b.Daily, err
}

// Spend records an answer.
func (b Budget) Spend(ctx context.Context, u bot.Usage) error {
	return b.Ledger.Spend(ctx, time.Now(), Spending{1, u.PromptTokens, u.CompletionTokens})
}
