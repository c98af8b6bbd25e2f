// Package files finds the files that may be documents in the folders of the
// configuration.
//
// It owns what a file is called, which files and folders are passed over, and why; what
// it takes to be told of changes; and whether a file that is not found is gone. It opens
// files only to see whether that is allowed, and does not know what is in them.
package files

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"kotae/retrieval"
)

// largest is the size in bytes beyond which a file is reported and not read.
const largest = 50 << 20

// Folders is the retrieval.Walker over folders of the file system. It keeps nothing
// between walks and is safe for concurrent use.
type Folders struct {
	roots []root
	knows func(name string) bool
	own   []string              // folders passed over
	watch atomic.Pointer[Watch] // told of the folders of every walk; nil for none
}

// A root is one configured folder.
type root struct {
	path  string // as the user wrote it
	real  string // absolute, without symbolic links
	label string // what tells it from the other roots, slash-separated
}

// New returns a walker over the folders roots, of which there is at least one. Knows
// tells by a file's name whether it is of a format that can be read; other files are
// reported. A root that is missing or no folder is an error of one line that names it
// as it was written; several give one line each.
//
// A root within another one adds nothing but what the walk of the other passes over,
// and the same root twice counts once. Own are folders of the program's own, which need
// not be there, and are passed over where they lie below a root.
func New(roots []string, knows func(name string) bool, own ...string) (*Folders, error) {
	if len(roots) == 0 {
		return nil, errors.New("no folder of documents is given")
	}
	var errs []error
	f := &Folders{knows: knows, own: own}
	var paths []string
	for _, path := range roots {
		r, abs, err := newRoot(path)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if !slices.ContainsFunc(f.roots, func(o root) bool { return o.real == r.real }) {
			f.roots, paths = append(f.roots, r), append(paths, abs)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	for i, label := range labels(paths) {
		f.roots[i].label = label
	}
	// Outer folders first: a file is called by its path below the outermost root.
	slices.SortStableFunc(f.roots, func(a, b root) int {
		return cmp.Or(cmp.Compare(depth(a.real), depth(b.real)), cmp.Compare(a.real, b.real))
	})
	return f, nil
}

func depth(path string) int { return strings.Count(path, string(filepath.Separator)) }

// newRoot returns the root at path, without its label, and its absolute path.
func newRoot(path string) (r root, abs string, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return root{}, "", fmt.Errorf("folder %q does not exist", path)
	case err != nil:
		return root{}, "", fmt.Errorf("folder %q can't be opened: %w", path, cause(err))
	case !info.IsDir():
		return root{}, "", fmt.Errorf("%q is not a folder", path)
	}
	abs, err = filepath.Abs(path)
	if err != nil {
		return root{}, "", fmt.Errorf("folder %q: %w", path, err)
	}
	real, err := filepath.EvalSymlinks(abs)
	if err != nil {
		return root{}, "", fmt.Errorf("folder %q can't be opened: %w", path, cause(err))
	}
	return root{path: path, real: real}, abs, nil
}

// cause returns what went wrong without the path that it went wrong with.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// Walk is described by retrieval.Walker. Hidden files and folders, locks, temporary
// files, what systems leave in folders and what a .kotaeignore names are skipped, a
// folder as one. Links are followed, each file is visited once, and under its own path
// rather than a link's if it has one. The skips are in order of name too, and complete
// unless visit or the context ends the walk.
func (f *Folders) Walk(ctx context.Context, visit func(retrieval.File) error) ([]retrieval.Skip, error) {
	t := trip{knows: f.knows, own: f.ownFolders(), watch: f.watch.Load(), seen: map[string]bool{}, roots: map[string]bool{}}
	if t.watch != nil {
		t.watch.begin(t.own)
	}
	for i := range f.roots {
		t.roots[f.roots[i].real] = true
	}
	for i := range f.roots {
		t.folder(ctx, &f.roots[i], f.roots[i].real, "", nil)
	}
	t.followLinks(ctx)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var skips []retrieval.Skip
	for _, e := range named(t.found) {
		if e.skip.Reason != "" {
			e.skip.File = e.file.Name
			skips = append(skips, e.skip)
			continue
		}
		if err := ctx.Err(); err != nil {
			return skips, err
		}
		if err := visit(e.file); err != nil {
			return skips, err
		}
	}
	return skips, errors.Join(t.errs...)
}

// ownFolders returns own as paths of a walk are written.
func (f *Folders) ownFolders() []string {
	var paths []string
	for _, path := range f.own {
		if abs, err := filepath.Abs(path); err == nil {
			path = abs
		}
		if real, err := filepath.EvalSymlinks(path); err == nil {
			path = real
		}
		paths = append(paths, path)
	}
	return paths
}
