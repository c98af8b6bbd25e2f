package slackbot

import "kotae/bot"

// words are what Slack's buttons, lists and notices say, in one language.
type words struct {
	sources  string // over the list of sources
	updated  string // date
	page     string // number
	slide    string // number
	ai       string // under what a model wrote
	answer   string // what an answer is called that has no words of its own
	more     string // number of what is not listed
	evidence label
	helpful  label
	wrong    label
	share    label
	trash    label
	sharedBy string // name
	asked    string // over a question that is shared

	searching, reading, writing string // what is being done; free of commas, see loading
	readingOne, readingMore     string // file; how many more
	readingPart                 string // of a long document: how much, of how much
	stopped                     string
	thanks                      string // for a vote
	deleted, notYours           string // for the trash button
	attached, attachedOnce      string // under an answer from attached files; days
	fileTooBig                  string // name, megabytes
	fileNotGot, fileElsewhere   string // name
	tooManyFiles                string // how many are read
	thread                      string // what one is called
	decisions, opens, tasks     string // over what of a thread
	none                        string // of these
	threadCut                   string // how many messages were read
	threadHidden, threadEmpty   string
	threadElsewhere             string
	choose, notYourChoice       string // name; for a choice that is somebody else's
	lost                        string // where an answer may not have arrived
	resend                      label

	refusals map[reason]string
}

// A label is what a button says, and what a screen reader says of it. Both are at
// most 75 characters.
type label struct{ text, spoken string }

// A reason is why something is refused or has failed.
type reason string

// The reasons.
const (
	guest       reason = "guest"      // the asker is a guest
	external    reason = "external"   // the conversation is shared with another organisation
	tooMany     reason = "too many"   // questions of one asker, or in one thread
	tooLong     reason = "too long"   // a question
	noFiles     reason = "no files"   // attached files are not read
	busy        reason = "busy"       // too many questions wait
	empty       reason = "empty"      // a mention without a question
	failed      reason = "failed"     // the answer, for a reason people can do nothing about
	notPosted   reason = "not posted" // an answer that Slack did not take
	unknownUser reason = "unknown"    // Slack does not say who asks
	tooOld      reason = "too old"    // an answer that is no longer known
	overdue     reason = "overdue"    // a question that waited for a day
	noShare     reason = "no share"   // the channel does not take the answer
	elsewhere   reason = "elsewhere"  // this channel is not one that is answered in
)

// longestQuestion is how many characters a question may have.
const longestQuestion = 4000

