package evaluate

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"kotae/bot"
	"kotae/retrieval"
)

func TestRank(t *testing.T) {
	hits := func(texts ...string) (out []retrieval.Hit) {
		for _, s := range texts {
			file, text, _ := strings.Cut(s, ": ")
			out = append(out, retrieval.Hit{Passage: &retrieval.Passage{File: file, Text: text}})
		}
		return out
	}
	for _, tt := range []struct {
		name  string
		gold  []Source
		found []retrieval.Hit
		want  int
	}{
		{"the first passage that holds a quote counts", []Source{{"a", "5日まで"}}, hits("a: 締切は月末。", "a: 翌月5日まで。", "a: 5日まで"), 2},
		{"width, case and line breaks make no difference", []Source{{"a", "VPNは５日\nまで"}}, hits("a: ｖｐｎ は5日まで"), 1},
		{"another file's passage does not count", []Source{{"a", "5日まで"}}, hits("b: 5日まで"), 0},
		{"each file has its own quotes", []Source{{"a", "5日まで"}, {"b", "月末"}}, hits("a: 月末", "b: 5日まで", "b: 月末"), 3},
		{"any of a file's quotes does", []Source{{"a", "5日まで"}, {"a", "月末"}}, hits("a: 月末"), 1},
		{"no passages have no rank", []Source{{"a", "5日まで"}}, nil, 0},
		{"nor have questions without sources", nil, hits("a: 5日まで"), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := rank(tt.gold, tt.found); got != tt.want {
				t.Errorf("rank is %d, want %d", got, tt.want)
			}
		})
	}
}

func TestHolds(t *testing.T) {
	for _, tt := range []struct {
		name, passage, quote string
		want                 bool
	}{
		{"a passage holds what stands in it", "経費は翌月5日まで", "翌月5日", true},
		{"not half of what would fit", "経費は翌月5日まで", "翌月5日です", false},
		{"of a quote longer than itself half is enough", "あいうえおか", "xあいうえおy", true},
		{"whichever half", "うえおか", "あいうえおか", true},
		{"an odd half is rounded up", "あいう", "あいうえおかき", false},
		{"less is not", "あいxx", "あいうえおか", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := holds(tt.passage, tt.quote); got != tt.want {
				t.Errorf("holds(%q, %q) is %v", tt.passage, tt.quote, got)
			}
		})
	}
}

func TestVerbatim(t *testing.T) {
	const text = "一行目。\n二行目は\n三行目へ。四。\n"
	for _, tt := range []struct {
		name, quote string
		start, end  int
		want        bool
	}{
		{"a quote on its line is", "一行目。", 1, 1, true},
		{"part of a line is", "行目", 1, 1, true},
		{"one over its lines is", "二行目は\n三行目へ。", 2, 3, true},
		{"on another line it is not", "一行目。", 2, 2, false},
		{"nor on more lines than it has", "一行目。", 1, 2, false},
		{"nor from a line before it", "三行目へ。", 2, 3, false},
		{"with another character it is not", "一行目．", 1, 1, false},
		{"nor with its line end lost", "二行目は三行目へ。", 2, 3, false},
		{"nothing is not", "", 1, 1, false},
		{"before the first line is nothing", "一行目。", 0, 0, false},
		{"nor beyond the last", "四。", 9, 9, false},
		{"lines backwards are none", "一行目。", 2, 1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := verbatim(text, bot.Citation{Quote: tt.quote, StartLine: tt.start, EndLine: tt.end}); got != tt.want {
				t.Errorf("verbatim is %v", got)
			}
		})
	}
}

func TestDangling(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		citations  []int
		want       int
	}{
		{"every mark with its citation leaves none", "甲。 [1] 乙。 [2] [1]", []int{1, 2}, 0},
		{"a mark without citation is one", "甲。 [1] [3]", []int{1}, 1},
		{"twice the same is one", "甲。 [3] 乙。 [3]", nil, 1},
		{"a citation without mark is one", "甲。 [1]", []int{1, 2}, 1},
		{"both are two", "甲。 [2]", []int{1}, 2},
		{"an escaped number is no mark", `甲\[3\]。 [1]`, []int{1}, 0},
		{"a number too long for any citation dangles", "甲。 [99999999999999999999]", nil, 1},
		{"nothing dangles in nothing", "", nil, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := bot.Answer{Text: tt.text}
			for _, n := range tt.citations {
				a.Citations = append(a.Citations, bot.Citation{N: n})
			}
			if got := dangling(a); got != tt.want {
				t.Errorf("%d dangle, want %d", got, tt.want)
			}
		})
	}
}

