package extract

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kotae/bot"
	"kotae/retrieval"
	"kotae/retrieval/japanese"
	"kotae/retrieval/lexical"
)

// analyzer is shared by the tests: loading the dictionary takes its time.
var analyzer = japanese.NewAnalyzer()

// papers are the passages of a small handbook.
var papers = []retrieval.Passage{
	{File: "人事/休暇.md", Title: "休暇規程", StartLine: 1, Sections: []retrieval.Section{{Line: 1, Heading: "年次有給休暇"}},
		Text: "## 年次有給休暇\n有給休暇の申請は、取得する日の3営業日前までに行う。\n申請は勤怠システムから行い、所属長が承認する。\n当日の申請は認めない。ただし、病気のときはこの限りでない。"},
	{File: "人事/休暇.md", Title: "休暇規程", Ordinal: 1, StartLine: 7, Sections: []retrieval.Section{{Line: 7, Heading: "慶弔休暇"}},
		Text: "## 慶弔休暇\n| 事由 | 日数 |\n|---|---|\n| 本人の結婚 | 5日 |\n| 配偶者の出産 | 2日 |"},
	{File: "経理/経費.txt", Title: "経費", StartLine: 1, Sections: []retrieval.Section{{Line: 1}},
		Text: "経費の申請は翌月5日までに行う。\n・領収書\n・申請書\n・承認印[3]\n領収書の原本は経理部に提出する。"},
	{File: "総務/よくある質問.md", Title: "よくある質問", StartLine: 1, Sections: []retrieval.Section{{Line: 1}},
		Text: "社員証をなくしたらどうすればいいですか？\n総務部の佐藤さんに届け出てください。\n\n会議室はどこで予約しますか？\nカレンダーから予約できます。"},
	{File: "en/leave.md", Title: "Annual leave", StartLine: 1, Sections: []retrieval.Section{{Line: 1}},
		Text: "Apply for annual leave at the latest three working\ndays before it begins. Your manager approves it."},
}

