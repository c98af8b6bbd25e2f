package bot_test

import (
	"context"
	"strings"
	"testing"

	"kotae/bot"
	"kotae/retrieval"
)

// Drafts compose by what is asked.
type drafts map[string]bot.Draft

func (d drafts) Compose(_ context.Context, q bot.Question, _ retrieval.Hits) (bot.Draft, error) {
	for word, draft := range d {
		if strings.Contains(q.Text, word) {
			return draft, nil
		}
	}
	return bot.Draft{}, nil
}

func drafted(confidence float64, p retrieval.Passage, text string, premises ...bot.Premise) bot.Draft {
	h := hit(p, 0.8, 0.7)
	return bot.Draft{
		Claims:   []bot.Claim{{Text: text, Quotes: quotesOf([]retrieval.Hit{h}, text)}},
		Evidence: evidence(confidence), Premises: premises,
	}
}

func TestTwoQuestionsInOneMessage(t *testing.T) {
	sure, vague := drafted(0.9, leave, "申請は3日前まで。"), drafted(0.3, expenses, "締切は月末。")
	for _, tt := range []struct {
		name     string
		composer drafts
		want     bot.Status
		text     string
	}{
		{"each is answered under what was asked", drafts{"休暇": sure, "経費": drafted(0.8, expenses, "締切は月末。")}, bot.Answered,
			"> 「休暇の申請はいつまで」について\n\n**休暇規程 > 申請**\n\n- 申請は3日前まで。 [1]\n\n> 「経費の締切はいつ」について\n\n**経費**\n\n- 締切は月末。 [2]"},
		{"the answer is as sure as the least sure", drafts{"休暇": sure, "経費": vague}, bot.Uncertain,
			"> 「休暇の申請はいつまで」について\n\n**休暇規程 > 申請**\n\n- 申請は3日前まで。 [1]\n\n> 「経費の締切はいつ」について\n\nこの点は、はっきりした答えが見つかりませんでした。近い記述を引用します（お尋ねの答えではないかもしれません）。\n\n**経費**\n\n- 締切は月末。 [2]"},
		{"one without an answer says so", drafts{"休暇": sure}, bot.Uncertain,
			"> 「休暇の申請はいつまで」について\n\n**休暇規程 > 申請**\n\n- 申請は3日前まで。 [1]\n\n> 「経費の締切はいつ」について\n\nこの点の答えは、資料の中に見つかりませんでした。"},
		{"none with an answer is no answer", drafts{}, bot.NotFound, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := answer(t, &shelf{hits: []retrieval.Hit{hit(leave, 0.8, 0.7), hit(expenses, 0.7, 0.6)}}, tt.composer, "休暇の申請はいつまで？あと経費の締切はいつ？")
			if a.Status != tt.want {
				t.Errorf("status %s, want %s", a.Status, tt.want)
			}
			if tt.text != "" && a.Text != tt.text {
				t.Errorf("it says\n%s\nwant\n%s", a.Text, tt.text)
			}
			if tt.want == bot.NotFound && len(a.Citations) > 0 {
				t.Errorf("it cites %v", a.Citations)
			}
		})
	}
}

func TestWrongPremiseIsNamedAndNothingAsserted(t *testing.T) {
	for _, tt := range []struct {
		name, question string
		premise        bot.Premise
		want           string
	}{
		{"a year", "2023年度の締切は？", bot.Premise{Asked: "2023年度", Found: "2026"}, "お尋ねは「2023年度」ですが、引用する箇所は2026年についての記述です。"},
		{"what is not named there", "大阪の締切は？", bot.Premise{Asked: "大阪"}, "お尋ねの「大阪」は、引用する箇所には書かれていません。"},
		{"in English", "What is the deadline for 2023?", bot.Premise{Asked: "2023", Found: "2026"}, "You asked about “2023”; what is quoted is about 2026."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := drafted(0.95, expenses, "締切は月末。", tt.premise)
			a := answer(t, &shelf{hits: []retrieval.Hit{hit(expenses, 0.8, 0.7)}}, drafts{"": d}, tt.question)
			if a.Status != bot.Uncertain {
				t.Errorf("status %s at %v", a.Status, a.Confidence)
			}
			if !strings.Contains(a.Text, tt.want) || !strings.Contains(a.Text, "締切は月末。 [1]") {
				t.Errorf("it says\n%s", a.Text)
			}
		})
	}
}

func TestWhatPointsBackAtNothingIsAskedBack(t *testing.T) {
	for question, want := range map[string]string{
		"それはいつまで？":        "「それ」が何を指すのか分かりませんでした。",
		"When is it due?": "I can't tell what “it” refers to.",
	} {
		s := &shelf{hits: []retrieval.Hit{hit(expenses, 0.8, 0.7)}}
		if a := answer(t, s, quoting(0.9, "締切は月末。"), question); a.Status != bot.NotFound || !strings.HasPrefix(a.Text, want) {
			t.Errorf("to %q it says %s: %s", question, a.Status, a.Text)
		}
		b := bot.New(s, quoting(0.9, "締切は月末。"), bot.Options{})
		a, err := b.Answer(t.Context(), bot.Question{Text: question, History: []bot.Turn{{Asker: true, Text: "経費の締切は？"}, {Text: "締切は月末。"}}})
		if err != nil || a.Status != bot.Answered {
			t.Errorf("after something said, to %q it says %s: %s (%v)", question, a.Status, a.Text, err)
		}
	}
}

// limits notes with how many sentences each part is composed.
type limits struct{ most int }

func (l *limits) Compose(_ context.Context, q bot.Question, _ retrieval.Hits) (bot.Draft, error) {
	l.most = max(l.most, q.Sentences)
	return drafted(0.9, leave, "申請は3日前まで。"), nil
}

func TestPartsKeepToTheSentencesAskedFor(t *testing.T) {
	for asked, want := range map[int]int{1: 1, 2: 1, 3: 2, 0: 2} {
		var l limits
		s := &shelf{hits: []retrieval.Hit{hit(leave, 0.8, 0.7), hit(expenses, 0.7, 0.6)}}
		q := bot.Question{Text: "休暇の申請はいつまで？あと経費の締切はいつ？", Sentences: asked}
		if _, err := bot.New(s, &l, bot.Options{}).Answer(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		if l.most != want {
			t.Errorf("of %d sentences a part has up to %d, want %d", asked, l.most, want)
		}
	}
}
