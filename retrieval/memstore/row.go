package memstore

import (
	"database/sql"
	"encoding/binary"
	"time"

	"kotae/retrieval"
)

// An entry is a row of table document, without its checksum.
type entry struct {
	id                                                int64
	file, path, title, hash, versions, reason, remedy string
	volume, size, passages                            int64
	modified, indexed                                 sql.NullInt64
}

func storedEntry(id int64, e retrieval.Entry) *entry {
	return &entry{
		id: id, file: e.File, path: e.Path, title: e.Title, hash: e.Hash, versions: e.Versions, reason: e.Reason, remedy: e.Remedy,
		volume: int64(e.Volume), size: e.Size, passages: int64(e.Passages),
		modified: nanoseconds(e.Modified), indexed: nanoseconds(e.Indexed),
	}
}

func (e *entry) crc() uint32 {
	return checksum(0).int(e.id).text(e.file).text(e.path).text(e.title).text(e.hash).text(e.versions).
		text(e.reason).text(e.remedy).int(e.volume).int(e.size).int(e.passages).
		time(e.modified).time(e.indexed).value()
}

func (e *entry) entry() retrieval.Entry {
	return retrieval.Entry{
		File: e.file, Path: e.path, Title: e.title, Hash: e.hash, Versions: e.versions, Reason: e.reason, Remedy: e.remedy,
		Volume: uint64(e.volume), Size: e.size, Passages: int(e.passages),
		Modified: moment(e.modified), Indexed: moment(e.indexed),
	}
}

// A row is a row of table passage, without its checksum. It has the memory of
// whoever filled it: terms and vector may be borrowed.
type row struct {
	document, ordinal, page, start, end int64
	key                                 int64
	title, sections, text               string
	terms, vector                       sql.RawBytes
}

func (r *row) crc() uint32 {
	return checksum(0).int(r.document).int(r.ordinal).int(r.page).int(r.start).int(r.end).int(r.key).
		text(r.title).text(r.sections).text(r.text).bytes(r.terms).bytes(r.vector).value()
}

// A keptRow is a row of table kept, without its checksum and id.
type keptRow struct{ key, vector sql.RawBytes }

func (r *keptRow) crc() uint32 { return checksum(0).bytes(r.key).bytes(r.vector).value() }

// short is what a key is looked up by: texts that have it in common are told apart
// by the whole key.
func short(k retrieval.VectorKey) int64 { return int64(binary.BigEndian.Uint64(k[:])) }

// nanoseconds is a time as stored; no time is NULL.
func nanoseconds(t time.Time) sql.NullInt64 {
	if t.IsZero() {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: t.UnixNano(), Valid: true}
}

// moment is the time that was stored, in UTC.
func moment(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.Unix(0, n.Int64).UTC()
}
