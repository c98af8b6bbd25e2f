package memstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"fmt"
	"slices"
)

// format is the version of the file's layout. A change of schema, of a checksum
// or of an encoding raises it, and every index of another format is rebuilt.
const format = 3

// schema is the layout, statement by statement as SQLite keeps it, and as VACUUM orders
// it, tables first: the file must hold these and no other. Column meta.format stays where
// it is in every format.
var schema = []string{
	`CREATE TABLE meta (
	format     INTEGER NOT NULL,
	space      TEXT    NOT NULL, -- the embedding space of all vectors
	epoch      INTEGER NOT NULL, -- random; another in every new file
	generation INTEGER NOT NULL, -- counts the writes
	documents  INTEGER NOT NULL, -- how many rows document has
	checks     INTEGER NOT NULL, -- the exclusive or of all document.crc
	dirty      INTEGER NOT NULL, -- 1 while the file may hold bytes of what was taken out
	crc        INTEGER NOT NULL
) STRICT`,
	`CREATE TABLE document (
	id       INTEGER PRIMARY KEY, -- the generation that wrote it, so never used twice
	file     TEXT    NOT NULL,
	path     TEXT    NOT NULL,
	title    TEXT    NOT NULL,
	volume   INTEGER NOT NULL,    -- the bits of an unsigned number
	size     INTEGER NOT NULL,    -- bytes
	modified INTEGER,             -- nanoseconds since 1970, UTC; NULL is no time
	hash     TEXT    NOT NULL,
	versions TEXT    NOT NULL,
	indexed  INTEGER,             -- as modified
	reason   TEXT    NOT NULL,
	remedy   TEXT    NOT NULL,
	passages INTEGER NOT NULL,    -- how many rows passage has of it
	crc      INTEGER NOT NULL
) STRICT`,
	`CREATE TABLE passage (
	document   INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
	ordinal    INTEGER NOT NULL,
	page       INTEGER NOT NULL,
	start_line INTEGER NOT NULL,
	end_line   INTEGER NOT NULL,
	key        INTEGER NOT NULL, -- the first 8 bytes of its retrieval.VectorKey
	crc        INTEGER NOT NULL,
	title      TEXT    NOT NULL,
	sections   TEXT    NOT NULL, -- JSON
	text       TEXT    NOT NULL,
	terms      BLOB,
	vector     BLOB    NOT NULL  -- little-endian float32, unit length
) STRICT`,
	`CREATE TABLE kept (
	id     INTEGER PRIMARY KEY, -- the first 8 bytes of key
	key    BLOB    NOT NULL,    -- a retrieval.VectorKey
	crc    INTEGER NOT NULL,
	vector BLOB    NOT NULL     -- little-endian float32, unit length
) STRICT`,
	`CREATE UNIQUE INDEX document_file ON document (file)`,
	`CREATE UNIQUE INDEX passage_place ON passage (document, ordinal)`,
	`CREATE INDEX passage_key ON passage (key)`,
}

// A meta is the one row of table meta: what the file is, and a summary of what it
// holds. Every write changes it, so it tells whether anything changed.
type meta struct {
	space      string
	epoch      int64
	generation int64
	documents  int64
	checks     uint32
	dirty      bool // something was taken out since the last Compact
}

func (m *meta) crc() uint32 {
	return checksum(0).int(format).text(m.space).int(m.epoch).int(m.generation).
		int(m.documents).int(int64(m.checks)).flag(m.dirty).value()
}

func createSchema(ctx context.Context, tx *sql.Tx, space string) error {
	for _, statement := range schema {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	var epoch [8]byte
	rand.Read(epoch[:]) // never fails
	m := meta{space: space, epoch: int64(binary.LittleEndian.Uint64(epoch[:]))}
	_, err := tx.ExecContext(ctx, `INSERT INTO meta VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		format, m.space, m.epoch, m.generation, m.documents, m.checks, m.dirty, m.crc())
	return err
}

// readMeta begins every transaction. It returns a fault unless the file is an
// index of this format and of the given space.
func readMeta(ctx context.Context, tx *sql.Tx, space string) (meta, error) {
	if err := checkSchema(ctx, tx); err != nil {
		return meta{}, err
	}
	var m meta
	var version, crc int64
	err := tx.QueryRowContext(ctx, `SELECT format, space, epoch, generation, documents, checks, dirty, crc FROM meta`).
		Scan(&version, &m.space, &m.epoch, &m.generation, &m.documents, &m.checks, &m.dirty, &crc)
	switch {
	case err == sql.ErrNoRows:
		return meta{}, damagedf("meta is empty")
	case err != nil:
		return meta{}, err
	case version != format:
		return meta{}, otherFormat(version)
	case crc != int64(m.crc()):
		return meta{}, damagedf("meta fails its check")
	case m.space != space:
		return meta{}, &fault{what: fmt.Sprintf("belonged to the embedding space %q instead of %q", m.space, space)}
	}
	return m, nil
}

func (m *meta) save(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `UPDATE meta SET generation = ?, documents = ?, checks = ?, dirty = ?, crc = ?`,
		m.generation, m.documents, m.checks, m.dirty, m.crc())
	return err
}

// checkSchema compares the file's layout with ours to the letter, because a torn
// schema makes SQLite complain of anything but damage.
func checkSchema(ctx context.Context, tx *sql.Tx) error {
	found, err := column(ctx, tx, `SELECT sql FROM sqlite_schema ORDER BY rowid`)
	if err != nil {
		return diagnoseLayout(ctx, err)
	}
	if slices.Equal(found, schema) {
		return nil
	}
	var version int64
	if err := tx.QueryRowContext(ctx, `SELECT format FROM meta`).Scan(&version); err == nil && version != format {
		return otherFormat(version)
	}
	return damagedf("its layout is not ours")
}

func otherFormat(version int64) *fault {
	return &fault{what: fmt.Sprintf("had format %d instead of %d", version, format)}
}

// column returns the one column of a query's rows, NULL as "".
func column(ctx context.Context, tx *sql.Tx, query string) ([]string, error) {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var values []string
	for rows.Next() {
		var v sql.NullString
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		values = append(values, v.String)
	}
	return values, rows.Err()
}
