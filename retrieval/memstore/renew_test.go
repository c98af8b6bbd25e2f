package memstore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kotae/retrieval"
)

// sqlDo changes the index in dir behind its stores' backs.
func sqlDo(t *testing.T, dir string, statements ...string) {
	t.Helper()
	s := &Store{dir: dir}
	defer s.Close()
	db, err := s.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// tampering changes what only our own checks can find.
var tampering = []string{
	`UPDATE passage SET text = text || '。' WHERE ordinal = 1`,
	`UPDATE passage SET title = 'x' WHERE ordinal = 1`,
	`UPDATE passage SET sections = '[]' WHERE ordinal = 1`,
	`UPDATE passage SET sections = '{' WHERE ordinal = 1`,
	`UPDATE passage SET terms = NULL WHERE ordinal = 1`,
	`UPDATE passage SET vector = zeroblob(16) WHERE ordinal = 1`,
	`UPDATE passage SET vector = zeroblob(0)`,
	`UPDATE passage SET page = 7, start_line = 7, end_line = 7 WHERE ordinal = 1`,
	`UPDATE passage SET ordinal = 2 WHERE ordinal = 1`,
	`UPDATE passage SET key = key + 1 WHERE ordinal = 1`,
	`UPDATE passage SET crc = crc + 1 WHERE ordinal = 1`,
	`UPDATE passage SET crc = crc + 4294967296`,
	`UPDATE passage SET document = document + 10`,
	`DELETE FROM passage WHERE ordinal = 1`,
	`DELETE FROM passage`,
	`INSERT INTO passage SELECT document, 9, page, start_line, end_line, key, crc, title, sections, text, terms, vector FROM passage WHERE ordinal = 1`,
	`UPDATE document SET file = file || 'x'`,
	`UPDATE document SET path = 'x'`,
	`UPDATE document SET title = 'x'`,
	`UPDATE document SET volume = 1`,
	`UPDATE document SET size = 1`,
	`UPDATE document SET modified = 0`,
	`UPDATE document SET indexed = 0`,
	`UPDATE document SET hash = 'x'`,
	`UPDATE document SET versions = 'x'`,
	`UPDATE document SET reason = 'x', remedy = 'x'`,
	`UPDATE document SET passages = 1`,
	`UPDATE document SET id = id + 10`,
	`DELETE FROM document WHERE id = 1`,
	`DELETE FROM document`,
	`INSERT INTO document SELECT 9, 'c', path, title, volume, size, modified, hash, versions, indexed, reason, remedy, 0, crc FROM document WHERE id = 1`,
	`UPDATE meta SET documents = 1`,
	`UPDATE meta SET checks = 0`,
	`UPDATE meta SET generation = 0`,
	`UPDATE meta SET dirty = 1 - dirty`,
	`UPDATE meta SET epoch = 0`,
	`UPDATE meta SET space = 'y'`,
	`DELETE FROM meta`,
	`DROP INDEX passage_place`,
	`DROP INDEX passage_key`,
	`DROP TABLE kept`,
	`CREATE TABLE more (a)`,
}

func TestTampering(t *testing.T) {
	for _, statement := range tampering {
		t.Run(statement, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			s := open(t, dir, "x")
			put(t, s, "a", 0, 1)
			put(t, s, "b", 2, 3)
			s.Close()
			sqlDo(t, dir, `PRAGMA foreign_keys = off`, statement)
			s = open(t, dir, "x")
			if want := "The index in " + dir + " was damaged and is being rebuilt from the documents."; s.Notice() != want {
				t.Errorf("Notice: %q, want %q", s.Notice(), want)
			}
			expect(t, s)
			put(t, s, "a", 0)
			s.Close()
			s = open(t, dir, "x")
			expect(t, s, "a#00000")
			if s.Notice() != "" {
				t.Errorf("Notice when opened again: %q", s.Notice())
			}
		})
	}
}

func TestNotice(t *testing.T) {
	for name, c := range map[string]struct{ statement, want string }{
		"another space":  {"", `belonged to the embedding space "x" instead of "モデル 2/1024"`},
		"an old format":  {`UPDATE meta SET format = 0`, `had format 0 instead of 3`},
		"a later format": {`UPDATE meta SET format = 4; ALTER TABLE document ADD COLUMN more TEXT`, `had format 4 instead of 3`},
		"other tables":   {`DROP TABLE meta; CREATE TABLE meta (format TEXT)`, `was damaged`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir, "x")
			put(t, s, "a", 0)
			s.Close()
			sqlDo(t, dir, c.statement)
			for i, want := range []string{fmt.Sprintf("The index in %s %s and is being rebuilt from the documents.", dir, c.want), ""} {
				s = open(t, dir, "モデル 2/1024")
				if s.Notice() != want {
					t.Errorf("Notice when opened the %d. time: %q, want %q", i+1, s.Notice(), want)
				}
				expect(t, s)
				s.Close()
			}
		})
	}
}

