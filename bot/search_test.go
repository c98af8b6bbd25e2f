package bot_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"kotae/bot"
	"kotae/retrieval"
)

// A diary finds other passages for other words, and remembers what was looked for.
type diary struct {
	found map[string][]retrieval.Hit // by a word of the content
	asked []retrieval.Query
}

func (d *diary) Search(_ context.Context, q retrieval.Query) (retrieval.Hits, error) {
	d.asked = append(d.asked, q)
	for word, hits := range d.found {
		if strings.Contains(q.Content, word) {
			return retrieval.Hits{List: slices.Clone(hits), Searched: 42}, nil
		}
	}
	return retrieval.Hits{Searched: 42}, nil
}

func (*diary) Intact(string) bool        { return true }
func (*diary) Modified(string) time.Time { return time.Time{} }

func page(file, text string, coverage float64) retrieval.Hit {
	return retrieval.Hit{Passage: &retrieval.Passage{File: file, Title: file, StartLine: 1, EndLine: 1, Sections: []retrieval.Section{{Line: 1}}, Text: text}, Score: coverage, Coverage: coverage}
}

// first quotes the whole of the first passage.
var first = say(func(hits []retrieval.Hit) (bot.Draft, error) {
	if len(hits) == 0 {
		return bot.Draft{}, nil
	}
	text := hits[0].Passage.Text
	return bot.Draft{Evidence: bot.Evidence{Coverage: hits[0].Coverage}, Claims: []bot.Claim{{Text: text, Quotes: quotesOf(hits[:1], text)}}}, nil
})

func TestWhatOnlyAsksIsNotSearchedFor(t *testing.T) {
	d := &diary{}
	if _, err := bot.New(d, first, bot.Options{}).Answer(t.Context(), bot.Question{Text: "すみません、出張規程によると日当はいくらか教えてください"}); err != nil {
		t.Fatal(err)
	}
	q := d.asked[0]
	if q.Text != "すみません、出張規程によると日当はいくらか教えてください" || q.Content != "出張規程によると日当はいくらか" || !slices.Equal(q.Sources, []string{"出張規程"}) {
		t.Errorf("it searches for %+v", q)
	}
}

func TestEachOfSeveralQuestionsFindsItsPassage(t *testing.T) {
	allowance, hotel := page("日当.md", "日当は2,500円です。", 0.9), page("宿泊費.md", "宿泊費は9,000円です。", 0.5)
	d := &diary{found: map[string][]retrieval.Hit{"日当": {allowance}, "宿泊費": {hotel}}}
	a, err := bot.New(d, first, bot.Options{}).Answer(t.Context(), bot.Question{Text: "日当は出ますか？宿泊費はいくらですか？"})
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, h := range a.Retrieved {
		files = append(files, h.Passage.File)
	}
	slices.Sort(files)
	if !slices.Equal(files, []string{"宿泊費.md", "日当.md"}) {
		t.Errorf("it finds %q", files)
	}
	if len(d.asked) != 3 || !strings.Contains(d.asked[2].Context, "日当") {
		t.Errorf("it searches for %+v", d.asked)
	}
}

func TestAPassageWithTheFigureAskedForGoesFirst(t *testing.T) {
	d := &diary{found: map[string][]retrieval.Hit{"締切": {page("a.md", "締切は部長が決める。", 0.50), page("b.md", "締切は5月10日です。", 0.49)}}}
	for question, want := range map[string]string{"締切はいつですか": "b.md", "締切はなぜ早いのですか": "a.md"} {
		a, err := bot.New(d, first, bot.Options{}).Answer(t.Context(), bot.Question{Text: question})
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Retrieved[0].Passage.File; got != want {
			t.Errorf("for %q %s goes first, want %s", question, got, want)
		}
	}
}

func TestAllDocumentsThatMentionSomething(t *testing.T) {
	d := &diary{found: map[string][]retrieval.Hit{"副業": {
		page("a.md", "副業は届け出る。", 0.9), page("a.md", "副業の届け出は月末まで。", 0.8), page("b.md", "副業は週10時間まで。", 0.6), page("c.md", "本業に励む。", 0.2),
	}}}
	ask := func(text string) bot.Answer {
		a, err := bot.New(d, first, bot.Options{}).Answer(t.Context(), bot.Question{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	t.Run("are quoted from, each once", func(t *testing.T) {
		var files []string
		for _, c := range ask("副業に触れている資料を全部教えて").Citations {
			files = append(files, c.File)
		}
		if !slices.Equal(files, []string{"a.md", "b.md"}) {
			t.Errorf("it cites %q", files)
		}
	})
	t.Run("where none does, it is not found", func(t *testing.T) {
		if a := ask("宇宙旅行に触れている資料を全部教えて"); a.Status != bot.NotFound {
			t.Errorf("it answers %s: %s", a.Status, a.Text)
		}
	})
}
