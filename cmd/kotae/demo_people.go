package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"kotae/bot/workspace"
)

// Who and what is in the workspace of `kotae demo`, besides Kotae.
const (
	demoTeam = "ミズナギ計測"

	tanaka  = "U0TANAKA1"
	sato    = "U0SATO0001"
	emily   = "U0EMILY001"
	suzuki  = "U0SUZUKI01"
	kintai  = "U0KINTAI01"
	kotae   = "U0000BOT1"
	general = "C0ZENSHA01"
	asking  = "C0SHITSU01"
	selling = "C0EIGYO001"
	jointly = "C0KYOYU001"
)

var demoPeople = []workspace.User{
	{ID: tanaka, Name: "田中 花", RealName: "田中 花"},
	{ID: sato, Name: "佐藤 健", RealName: "佐藤 健"},
	{ID: emily, Name: "Emily Clark", RealName: "Emily Clark", Locale: "en-US"},
	{ID: suzuki, Name: "鈴木 (協力会社)", RealName: "鈴木 (協力会社)", IsRestricted: true},
	{ID: kintai, Name: "勤怠Bot", RealName: "勤怠Bot", IsBot: true},
}

var demoChannels = []workspace.Channel{
	{ID: asking, Name: "社内の質問", Members: []string{tanaka, sato, emily, suzuki, kintai, kotae}},
	{ID: general, Name: "全社", Members: []string{tanaka, sato, emily, kintai, kotae}},
	{ID: selling, Name: "営業", Members: []string{tanaka, sato}},
	{ID: jointly, Name: "共有-取引先", Members: []string{tanaka, sato, kotae}, IsExtShared: true},
}

// chatter fills the workspace with what its people said before anybody looked.
func chatter(ws *workspace.Server) error {
	for _, m := range []struct{ channel, user, text string }{
		{general, sato, "来週の月曜は本社の空調点検です。午前中は2階が少し暑くなります。"},
		{general, kintai, "今月の勤怠の締めは30日です。"},
		{selling, sato, "明日の商談の資料を共有フォルダーに置きました。"},
		{jointly, sato, "図面の件、来週までにお返事します。"},
		{asking, sato, "社内のルールで困ったら、このチャンネルで kotae に聞いてください。規程や手順書の原文から答えてくれます。"},
		{asking, emily, "English works too — it answers in the language of the question."},
	} {
		say := ws.Say
		if m.user == kintai {
			say = ws.SayAsBot
		}
		if _, err := say(m.channel, m.user, m.text, ""); err != nil {
			return err
		}
	}
	return nil
}

// demoPage is what the page says of Kotae. Questions on the sample are known to show
// what it can do; of other documents it asks by their titles.
func demoPage(a *assistant, sampled bool) workspace.Page {
	p := workspace.Page{
		Person: tanaka, Channel: asking,
		Commands:  []workspace.Command{{Name: "/kotae", Hint: "[質問 | help | status]"}},
		Shortcuts: []workspace.Shortcut{{Name: "文書に質問する", Callback: "kotae_ask_message"}},
		Note: map[string]string{
			"ja": "ここはお使いのパソコンの中だけで動くワークスペースです。Slackと同じ手順で、本物のKotaeと話せます。",
			"en": "This workspace runs on your computer alone. You talk to the real Kotae, just as in Slack.",
		},
	}
	p.Try = map[string][]workspace.Prompt{
		"ja": {
			{Title: "出典つきで答える", Message: "出張先のホテルでVPNがエラー809になります。どうしたらいいですか。"},
			{Title: "要約する", Message: "在宅勤務規程 2026年版を要約してください。"},
			{Title: "書かれていないことは答えない", Message: "持株会の奨励金はいくらですか。"},
		},
		"en": {
			{Title: "An answer with its source", Message: "How many days of paid leave do I get after six months?"},
			{Title: "A summary", Message: "Summarize the employee handbook."},
			{Title: "What is not written is not answered", Message: "Where is the nearest gym?"},
		},
	}
	if sampled {
		return p
	}
	first := a.retriever.Documents()[0]
	name := cmp.Or(first.Title, strings.TrimSuffix(filepath.Base(first.File), filepath.Ext(first.File)))
	p.Try["ja"][0].Message = fmt.Sprintf("%sには何が書いてありますか。", name)
	p.Try["ja"][1].Message = fmt.Sprintf("%sを要約してください。", name)
	p.Try["en"][0].Message = fmt.Sprintf("What does %s say?", name)
	p.Try["en"][1].Message = fmt.Sprintf("Summarize %s.", name)
	return p
}
