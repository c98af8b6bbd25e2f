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
	pointing  string // the word that means something said before
	part      string // of a question
	// What is said of a part that is not answered.
	partNotFound, partUncertain string
	nothing                     string
	otherYear, otherwise        string // what is asked, and the year that there is
	// What is said where a model's answer is missing.
	noModel, unproven, cutShort, overBudget string
	leftOut                                 string // sentences
}{
	Japanese: {
		uncertain: "はっきりした答えは見つかりませんでした。近い記述を引用します（お尋ねの答えではないかもしれません）。",
		notFound:  "お尋ねの答えは、資料の中に見つかりませんでした（%d か所を検索しました）。",
		closest:   "近い内容の資料：",

		pointing:      "「%s」が何を指すのか分かりませんでした。何についてのお尋ねか、言葉にしてもう一度お聞きください（例：「年休の申請はいつまで？」）。",
		part:          "「%s」について",
		partNotFound:  "この点の答えは、資料の中に見つかりませんでした。",
		partUncertain: "この点は、はっきりした答えが見つかりませんでした。近い記述を引用します（お尋ねの答えではないかもしれません）。",

		nothing: "近い内容の資料もありませんでした。言葉を変えてお尋ねいただくか、資料があるかをご確認ください。",

		otherYear: "お尋ねは「%s」ですが、引用する箇所は%s年についての記述です。",
		otherwise: "お尋ねの「%s」は、引用する箇所には書かれていません。",

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

		pointing:      "I can't tell what “%s” refers to. Please ask again and name what you mean.",
		part:          "On “%s”:",
		partNotFound:  "I did not find an answer to this part in the documents.",
		partUncertain: "I did not find a definite answer to this part. The closest passages are quoted; they may not answer it.",

		nothing: "No document comes close. Try other words, or check that the document is there.",

		otherYear: "You asked about “%s”; what is quoted is about %s.",
		otherwise: "Where this is quoted from, “%s” is not mentioned.",

		noModel:    "(The model that writes answers did not respond, so this one quotes the documents.)",
		unproven:   "(What the model wrote could not be proven from the documents, so this answer quotes them.)",
		cutShort:   "(The model's answer was cut short. What is above was checked against the documents.)",
		leftOut:    "(%d sentences of the model could not be proven from the documents and are left out.)",
		overBudget: "(Today's limit for the model is used up, so this answer quotes the documents.)",
	},
}

// contradictions says what a question takes for granted that the quotations do not bear
// out, a line each.
func contradictions(lang Language, premises []Premise) []string {
	var out []string
	for _, p := range premises {
		if p.Found == "" {
			out = append(out, fmt.Sprintf(phrases[lang].otherwise, escape(p.Asked)))
		} else {
			out = append(out, fmt.Sprintf(phrases[lang].otherYear, escape(p.Asked), p.Found))
		}
	}
	return out
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