// TestDamageWhileOpen is about an index that spoils while a store is using it.
func TestDamageWhileOpen(t *testing.T) {
	damage := map[string]struct {
		what string // in the notice
		do   func(t *testing.T, dir string)
	}{
		"a row is changed": {"was damaged", func(t *testing.T, dir string) {
			sqlDo(t, dir, `UPDATE meta SET generation = 9`)
		}},
		"the file is removed": {"was removed", func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "index.db")); err != nil {
				t.Fatal(err)
			}
		}},
		"the directory is removed": {"was removed", func(t *testing.T, dir string) {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}},
		"the file is replaced by another": {"was damaged", func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "new"), []byte("就業規則"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(filepath.Join(dir, "new"), filepath.Join(dir, "index.db")); err != nil {
				t.Fatal(err)
			}
		}},
		"another space takes it": {`belonged to the embedding space "y" instead of "x"`, func(t *testing.T, dir string) {
			put(t, open(t, dir, "y"), "foreign", 0)
		}},
	}
	calls := map[string]func(*testing.T, *Store) error{
		"Replace": func(t *testing.T, s *Store) error {
			return s.Replace(t.Context(), retrieval.Entry{File: "c"}, nil, nil)
		},
		"Touch":    func(t *testing.T, s *Store) error { return s.Touch(t.Context(), retrieval.Entry{File: "a"}) },
		"Remove":   func(t *testing.T, s *Store) error { return s.Remove(t.Context(), "b") },
		"Snapshot": func(t *testing.T, s *Store) error { _, err := s.Snapshot(t.Context()); return err },
	}
	for name, d := range damage {
		t.Run(name, func(t *testing.T) {
			prepare := func(t *testing.T) (*Store, string) {
				dir := filepath.Join(t.TempDir(), "data")
				s := open(t, dir, "x")
				put(t, s, "a", 0, 1)
				put(t, s, "b", 2)
				expect(t, s, "a#00000", "a#00001", "b#00000")
				d.do(t, dir)
				return s, dir
			}
			finish := func(t *testing.T, s *Store, dir string) {
				t.Helper()
				if !strings.Contains(s.Notice(), d.what) {
					t.Errorf("Notice: %q, want %q in it", s.Notice(), d.what)
				}
				expect(t, s)
				put(t, s, "a", 0)
				expect(t, open(t, dir, "x"), "a#00000")
			}
			t.Run("Entries lists nothing", func(t *testing.T) {
				s, dir := prepare(t)
				if es, err := s.Entries(t.Context()); err != nil || len(es) != 0 {
					t.Errorf("Entries: %v, %v", es, err)
				}
				finish(t, s, dir)
			})
			t.Run("an older snapshot answers on", func(t *testing.T) {
				s := open(t, filepath.Join(t.TempDir(), "data"), "x")
				put(t, s, "a", 0, 1)
				old, err := s.Snapshot(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				d.do(t, s.dir)
				if _, err := s.Snapshot(t.Context()); !errors.Is(err, ErrEmptied) {
					t.Errorf("Snapshot: %v", err)
				}
				if hits, err := old.Nearest(t.Context(), toward(0), 3, nil); err != nil || len(hits) != 2 {
					t.Errorf("Nearest: %v, %v", hits, err)
				}
			})
			for what, call := range calls {
				t.Run(what+" says so, once", func(t *testing.T) {
					s, dir := prepare(t)
					if err := call(t, s); !errors.Is(err, ErrEmptied) {
						t.Errorf("%v, want %v", err, ErrEmptied)
					}
					finish(t, s, dir)
				})
			}
			t.Run("under another's lock all wait for its holder", func(t *testing.T) {
				if name == "the directory is removed" {
					t.Skip("the lock is gone with it")
				}
				s, dir := prepare(t)
				release, err := acquire(dir)
				if err != nil {
					t.Fatal(err)
				}
				defer release()
				var busy *BusyError
				for what, call := range calls {
					if err := call(t, s); !errors.As(err, &busy) {
						t.Errorf("%s: %v", what, err)
					}
				}
				if _, err := s.Entries(t.Context()); !errors.As(err, &busy) {
					t.Errorf("Entries: %v", err)
				}
				if s.Notice() != "" {
					t.Errorf("Notice: %q", s.Notice())
				}
			})
		})
	}
}

// TestDamagedNews is about a document that another process wrote, and that spoiled
// before it was read.
func TestDamagedNews(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, "x")
	put(t, s, "a", 0)
	expect(t, s, "a#00000")
	put(t, open(t, dir, "x"), "b", 1, 2)
	sqlDo(t, dir, `UPDATE passage SET text = 'x' WHERE document = 2`)
	if _, err := s.Snapshot(t.Context()); !errors.Is(err, ErrEmptied) || !strings.Contains(err.Error(), "b, passage 0 fails its check") {
		t.Errorf("Snapshot: %v", err)
	}
	expect(t, s)
}

// TestMovedFile is about two stores of one directory, of which one replaces the
// file: what the other does with the old one, closing it included, must not touch
// the new one and its log.
func TestMovedFile(t *testing.T) {
	dir := t.TempDir()
	old := open(t, dir, "x")
	put(t, old, "a", 0)
	fresh := open(t, dir, "y")
	put(t, fresh, "b", 1)
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "index.db-wal")); err != nil {
		t.Errorf("the log of the new file: %v", err)
	}
	expect(t, open(t, dir, "y"), "b#00000")
	put(t, fresh, "c", 2)
	fresh.Close()
	expect(t, open(t, dir, "y"), "b#00000", "c#00000")
}

// TestOrdinaryErrors are those for which an index must not be emptied.
func TestOrdinaryErrors(t *testing.T) {
	for name, c := range map[string]struct{ pragma, want string }{
		"a full disk":             {`PRAGMA max_page_count = 1`, "full"},
		"a read-only file system": {`PRAGMA query_only = on`, "readonly"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir, "x")
			put(t, s, "a", 0)
			s.db.SetMaxOpenConns(1) // a pragma is a connection's own
			if _, err := s.db.Exec(c.pragma); err != nil {
				t.Fatal(err)
			}
			ps, vs := document("b", make([]float64, 50)...)
			err := s.Replace(t.Context(), retrieval.Entry{File: "b"}, ps, vs)
			if err == nil || errors.Is(err, ErrEmptied) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Replace: %v, want %q in it", err, c.want)
			}
			if s.Notice() != "" {
				t.Errorf("Notice: %q", s.Notice())
			}
			expect(t, s, "a#00000")
			expect(t, open(t, dir, "x"), "a#00000")
		})
	}
}
