package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"kotae/bot/workspace"
)

// An app is whatever speaks to a workspace, here by hand.
type app struct {
	t  *testing.T
	ws *workspace.Server
}

// call calls a method of the Web API and returns the answer's ts.
func (a app) call(method string, args map[string]any) string {
	a.t.Helper()
	form := url.Values{"token": {workspace.BotToken}}
	for key, v := range args {
		if text, ok := v.(string); ok {
			form.Set(key, text)
			continue
		}
		text, err := json.Marshal(v)
		if err != nil {
			a.t.Fatal(err)
		}
		form.Set(key, string(text))
	}
	resp, err := http.PostForm(a.ws.URL()+method, form)
	if err != nil {
		a.t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct {
		OK     bool
		Error  string
		Errors []string
		TS     string
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || !answer.OK {
		a.t.Fatalf("%s: %v %s %v", method, err, answer.Error, answer.Errors)
	}
	return answer.TS
}

type block = map[string]any

func plainly(text string) block { return block{"type": "plain_text", "text": text} }
func marked(text string) block  { return block{"type": "mrkdwn", "text": text} }
func words(list ...any) block   { return block{"type": "rich_text_section", "elements": list} }
func said(text string, style ...string) block {
	o := block{"type": "text", "text": text}
	if len(style) > 0 {
		s := map[string]bool{}
		for _, name := range style {
			s[name] = true
		}
		o["style"] = s
	}
	return o
}

// everyBlock is one of each kind that a message may have.
func everyBlock(user string) []block {
	rich := block{"type": "rich_text", "elements": []any{
		words(said("太字", "bold"), said("と"), said("斜体", "italic"), said("、"), said("取消", "strike"), said("、"), said("code", "code"), said(" "),
			block{"type": "user", "user_id": user}, said(" "), block{"type": "link", "url": "https://example.com/規程", "text": "規程へのリンク"}),
		block{"type": "rich_text_list", "style": "ordered", "indent": 0, "elements": []any{words(said("一つ目")), words(said("二つ目"))}},
		block{"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": []any{words(said("その中"))}},
		block{"type": "rich_text_list", "style": "ordered", "indent": 0, "offset": 2, "elements": []any{words(said("三つ目"))}},
		block{"type": "rich_text_quote", "elements": []any{said("引用した文です。")}},
		block{"type": "rich_text_preformatted", "elements": []any{said("ping 127.0.0.1\nok <b>")}},
	}}
	cell := func(text string) block { return block{"type": "raw_text", "text": text} }
	return []block{
		{"type": "header", "text": plainly("見出し")},
		rich,
		{"type": "divider"},
		{"type": "section", "text": marked("*太字* と `code` と <https://example.com|リンク> &lt;b&gt;"), "accessory": block{"type": "button", "action_id": "side", "text": plainly("開く")}},
		{"type": "section", "fields": []any{marked("*部署*\n総務"), marked("*内線*\n2100")}},
		{"type": "context", "elements": []any{marked("[1] 就業規則.md › 第5条"), plainly("2026-04-01更新")}},
		{"type": "table", "rows": []any{[]any{cell("プラン"), cell("月額")}, []any{cell("ライト"), cell("4,800円")}}, "column_settings": []any{block{"align": "left"}, block{"align": "right"}}},
		{"type": "container", "title": plainly("参照元 2件"), "is_collapsible": true, "default_collapsed": true, "child_blocks": []any{block{"type": "section", "text": plainly("隠れている出典")}}},
		{"type": "actions", "elements": []any{
			block{"type": "button", "action_id": "go", "text": plainly("承認"), "style": "primary"},
			block{"type": "button", "action_id": "no", "text": plainly("削除"), "style": "danger", "confirm": block{"title": plainly("確認"), "text": plainly("本当に削除しますか。"), "confirm": plainly("削除する"), "deny": plainly("やめる")}},
		}},
		{"type": "context_actions", "elements": []any{
			block{"type": "feedback_buttons", "action_id": "vote", "positive_button": block{"text": plainly("良い"), "value": "up"}, "negative_button": block{"text": plainly("悪い"), "value": "down"}},
			block{"type": "icon_button", "action_id": "trash", "icon": "trash", "text": plainly("消す"), "visible_to_user_ids": []string{"U2"}},
		}},
	}
}

// TestThePageShowsWhatSlackShows has an app send everything that a page must show.
func TestThePageShowsWhatSlackShows(t *testing.T) {
	ws, err := workspace.New(workspace.Options{
		People:   []workspace.User{{ID: "U1", Name: "田中"}, {ID: "U2", Name: "佐藤"}},
		Channels: []workspace.Channel{{ID: "C1", Name: "総務", Members: []string{"U1", "U2", "U0000BOT1"}}},
		App:      workspace.App{Scopes: append(workspace.Scopes(), "reactions:write")},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(ws.Close)
	ts, err := ws.Say("C1", "U1", "見せて", "")
	if err != nil {
		t.Fatal(err)
	}
	v := visit(t, ws.OpenPage(workspace.Page{Person: "U1"})+"#/U1/C1/"+ts, 1280, 1000, "ja", false)
	v.see("the thread", has(".thread .message", "見せて"))
	look := func(name string) {
		if *pictures != "" {
			v.picture(filepath.Join(*pictures, name+".png"))
		}
	}
	t.Run("every block", func(t *testing.T) {
		v, a := v.in(t), app{t, ws}
		sent := a.call("chat.postMessage", map[string]any{"channel": "C1", "thread_ts": ts, "text": "みほん", "blocks": everyBlock("U1")})
		last := fmt.Sprintf(`.thread [data-ts="%s"]`, sent)
		v.see("the message", has(last, "見出し", "三つ目", "引用した文です。", "ping 127.0.0.1", "<b>", "@田中", "4,800円", "参照元 2件"))
		for what, expression := range map[string]string{
			"bold is bold":              `(e) => e.querySelector(".words strong").innerText === "太字"`,
			"a list goes on":            `(e) => e.querySelectorAll("ol")[1].start === 3`,
			"figures stand right":       `(e) => getComputedStyle(e.querySelector("td:last-child")).textAlign === "end" || e.querySelector("td.right")`,
			"links open elsewhere":      `(e) => e.querySelector("a").rel.includes("noopener") && e.querySelector("a").target === "_blank"`,
			"what is folded is unseen":  `(e) => !e.innerText.includes("隠れている出典")`,
			"another's button is not":   `(e) => !e.querySelector('[title="消す"]')`,
			"no text became an element": `(e) => !e.querySelector("pre b")`,
		} {
			v.see(what, fmt.Sprintf(`(%s)(document.querySelector('%s'))`, expression, last))
		}
		v.press(last+" summary", "参照元")
		v.see("what was folded", has(last, "隠れている出典"))
		a.call("reactions.add", map[string]any{"channel": "C1", "timestamp": sent, "name": "eyes"})
		v.see("the reaction, and what was unfolded still", has(last, "隠れている出典", "👀"))
		v.press(last+" button", "削除")
		v.see("the question", has("dialog", "本当に削除しますか。"))
		v.press("dialog button", "やめる")
		v.see("no question", `!document.querySelector("dialog")`)
		v.audit("every block")
		look("blocks")
	})
	t.Run("a text as it is written, and what is done meanwhile", func(t *testing.T) {
		v, a := v.in(t), app{t, ws}
		a.call("agents.sessions.setStatus", map[string]any{"channel_id": "C1", "thread_ts": ts, "status": "processing"})
		a.call("assistant.threads.setStatus", map[string]any{"channel_id": "C1", "thread_ts": ts, "status": "検索しています", "loading_messages": []string{"文書を検索しています…"}})
		v.see("what is done", has(".status", "文書を検索しています…", "回答を止める"))
		look("status")
		chunk := func(text string) []block { return []block{{"type": "markdown_text", "text": text}} }
		sent := a.call("chat.startStream", map[string]any{"channel": "C1", "thread_ts": ts, "recipient_user_id": "U1", "recipient_team_id": "T00000001",
			"chunks": append([]block{{"type": "task_update", "id": "1", "title": "就業規則.md を読んでいます", "status": "in_progress"}}, chunk("## 有給休暇\n\n申請は**3日前**までに")...)})
		last := fmt.Sprintf(`.thread [data-ts="%s"]`, sent)
		v.see("the beginning", has(last, "就業規則.md を読んでいます", "申請は3日前までに"))
		v.see("that it goes on", fmt.Sprintf(`document.querySelector('%s .streaming[aria-busy="true"]')`, last))
		look("stream")
		a.call("chat.appendStream", map[string]any{"channel": "C1", "ts": sent, "chunks": chunk("行います。\n\n- `勤怠` &lt;b&gt;\n- <!channel>\n\n> 引用\n\n```\n$ ls\n```\n")})
		v.see("the rest", has(last, "3日前までに行います。", "勤怠", "<b>", "$ ls", "引用"))
		a.call("chat.stopStream", map[string]any{"channel": "C1", "ts": sent, "blocks": []block{{"type": "context", "elements": []any{plainly("出典")}}}})
		v.see("the end", fmt.Sprintf(`document.querySelector('%s') && !document.querySelector('%s .streaming')`, last, last))
		v.see("the status gone", `document.querySelector(".status").innerText === ""`)
	})
	t.Run("stopping tells the app, and the text says that it was stopped", func(t *testing.T) {
		v, a := v.in(t), app{t, ws}
		a.call("agents.sessions.setStatus", map[string]any{"channel_id": "C1", "thread_ts": ts, "status": "processing"})
		sent := a.call("chat.startStream", map[string]any{"channel": "C1", "thread_ts": ts, "recipient_user_id": "U1", "recipient_team_id": "T00000001", "markdown_text": "長い答えの始まり"})
		v.press(".status button", "回答を止める")
		v.see("that it was stopped", has(fmt.Sprintf(`[data-ts="%s"]`, sent), "途中で止められました"))
	})
	t.Run("what is sent to one person is seen by nobody else", func(t *testing.T) {
		v, a := v.in(t), app{t, ws}
		a.call("chat.postEphemeral", map[string]any{"channel": "C1", "user": "U2", "text": "佐藤さんだけに"})
		a.call("chat.postMessage", map[string]any{"channel": "C1", "text": "みなさんに"})
		v.see("what is for all", has("main .message", "みなさんに"))
		if strings.Contains(v.ask("document.body.innerText"), "佐藤さんだけに") {
			t.Error("it is seen")
		}
	})
	t.Run("a file is dropped, shown and sent", func(t *testing.T) {
		v := v.in(t)
		v.ask(`{ const d = new DataTransfer(); d.items.add(new File(["有給は3日前まで"], "規程.txt", {type: "text/plain"}));
			document.querySelector("main").dispatchEvent(new DragEvent("drop", {dataTransfer: d, bubbles: true, cancelable: true})); ""; }`)
		v.see("the file", has(".attached", "規程.txt"))
		v.write(channelField, "これを要約して")
		v.key(kb.Enter)
		v.see("the message", has("main .message", "これを要約して", "規程.txt"))
		if got := ws.Messages("C1"); string(got[len(got)-1].Files[0].Content) != "有給は3日前まで" {
			t.Errorf("%+v", got[len(got)-1].Files)
		}
	})
	t.Run("a text that looks like HTML, or like a mention, is text", func(t *testing.T) {
		v := v.in(t)
		v.write(channelField, `<img src=x onerror=alert(1)> <!channel> & @佐藤 https://example.com/a`)
		v.key(kb.Enter)
		v.see("the text", has("main .message", "<img src=x onerror=alert(1)> <!channel> & @佐藤"))
		got := ws.Messages("C1")
		if want := "&lt;img src=x onerror=alert(1)&gt; &lt;!channel&gt; &amp; <@U2> <https://example.com/a>"; got[len(got)-1].Text != want {
			t.Errorf("sent\n%s\nwant\n%s", got[len(got)-1].Text, want)
		}
	})
	t.Run("a deleted root says so", func(t *testing.T) {
		v := v.in(t)
		if err := ws.Delete("U1", ts); err != nil {
			t.Fatal(err)
		}
		v.see("the word", has(".thread .message", "このメッセージは削除されました。"))
	})
	if err := v.content(); err != nil {
		t.Errorf("the page is not content:\n%v", err)
	}
}
