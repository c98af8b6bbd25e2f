package slackbot_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"kotae/bot"
	"kotae/bot/extract"
	"kotae/bot/slackbot"
	"kotae/bot/workspace"
	"kotae/retrieval"
	"kotae/retrieval/chunk"
	"kotae/retrieval/japanese"
	"kotae/retrieval/reader"
)

// A shelf is a few documents that are all there is, none of which ever changes.
type shelf struct{ *retrieval.Desk }

func (shelf) Intact(string) bool { return true }

// papers are the documents of a small office, by file.
var papers = map[string]string{
	"総務/出張旅費規程.md":        "# 出張旅費規程\n\n## 第1条（目的）\n\nこの規程は、業務のための出張の旅費について定める。\n\n## 第2条（承認）\n\n国内出張は出発の3営業日前までに課長の承認を受ける。\n\n## 第3条（宿泊費）\n\n宿泊費は1泊12,000円を上限とする実費とする。\n",
	"人事/在宅勤務規程_2023年版.md": "# 在宅勤務規程（2023年版）\n\n在宅勤務は週2日を上限とする。\n",
	"人事/在宅勤務規程_2026年版.md": "# 在宅勤務規程（2026年版）\n\n在宅勤務は週3日を上限とする。\n申請は前営業日の15時までに行う。\n",
}

// words takes sentences apart; making it reads a dictionary.
var words = sync.OnceValue(japanese.NewAnalyzer)

// lay lays texts on a desk.
func lay(t *testing.T, texts map[string]string) *retrieval.Desk {
	t.Helper()
	var docs []retrieval.Document
	for file, text := range texts {
		d, err := reader.Read(file, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, d)
	}
	d, err := retrieval.NewDesk(words(), chunk.Split, docs...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// sums has the bot answer and sum up from papers, by quotation.
func (d *desk) sums() {
	d.t.Helper()
	s := shelf{lay(d.t, papers)}
	real := bot.New(s, extract.New(words()), bot.Options{
		Library: s, Summariser: extract.New(words()), Models: bot.Models{Chat: "extractive", Embed: "local"},
	})
	d.answer.will(func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
		return real.Stream(ctx, q, show)
	})
}

// choices are the texts of the buttons that choose, in order.
func choices(t *testing.T, m workspace.Message) (texts []string) {
	t.Helper()
	var blocks []struct {
		Elements []struct {
			ActionID string `json:"action_id"`
			Text     struct{ Text string }
			Label    string `json:"accessibility_label"`
			Value    string
		}
	}
	if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
		return nil // elements of another shape: rich text
	}
	for _, b := range blocks {
		for _, e := range b.Elements {
			if strings.HasPrefix(e.ActionID, "choose_") {
				texts = append(texts, e.Text.Text)
				if n := len(utf16.Encode([]rune(e.Label))); len(utf16.Encode([]rune(e.Text.Text))) > 75 || n > 75 || n == 0 || len(e.Value) > 2000 {
					t.Errorf("a button says %q, aloud %q, and carries %q", e.Text.Text, e.Label, e.Value)
				}
			}
		}
	}
	return texts
}

func TestANamedDocumentIsSummedUp(t *testing.T) {
	words()
	const ask = "出張旅費規程を3行で要約して"
	for _, place := range []struct {
		name string
		say  func(d *desk) (channel, ts string)
	}{
		{"in a channel", func(d *desk) (string, string) { return soumu, d.mention(ask) }},
		{"in a direct message", func(d *desk) (string, string) { return d.ask(ask) }},
		{"in a thread of the pane", func(d *desk) (string, string) {
			if err := d.OpenHome(tanaka, "messages"); err != nil {
				d.t.Fatal(err)
			}
			channel, root := d.ask("宿泊費の上限はいくらですか。")
			d.settle()
			d.say(channel, tanaka, ask, root)
			d.settle()
			own := replies(d, channel, root)
			return channel, own[len(own)-1].TS
		}},
	} {
		bubble(t, place.name+", once, with its sources", func(t *testing.T) {
			d := open(t, workspace.Options{}, slackbot.Options{})
			d.sums()
			channel, ts := place.say(d)
			d.settle()
			m, _ := d.Message(ts)
			own := replies(d, channel, m.Root())
			if asked := len(d.answer.questions()); len(own) != asked {
				t.Fatalf("%d messages for %d questions", len(own), asked)
			}
			text := own[len(own)-1].Plain()
			for _, part := range []string{"12,000円", "3営業日前", "出典", "総務/出張旅費規程.md", "根拠を見る"} {
				if !strings.Contains(text, part) {
					t.Errorf("%q is missing:\n%s", part, text)
				}
			}
		})
	}
}

