package reader

import (
	"strings"
	"testing"
	"time"
)

func TestReadMarkdownFindsBlocks(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{
			"headings of both syntaxes, without markup in their labels",
			joined("# 社内ポータル `v2` の*使い方* #", "", "設定", "----", "### **「申請」**を[出す](https://example.com) {#apply}", "#### A &amp; B \\# <b>C</b> ![図](a.png)"),
			"H1 社内ポータル v2 の使い方\nH2 設定\nH3 「申請」を出す\nH4 A & B # C 図\n",
		},
		{
			"a heading of level 2 or more without a space behind its marks",
			joined("本文です。", "##見出し", "続きです。", "#タグ と #1 は見出しではない。"),
			"P 本文です。\nH2 見出し\nP 続きです。⏎#タグ と #1 は見出しではない。\n",
		},
		{
			"a paragraph straight above a rule is no heading",
			joined("ここまでが前半の説明である。", "---", "一行目", "二行目", "---", "後半。"),
			"P ここまでが前半の説明である。\nP 一行目⏎二行目\nP 後半。\n",
		},
		{
			"a hard-wrapped paragraph is one block",
			joined("休暇は、前日までに", "届ける。", "", "病気のときは", "当日でよい。"),
			"P 休暇は、前日までに⏎届ける。\nP 病気のときは⏎当日でよい。\n",
		},
		{
			"nested items are items of their own",
			joined("- 休暇", "  - 有給", "    半日も可", "  - 特別", "", "    証明が要る。", "- 経費", "1. 締切", "2. 支払"),
			"I - 休暇\nI   - 有給⏎    半日も可\nI   - 特別\nP     証明が要る。\nI - 経費\nI 1. 締切\nI 2. 支払\n",
		},
		{
			"bullets that Markdown does not know are items",
			joined("次のもの：", "・申請書", "・領収書", "　原本に限る", "", "①開く", "②押す"),
			"P 次のもの：\nI ・申請書\nI ・領収書⏎　原本に限る\nI ①開く\nI ②押す\n",
		},
		{
			"rows of tables, without the line below the header",
			joined("| 項目 | 上限 |", "|------|-----:|", "| 宿泊 | 12,000円 |", "| | |", "| 日当 | `a\\|b` |"),
			"R | 項目 | 上限 |\nR | 宿泊 | 12,000円 |\nR | 日当 | `a\\|b` |\n",
		},
		{
			"code line by line, without its fences",
			joined("```sh title=開始", "kotae index", "", "}", "```", "", "    indented", "", "~~~", "休暇"),
			"C kotae index\nC }\nC     indented\nC 休暇\n",
		},
		{
			"quotations are paragraphs, and headings within them too",
			joined("> 引用の文。", "> 続き。", ">", "> # 引用の見出し", "", "- # 項目の見出し"),
			"P > 引用の文。⏎> 続き。\nP > # 引用の見出し\nI - # 項目の見出し\n",
		},
		{
			"comments say nothing",
			joined("<!-- 下書き -->", "<!--", "まだ出さない", "-->", "本文です。", "", "<!-- a --> 公開する"),
			"P 本文です。\nP <!-- a --> 公開する\n",
		},
		{
			"HTML that holds text is a paragraph, tags alone are nothing",
			joined("<div align=\"center\">", "  <b>中央</b>", "  の文", "</div>", "", "<br>&nbsp;", "", "<a id=\"top\"></a>", "", "- <https://example.com/>", "", "<script>", "var 変数", "</script>", "", "<details>", "<summary>詳細</summary>", "", "本文", "", "</details>"),
			"P   <b>中央</b>⏎  の文\nI - <https://example.com/>\nP <summary>詳細</summary>\nP 本文\n",
		},
		{
			"where links point to is no text, but footnotes are",
			joined("[規程]: https://example.com/a \"題\"", "[図]: ../b.png", "", "[^1]: 脚注の本文です。", "", "[注意]: 必ず読むこと"),
			"P [^1]: 脚注の本文です。\nP [注意]: 必ず読むこと\n",
		},
		{
			"rules, empty headings and empty items are nothing",
			joined("#", "", "***", "", "-", "", "本文"),
			"P 本文\n",
		},
		{
			"a far indent is no depth",
			joined("# 表", "", "- 一", strings.Repeat(" ", 200)+"二"),
			"H1 表\nI - 一⏎" + strings.Repeat(" ", 200) + "二\n",
		},
		{
			"two rules are no front matter",
			joined("---", "お知らせです。", "", "---", "本文"),
			"P お知らせです。\nP 本文\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := sketch(mustRead(t, "a.md", tt.text)); got != tt.want {
				t.Errorf("blocks:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}

func TestReadMarkdownFindsTheTitle(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"the first heading of level 1", joined("## 前書き", "", "# 休暇の規程", "", "# 附則"), "休暇の規程"},
		{"the first heading where none is of level 1", joined("本文", "", "### 休暇", "", "## 経費"), "休暇"},
		{"the file's name where there is no heading", joined("本文"), "a"},
		{"front matter before all headings", joined("---", "title: 休暇の規程", "tags:", "  - 人事", "- x", "# 注", "", "---", "# 見出し"), "休暇の規程"},
		{"front matter with quotes", joined("---", `title: "休暇: \"新\" 規程" # 仮`, "---", "本文"), `休暇: "新" 規程`},
		{"front matter with single quotes", joined("---", "Title: 'It''s new'", "...", "本文"), "It's new"},
		{"front matter with a comment", joined("---", "title: 休暇 # 仮", "---", "本文"), "休暇"},
		{"front matter on the next line", joined("---", "title: >-", "  休暇の規程", "date: 2024-05-10", "---", "本文"), "休暇の規程"},
		{"front matter without a title", joined("---", "tags: [a]", "---", "# 休暇"), "休暇"},
		{"front matter with an empty title", joined("---", "title:", "---", "# 休暇"), "休暇"},
		{"front matter that is never closed", joined("---", "title: 休暇", "", "本文"), "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := mustRead(t, "a.md", tt.text)
			if d.Title != tt.want {
				t.Errorf("title = %q, want %q", d.Title, tt.want)
			}
			if strings.Contains(sketch(d), "tags") {
				t.Errorf("front matter is in a block:\n%s", sketch(d))
			}
		})
	}
}

func TestReadMarkdownTakesItsTimeForNobody(t *testing.T) {
	const n = 20_000
	tests := []struct{ name, text string }{
		{"open emphasis", strings.Repeat("*あ ", n)},
		{"open brackets", "# " + strings.Repeat("[", n)},
		{"deep quotations", strings.Repeat(">", n) + "あ"},
		{"deep lists", strings.Repeat("- ", n) + "あ"},
		{"a deep outline", strings.Repeat("- ", 90) + "あ"},
		{"one long line", strings.Repeat("休暇", 10*n)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			mustRead(t, "a.md", tt.text)
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	text := strings.Repeat("## 経費の精算\n\n経費は、使った月の翌月五日までに精算する。領収書は原本を添えること。\n\n- 申請書\n- 領収書\n\n", 500)
	for _, name := range []string{"a.md", "a.txt"} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := Read(name, []byte(text)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
