package markup

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// shown writes spans with their styles in ⟨⟩: b, i, s, c, and marks as they are.
func shown(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		var style string
		for i, name := range "bisc" {
			if s.Style&(1<<i) != 0 {
				style += string(name)
			}
		}
		if s.Mark > 0 {
			style += "n"
		}
		if style == "" {
			b.WriteString(s.Text)
		} else {
			b.WriteString("⟨" + style + ":" + s.Text + "⟩")
		}
	}
	return b.String()
}

func TestInline(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"text", "休暇の申請は10日前まで", "休暇の申請は10日前まで"},
		{"strong brackets in Japanese", "これは**「重要」**です", "これは⟨b:「重要」⟩です"},
		{"strong with a colon", "**注意：**次に進みます", "⟨b:注意：⟩次に進みます"},
		{"strong with a blank before its end", "**注意: **次に進みます", "⟨b:注意: ⟩次に進みます"},
		{"emphasis", "*太字*です", "⟨i:太字⟩です"},
		{"emphasis within a sentence", "これは*重要*です", "これは⟨i:重要⟩です"},
		{"an emphasised figure", "部長の承認を*20営業日前まで*に受ける", "部長の承認を⟨i:20営業日前まで⟩に受ける"},
		{"underscores", "__強調__する", "⟨b:強調⟩する"},
		{"one underscore", "これは _強調_ です", "これは ⟨i:強調⟩ です"},
		{"three", "***重要***です", "⟨bi:重要⟩です"},
		{"emphasis in strong text", "**太*斜*字**", "⟨b:太⟩⟨bi:斜⟩⟨b:字⟩"},
		{"a stray sign in strong text", "**太*字**です", "⟨b:太*字⟩です"},
		{"strong text beside emphasis", "**甲***乙*", "⟨b:甲⟩⟨i:乙⟩"},
		{"struck out", "~~旧規程~~新規程", "⟨s:旧規程⟩新規程"},
		{"ranges are no strikes", "3日~4日、10~~20", "3日~4日、10~~20"},
		{"half of strong text", "**注意：次に進みます", "注意：次に進みます"},
		{"the other half", "注意：**次に進みます", "注意：次に進みます"},
		{"half of emphasis", "*注意：次", "*注意：次"},
		{"products", "2*3*4と2**10、2 * 3 ** 4", "2*3*4と2**10、2 * 3 ** 4"},
		{"arguments", "f(**kwargs)", "f(**kwargs)"},
		{"footnotes", "部長*1と課長*2の承認", "部長*1と課長*2の承認"},
		{"names", "snake_case_name、社員_番号_一覧.xlsx、__init__.py", "snake_case_name、社員_番号_一覧.xlsx、__init__.py"},
		{"a masked number", "口座****1234****", "口座****1234****"},
		{"nothing between", "** ** と ____", "** ** と ____"},
		{"code", "`**a**`と``b`c``と` d `", "⟨c:**a**⟩と⟨c:b`c⟩と⟨c:d⟩"},
		{"code in strong text", "**`勤怠`を開く**", "⟨bc:勤怠⟩⟨b:を開く⟩"},
		{"a stray backtick", "`勤怠を開く", "`勤怠を開く"},
		{"marks", "申請する。 [1][12] [注]", "申請する。 ⟨n:[1]⟩⟨n:[12]⟩ [注]"},
		{"marks in strong text", "**申請 [1]**", "⟨b:申請 ⟩⟨bn:[1]⟩"},
		{"escapes", `\*印\*と\[3\]、C:\Windows、\<!channel>`, `*印*と[3]、C:\Windows、<!channel>`},
		{"a link says where it leads", "[安全](https://evil.example/x)へ", "安全 (evil.example)へ"},
		{"a link with a title", `[安全](<https://evil.example/a(b)> "題")へ`, "安全 (evil.example)へ"},
		{"a link that hides behind another", "[https://bank.example](https://evil.example)", "https://bank.example (evil.example)"},
		{"a link to a document", "[**規程**](../人事/規程.md#3)", "⟨b:規程⟩"},
		{"a link by number", "[1](https://evil.example)", "1 (evil.example)"},
		{"a link to itself", "[evil.example](https://evil.example)", "evil.example"},
		{"a mail address", "[総務](mailto:soumu@example.jp)", "総務 (soumu@example.jp)"},
		{"an image", "![図1 座席表](https://evil.example/p.png)です", "図1 座席表です"},
		{"a script", "[x](javascript:alert(1))", "x"},
		{"brackets that are no link", "[参照][3] ![] (x) [a](b", "[参照]⟨n:[3]⟩ ![] (x) [a](b"},
		{"HTML is text", "<b>太字</b>と<https://x.example>", "<b>太字</b>と<https://x.example>"},
		{"but for line ends", "甲<br>乙<BR />丙", "甲\n乙\n丙"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := shown(Inline(tt.line)); got != tt.want {
				t.Errorf("Inline(%q) is\n%s, want\n%s", tt.line, got, tt.want)
			}
		})
	}
}

