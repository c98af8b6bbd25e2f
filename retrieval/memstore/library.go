package memstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"kotae/retrieval"
)

// A library is what an index held at one moment, verified and decoded. The next
// one shares the memory of documents whose passages did not change.
type library struct {
	epoch, generation int64
	documents         []shelf // by file
	passages          []retrieval.Passage
	vectors           [][]float32 // of passages
	dimension         int         // the length of each vector; 0 without vectors
	snapshot          *snapshot   // of the passages; nil until asked for
}

// A shelf is one document's place in a library.
type shelf struct {
	id       int64
	from, to int // in passages
}

// load returns what the index holds now, in one transaction, and last itself if
// that is it. Of last, which may be nil, the documents that are still the same are
// kept. Everything that is read is verified.
func (db *database) load(ctx context.Context, space string, last *library) (*library, error) {
	var l *library
	err := db.read(ctx, func(tx *sql.Tx) error {
		m, err := readMeta(ctx, tx, space)
		if err != nil {
			return err
		}
		if last != nil && last.epoch == m.epoch && last.generation == m.generation {
			l = last
			return nil
		}
		entries, err := readEntries(ctx, tx, &m)
		if err != nil {
			return err
		}
		if last == nil || last.epoch != m.epoch {
			last = &library{}
		}
		l = &library{epoch: m.epoch, generation: m.generation}
		if last.holds(entries) {
			*l = *last
			l.epoch, l.generation = m.epoch, m.generation
			return nil
		}
		return l.fill(ctx, tx, entries, last)
	})
	return l, err
}

// holds reports whether the library has the passages of these entries and no other.
func (l *library) holds(entries []entry) bool {
	return slices.EqualFunc(l.documents, entries, func(s shelf, e entry) bool { return s.id == e.id })
}

// fill takes the passages of entries from last where it has them, else from tx.
func (l *library) fill(ctx context.Context, tx *sql.Tx, entries []entry, last *library) error {
	known := make(map[int64]shelf, len(last.documents))
	for _, s := range last.documents {
		known[s.id] = s
	}
	total := 0
	for i := range entries {
		total += int(entries[i].passages)
	}
	l.documents = make([]shelf, 0, len(entries))
	l.passages = make([]retrieval.Passage, 0, total)
	l.vectors = make([][]float32, 0, total)

	query, err := tx.PrepareContext(ctx, `SELECT document, ordinal, page, start_line, end_line, key, crc, title, sections, text, terms, vector
		FROM passage WHERE document = ? ORDER BY ordinal`)
	if err != nil {
		return err
	}
	defer query.Close()
	for i := range entries {
		e := &entries[i]
		from := len(l.passages)
		if s, ok := known[e.id]; ok {
			l.passages = append(l.passages, last.passages[s.from:s.to]...)
			l.vectors = append(l.vectors, last.vectors[s.from:s.to]...)
		} else if err := l.read(ctx, query, e); err != nil {
			return err
		}
		l.documents = append(l.documents, shelf{e.id, from, len(l.passages)})
	}
	if len(l.vectors) > 0 {
		l.dimension = len(l.vectors[0])
	}
	for _, v := range l.vectors {
		if len(v) != l.dimension {
			return damagedf("vectors of length %d and %d", l.dimension, len(v))
		}
	}
	return nil
}

// read appends one document's passages.
func (l *library) read(ctx context.Context, query *sql.Stmt, e *entry) error {
	rows, err := query.QueryContext(ctx, e.id)
	if err != nil {
		return err
	}
	defer rows.Close()
	var slab []float32           // all vectors of the document
	names := map[string]string{} // titles and headings repeat; one copy is enough
	for ordinal := int64(0); ; ordinal++ {
		if !rows.Next() {
			if err := rows.Err(); err != nil {
				return err
			}
			if ordinal != e.passages {
				return damagedf("%s has %d passages instead of %d", e.file, ordinal, e.passages)
			}
			return nil
		}
		var r row
		var crc int64
		if err := rows.Scan(&r.document, &r.ordinal, &r.page, &r.start, &r.end, &r.key, &crc,
			&r.title, &r.sections, &r.text, &r.terms, &r.vector); err != nil {
			return err
		}
		if crc != int64(r.crc()) || r.ordinal != ordinal || ordinal >= e.passages {
			return damagedf("%s, passage %d fails its check", e.file, ordinal)
		}
		p, err := r.passage(e, names)
		if err != nil {
			return err
		}
		n := len(r.vector) / 4
		if slab == nil {
			slab = make([]float32, int(e.passages)*n)
		}
		if n == 0 || len(slab) < n {
			return damagedf("%s, passage %d has a vector of length %d", e.file, ordinal, n)
		}
		v := slab[:n:n]
		slab = slab[n:]
		decodeVector(v, r.vector)
		l.passages = append(l.passages, p)
		l.vectors = append(l.vectors, v)
	}
}

// passage decodes r, keeping none of the memory it borrowed.
func (r *row) passage(e *entry, names map[string]string) (retrieval.Passage, error) {
	p := retrieval.Passage{
		File: e.file, Title: share(names, r.title), Ordinal: int(r.ordinal), Page: int(r.page),
		StartLine: int(r.start), EndLine: int(r.end), Text: r.text,
	}
	if len(r.terms) > 0 {
		p.Terms = append(make([]byte, 0, len(r.terms)), r.terms...)
	}
	if err := json.Unmarshal([]byte(r.sections), &p.Sections); err != nil {
		return p, fmt.Errorf("%s, passage %d: sections: %w", e.file, r.ordinal, err)
	}
	for i := range p.Sections {
		p.Sections[i].Heading = share(names, p.Sections[i].Heading)
	}
	return p, nil
}

// share returns the first string met that equals s.
func share(names map[string]string, s string) string {
	if first, ok := names[s]; ok {
		return first
	}
	names[s] = s
	return s
}

// entries lists the documents by file.
func (db *database) entries(ctx context.Context, space string) ([]retrieval.Entry, error) {
	var list []retrieval.Entry
	err := db.read(ctx, func(tx *sql.Tx) error {
		m, err := readMeta(ctx, tx, space)
		if err != nil {
			return err
		}
		stored, err := readEntries(ctx, tx, &m)
		if err != nil {
			return err
		}
		list = make([]retrieval.Entry, len(stored))
		for i := range stored {
			list[i] = stored[i].entry()
		}
		return nil
	})
	return list, err
}

// readEntries returns the rows of table document by file, and makes sure that
// they are all there.
func readEntries(ctx context.Context, tx *sql.Tx, m *meta) ([]entry, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, file, path, title, volume, size, modified, hash, versions, indexed, reason, remedy, passages, crc
		FROM document ORDER BY file`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	entries := make([]entry, 0, min(m.documents, 1<<20))
	var checks uint32
	for rows.Next() {
		var e entry
		var crc int64
		if err := rows.Scan(&e.id, &e.file, &e.path, &e.title, &e.volume, &e.size, &e.modified, &e.hash, &e.versions, &e.indexed,
			&e.reason, &e.remedy, &e.passages, &crc); err != nil {
			return nil, err
		}
		if crc != int64(e.crc()) || e.id > m.generation {
			return nil, damagedf("the entry of %q fails its check", e.file)
		}
		checks ^= uint32(crc)
		entries = append(entries, e)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if int64(len(entries)) != m.documents || checks != m.checks {
		return nil, damagedf("%d documents instead of %d", len(entries), m.documents)
	}
	return entries, nil
}
