package files

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kotae/retrieval"
)

var _ retrieval.Walker = (*Folders)(nil)

// knows stands in for the reader.
func knows(name string) bool { return filepath.Ext(name) == ".txt" || filepath.Ext(name) == ".md" }

// write makes files, with their names for content, and folders for names that end in
// a slash. "a -> b" makes a link a to b.
func write(t *testing.T, dir string, names ...string) {
	t.Helper()
	for _, name := range names {
		name, target, isLink := strings.Cut(name, " -> ")
		path := filepath.Join(dir, name)
		err := os.MkdirAll(filepath.Dir(path), 0o755)
		switch {
		case isLink:
			err = errors.Join(err, os.Symlink(target, path))
		case strings.HasSuffix(name, "/"):
			err = errors.Join(err, os.MkdirAll(path, 0o755))
		default:
			err = errors.Join(err, os.WriteFile(path, []byte(name), 0o644))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// walk walks roots and returns the names of what was visited and what was skipped.
func walk(t *testing.T, roots ...string) (visited, skipped []string) {
	t.Helper()
	f, err := New(roots, knows)
	if err != nil {
		t.Fatal(err)
	}
	skips, err := f.Walk(t.Context(), func(f retrieval.File) error {
		visited = append(visited, f.Name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range skips {
		if s.Reason == "" || s.Remedy == "" {
			t.Errorf("skip without reason or remedy: %+v", s)
		}
		skipped = append(skipped, s.File+": "+s.Reason)
	}
	return visited, skipped
}

func TestWalkDescribesFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "人事/規程.txt")
	path := filepath.Join(dir, "人事", "規程.txt")
	at := time.Date(2024, 5, 10, 9, 30, 0, 123456789, time.UTC)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
	f, err := New([]string{dir}, knows)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Walk(t.Context(), func(f retrieval.File) error {
		if f.Name != "人事/規程.txt" || f.Size != int64(len("人事/規程.txt")) || !f.Modified.Equal(at) {
			t.Errorf("visit %+v", f)
		}
		if data, err := os.ReadFile(f.Path); err != nil || string(data) != "人事/規程.txt" {
			t.Errorf("read %s: %q, %v", f.Path, data, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestNewRefuses(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, dir, "a.txt", "d/")
	tests := []struct {
		name  string
		roots []string
		want  string
	}{
		{"no root", nil, "no folder of documents is given"},
		{"a missing root", []string{"d", "./規程集"}, `folder "./規程集" does not exist`},
		{"a file", []string{"a.txt"}, `"a.txt" is not a folder`},
		{"something below a file", []string{"a.txt/d"}, `folder "a.txt/d" can't be opened: not a directory`},
		{"several, a line each", []string{"x", "y"}, "folder \"x\" does not exist\nfolder \"y\" does not exist"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if f, err := New(tt.roots, knows); err == nil || err.Error() != tt.want {
				t.Errorf("New = %v, %v; want %s", f, err, tt.want)
			}
		})
	}
}

func TestWalkEndsWithWhatVisitReturns(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.txt", "b.txt", "c.xlsx")
	f, err := New([]string{dir}, knows)
	if err != nil {
		t.Fatal(err)
	}
	stop := errors.New("stop")
	n := 0
	if _, err := f.Walk(t.Context(), func(retrieval.File) error { n++; return stop }); !errors.Is(err, stop) || n != 1 {
		t.Errorf("Walk: %v after %d visits", err, n)
	}
}

func TestWalkEndsWithItsContext(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.txt", "b.txt")
	f, err := New([]string{dir}, knows)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	if _, err := f.Walk(ctx, func(retrieval.File) error { n++; cancel(); return nil }); !errors.Is(err, context.Canceled) || n != 1 {
		t.Errorf("Walk: %v after %d visits", err, n)
	}
	if _, err := f.Walk(ctx, func(retrieval.File) error { n++; return nil }); !errors.Is(err, context.Canceled) || n != 1 {
		t.Errorf("Walk with a context that is done: %v after %d visits", err, n)
	}
}

func TestWalkOfARootThatIsGoneIsNotClean(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "人事/a.txt", "経理/b.txt")
	t.Chdir(dir)
	f, err := New([]string{"人事", "経理"}, knows)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll("人事"); err != nil {
		t.Fatal(err)
	}
	var visited []string
	_, err = f.Walk(t.Context(), func(f retrieval.File) error {
		visited = append(visited, f.Name)
		return nil
	})
	if err == nil || err.Error() != `folder "人事" can't be read in full: no such file or directory` {
		t.Errorf("Walk: %v", err)
	}
	if !slices.Equal(visited, []string{"b.txt"}) {
		t.Errorf("visited %q: the rest is visited all the same", visited)
	}
}

func TestWalkMeetsWhatItMayNotRead(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := t.TempDir()
	write(t, dir, "a.txt", "closed.txt", "閉/b.txt", "blind/c.txt")
	for name, mode := range map[string]os.FileMode{"closed.txt": 0, "閉": 0, "blind": 0o444} {
		path := filepath.Join(dir, name)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(path, 0o755) })
	}
	f, err := New([]string{dir}, knows)
	if err != nil {
		t.Fatal(err)
	}
	var visited []string
	skips, err := f.Walk(t.Context(), func(f retrieval.File) error {
		visited = append(visited, f.Name)
		return nil
	})
	if !slices.Equal(visited, []string{"a.txt"}) {
		t.Errorf("visited %q", visited)
	}
	if len(skips) != 1 || skips[0].File != "closed.txt" || skips[0].Reason != "permission denied" {
		t.Errorf("skipped %+v", skips)
	}
	if err == nil || strings.Count(err.Error(), "\n") != 1 || !strings.Contains(err.Error(), "閉") || !strings.Contains(err.Error(), "blind") {
		t.Errorf("Walk: %v; want a line for each folder", err)
	}
}

func TestWalkReportsAFileThatIsTooLarge(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "大.txt", "可.txt")
	for name, size := range map[string]int64{"大.txt": largest + 1, "可.txt": largest} {
		if err := os.Truncate(filepath.Join(dir, name), size); err != nil { // sparse: takes no room
			t.Fatal(err)
		}
	}
	visited, skipped := walk(t, dir)
	if !slices.Equal(visited, []string{"可.txt"}) || !slices.Equal(skipped, []string{"大.txt: larger than 50 MB"}) {
		t.Errorf("visited %q, skipped %q", visited, skipped)
	}
}

func TestWalkPassesOverTheFoldersOfTheProgram(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "d/a.txt", "d/索引/index.txt", "索引/b.txt", "l -> d/索引")
	for _, own := range []string{"d/索引", "l", "d/../d/索引"} {
		f, err := New([]string{filepath.Join(dir, "d")}, knows, filepath.Join(dir, own), filepath.Join(dir, "無い"))
		if err != nil {
			t.Fatal(err)
		}
		var visited []string
		skips, err := f.Walk(t.Context(), func(f retrieval.File) error { visited = append(visited, f.Name); return nil })
		if err != nil || !slices.Equal(visited, []string{"a.txt"}) || len(skips) != 1 || skips[0].File != "索引" {
			t.Errorf("with %s: visited %q, skipped %+v, %v", own, visited, skips, err)
		}
	}
}

func TestWalkNamesWhatItCouldNotLookAt(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "人事/a.txt", "経理/b.txt")
	f, err := New([]string{filepath.Join(dir, "人事"), filepath.Join(dir, "経理")}, knows)
	if err != nil {
		t.Fatal(err)
	}
	gone := f.roots[0].real
	if err := os.RemoveAll(gone); err != nil {
		t.Fatal(err)
	}
	_, err = f.Walk(t.Context(), func(retrieval.File) error { return nil })
	var unreached *retrieval.Unreached
	if !errors.As(err, &unreached) || unreached.Path != gone {
		t.Errorf("Walk: %v; want an Unreached of %s", err, gone)
	}
}
