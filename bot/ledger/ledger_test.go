package ledger

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"kotae/bot"
)

func TestLedger(t *testing.T) {
	today := time.Date(2026, 4, 1, 9, 0, 0, 0, time.Local)
	open := func(t *testing.T, dir string) *Ledger {
		t.Helper()
		l, err := Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		return l
	}
	spent := func(t *testing.T, l *Ledger, at time.Time) Spending {
		t.Helper()
		s, err := l.Spent(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	t.Run("a day without spending is zero", func(t *testing.T) {
		if got := spent(t, open(t, t.TempDir()), today); got != (Spending{}) {
			t.Errorf("Spent: %+v", got)
		}
	})
	t.Run("days add up apart, and survive", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "記録")
		l := open(t, dir)
		for _, at := range []time.Time{today, today.Add(time.Hour), today.AddDate(0, 0, 1)} {
			if err := l.Spend(t.Context(), at, Spending{1, 100, 20}); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		again := open(t, dir)
		if got, want := spent(t, again, today), (Spending{2, 200, 40}); got != want {
			t.Errorf("today: got %+v, want %+v", got, want)
		}
		if got := spent(t, again, today.AddDate(0, 0, 1)).Tokens(); got != 120 {
			t.Errorf("tomorrow: %d tokens", got)
		}
	})
	t.Run("two ledgers on one file lose nothing", func(t *testing.T) {
		dir := t.TempDir()
		ledgers := []*Ledger{open(t, dir), open(t, dir)}
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() {
				if err := ledgers[i%2].Spend(t.Context(), today, Spending{1, 1, 1}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := spent(t, ledgers[0], today); got != (Spending{40, 40, 40}) {
			t.Errorf("Spent: %+v", got)
		}
	})
	t.Run("a budget allows until the day's limit is reached", func(t *testing.T) {
		l := open(t, t.TempDir())
		for _, b := range []Budget{{l, 100}, {l, 0}} {
			if ok, err := b.Allows(t.Context()); !ok || err != nil {
				t.Errorf("before: %v, %v", ok, err)
			}
		}
		if err := (Budget{Ledger: l}).Spend(t.Context(), bot.Usage{PromptTokens: 90, CompletionTokens: 10}); err != nil {
			t.Fatal(err)
		}
		for b, want := range map[Budget]bool{{l, 100}: false, {l, 101}: true, {l, 0}: true} {
			if ok, err := b.Allows(t.Context()); ok != want || err != nil {
				t.Errorf("after, limit %d: %v, %v", b.Daily, ok, err)
			}
		}
	})
	t.Run("a model's width is remembered, and forgotten", func(t *testing.T) {
		l := open(t, t.TempDir())
		for _, want := range []int{0, 1536, 768, 0} {
			if err := l.SetWidth(t.Context(), "モデル", want); err != nil {
				t.Fatal(err)
			}
			if got, err := l.Width(t.Context(), "モデル"); got != want || err != nil {
				t.Errorf("Width: %d, %v; want %d", got, err, want)
			}
		}
		if got, err := l.Width(t.Context(), "another"); got != 0 || err != nil {
			t.Errorf("Width of an unknown model: %d, %v", got, err)
		}
	})
	t.Run("a damaged ledger is an error and stays as it is", func(t *testing.T) {
		dir := t.TempDir()
		path := filepath.Join(dir, "ledger.db")
		if err := os.WriteFile(path, []byte("これは台帳ではありません。これは台帳ではありません。"), 0o600); err != nil {
			t.Fatal(err)
		}
		if l, err := Open(t.Context(), dir); err == nil {
			l.Close()
			t.Error("Open: no error")
		}
		if b, _ := os.ReadFile(path); string(b) != "これは台帳ではありません。これは台帳ではありません。" {
			t.Error("the file was changed")
		}
	})
}

func TestTheLedgerIsItsOwnersAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "記録")
	if err := os.Mkdir(dir, 0o755); err != nil { //nolint:gosec // open to others on purpose
		t.Fatal(err)
	}
	l, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	info, err := os.Stat(filepath.Join(dir, "ledger.db"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}
