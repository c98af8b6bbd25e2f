package guard

import (
	"strings"
	"testing"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

const supportPassage = `## 3. 取得の単位
年休は1日単位を原則とする。半日単位の年休は1年度に20回まで取得できる。
| 事業所 | 午前半休 | 午後半休 |
|---|---|---|
| 松本本社 | 8:30～12:00 | 12:45～17:15 |
| 東京オフィス | 9:00～12:00 | 13:00～18:00 |
時間単位の年休は5日分までとする。ただし、交替勤務者は対象としない。
The office in Tokyo opens at 9:00 and HYM-20L sensors are sold there.`

func TestSupportIsTheSentenceWithTheFigures(t *testing.T) {
	for _, c := range []struct{ claim, want string }{
		{"半休は1年度に20回まで取れます。", "半日単位の年休は1年度に20回まで取得できる。"},
		{"東京オフィスの午後半休は13時から18時です。", "| 東京オフィス | 9:00～12:00 | 13:00～18:00 |"},
		{"年休は原則として1日単位です。", "年休は1日単位を原則とする。"},
		{"時間単位の年休は5日分までで、交替勤務者は対象になりません。", "時間単位の年休は5日分までとする。ただし、交替勤務者は対象としない。"},
		{"Afternoon leave in Tokyo is from 1 pm to 6 pm.", "| 東京オフィス | 9:00～12:00 | 13:00～18:00 |"},
		{"HYM-20Lは東京で販売しています。", "The office in Tokyo opens at 9:00 and HYM-20L sensors are sold there."},
		{"社員食堂の献立は栄養士が決めます。", ""},
		{"", ""},
	} {
		start, end, score := guardOnce().Support(c.claim, supportPassage)
		if got := supportPassage[start:end]; got != c.want {
			t.Errorf("%s: %q (%.2f), want %q", c.claim, got, score, c.want)
		}
		if (c.want == "") != (score == 0) || score > 1 {
			t.Errorf("%s: score %.2f", c.claim, score)
		}
	}
}

func TestSupportFindsTheSentenceItWasMadeFrom(t *testing.T) {
	g := guardOnce()
	var same, polite tally
	for _, s := range samples(t) {
		if len(letters(s.sentence)) < 12 {
			continue
		}
		passage := s.evidence[0]
		for _, c := range []struct {
			claim string
			t     *tally
		}{{s.sentence, &same}, {rewrites[5].do(s), &polite}} {
			start, end, _ := g.Support(c.claim, passage)
			c.t.all++
			if strings.Contains(passage[start:end], s.sentence) {
				c.t.hit++
			}
		}
	}
	t.Logf("verbatim %.1f %%, reworded %.1f %% of %d", 100*same.rate(), 100*polite.rate(), same.all)
	if same.rate() < 0.98 || polite.rate() < 0.95 {
		t.Errorf("verbatim %.1f %%, reworded %.1f %%; want 98 and 95", 100*same.rate(), 100*polite.rate())
	}
}

// isSpan reports whether start and end are those of a sentence of the passage, or of
// two neighbours.
func isSpan(passage string, start, end int) bool {
	spans := japanese.Sentences(passage)
	for i, s := range spans {
		if s.Start == start && (s.End == end || i+1 < len(spans) && spans[i+1].End == end) {
			return true
		}
	}
	return false
}

func FuzzGuard(f *testing.F) {
	for _, s := range samples(f)[:60] {
		f.Add(s.sentence, s.evidence[0])
	}
	f.Add("**10日", "|---|\n| a |\n\xff３日。\n")
	f.Add("1.\u3000", "Q1. \n## 3.\n(木)½")
	f.Add("第以外の、", "しかないでない")
	f.Fuzz(func(t *testing.T, claim, passage string) {
		g := guardOnce()
		v := g.Check(claim, []string{passage, claim})
		for _, x := range v.Findings {
			if !strings.Contains(claim, x.Claim) || x.Evidence != "" && !strings.Contains(passage, x.Evidence) && !strings.Contains(claim, x.Evidence) {
				t.Fatalf("finding %q is not verbatim", x)
			}
		}
		for _, s := range japanese.Sentences(passage) {
			if v := g.Check(s.Of(passage), []string{passage}); !v.OK {
				t.Fatalf("the quote %q: %v", s.Of(passage), v.Findings)
			}
			break
		}
		start, end, score := g.Support(claim, passage)
		switch {
		case score < 0 || score > 1:
			t.Fatalf("score %v", score)
		case score == 0 && (start != 0 || end != 0):
			t.Fatalf("%d to %d for nothing", start, end)
		case score > 0 && !isSpan(passage, start, end):
			t.Fatalf("%q is no sentence", passage[start:end])
		case utf8.ValidString(passage) && !utf8.ValidString(passage[start:end]):
			t.Fatalf("%q is cut inside a character", passage[start:end])
		}
	})
}
