package memstore

import (
	"database/sql"
	"encoding/binary"
	"hash/crc32"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A checksum is a running CRC-32C over a row's columns. Columns of free length are
// preceded by it, so that no two rows read the same.
type checksum uint32

func (c checksum) value() uint32 { return uint32(c) }

func (c checksum) int(n int64) checksum {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], uint64(n))
	return checksum(crc32.Update(uint32(c), castagnoli, b[:]))
}

func (c checksum) bytes(b []byte) checksum {
	c = c.int(int64(len(b)))
	return checksum(crc32.Update(uint32(c), castagnoli, b))
}

func (c checksum) text(s string) checksum { return c.bytes([]byte(s)) }

func (c checksum) flag(b bool) checksum {
	if b {
		return c.int(1)
	}
	return c.int(0)
}

func (c checksum) time(n sql.NullInt64) checksum {
	if !n.Valid {
		return c.int(0)
	}
	return c.int(1).int(n.Int64)
}
