package ledger_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kotae/bot/ledger"
)

func TestPeek(t *testing.T) {
	names := func(dir string) (n int) {
		list, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	t.Run("a sound ledger, open or closed, is no error, and nothing is made beside it", func(t *testing.T) {
		dir := t.TempDir()
		l, err := ledger.Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.First(t.Context(), "田中", time.Now()); err != nil {
			t.Fatal(err)
		}
		if err := ledger.Peek(t.Context(), dir); err != nil {
			t.Errorf("open: %v", err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		before := names(dir)
		if err := ledger.Peek(t.Context(), dir); err != nil || names(dir) != before {
			t.Errorf("closed: %v, %d files instead of %d", err, names(dir), before)
		}
	})
	t.Run("none is fs.ErrNotExist", func(t *testing.T) {
		if err := ledger.Peek(t.Context(), t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Peek: %v", err)
		}
	})
	t.Run("a damaged one is an error", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "ledger.db"), []byte("これはデータベースではありません。"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := ledger.Peek(t.Context(), dir); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Peek: %v", err)
		}
	})
}
