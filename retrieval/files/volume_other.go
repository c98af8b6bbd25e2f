//go:build !linux && !darwin

package files

// tells reports whether the system tells of every change in the folder at path. Here
// nothing says so.
func tells(string) bool { return false }
