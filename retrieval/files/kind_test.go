package files

import (
	"os"
	"path/filepath"
	"testing"

	"kotae/retrieval"
)

func TestMeant(t *testing.T) {
	t.Run("what is nobody's document is passed over as meant", func(t *testing.T) {
		for _, name := range []string{"~$規程.docx", "Thumbs.db", "glossary.tsv", "node_modules", ".git", "規程.md~", "規程.tmp"} {
			if s := nobodys(name); s.Reason == "" || !Meant(s) {
				t.Errorf("%s is skipped for being %q, which is not meant", name, s.Reason)
			}
		}
	})
	t.Run("what a person may miss is not", func(t *testing.T) {
		for _, name := range []string{"図面.dwg", "写真.png", "録音.mp3", "資料.zip", "道具.exe"} {
			if s := foreign(name); Meant(s) {
				t.Errorf("%s is skipped for being %q, as meant", name, s.Reason)
			}
		}
		if Meant(retrieval.Skip{Reason: "permission denied"}) {
			t.Error("a file that can't be opened is meant to be passed over")
		}
	})
	t.Run("the folder of the index is", func(t *testing.T) {
		dir := t.TempDir()
		write(t, dir, "索引/index.db")
		f, err := New([]string{dir}, knows, filepath.Join(dir, "索引"))
		if err != nil {
			t.Fatal(err)
		}
		skips, err := f.Walk(t.Context(), func(retrieval.File) error { return nil })
		if err != nil || len(skips) != 1 || !Meant(skips[0]) {
			t.Errorf("skips %+v, %v", skips, err)
		}
	})
	t.Run("what a .kotaeignore names is", func(t *testing.T) {
		dir := t.TempDir()
		for name, text := range map[string]string{".kotaeignore": "下書き.md\n", "下書き.md": "下書き"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		f, err := New([]string{dir}, func(string) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		skips, err := f.Walk(t.Context(), func(retrieval.File) error { return nil })
		if err != nil || len(skips) != 1 || !Meant(skips[0]) {
			t.Errorf("skips %+v, %v", skips, err)
		}
	})
}
