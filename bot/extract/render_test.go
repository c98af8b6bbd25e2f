package extract

import (
	"slices"
	"strings"
	"testing"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

func TestRender(t *testing.T) {
	const (
		table = "| 種類 | 日数 | 備考 |\n|---|:-:|---|\n| 年休 | 10 | 入社時 |\n| 慶弔 | 5 | |\n"
		loose = "  | 種類 | 日数 |\n  |---|---|\n  | 慶弔 | 5 |\n"
	)
	for _, tt := range []struct{ name, file, text, sentence, want string }{
		{"a sentence is as it stands", "a.md", "前。申請は**3日前**まで。後。", "申請は**3日前**まで。", "申請は**3日前**まで。"},
		{"an item loses its dot", "a.md", "・申請書", "・申請書", "申請書"},
		{"an item loses its hyphen", "a.md", "- 申請書", "- 申請書", "申請書"},
		{"an item keeps its number, which says something", "a.md", "(2) 承認", "(2) 承認", "(2) 承認"},
		{"so does one with a circled number", "a.md", "③ 承認", "③ 承認", "③ 承認"},
		{"a mark alone stays", "a.md", "・", "・", "・"},
		{"a quotation loses its mark", "a.md", "> 申請は3日前まで。", "> 申請は3日前まで。", "申請は3日前まで。"},
		{"a heading loses its marks", "a.md", "## 申請の期限", "## 申請の期限", "申請の期限"},
		{"a channel's name is no heading", "a.md", "#総務 で聞く。", "#総務 で聞く。", "#総務 で聞く。"},
		{"wrapped Japanese is joined", "a.txt", "申請は\n　3日前まで。", "申請は\n　3日前まで。", "申請は3日前まで。"},
		{"wrapped English is joined with spaces", "a.txt", "Apply three\n  days before.", "Apply three\n  days before.", "Apply three days before."},
		{"between Japanese and English none is put", "a.txt", "申請は\nSlackで。", "申請は\nSlackで。", "申請はSlackで。"},
		{"a row is read out with its columns", "a.md", table, "| 年休 | 10 | 入社時 |", "種類: 年休 / 日数: 10 / 備考: 入社時"},
		{"an empty cell is left out", "a.md", table, "| 慶弔 | 5 | |", "種類: 慶弔 / 日数: 5"},
		{"a row of an indented table too", "a.md", loose, "| 慶弔 | 5 |", "種類: 慶弔 / 日数: 5"},
		{"a row without a head is its cells", "a.md", "文。\n| 慶弔 | 5 |\n", "| 慶弔 | 5 |", "慶弔 / 5"},
		{"a head of another table is not its", "a.md", table + "\n| 特別 | 7 |\n", "| 特別 | 7 |", "特別 / 7"},
		{"a bar inside a cell is none between cells", "a.md", `| a \| b | c |`, `| a \| b | c |`, "a | b / c"},
		{"a cell that says its column's name says it once", "a.md", "| 有 | 無 |\n|---|---|\n| 有 | - |", "| 有 | - |", "有 / 無: -"},
		{"the document's own numbers are no marks", "a.md", "詳細は[3]を見る。", "詳細は[3]を見る。", `詳細は\[3\]を見る。`},
		{"nor are those in a row", "a.md", "| 注[12] | 5 |", "| 注[12] | 5 |", `注\[12\] / 5`},
		{"a link is read out", "a.md", "[規程](a.md)を見る。", "[規程](a.md)を見る。", "規程を見る。"},
		{"plain text is not read as Markdown", "a.txt", "*印と<b>と`ls`。", "*印と<b>と`ls`。", "\\*印と\\<b>と\\`ls\\`。"},
		{"not even in a row", "a.txt", "| *印 | 5 |", "| *印 | 5 |", `\*印 / 5`},
		{"a file's ending may be in capitals", "A.MD", "**重要**。", "**重要**。", "**重要**。"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			i := strings.LastIndex(tt.text, tt.sentence)
			p := &retrieval.Passage{File: tt.file, Text: tt.text}
			if got := render(p, japanese.Span{Start: i, End: i + len(tt.sentence)}); got != tt.want {
				t.Errorf("%q is read out as %q, want %q", tt.sentence, got, tt.want)
			}
		})
	}
}

func TestRenderReadsRowsSetWithBlanks(t *testing.T) {
	const text = "プラン　月額　備考\n標準　　4,800円\n特別　　　　　要相談。先着順。"
	p := &retrieval.Passage{File: "a.txt", Text: text, StartLine: 7, Sections: []retrieval.Section{
		{Line: 7, Head: true}, {Line: 8, Reading: "| プラン: 標準 | 月額: 4,800円 |"}, {Line: 9, Reading: "| プラン: 特別 | 備考: 要相談。先着順。 |"},
	}}
	for _, tt := range []struct{ name, sentence, want string }{
		{"a row is read with its columns", "標準　　4,800円", "プラン: 標準 / 月額: 4,800円"},
		{"a part of a row is as it stands", "先着順。", "先着順。"},
		{"the head is as it stands", "プラン　月額　備考", "プラン　月額　備考"},
		{"and so is more than a row", "プラン　月額　備考\n標準　　4,800円", "プラン　月額　備考標準　　4,800円"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			i := strings.Index(text, tt.sentence)
			if got := render(p, japanese.Span{Start: i, End: i + len(tt.sentence)}); got != tt.want {
				t.Errorf("%q is read out as %q, want %q", tt.sentence, got, tt.want)
			}
		})
	}
}

func TestRow(t *testing.T) {
	for _, tt := range []struct {
		name, line string
		want       []string
	}{
		{"cells are between bars", "| 年休 | 10 |", []string{"年休", "10"}},
		{"the last bar may be missing", "| 年休 | 10", []string{"年休", "10"}},
		{"cells may be empty", "| | 10 |", []string{"", "10"}},
		{"prose is none", "年休 | 10", nil},
		{"nor are two lines", "| a |\n| b |", nil},
		{"nor is nothing", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := row(tt.line); !slices.Equal(got, tt.want) {
				t.Errorf("row(%q) = %q, want %q", tt.line, got, tt.want)
			}
		})
	}
}

func TestIsTableHead(t *testing.T) {
	const text = "前置き。\n| 種類 | 日数 |\n|---|---|\n| 年休 | 10 |\n| 慶弔 | - |\n| 後 | x |"
	for _, tt := range []struct {
		name, line string
		want       bool
	}{
		{"the row over the rule is", "| 種類 | 日数 |", true},
		{"the rule is", "|---|---|", true},
		{"a row under it is not", "| 年休 | 10 |", false},
		{"a row with a dash in it is not", "| 慶弔 | - |", false},
		{"the last row is not", "| 後 | x |", false},
		{"prose is not", "前置き。", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			i := strings.Index(text, tt.line)
			if got := isTableHead(text, japanese.Span{Start: i, End: i + len(tt.line)}); got != tt.want {
				t.Errorf("isTableHead(%q) is %v", tt.line, got)
			}
		})
	}
}
