package slackbot

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"kotae/bot"
)

// checkBlocks fails where Slack would refuse blocks, or act on something in them.
func checkBlocks(t *testing.T, blocks []slack.Block, most int) {
	t.Helper()
	for _, b := range blocks {
		if b, ok := b.(*slack.ContextActionsBlock); ok {
			for _, e := range b.Elements.ElementSet {
				if f, ok := e.(*slack.FeedbackButtonsBlockElement); ok && (f.PositiveButton.AccessibilityLabel == "" || f.NegativeButton.AccessibilityLabel == "") {
					t.Error("a vote says nothing to a screen reader")
				}
			}
		}
	}
	if len(blocks) > most {
		t.Errorf("%d blocks", len(blocks))
	}
	wire, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(wire, &tree); err != nil {
		t.Fatal(err)
	}
	walk(tree, func(object map[string]any) {
		kind, _ := object["type"].(string)
		switch kind {
		case "user", "usergroup", "channel", "broadcast", "team", "date", "emoji", "color":
			t.Errorf("a %s element: %v", kind, object)
		case "link":
			if url := object["url"].(string); !strings.HasPrefix(url, "https://wiki.example/") {
				t.Errorf("a link to %s", url)
			}
		case "button", "icon_button":
			if l, _ := object["accessibility_label"].(string); l == "" || units(l) > 75 {
				t.Errorf("a button says %q to a screen reader", l)
			}
		case "mrkdwn":
			t.Errorf("mrkdwn: %v", object)
		}
		if s, ok := object["text"].(string); ok {
			if s == "" || units(s) > 3000 || !utf8.ValidString(s) {
				t.Errorf("text of %d units", units(s))
			}
			if live := liveToken.FindString(s); live != "" {
				t.Errorf("%q in %q", live, s)
			}
		}
		if list, ok := object["elements"].([]any); ok {
			if len(list) == 0 || kind == "context" && len(list) > 10 || kind == "actions" && len(list) > 25 || kind == "context_actions" && len(list) > 5 {
				t.Errorf("%s has %d elements", kind, len(list))
			}
		}
	})
}

// walk calls f for every object of a JSON value.
func walk(v any, f func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		f(v)
		for _, child := range v {
			walk(child, f)
		}
	case []any:
		for _, child := range v {
			walk(child, f)
		}
	}
}

// checkPosts fails where a message breaks a limit or holds something live.
func checkPosts(t *testing.T, posts []post) {
	t.Helper()
	if len(posts) == 0 {
		t.Error("no message")
	}
	for i, p := range posts {
		if p.Text == "" || len(p.Blocks) > 0 && utf8.RuneCountInString(p.Text) > alertRunes || units(p.Text) > 4000 {
			t.Errorf("message %d has a text of %d characters", i, utf8.RuneCountInString(p.Text))
		}
		if live := liveToken.FindString(p.Text); live != "" || strings.ContainsAny(p.Text, "<>") || !utf8.ValidString(p.Text) {
			t.Errorf("message %d says %q", i, p.Text)
		}
		checkBlocks(t, p.Blocks, blockCount)
		if n := weight(p.Blocks); n > 12000 {
			t.Errorf("message %d weighs %d", i, n)
		}
	}
}

// hostile are texts that documents and models write to do something in Slack.
var hostile = []string{
	"<!channel> <!here> <!everyone> <!subteam^S012|ops>", "<@U1> <@W1|社長> <#C1> <#C1|総務>", "@here @channel @everyone",
	"<https://evil.example|安全> <mailto:a@evil.example|総務>", "[安全](https://evil.example) ![図](https://evil.example/x.png)", "https://evil.example/?q=1 www.evil.example leave.md",
	"<!chan**nel>** **<!**channel> `<!channel>`", "＜！channel＞ ＜＠U1＞ ＠ｈｅｒｅ", "<\u200b!channel> @he\u00adre <\u202e!lennahc>",
	"\\<!channel\\> &lt;!channel&gt; \\[x\\](https://evil.example)", "[1](https://evil.example) [1]: https://evil.example\n[注]: https://evil.example", "```\n<!channel>\n[安全](https://evil.example)\n",
	"| <!channel> | b |\n|---|---|\n| <@U1> | [安全](https://evil.example) |", "- <!here>\n> <@U1>\n# @channel", "*_~`<>&:smile:", "<!date^1392734382^{date}|x>", "<a href=\"https://evil.example\">安全</a><br><!channel>",
}

