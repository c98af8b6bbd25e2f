package slackbot

import (
	"fmt"
	"strings"

	"kotae/bot"
	"kotae/retrieval"
)

// unread are a reader's reasons, by how they begin, with what they are in Japanese and
// what can be done about them there.
var unread = []struct{ reason, japanese, remedy string }{
	{"empty", "中身が空です", "内容のあるファイルをお送りください。"},
	{"no text layer", "ページが画像で、文字の情報がありません", "文字認識（OCR）をしてから、もう一度お送りください。"},
	{"no text in it", "文字の情報がありません", "画像の場合は、文字認識（OCR）をしてから、もう一度お送りください。"},
	{"protected by a password", "パスワードで保護されています", "パスワードを外したものをお送りください。"},
	{"protected against copying", "コピーが制限されています", "制限のないものをお送りください。"},
	{"encrypted mail", "暗号化されたメールです", "本文をテキストにしてお送りください。"},
	{"damaged", "壊れているか、形式が違います", "元のソフトで開いて保存し直してから、もう一度お送りください。"},
	{"its text comes out garbled", "文字化けして読めません", "元の資料からUTF-8のテキストかPDFに保存し直してください。"},
	{"unknown character encoding", "文字コードがわかりません", "UTF-8で保存し直してください。"},
	{"not text", "テキストではありません", "PDFかテキストにしてお送りください。"},
	{"takes more than a minute", "読むのに時間がかかりすぎます", "いくつかに分けてお送りください。"},
	{"more than", "長すぎます", "いくつかに分けてお送りください。"},
	{"unpacks to more than", "展開すると大きすぎます", "いくつかに分けるか、画像を除いてお送りください。"},
	{"nested too deeply", "構造が複雑すぎます", "元のソフトで開いて保存し直してください。"},
	{"in ", "古い形式です", "新しい形式（.docx、.xlsx、.pptx）で保存し直してください。"},
}

// unreadableLine says in one sentence why a file can't be read, and what to do.
func unreadableLine(l bot.Language, name string, why retrieval.Unreadable) string {
	if l == bot.English {
		remedy, _, _ := strings.Cut(strings.NewReplacer(", or take it out of the folder", "", "; else take it out of the folder", "").Replace(why.Remedy), "; if that fails")
		return fmt.Sprintf("I can't read “%s”: %s. To have it read, %s.", name, why.Reason, remedy)
	}
	for _, u := range unread {
		if strings.HasPrefix(why.Reason, u.reason) {
			return fmt.Sprintf("「%s」は読み取れませんでした（%s）。%s", name, u.japanese, u.remedy)
		}
	}
	return fmt.Sprintf("「%s」は読み取れない形式のファイルです。PDF、Word、Excel、テキストなどで保存し直してから、もう一度お送りください。", name)
}
