package files

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kotae/retrieval"
)

// TestMissing asks for a file that was found once, after something became of it.
func TestMissing(t *testing.T) {
	for _, tt := range []struct {
		name   string
		files  []string
		found  string // the file asked for
		moved  bool   // what it lay on had another number
		change func(at func(name string) string) error
		want   string // what the error says; empty for a file that is gone
	}{
		{"a deleted file is gone", []string{"d/a.txt"}, "a.txt", false, func(at func(string) string) error { return os.Remove(at("d/a.txt")) }, ""},
		{"with its folder", []string{"d/人事/a.txt", "d/b.txt"}, "人事/a.txt", false, func(at func(string) string) error { return os.RemoveAll(at("d/人事")) }, ""},
		{"also the last one of all", []string{"d/人事/a.txt"}, "人事/a.txt", false, func(at func(string) string) error { return os.Remove(at("d/人事/a.txt")) }, ""},
		{"one of a drive in whose place is an empty folder may be there", []string{"d/共有/a.txt"}, "共有/a.txt", true,
			func(at func(string) string) error { return os.Remove(at("d/共有/a.txt")) }, "共有\" is empty and not on the drive"},
		{"so may one further below", []string{"d/共有/人事/a.txt"}, "共有/人事/a.txt", true,
			func(at func(string) string) error { return os.RemoveAll(at("d/共有/人事")) }, "共有\" is empty"},
		{"so may one of a whole root", []string{"d/a.txt"}, "a.txt", true, func(at func(string) string) error { return os.Remove(at("d/a.txt")) }, "d\" is empty"},
		{"one of a drive with another number that holds others is gone", []string{"d/共有/a.txt", "d/共有/b.txt"}, "共有/a.txt", true,
			func(at func(string) string) error { return os.Remove(at("d/共有/a.txt")) }, ""},
		{"one of a folder in which an ignore file says that it is to be empty is gone", []string{"d/共有/a.txt", "d/共有/.kotaeignore"}, "共有/a.txt", true,
			func(at func(string) string) error { return os.Remove(at("d/共有/a.txt")) }, ""},
		{"one behind a link that leads nowhere now may be there", []string{"d/外 -> ../out", "out/a.txt"}, "外/a.txt", false,
			func(at func(string) string) error { return os.Rename(at("out"), at("other")) }, "外\" leads nowhere"},
		{"one behind a link to a drive that is not mounted may be there", []string{"d/外 -> ../out", "out/a.txt"}, "外/a.txt", true,
			func(at func(string) string) error { return os.Remove(at("out/a.txt")) }, "外\" is empty"},
		{"one behind a link that was deleted is gone", []string{"d/外 -> ../out", "out/a.txt"}, "外/a.txt", false,
			func(at func(string) string) error { return os.Remove(at("d/外")) }, ""},
		{"one behind a link that leads elsewhere is gone", []string{"d/外 -> ../out", "out/a.txt", "other/b.txt"}, "外/a.txt", false,
			func(at func(string) string) error {
				return errors.Join(os.Remove(at("d/外")), os.Symlink("../other", at("d/外")))
			}, ""},
		{"one that was deleted behind a link is gone", []string{"d/外 -> ../out", "out/a.txt"}, "外/a.txt", false,
			func(at func(string) string) error { return os.Remove(at("out/a.txt")) }, ""},
		{"one of another root, asked for no longer, is gone", []string{"d/b.txt", "old/a.txt"}, "", true,
			func(at func(string) string) error { return os.Remove(at("old/a.txt")) }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if real, err := filepath.EvalSymlinks(dir); err == nil {
				dir = real
			}
			write(t, dir, tt.files...)
			f, err := New([]string{filepath.Join(dir, "d")}, knows)
			if err != nil {
				t.Fatal(err)
			}
			e := retrieval.Entry{File: "a.txt", Path: filepath.Join(dir, "old/a.txt")}
			if _, err := f.Walk(t.Context(), func(found retrieval.File) error {
				if found.Name == tt.found {
					e = retrieval.Entry{File: found.Name, Path: found.Path, Volume: found.Volume}
				}
				return nil
			}); err != nil || tt.found != "" && e.File != tt.found {
				t.Fatalf("found %q, %v", e.File, err)
			}
			if tt.moved {
				e.Volume += 1000
			}
			if err := tt.change(func(name string) string { return filepath.Join(dir, name) }); err != nil {
				t.Fatal(err)
			}
			err = f.Missing(e)
			var unreached *retrieval.Unreached
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("Missing: %v", err)
			case tt.want != "" && (!errors.As(err, &unreached) || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("Missing: %v, want %q", err, tt.want)
			}
		})
	}
}
