package main

import (
	"bufio"
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kotae/bot"
	"kotae/bot/markup"
	"kotae/retrieval"
)

var update = flag.Bool("update", false, "write golden files anew")

// golden compares text that people read with a file, or writes the file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, string(want)); diff != "" {
		t.Errorf("%s (-got +want; go test -update writes it anew):\n%s", name, diff)
	}
}

// drawn returns what draw prints on a screen.
func drawn(columns int, colour bool, draw func(*screen)) string {
	var b bytes.Buffer
	s := &screen{Writer: bufio.NewWriter(&b), width: columns, colour: colour}
	draw(s)
	s.Flush()
	return b.String()
}

var someAnswer = bot.Answer{
	Status: bot.Answered, Language: bot.Japanese,
	Text: "**年次有給休暇規程 > 4. 申請**\n\n" +
		"- 連続して取得する日数: 3日～4日 / 申請の期限: 10営業日前 / 承認者: **課長** [1]\n" +
		"- 5日以上続けて休むときは、`勤怠システム`で申請したうえで、部長の承認を20営業日前までに受けるものとし、やむをえない事情があるときは、この限りでない\\[注\\]。 [2] [3]\n\n" +
		"**Handbook**\n\n- Four days in a row need ten working days' notice; anything longer is agreed with the department manager. [4]",
	Citations: []bot.Citation{
		{N: 1, File: "人事/年次有給休暇規程.md", Title: "年次有給休暇規程", Heading: "4. 申請", StartLine: 42, EndLine: 42, Quote: "| 3日～4日 | 10営業日前 | **課長** |"},
		{N: 2, File: "人事/年次有給休暇規程.md", Title: "年次有給休暇規程", Heading: "4. 申請", StartLine: 45, EndLine: 46,
			Quote: "5日以上続けて休むときは、`勤怠システム`で申請したうえで、部長の承認を\n20営業日前までに受けるものとし、やむをえない事情があるときは、この限りでない[注]。"},
		{N: 3, File: "総務/とても長い名前の資料は途中で折り返すとコピーできなくなるのでそのまま印字する_2026年度版.txt", Title: "長い名前の資料", StartLine: 7, EndLine: 7, Quote: "この限りでない"},
		{N: 4, File: "en/handbook.pdf", Title: "Handbook", Heading: "Leave > Notice", Page: 12, StartLine: 120, EndLine: 121, Quote: "Four days in a row\x1b[2J need ten working days' notice;\nanything longer is agreed with the department manager."},
	},
}

func TestAnswerOnAScreen(t *testing.T) {
	answer := func(s *screen) { s.answer(someAnswer) }
	golden(t, "answer_40.golden", drawn(40, false, answer))
	golden(t, "answer_80.golden", drawn(80, false, answer))
	golden(t, "answer_pipe.golden", drawn(0, false, answer))
	golden(t, "answer_colour.golden", strings.ReplaceAll(drawn(80, true, answer), "\x1b", "␛"))
}

func TestEveryLineOfAnAnswerFitsTheScreen(t *testing.T) {
	for columns := 40; columns <= maxWidth; columns++ {
		for l := range strings.Lines(drawn(columns, false, func(s *screen) { s.answer(someAnswer) })) {
			if width(strings.TrimRight(l, "\n")) > columns && !strings.Contains(l, ".txt:") {
				t.Errorf("wider than %d: %s", columns, l)
			}
		}
	}
}

func TestNothingOfADocumentReachesTheTerminalAsACommand(t *testing.T) {
	evil := "規程\x1b]0;pwned\a\u009b31m\u202e\r\n\x00終"
	got := drawn(80, false, func(s *screen) {
		s.answer(bot.Answer{Text: evil + " [1]", Citations: []bot.Citation{{N: 1, File: evil, Title: evil, Heading: evil, Quote: evil}}})
		s.found(found{Passages: []foundPassage{{File: evil, Title: evil, Text: evil}}})
		s.summary(summary{Added: []string{evil}, Skipped: []retrieval.Skip{{File: evil, Reason: evil}}})
	})
	if i := strings.IndexAny(got, "\x1b\a\u009b\u202e\r\x00"); i >= 0 {
		t.Errorf("%q", got[i:min(i+20, len(got))])
	}
}

func TestSpans(t *testing.T) {
	tests := []struct {
		name, text string
		want       []span
	}{
		{"text", "2 * 3 ** 4", []span{{"2 * 3 ** 4", plain}}},
		{"strong", "上限は**11,000円**です", []span{{"上限は", plain}, {"11,000円", bold}, {"です", plain}}},
		{"code", "`kotae ask`です`", []span{{"kotae askです`", plain}}},
		{"escapes", `\*印\*と\[3\]、C:\Windows`, []span{{"*印*と[3]、C:\\Windows", plain}}},
		{"marks", "申請する。 [1] [12] [注]", []span{{"申請する。 ", plain}, {"[1]", mark}, {" ", plain}, {"[12]", mark}, {" [注]", plain}}},
		{"marks in strong", "**申請 [1]**", []span{{"申請 ", bold}, {"[1]", mark}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(spans(markup.Inline(tt.text)), tt.want, cmp.AllowUnexported(span{})); diff != "" {
				t.Errorf("spans of %q (-got +want):\n%s", tt.text, diff)
			}
		})
	}
}

func TestMarkdownOnAScreen(t *testing.T) {
	text := "## 申請\n\n1. **課長**に出す\n   - `勤怠`を開く\n2) 待つ\n\n> 第3条　申請は、開始日の10日前までに、\n> 行う。\n\n" +
		"```sh\nkotae ask \"休暇\"\n```\n\n| 区分 | 日数 |\n|---|---|\n| 正社員 | **20** [1] |\n\n---\n終わり"
	golden(t, "markdown.golden", drawn(30, false, func(s *screen) { s.markdown(text) }))
}

func TestIndexReport(t *testing.T) {
	var many []string
	for _, r := range "あいうえおかきくけこさし" {
		many = append(many, "規程/"+string(r)+".md")
	}
	sum := summary{
		Added: many, Changed: many[:1], Removed: many[1:3], Unchanged: 7,
		Skipped: []retrieval.Skip{
			{File: "図面.dwg", Reason: "format not supported", Remedy: "save it as plain text or Markdown"},
			{File: "古い議事録.txt", Reason: "not text", Remedy: "open it in an editor and save it as UTF-8; if nothing of it can be read there, remove it"},
		},
		Documents: 20, Passages: 1, Elapsed: 1234,
	}
	golden(t, "index.golden", drawn(80, false, func(s *screen) { s.summary(sum) }))
}

func TestTableOnANarrowScreen(t *testing.T) {
	tab := table{{"per cent", "all", "日本語", "en"}, {"recall@1", "100.0", "99.0", "–"}, {"mrr@10", "0.0", "1.0", "–"}}
	golden(t, "table.golden", drawn(0, false, func(s *screen) { s.table(tab) })+"\n"+drawn(22, false, func(s *screen) { s.table(tab) }))
}

func TestColourIsForTerminals(t *testing.T) {
	if s := newScreen(new(bytes.Buffer), func(string) string { return "" }); s.colour || s.width != 0 {
		t.Errorf("a buffer has colour %v and width %d", s.colour, s.width)
	}
	f, err := os.Create(filepath.Join(t.TempDir(), "file"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if s := newScreen(f, func(string) string { return "" }); s.colour || s.width != 0 {
		t.Errorf("a file has colour %v and width %d", s.colour, s.width)
	}
}
