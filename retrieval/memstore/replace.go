package memstore

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	sqlite3 "modernc.org/sqlite/lib"

	"kotae/retrieval"
)

// Replace implements retrieval.Store. Passages must name e.File and be numbered
// from 0 in order. Vectors are stored at unit length; nothing of the arguments is
// kept. If another process writes the index the error is a *BusyError.
func (s *Store) Replace(ctx context.Context, e retrieval.Entry, passages []retrieval.Passage, vectors [][]float32) error {
	d, err := newDraft(e, passages, vectors)
	if err == nil {
		err = s.change(ctx, func(tx *sql.Tx, m *meta) error { return d.store(ctx, tx, m) })
	}
	if err != nil {
		return fmt.Errorf("store %s: %w", e.File, err)
	}
	return nil
}

// Touch implements retrieval.Store. If another process writes the index the error
// is a *BusyError.
func (s *Store) Touch(ctx context.Context, e retrieval.Entry) error {
	err := s.change(ctx, func(tx *sql.Tx, m *meta) error { return touch(ctx, tx, m, e) })
	if err != nil {
		return fmt.Errorf("store times of %s: %w", e.File, err)
	}
	return nil
}

// Remove implements retrieval.Store, in one transaction. If another process writes
// the index the error is a *BusyError.
func (s *Store) Remove(ctx context.Context, files ...string) error {
	if len(files) == 0 {
		return ctx.Err()
	}
	err := s.change(ctx, func(tx *sql.Tx, m *meta) error {
		for _, file := range files {
			if err := remove(ctx, tx, m, file); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("remove from index in %s: %w", s.dir, err)
	}
	return nil
}

// change runs fn in one write transaction, with the meta row to bring up to date.
func (s *Store) change(ctx context.Context, fn func(*sql.Tx, *meta) error) error {
	return s.edit(ctx, func(tx *sql.Tx, m *meta) error {
		m.generation++
		if err := fn(tx, m); err != nil {
			return err
		}
		return m.save(ctx, tx)
	})
}

// edit runs fn in one write transaction, with the meta row as it is.
func (s *Store) edit(ctx context.Context, fn func(*sql.Tx, *meta) error) error {
	return s.write(ctx, func(ctx context.Context) error {
		db, err := s.open(ctx)
		if err != nil {
			return err
		}
		err = db.write(ctx, func(tx *sql.Tx) error {
			m, err := readMeta(ctx, tx, s.space)
			if err != nil {
				return err
			}
			return fn(tx, &m)
		})
		if sqliteCode(err) == sqlite3.SQLITE_READONLY && s.spoilt() {
			return damaged(err)
		}
		return err
	})
}

// remove forgets one file, if it is known. Its passages go with it by cascade.
func remove(ctx context.Context, tx *sql.Tx, m *meta, file string) error {
	var id int64
	var crc uint32
	err := tx.QueryRowContext(ctx, `SELECT id, crc FROM document WHERE file = ?`, file).Scan(&id, &crc)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM document WHERE id = ?`, id); err != nil {
		return err
	}
	m.documents--
	m.dirty = true
	m.checks ^= crc
	return nil
}

// touch rewrites the entry of a file. Its passages, and so its id, stay.
func touch(ctx context.Context, tx *sql.Tx, m *meta, e retrieval.Entry) error {
	var id int64
	var passages int
	var old uint32
	err := tx.QueryRowContext(ctx, `SELECT id, passages, crc FROM document WHERE file = ?`, e.File).Scan(&id, &passages, &old)
	if errors.Is(err, sql.ErrNoRows) {
		return errors.New("the file is not in the index")
	}
	if err != nil {
		return err
	}
	e.Passages = passages
	r := storedEntry(id, e)
	crc := r.crc()
	m.checks ^= old ^ crc
	_, err = tx.ExecContext(ctx, `UPDATE document
		SET path = ?, title = ?, volume = ?, size = ?, modified = ?, hash = ?, versions = ?, indexed = ?, reason = ?, remedy = ?, crc = ? WHERE id = ?`,
		r.path, r.title, r.volume, r.size, r.modified, r.hash, r.versions, r.indexed, r.reason, r.remedy, crc, id)
	return err
}

// A draft is a document that passed the checks and is about to be stored.
type draft struct {
	entry    retrieval.Entry
	passages []retrieval.Passage
	vectors  [][]float32 // unit length
}

func newDraft(e retrieval.Entry, passages []retrieval.Passage, vectors [][]float32) (*draft, error) {
	if e.File == "" {
		return nil, errors.New("the file has no name")
	}
	if len(passages) != len(vectors) {
		return nil, fmt.Errorf("%d passages with %d vectors", len(passages), len(vectors))
	}
	e.Passages = len(passages)
	d := &draft{e, passages, make([][]float32, len(vectors))}
	for i, v := range vectors {
		switch p := &passages[i]; {
		case p.File != e.File:
			return nil, fmt.Errorf("passage %d is of the file %q", i, p.File)
		case p.Ordinal != i:
			return nil, fmt.Errorf("passage %d has the ordinal %d", i, p.Ordinal)
		case len(v) != len(vectors[0]):
			return nil, fmt.Errorf("passage %d: vector has length %d instead of %d", i, len(v), len(vectors[0]))
		}
		u, err := unit(v)
		if err != nil {
			return nil, fmt.Errorf("passage %d: %w", i, err)
		}
		d.vectors[i] = u
	}
	return d, nil
}

func (d *draft) store(ctx context.Context, tx *sql.Tx, m *meta) error {
	if err := fit(ctx, tx, d.vectors); err != nil {
		return err
	}
	if err := remove(ctx, tx, m, d.entry.File); err != nil {
		return err
	}
	e := storedEntry(m.generation, d.entry)
	crc := e.crc()
	_, err := tx.ExecContext(ctx, `INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.id, e.file, e.path, e.title, e.volume, e.size, e.modified, e.hash, e.versions, e.indexed, e.reason, e.remedy, e.passages, crc)
	if err != nil {
		return err
	}
	m.documents++
	m.checks ^= crc
	return d.storePassages(ctx, tx, e.id)
}

// fit compares the vectors' length with the length of those stored.
func fit(ctx context.Context, tx *sql.Tx, vectors [][]float32) error {
	if len(vectors) == 0 {
		return nil
	}
	var size int
	err := tx.QueryRowContext(ctx, `SELECT length(vector) FROM passage LIMIT 1`).Scan(&size)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil && size != 4*len(vectors[0]) {
		err = fmt.Errorf("vectors have length %d; those in the index have %d", len(vectors[0]), size/4)
	}
	return err
}

func (d *draft) storePassages(ctx context.Context, tx *sql.Tx, id int64) error {
	if len(d.passages) == 0 {
		return nil
	}
	insert, err := tx.PrepareContext(ctx, `INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	release, err := newReleaser(ctx, tx)
	if err != nil {
		return err
	}
	defer release.Close()
	var sections bytes.Buffer
	enc := json.NewEncoder(&sections)
	enc.SetEscapeHTML(false) // headings are joined by " > "
	var vector []byte
	for i := range d.passages {
		p := &d.passages[i]
		sections.Reset()
		if err := enc.Encode(p.Sections); err != nil {
			return err
		}
		r := row{
			document: id, ordinal: int64(i), page: int64(p.Page), start: int64(p.StartLine), end: int64(p.EndLine), key: short(p.VectorKey()),
			title: p.Title, sections: string(bytes.TrimSpace(sections.Bytes())), text: p.Text, terms: p.Terms,
		}
		vector = appendVector(vector[:0], d.vectors[i])
		r.vector = vector
		_, err := insert.ExecContext(ctx, r.document, r.ordinal, r.page, r.start, r.end, r.key, r.crc(),
			r.title, r.sections, r.text, []byte(r.terms), vector)
		if err != nil {
			return err
		}
		if err := release.key(ctx, r.key); err != nil {
			return err
		}
	}
	return nil
}
