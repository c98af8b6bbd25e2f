package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kotae/retrieval"
)

// Missing is described by retrieval.Walker. A file is taken to be gone unless the folder
// that it lay in is empty and on another file system, as where a drive is not mounted,
// or a link on its way leads nowhere.
func (f *Folders) Missing(e retrieval.Entry) error {
	for i := range f.roots {
		r := &f.roots[i]
		if isWithin(e.Path, r.real) {
			return checkMounted(e, r.real, r.path)
		}
	}
	for i := range f.roots { // it was found by a link out of a root
		r := &f.roots[i]
		if err := throughLink(e, r, e.File); err != nil {
			return err
		}
		if rel, ok := strings.CutPrefix(e.File, r.label+"/"); ok {
			if err := throughLink(e, r, rel); err != nil {
				return err
			}
		}
	}
	return nil
}

// throughLink follows the folders of a name below a root to the first link among them.
func throughLink(e retrieval.Entry, r *root, rel string) error {
	for i := range rel {
		if rel[i] != '/' {
			continue
		}
		path, shown := filepath.Join(r.real, rel[:i]), filepath.Join(r.path, rel[:i])
		info, err := os.Lstat(path)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			continue
		}
		target, err := filepath.EvalSymlinks(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return &retrieval.Unreached{Path: e.Path, Err: fmt.Errorf("link %q leads nowhere; delete it if the documents behind it are gone", shown)}
		case err != nil:
			return &retrieval.Unreached{Path: e.Path, Err: fmt.Errorf("link %q can't be followed: %w", shown, cause(err))}
		case isWithin(e.Path, target):
			return checkMounted(e, target, shown)
		}
		return nil
	}
	return nil
}

// checkMounted returns an error if the innermost folder that is left of those that a file
// lay in, which is shown for folder or below it, is empty and of another file system.
func checkMounted(e retrieval.Entry, folder, shown string) error {
	if e.Volume == 0 {
		return nil
	}
	dir := filepath.Dir(e.Path)
	info, err := os.Stat(dir)
	for errors.Is(err, fs.ErrNotExist) && dir != folder && isWithin(dir, folder) {
		dir = filepath.Dir(dir)
		info, err = os.Stat(dir)
	}
	if rel, relErr := filepath.Rel(folder, dir); relErr == nil {
		shown = filepath.Join(shown, rel)
	}
	if err == nil && device(info) == e.Volume {
		return nil
	}
	var entries []os.DirEntry
	if err == nil {
		entries, err = os.ReadDir(dir)
	}
	switch {
	case err != nil:
		err = fmt.Errorf("folder %q can't be read in full: %w", shown, cause(err))
	case len(entries) > 0 || device(info) == 0:
		return nil
	default:
		err = fmt.Errorf("folder %q is empty and not on the drive that its documents were on; is that mounted? If they are gone, put an empty %s there", shown, ignoreFile)
	}
	return &retrieval.Unreached{Path: dir, Err: err}
}
