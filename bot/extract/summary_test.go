package extract

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"kotae/bot"
	"kotae/retrieval"
)

// rules are a document of a few sections, a passage each.
func rules() []retrieval.Hit {
	var out []retrieval.Hit
	for i, text := range []string{
		"## 第1条（目的）\nこの規程は、備品の購入について定める。備品とは、1年以上使うものをいう。",
		"## 第2条（承認）\n10万円以上の備品の購入には、部長の承認が必要である。\n10万円未満の備品の購入は、課長が承認する。なお、購入の承認は申請から3営業日以内に行う。",
		"## 第3条（相見積り）\nまた、30万円以上の購入では、2社以上から見積りを取る（取引の実績のある会社に限らない）。\n30万円以上の購入では、2社以上から見積りを取らなければならない。",
		"## 第4条（検収）\n納品された備品は、購入を申請した課が5営業日以内に検収する。\n| 種類 | 保管 |\n|---|---|\n| 納品書 | 経理課で7年 |",
		"## 第5条（禁止）\n私物の備品を会社の費用で購入することは禁止する。\n備品の購入を口頭で約束してはならない。違反したときは購入の費用を負担させることがある。",
	} {
		heading, _, _ := strings.Cut(strings.TrimPrefix(text, "## "), "\n")
		line := 1 + 10*i
		out = append(out, retrieval.Hit{Score: 1, Passage: &retrieval.Passage{
			File: "総務/備品購入規程.md", Title: "備品購入規程", Ordinal: i, StartLine: line, EndLine: line + strings.Count(text, "\n"),
			Sections: []retrieval.Section{{Line: line, Heading: heading}}, Text: text,
		}})
	}
	return out
}

