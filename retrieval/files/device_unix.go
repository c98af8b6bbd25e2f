//go:build unix

package files

import (
	"io/fs"
	"syscall"
)

// device returns the number of the file system that a file lies on, 0 if not known.
func device(info fs.FileInfo) uint64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Dev)
	}
	return 0
}
