package slackbot

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extended "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"kotae/bot/markup"
)

// streamed lets a text flow in the pieces that end at the offsets.
func streamed(text string, ends ...int) []chunk {
	var f flow
	var out []chunk
	begin := 0
	for _, e := range append(ends, len(text)) {
		out = append(out, f.Write(text[begin:e])...)
		begin = e
	}
	return append(out, f.Close()...)
}

// all is the text of chunks, with | before a new message.
func all(chunks []chunk) string {
	var b strings.Builder
	for _, c := range chunks {
		if c.next {
			b.WriteString("|")
		}
		b.WriteString(c.text)
	}
	return b.String()
}

func TestFlow(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", "10日前までに申請します。 [1]\n\n部長が承認します。 [2]", "10日前までに申請します。 [1]\n\n部長が承認します。 [2]"},
		{"brackets go outside", "これは**「重要」**です", "これは「**重要**」です"},
		{"a colon goes outside", "**注意：**次に", "**注意**：次に"},
		{"emphasis", "*太字*です。__強調__する", "*太字*です。**強調**する"},
		{"half of strong text", "**注意：次に", "注意：次に"},
		{"styles side by side", "**太*斜*字**", "**太**⁀***斜***⁀**字**"},
		{"struck out", "~~旧~~、3~4日", "~~旧~~、3\\~4日"},
		{"code", "`**x**`と`` a`b ``", "`**x**`と``a`b``"},
		{"signs that are text", "2*3、snake_case、C:\\x", "2\\*3、snake\\_case、C:\\\\x"},
		{"blocks", "## 題\n\n- 甲\n  1. 乙\n> 引用\n---\n\\# 題", "## 題\n\n- 甲\n  1. 乙\n> 引用\n***\n\\# 題"},
		{"a fence", "```sh\necho \"<!here>\" **x**\n```\n後", "```sh\necho \"<⁀!here>\" **x**\n```\n後"},
		{"a table is drawn", "| 区分 | 日数 |\n|--|--|\n| 正社員 | **20** |\n後", "```\n区分    日数\n------------\n正社員  20\n```\n後"},
		{"bars that are no table", "| 区分\n後", "| 区分\n後"},
		{"mentions", "<!channel> <@U1> <#C1|x> @here", "&lt;⁀!channel&gt; &lt;⁀@U1&gt; &lt;⁀#C1|x&gt; @⁀here"},
		{"full-width mentions", "＜！channel＞＠ｈｅｒｅ", "＜⁀！channel＞＠⁀ｈｅｒｅ"},
		{"links", "[安全](https://evil.example/x) ![図](https://evil.example/i)", "安全 (evil.⁀example) 図"},
		{"addresses", "<https://evil.example|安全>、https://a.example/b?c=1。leave.mdとx@y.jp、3.5", "&lt;`https://evil.example`|安全&gt;、`https://a.example/b?c=1`。leave.⁀mdとx@y.⁀jp、3.5"},
		{"no link comes of what stands side by side", "[1]**(注)**[参照]\\(x)[注]: y", "[1]⁀(**注**)[参照]⁀(x)[注]⁀: y"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := visibly(all(streamed(tt.text))); got != tt.want {
				t.Errorf("%q flows as\n%q, want\n%q", tt.text, got, tt.want)
			}
		})
	}
}