// emphasised are the forms of emphasis that Japanese is written with.
var emphasised = []string{
	"これは**「重要」**です", "**注意：**次", "*太字*です", "__強調__する", "**注意：次", "これは`**code**`です", "これは**重要**、*大事*です。[1]", "上限は**¥11,000（税込）**です", "~~旧~~新",
}

func TestHostileText(t *testing.T) {
	var posts []post
	for _, s := range hostile {
		a := shortAnswer
		a.Text = s + " [1]"
		a.Citations = []bot.Citation{{N: 1, File: s + ".md", Title: s, Heading: s, StartLine: 1, EndLine: 2, Quote: s}}
		p := render(a, "a1b2", someLook)
		checkPosts(t, p)
		for _, p := range p {
			checkPosts(t, []post{p.simpler()})
			checkPosts(t, p.plain())
		}
		posts = append(posts, p...)

		v := evidenceView(evidence{Language: bot.Japanese, Question: s, Citations: a.Citations, Text: func(string) (string, error) { return s, nil }})
		checkBlocks(t, v.Blocks.BlockSet, 100)
	}
	goldenPosts(t, "hostile", posts)

	var streams strings.Builder
	for _, s := range append(hostile, emphasised...) {
		want := all(streamed(s))
		fmt.Fprintf(&streams, "%s\n⇒ %s\n\n", visibly(s), visibly(want))
		if live := liveToken.FindString(want); live != "" {
			t.Errorf("%q streams with %q", s, live)
		}
		for i := range s {
			if got := all(streamed(s, i)); got != want {
				t.Errorf("%q cut at %d streams as %q", s, i, got)
			}
		}
	}
	golden(t, "streams.txt", streams.String())
}

func TestEmphasisInJapanese(t *testing.T) {
	a := shortAnswer
	a.Text = strings.Join(emphasised, "\n\n")
	goldenPosts(t, "emphasis", render(a, "a1b2", someLook))
}

// longAnswer is an answer of 10,000 characters.
func longAnswer() bot.Answer {
	a := shortAnswer
	var b strings.Builder
	for n := 1; b.Len() < 30000; n++ {
		fmt.Fprintf(&b, "## 第%d節 休暇の申請\n\n従業員は、年次有給休暇を取得しようとするときは、原則として取得日の10営業日前までに、所属長の承認を得たうえで、勤怠システムで申請するものとします。 [1]", n)
		b.WriteString(strings.Repeat("ただし、急病その他やむをえない事情があるときは、事後の届出によることができ、この場合には、復帰の日から3営業日以内に、理由を添えて所属長に届け出ます。 [2]", n%4+1))
		b.WriteString("\n\n- 申請の区分を選ぶ [1]\n- 期間を入力する [1]\n\n")
	}
	a.Text = b.String()
	return a
}

func TestALongAnswer(t *testing.T) {
	a := longAnswer()
	posts := render(a, "a1b2", someLook)
	checkPosts(t, posts)
	if len(posts) < 4 {
		t.Errorf("%d messages", len(posts))
	}
	goldenPosts(t, "long", posts)
	var read strings.Builder
	for i, p := range posts {
		if has := strings.Contains(readable(p.Blocks), "出典\n"); has != (i == len(posts)-1) {
			t.Errorf("message %d of %d: sources %v", i+1, len(posts), has)
		}
		read.WriteString(readable(p.Blocks))
		var again strings.Builder
		for _, p := range p.plain() {
			again.WriteString(p.Text)
		}
		if g, w := bareText(html.UnescapeString(again.String())), bareText(readable(p.Blocks)); g != w {
			t.Errorf("message %d in plain text says %q", i+1, g)
		}
		if g, w := bareText(readable(p.simpler().Blocks)), bareText(readable(p.Blocks)); g != w {
			t.Errorf("message %d, simpler, says %q", i+1, g)
		}
	}
	if !strings.HasPrefix(bareText(read.String()), bareText(a.Text)) {
		t.Error("the messages do not say what the answer says")
	}
}

// bareText is a text without blanks and signs of lists and headings.
func bareText(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \n#-•", r) {
			return -1
		}
		return r
	}, s)
}

