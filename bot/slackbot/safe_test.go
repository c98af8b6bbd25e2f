package slackbot

import (
	"regexp"
	"testing"
)

// liveToken is what Slack acts on in text, mrkdwn and Markdown.
var liveToken = regexp.MustCompile(`<[!@#]|<https?:|(?i)@(here|channel|everyone)|\]\((https?|mailto):`)

func TestClean(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"text", "休暇は10日です。", "休暇は10日です。"},
		{"control characters", "a\x1b[2J\x00b\u009bc", "a[2Jbc"},
		{"marks that turn the direction", "abc\u202egpj.exe\u2069", "abcgpj.exe"},
		{"characters of no width", "@he\u200bre\ufeff\u00ad\u2060\u3164", "@here"},
		{"tags", "a\U000E0041\U000E007F", "a"},
		{"line ends and tabs", "a\r\nb\rc\u2028d\te", "a\nb\nc\nd e"},
		{"joined emoji stay whole", "👨‍👩‍👧 ❤️‍🔥", "👨‍👩‍👧 ❤️‍🔥"},
		{"but nothing else is joined", "h\u200dere", "here"},
		{"variants of kanji", "葛\U000E0100飾区", "葛\U000E0100飾区"},
		{"combining marks", "か\u3099", "か\u3099"},
		{"no UTF-8", "あ\xe3\x81い", "あ\ufffd\ufffdい"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := clean(tt.text); got != tt.want {
				t.Errorf("clean(%q) is %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestEscape(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"entities", "R&D <部署> &lt;", "R&amp;D &lt;部署&gt; &amp;lt;"},
		{"mentions", "<!channel> <@U1> <#C1|総務> <!subteam^S1>", "&lt;⁀!channel&gt; &lt;⁀@U1&gt; &lt;⁀#C1|総務&gt; &lt;⁀!subteam^S1&gt;"},
		{"calls", "@here、@Channel、@everyone、@heresy、@総務", "@⁀here、@⁀Channel、@⁀everyone、@⁀heresy、@総務"},
		{"links", "<https://evil.example|安全> <mailto:a@b.jp> <b>", "&lt;⁀https://evil.example|安全&gt; &lt;⁀mailto:a@b.jp&gt; &lt;b&gt;"},
		{"Markdown's links", "[安全](https://evil.example) m[k](x)", "[安全]⁀(https://evil.example) m[k](x)"},
		{"full-width", "＜！ｃｈａｎｎｅｌ＞ ﹤＠U1＞ ＠ｈｅｒｅ", "＜⁀！ｃｈａｎｎｅｌ＞ ﹤⁀＠U1＞ ＠⁀ｈｅｒｅ"},
		{"a hidden joiner in between", "<\u200b!channel>", "&lt;⁀!channel&gt;"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := visibly(escape(tt.text)); got != tt.want {
				t.Errorf("escape(%q) is %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
