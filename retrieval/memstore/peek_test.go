package memstore

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// files are the names, sizes, bytes and times of the files in a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, e := range list {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(e.Name()) == ".db-shm" { // where readers and writers meet: no part of what is kept
			data = nil
		}
		found[e.Name()] = fmt.Sprintf("%v %x", info.ModTime(), data)
	}
	return found
}

func TestPeek(t *testing.T) {
	t.Run("tells what is stored, and leaves a closed index as it is to the byte", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir, "x")
		put(t, s, "人事/規程.md", 0, 1)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		before := files(t, dir)
		look, err := Peek(t.Context(), dir)
		if err != nil || look.Space != "x" || len(look.Entries) != 1 || look.Entries[0].File != "人事/規程.md" || look.Entries[0].Passages != 2 || look.Writer != 0 {
			t.Errorf("Peek: %+v, %v", look, err)
		}
		if after := files(t, dir); !maps.Equal(before, after) {
			t.Errorf("the folder changed:\n%v\n%v", before, after)
		}
	})
	t.Run("sees what an open store has written last, and disturbs no writer", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir, "x")
		put(t, s, "a", 0)
		lock(t, s)
		before := files(t, dir)
		look, err := Peek(t.Context(), dir)
		if err != nil || len(look.Entries) != 1 || look.Writer != os.Getpid() {
			t.Errorf("Peek: %+v, %v", look, err)
		}
		if after := files(t, dir); !maps.Equal(before, after) {
			t.Errorf("the folder changed")
		}
		put(t, s, "b", 1)
		if look, err = Peek(t.Context(), dir); err != nil || len(look.Entries) != 2 {
			t.Errorf("after another write: %+v, %v", look, err)
		}
		expect(t, s, "a#00000", "b#00000")
	})
	t.Run("a writer that is gone is none", func(t *testing.T) {
		dir := t.TempDir()
		open(t, dir, "x")
		if err := os.WriteFile(filepath.Join(dir, "index.pid"), []byte("2147483646\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if look, err := Peek(t.Context(), dir); err != nil || look.Writer != 0 {
			t.Errorf("Peek: %+v, %v", look, err)
		}
	})
	t.Run("a missing one is fs.ErrNotExist, and stays missing", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "無い")
		if _, err := Peek(t.Context(), dir); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Peek: %v", err)
		}
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("it was made: %v", err)
		}
	})
	t.Run("a damaged one, and one of another format, is ErrUnusable and stays as it is", func(t *testing.T) {
		for name, spoil := range map[string]func(dir string){
			"no database": func(dir string) {
				if err := os.WriteFile(filepath.Join(dir, "index.db"), []byte("これはデータベースではありません。"), 0o600); err != nil {
					t.Fatal(err)
				}
			},
			"a passage that fails its check": func(dir string) { sqlDo(t, dir, `UPDATE passage SET text = '改竄'`) },
			"an entry that fails its check":  func(dir string) { sqlDo(t, dir, `UPDATE document SET title = '改竄'`) },
			"another format":                 func(dir string) { sqlDo(t, dir, `UPDATE meta SET format = 1`) },
			"an empty file": func(dir string) {
				if err := os.Truncate(filepath.Join(dir, "index.db"), 0); err != nil {
					t.Fatal(err)
				}
			},
		} {
			t.Run(name, func(t *testing.T) {
				dir := t.TempDir()
				s := open(t, dir, "x")
				put(t, s, "a", 0)
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				spoil(dir)
				before := files(t, dir)
				if _, err := Peek(t.Context(), dir); !errors.Is(err, ErrUnusable) {
					t.Errorf("Peek: %v", err)
				}
				if after := files(t, dir); !maps.Equal(before, after) {
					t.Errorf("the folder changed")
				}
			})
		}
	})
}
