package slackbot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kotae/bot"
	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

// poison is what a document or a model may say that must not come to life.
const poison = "<!channel> <!here> <!everyone> @channel @here <@U0SUZUKI1> <#C0KEIRI01> <!subteam^S0000001> <https://evil.example.com|安全な資料> [安全な資料](https://evil.example.com/a) https://evil.example.com/b evil.example.com"

// poisoned answers with poison everywhere, written in pieces of some characters, or not
// written at all.
func poisoned(runes int) func(context.Context, bot.Question, func(string)) (bot.Answer, error) {
	return func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
		text := "規程には「" + poison + "」とあります。[1]\n\n- " + poison + "\n\n> " + poison + "\n\n| 項目 | 値 |\n|---|---|\n| " + poison + " | 1 |\n\n# " + poison + "\n\n```\n" + poison + "\n```\n"
		a := quoted(q)
		if runes > 0 {
			if q.Found != nil {
				q.Found([]string{"人事/" + poison + ".md"})
			}
			q.Found = nil
			if _, err := written(text, runes, 20*time.Millisecond)(ctx, q, show); err != nil {
				return a, err
			}
			a.Models.Chat = "gpt"
		}
		a.Text = text
		c := &a.Citations[0]
		c.File, c.Title, c.Heading, c.Quote = "人事/"+poison+"*&_`.md", poison, poison, poison
		return a, nil
	}
}

// harmless checks that no message ever reached anybody by a mention, led anywhere, or
// was unfolded, and that no view could.
func harmless(t *testing.T, d *desk, channels ...string) {
	t.Helper()
	n := 0
	for _, channel := range channels {
		for _, m := range d.Said(channel) {
			n++
			if len(m.Pings) > 0 || len(m.Links) > 0 || len(m.Unfurls) > 0 {
				t.Errorf("a message pings %v, leads to %v, unfolds %v: %s", m.Pings, m.Links, m.Unfurls, m.Plain())
			}
			for name, text := range map[string]string{"text": m.Text, "markdown": m.Markdown, "blocks": string(m.Blocks)} {
				if live.MatchString(unquoted(text)) {
					t.Errorf("the %s holds %q", name, live.FindString(unquoted(text)))
				}
			}
		}
	}
	if n == 0 {
		t.Error("nothing was said")
	}
	for _, user := range []string{tanaka, suzuki} {
		for _, look := range []func(string) (workspace.View, bool){d.View, d.Home} {
			if v, ok := look(user); ok && live.MatchString(unquoted(string(v.Raw))) {
				t.Errorf("a view holds %q", live.FindString(unquoted(string(v.Raw))))
			}
		}
	}
}

// live is what Slack would make a mention of.
var live = regexp.MustCompile(`<!(?:channel|here|everyone|subteam)|<@U|<#C|(?:^|[^\p{L}\p{N}⁠])@(?:channel|here|everyone)`)

// unquoted undoes what JSON writes for angle brackets.
func unquoted(s string) string { return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(s) }

