// What the page itself says, in the language of the browser.

export const language = navigator.language.toLowerCase().startsWith("ja") ? "ja" : "en";

const vocabulary = {
	ja: {
		channels: "チャンネル", direct: "ダイレクトメッセージ", app: "アプリ", guest: "ゲスト", you: "自分",
		menu: "サイドバーを開く", playing: "操作する人", panel: "開発者パネル",
		home: "ホーム", messages: "メッセージ", thread: "スレッド", closeThread: "スレッドを閉じる", back: "戻る",
		members: (n) => `${n}人のメンバー`, sharedChannel: "社外と共有", invite: (name) => `${name}を招待`,
		absent: (name) => `${name}はこのチャンネルにいません。招待すると質問できます。`,
		replies: (n) => `${n}件の返信`, lastReply: (t) => `最終返信 ${t}`, newReplies: "未読の返信があります",
		today: "今日", newMessages: "新しいメッセージ", edited: "（編集済み）", only: "あなただけに表示されています",
		deleted: "このメッセージは削除されました。", alsoSent: "チャンネルにも投稿されました",
		reply: "スレッドで返信する", react: "リアクションする", more: "その他の操作", edit: "編集", delete: "削除", copy: "テキストをコピー",
		reaction: (name, n) => `${name} ${n}件のリアクション`, stop: "回答を止める", working: (name) => `${name}が処理しています…`,
		write: (where) => `${where}へのメッセージ`, writeReply: "返信する…", send: "送信する", attach: "ファイルを添付", mention: "メンションする",
		hint: "Enterで送信、Shift+Enterで改行", save: "保存する", cancel: "キャンセル", ok: "OK",
		dropHere: "ここにドロップして共有", tooBig: "ファイルは5MBまでです。", noThreadCommand: "スレッドではコマンドを使えません。チャンネルの入力欄で使ってください。",
		unknownCommand: (name) => `${name}というコマンドはありません。`, removeFile: "添付を取り消す", suggestions: "候補",
		greeting: "まず、押してみてください", tryLabel: "質問の例", askHint: (name) => `または、@${name} に続けて質問を書いてください。`,
		prompts: "質問の候補", required: "入力してください", optional: "（任意）", close: "閉じる",
		failed: (why) => `できませんでした：${why}`, lost: "接続が切れました。再接続しています…", unreadMark: "未読", unread: (n) => `未読${n}件`,
		emptyHome: "ホームを読み込んでいます…", pick: "選択してください", stopped: "（途中で止められました）", expired: "（時間切れで途切れました）",
		faults: "障害を起こす", log: "通信の記録", filter: "絞り込み", clear: "消去", mend: "直す", active: "起きている障害",
		connections: "接続", unacked: "未確認", ackTime: "確認応答（中央値）", calls: "呼び出し", errors: "エラー", noFaults: "いまはありません",
		time: "時刻", direction: "向き", what: "内容", took: "時間", result: "結果", details: "詳細", incoming: "Slack→アプリ", outgoing: "アプリ→Slack",
		waiting: "待機中", acked: "応答", opened: "接続", shut: "切断", attempt: (n) => `再送${n}回目`, empty: "まだ何もありません",
		f_limit: "429（投稿を3回断る）", f_stream: "ストリーミングを断る", f_slow: "すべての呼び出しを3秒遅らせる", f_error: "HTTP 500（次の投稿2回）",
		f_cut: "投稿の直後に回線を切る", f_blocks: "invalid_blocks（次の投稿）", f_views: "モーダルを断る（次の1回）", f_disconnect: "切断を予告する（warning）",
		f_drop: "接続を突然切る", f_acks: "確認応答を4秒遅らせる", f_redeliver: "最後のイベントを再配信", times: (hit, n) => (n < 0 ? `${hit}回` : `${hit}/${n}回`),
	},
	en: {
		channels: "Channels", direct: "Direct messages", app: "APP", guest: "guest", you: "you",
		menu: "Open the sidebar", playing: "Playing", panel: "Developer panel",
		home: "Home", messages: "Messages", thread: "Thread", closeThread: "Close the thread", back: "Back",
		members: (n) => `${n} members`, sharedChannel: "shared outside", invite: (name) => `Invite ${name}`,
		absent: (name) => `${name} is not in this channel. Invite it to ask here.`,
		replies: (n) => `${n} ${n === 1 ? "reply" : "replies"}`, lastReply: (t) => `Last reply ${t}`, newReplies: "There are unread replies",
		today: "Today", newMessages: "New", edited: "(edited)", only: "Only visible to you",
		deleted: "This message was deleted.", alsoSent: "Also sent to the channel",
		reply: "Reply in thread", react: "Add a reaction", more: "More actions", edit: "Edit", delete: "Delete", copy: "Copy text",
		reaction: (name, n) => `${name}, ${n} reactions`, stop: "Stop answering", working: (name) => `${name} is working…`,
		write: (where) => `Message ${where}`, writeReply: "Reply…", send: "Send", attach: "Attach a file", mention: "Mention someone",
		hint: "Enter sends, Shift+Enter starts a line", save: "Save", cancel: "Cancel", ok: "OK",
		dropHere: "Drop to share", tooBig: "Files may have 5 MB at most.", noThreadCommand: "Commands do not work in threads. Use them in the channel.",
		unknownCommand: (name) => `There is no command ${name}.`, removeFile: "Remove the file", suggestions: "Suggestions",
		greeting: "Press one to begin", tryLabel: "Questions to try", askHint: (name) => `Or write @${name} and your question.`,
		prompts: "Suggested prompts", required: "Please fill this in", optional: " (optional)", close: "Close",
		failed: (why) => `That did not work: ${why}`, lost: "The connection was lost. Reconnecting…", unreadMark: "unread", unread: (n) => `${n} unread`,
		emptyHome: "Loading the home tab…", pick: "Choose", stopped: "(stopped)", expired: "(cut off: it took too long)",
		faults: "Make something fail", log: "Traffic", filter: "Filter", clear: "Clear", mend: "Mend", active: "Failing now",
		connections: "Connections", unacked: "Not acked", ackTime: "Ack (median)", calls: "Calls", errors: "Errors", noFaults: "Nothing",
		time: "Time", direction: "Direction", what: "What", took: "Took", result: "Result", details: "Details", incoming: "Slack → app", outgoing: "app → Slack",
		waiting: "waiting", acked: "acked", opened: "opened", shut: "closed", attempt: (n) => `retry ${n}`, empty: "Nothing yet",
		f_limit: "429 (three posts)", f_stream: "Refuse streaming", f_slow: "Slow every call by 3 s", f_error: "HTTP 500 (two posts)",
		f_cut: "Cut the line right after a post", f_blocks: "invalid_blocks (one post)", f_views: "Refuse a modal (once)", f_disconnect: "Announce a disconnect (warning)",
		f_drop: "Drop the connections", f_acks: "Delay acks by 4 s", f_redeliver: "Redeliver the last event", times: (hit, n) => (n < 0 ? `${hit}×` : `${hit}/${n}`),
	},
};

// w is a word, or a phrase made with arguments.
export function w(key, ...args) {
	const v = vocabulary[language][key];
	return typeof v === "function" ? v(...args) : v;
}

const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const seconds = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
const whole = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" });
const day = new Intl.DateTimeFormat(language, { month: "long", day: "numeric", weekday: "long" });

export const at = (ts) => new Date(Number(ts.split(".")[0]) * 1000);
export const clockTime = (ts) => clock.format(at(ts));
export const wholeTime = (ts) => whole.format(at(ts));
export const logTime = (ms) => seconds.format(ms);
export const dayOf = (ts) => (at(ts).toDateString() === new Date().toDateString() ? w("today") : day.format(at(ts)));
