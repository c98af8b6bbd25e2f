package slackbot

import "kotae/bot"

// manifestWords are what Slack says of the app, in one language.
type manifestWords struct {
	description, agent            string
	shortcut, shortcutDescription string
	sum, sumDescription           string
	command, usage                string
}

var manifestVocabulary = map[bot.Language]manifestWords{
	bot.Japanese: {
		description:         "社内文書から、出典つきで質問に答えます",
		agent:               "社内の文書を検索し、出典つきで質問に答えます。要約もできます。見つからないときは、見つからないとお伝えします。AIが書いた回答には誤りがありえますので、出典をご確認ください。",
		shortcut:            "文書に質問する",
		shortcutDescription: "このメッセージを質問として、社内文書から答えを探します",
		sum:                 "スレッドを要約する",
		sumDescription:      "このメッセージのスレッドの決定事項・未決事項・担当をまとめます",
		command:             "社内文書に質問します（回答は自分だけに表示）",
		usage:               "[質問 | status | help]",
	},
	bot.English: {
		description:         "Answers questions from your company's documents, with sources",
		agent:               "Searches your company's documents, answers with sources, and summarises. Says so when it finds nothing. What AI writes can be wrong, so please check the sources.",
		shortcut:            "Ask the documents",
		shortcutDescription: "Takes this message as a question and looks for the answer in the documents",
		sum:                 "Summarise the thread",
		sumDescription:      "Sums up this message's thread: decisions, open points and who does what",
		command:             "Asks the documents; only you see the answer",
		usage:               "[question | status | help]",
	},
}
