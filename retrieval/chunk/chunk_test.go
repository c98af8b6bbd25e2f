package chunk

import (
	"slices"
	"strings"
	"testing"

	"kotae/retrieval"
)

func TestSplit(t *testing.T) {
	sentence := func(n int) string { return strings.Repeat("文", n-1) + "。" } // of n runes
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"an empty document has none", "", nil},
		{"nor has one without words", "\n\n%---\n　\n", nil},
		{"a short document is one passage", "# 規程\n\n本規程は休暇を定める。\n", []string{"# 規程\n\n本規程は休暇を定める。"}},
		{"what is no block is passed over at the ends", "%---\n%title: 規程\n%---\n本文。\n%---\n", []string{"本文。"}},
		{"what is no block is kept in between", "前。\n%---\n後。", []string{"前。\n%---\n後。"}},
		{"sentences are packed up to the limit", sentence(150) + sentence(250) + sentence(10), []string{sentence(150) + sentence(250), sentence(10)}},
		{"a sentence that does not fit begins a passage", sentence(150) + sentence(251), []string{sentence(150), sentence(251)}},
		{"lines between sentences count", sentence(150) + "\n" + sentence(250), []string{sentence(150), sentence(250)}},
		{"an empty line closes a passage once half full", sentence(200) + "\n\n" + sentence(10), []string{sentence(200), sentence(10)}},
		{"but not before", sentence(199) + "\n\n" + sentence(10), []string{sentence(199) + "\n\n" + sentence(10)}},
		{"a heading closes one once half full, and goes with what follows", sentence(200) + "\n## 節\n" + sentence(10), []string{sentence(200), "## 節\n" + sentence(10)}},
		{"an empty line under a heading closes nothing", "## " + strings.Repeat("節", 300) + "\n\n" + sentence(10), []string{"## " + strings.Repeat("節", 300) + "\n\n" + sentence(10)}},
		{"a heading whose text does not fit moves on with it", sentence(190) + "\n## 節\n" + sentence(390), []string{sentence(190), "## 節\n" + sentence(390)}},
		{"so do several", sentence(190) + "\n## 節\n### 項\n" + sentence(380), []string{sentence(190), "## 節\n### 項\n" + sentence(380)}},
		{"a heading too long for its text stands alone", sentence(190) + "\n## " + strings.Repeat("節", 300) + "\n" + sentence(390), []string{sentence(190), "## " + strings.Repeat("節", 300), sentence(390)}},
		{"a level-1 heading begins a passage", "# 甲\n短い。\n# 乙\n短い。", []string{"# 甲\n短い。", "# 乙\n短い。"}},
		{"unless it stands right under another", "# 甲\n# 乙\n短い。", []string{"# 甲\n# 乙\n短い。"}},
		{"a heading under which nothing stands stays in its article", "# 甲\n短い。\n## 空\n# 乙\n短い。", []string{"# 甲\n短い。\n## 空", "# 乙\n短い。"}},
		{"so does the last heading of a document", "# 甲\n短い。\n## 空\n", []string{"# 甲\n短い。\n## 空"}},
		{"items and rows are packed like sentences", "- 甲\n- 乙\n| 丙 | 丁 |\n$ 戊", []string{"- 甲\n- 乙\n| 丙 | 丁 |\n$ 戊"}},
		{"a row is not cut at its full stops", sentence(395) + "\n| 甲。乙。", []string{sentence(395), "| 甲。乙。"}},
		{"a heading is not cut at its full stops", sentence(195) + "\n## 何か。いつか。\n" + sentence(199), []string{sentence(195), "## 何か。いつか。\n" + sentence(199)}},
		{"a table that fits a passage is not cut", sentence(390) + "\n| 品名 | 単価 |\n| 甲 | 10 |\n| 乙 | 20 |", []string{sentence(390), "| 品名 | 単価 |\n| 甲 | 10 |\n| 乙 | 20 |"}},
		{"the line below a head does not part it from its rows", "## 節\n" + sentence(180) + "\n\n| " + strings.Repeat("品", 30) + " |\n%---\n| 甲 |", []string{"## 節\n" + sentence(180) + "\n\n| " + strings.Repeat("品", 30) + " |\n%---\n| 甲 |"}},
		{"nor parted from its heading", sentence(190) + "\n## 節\n| " + strings.Repeat("品", 190) + " |\n| 甲 |\n| 乙 |", []string{sentence(190), "## 節\n| " + strings.Repeat("品", 190) + " |\n| 甲 |\n| 乙 |"}},
		{"a page closes a passage", "前の頁。\n\f\n次の頁。", []string{"前の頁。", "次の頁。"}},
		{"indentation belongs to no passage", "　　" + sentence(10) + "\n", []string{sentence(10)}},
		{"English is packed too", strings.Repeat("Submit it. ", 36) + "Wait for it.", []string{strings.Repeat("Submit it. ", 35) + "Submit it.", "Wait for it."}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := document(tt.text)
			passages := Split(d)
			check(t, d, passages)
			if got := texts(passages); !slices.Equal(got, tt.want) {
				t.Errorf("Split(%q)\n got %q\nwant %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestSplitCutsLongSentences(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		lengths    []int // of the passages' texts, in runes
	}{
		{"one of exactly the limit is whole", strings.Repeat("字", 400), []int{400}},
		{"without a comma at the limit", strings.Repeat("字", 900), []int{400, 400, 100}},
		{"behind the last comma that fits", strings.Repeat("字", 299) + "、" + strings.Repeat("字", 60) + "、" + strings.Repeat("字", 60), []int{361, 60}},
		{"not behind a comma of the first half", strings.Repeat("字", 99) + "、" + strings.Repeat("字", 400), []int{400, 100}},
		{"behind a space, which is then in neither", strings.Repeat("a", 300) + " " + strings.Repeat("b", 300), []int{300, 300}},
		{"behind an ideographic space too", strings.Repeat("字", 300) + "　" + strings.Repeat("字", 300), []int{300, 300}},
		{"not before a combining mark", strings.Repeat("字", 399) + "か\u3099" + strings.Repeat("字", 10), []int{399, 12}},
		{"not before a half-width voicing mark", strings.Repeat("ｱ", 399) + "ｶﾞ" + strings.Repeat("ｱ", 10), []int{399, 12}},
		{"not before a variation selector", strings.Repeat("字", 399) + "葛\U000E0100" + strings.Repeat("字", 10), []int{399, 12}},
		{"not inside a joined emoji", strings.Repeat("字", 398) + "👩\u200D💻" + strings.Repeat("字", 10), []int{398, 13}},
		{"somewhere, where all is one character", "e" + strings.Repeat("\u0301", 900), []int{400, 400, 101}},
		{"though it is quoted speech", "「" + strings.Repeat("行きます。", 100) + "」", []int{396, 106}},
		{"though it is a row", "| " + strings.Repeat("字", 450) + " |", []int{2 + 398, 450 - 398 + 2}},
		{"though it is a heading", "# " + strings.Repeat("題", 450), []int{400, 52}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := document(tt.text)
			passages := Split(d)
			check(t, d, passages)
			var got []int
			for _, s := range texts(passages) {
				got = append(got, len([]rune(s)))
			}
			if !slices.Equal(got, tt.lengths) {
				t.Errorf("passages of %d runes, want %d", got, tt.lengths)
			}
		})
	}
}

