package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// pictures is where TestPictures puts what the demo looks like.
var pictures = flag.String("pictures", "", "write pictures of the demo into this `folder`")

// The fields to write in.
const (
	channelField = "main .composer textarea"
	threadField  = ".thread .composer textarea"
)

// vpn is the question of the README.
const vpn = "出張先のホテルでVPNがエラー809になります。どうしたらいいですか。"

// as has somebody else do something in the workspace, as at a page of their own.
func (v *visitor) as(person, what, fields string) {
	v.t.Helper()
	got := v.ask(fmt.Sprintf(`fetch("do", {method: "POST", body: JSON.stringify({do: %q, user: %q, ...%s})}).then((r) => r.text())`, what, person, fields))
	if !strings.Contains(got, `"ok":true`) {
		v.t.Fatalf("%s by %s: %s", what, person, got)
	}
}

// answered is an expression: so many messages of Kotae are in the thread that is
// open, and the last of them holds the texts.
func answered(n int, texts ...string) string {
	return fmt.Sprintf(`((all) => all.length >= %d && %s.every((t) => all.at(-1).innerText.includes(t)))([...document.querySelectorAll(".thread .message")].filter((m) => m.checkVisibility() && m.querySelector(".avatar.is-app")))`, n, quoted(texts))
}

func TestDemoInABrowser(t *testing.T) {
	d := startDemo(t)
	v := visit(t, d.address, 1280, 800, "ja", false)
	tests := []struct {
		name string
		run  func(v *visitor)
	}{
		{"it greets with three questions", func(v *visitor) {
			v.see("the greeting", `document.querySelectorAll(".tries button").length === 3`)
			v.audit("the channel")
		}},
		{"a question in a channel is answered in its thread, with its sources", func(v *visitor) {
			v.write(channelField, "@ko")
			v.see("who may be meant", has(".options li", "kotae"))
			v.key(kb.Enter)
			v.enter(vpn)
			v.key(kb.Enter)
			v.press(".replies", "1件の返信")
			v.see("the answer", answered(1, "テザリング", "出典", "情報システム/ITヘルプ.txt"))
			v.audit("the thread")
		}},
		{"a reply in the thread is understood without a mention", func(v *visitor) {
			v.write(threadField, "認証コードはどこに出ますか。")
			v.key(kb.Enter)
			v.see("the second answer", answered(2, "スマートフォン", "出典"))
		}},
		{"a source opens where it stands, and Escape closes it", func(v *visitor) {
			v.press(".thread button", "根拠を見る")
			v.see("the passage", has("dialog", "根拠", "▶", "テザリング"))
			v.audit("the passages")
			v.key(kb.Escape)
			v.see("the modal gone", `!document.querySelector("dialog")`)
			v.see("the focus back", `document.activeElement.innerText.includes("根拠を見る")`)
		}},
		{"who is not content is asked why", func(v *visitor) {
			v.press(".thread button", "問題がある")
			v.see("the form", has("dialog", "どこに問題がありましたか"))
			v.audit("the form")
			v.press("dialog button", "送信")
			v.see("what is missing", has("dialog .wrong", "入力してください"))
			v.press("dialog .option", "出典が違う")
			v.write("dialog textarea", "更新日を確認してください")
			v.press("dialog button", "送信")
			v.see("the form gone", `!document.querySelector("dialog")`)
			v.see("the vote to stay", `document.querySelector('.thread [aria-pressed="true"]')`)
		}},
		{"Escape closes the thread, and the focus goes to where it began", func(v *visitor) {
			v.ask(`document.querySelector(".thread textarea").focus(), ""`)
			v.key(kb.Escape)
			v.see("the thread closed", `document.querySelector(".thread").hidden`)
			v.see("the focus at the question", `document.activeElement.closest("main .message")`)
		}},
		{"what is not written is not answered", func(v *visitor) {
			v.press(".tries button", "持株会")
			v.see("the refusal", answered(1, "見つかりませんでした"))
		}},
		{"the Enter that ends a conversion sends nothing", func(v *visitor) {
			v.write(channelField, "")
			v.do(compose("ありがとう"), keyOfInputMethod)
			v.do(commit("ありがとう"))
			if got := v.ask(`document.querySelector("main .composer textarea").value`); got != "ありがとう" {
				v.t.Errorf("the field holds %q", got)
			}
			if sent := v.ask(`String([...document.querySelectorAll("main .message")].some((m) => m.innerText.includes("ありがとう")))`); sent != "false" {
				v.t.Error("it was sent")
			}
			v.key(kb.Enter)
			v.see("the message", has("main .message", "ありがとう"))
		}},
		{"a command is answered to who typed it alone", func(v *visitor) {
			v.write(channelField, "/kotae help")
			v.key(kb.Enter)
			v.see("the help", has("main .message.ephemeral", "あなただけに表示されています", "/kotae"))
			v.play("佐藤 健")
			v.see("the channel of another", `document.querySelector(".myself").innerText.includes("佐藤")`)
			v.see("no help there", `!document.querySelector(".message.ephemeral")`)
			v.play("田中 花")
			v.see("it to be there again", `document.querySelector(".message.ephemeral")`)
		}},
		{"what is new elsewhere is marked as unread until it is read", func(v *visitor) {
			v.as(sato, "say", `{channel: "`+general+`", text: "<@`+tanaka+`> 確認をお願いします"}`)
			v.see("the mark", has(".sidebar .unread", "全社", "1"))
			v.press(".sidebar button", "全社")
			v.see("the line of what is new", has(".new-line", "新しいメッセージ"))
			v.see("no mark", `!document.querySelector(".sidebar .unread")`)
		}},
		{"a direct message begins with suggestions", func(v *visitor) {
			v.press(".sidebar button", "kotae")
			v.see("the greeting", has("main .message", "はじめまして"))
			v.press(".prompt", "VPN")
			v.see("the answer", answered(1, "出典"))
			v.audit("the direct message")
		}},
		{"a summary is asked for in a direct message", func(v *visitor) {
			v.write(channelField, "在宅勤務規程 2026年版を要約してください。")
			v.key(kb.Enter)
			v.see("the summary", answered(1, "在宅勤務", "出典"))
		}},
		{"the home tab says what can be answered from", func(v *visitor) {
			v.press(".tabs button", "ホーム")
			v.see("the home tab", has(".home", "お答えできる文書", "サンプル文書（", "最近のご質問"))
			v.audit("the home tab")
		}},
		{"a guest is told nothing of the documents", func(v *visitor) {
			v.play("鈴木 (協力会社)")
			v.press(".tries button", "VPN")
			v.see("the refusal", answered(1, "ゲスト"))
			if v.ask(`String(`+answered(1, "テザリング")+`)`) == "true" {
				v.t.Error("the guest reads the documents")
			}
			v.play("田中 花")
		}},
		{"a message is changed with the arrow up, and deleted", func(v *visitor) {
			v.press(".sidebar button", "営業")
			v.write(channelField, "資料を見ました")
			v.key(kb.Enter)
			v.see("the message", has("main .message", "資料を見ました"))
			v.key(kb.ArrowUp)
			v.see("the field to change it", `document.querySelector(".edit textarea") === document.activeElement`)
			v.enter("。")
			v.key(kb.Enter)
			v.see("the change", has("main .message", "資料を見ました。", "編集済み"))
			v.press("main .message:last-child button", "その他の操作")
			v.press("[role=menuitem]", "削除")
			v.see("it gone", "!"+has("main .message", "資料を見ました"))
		}},
		{"a channel without Kotae says so, and it can be invited", func(v *visitor) {
			v.press(".note button", "招待")
			v.see("it there", `!document.querySelector(".note button")`)
		}},
		{"arrows move from message to message", func(v *visitor) {
			v.press(".sidebar button", "社内の質問")
			v.see("messages", has("main .message", "English"))
			v.ask(`document.querySelector("main .messages").focus(), ""`)
			v.key(kb.ArrowUp)
			v.key(kb.ArrowUp)
			v.see("the last but one", `[...document.querySelectorAll("main .message")].at(-2) === document.activeElement`)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.run(v.in(t))
		})
	}
	if err := v.content(); err != nil {
		t.Errorf("the page is not content:\n%v", err)
	}
	d.stop(t)
	left, err := filepath.Glob(filepath.Join(d.place, "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("the demo left behind %v, %v", left, err)
	}
}

func TestTheDemoHoldsUpWhenSlackDoesNot(t *testing.T) {
	d := startDemo(t)
	v := visit(t, d.address, 1280, 900, "en", true)
	v.press(".panel-button", "Developer panel")
	v.see("two connections", `document.querySelector("[data-figure=connections]").textContent === "2"`)
	ask := func(question string, want ...string) {
		t.Helper()
		before := v.ask(`String(document.querySelectorAll("main .message").length)`)
		v.write(channelField, "@kotae "+question)
		v.key(kb.Enter)
		v.see("the question", `document.querySelectorAll("main .message").length > `+before)
		v.press("main .message:last-child .replies", "1 reply")
		v.see("the answer", answered(1, want...))
		if n := v.ask(`String([...document.querySelectorAll(".thread .message")].filter((m) => m.querySelector(".avatar.is-app")).length)`); n != "1" {
			t.Errorf("%s answers", n)
		}
	}
	faults := []struct {
		name, button, log string
		question          string
		want              []string
	}{
		{"posts that are refused are posted later", "429", "429", "How many days of paid leave do I get after six months?", []string{"12 days", "Sources"}},
		{"a server that fails is asked again", "HTTP 500", "500", "How do I report a security incident?", []string{"30 minutes", "Sources"}},
		{"blocks that are refused become simpler ones", "invalid_blocks", "invalid_blocks", "When is the in-office day?", []string{"Wednesday"}},
		{"connections that break are made again", "Drop the connections", "closed", vpn, []string{"テザリング"}},
		{"an event that comes again is not answered again", "Redeliver", "retry 1", "How many days of paid leave do I get after six months?", []string{"12 days"}},
	}
	for _, tt := range faults {
		t.Run(tt.name, func(t *testing.T) {
			v := v.in(t)
			v.press(".faults button", tt.button)
			if strings.Contains(tt.button, "Drop") {
				v.see("the connections back", `document.querySelector("[data-figure=connections]").textContent === "2"`)
			}
			ask(tt.question, tt.want...)
			v.see("the log to tell it", has(".log", tt.log))
		})
	}
	v.press(".log .name", "chat.postMessage")
	v.see("what was sent", has(".log pre", `"channel"`, `"answer"`))
	v.audit("the developer's panel")
	if err := v.content(); err != nil {
		t.Errorf("the page is not content:\n%v", err)
	}
	d.stop(t)
}

func TestTheDemoFitsATelephone(t *testing.T) {
	d := startDemo(t)
	v := visit(t, d.address, 390, 800, "ja", true)
	v.see("the greeting", has(".greeting", "VPN"))
	v.audit("the channel")
	v.press(".menu-button", "")
	v.see("the sidebar", has(".sidebar", "チャンネル"))
	v.audit("the sidebar")
	v.key(kb.Escape)
	v.see("the sidebar gone", "!"+has(".sidebar", "チャンネル"))
	v.press(".tries button", "VPN")
	v.see("the answer", answered(1, "出典"))
	v.audit("the thread")
	v.press(".thread button", "根拠を見る")
	v.see("the passages", has("dialog", "▶"))
	v.audit("the passages")
	v.key(kb.Escape)
	v.press(".thread button", "スレッドを閉じる")
	v.press(".panel-button", "")
	v.see("the panel", has(".panel", "障害を起こす"))
	v.audit("the panel")
	if err := v.content(); err != nil {
		t.Errorf("the page is not content:\n%v", err)
	}
	d.stop(t)
}

func TestDemoOnTheOwnersFolder(t *testing.T) {
	docs := t.TempDir()
	if err := os.WriteFile(filepath.Join(docs, "社宅規程.md"), []byte("# 社宅規程\n\n社宅の使用料は月額12,000円とする。\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	d := startDemo(t, "--docs", docs)
	v := visit(t, d.address, 1000, 700, "ja", false)
	v.press(".tries button", "社宅規程には何が書いてありますか。")
	v.see("the answer", answered(1, "12,000円", "社宅規程.md"))
	d.stop(t)
}

func TestTheDemoNeedsDocumentsThatCanBeRead(t *testing.T) {
	var out, said strings.Builder
	err := run(t.Context(), []string{"demo", "--no-open", "--docs", t.TempDir()}, func(string) string { return "" }, nil, &out, &said)
	if conclude(&said, err) != misuse || !strings.Contains(said.String(), "no document that can be read") {
		t.Errorf("%v: %s", err, said.String())
	}
}

// TestPictures writes pictures of the demo for the README, and for looking at:
// go test ./cmd/kotae -run Pictures -pictures .github
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("-pictures names no folder")
	}
	if err := os.MkdirAll(*pictures, 0o755); err != nil {
		t.Fatal(err)
	}
	d := startDemo(t)
	v := visit(t, d.address, 1200, 720, "ja", false)
	v.press(".tries button", "VPN")
	v.see("the answer", answered(1, "出典"))
	v.ask(`document.querySelector(".thread").scrollTop = 0, document.activeElement.blur(), ""`)
	v.picture(filepath.Join(*pictures, "demo.png"))
	d.stop(t)
}

// play has the visitor be somebody else.
func (v *visitor) play(name string) {
	v.t.Helper()
	v.ask(fmt.Sprintf(`{ const s = document.querySelector(".player select"); s.value = [...s.options].find((o) => o.text.startsWith(%q)).value; s.dispatchEvent(new Event("change")); ""; }`, name))
	v.see(name, has(".myself", name))
}

// enter types a text where the caret is.
func (v *visitor) enter(text string) { v.t.Helper(); v.do(commit(text)) }

// commit enters a text at once, as an input method does in the end.
func commit(text string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, input.InsertText, input.InsertTextParams{Text: text})
		return chromedp.Void{}, err
	}
}

// compose shows a text that is still being converted.
func compose(text string) chromedp.Action[chromedp.Void] {
	n := int64(len([]rune(text)))
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: n, SelectionEnd: n})
		return chromedp.Void{}, err
	}
}

// keyOfInputMethod is the Enter that ends a conversion, as browsers report it.
func keyOfInputMethod(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeRawKeyDown, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 229,
	})
	return chromedp.Void{}, err
}