func TestBehaviour12_NoMentionInjection(t *testing.T) {
	bubble(t, "posted in a channel", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(poisoned(0))
		d.reply(soumu, d.mention(poison+"とは何ですか。"), 1)
		d.settle()
		harmless(t, d, soumu)
	})
	for _, runes := range []int{1, 2, 3, 5, 11, 1000} {
		bubble(t, fmt.Sprintf("streamed in pieces of %d characters", runes), func(t *testing.T) {
			d := open(t, workspace.Options{}, slackbot.Options{})
			d.answer.will(poisoned(runes))
			channel, ts := d.ask(poison + "とは何ですか。")
			time.Sleep(3 * time.Minute)
			if m := d.reply(channel, ts, 1); m.Stream == nil || m.Stream.Appends < 2 {
				t.Error("it was not streamed")
			}
			harmless(t, d, channel)
		})
	}
	bubble(t, "streamed, and replaced because the stream broke", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.Break(workspace.Fault{Method: "chat.stopStream", Error: "message_not_in_streaming_state", Times: -1})
		d.answer.will(poisoned(3))
		channel, _ := d.ask(poison + "とは何ですか。")
		time.Sleep(3 * time.Minute)
		harmless(t, d, channel)
	})
	bubble(t, "simplified because Slack refuses blocks", func(t *testing.T) {
		for _, times := range []int{1, 2} {
			d := open(t, workspace.Options{}, slackbot.Options{})
			d.Break(workspace.Fault{Method: "chat.postMessage", Error: "invalid_blocks", Times: times})
			d.answer.will(poisoned(0))
			d.reply(soumu, d.mention("これは何ですか。"), 1)
			d.settle()
			harmless(t, d, soumu)
		}
	})
	bubble(t, "by command, shared, as evidence, in forms and on the home tab", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Scopes: all()}}, slackbot.Options{})
		d.answer.will(poisoned(0))
		m := d.slash(poison + "とは何ですか。")
		d.click(tanaka, m.TS, "share")
		if err := d.OpenHome(tanaka, "home"); err != nil {
			t.Fatal(err)
		}
		d.click(tanaka, m.TS, "evidence")
		harmless(t, d, soumu)
		if v, ok := d.Home(tanaka); !ok || !strings.Contains(v.Plain(), "安全な資料") {
			t.Errorf("the home tab: %s", v.Plain())
		}
	})
	bubble(t, "as the name of a session or a status", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(poisoned(1000))
		ts := d.mention("<!channel> <@U0SUZUKI1> とは何ですか。")
		d.reply(soumu, ts, 1)
		d.settle()
		for _, method := range []string{"agents.sessions.setStatus", "assistant.threads.setStatus"} {
			for _, c := range d.Calls(method) {
				if all := c.Args["title"] + c.Args["status"]; live.MatchString(all) {
					t.Errorf("%s says %q", method, all)
				}
			}
		}
	})
}

// everything has every kind of message be sent.
func everything(t *testing.T, w workspace.Options) *desk {
	t.Helper()
	w.App.Scopes = all()
	d := open(t, w, slackbot.Options{})
	d.answer.will(func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
		if strings.Contains(q.Text, "書いて") {
			return written("**注意：**次の規程をhttps://example.comで見ます。[1]\n\n`a_b`は*太字*です。[1]", 7, 300*time.Millisecond)(ctx, q, show)
		}
		return slowly(2*time.Second)(ctx, q, show)
	})
	for _, tab := range []string{"home", "messages"} {
		if err := d.OpenHome(tanaka, tab); err != nil {
			t.Fatal(err)
		}
	}
	d.ask("有休について書いてください。")
	root := d.mention("有休は何日前までに申請しますか。")
	d.mention("")
	d.mention("有休について書いてください。")
	d.say(soumu, gast, "<@"+d.Bot()+"> 有休は何日前までに申請しますか。", "")
	for _, text := range []string{"有休は何日前までに申請しますか。", "help", "status", ""} {
		if _, err := d.Slash(soumu, tanaka, "/kotae", text); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Shortcut(tanaka, root, "kotae_ask_message"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Minute)
	synctest.Wait()
	for _, m := range d.Said(soumu) {
		switch {
		case strings.Contains(m.Plain(), "共有"):
			d.click(tanaka, m.TS, "share")
		case strings.Contains(m.Plain(), "役に立った"):
			d.click(tanaka, m.TS, "vote:positive")
			d.click(tanaka, m.TS, "vote:negative")
			d.click(suzuki, m.TS, "evidence")
		}
	}
	time.Sleep(time.Minute)
	synctest.Wait()
	return d
}

