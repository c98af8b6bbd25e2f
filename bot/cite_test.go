package bot_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"kotae/bot"
	"kotae/retrieval"
)

func TestCitationsSayWhereTheirQuotesStand(t *testing.T) {
	hits := []retrieval.Hit{hit(leave, 0.8, 0.7), hit(leave2, 0.6, 0.5), hit(expenses, 0.4, 0.3)}
	for _, tt := range []struct {
		name, quote string
		want        bot.Citation
	}{
		{"on the passage's first line", "申請は3日前まで。", bot.Citation{File: "人事/休暇.md", Title: "休暇規程", Heading: "申請", Page: 2, StartLine: 10, EndLine: 10, Score: 0.8}},
		{"over two lines inside it", "承認は\n所属長が行う。", bot.Citation{File: "人事/休暇.md", Title: "休暇規程", Heading: "申請", Page: 2, StartLine: 11, EndLine: 12, Score: 0.8}},
		{"under a heading inside it", "半日でもよい。", bot.Citation{File: "人事/休暇.md", Title: "休暇規程", Heading: "申請 > 半日", Page: 2, StartLine: 14, EndLine: 14, Score: 0.8}},
		{"in another passage of the file", "慶弔は5日。", bot.Citation{File: "人事/休暇.md", Title: "休暇規程", Heading: "慶弔", StartLine: 16, EndLine: 16, Score: 0.6}},
		{"in a file without headings and pages", "締切は月末。", bot.Citation{File: "経理/経費.txt", Title: "経費", StartLine: 1, EndLine: 1, Score: 0.4}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.N, tt.want.Quote = 1, tt.quote
			if got := answer(t, &shelf{hits: hits}, quoting(0.9, tt.quote), "どこですか").Citations; !slices.Equal(got, []bot.Citation{tt.want}) {
				t.Errorf("cited\n %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestNumbersCountSpans(t *testing.T) {
	hits := []retrieval.Hit{hit(leave, 0.8, 0.7), hit(leave2, 0.6, 0.5), hit(expenses, 0.4, 0.3)}
	quote := func(h int, text string) bot.Quote {
		i := strings.Index(hits[h].Passage.Text, text)
		return bot.Quote{Hit: hits[h], Start: i, End: i + len(text)}
	}
	first, elsewhere, other := quote(0, "申請は3日前まで。"), quote(1, "申請は3日前まで。"), quote(2, "締切は月末。")
	for _, tt := range []struct {
		name   string
		claims [][]bot.Quote
		marks  string
		lines  []int // of the citations, in order
	}{
		{"from 1, in order of appearance", [][]bot.Quote{{other}, {first}}, "[1] [2]", []int{1, 10}},
		{"one span once", [][]bot.Quote{{first}, {other}, {first}}, "[1] [2] [1]", []int{10, 1}},
		{"the same words in another passage apart", [][]bot.Quote{{first}, {elsewhere}}, "[1] [2]", []int{10, 16}},
		{"several for one claim", [][]bot.Quote{{first, other}, {other, elsewhere}}, "[1] [2] [2] [3]", []int{10, 1, 16}},
		{"one span twice for one claim once", [][]bot.Quote{{first, first}}, "[1]", []int{10}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := answer(t, &shelf{hits: hits}, say(func([]retrieval.Hit) (bot.Draft, error) {
				d := bot.Draft{Evidence: evidence(0.9)}
				for _, quotes := range tt.claims {
					d.Claims = append(d.Claims, bot.Claim{Text: "申請する。", Quotes: quotes})
				}
				return d, nil
			}), "申請は？")
			if got := strings.Join(regexp.MustCompile(`\[\d+\]`).FindAllString(a.Text, -1), " "); got != tt.marks {
				t.Errorf("marks are %s, want %s, in\n%s", got, tt.marks, a.Text)
			}
			var lines []int
			for i, c := range a.Citations {
				if c.N != i+1 {
					t.Errorf("citation %d has number %d", i, c.N)
				}
				lines = append(lines, c.StartLine)
			}
			if !slices.Equal(lines, tt.lines) {
				t.Errorf("cited lines %v, want %v", lines, tt.lines)
			}
		})
	}
}

func TestClaimsWithoutValidQuotesAreDropped(t *testing.T) {
	h := hit(expenses, 0.4, 0.3)
	n := len(expenses.Text)
	for _, tt := range []struct {
		name  string
		claim bot.Claim
		kept  bool
	}{
		{"one that quotes is kept", bot.Claim{Text: "締切。", Quotes: []bot.Quote{{h, 0, n}}}, true},
		{"one without a quote goes", bot.Claim{Text: "締切。"}, false},
		{"one without words goes", bot.Claim{Quotes: []bot.Quote{{h, 0, n}}}, false},
		{"one that quotes nothing goes", bot.Claim{Text: "締切。", Quotes: []bot.Quote{{h, 3, 3}}}, false},
		{"one that quotes backwards goes", bot.Claim{Text: "締切。", Quotes: []bot.Quote{{h, 6, 3}}}, false},
		{"one that quotes before the passage goes", bot.Claim{Text: "締切。", Quotes: []bot.Quote{{h, -1, 3}}}, false},
		{"one that quotes beyond the passage goes", bot.Claim{Text: "締切。", Quotes: []bot.Quote{{h, 0, n + 1}}}, false},
		{"one that quotes half a character goes", bot.Claim{Text: "締切。", Quotes: []bot.Quote{{h, 0, 4}}}, false},
		{"one good quote does not save a bad one", bot.Claim{Text: "締切。", Quotes: []bot.Quote{{h, 0, n}, {h, 0, n + 1}}}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := answer(t, &shelf{hits: []retrieval.Hit{h}}, say(func([]retrieval.Hit) (bot.Draft, error) {
				return bot.Draft{Claims: []bot.Claim{tt.claim}, Evidence: evidence(0.9)}, nil
			}), "締切は？")
			if kept := a.Status == bot.Answered; kept != tt.kept {
				t.Errorf("%s:\n%s", a.Status, a.Text)
			}
		})
	}
}

func TestPlacesAreNotReadAsMarkdown(t *testing.T) {
	for _, tt := range []struct{ title, heading, want string }{
		{"休暇規程", "", "**休暇規程**"},
		{"休暇_規程", "第1条 *重要*", `**休暇\_規程 > 第1条 \*重要\***`},
		{"手順[1]", "`ls`", "**手順\\[1\\] > \\`ls\\`**"},
		{"<!channel>", `C:\temp`, `**\<!channel> > C:\\temp**`},
	} {
		t.Run(tt.title, func(t *testing.T) {
			p := expenses
			p.Title, p.Sections = tt.title, []retrieval.Section{{Line: 1, Heading: tt.heading}}
			a := answer(t, &shelf{hits: []retrieval.Hit{hit(p, 0.4, 0.3)}}, quoting(0.9, "締切は月末。"), "締切は？")
			if got, _, _ := strings.Cut(a.Text, "\n"); got != tt.want {
				t.Errorf("the place is %s, want %s", got, tt.want)
			}
			if c := a.Citations[0]; c.Title != tt.title || c.Heading != tt.heading {
				t.Errorf("the citation says %q, %q; want them as they are", c.Title, c.Heading)
			}
		})
	}
}
