package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"kotae/retrieval"
)

// A trip is one walk through all roots.
type trip struct {
	knows func(name string) bool
	own   []string        // folders passed over
	watch *Watch          // of the folders; nil for none
	seen  map[string]bool // real paths of the folders and files that were met
	roots map[string]bool // real paths of the roots
	links []link          // not followed yet
	found []entry
	errs  []error // folders that could not be read in full
}

// An entry is a file that was found, to be visited or, if skip says why, passed over.
type entry struct {
	root *root
	rel  string // path below root, with the system's separators
	file retrieval.File
	skip retrieval.Skip
}

// A link is a symbolic link that was found.
type link struct {
	root  *root
	rel   string
	path  string // real but for its last part
	rules *ignores
}

// folder takes in the folder at path, which lies at rel below root, by the rules of the
// folders above it.
func (t *trip) folder(ctx context.Context, r *root, path, rel string, rules *ignores) {
	if ctx.Err() != nil || t.seen[path] {
		return
	}
	t.seen[path] = true
	if t.watch != nil {
		t.watch.folder(path) // first, or what changes after it is read is not told
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		t.miss(path, fmt.Errorf("folder %q can't be read in full: %w", filepath.Join(r.path, rel), cause(err)))
	}
	volume := volumeOf(path)
	rules = ignoresOf(rules, path, rel)
	for _, e := range entries {
		here, below := filepath.Join(path, e.Name()), filepath.Join(rel, e.Name())
		if e.Name() == ignoreFile {
			continue
		}
		if slices.Contains(t.own, here) {
			t.pass(r, here, below, retrieval.Skip{Reason: isOwn, Remedy: "nothing to do"})
			continue
		}
		if s := nobodys(e.Name()); s.Reason != "" {
			t.pass(r, here, below, s)
			continue
		}
		if rules.ignore(below, e.IsDir()) {
			t.pass(r, here, below, retrieval.Skip{Reason: isIgnored, Remedy: "take its line out of " + ignoreFile + " if it should be answered from"})
			continue
		}
		switch mode := e.Type(); {
		case mode&fs.ModeSymlink != 0:
			t.links = append(t.links, link{r, below, here, rules})
		case mode.IsDir():
			t.folder(ctx, r, here, below, rules)
		case mode.IsRegular():
			t.file(r, here, below, volume)
		default:
			t.pass(r, here, below, retrieval.Skip{Reason: "a device, no file", Remedy: "take it out of the folder"})
		}
	}
}

// pass takes in what is passed over, once. The folder of another root is that root's.
func (t *trip) pass(r *root, path, rel string, why retrieval.Skip) {
	if !t.seen[path] && !t.roots[path] {
		t.found = append(t.found, entry{root: r, rel: rel, skip: why, file: retrieval.File{Path: path}})
	}
}

// miss takes in that what is at path, or below it, could not be looked at.
func (t *trip) miss(path string, err error) {
	t.errs = append(t.errs, &retrieval.Unreached{Path: path, Err: err})
}

// file takes in the regular file at path, which lies in a folder of the volume.
func (t *trip) file(r *root, path, rel string, volume uint64) {
	if t.seen[path] {
		return
	}
	t.seen[path] = true
	e := entry{root: r, rel: rel}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return // deleted since the folder was listed
	case err != nil:
		// The folder lists its files and lets nobody look at them.
		t.miss(path, fmt.Errorf("file %q can't be looked at: %w", filepath.Join(r.path, rel), cause(err)))
		return
	case !t.knows(filepath.Base(rel)):
		e.skip = foreign(rel)
	case info.Size() > largest:
		e.skip = retrieval.Skip{Reason: "larger than 50 MB", Remedy: "split it into smaller files"}
	default:
		switch err := openable(path); {
		case errors.Is(err, fs.ErrNotExist):
			return
		case errors.Is(err, fs.ErrPermission):
			e.skip = retrieval.Skip{Reason: "permission denied", Remedy: "let the account that runs kotae read it"}
		case err != nil: // the drive, or who has it open, may give it back
			t.miss(path, fmt.Errorf("file %q can't be opened: %w", filepath.Join(r.path, rel), cause(err)))
			return
		}
	}
	e.file = retrieval.File{Path: path, Size: info.Size(), Modified: info.ModTime(), Volume: volume}
	t.found = append(t.found, e)
}

// openable returns why the file at path can't be opened, nil if it can.
func openable(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	// It was only opened for reading: closing it can lose nothing.
	_ = f.Close()
	return nil
}

// volumeOf returns the file system that a folder lies on, 0 if not known.
func volumeOf(folder string) uint64 {
	info, err := os.Stat(folder)
	if err != nil {
		return 0
	}
	return device(info)
}

// followLinks takes in what the links point to, and the links found on the way. What
// was met already, under its own path or by another link, is not taken in again.
func (t *trip) followLinks(ctx context.Context) {
	for len(t.links) > 0 {
		links := t.links
		t.links = nil
		slices.SortFunc(links, func(a, b link) int { return strings.Compare(a.path, b.path) })
		for _, l := range links {
			t.follow(ctx, l)
		}
	}
}

func (t *trip) follow(ctx context.Context, l link) {
	var target string
	info, err := os.Stat(l.path)
	if err == nil {
		target, err = filepath.EvalSymlinks(l.path)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.skipLink(l, "broken link", "point it to a file or folder, or delete it")
	case errors.Is(err, syscall.ELOOP):
		t.skipLink(l, "link that leads back to itself", "delete it")
	case err != nil: // there may be a folder behind it
		t.errs = append(t.errs, &retrieval.Unreached{Name: clean(l.rel),
			Err: fmt.Errorf("link %q can't be followed: %w", filepath.Join(l.root.path, l.rel), cause(err))})
	case info.IsDir() && isWithin(l.path, target):
		t.skipLink(l, "link to a folder that it lies in", "delete it")
	case info.IsDir():
		t.folder(ctx, l.root, target, l.rel, l.rules)
	case info.Mode().IsRegular():
		if t.watch != nil {
			t.watch.target(target)
		}
		t.file(l.root, target, l.rel, volumeOf(filepath.Dir(target)))
	}
}

func (t *trip) skipLink(l link, reason, remedy string) {
	t.found = append(t.found, entry{root: l.root, rel: l.rel, skip: retrieval.Skip{Reason: reason, Remedy: remedy}})
}

// isWithin tells whether path lies below folder.
func isWithin(path, folder string) bool {
	return strings.HasPrefix(path, strings.TrimSuffix(folder, string(filepath.Separator))+string(filepath.Separator))
}