func TestBehaviour13_NothingUnfolds(t *testing.T) {
	bubble(t, "every message says that nothing in it is a name and no link unfolds", func(t *testing.T) {
		d := everything(t, workspace.Options{FreePlan: true})
		n := 0
		for _, method := range []string{"chat.postMessage", "chat.update", "chat.postEphemeral"} {
			for _, c := range d.Calls(method) {
				n++
				if c.Args["parse"] != "none" || c.Args["link_names"] == "1" || c.Args["link_names"] == "true" {
					t.Errorf("%s: parse %q, link_names %q", method, c.Args["parse"], c.Args["link_names"])
				}
				if method == "chat.postMessage" && (c.Args["unfurl_links"] != "false" || c.Args["unfurl_media"] != "false") {
					t.Errorf("%s: unfurl_links %q, unfurl_media %q", method, c.Args["unfurl_links"], c.Args["unfurl_media"])
				}
				if c.Args["reply_broadcast"] == "true" {
					t.Errorf("%s is broadcast", method)
				}
			}
		}
		for _, c := range d.Calls("response_url") {
			n++
			if c.Args["parse"] != "none" || c.Args["unfurl_links"] != "false" || c.Args["unfurl_media"] != "false" || c.Args["response_type"] != "ephemeral" {
				t.Errorf("response_url: %v", c.Args)
			}
		}
		if n < 12 {
			t.Errorf("only %d messages", n)
		}
	})
}

func TestBehaviour14_JapaneseEmphasis(t *testing.T) {
	const text = "これは**「重要」**です。[1]**注意：**次のとおりです。[1]\n\n*太字*です。[1]コードは`a**b`です。[1]\n"
	for name, ask := range map[string]func(d *desk) (channel, ts string){
		"posted in a channel":          func(d *desk) (string, string) { return soumu, d.mention("重要な点を教えてください。") },
		"streamed in a direct message": func(d *desk) (string, string) { return d.ask("重要な点を教えてください。") },
	} {
		bubble(t, name+" shows no literal asterisk, and code as it is", func(t *testing.T) {
			d := open(t, workspace.Options{}, slackbot.Options{})
			d.answer.will(written(text, 1, 10*time.Millisecond))
			channel, ts := ask(d)
			m := d.reply(channel, ts, 1)
			d.settle()
			m, _ = d.Message(m.TS)
			if m.Stream != nil {
				for _, bad := range []string{"**「", "：**"} {
					if strings.Contains(m.Markdown, bad) {
						t.Errorf("CommonMark leaves the signs of %q", m.Markdown)
					}
				}
				if !strings.Contains(m.Markdown, "`a**b`") || !strings.Contains(m.Markdown, "「**重要**」") {
					t.Errorf("%q", m.Markdown)
				}
				return
			}
			var loose []string
			walk(t, m.Blocks, func(e map[string]any) {
				if s, ok := e["text"].(string); ok && strings.Contains(s, "*") && s != "a**b" {
					loose = append(loose, s)
				}
			})
			if len(loose) > 0 || !strings.Contains(string(m.Blocks), "a**b") {
				t.Errorf("signs are left in %q of %s", loose, m.Blocks)
			}
		})
	}
}

// walk visits every object of a JSON text.
func walk(t *testing.T, data json.RawMessage, visit func(map[string]any)) {
	t.Helper()
	var all any
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	var step func(v any)
	step = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				step(e)
			}
		case map[string]any:
			visit(v)
			for _, e := range v {
				step(e)
			}
		}
	}
	step(all)
}

