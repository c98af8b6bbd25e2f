package memstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Compact makes sure that no byte of what was replaced or removed is left in the files
// of the index, and gives the room back. Where nothing was, it costs one look.
//
// SQLite overwrites what is deleted, but neither the copies that it left inside pages when
// it moved rows between them (of one document in some hundreds) nor the log. So the file
// is written anew, in one transaction, and the log is emptied: a tenth of a second for a
// thousand passages, and in proportion. Killed at any moment, the index holds what it
// held, and the next Compact does it again. Compact waits for readers for up to ten
// seconds; where they take longer it is an error, and likewise done by the next. If
// another process writes the index the error is a *BusyError.
func (s *Store) Compact(ctx context.Context) error {
	dirty := false
	err := s.read(ctx, func(ctx context.Context) error {
		db, err := s.open(ctx)
		if err != nil {
			return err
		}
		return db.read(ctx, func(tx *sql.Tx) error {
			m, err := readMeta(ctx, tx, s.space)
			dirty = m.dirty
			return err
		})
	})
	if err == nil && dirty {
		err = s.write(ctx, s.compact)
	}
	if err != nil {
		return fmt.Errorf("compact index in %s: %w", s.dir, err)
	}
	return nil
}

// compact is Compact of a file that is dirty. Its caller holds the writer lock.
func (s *Store) compact(ctx context.Context) error {
	db, err := s.open(ctx)
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, `VACUUM`); err != nil {
		return diagnose(ctx, err)
	}
	var busy, log, moved int
	if err := db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &moved); err != nil {
		return diagnose(ctx, err)
	}
	if busy != 0 {
		return errors.New("it is being read all the time")
	}
	// Only now: killed before, the next one must know.
	return db.write(ctx, func(tx *sql.Tx) error {
		m, err := readMeta(ctx, tx, s.space)
		if err != nil {
			return err
		}
		m.dirty = false
		return m.save(ctx, tx)
	})
}
