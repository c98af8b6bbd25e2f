package files

import "syscall"

// mntLocal is MNT_LOCAL of <sys/mount.h>.
const mntLocal = 0x1000

// tells reports whether the system tells of every change in the folder at path: it does
// not where others write to the drive over a network.
func tells(path string) bool {
	var s syscall.Statfs_t
	return syscall.Statfs(path, &s) == nil && s.Flags&mntLocal != 0
}
