package japanese

import (
	"slices"
	"strings"
	"testing"
)

// A case of Sentences: the sentences of a text, each as it stands there.
type sentenceCase struct {
	name, text string
	want       []string
}

func (tt sentenceCase) run(t *testing.T) {
	t.Run(tt.name, func(t *testing.T) {
		var got []string
		for _, s := range Sentences(tt.text) {
			got = append(got, s.Of(tt.text))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("Sentences(%q)\n got %q\nwant %q", tt.text, got, tt.want)
		}
	})
}

func TestSentencesEndAtJapaneseFullStops(t *testing.T) {
	for _, tt := range []sentenceCase{
		{"nothing has none", "", nil},
		{"white space has none", " 　\n\n\t", nil},
		{"one without an end is one", "申請は3日前まで", []string{"申請は3日前まで"}},
		{"each 。 ends one", "申請する。承認を待つ。", []string{"申請する。", "承認を待つ。"}},
		{"what follows the last 。 is one", "申請する。承認", []string{"申請する。", "承認"}},
		{"marks of question and surprise end one, in either width", "本当ですか？はい！なに?よし!", []string{"本当ですか？", "はい！", "なに?", "よし!"}},
		{"several enders are one end", "本当！？まさか。。。そう", []string{"本当！？", "まさか。。。", "そう"}},
		{"the half-width full stop ends one", "ｼﾝｾｲ｡ｼｮｳﾆﾝ｡", []string{"ｼﾝｾｲ｡", "ｼｮｳﾆﾝ｡"}},
		{"the full-width dot of papers ends one", "申請する．承認を待つ．", []string{"申請する．", "承認を待つ．"}},
		{"a full-width decimal point does not", "料率は３．５％です．", []string{"料率は３．５％です．"}},
		{"white space between sentences belongs to none", "申請する。　承認を待つ。 \n終わり。", []string{"申請する。", "承認を待つ。", "終わり。"}},
		{"a comma ends none", "申請し、承認を待つ", []string{"申請し、承認を待つ"}},
		// Misses: only a list of names could tell.
		{"a name that ends in 。 is cut", "モーニング娘。が来る。", []string{"モーニング娘。", "が来る。"}},
		{"so is one that ends in !", "Yahoo!ニュースを見る。", []string{"Yahoo!", "ニュースを見る。"}},
	} {
		tt.run(t)
	}
}

func TestSentencesDoNotEndInBrackets(t *testing.T) {
	long := strings.Repeat("長い文がここに続く。", 50)
	for _, tt := range []sentenceCase{
		{"quoted speech stays whole", "「行きます。明日も。」と言った。次。", []string{"「行きます。明日も。」と言った。", "次。"}},
		{"brackets nest", "彼は「『来る。』と聞いた。」と書いた。次。", []string{"彼は「『来る。』と聞いた。」と書いた。", "次。"}},
		{"brackets of one kind nest", "（甲（乙。）丙。）丁。戊。", []string{"（甲（乙。）丙。）丁。", "戊。"}},
		{"a remark in brackets stays whole", "休暇（年休。ただし半休を除く。）を取る。次。", []string{"休暇（年休。ただし半休を除く。）を取る。", "次。"}},
		{"half-width brackets count", "｢行く｡｣と言う｡次｡", []string{"｢行く｡｣と言う｡", "次｡"}},
		{"a closing bracket goes with the end before it", "（以下、甲という。）次。", []string{"（以下、甲という。）次。"}},
		{"an end before a closing bracket that was never opened takes it along", "終わり。」次。", []string{"終わり。」", "次。"}},
		{"an unclosed bracket is none", "「申請する。承認を待つ。", []string{"「申請する。", "承認を待つ。"}},
		{"a bracket closed in another paragraph is none", "「申請する。承認。\n\n待つ。」終わり。", []string{"「申請する。", "承認。", "待つ。」", "終わり。"}},
		{"overlapping brackets hold until both are closed, no longer", "「甲（乙」丙。丁）戊。己。", []string{"「甲（乙」丙。丁）戊。", "己。"}},
		{"an unclosed one inside a closed one is none", "「甲（乙。」丙。丁。", []string{"「甲（乙。」丙。", "丁。"}},
		{"a bracket longer than a page of text holds sentences of its own", "（" + long + "）",
			slices.Concat([]string{"（長い文がここに続く。"}, slices.Repeat([]string{"長い文がここに続く。"}, 48), []string{"長い文がここに続く。）"})},
		{"English quotation marks close too", `He said “Stop. Now.” and left. Then he came.`, []string{`He said “Stop. Now.” and left.`, "Then he came."}},
	} {
		tt.run(t)
	}
}

