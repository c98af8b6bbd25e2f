package reader

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"

	"kotae/retrieval"
)

// sketch draws a document's blocks, one a line: "H2 label", "P text". Line ends
// within a block are drawn as ⏎.
func sketch(d retrieval.Document) string {
	var b strings.Builder
	for _, bl := range d.Blocks {
		text := strings.ReplaceAll(d.Text[bl.Start:bl.End], "\n", "⏎")
		switch bl.Kind {
		case retrieval.Heading:
			text = fmt.Sprintf("H%d %s", bl.Level, bl.Label)
		case retrieval.Paragraph:
			text = "P " + text
		case retrieval.Item:
			text = "I " + text
		case retrieval.Row:
			text = "R " + text
		case retrieval.Code:
			text = "C " + text
		}
		b.WriteString(text + "\n")
	}
	return b.String()
}

// joined returns the text of a file with these lines.
func joined(lines ...string) string { return strings.Join(lines, "\n") + "\n" }

func mustRead(t *testing.T, name, text string) retrieval.Document {
	t.Helper()
	d, err := Read(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if d.File != name {
		t.Errorf("File = %q, want %q", d.File, name)
	}
	check(t, d)
	return d
}

func TestKnows(t *testing.T) {
	tests := []struct {
		name string
		want bool
	}{
		{"規程.txt", true},
		{"人事/規程.TXT", true},
		{"memo.text", true},
		{"README.md", true},
		{"手順.Markdown", true},
		{"表.xlsx", true},
		{"旧.doc", true}, // to say what to save it as
		{"図.png", false},
		{"txt", false},
		{"", false},
	}
	for _, tt := range tests {
		if got := Knows(tt.name); got != tt.want {
			t.Errorf("Knows(%q) = %v", tt.name, got)
		}
	}
}

func TestReadRefusesAFormatItDoesNotKnow(t *testing.T) {
	_, err := Read("図.png", []byte("\x89PNG"))
	var u *retrieval.Unreadable
	if !errors.As(err, &u) || u.Reason == "" || u.Remedy == "" {
		t.Errorf("Read: %#v, want an Unreadable with a remedy", err)
	}
}

func TestReadNamesADocumentThatDoesNotNameItself(t *testing.T) {
	tests := []struct{ file, want string }{
		{"人事/出張.の心得.txt", "出張.の心得"},
		{"memo.md", "memo"},
		{"x/.txt", ".txt"},
	}
	for _, tt := range tests {
		if d := mustRead(t, tt.file, "経費は月末までに精算する。\n"); d.Title != tt.want {
			t.Errorf("title of %s = %q, want %q", tt.file, d.Title, tt.want)
		}
	}
}

func TestReadOfAnOldFileGivesOffsetsInItsDecodedText(t *testing.T) {
	sjis, err := japanese.ShiftJIS.NewEncoder().String("休暇の規程\r\n\r\n休暇は、前日までに届ける。\r\n")
	if err != nil {
		t.Fatal(err)
	}
	d := mustRead(t, "kyuka.txt", sjis)
	if got, want := sketch(d), "H1 休暇の規程\nP 休暇は、前日までに届ける。\n"; got != want {
		t.Errorf("blocks:\n%swant:\n%s", got, want)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"", "休暇\n\n休暇は前日までに届ける。\n", "a\tb\nc\td\n|x|y|\n", "# 一\n\n- 二\n  - 三\n\n> 四\n",
		"---\ntitle: 規程\n---\n本文\n\n|a|b|\n|-|-|\n|c|d|\n", "<!-- a\n\n b --> c\n<div>\nd</div>\n\n```go\ne\n```\n",
		"第1章　総則\n\n（目的）\n第1条　この規則は。\n(1) あ\n①い\n", "表題\n====\n■見出し\n本文\n1. 一\n2. 二\n",
		"一\r\n二\r三\u2028四", "\xff\xfe\x42\x30", "\x82\xa0\x82\xa2", "\xa4\xa2\xa4\xa4", "\x1b$B$\"\x1b(B", "[a]: b.c\n[^1]: 脚注\n##題\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"a.txt", "a.md"} {
			d, err := Read(name, data)
			var u *retrieval.Unreadable
			if err != nil && !errors.As(err, &u) {
				t.Fatalf("%s: %v is no Unreadable", name, err)
			}
			if err == nil {
				check(t, d)
			}
		}
	})
}

// check reports what is wrong with a document whatever it was read from.
func check(t *testing.T, d retrieval.Document) {
	t.Helper()
	if !utf8.ValidString(d.Text) || strings.Contains(d.Text, "\r") || strings.HasPrefix(d.Text, "\ufeff") {
		t.Errorf("Text is not as promised: %q", d.Text)
	}
	if trim(d.Title) == "" {
		t.Error("no title")
	}
	at := 0
	said := silence(d)
	for l := range strings.Lines(d.Text) {
		if l = trim(l); teasers.MatchString(l) || chromeLines.MatchString(l) {
			said = strings.Repeat(" ", len(said)) // boilerplate may be in no block
		}
	}
	for _, b := range d.Blocks {
		if b.Start < at || b.End <= b.Start || b.End > len(d.Text) {
			t.Fatalf("block %+v after %d is out of order or of Text (%d bytes)", b, at, len(d.Text))
		}
		if b.Start > 0 && d.Text[b.Start-1] != '\n' || b.End < len(d.Text) && d.Text[b.End] != '\n' {
			t.Errorf("block %q is not of whole lines", d.Text[b.Start:b.End])
		}
		if (b.Kind == retrieval.Heading) != (b.Level > 0) || (b.Kind == retrieval.Heading) != (b.Label != "") {
			t.Errorf("block %+v: level and label belong to headings", b)
		}
		if hasWords(said[at:b.Start]) {
			t.Errorf("%q is in no block of %q", d.Text[at:b.Start], d.Text)
		}
		at = b.End
	}
	if hasWords(said[at:]) {
		t.Errorf("%q is in no block of %q", d.Text[at:], d.Text)
	}
}

// markups match what may stand outside of all blocks of a Markdown text: tags and
// comments, the lines that open and close code, and where links point to.
var markups = []*regexp.Regexp{
	regexp.MustCompile(`(?is)<script.*?</script|<style.*?</style|<!--.*?(?:-->|$)|<[^<>]*>|&#?\w+;?`),
	regexp.MustCompile("(?m)^.*(?:```|~~~).*$"),
	regexp.MustCompile(`(?m)^.*\[[^\]]+\]:.*$`),
}

// silence returns a document's text with spaces for what may be in no block.
func silence(d retrieval.Document) string {
	if suffix(d.File) == ".txt" {
		return d.Text
	}
	text := []byte(d.Text)
	body, _ := cutFrontMatter(d.Text)
	for i := range body {
		text[i] = ' '
	}
	for _, markup := range markups {
		for _, m := range markup.FindAllStringIndex(d.Text, -1) {
			for i := m[0]; i < m[1]; i++ {
				text[i] = ' '
			}
		}
	}
	return string(text)
}
