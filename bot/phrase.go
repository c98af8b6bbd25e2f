package bot

import (
	"fmt"
	"strings"

	"kotae/retrieval"
)

// phrases are Kotae's own words, by language.
var phrases = map[Language]struct {
	uncertain string
	notFound  string // passages searched
	closest   string
	nothing   string
	// What is said where a model's answer is missing.
	noModel, unproven, cutShort, overBudget string
	leftOut                                 string // sentences
}{
	Japanese: {
		uncertain: "はっきりした答えは見つかりませんでした。近い記述を引用します（お尋ねの答えではないかもしれません）。",
		notFound:  "お尋ねの答えは、資料の中に見つかりませんでした（%d か所を検索しました）。",
		closest:   "近い内容の資料：",
		nothing:   "近い内容の資料もありませんでした。言葉を変えてお尋ねいただくか、資料があるかをご確認ください。",

		noModel:    "（文章を書くモデルから応答を得られなかったため、資料の引用でお答えしています。）",
		unproven:   "（モデルの書いた文章を資料で裏づけられなかったため、資料の引用でお答えしています。）",
		cutShort:   "（モデルの応答が途中で途切れました。ここまでの内容は資料で確認済みです。）",
		leftOut:    "（モデルの書いた文のうち%d文は、資料で裏づけられなかったため省きました。）",
		overBudget: "（本日のモデルの利用上限に達したため、資料の引用でお答えしています。）",
	},
	English: {
		uncertain: "I did not find a definite answer. The closest passages are quoted below; they may not answer your question.",
		notFound:  "I did not find an answer to this in the documents (%d passages searched).",
		closest:   "The closest documents:",
		nothing:   "No document comes close. Try other words, or check that the document is there.",

		noModel:    "(The model that writes answers did not respond, so this one quotes the documents.)",
		unproven:   "(What the model wrote could not be proven from the documents, so this answer quotes them.)",
		cutShort:   "(The model's answer was cut short. What is above was checked against the documents.)",
		leftOut:    "(%d sentences of the model could not be proven from the documents and are left out.)",
		overBudget: "(Today's limit for the model is used up, so this answer quotes the documents.)",
	},
}

// closest is how many files a refusal names.
const closest = 3

// notFound says what was searched and which files came closest.
func notFound(lang Language, hits retrieval.Hits) string {
	p := phrases[lang]
	var b strings.Builder
	fmt.Fprintf(&b, p.notFound, hits.Searched)
	seen := map[string]bool{}
	for _, h := range hits.List {
		if seen[h.Passage.File] || h.Coverage == 0 {
			continue
		}
		if len(seen) == 0 {
			b.WriteString("\n\n" + p.closest + "\n")
		}
		seen[h.Passage.File] = true
		fmt.Fprintf(&b, "\n- %s", escape(h.Passage.File))
		if heading := h.Passage.Heading(h.Passage.StartLine); heading != "" {
			fmt.Fprintf(&b, " (%s)", escape(heading))
		}
		if len(seen) == closest {
			break
		}
	}
	if len(seen) == 0 {
		b.WriteString("\n\n" + p.nothing)
	}
	return b.String()
}
