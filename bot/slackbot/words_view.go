package slackbot

import (
	"kotae/bot"
)

// viewWords are what modals, the home tab and the commands say, in one language.
type viewWords struct {
	close, cancel, send string

	evidenceTitle string
	opening       string // in place of the evidence, until it is read
	question      string // before the question
	moved         string // the quotation stands elsewhere now: line
	changed       string // the file no longer holds the quotation
	gone          string // there is no such file
	unreadable    string // the file cannot be read at the moment

	voteTitle, voteReason, voteComment, voteHint string
	voteReasons                                  []option

	knows        string // heading
	folder       string // name, number of files
	noFolders    string
	refreshed    string // when
	skipped      string // number of files
	examples     string // heading
	prompts      []prompt
	recent       string // heading
	noRecent     string
	statuses     map[bot.Status]string
	pending      string // of a question that is not answered yet
	privacy      string // heading
	privateLocal string // nothing leaves
	privateModel string // a model is asked
	kept         string
	help         string // heading
	helpLines    []string
	helpCommand  []string // with the name of the command in place of %[1]s
	greeting     string
	when         string // layout of a time
	statusTitle  string
}

// A prompt is a question that is suggested. The title is what is shown.
type prompt struct{ Title, Message string }

// An option is a choice in a form, with the value that is recorded.
type option struct{ value, text string }