func TestSplitNamesPlaces(t *testing.T) {
	d := document("%---\n## 規程\n前文。\n\n# 休暇\n\n申請は3日前まで。\n### 半日\n半日でもよい。\n## 慶弔\n" + strings.Repeat("長", 380) + "。\n\f\n# 附則\n施行日。\n")
	passages := Split(d)
	check(t, d, passages)
	type place struct {
		id, title        string
		page, start, end int
	}
	want := []place{
		{"総務/規程.md#00000", "規程", 1, 2, 3}, // the document's title, not repeated in the heading
		{"総務/規程.md#00001", "休暇", 1, 5, 9}, // a level-1 heading is its article's title
		{"総務/規程.md#00002", "休暇", 1, 10, 11},
		{"総務/規程.md#00003", "附則", 2, 13, 14},
	}
	var got []place
	for _, p := range passages {
		got = append(got, place{p.ID(), p.Title, p.Page, p.StartLine, p.EndLine})
	}
	if !slices.Equal(got, want) {
		t.Errorf("passages stand\n at %v\nwant %v", got, want)
	}
	sections := [][]retrieval.Section{
		{{Line: 2}},
		{{Line: 5}, {Line: 8, Heading: "半日"}},
		{{Line: 10, Heading: "慶弔"}},
		{{Line: 13}},
	}
	for i, p := range passages {
		if !slices.Equal(p.Sections, sections[i]) {
			t.Errorf("passage %d has sections %v, want %v", i, p.Sections, sections[i])
		}
	}
}