func text(s string) []Span { return []Span{{Text: s}} }

func TestRead(t *testing.T) {
	tests := []struct {
		name, text string
		want       []Block
	}{
		{"paragraphs keep their lines", "一行目\n二行目\n\n\n次\n", []Block{
			{Spans: []Span{{Text: "一行目"}, {Text: "\n"}, {Text: "二行目"}}},
			{Blank: 2, Spans: text("次")},
		}},
		{"headings", "# 題\n##　小題 ##\n#総務", []Block{
			{Kind: Heading, Level: 1, Spans: text("題")},
			{Kind: Heading, Level: 2, Spans: text("小題")},
			{Spans: text("#総務")},
		}},
		{"a list with lists in it", "手順：\n1. 甲\n   続き\n   - 乙\n     * 丙\n2) 丁\n- 戊\n終わり", []Block{
			{Spans: text("手順：")},
			{Kind: Item, Ordered: true, Number: 1, Spans: []Span{{Text: "甲"}, {Text: "\n"}, {Text: "続き"}}},
			{Kind: Item, Level: 1, Spans: text("乙")},
			{Kind: Item, Level: 2, Spans: text("丙")},
			{Kind: Item, Ordered: true, Number: 2, Spans: text("丁")},
			{Kind: Item, Spans: text("戊")},
			{Spans: text("終わり")},
		}},
		{"an item whose text goes on after an empty line", "- 甲\n\n  乙\n\n丙", []Block{
			{Kind: Item, Spans: []Span{{Text: "甲"}, {Text: "\n\n"}, {Text: "乙"}}},
			{Blank: 1, Spans: text("丙")},
		}},
		{"what looks like an item", "-5℃\n10.5%\n・申請", []Block{
			{Spans: []Span{{Text: "-5℃"}, {Text: "\n"}, {Text: "10.5%"}, {Text: "\n"}, {Text: "・申請"}}},
		}},
		{"quotations", "> 第3条\n> 申請する\n>> 孫引き\n地の文", []Block{
			{Kind: Quote, Level: 1, Spans: []Span{{Text: "第3条"}, {Text: "\n"}, {Text: "申請する"}}},
			{Kind: Quote, Level: 2, Spans: text("孫引き")},
			{Spans: text("地の文")},
		}},
		{"code is as written", "```sh\nkotae  ask \"**休暇**\"\t\n\n  [1]\n```\n後", []Block{
			{Kind: Code, Language: "sh", Text: "kotae  ask \"**休暇**\"\t\n\n  [1]"},
			{Spans: text("後")},
		}},
		{"code in an item", "- 甲\n  ~~~\n  x\n    y\n  ~~~", []Block{
			{Kind: Item, Spans: text("甲")},
			{Kind: Code, Text: "x\n  y"},
		}},
		{"code that does not end", "```\nx\n`", []Block{{Kind: Code, Text: "x\n`"}}},
		{"a table", "| 区分 | 日数 |\n|:--|--:|\n| **正社員** | 20 [1] |\n| 契約 \\| 嘱託 |\n次", []Block{
			{Kind: Table, Rows: [][][]Span{
				{text("区分"), text("日数")},
				{{{Text: "正社員", Style: Bold}}, {{Text: "20 "}, {Text: "[1]", Mark: 1}}},
				{text("契約 | 嘱託"), nil},
			}},
			{Spans: text("次")},
		}},
		{"bars without a rule", "甲 | 乙\n丙 | 丁", []Block{{Spans: []Span{{Text: "甲 | 乙"}, {Text: "\n"}, {Text: "丙 | 丁"}}}}},
		{"rules", "甲\n---\n* * *", []Block{{Spans: text("甲")}, {Kind: Rule}, {Kind: Rule}}},
		{"nothing", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(Read(tt.text), tt.want); diff != "" {
				t.Errorf("Read(%q) (-got +want):\n%s", tt.text, diff)
			}
		})
	}
}