var viewVocabulary = map[bot.Language]viewWords{
	bot.Japanese: {
		close: "閉じる", cancel: "キャンセル", send: "送信",

		evidenceTitle: "根拠",
		opening:       "読んでいます…",
		question:      "質問：%s",
		moved:         "この資料は回答のあとに更新され、引用した箇所は%d行目に移っています。",
		changed:       "この資料は回答のあとに変更され、引用した文はもう載っていません。お手数ですが、もう一度お尋ねください。",
		gone:          "この資料は、削除されたか別の場所に移されたため、表示できません。",
		unreadable:    "この資料をいま読み取れません。少し時間をおいて、もう一度お試しください。",

		voteTitle:   "回答の問題を知らせる",
		voteReason:  "どこに問題がありましたか",
		voteComment: "補足",
		voteHint:    "500文字まで。個人情報は書かないでください。",
		voteReasons: []option{
			{"wrong", "内容が間違っている"},
			{"source", "出典が違う"},
			{"stale", "情報が古い"},
			{"incomplete", "内容が足りない"},
			{"exists", "見つからないはずがない"},
		},

		knows:     "お答えできる文書",
		folder:    "%s（%d件）",
		noFolders: "文書はまだ登録されていません。準備ができるまで、しばらくお待ちください。",
		refreshed: "最終更新：%s",
		skipped:   "読み取れなかったファイルが%d件あります。気になるときは管理者にお尋ねください。",
		examples:  "質問の例",
		prompts: []prompt{
			{"有給休暇の申請期限は？", "有給休暇は何日前までに申請する必要がありますか。"},
			{"経費精算の締め日は？", "経費精算の締め日と手順を教えてください。"},
			{"VPNにつながらないとき", "社外からVPNにつながらないときは、どうすればよいですか。"},
			{"在宅勤務のルールを要約", "在宅勤務のルールを要約してください。"},
		},
		recent:       "最近のご質問（ご本人だけに表示されます）",
		noRecent:     "まだご質問はありません。メッセージタブから、ふだんの言葉でお尋ねください。",
		statuses:     map[bot.Status]string{bot.Answered: "回答済み", bot.Uncertain: "近い記述を案内", bot.NotFound: "見つからず"},
		pending:      "回答待ち",
		privacy:      "情報の取り扱い",
		privateLocal: "回答は社内の文書からの引用だけで作ります。質問や文書を外部のAIサービスに送ることはありません。",
		privateModel: "回答を書くために、質問と関係する文書の一部を、会社が設定したAIモデルに送ります。AIの回答には誤りがありえますので、出典をご確認ください。",
		kept:         "質問と評価は記録され、改善のために管理者が確認することがあります。",
		help:         "使い方",
		helpLines: []string{
			"ダイレクトメッセージで、ふだんの言葉で質問してください。",
			"チャンネルでは、私にメンションして質問すると、スレッドでお答えします。続きの質問もそのスレッドでどうぞ。",
			"「就業規則を要約して」のように頼むと、文書の要約をお返しします。",
			"「根拠を見る」を押すと、引用した原文とその前後を確認できます。",
		},
		helpCommand: []string{
			"%[1]s 質問：自分だけに見える形でお答えします。",
			"%[1]s status：検索できる文書と最終更新を表示します。",
			"%[1]s help：この説明を表示します。",
		},
		greeting:    "はじめまして。社内の文書から、出典つきでお答えします。知りたいことを、ふだんの言葉でお尋ねください。",
		when:        "2006年1月2日 15:04",
		statusTitle: "現在の状態",
	},
	bot.English: {
		close: "Close", cancel: "Cancel", send: "Send",

		evidenceTitle: "Evidence",
		opening:       "Reading…",
		question:      "Question: %s",
		moved:         "This document was updated after the answer; the passage now begins at line %d.",
		changed:       "This document was changed after the answer and no longer holds the quoted text. Please ask again.",
		gone:          "This document was deleted or moved, so it can't be shown.",
		unreadable:    "This document can't be read just now. Please try again in a little while.",

		voteTitle:   "Report a problem",
		voteReason:  "What is wrong with the answer?",
		voteComment: "Details",
		voteHint:    "Up to 500 characters. Please leave out personal data.",
		voteReasons: []option{
			{"wrong", "It is wrong"},
			{"source", "The source is not the right one"},
			{"stale", "It is out of date"},
			{"incomplete", "Something is missing"},
			{"exists", "There must be an answer"},
		},

		knows:     "What I can answer from",
		folder:    "%s (files: %d)",
		noFolders: "There are no documents yet. Please wait until they have been made ready.",
		refreshed: "Last updated: %s",
		skipped:   "Files that could not be read: %d. Your administrator knows more.",
		examples:  "Questions to try",
		prompts: []prompt{
			{"How far ahead do I book leave?", "How many days ahead do I have to apply for annual leave?"},
			{"When are expenses due?", "When are expense claims due, and how do I hand them in?"},
			{"VPN does not connect", "What do I do when the VPN does not connect from outside the office?"},
			{"Summarise the remote work rules", "Please summarise the rules for working from home."},
		},
		recent:       "Your recent questions (only you see them)",
		noRecent:     "You have not asked anything yet. Open the Messages tab and ask in your own words.",
		statuses:     map[bot.Status]string{bot.Answered: "answered", bot.Uncertain: "closest passages shown", bot.NotFound: "not found"},
		pending:      "waiting",
		privacy:      "How your data is handled",
		privateLocal: "Answers are made of quotations from your documents alone. Neither questions nor documents are sent to an outside AI service.",
		privateModel: "To write an answer, your question and passages of the documents are sent to the AI model that your company has chosen. AI can be wrong, so please check the sources.",
		kept:         "Questions and ratings are recorded, and an administrator may read them to make the answers better.",
		help:         "How to use me",
		helpLines: []string{
			"Send me a direct message and ask in your own words.",
			"In a channel, mention me with your question and I answer in a thread. Follow-up questions go in the same thread.",
			"Ask me to summarise a document, for example \"summarise the work rules\".",
			"Show evidence opens the quoted text with what stands around it.",
		},
		helpCommand: []string{
			"%[1]s QUESTION: answers where only you see it.",
			"%[1]s status: shows the documents that are searched and when they were last updated.",
			"%[1]s help: shows this.",
		},
		greeting:    "Hello! I answer from your company's documents and name the sources. Ask me anything in your own words.",
		when:        "2 Jan 2006, 15:04",
		statusTitle: "Status",
	},
}

// inViews returns the words of views in a language; Japanese for one that has none.
func inViews(l bot.Language) viewWords {
	if w, ok := viewVocabulary[l]; ok {
		return w
	}
	return viewVocabulary[bot.Japanese]
}

// suggested returns the questions suggested in the pane, at most four.
func suggested(l bot.Language) []prompt { return inViews(l).prompts }

// greetingPost is what somebody reads who opens the conversation for the first time.
func greetingPost(l bot.Language) post { return notice(inViews(l).greeting) }
