//go:build linux || darwin

package main

import "syscall"

// freeSpace returns how many bytes may still be written where a folder is.
func freeSpace(dir string) (bytes int64, ok bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}

// writable reports whether this process may write into a folder, without doing it.
func writable(dir string) bool {
	const write = 2 // W_OK
	return syscall.Access(dir, write) == nil
}