func TestSentencesEndAtEnglishFullStops(t *testing.T) {
	for _, tt := range []sentenceCase{
		{"a full stop before a space ends one", "Submit the form. Wait for approval.", []string{"Submit the form.", "Wait for approval."}},
		{"a question mark does", "Is it open? Yes! Go.", []string{"Is it open?", "Yes!", "Go."}},
		{"a quotation mark goes with the end before it", `"Stop." He left.`, []string{`"Stop."`, "He left."}},
		{"a version number has no end in it", "Install Ver. 1.2.3 first. Then restart.", []string{"Install Ver. 1.2.3 first.", "Then restart."}},
		{"nor has a decimal", "The rate is 3.5%. It rose.", []string{"The rate is 3.5%.", "It rose."}},
		{"nor e.g.", "Bring tools, e.g. Torx drivers. Thanks.", []string{"Bring tools, e.g. Torx drivers.", "Thanks."}},
		{"nor a title before a name", "Ask Mr. Smith or Dr. Tanaka. They know.", []string{"Ask Mr. Smith or Dr. Tanaka.", "They know."}},
		{"nor an initial", "Ask J. Smith. He knows.", []string{"Ask J. Smith.", "He knows."}},
		{"nor a number's abbreviation", "See No. 5 for details. Done.", []string{"See No. 5 for details.", "Done."}},
		{"nor a full stop before a small letter", "The file is approx. five pages. Done.", []string{"The file is approx. five pages.", "Done."}},
		{"nor a URL", "See https://example.com/a.html?q=1&r=2!x for it. Done.", []string{"See https://example.com/a.html?q=1&r=2!x for it.", "Done."}},
		{"nor an e-mail address", "Write to help.desk@example.co.jp today. Done.", []string{"Write to help.desk@example.co.jp today.", "Done."}},
		{"nor a file name in Japanese", "config.yamlとreadme.mdを開く。次。", []string{"config.yamlとreadme.mdを開く。", "次。"}},
		{"a URL in Japanese stays whole", "申請は https://example.com/form?id=1 から行う。次。", []string{"申請は https://example.com/form?id=1 から行う。", "次。"}},
		{"a full stop before Japanese ends one", "Submit the form.次に待つ。", []string{"Submit the form.", "次に待つ。"}},
		{"an item's number is no sentence", "3. Submit the form. Wait.", []string{"3. Submit the form.", "Wait."}},
		{"nor is an indented one", "   3. Submit the form. Wait.", []string{"3. Submit the form.", "Wait."}},
		{"nor is one before Japanese", " 1.申請する。\n 2.待つ。", []string{"1.申請する。", "2.待つ。"}},
		{"a sentence may end in a figure", "We use version 3. Then we stop.", []string{"We use version 3.", "Then we stop."}},
	} {
		tt.run(t)
	}
}

func TestSentencesOfLines(t *testing.T) {
	for _, tt := range []sentenceCase{
		{"headings stand alone", "# 休暇規程\n第1条（目的）\nこの規程は休暇を定める。", []string{"# 休暇規程", "第1条（目的）", "この規程は休暇を定める。"}},
		{"short lines stand alone", "受付 9時\n場所 本社2階\n担当 総務", []string{"受付 9時", "場所 本社2階", "担当 総務"}},
		{"an empty line ends what is above it", "申請は\n\n総務へ", []string{"申請は", "総務へ"}},
		{"items stand alone", "・申請書\n- 印鑑\n① 社員証\n2) 写し", []string{"・申請書", "- 印鑑", "① 社員証", "2) 写し"}},
		{"an item may hold two sentences", "- 申請する。待つ。\n- 終わり。", []string{"- 申請する。", "待つ。", "- 終わり。"}},
		{"a table row is one, full stops and all", "| 種類 | 日数 |\n|---|---|\n| 慶弔 | 5日。証明書が要る。 |", []string{"| 種類 | 日数 |", "|---|---|", "| 慶弔 | 5日。証明書が要る。 |"}},
		{"CR-LF is a line end", "受付 9時\r\n場所 2階\r\n", []string{"受付 9時", "場所 2階"}},
		{"mail quotations stand alone", "> 申請はいつまで\n> どこへ", []string{"> 申請はいつまで", "> どこへ"}},
	} {
		tt.run(t)
	}
}

func TestSentencesRunOverWrappedLines(t *testing.T) {
	const (
		a = "この規程は、従業員が取得することのできる休暇の種類と日数について、" // 35 columns of full width
		b = "その申請の手続きと承認の流れを含めて定めるものであり、すべての部署の"
		c = "従業員に適用する。"
	)
	const (
		e1 = "The password of a staff account expires after ninety days and has to"
		e2 = "be changed before that. A reminder is sent by e-mail two weeks before"
		e3 = "it does, and again on the day."
	)
	for _, tt := range []sentenceCase{
		{"Japanese at 35 full-width columns is one", a + "\n" + b + "\n" + c, []string{a + "\n" + b + "\n" + c}},
		{"so it is with an indented first line", "　" + a + "\n" + b + "\n" + c, []string{a + "\n" + b + "\n" + c}},
		{"an indented line begins anew", "　" + a + "\n　" + c, []string{a, c}},
		{"a sentence ends in the middle of a line", a + "\n" + c + "ただし、役員を除く。" + b + "\n" + c, []string{a + "\n" + c, "ただし、役員を除く。", b + "\n" + c}},
		{"a wrapped line that refers to an article runs on", b + "\n第3条第2項の規定による。", []string{b + "\n第3条第2項の規定による。"}},
		{"one that speaks of a third party runs on", b + "\n第三者の条件とする。", []string{b + "\n第三者の条件とする。"}},
		{"an article after a wrapped line begins anew", a + "\n第3条（申請）", []string{a, "第3条（申請）"}},
		{"an item after a wrapped line begins anew", a + "\n・申請書\n（1）印鑑", []string{a, "・申請書", "（1）印鑑"}},
		{"an item may be wrapped", "・" + a + "\n" + c, []string{"・" + a + "\n" + c}},
		{"a bracket may be wrapped", "休暇（甲。" + a + "\n" + c + "）を取る。", []string{"休暇（甲。" + a + "\n" + c + "）を取る。"}},
		{"English at 72 columns is cut at its full stops", e1 + "\n" + e2 + "\n" + e3, []string{e1 + "\nbe changed before that.", "A reminder is sent by e-mail two weeks before\n" + e3}},
		{"a wrapped line may end in an abbreviation", "Questions about the new passwords go to the office of Mr.\nTanaka in the second building.", []string{"Questions about the new passwords go to the office of Mr.\nTanaka in the second building."}},
	} {
		tt.run(t)
	}
}