func summarise(t *testing.T, s bot.Scope) []bot.Claim {
	t.Helper()
	d, err := New(analyzer).Summarise(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	at, file := -1, ""
	for _, c := range d.Claims {
		q := c.Quotes[0]
		p := q.Hit.Passage
		if here := p.Ordinal*10_000 + q.Start; here <= at && p.File == file {
			t.Errorf("%q is not in the document's order", c.Text)
		} else {
			at, file = here, p.File
		}
		if quote := p.Text[q.Start:q.End]; strings.TrimSpace(quote) == "" {
			t.Errorf("%q quotes nothing", c.Text)
		}
	}
	return d.Claims
}

func TestASummaryIsAsLongAsWished(t *testing.T) {
	for _, n := range []int{1, 3, 5, 7} {
		if got := len(summarise(t, bot.Scope{Hits: rules(), Lines: n})); got != n {
			t.Errorf("%d lines for %d", got, n)
		}
	}
	for _, n := range []int{80, 120, 200, 250} {
		got := 0
		for _, c := range summarise(t, bot.Scope{Hits: rules(), Chars: n}) {
			got += utf8.RuneCountInString(c.Text)
		}
		if got < n*8/10 || got > n*12/10 {
			t.Errorf("%d characters for %d", got, n)
		}
	}
	if short, full := len(summarise(t, bot.Scope{Hits: rules()[:2]})), len(summarise(t, bot.Scope{Hits: rules(), Fuller: true})); short > 3 || full <= short {
		t.Errorf("%d lines of a short text, %d of a fuller one", short, full)
	}
}

func TestASummaryCoversWhatMatters(t *testing.T) {
	t.Run("in breadth", func(t *testing.T) {
		sections := map[int]bool{}
		for _, c := range summarise(t, bot.Scope{Hits: rules(), Lines: 4}) {
			sections[c.Quotes[0].Hit.Passage.Ordinal] = true
		}
		if len(sections) < 4 {
			t.Errorf("%d of 5 sections in 4 lines", len(sections))
		}
	})
	t.Run("nothing twice", func(t *testing.T) {
		n := 0
		for _, c := range summarise(t, bot.Scope{Hits: rules(), Lines: 6}) {
			if strings.Contains(c.Text, "2社以上") {
				n++
			}
		}
		if n > 1 {
			t.Errorf("the same is said %d times", n)
		}
	})
	t.Run("only what is asked for of the sections", func(t *testing.T) {
		claims := summarise(t, bot.Scope{Hits: rules(), Lines: 5, Within: func(_, heading string) bool { return heading == "第5条（禁止）" }})
		for _, c := range claims {
			if c.Quotes[0].Hit.Passage.Ordinal != 4 {
				t.Errorf("%q is of another section", c.Text)
			}
		}
		if len(claims) == 0 {
			t.Error("nothing")
		}
	})
	t.Run("the topic first", func(t *testing.T) {
		claims := summarise(t, bot.Scope{Hits: rules(), Lines: 1, Topic: "検収の期限", Terms: []retrieval.Term{{Text: "検収", Rarity: 3}, {Text: "期限", Rarity: 1}}})
		if len(claims) != 1 || !strings.Contains(claims[0].Text, "検収") {
			t.Errorf("%+v", claims)
		}
	})
	t.Run("a FAQ's answer with its question", func(t *testing.T) {
		text := "**Q1. 会議室の予約が埋まっています。**\n前日の17時に空きが出ます。空きは総務課が知らせます。\n\n**Q2. 名刺はいつ届きますか？**\n入社日から1週間ほどで届きます。"
		claims := summarise(t, bot.Scope{Lines: 2, Hits: []retrieval.Hit{{Score: 1, Passage: &retrieval.Passage{
			File: "faq.md", Title: "よくある質問", StartLine: 1, Sections: []retrieval.Section{{Line: 1}}, Text: text,
		}}}})
		if len(claims) != 2 || !strings.Contains(claims[0].Text, "埋まっています") || !strings.Contains(claims[0].Text, "前日の17時") || !strings.Contains(claims[1].Text, "いつ届きますか？") {
			t.Errorf("%+v", claims)
		}
	})
	t.Run("of nothing nothing", func(t *testing.T) {
		if claims := summarise(t, bot.Scope{Hits: []retrieval.Hit{{Passage: &retrieval.Passage{File: "a.md", Title: "表題", Sections: []retrieval.Section{{}}, Text: "# 表題\n\n2026年"}}}}); len(claims) > 0 {
			t.Errorf("%+v", claims)
		}
	})
	t.Run("every document", func(t *testing.T) {
		hits := rules()
		for i, text := range []string{"会議室の鍵は総務課の窓口で受け取ること。", "社用車の予約は前日の17時までに済ませる。", "防災訓練は毎年9月1日に全員で行う。"} {
			hits = append(hits, retrieval.Hit{Score: 1, Passage: &retrieval.Passage{
				File: fmt.Sprintf("総務/通知%d.md", i), Title: "通知", StartLine: 1, Sections: []retrieval.Section{{Line: 1}},
				Text: text,
			}})
		}
		files := map[string]bool{}
		for _, c := range summarise(t, bot.Scope{Hits: hits, Lines: 6}) {
			files[c.Quotes[0].Hit.Passage.File] = true
		}
		if len(files) != 4 {
			t.Errorf("%d of 4 documents", len(files))
		}
	})
}

func TestTrim(t *testing.T) {
	for _, tt := range []struct{ name, sentence, want string }{
		{"a sentence is as it stands", "部長の承認が必要である。", "部長の承認が必要である。"},
		{"the conjunction before it goes", "また、2社から見積りを取る。", "2社から見積りを取る。"},
		{"in English too", "However, two quotes are needed.", "Two quotes are needed."},
		{"but not ただし, which limits", "ただし、急ぐときを除く。", "ただし、急ぐときを除く。"},
		{"an aside stays, for it may be a condition", "課長が承認する（東京・福岡はオフィス長が承認する）。", "課長が承認する（東京・福岡はオフィス長が承認する）。"},
		{"so does one with a figure", "見積りを取る（税込で30万円以上のときに限る）。", "見積りを取る（税込で30万円以上のときに限る）。"},
		{"and an English one", "Your manager approves it (in Tokyo, see the head of office).", "Your manager approves it (in Tokyo, see the head of office)."},
		{"and one that also refers elsewhere", "課長が承認する（急ぎのときを除く、第3条参照）。", "課長が承認する（急ぎのときを除く、第3条参照）。"},
		{"but a mere reference goes", "見積りを取る（第3条参照）。", "見積りを取る。"},
		{"in English too, if it is no more", "Two quotes are needed (see section 4.2).", "Two quotes are needed."},
		{"the number of a clause goes", "２　新幹線は普通車とする。", "新幹線は普通車とする。"},
		{"and of an English one", "4.2 Two factors are required.", "Two factors are required."},
		{"but no figure", "2社から見積りを取る。", "2社から見積りを取る。"},
		{"half of a strong stretch is none", "**決定：2年更新する。", "決定：2年更新する。"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := trim(tt.sentence); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