func TestBehaviour15_Citations(t *testing.T) {
	for name, ask := range map[string]func(d *desk) (channel, ts string){
		"posted":   func(d *desk) (string, string) { return soumu, d.mention("申請の期限を教えてください。") },
		"streamed": func(d *desk) (string, string) { return d.ask("申請の期限を教えてください。") },
	} {
		bubble(t, name+": every mark has its source with file, heading and page, and every source its mark", func(t *testing.T) {
			d := open(t, workspace.Options{}, slackbot.Options{LinkTemplate: "https://docs.example.co.jp/{file}#p{page}"})
			d.answer.will(func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
				a, err := written("有休は10営業日前までです。[1]代休は当月中です。[2]両方とも上長が承認します。[1][2]", 4, 10*time.Millisecond)(ctx, q, show)
				a.Citations = append(a.Citations, bot.Citation{
					N: 2, File: "総務/代休 & 振休_<改訂>*.pdf", Title: "代休規程", Heading: "第2章 > 第8条", Page: 12, StartLine: 40, EndLine: 44, Quote: "当月中に取得する。",
				})
				return a, err
			})
			channel, ts := ask(d)
			m := d.reply(channel, ts, 1)
			d.settle()
			m, _ = d.Message(m.TS)
			text := m.Plain()
			for _, want := range []string{"[1] ", "年次有給休暇規程.md", "第5条 申請", "[2] ", "第2章 › 第8条", "p.12", "代休 & 振休_<改訂>*.pdf"} {
				if !strings.Contains(strings.ReplaceAll(text, "⁠", ""), want) {
					t.Errorf("%q is not in %s", want, text)
				}
			}
			if strings.Contains(text, "/home/") || strings.Contains(text, "/tmp/") {
				t.Errorf("an absolute path in %s", text)
			}
			if len(m.Links) != 2 {
				t.Errorf("it leads to %v", m.Links)
			}
			for _, l := range m.Links {
				if !strings.HasPrefix(l.URL, "https://docs.example.co.jp/") {
					t.Errorf("it leads to %v", l)
				}
			}
		})
	}
	bubble(t, "what is not found is said with what was looked for, and without sources or evidence", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(func(_ context.Context, q bot.Question, _ func(string)) (bot.Answer, error) {
			return bot.Answer{Question: q.Text, Status: bot.NotFound, Language: bot.Japanese, Text: "「火星支店」の記述は見つかりませんでした。人事/年次有給休暇規程.md が近いようです。", Models: bot.Models{Chat: "extractive"}}, nil
		})
		m := d.reply(soumu, d.mention("火星支店の住所はどこですか。"), 1)
		if text := m.Plain(); !strings.Contains(text, "火星支店") || strings.Contains(text, "出典") || strings.Contains(text, "根拠") || len(m.Links) > 0 {
			t.Errorf("the answer: %s (links %v)", text, m.Links)
		}
	})
}

func TestBehaviour24_TextForEverybody(t *testing.T) {
	markup := regexp.MustCompile("\\*\\*|`|<|>|\\[\\d+\\]|https?://\\S+\\|")
	for name, w := range map[string]workspace.Options{"on a paid plan": {}, "on a free plan": {FreePlan: true}} {
		bubble(t, name+" every message has a plain text for notifications, and every button says what it does", func(t *testing.T) {
			d := everything(t, w)
			n := 0
			for _, method := range []string{"chat.postMessage", "chat.update", "chat.postEphemeral", "response_url"} {
				for _, c := range d.Calls(method) {
					n++
					if text := c.Args["text"]; strings.TrimSpace(text) == "" || markup.MatchString(text) || len([]rune(text)) > 300 {
						t.Errorf("%s: the text is %q", method, text)
					}
					if c.Args["blocks"] != "" {
						labelled(t, json.RawMessage(c.Args["blocks"]))
					}
				}
			}
			for _, c := range d.Calls("chat.stopStream") {
				if c.Args["blocks"] != "" {
					labelled(t, json.RawMessage(c.Args["blocks"]))
				}
			}
			if n < 10 {
				t.Errorf("only %d messages", n)
			}
			for _, e := range d.Envelopes() {
				if e.Kind == "slash_commands" && len(e.AckBody) > 0 && string(e.AckBody) != "null" && !strings.Contains(string(e.AckBody), `"ephemeral"`) {
					t.Errorf("a command was acknowledged for all to see: %s", e.AckBody)
				}
			}
		})
	}
}

// labelled checks that buttons say what they do.
func labelled(t *testing.T, blocks json.RawMessage) {
	t.Helper()
	walk(t, blocks, func(e map[string]any) {
		buttons := []any{}
		switch e["type"] {
		case "button", "icon_button":
			buttons = append(buttons, e)
		case "feedback_buttons":
			buttons = append(buttons, e["positive_button"], e["negative_button"])
		}
		for _, b := range buttons {
			if label, _ := b.(map[string]any)["accessibility_label"].(string); label == "" {
				t.Errorf("no label for %v", b)
			}
		}
	})
}
