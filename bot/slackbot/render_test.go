package slackbot

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"kotae/bot"
)

var update = flag.Bool("update", false, "write golden files anew")

// golden compares what people read with a file, or writes the file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "render", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
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

// asJSON is what goes over the wire, readable.
func asJSON(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return visibly(b.String())
}

// visibly writes joiners as ⁀.
func visibly(s string) string { return strings.NewReplacer(joiner, "⁀", "\u200b", "⁀").Replace(s) }

// goldenPosts compares posts with two files: what goes over the wire, and what a
// person reads.
func goldenPosts(t *testing.T, name string, posts []post) {
	t.Helper()
	var read strings.Builder
	for i, p := range posts {
		fmt.Fprintf(&read, "== message %d ==\nnotification: %s\n\n%s\n", i+1, visibly(p.Text), visibly(shownBlocks(p.Blocks)))
	}
	golden(t, name+".txt", read.String())
	golden(t, name+".json", asJSON(t, posts))
}

// shownBlocks is what a person reads of blocks, buttons and styles included.
func shownBlocks(blocks []slack.Block) string {
	var out []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.ActionBlock:
			out = append(out, shownElements(b.Elements.ElementSet))
		case *slack.ContextActionsBlock:
			out = append(out, shownElements(b.Elements.ElementSet))
		case *slack.InputBlock:
			out = append(out, b.Label.Text+"\n"+shownElements([]slack.BlockElement{b.Element}))
		case *slack.SectionBlock:
			t := b.Text.Text
			if b.Accessory != nil {
				t += "  " + shownElements([]slack.BlockElement{b.Accessory.ButtonElement})
			}
			out = append(out, t)
		default:
			out = append(out, readableBlock(b))
		}
	}
	return strings.Join(out, "\n\n") + "\n"
}

func shownElements(elements []slack.BlockElement) string {
	var out []string
	for _, e := range elements {
		switch e := e.(type) {
		case *slack.ButtonBlockElement:
			out = append(out, "["+e.Text.Text+"]")
		case *slack.FeedbackButtonsBlockElement:
			out = append(out, "[👍 "+e.PositiveButton.Text.Text+"] [👎 "+e.NegativeButton.Text.Text+"]")
		case *slack.IconButtonBlockElement:
			out = append(out, "[🗑 "+e.Text.Text+"]")
		case *slack.RadioButtonsBlockElement:
			for _, o := range e.Options {
				out = append(out, "( ) "+o.Text.Text)
			}
		case *slack.PlainTextInputBlockElement:
			out = append(out, "[____]")
		}
	}
	return strings.Join(out, " ")
}

var sourceDate = time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)

var someLook = look{
	LinkTemplate: "https://wiki.example/{file}#L{line}",
	Dates:        func(string) time.Time { return sourceDate },
	Feedback:     true, Trash: "U1",
}

var shortAnswer = bot.Answer{
	Question: "有給休暇は何日前までに申請しますか。", Status: bot.Answered, Language: bot.Japanese,
	Text: "年次有給休暇は、原則として取得日の**3営業日前まで**に勤怠システムで申請します。 [1]\n\n5日以上続けて休むときは、部長の承認を*20営業日前まで*に受けます。 [2]",
	Citations: []bot.Citation{
		{N: 1, File: "人事/就業規則.md", Title: "就業規則", Heading: "第5章 有給休暇 > 第32条 申請", Page: 12, StartLine: 12, EndLine: 18, Quote: "取得日の3営業日前までに"},
		{N: 2, File: "人事/休暇 Q&A <2026>.txt", Title: "休暇のしおり", StartLine: 7, EndLine: 7, Quote: "部長の承認"},
	},
	Models: bot.Models{Chat: "gpt-small"},
}

func TestRenderedAnswers(t *testing.T) {
	english := bot.Answer{
		Status: bot.Answered, Language: bot.English,
		Text:      "Four days in a row need **ten working days'** notice. [1] Anything longer is agreed with the department manager. [2]",
		Citations: []bot.Citation{{N: 1, File: "en/handbook.md", Title: "Handbook", Heading: "Leave > Notice", StartLine: 4, EndLine: 4}, {N: 2, File: "en/handbook.md", Title: "Handbook", Heading: "Leave > Notice", StartLine: 4, EndLine: 4}},
		Models:    bot.Models{Chat: extractive},
	}
	uncertain := shortAnswer
	uncertain.Status = bot.Uncertain
	uncertain.Text = "はっきりした答えは見つかりませんでした。近い記述を引用します（お尋ねの答えではないかもしれません）。\n\n- 申請は3営業日前までに行う。 [1]\n- 部長の承認を要する。 [2]"
	uncertain.Models.Chat = extractive
	notFound := bot.Answer{
		Status: bot.NotFound, Language: bot.Japanese, Models: bot.Models{Chat: "gpt-small"},
		Text: "お尋ねの答えは、資料の中に見つかりませんでした（120 か所を検索しました）。\n\n近い内容の資料：\n\n- 人事/就業規則.md (第5章)\n- 総務/駐車場.txt",
	}
	rich := shortAnswer
	rich.Text = "## 申請の流れ\n\n1. **勤怠システム**を開く [1]\n   - `休暇申請`を選ぶ\n   - 日付を入れる\n2. 課長が承認する\n\n> 取得日の3営業日前までに\n\n```sh\nkotae ask \"休暇 <部署>\"\n```\n\n| 区分 | 日数 | 承認者 |\n|---|---|---|\n| **正社員** | 20日 [1] | 課長 |\n| 契約社員 | 10日 | |\n\n---\n\n~~旧規程~~は使いません。 [2]"

	tests := map[string]struct {
		answer bot.Answer
		look   look
	}{
		"short":     {shortAnswer, someLook},
		"english":   {english, look{Feedback: true, Share: true}},
		"uncertain": {uncertain, someLook},
		"not_found": {notFound, someLook},
		"rich":      {rich, someLook},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { goldenPosts(t, name, render(tt.answer, "a1b2", tt.look)) })
	}
}
