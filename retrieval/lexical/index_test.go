package lexical

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"kotae/retrieval/japanese"
)

// handbook is a few texts with heads, one a line.
var handbook = func() []text {
	var out []text
	for _, line := range []string{
		"休暇 > 申請|有給休暇の申請は、取得する日の3日前までに行う。",
		"休暇 > 慶弔|慶弔休暇は5日とする。",
		"経費|経費の申請は月末に締め切る。",
		"VPN|VPNの接続には社員証の番号が要る。",
		"空|",
		"休暇 > 申請|有給休暇の申請は、取得する日の3日前までに行う。",
	} {
		head, body, _ := strings.Cut(line, "|")
		out = append(out, text{japanese.GramTerms(body), japanese.GramTerms(head)})
	}
	return out
}()

func TestTop(t *testing.T) {
	x := indexOf(t, handbook)
	for _, tt := range []struct {
		name, question string
		n              int
		visible        func(int) bool
		want           []int
	}{
		{"the best is first, equals in order", "有給休暇の申請", 10, nil, []int{0, 5, 2, 1}},
		{"no more than asked for", "有給休暇の申請", 3, nil, []int{0, 5, 2}},
		{"of equals the first stays", "有給休暇の申請", 1, nil, []int{0}},
		{"what is hidden is not there", "有給休暇の申請", 2, func(i int) bool { return i != 0 }, []int{5, 2}},
		{"all may be hidden", "有給休暇の申請", 2, func(int) bool { return false }, nil},
		{"width and case make no difference", "ｖｐｎ", 3, nil, []int{3}},
		{"a word of the head finds", "慶弔", 1, nil, []int{1}},
		{"none is asked for", "有給休暇", 0, nil, nil},
		{"less than none is asked for", "有給休暇", -1, nil, nil},
		{"what shares no term is no match", "パスワード", 3, nil, nil},
		{"an empty question matches nothing", "", 3, nil, nil},
		{"nor does one of particles", "いつですか", 3, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := x.Score(japanese.GramTerms(tt.question))
			defer s.Close()
			var got []int
			for _, m := range s.Top(tt.n, tt.visible) {
				got = append(got, m.Number)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("Top finds %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAttainable(t *testing.T) {
	share := func(t *testing.T, texts []text, question string, number int) float64 {
		t.Helper()
		s := indexOf(t, texts).Score(japanese.GramTerms(question))
		defer s.Close()
		return s.Of(number) / s.Attainable
	}
	t.Run("a text of the question's terms alone comes close, and not beyond", func(t *testing.T) {
		const q = "有給休暇の申請期限"
		texts := append(slices.Clone(handbook), text{japanese.GramTerms(q), japanese.GramTerms(q)})
		if got := share(t, texts, q, len(texts)-1); got < 0.85 || got > 1 {
			t.Errorf("it attains %.3f", got)
		}
	})
	t.Run("a text whose head is the question over and over attains all of it, within rounding", func(t *testing.T) {
		much := japanese.Terms{japanese.Words: slices.Repeat([]string{"休暇"}, 255)}
		s := indexOf(t, append(slices.Clone(handbook), text{much, much})).Score(japanese.Terms{japanese.Words: {"休暇"}})
		defer s.Close()
		if got := s.Of(len(handbook)) / s.Attainable; got < 0.97 || got > 1+1e-6 {
			t.Errorf("it attains %.4f", got)
		}
	})
	t.Run("a term that no text holds counts, and more than one that all hold", func(t *testing.T) {
		known, unknown := share(t, handbook, "休暇", 0), share(t, handbook, "休暇 パスワード", 0)
		if unknown > known/2 {
			t.Errorf("with an unknown word it attains %.3f, without %.3f", unknown, known)
		}
	})
	t.Run("a question without terms has nothing to attain", func(t *testing.T) {
		s := indexOf(t, handbook).Score(japanese.Terms{})
		defer s.Close()
		if s.Attainable != 0 || s.Of(0) != 0 {
			t.Errorf("attainable %v, attained %v", s.Attainable, s.Of(0))
		}
	})
}

func TestAdd(t *testing.T) {
	x := indexOf(t, handbook)
	scored := func(first, then string, weight float64) *Scores {
		s := x.Score(japanese.GramTerms(first))
		t.Cleanup(s.Close)
		s.Add(japanese.GramTerms(then), weight)
		return s
	}
	for _, tt := range []struct {
		name      string
		got, want *Scores
		times     float64 // what want is to be multiplied by
	}{
		{"further terms of full weight count as if asked for", scored("休暇", "経費の申請", 1), scored("休暇 経費の申請", "", 0), 1},
		{"half the weight is half the score", scored("", "有給休暇", 0.5), scored("有給休暇", "", 0), 0.5},
		{"no terms change nothing", scored("有給休暇", "", 0.5), scored("有給休暇", "", 0), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, want := tt.got.Attainable, tt.want.Attainable*tt.times; math.Abs(got-want) > 1e-9 {
				t.Errorf("attainable is %v, want %v", got, want)
			}
			for i := range handbook {
				if got, want := tt.got.Of(i), tt.want.Of(i)*tt.times; math.Abs(got-want) > 1e-5 {
					t.Errorf("text %d scores %v, want %v", i, got, want)
				}
			}
		})
	}
}

func TestRarity(t *testing.T) {
	x := indexOf(t, handbook)
	common, rare, unknown := x.Rarity(japanese.Bigrams, "休暇"), x.Rarity(japanese.Bigrams, "慶弔"), x.Rarity(japanese.Bigrams, "会議")
	if !(0 < common && common < rare && rare < unknown) {
		t.Errorf("of rising rarity: %.3f, %.3f, %.3f", common, rare, unknown)
	}
	if got := x.Rarity(japanese.Trigrams, "休暇"); got != unknown {
		t.Errorf("in a channel that lacks it a term has rarity %.3f, want %.3f", got, unknown)
	}
	if got := indexOf(t, slices.Repeat(handbook[:1], 1000)).Rarity(japanese.Words, "申請"); got <= 0 {
		t.Errorf("a term of every text has rarity %v, want above 0", got)
	}
}

func TestAMatchIsNeverLostToRounding(t *testing.T) {
	texts := []text{{japanese.GramTerms(strings.Repeat("議事録、", 50_000) + "休暇"), japanese.Terms{}}}
	for range 1000 {
		texts = append(texts, text{japanese.Terms{japanese.Words: {"経費"}}, japanese.Terms{}})
	}
	s := indexOf(t, texts).Score(japanese.Terms{japanese.Words: {"休暇"}})
	defer s.Close()
	if got := s.Top(1, nil); len(got) != 1 || got[0].Number != 0 {
		t.Errorf("Top finds %v", got)
	}
}

func TestEmptyIndex(t *testing.T) {
	x, err := Build(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := x.Score(japanese.GramTerms("休暇"))
	defer s.Close()
	if top := s.Top(5, nil); len(top) != 0 {
		t.Errorf("Top finds %v", top)
	}
	if s.Attainable <= 0 || math.IsInf(s.Attainable, 0) || math.IsNaN(s.Attainable) {
		t.Errorf("attainable %v, want something finite above 0", s.Attainable)
	}
}

func TestScoresOfManyAtOnce(t *testing.T) {
	x := indexOf(t, handbook)
	questions := []string{"有給休暇の申請", "経費の締切", "VPN", ""}
	want := make([][]Match, len(questions))
	for i, q := range questions {
		s := x.Score(japanese.GramTerms(q))
		want[i] = s.Top(5, nil)
		s.Close()
	}
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for i := range 100 {
				k := (n + i) % len(questions)
				s := x.Score(japanese.GramTerms(questions[k]))
				if got := s.Top(5, nil); !slices.Equal(got, want[k]) {
					t.Errorf("%q finds %v, alone %v", questions[k], got, want[k])
				}
				s.Close() // its memory serves the next, which must not see these scores
			}
		})
	}
	wg.Wait()
}