func TestALongCodeBlockStaysCode(t *testing.T) {
	a := shortAnswer
	a.Text = "前書き\n\n```sh\n" + strings.Repeat("kotae ask \"有給休暇\"  # 質問する [1]\n", 500) + "```\n\n後書き"
	posts := render(a, "a1b2", someLook)
	checkPosts(t, posts)
	lines := 0
	for i, p := range posts {
		for _, b := range p.Blocks {
			rich, ok := b.(*slack.RichTextBlock)
			if !ok {
				continue
			}
			for _, e := range rich.Elements {
				if pre, ok := e.(*slack.RichTextPreformatted); ok {
					for l := range strings.Lines(readableInline(pre.Elements)) {
						if strings.TrimSpace(l) != "kotae ask \"有給休暇\"  # 質問する [1]" {
							t.Errorf("message %d has the line %q", i, l)
						}
						lines++
					}
				}
			}
		}
	}
	if lines != 500 || len(posts) < 2 {
		t.Errorf("%d lines in %d messages", lines, len(posts))
	}
}

func TestTablesThatSlackDoesNotTake(t *testing.T) {
	a := shortAnswer
	row := func(cells int, text string) string { return "|" + strings.Repeat(text+"|", cells) + "\n" }
	wide := "|区分|日数|承認者と、その不在のときに承認する者|備考として書かれた、とても長い見出し|\n" + row(4, "-") +
		strings.Repeat("|正社員|**20** [1]|課長。不在のときは部長が承認し、部長も不在のときは人事部が承認します。|なし|\n", 40)
	many := "|年|日数|\n" + row(2, "-") + strings.Repeat("|2026|20|\n", 120)
	columns := row(21, "列") + row(21, "-") + row(21, "値")
	a.Text = "表です。 [1]\n\n" + wide + "\n" + many + "\n" + columns
	posts := render(a, "a1b2", someLook)
	checkPosts(t, posts)
	goldenPosts(t, "tables", posts)
}

func TestCut(t *testing.T) {
	tests := []struct {
		name, text string
		limit      int
		want       []string
	}{
		{"a text that fits", "短い。", 10, []string{"短い。"}},
		{"at an empty line", "一段落目。続き。\n\n二段落目", 12, []string{"一段落目。続き。\n\n", "二段落目"}},
		{"behind a sentence with its marks", "申請する。 [1][2] 承認する。 [3]", 18, []string{"申請する。 [1][2] ", "承認する。 [3]"}},
		{"not before the mark of a sentence", "甲乙丙。申請する。 [12]", 12, []string{"甲乙丙。", "申請する。 [12]"}},
		{"not within a mark", "ああああああああ[12]いいいい", 10, []string{"ああああああああ", "[12]いいいい"}},
		{"not within an emoji", "👨‍👩‍👧👨‍👩‍👧", 10, []string{"👨‍👩‍👧", "👨‍👩‍👧"}},
		{"not within a voiced kana", "ああか\u3099", 3, []string{"ああ", "か\u3099"}},
		{"not within a surrogate", "𠮷𠮷𠮷", 3, []string{"𠮷", "𠮷", "𠮷"}},
		{"within a character that has no end", "e" + strings.Repeat("\u0301", 5), 3, []string{"e\u0301\u0301", "\u0301\u0301\u0301"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := parts(tt.text, tt.limit); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range append(append(hostile, emphasised...), strings.Repeat("あ", 7000), strings.Repeat("*a* ", 2000), strings.Repeat("\"\\", 5000),
		"| a | b |\n|--|--|\n"+strings.Repeat("| x | [1] |\n", 300), strings.Repeat("👨‍👩‍👧", 900), "```\n"+strings.Repeat("x\n", 4000), strings.Repeat("- a\n\n", 300), "~~~\n\n~~~", "![](x)") {
		f.Add(s, "人事/規則.md", false)
	}
	f.Fuzz(func(t *testing.T, text, file string, plain bool) {
		a := shortAnswer
		a.Text = text
		a.Citations = nil
		for n := range len(text) % 40 {
			a.Citations = append(a.Citations, bot.Citation{N: n + 1, File: file, Heading: text, Title: file, StartLine: n, EndLine: n + 1})
		}
		posts := render(a, "a1b2", someLook)
		checkPosts(t, posts)
		for _, p := range posts {
			checkPosts(t, []post{p.simpler()})
			checkPosts(t, p.plain())
		}
	})
}

func BenchmarkRender(b *testing.B) {
	a := longAnswer()
	b.SetBytes(int64(len(a.Text)))
	for b.Loop() {
		render(a, "a1b2", someLook)
	}
}
