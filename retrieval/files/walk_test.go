package files

import (
	"slices"
	"testing"
)

func TestWalk(t *testing.T) {
	tests := []struct {
		name                     string
		files                    []string
		roots                    []string // below the folder of the test
		wantVisited, wantSkipped []string
	}{
		{
			name:        "files are visited in order of name, folders with them",
			files:       []string{"d/b.txt", "d/a/z.txt", "d/休暇/規程.md", "d/a.txt"},
			roots:       []string{"d"},
			wantVisited: []string{"a.txt", "a/z.txt", "b.txt", "休暇/規程.md"},
		},
		{
			name:        "names are NFC whatever the disk holds",
			files:       []string{"d/カ\u3099イト\u3099/ハ\u309aート.txt"},
			roots:       []string{"d"},
			wantVisited: []string{"ガイド/パート.txt"},
		},
		{
			name:        "names that differ in nothing visible are told",
			files:       []string{"d/カ\u3099.txt", "d/ガ.txt"},
			roots:       []string{"d"},
			wantVisited: []string{"ガ.txt"},
			wantSkipped: []string{"ガ.txt: same name as another file"},
		},
		{
			name:        "a name that is no UTF-8 is made one",
			files:       []string{"d/\x8b\x4b\x92\xf6.txt"},
			roots:       []string{"d"},
			wantVisited: []string{"\ufffdK\ufffd.txt"},
		},
		{
			name: "what is nobody's document is named, a folder once",
			files: []string{"d/.git/a.txt", "d/.git/b.txt", "d/.a.txt", "d/~$a.docx", "d/.DS_Store", "d/__MACOSX/._a.txt", "d/Thumbs.db", "d/desktop.INI", "d/node_modules/a.txt",
				"d/a.TMP", "d/a.txt~", "d/a.txt", "d/glossary.tsv"},
			roots:       []string{"d"},
			wantVisited: []string{"a.txt"},
			wantSkipped: []string{".DS_Store: left behind by the system, no document", ".a.txt: hidden", ".git: hidden", "Thumbs.db: left behind by the system, no document",
				"__MACOSX: left behind by the system, no document", "a.TMP: temporary", "a.txt~: temporary", "desktop.INI: left behind by the system, no document", "glossary.tsv: the glossary, which questions are read by",
				"node_modules: folder of a program's parts", "~$a.docx: lock of a file that is open in an office program"},
		},
		{
			name:        "a root may be hidden itself",
			files:       []string{".d/a.txt"},
			roots:       []string{".d"},
			wantVisited: []string{"a.txt"},
		},
		{
			name:        "unknown formats are reported",
			files:       []string{"d/図面.dwg", "d/写真.JPG", "d/会議.mp4", "d/控え.zip", "d/a.txt", "d/Makefile"},
			roots:       []string{"d"},
			wantVisited: []string{"a.txt"},
			wantSkipped: []string{"Makefile: format not supported", "会議.mp4: sound or film", "写真.JPG: a picture", "図面.dwg: format not supported", "控え.zip: an archive"},
		},
		{
			name:        "several roots, of which two hold the same name",
			files:       []string{"人事/規程.txt", "人事/休暇.txt", "経理/規程.txt", "経理/表.xlsx"},
			roots:       []string{"人事", "経理"},
			wantVisited: []string{"人事/規程.txt", "休暇.txt", "経理/規程.txt"},
			wantSkipped: []string{"表.xlsx: format not supported"},
		},
		{
			name:        "roots of one name are told apart by the folders above them",
			files:       []string{"x/人事/docs/a.txt", "y/人事/docs/a.txt", "docs/a.txt"},
			roots:       []string{"x/人事/docs", "y/人事/docs"},
			wantVisited: []string{"x/人事/docs/a.txt", "y/人事/docs/a.txt"},
		},
		{
			name:        "a prefixed name does not hide another root's file",
			files:       []string{"p/A/a.txt", "q/B/a.txt", "r/C/A/a.txt"},
			roots:       []string{"p/A", "q/B", "r/C"},
			wantVisited: []string{"A/a.txt", "B/a.txt", "C/A/a.txt"},
		},
		{
			name:        "nested roots visit a file once, called by the outermost",
			files:       []string{"d/人事/a.txt", "d/b.txt"},
			roots:       []string{"d/人事", "d", "d/../d"},
			wantVisited: []string{"b.txt", "人事/a.txt"},
		},
		{
			name:        "a nested root is walked where the outer walk passes it over",
			files:       []string{"d/.hidden/a.txt", "d/b.txt"},
			roots:       []string{"d", "d/.hidden"},
			wantVisited: []string{"a.txt", "b.txt"},
		},
		{
			name:        "links to files and folders outside are followed",
			files:       []string{"d/a.txt", "out/休暇.txt", "out/経費/b.txt", "d/x.txt -> ../out/休暇.txt", "d/y -> ../out/経費"},
			roots:       []string{"d"},
			wantVisited: []string{"a.txt", "x.txt", "y/b.txt"},
		},
		{
			name:        "what links point to is visited once, under its own name if it has one",
			files:       []string{"d/z/a.txt", "d/b.txt -> z/a.txt", "d/c -> z", "out/o.txt", "d/l1.txt -> ../out/o.txt", "d/l2.txt -> ../out/o.txt"},
			roots:       []string{"d"},
			wantVisited: []string{"l1.txt", "z/a.txt"},
		},
		{
			name:        "links that lead nowhere or back are reported",
			files:       []string{"d/a.txt", "d/gone.txt -> nothing.txt", "d/x -> y", "d/y -> x", "d/sub/up -> ..", "d/top -> ../.."},
			roots:       []string{"d"},
			wantVisited: []string{"a.txt"},
			wantSkipped: []string{"gone.txt: broken link", "sub/up: link to a folder that it lies in", "top: link to a folder that it lies in",
				"x: link that leads back to itself", "y: link that leads back to itself"},
		},
		{
			name:        "folders that link to each other end",
			files:       []string{"d/a.txt", "p/p.txt", "p/q -> ../q", "q/q.txt", "q/p -> ../p", "d/p -> ../p"},
			roots:       []string{"d"},
			wantVisited: []string{"a.txt", "p/p.txt", "p/q/q.txt"},
		},
		{
			name:        "a root may be a link",
			files:       []string{"real/a.txt", "d -> real"},
			roots:       []string{"d", "real"},
			wantVisited: []string{"a.txt"},
		},
		{
			name:  "an empty folder has no files",
			files: []string{"d/"},
			roots: []string{"d"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, tt.files...)
			var roots []string
			for _, r := range tt.roots {
				roots = append(roots, dir+"/"+r)
			}
			visited, skipped := walk(t, roots...)
			if !slices.Equal(visited, tt.wantVisited) {
				t.Errorf("visited %q, want %q", visited, tt.wantVisited)
			}
			if !slices.Equal(skipped, tt.wantSkipped) {
				t.Errorf("skipped %q, want %q", skipped, tt.wantSkipped)
			}
		})
	}
}
