package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"kotae/bot"
	"kotae/bot/ledger"
)

func TestAttachedFiles(t *testing.T) {
	dir := t.TempDir()
	l, err := ledger.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	for i, f := range []bot.Attachment{
		{Thread: "T/C/1", ID: "F1", Name: "見積書.md", Data: []byte("古い"), At: at},
		{Thread: "T/C/1", ID: "F2", Name: "契約書.md", Data: []byte("契約"), At: at.Add(time.Minute)},
		{Thread: "T/C/2", ID: "F1", Name: "見積書.md", Data: []byte("別の会話"), At: at},
		{Thread: "T/C/1", ID: "F1", Name: "見積書.md", Data: []byte("見積"), At: at.Add(time.Second)}, // sent again after a restart
	} {
		if err := l.Attach(t.Context(), f); err != nil {
			t.Fatalf("file %d: %v", i, err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if l, err = ledger.Open(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	held := func(thread string, n int) (s string) {
		t.Helper()
		files, err := l.Attached(t.Context(), thread, n)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			s += fmt.Sprintf("%s %s %s;", f.ID, f.Name, f.Data)
		}
		return s
	}
	for _, tt := range []struct {
		name, thread string
		n            int
		want         string
	}{
		{"those of a conversation are there after a restart, oldest first, each once", "T/C/1", 10, "F1 見積書.md 見積;F2 契約書.md 契約;"},
		{"of many the last", "T/C/1", 1, "F2 契約書.md 契約;"},
		{"another conversation has its own", "T/C/2", 10, "F1 見積書.md 別の会話;"},
		{"most have none", "T/C/3", 10, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := held(tt.thread, tt.n); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
	if err := l.Forget(t.Context(), at.Add(30*time.Second)); err != nil {
		t.Fatal(err)
	}
	if a, b := held("T/C/1", 10), held("T/C/2", 10); a != "F2 契約書.md 契約;" || b != "" {
		t.Errorf("after their time there are %q and %q", a, b)
	}
}