func TestANameThatFitsSeveralDocuments(t *testing.T) {
	words()
	const ask = "在宅勤務規程を3行で要約して"
	// offer asks, and returns the message with the buttons.
	offer := func(t *testing.T, d *desk, channel, ts string) workspace.Message {
		t.Helper()
		m := d.reply(channel, ts, 1)
		d.settle()
		if got := choices(t, m); !slices.Equal(got, []string{"人事/在宅勤務規程_2023年版.md", "人事/在宅勤務規程_2026年版.md"}) {
			t.Fatalf("buttons: %q\n%s", got, m.Plain())
		}
		return m
	}
	bubble(t, "is asked back with buttons, and what is chosen is summed up in the thread, once", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.sums()
		ts := d.mention(ask)
		m := offer(t, d, soumu, ts)
		for range 2 {
			d.click(tanaka, m.TS, "choose_2")
		}
		own := replies(d, soumu, ts)
		if len(own) != 2 {
			t.Fatalf("%d messages\n%s", len(own), d.log)
		}
		if text := own[1].Plain(); !strings.Contains(text, "週3日") || strings.Contains(text, "週2日") || !strings.Contains(text, "出典") {
			t.Errorf("it reads:\n%s", text)
		}
	})
	bubble(t, "each of the choices can be had, also after a restart", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.sums()
		channel, ts := d.ask(ask)
		m := offer(t, d, channel, ts)
		d.click(tanaka, m.TS, "choose_2")
		if err := d.end(); err != nil {
			t.Fatal(err)
		}
		d.start()
		d.click(tanaka, m.TS, "choose_1")
		d.click(tanaka, m.TS, "choose_2")
		own := replies(d, channel, ts)
		if len(own) != 3 || !strings.Contains(own[1].Plain(), "週3日") || !strings.Contains(own[2].Plain(), "週2日") {
			t.Errorf("%d messages:\n%s", len(own), plain(own))
		}
	})
	bubble(t, "a follow-up after the choice is about what was chosen", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.sums()
		channel, ts := d.ask(ask)
		d.click(tanaka, offer(t, d, channel, ts).TS, "choose_2")
		d.say(channel, tanaka, "これを1行で要約して", ts)
		d.settle()
		own := replies(d, channel, ts)
		if text := own[len(own)-1].Plain(); len(own) != 3 || !strings.Contains(text, "2026年版") || strings.Contains(text, "2023年版") {
			t.Errorf("%d messages:\n%s", len(own), text)
		}
	})
	bubble(t, "only who asked may choose; a colleague is told so", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.sums()
		ts := d.mention(ask)
		d.click(suzuki, offer(t, d, soumu, ts).TS, "choose_1")
		if n := publicly(replies(d, soumu, ts)); n != 1 {
			t.Errorf("%d messages", n)
		}
		if text := whispered(d, soumu, suzuki); !strings.Contains(text, "Only the person who asked") {
			t.Errorf("鈴木 reads %q", text)
		}
	})
	bubble(t, "an old choice, or one whose question is forgotten, is not asked", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.sums()
		ts := d.mention(ask)
		m := offer(t, d, soumu, ts)
		time.Sleep(25 * time.Hour)
		d.click(tanaka, m.TS, "choose_1")
		if err := d.ledger.Forget(t.Context(), time.Now()); err != nil {
			t.Fatal(err)
		}
		d.click(tanaka, m.TS, "choose_1")
		if n := publicly(replies(d, soumu, ts)); n != 1 || len(d.answer.questions()) != 1 {
			t.Errorf("%d messages to %d questions", n, len(d.answer.questions()))
		}
		if text := whispered(d, soumu, tanaka); strings.Count(text, "もう一度お尋ねください") != 2 {
			t.Errorf("田中 reads %q", text)
		}
	})
	bubble(t, "after a command, the asker alone sees the choices and what is chosen", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.sums()
		if _, err := d.Slash(soumu, tanaka, "/kotae", ask); err != nil {
			t.Fatal(err)
		}
		d.settle()
		said := d.Said(soumu)
		m := said[len(said)-1]
		if got := choices(t, m); len(got) != 2 {
			t.Fatalf("buttons: %q\n%s", got, m.Plain())
		}
		d.click(tanaka, m.TS, "choose_2")
		if text := whispered(d, soumu, tanaka); !strings.Contains(text, "週3日") || publicly(d.Said(soumu)) != 0 {
			t.Errorf("田中 reads %q, all %d messages", text, publicly(d.Said(soumu)))
		}
	})
	bubble(t, "no more than five are offered, in buttons that Slack takes and that name nobody", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(func(_ context.Context, q bot.Question, _ func(string)) (bot.Answer, error) {
			a := bot.Answer{Question: q.Text, Status: bot.NotFound, Language: bot.Japanese, Text: "どれを要約しますか。"}
			for _, folder := range []string{"甲", "乙", "丙", "丁", "戊", "己"} {
				name := "<!channel> " + folder + strings.Repeat("長い名前のフォルダ/", 9) + strings.Repeat("👩‍👩‍👧とても長い名前の規程", 9) + ".md"
				a.Choices = append(a.Choices, bot.Choice{Label: name, Ask: "「" + name + "」を要約して"})
			}
			return a, nil
		})
		m := d.reply(soumu, d.mention("規程を要約して"), 1)
		if got := choices(t, m); len(got) != 5 || len(m.Pings) > 0 {
			t.Errorf("%d buttons, pinging %v: %q", len(got), m.Pings, got)
		}
	})
}