// visible is everything of blocks that a person reads.
func visible(blocks []Block) string {
	var b strings.Builder
	for _, bl := range blocks {
		b.WriteString(Plain(bl.Spans) + bl.Language + bl.Text)
		for _, row := range bl.Rows {
			for _, cell := range row {
				b.WriteString(Plain(cell))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// letters are the letters of a text.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}

var hard = []string{
	"これは**「重要」**です [1]\n\n- `a` ~~b~~\n  - *c*\n1. d", "| 甲 | 乙 |\n|--|--|\n| 丙 |", "```go\nx\n", "> > 引用\n***\n___",
	"**注意：次\n__a_*b*__*c", "[x](y) ![z](w)", "***a**b*c***", "[[[[[\\]]]]]", "`````` ``` ` ``", "\x00\xff**\xe3\x81**", "é̈*が*",
}

func FuzzNothingIsLost(f *testing.F) {
	for _, s := range hard {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\uFFFD")
		got := visible(Read(s))
		if len(got) > 2*len(s)+2 {
			t.Errorf("%q becomes %d bytes", s, len(got))
		}
		unlinked := strings.NewReplacer("](", "]", "<", "").Replace(s) // links lose their target, <br> its name
		if unlinked == s {
			fences := 0 // of which a language may have more than one word
			for l := range strings.Lines(s) {
				if fenceLine.MatchString(strings.TrimRight(l, "\r\n")) && len(strings.Fields(l)) > 1 {
					fences++
				}
			}
			if g, w := letters(got), letters(s); fences == 0 && g != w {
				t.Errorf("the letters of %q become %q", s, g)
			}
		}
		plain := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || r == ' ' || r == '\n' || strings.ContainsRune("。、「」（）：！？・％", r) {
				return r
			}
			return -1
		}, s)
		if g, w := strings.Join(strings.Fields(visible(Read(plain))), ""), strings.Join(strings.Fields(plain), ""); g != w {
			t.Errorf("%q, which has no markup, becomes %q", plain, g)
		}
	})
}

func TestTheTimeIsLinear(t *testing.T) {
	for _, unit := range []string{"*a", "**a ", "_(*", "[", "[a](", "`a``", "*a _b ~~c ", "- ", "> ", "|", "a|b\n-|-\n", "![", "\\[", "***a", "<br"} {
		measure := func(n int) time.Duration {
			s := strings.Repeat(unit, n)
			best := time.Hour
			for range 3 {
				begin := time.Now()
				Read(s)
				best = min(best, time.Since(begin))
			}
			return best
		}
		short, long := measure(2000), measure(32000)
		if long > 64*max(short, 5*time.Millisecond) {
			t.Errorf("%q 2000 times takes %v, 32000 times %v", unit, short, long)
		}
	}
}