// ask composes an answer from papers, found by words alone.
func ask(t testing.TB, q bot.Question, papers []retrieval.Passage) bot.Draft {
	t.Helper()
	d, err := New(analyzer).Compose(t.Context(), q, found(t, q.Text, papers))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func found(t testing.TB, question string, papers []retrieval.Passage) retrieval.Hits {
	t.Helper()
	stored := make([][]byte, len(papers))
	for i, p := range papers {
		stored[i] = lexical.Encode(analyzer.Terms(p.Text), analyzer.Terms(p.Title+"\n"+p.Heading(p.StartLine)))
	}
	x, err := lexical.Build(stored)
	if err != nil {
		t.Fatal(err)
	}
	terms := analyzer.Terms(question)
	scores := x.Score(terms)
	defer scores.Close()
	hits := retrieval.Hits{Searched: len(papers)}
	for _, m := range scores.Top(6, nil) {
		share := m.Score / scores.Attainable
		hits.List = append(hits.List, retrieval.Hit{Passage: &papers[m.Number], Score: share, Coverage: share})
	}
	for c, list := range terms {
		for _, term := range list {
			hits.Terms = append(hits.Terms, retrieval.Term{Channel: c, Text: term, Rarity: x.Rarity(c, term)})
		}
	}
	return hits
}

func TestComposeQuotesTheAnswer(t *testing.T) {
	for _, tt := range []struct{ question, want string }{
		{"有給休暇は何日前までに申請しますか", "有給休暇の申請は、取得する日の3営業日前までに行う。"},
		{"有休の当日申請は認められる？", "当日の申請は認めない。"},
		{"本人の結婚のとき慶弔休暇は何日", "事由: 本人の結婚 / 日数: 5日"},
		{"経費の申請はいつまで", "経費の申請は翌月5日までに行う。"},
		{"領収書の原本はどこに提出", "領収書の原本は経理部に提出する。"},
		{"社員証をなくした", "総務部の佐藤さんに届け出てください。"},
		{"会議室の予約", "カレンダーから予約できます。"},
		{"When do I apply for annual leave?", "Apply for annual leave at the latest three working days before it begins."},
		{"経費の承認印", `承認印\[3\]`},
	} {
		t.Run(tt.question, func(t *testing.T) {
			var got []string
			for _, c := range ask(t, bot.Question{Text: tt.question}, papers).Claims {
				got = append(got, c.Text)
			}
			if !slices.Contains(got, tt.want) {
				t.Errorf("it quotes %q, want %q among it", got, tt.want)
			}
		})
	}
}

func TestComposeKeepsItsPromises(t *testing.T) {
	for _, q := range []bot.Question{
		{Text: "有給休暇の申請"}, {Text: "休暇の一覧"}, {Text: "有給と慶弔の違い"}, {Text: "申請", Sentences: 1}, {Text: "申請", Sentences: 50}, {Text: "申請は何日まで", Sentences: 5},
	} {
		t.Run(fmt.Sprintf("%s, %d sentences", q.Text, q.Sentences), func(t *testing.T) {
			d := ask(t, q, papers)
			want := cmp.Or(q.Sentences, sentences)
			if bot.KindOf(q.Text) == bot.List {
				want = longest
			}
			if len(d.Claims) == 0 || len(d.Claims) > want {
				t.Errorf("%d claims, want up to %d", len(d.Claims), want)
			}
			if d.Evidence.Coverage <= 0 || d.Evidence.Coverage > 1 {
				t.Errorf("evidence %+v", d.Evidence)
			}
			seen := map[string]bool{}
			var last retrieval.Passage
			end := 0
			for _, c := range d.Claims {
				if len(c.Quotes) != 1 || c.Text == "" || strings.Contains(c.Text, "\n") {
					t.Fatalf("claim %+v", c)
				}
				quote, p := c.Quotes[0], *c.Quotes[0].Hit.Passage
				text := p.Text[quote.Start:quote.End]
				switch {
				case strings.HasPrefix(text, "#"), strings.HasSuffix(text, "？"), strings.HasPrefix(text, "|--"), strings.HasPrefix(text, "| 事由"):
					t.Errorf("it quotes %q, which tells nothing", text)
				case seen[text]:
					t.Errorf("it quotes %q twice", text)
				case p.File == last.File && (p.Ordinal < last.Ordinal || p.Ordinal == last.Ordinal && quote.Start < end):
					t.Errorf("it quotes %q after %s, out of order", text, last.ID())
				}
				seen[text], last, end = true, p, quote.End
			}
		})
	}
}

func TestComposeWithNothingToSay(t *testing.T) {
	t.Run("without hits there are no claims", func(t *testing.T) {
		d, err := New(analyzer).Compose(t.Context(), bot.Question{Text: "休暇"}, retrieval.Hits{})
		if err != nil || len(d.Claims) > 0 || d.Evidence != (bot.Evidence{}) {
			t.Errorf("%+v, %v", d, err)
		}
	})
	t.Run("nor from passages of headings alone", func(t *testing.T) {
		p := retrieval.Passage{File: "a.md", Title: "休暇", StartLine: 1, Text: "# 休暇", Sections: []retrieval.Section{{Line: 1, Heading: "休暇"}}}
		if d := ask(t, bot.Question{Text: "休暇"}, []retrieval.Passage{p}); len(d.Claims) > 0 {
			t.Errorf("it quotes %+v", d.Claims)
		}
	})
	t.Run("a cancelled question is an error", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := New(analyzer).Compose(ctx, bot.Question{Text: "休暇"}, found(t, "休暇", papers)); !errors.Is(err, context.Canceled) {
			t.Errorf("Compose: %v", err)
		}
	})
}

func BenchmarkCompose(b *testing.B) {
	long := slices.Clone(papers)
	for i := range long {
		long[i].Text = strings.Repeat(long[i].Text+"\n", 2)
	}
	q := bot.Question{Text: "有給休暇は何日前までに申請しますか"}
	hits := found(b, q.Text, long)
	c := New(analyzer)
	for b.Loop() {
		if _, err := c.Compose(b.Context(), q, hits); err != nil {
			b.Fatal(err)
		}
	}
}
