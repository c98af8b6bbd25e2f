package slackbot

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"kotae/bot"
)

func TestLink(t *testing.T) {
	c := bot.Citation{File: "人事/Q&A 100%?.md", Page: 3, StartLine: 12, EndLine: 18}
	const file = "%E4%BA%BA%E4%BA%8B/Q%26A%20100%25%3F.md"
	tests := []struct{ name, template, want string }{
		{"a path", "https://wiki.example/{file}#L{line}", "https://wiki.example/" + file + "#L12"},
		{"a query", "https://wiki.example/?p={file}&from={start_line}&to={end_line}", "https://wiki.example/?p=" + file + "&from=12&to=18"},
		{"a page", "http://files.example/{file}#page={page}", "http://files.example/" + file + "#page=3"},
		{"none", "", ""},
		{"a script", "javascript:alert('{file}')", ""},
		{"a file", "file:///srv/{file}", ""},
		{"no host", "https:///{file}", ""},
		{"too long", "https://wiki.example/" + strings.Repeat("x", 3000) + "{file}", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := (source{Citation: c}).link(tt.template); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestSources(t *testing.T) {
	a := bot.Answer{Language: bot.Japanese, Citations: []bot.Citation{
		{N: 1, File: "人事/規程.md", Title: "規程", Heading: "第1章 総則 > 第2条", StartLine: 3, EndLine: 3},
		{N: 2, File: "人事/規程.md", Title: "規程", Heading: "第1章 総則 > 第3条", StartLine: 9, EndLine: 12},
		{N: 3, File: "人事/規程.md", Title: "規程", Heading: "第1章 総則 > 第2条", StartLine: 3, EndLine: 3},
		{N: 4, File: "総務/*太字*_`x`\n\u202e.pdf", Title: "手引\n二行目", Page: 4, StartLine: 80, EndLine: 81},
		{N: 5, File: "営業/提案.pptx", Title: "提案", Page: 7, StartLine: 20, EndLine: 20},
	}}
	dates := func(file string) time.Time {
		if strings.HasPrefix(file, "人事") {
			return sourceDate
		}
		return time.Time{}
	}
	got := readable(sources(a, look{Dates: dates}))
	want := "出典\n" +
		"[1][3] 人事/規程.md › 第1章 総則 › 第2条  L3 · 2026-04-01更新\n" +
		"[2] 人事/規程.md › 第1章 総則 › 第3条  L9–L12 · 2026-04-01更新\n" +
		"[4] 総務/*太字*_`x` .pdf › 手引 二行目  p.4  L80–L81\n" +
		"[5] 営業/提案.pptx  スライド7  L20"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	t.Run("only the template's links", func(t *testing.T) {
		for _, b := range sources(a, look{}) {
			for _, e := range b.(*slack.RichTextBlock).Elements {
				for _, e := range e.(*slack.RichTextSection).Elements {
					if _, ok := e.(*slack.RichTextSectionTextElement); !ok {
						t.Errorf("%T", e)
					}
				}
			}
		}
	})
	t.Run("an answer without citations has none", func(t *testing.T) {
		if s := sources(bot.Answer{Language: bot.Japanese}, someLook); len(s) != 0 {
			t.Errorf("%d blocks", len(s))
		}
	})
}
