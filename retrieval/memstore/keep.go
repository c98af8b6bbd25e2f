package memstore

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"kotae/retrieval"
)

// Recall implements retrieval.VectorKeeper. A kept row that fails its check is as
// good as none; a stored one is damage.
func (s *Store) Recall(ctx context.Context, keys []retrieval.VectorKey) ([][]float32, error) {
	vectors := make([][]float32, len(keys))
	if len(keys) == 0 {
		return vectors, ctx.Err()
	}
	err := s.read(ctx, func(ctx context.Context) error {
		db, err := s.open(ctx)
		if err != nil {
			return err
		}
		return db.read(ctx, func(tx *sql.Tx) error {
			if _, err := readMeta(ctx, tx, s.space); err != nil {
				return err
			}
			clear(vectors)
			if err := recallStored(ctx, tx, keys, vectors); err != nil {
				return err
			}
			return recallKept(ctx, tx, keys, vectors)
		})
	})
	if err != nil {
		return nil, fmt.Errorf("recall vectors in %s: %w", s.dir, err)
	}
	return vectors, nil
}

// recallStored fills in the vectors of stored passages.
func recallStored(ctx context.Context, tx *sql.Tx, keys []retrieval.VectorKey, vectors [][]float32) error {
	query, err := tx.PrepareContext(ctx, `SELECT document, ordinal, page, start_line, end_line, key, crc, title, sections, text, terms, vector
		FROM passage WHERE key = ?`)
	if err != nil {
		return err
	}
	defer query.Close()
	for i, key := range keys {
		if vectors[i], err = recallPassage(ctx, query, key); err != nil {
			return err
		}
	}
	return nil
}

func recallPassage(ctx context.Context, query *sql.Stmt, key retrieval.VectorKey) ([]float32, error) {
	rows, err := query.QueryContext(ctx, short(key))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r row
		var crc int64
		if err := rows.Scan(&r.document, &r.ordinal, &r.page, &r.start, &r.end, &r.key, &crc,
			&r.title, &r.sections, &r.text, &r.terms, &r.vector); err != nil {
			return nil, err
		}
		if crc != int64(r.crc()) || r.key != short(key) {
			return nil, damagedf("passage %d of document %d fails its check", r.ordinal, r.document)
		}
		p := retrieval.Passage{Title: r.title, Text: r.text}
		if err := json.Unmarshal([]byte(r.sections), &p.Sections); err != nil {
			return nil, damagedf("passage %d of document %d: sections: %w", r.ordinal, r.document, err)
		}
		if p.VectorKey() == key {
			return newVector(r.vector), nil
		}
	}
	return nil, rows.Err()
}

// recallKept fills in what is kept of the vectors that are missing.
func recallKept(ctx context.Context, tx *sql.Tx, keys []retrieval.VectorKey, vectors [][]float32) error {
	if any, err := keeps(ctx, tx); err != nil || !any {
		return err
	}
	query, err := tx.PrepareContext(ctx, `SELECT key, crc, vector FROM kept WHERE id = ?`)
	if err != nil {
		return err
	}
	defer query.Close()
	for i, key := range keys {
		if vectors[i] == nil {
			if vectors[i], err = recallOne(ctx, query, key); err != nil {
				return err
			}
		}
	}
	return nil
}

func recallOne(ctx context.Context, query *sql.Stmt, key retrieval.VectorKey) ([]float32, error) {
	rows, err := query.QueryContext(ctx, short(key))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	var r keptRow
	var crc int64
	if err := rows.Scan(&r.key, &crc, &r.vector); err != nil {
		return nil, err
	}
	if crc != int64(r.crc()) || !bytes.Equal(r.key, key[:]) {
		return nil, nil
	}
	return newVector(r.vector), nil
}

// keeps reports whether anything is kept.
func keeps(ctx context.Context, tx *sql.Tx) (bool, error) {
	var one int
	err := tx.QueryRowContext(ctx, `SELECT 1 FROM kept LIMIT 1`).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Keep implements retrieval.VectorKeeper. If another process writes the index the
// error is a *BusyError.
func (s *Store) Keep(ctx context.Context, keys []retrieval.VectorKey, vectors [][]float32) error {
	units, err := keepable(keys, vectors)
	if err == nil && len(keys) == 0 {
		return ctx.Err()
	}
	if err == nil {
		err = s.edit(ctx, func(tx *sql.Tx, _ *meta) error { return keep(ctx, tx, keys, units) })
	}
	if err != nil {
		return fmt.Errorf("keep vectors in %s: %w", s.dir, err)
	}
	return nil
}

// keepable returns the vectors at unit length, or why they can't be kept.
func keepable(keys []retrieval.VectorKey, vectors [][]float32) ([][]float32, error) {
	if len(keys) != len(vectors) {
		return nil, fmt.Errorf("%d keys with %d vectors", len(keys), len(vectors))
	}
	units := make([][]float32, len(vectors))
	for i, v := range vectors {
		if len(v) != len(vectors[0]) {
			return nil, fmt.Errorf("vector %d has length %d instead of %d", i, len(v), len(vectors[0]))
		}
		u, err := unit(v)
		if err != nil {
			return nil, fmt.Errorf("vector %d: %w", i, err)
		}
		units[i] = u
	}
	return units, nil
}

func keep(ctx context.Context, tx *sql.Tx, keys []retrieval.VectorKey, units [][]float32) error {
	if err := fit(ctx, tx, units); err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, `INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	var vector []byte
	for i := range keys {
		vector = appendVector(vector[:0], units[i])
		r := keptRow{keys[i][:], vector}
		if _, err := insert.ExecContext(ctx, short(keys[i]), keys[i][:], r.crc(), vector); err != nil {
			return err
		}
	}
	return nil
}

// Release implements retrieval.VectorKeeper. Where nothing is kept it needs no lock;
// else, if another process writes the index the error is a *BusyError.
func (s *Store) Release(ctx context.Context) error {
	var any bool
	err := s.read(ctx, func(ctx context.Context) error {
		db, err := s.open(ctx)
		if err != nil {
			return err
		}
		return db.read(ctx, func(tx *sql.Tx) error {
			if _, err := readMeta(ctx, tx, s.space); err != nil {
				return err
			}
			any, err = keeps(ctx, tx)
			return err
		})
	})
	if err == nil && any {
		err = s.edit(ctx, func(tx *sql.Tx, _ *meta) error {
			_, err := tx.ExecContext(ctx, `DELETE FROM kept`)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("release vectors in %s: %w", s.dir, err)
	}
	return nil
}

// A releaser drops kept vectors as their passages are stored.
type releaser struct{ stmt *sql.Stmt } // nil where nothing is kept

func newReleaser(ctx context.Context, tx *sql.Tx) (releaser, error) {
	any, err := keeps(ctx, tx)
	if err != nil || !any {
		return releaser{}, err
	}
	stmt, err := tx.PrepareContext(ctx, `DELETE FROM kept WHERE id = ?`)
	return releaser{stmt}, err
}

func (r releaser) key(ctx context.Context, short int64) error {
	if r.stmt == nil {
		return nil
	}
	_, err := r.stmt.ExecContext(ctx, short)
	return err
}

func (r releaser) Close() {
	if r.stmt != nil {
		_ = r.stmt.Close() // it has done its work
	}
}