// An oracle answers every question alike, where it may see the file.
type oracle struct {
	mu  sync.Mutex // guards all
	all []bot.Question
	err error
}

func (o *oracle) Answer(_ context.Context, q bot.Question) (bot.Answer, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all = append(o.all, q)
	if q.Visible != nil && !q.Visible("経費.md") {
		return bot.Answer{Status: bot.NotFound}, nil
	}
	return bot.Answer{
		Status: bot.Answered, Text: q.Text + " [1]",
		Citations: []bot.Citation{{N: 1, File: "経費.md", StartLine: 1, EndLine: 1, Quote: "締切は5日。"}, {N: 2, File: "経費.md", StartLine: 2, EndLine: 2, Quote: "締切は5日。"}},
		Retrieved: []retrieval.Hit{{Passage: &retrieval.Passage{File: "経費.md", Text: "締切は5日。"}}},
	}, o.err
}

func TestRun(t *testing.T) {
	var records []Record
	for i := range 50 {
		records = append(records, Record{ID: fmt.Sprint(i), Question: fmt.Sprintf("質問%d", i), Sources: []Source{{"経費.md", "締切は５日"}}})
	}
	reads := 0 // the cache reads under its lock
	text := func(string) (string, error) { reads++; return "締切は5日。\n", nil }

	t.Run("results are in order and measured", func(t *testing.T) {
		calls := 0
		rs, err := Run(t.Context(), &oracle{}, records, Options{Text: text, Progress: func(done, total int) {
			if calls++; done != calls || total != 50 {
				t.Errorf("progress %d of %d at call %d", done, total, calls)
			}
		}})
		if err != nil || len(rs) != 50 || calls != 50 || reads != 1 {
			t.Fatalf("%d results, %d calls, %d reads, %v", len(rs), calls, reads, err)
		}
		for i, r := range rs {
			if r.Record.ID != records[i].ID || r.Answer.Text != records[i].Question+" [1]" || r.Rank != 1 || r.Verbatim != 1 || r.Dangling != 1 || r.Sentences != 2 {
				t.Errorf("result %d is %+v", i, r)
			}
		}
	})
	t.Run("gold files may be hidden", func(t *testing.T) {
		rs, err := Run(t.Context(), &oracle{}, records, Options{Text: text, HideGold: true})
		if err != nil || rs[0].Answer.Status != bot.NotFound || rs[0].Rank != 0 {
			t.Errorf("%+v, %v", rs[0], err)
		}
	})
	t.Run("the number of sentences is passed on", func(t *testing.T) {
		o := &oracle{}
		if _, err := Run(t.Context(), o, records[:1], Options{Text: text, Sentences: 3}); err != nil || o.all[0].Sentences != 3 {
			t.Errorf("asked %+v, %v", o.all, err)
		}
	})
	t.Run("an empty set has no results", func(t *testing.T) {
		if rs, err := Run(t.Context(), &oracle{}, nil, Options{Text: text}); err != nil || len(rs) != 0 {
			t.Errorf("%v, %v", rs, err)
		}
	})
	broken := errors.New("broken")
	t.Run("an error names the question", func(t *testing.T) {
		if _, err := Run(t.Context(), &oracle{err: broken}, records, Options{Text: text}); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "question 0: ") {
			t.Errorf("Run: %v", err)
		}
	})
	t.Run("so does a file that can't be read", func(t *testing.T) {
		if _, err := Run(t.Context(), &oracle{}, records[7:8], Options{Text: func(string) (string, error) { return "", broken }}); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "question 7: ") {
			t.Errorf("Run: %v", err)
		}
	})
	t.Run("cancelled is an error", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if rs, err := Run(ctx, &oracle{}, records, Options{Text: text}); !errors.Is(err, context.Canceled) || rs != nil {
			t.Errorf("Run: %v, %v", rs, err)
		}
	})
}