func TestSplitNamesTheColumnsOfRowsWithoutTheirHead(t *testing.T) {
	d := document("## 料金\n| プラン | 月額 |\n" + strings.Repeat("| "+strings.Repeat("甲", 90)+" | 10円 |\n", 5) + "以上。\n")
	passages := Split(d)
	check(t, d, passages)
	want := [][]retrieval.Section{
		{{Line: 1, Heading: "料金"}},
		{{Line: 6, Heading: "料金 > プラン | 月額"}, {Line: 8, Heading: "料金"}},
	}
	for i, p := range passages {
		if !slices.Equal(p.Sections, want[i]) {
			t.Errorf("passage %d has sections %v, want %v", i, p.Sections, want[i])
		}
	}
}

func TestSplitKeepsPlaces(t *testing.T) {
	d := document("## 料金\n| 甲 | 10円 |\n| 乙 | 20円 |\n")
	for i, place := range []string{"", "A2:B2", "A3:B3"} {
		d.Blocks[i].Place, d.Blocks[i].Columns = place, ""
	}
	p := Split(d)[0]
	for line, want := range map[int]string{1: "料金", 2: "料金 > A2:B2", 3: "料金 > A3:B3"} {
		if got := p.Heading(line); got != want {
			t.Errorf("line %d is at %q, want %q", line, got, want)
		}
	}
	if text := p.EmbeddedText(); strings.Contains(text, "A2") || strings.Count(text, "料金") != 2 {
		t.Errorf("embedded: %q; want no places, and the heading once above the text", text)
	}
}

func texts(passages []retrieval.Passage) []string {
	var out []string
	for _, p := range passages {
		out = append(out, p.Text)
	}
	return out
}

func TestSplitKeepsHowRowsAreRead(t *testing.T) {
	d := retrieval.Document{File: "a.txt", Title: "料金", Text: "料金表\nプラン　月額\n標準　　4,800円\n特別　　9,600円\n税は別。"}
	at := 0
	for i, b := range []retrieval.Block{{Kind: retrieval.Paragraph}, {Kind: retrieval.Row, Head: true},
		{Kind: retrieval.Row, Columns: "プラン | 月額", Reading: "| プラン: 標準 | 月額: 4,800円 |"},
		{Kind: retrieval.Row, Columns: "プラン | 月額", Reading: "| プラン: 特別 | 月額: 9,600円 |"}, {Kind: retrieval.Paragraph}} {
		b.Start, b.End = at, at+len(strings.Split(d.Text, "\n")[i])
		at = b.End + 1
		d.Blocks = append(d.Blocks, b)
	}
	passages := Split(d)
	if len(passages) != 1 {
		t.Fatalf("%d passages", len(passages))
	}
	for line, want := range map[int]string{1: "", 2: "", 3: "| プラン: 標準 | 月額: 4,800円 |", 4: "| プラン: 特別 | 月額: 9,600円 |", 5: ""} {
		if got, head := passages[0].Reading(line); got != want || head != (line == 2) {
			t.Errorf("line %d is read %q (head %v), want %q", line, got, head, want)
		}
	}
}