func TestFlowHandsOutSentences(t *testing.T) {
	var f flow
	var got []string
	for _, r := range "10日前までに申請します。[1] **部長。**が承認します。次\n- a. b" {
		for _, c := range f.Write(string(r)) {
			got = append(got, c.text)
		}
	}
	for _, c := range f.Close() {
		got = append(got, c.text)
	}
	want := []string{"10日前までに申請します。[1] ", "**部長**。が承認します。", "次\n", "- a. ", "b"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestASentenceKnownToBeWholeIsShownAtOnce(t *testing.T) {
	var f flow
	var got []string
	for _, piece := range []string{"- 10日前までに申請します。 [1]", " **部長。**が承認します。 [2]", "\n1.", " 次です。", "\n```\n後です。", "\n```\n"} {
		got = append(got, all(f.Whole(piece)))
	}
	want := []string{"- 10日前までに申請します。 [1]", " **部長**。が承認します。 [2]", "\n", "1. 次です。", "\n```\n", "後です。\n```\n"}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestALongFlowIsSharedOut(t *testing.T) {
	sentence := "従業員は、取得日の10営業日前までに、所属長の承認を得て、勤怠システムで申請します。 [1]"
	text := "前書き。\n\n" + strings.Repeat(sentence, 120) + "\n\n```go\n" + strings.Repeat("fmt.Println(\"休暇\")\n", 700) + "```\n終わり。"
	messages := strings.Split(all(streamed(text)), "|")
	if len(messages) < 4 {
		t.Errorf("%d messages", len(messages))
	}
	for i, m := range messages {
		if len(m) > messageBytes {
			t.Errorf("message %d has %d bytes", i, len(m))
		}
		if n := strings.Count(m, "```"); n%2 != 0 {
			t.Errorf("message %d has %d fences", i, n)
		}
		if i > 0 && i < 3 && !strings.HasPrefix(m, "従業員は") && !strings.HasPrefix(m, "```go\n") {
			t.Errorf("message %d begins with %q", i, m[:60])
		}
	}
}

var flowSeeds = []string{
	"これは**「重要」**です。[1] **注意：**次に<!channel>と[安全](https://evil.example)。\n- `a`\n```x\n<!here>\n```\n|a|b|\n|-|-|\n|c|d|\n",
	strings.Repeat("あ", 700) + "。" + strings.Repeat("https://a.example/", 120), "👨‍👩‍👧‍👦が" + strings.Repeat("か\u3099", 400), "\r\n\x00\u202e**\xe3\x81",
	"````" + strings.Repeat("`x\n", 30), strings.Repeat("<!", 1200), "~~~\n" + strings.Repeat("x", 12000) + "\n~~~", strings.Repeat("文。", 4000), "| " + strings.Repeat("x|", 900) + "\n|-|",
}

func FuzzFlow(f *testing.F) {
	for _, s := range flowSeeds {
		f.Add(s, uint16(1), uint16(7))
	}
	f.Fuzz(func(t *testing.T, text string, a, b uint16) {
		whole := all(streamed(text))
		i, j := int(a)%(len(text)+1), int(b)%(len(text)+1)
		if got := all(streamed(text, min(i, j), max(i, j))); got != whole {
			t.Errorf("cut at %d and %d, %q flows as\n%q, whole as\n%q", i, j, text, got, whole)
		}
		if len(text) < 1000 {
			var ends []int
			for k := range len(text) {
				ends = append(ends, k)
			}
			if got := all(streamed(text, ends...)); got != whole {
				t.Errorf("byte by byte %q flows as\n%q, whole as\n%q", text, got, whole)
			}
		}
		size := 0
		for _, c := range streamed(text) {
			if !utf8.ValidString(c.text) || c.text == "" || len(c.text) > chunkBytes {
				t.Errorf("%q flows with a chunk of %d bytes, valid %v", text, len(c.text), utf8.ValidString(c.text))
			}
			if size += len(c.text); c.next {
				size = len(c.text)
			}
			if size > messageBytes {
				t.Errorf("a message has %d bytes", size)
			}
			if live := liveToken.FindString(c.text); live != "" {
				t.Errorf("%q flows with %q", text, live)
			}
		}
		if !strings.ContainsAny(text, "`~|") && !strings.Contains(text, "](") && !strings.Contains(text, "<") && !strings.ContainsRune(clean(text), unicode.ReplacementChar) {
			letters := func(s string) string {
				return strings.Map(func(r rune) rune {
					if unicode.IsLetter(r) {
						return r
					}
					return -1
				}, s)
			}
			bare := strings.NewReplacer("&lt;", "", "&gt;", "").Replace(strings.ReplaceAll(whole, "|", ""))
			if g, w := letters(bare), letters(clean(text)); g != w {
				t.Errorf("%q flows as %q", text, whole)
			}
		}
	})
}

// styledLetters writes the letters of a text, each with its style.
func styledLetters(b *strings.Builder, s string, style markup.Style) {
	for _, r := range s {
		if unicode.IsLetter(r) {
			fmt.Fprintf(b, "%c%d ", r, style)
		}
	}
}

// asCommonMark reads a line as CommonMark does, with strikes.
func asCommonMark(line string) string {
	source := []byte(line)
	var b strings.Builder
	var style markup.Style
	read := goldmark.New(goldmark.WithExtensions(extension.Strikethrough)).Parser().Parse(text.NewReader(source))
	_ = ast.Walk(read, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		var turn markup.Style
		switch n := n.(type) {
		case *ast.Emphasis:
			turn = markup.Italic
			if n.Level == 2 {
				turn = markup.Bold
			}
		case *extended.Strikethrough:
			turn = markup.Strike
		case *ast.CodeSpan:
			turn = markup.Verbatim
		case *ast.Link, *ast.Image, *ast.AutoLink, *ast.RawHTML, *ast.HTMLBlock, *ast.Heading, *ast.List, *ast.CodeBlock, *ast.FencedCodeBlock:
			styledLetters(&b, "【"+n.Kind().String()+"】", 0)
		case *ast.Text:
			if entering {
				styledLetters(&b, strings.NewReplacer("&lt;", "", "&gt;", "").Replace(string(n.Value(source))), style)
			}
		}
		if entering {
			style |= turn
		} else {
			style &^= turn
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// FuzzCommonMark holds what is streamed against a CommonMark reader of another make:
// every letter has the style that markup gives it, and nothing is a link.
func FuzzCommonMark(f *testing.F) {
	for _, s := range append(append([]string{"**太*斜*字**", "***a***b*c*", "~~*x*~~**y**", "甲**乙`丙`**丁", "*a*_b_**c**", "`` ` ``x`y`"}, hostile...), emphasised...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.TrimSpace(strings.ReplaceAll(clean(s), "\n", ""))
		spans := markup.Inline(s)
		if autolink.MatchString(markup.Plain(spans)) || strings.ContainsAny(s, "&<") {
			return // an address becomes code, an entity what it stands for
		}
		var want strings.Builder
		for _, span := range spans {
			if span.Style&markup.Verbatim != 0 {
				span.Style = markup.Verbatim
			}
			styledLetters(&want, span.Text, span.Style)
		}
		line := stream(spans)
		if strings.TrimSpace(line) != line || line == "" {
			return // not a line of a paragraph
		}
		if got := asCommonMark(paragraphStart(line)); got != want.String() {
			t.Errorf("%q streams as %q, which CommonMark reads as\n%s, want\n%s", s, line, got, want.String())
		}
	})
}

func BenchmarkFlow(b *testing.B) {
	a := longAnswer()
	b.SetBytes(int64(len(a.Text)))
	for b.Loop() {
		var f flow
		for _, r := range a.Text { // as a model writes it: a character at a time
			f.Write(string(r))
		}
		f.Close()
	}
}
