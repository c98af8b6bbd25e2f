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
	seen  map[string]bool // real paths of the folders and files that were met
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
	root *root
	rel  string
	path string // real but for its last part
}

// folder takes in the folder at path, which lies at rel below root.
func (t *trip) folder(ctx context.Context, r *root, path, rel string) {
	if ctx.Err() != nil || t.seen[path] {
		return
	}
	t.seen[path] = true
	entries, err := os.ReadDir(path)
	if err != nil {
		t.errs = append(t.errs, fmt.Errorf("folder %q can't be read in full: %w", filepath.Join(r.path, rel), cause(err)))
	}
	for _, e := range entries {
		if isIgnored(e.Name()) {
			continue
		}
		here, below := filepath.Join(path, e.Name()), filepath.Join(rel, e.Name())
		switch mode := e.Type(); {
		case mode&fs.ModeSymlink != 0:
			t.links = append(t.links, link{r, below, here})
		case mode.IsDir():
			t.folder(ctx, r, here, below)
		case mode.IsRegular():
			t.file(r, here, below)
		}
	}
}

// isIgnored tells whether a file or folder of this name is nobody's document: hidden,
// a lock of an office program, temporary, or left behind by a system.
func isIgnored(name string) bool {
	switch strings.ToLower(name) {
	case "thumbs.db", "desktop.ini", "node_modules":
		return true
	}
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") ||
		strings.HasSuffix(name, "~") || strings.EqualFold(filepath.Ext(name), ".tmp")
}

// file takes in the regular file at path.
func (t *trip) file(r *root, path, rel string) {
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
		t.errs = append(t.errs, fmt.Errorf("file %q can't be looked at: %w", filepath.Join(r.path, rel), cause(err)))
		return
	case !t.knows(filepath.Base(rel)):
		e.skip = retrieval.Skip{Reason: "format not supported", Remedy: "save it as plain text or Markdown"}
	case info.Size() > largest:
		e.skip = retrieval.Skip{Reason: "larger than 50 MB", Remedy: "split it into smaller files"}
	default:
		e.skip = openable(path)
	}
	e.file = retrieval.File{Path: path, Size: info.Size(), Modified: info.ModTime()}
	t.found = append(t.found, e)
}

// openable returns why the file at path can't be opened, nothing if it can.
func openable(path string) retrieval.Skip {
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) {
			return retrieval.Skip{Reason: "permission denied", Remedy: "let the account that runs kotae read it"}
		}
		return retrieval.Skip{Reason: "can't be opened: " + cause(err).Error(), Remedy: "see whether other programs can open it"}
	}
	// It was only opened for reading: closing it can lose nothing.
	_ = f.Close()
	return retrieval.Skip{}
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
		t.errs = append(t.errs, fmt.Errorf("link %q can't be followed: %w", filepath.Join(l.root.path, l.rel), cause(err)))
	case info.IsDir() && isWithin(l.path, target):
		t.skipLink(l, "link to a folder that it lies in", "delete it")
	case info.IsDir():
		t.folder(ctx, l.root, target, l.rel)
	case info.Mode().IsRegular():
		t.file(l.root, target, l.rel)
	}
}

func (t *trip) skipLink(l link, reason, remedy string) {
	t.found = append(t.found, entry{root: l.root, rel: l.rel, skip: retrieval.Skip{Reason: reason, Remedy: remedy}})
}

// isWithin tells whether path lies below folder.
func isWithin(path, folder string) bool {
	return strings.HasPrefix(path, strings.TrimSuffix(folder, string(filepath.Separator))+string(filepath.Separator))
}
