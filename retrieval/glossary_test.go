package retrieval_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kotae/retrieval"
)

func TestGlossaryFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "glossary.tsv")
	g := retrieval.NewGlossaryFile(path)
	write := func(text string, ago time.Duration) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-ago)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	holds := func(groups int, wrong string) {
		t.Helper()
		got, err := g.Current()
		if got.Len() != groups {
			t.Errorf("it has %d groups, want %d", got.Len(), groups)
		}
		if (err == nil) != (wrong == "") || err != nil && !strings.Contains(err.Error(), wrong) {
			t.Errorf("its error is %v, want %q", err, wrong)
		}
	}
	holds(0, "") // there is none
	write("モバ勤\t在宅勤務\n", time.Hour)
	holds(1, "")
	write("モバ勤\t在宅勤務\n日当\t出張手当\n", time.Minute)
	holds(2, "")
	write("モバ勤\t在宅勤務\n日当\n", time.Second) // just now: not yet to be trusted
	holds(1, "line 2")
	write("モバ勤\t在宅勤務\n日当\t手当\n", time.Second)
	holds(2, "")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	holds(0, "")
}

func TestTheUsersGlossaryIsGoneByAtOnce(t *testing.T) {
	f := newFolder(t)
	f.write("a.md", "# 記録\n在宅勤務は週2日です。")
	f.write("b.md", "# 記録\n昼食は食堂でとる。")
	f.sync()
	path := filepath.Join(f.dir, "glossary.tsv")
	r := retrieval.NewRetriever(analyzer, f.embedder, f.store, retrieval.Weights{Lexical: 1}, retrieval.NewGlossaryFile(path))
	if err := r.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	q := retrieval.Query{Text: "モバ勤", N: 1}
	if got := search(t, r, q).List; len(got) > 0 && got[0].Coverage > 0.5 {
		t.Errorf("without a glossary it finds %s", got[0].Passage.File)
	}
	if err := os.WriteFile(path, []byte("モバ勤\t在宅勤務\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := search(t, r, q).List
	if len(got) == 0 || got[0].Passage.File != "a.md" || got[0].Coverage < 0.5 {
		t.Errorf("with it, it finds %v", got)
	}
}