var vocabulary = map[bot.Language]words{
	bot.Japanese: {
		sources:  "出典",
		updated:  "%s更新",
		page:     "p.%d",
		slide:    "スライド%d",
		ai:       "AIの回答です。誤りがありえます。出典をご確認ください。",
		answer:   "回答です。",
		more:     "ほか%d件",
		evidence: label{"根拠を見る", "この回答の根拠になった原文を開く"},
		helpful:  label{"役に立った", "この回答は役に立った"},
		wrong:    label{"問題がある", "この回答には問題がある"},
		share:    label{"チャンネルに共有", "この回答をチャンネルの全員に見えるように投稿する"},
		trash:    label{"削除", "この回答を削除する"},
		sharedBy: "%sさんが共有しました",
		asked:    "質問",

		searching:       "文書を検索しています…",
		reading:         "見つかった箇所を読んでいます…",
		readingOne:      "%sを読んでいます…",
		readingMore:     "%sほか%d件を読んでいます…",
		readingPart:     "長い文書を読んでいます（%d／%d）…",
		writing:         "回答を書いています…",
		stopped:         "回答を中断しました。もう一度お尋ねになるときは、質問を送り直してください。",
		thanks:          "ご意見をありがとうございます。今後の改善に使わせていただきます。",
		deleted:         "回答を削除しました。",
		notYours:        "この回答を削除できるのは、質問した方だけです。",
		attached:        "添付ファイルはこのスレッドの中だけで参照します。続けてお尋ねください。%d日後に削除します。",
		attachedOnce:    "添付ファイルはこの回答だけに使いました。%d日後に削除します。",
		fileTooBig:      "「%s」は大きすぎて読み取れません。%dMBまでに分けて、もう一度お送りください。",
		fileNotGot:      "「%s」をSlackから受け取れませんでした。もう一度お送りください。続くようでしたら、アプリの権限（files:read）を管理者にご確認ください。",
		fileElsewhere:   "「%s」の中身はSlackにないため読み取れません。ファイルそのものを添付してください。",
		tooManyFiles:    "一度に読み取るのは%d件までです。残りは分けてお送りください。",
		thread:          "スレッド",
		decisions:       "決定事項",
		opens:           "未決事項・質問",
		tasks:           "担当・期限",
		none:            "見当たりません",
		threadCut:       "（長いスレッドのため、はじめの%d件だけを読みました。）",
		threadHidden:    "このスレッドを読む権限がないため、要約できません。アプリの権限（channels:history、非公開チャンネルではgroups:history）とチャンネルへの招待を、管理者にご確認ください。",
		threadEmpty:     "このスレッドには、要約できるメッセージがまだありません。",
		threadElsewhere: "リンク先のスレッドは、ご覧になってよい方かを確かめられないため開けません。そのスレッドの中で、私にメンションして「要約して」とお送りください。",
		choose:          "これについて尋ねる：%s",

		notYourChoice: "選べるのは、質問した方だけです。ご自身で知りたいときは、あらためてお尋ねください。",

		lost:   "回答を投稿しましたが、届いたか確認できませんでした。スレッドに見当たらないときは「もう一度投稿」を押してください。",
		resend: label{"もう一度投稿", "この質問への回答をもう一度投稿する"},

		refusals: map[reason]string{
			guest:       "申し訳ありません。ゲストの方には社内文書からの回答をお見せできません。社内のご担当者にお尋ねください。",
			external:    "申し訳ありません。社外の方と共有している会話では、社内文書からお答えできません。社内のチャンネルか、私へのダイレクトメッセージでお尋ねください。",
			tooMany:     "短い時間に多くのご質問をいただいています。数分おいてから、もう一度お試しください。",
			tooLong:     "ご質問が長すぎるため、お答えできません。4,000文字以内にまとめて、もう一度お送りください。",
			noFiles:     "添付ファイルは読み取れない設定になっています。内容を文章で書いて、もう一度お尋ねください。",
			busy:        "ただいま質問が混み合っています。1分ほどおいてから、もう一度お試しください。",
			empty:       "ご質問を続けて書いてください。例：有給休暇は何日前までに申請しますか。",
			failed:      "申し訳ありません。回答の準備中に問題が起きました。少し時間をおいて、もう一度お試しください。",
			notPosted:   "申し訳ありません。回答を投稿できませんでした。もう一度お尋ねください。続くようでしたら管理者にお知らせください。",
			unknownUser: "申し訳ありません。お尋ねの方を確認できなかったため、お答えできません。少し時間をおいて、もう一度お試しください。",
			overdue:     "申し訳ありません。動いていない時間があり、1日以上前のこのご質問にはお答えできませんでした。まだ必要でしたら、もう一度お尋ねください。",
			tooOld:      "この回答の記録は残っていません。お手数ですが、もう一度お尋ねください。",
			noShare:     "このチャンネルには投稿できませんでした。チャンネルに私を招待してから、もう一度お試しください。",
			elsewhere:   "このチャンネルではお答えしない設定になっています。私へのダイレクトメッセージでお尋ねください。",
		},
	},
	bot.English: {
		sources:  "Sources",
		updated:  "updated %s",
		page:     "p. %d",
		slide:    "slide %d",
		ai:       "Written by AI, which can be wrong. Please check the sources.",
		answer:   "Here is the answer.",
		more:     "%d more",
		evidence: label{"Show evidence", "Open the passages that this answer stands on"},
		helpful:  label{"Helpful", "This answer was helpful"},
		wrong:    label{"Has a problem", "This answer has a problem"},
		share:    label{"Share in channel", "Post this answer where everybody in the channel can see it"},
		trash:    label{"Delete", "Delete this answer"},
		sharedBy: "Shared by %s",
		asked:    "Question",

		searching:       "Searching the documents…",
		reading:         "Reading what was found…",
		readingOne:      "Reading %s…",
		readingMore:     "Reading %s and %d more…",
		readingPart:     "Reading a long document (%d of %d)…",
		writing:         "Writing the answer…",
		stopped:         "I stopped answering. To ask again, please send the question once more.",
		thanks:          "Thank you for telling me. It helps to make the answers better.",
		deleted:         "The answer is deleted.",
		notYours:        "Only the person who asked can delete this answer.",
		attached:        "I use the attached file in this thread only; ask more about it here. It is deleted after %d days.",
		attachedOnce:    "I used the attached file for this answer only. It is deleted after %d days.",
		fileTooBig:      "“%s” is too big for me to read. Please split it into parts of up to %d MB and send it again.",
		fileNotGot:      "I could not get “%s” from Slack. Please send it again, and if it keeps happening have your administrator check the app's scope files:read.",
		fileElsewhere:   "“%s” is not stored in Slack, so I can't read it. Please attach the file itself.",
		tooManyFiles:    "I read up to %d files at once. Please send the others separately.",
		thread:          "Thread",
		decisions:       "Decisions",
		opens:           "Open points",
		tasks:           "Who does what, by when",
		none:            "none found",
		threadCut:       "(The thread is long: only its first %d messages were read.)",
		threadHidden:    "I may not read this thread, so I can't sum it up. Please have your administrator check the app's scopes (channels:history, or groups:history in private channels) and invite me to the channel.",
		threadEmpty:     "There are no messages in this thread to sum up yet.",
		threadElsewhere: "I can't open a linked thread, since I can't tell whether you may read it. Please mention me in that thread and ask me to sum it up.",
		choose:          "Ask about this: %s",

		notYourChoice: "Only the person who asked can choose. To know it yourself, please ask me.",

		lost:   "I posted the answer but could not check that it arrived. If you don't see it in the thread, press “Post again”.",
		resend: label{"Post again", "Post the answer to this question once more"},

		refusals: map[reason]string{
			guest:       "I'm sorry, I can't show answers from internal documents to guests. Please ask your contact in the company.",
			external:    "I'm sorry, I can't answer from internal documents in a conversation shared with another organisation. Please ask in an internal channel or send me a direct message.",
			tooMany:     "You have asked a lot in a short time. Please wait a few minutes and try again.",
			tooLong:     "Your question is too long for me. Please put it in 4,000 characters or fewer and send it again.",
			noFiles:     "I am not set up to read attached files. Please put what matters into words and ask again.",
			busy:        "Many questions are waiting just now. Please try again in about a minute.",
			empty:       "Please write your question after my name, for example: How many days ahead do I apply for leave?",
			failed:      "I'm sorry, something went wrong while I prepared the answer. Please try again in a little while.",
			notPosted:   "I'm sorry, I could not post the answer. Please ask again, and tell your administrator if it keeps happening.",
			unknownUser: "I'm sorry, I could not check who is asking, so I can't answer. Please try again in a little while.",
			overdue:     "I'm sorry, I was not running and did not get to this question for more than a day. Please ask again if you still need the answer.",
			tooOld:      "I no longer have the record of this answer. Please ask the question again.",
			noShare:     "I could not post in this channel. Please invite me to it and try again.",
			elsewhere:   "I am set up not to answer in this channel. Please send me a direct message instead.",
		},
	},
}

// in returns the words of a language; Japanese for one that has none.
func in(l bot.Language) words {
	if w, ok := vocabulary[l]; ok {
		return w
	}
	return vocabulary[bot.Japanese]
}

// refusal says in one sentence why something is not done, and what to do instead.
func refusal(l bot.Language, why reason) post { return notice(in(l).refusals[why]) }

// loading returns what is shown in turn while an answer is worked on, at most ten
// lines, without the comma that the library would cut them at.
func loading(l bot.Language) []string {
	w := in(l)
	return []string{w.searching, w.reading, w.writing}
}
