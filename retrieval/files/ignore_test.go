package files

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestIgnore(t *testing.T) {
	tests := []struct {
		rules, name string
		folder      bool
		want        bool
	}{
		{"下書き", "下書き", true, true},
		{"下書き", "人事/下書き", true, true},
		{"下書き/", "人事/下書き", false, false},
		{"*.bak", "a/b.bak", false, true},
		{"*.bak", "a/b.bak.txt", false, false},
		{"/古い", "古い", true, true},
		{"/古い", "a/古い", true, false},
		{"a/*.txt", "a/b.txt", false, true},
		{"a/*.txt", "a/c/b.txt", false, false},
		{"a/**/b", "a/b", false, true},
		{"a/**/b", "a/x/y/b", false, true},
		{"**/控え", "x/控え", true, true},
		{"a/**", "a/b/c", false, true},
		{"a/**", "a", true, false},
		{"議事録?.md", "議事録1.md", false, true},
		{"議事録?.md", "議事録12.md", false, false},
		{"v[0-9].txt", "v3.txt", false, true},
		{"v[!0-9].txt", "v3.txt", false, false},
		{"*.txt\n!残す.txt", "残す.txt", false, false},
		{"!残す.txt\n*.txt", "残す.txt", false, true},
		{"# 注釈", "# 注釈", false, false},
		{`\#名前`, "#名前", false, true},
		{"末尾の空白.txt  ", "末尾の空白.txt", false, true},
		{"カ\u3099イト\u3099.md", "ガイド.md", false, true},
		{"[", "[", false, true},
		{"", "a", false, false},
	}
	for _, tt := range tests {
		if got := newIgnores(nil, "", tt.rules).ignore(tt.name, tt.folder); got != tt.want {
			t.Errorf("%q ignores %q (folder %v): %v", tt.rules, tt.name, tt.folder, got)
		}
	}
}

func TestWalkObeysIgnoreFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "下書き/a.txt", "人事/b.txt", "人事/c.bak.txt", "人事/下書き/d.txt", "総務/c.bak.txt", "out/下書き/e.txt", "d -> out")
	for name, text := range map[string]string{".kotaeignore": "下書き/\n*.bak.txt\n/out\n", "総務/.kotaeignore": "!c.bak.txt\r\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	visited, skipped := walk(t, dir)
	if want := []string{"人事/b.txt", "総務/c.bak.txt"}; !slices.Equal(visited, want) {
		t.Errorf("visited %q, want %q", visited, want)
	}
	if want := []string{"d/下書き: ignored by .kotaeignore", "out: ignored by .kotaeignore", "下書き: ignored by .kotaeignore", "人事/c.bak.txt: ignored by .kotaeignore", "人事/下書き: ignored by .kotaeignore"}; !slices.Equal(skipped, want) {
		t.Errorf("skipped %q, want %q", skipped, want)
	}
}

func FuzzIgnore(f *testing.F) {
	for _, s := range []string{"*.txt", "a/**/b", "[!a-", "[]", `\`, "/", "**", "!*/", "[[]", "[z-a]"} {
		f.Add(s, "a/b.txt")
	}
	f.Fuzz(func(t *testing.T, rules, name string) {
		newIgnores(nil, "", rules).ignore(name, false)
	})
}
