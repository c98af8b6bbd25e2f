package lexical

import (
	"math"
	"testing"

	"kotae/retrieval/japanese"
)

func words(list ...string) japanese.Terms { return japanese.Terms{japanese.Words: list} }

func TestAddAny(t *testing.T) {
	var texts []text
	for _, w := range []string{"有休", "年休", "経費", "会議", "会議", "会議", "会議"} {
		texts = append(texts, text{words(w), japanese.Terms{}})
	}
	texts = append(texts, text{words("有休", "年休"), japanese.Terms{}})
	x := indexOf(t, texts)
	score := func(ways ...Way) *Scores {
		s := x.Score(words("経費"))
		t.Cleanup(s.Close)
		s.AddAny(ways, 1)
		return s
	}
	plain := x.Score(words("経費", "有休"))
	defer plain.Close()
	t.Run("in one way it is a term like others", func(t *testing.T) {
		s := score(Way{words("有休"), 1})
		for i := range texts {
			if math.Abs(s.Of(i)-plain.Of(i)) > 1e-5 {
				t.Errorf("text %d scores %v, want %v", i, s.Of(i), plain.Of(i))
			}
		}
		if math.Abs(s.Attainable-plain.Attainable) > 1e-9 {
			t.Errorf("attainable is %v, want %v", s.Attainable, plain.Attainable)
		}
	})
	t.Run("another way counts its weight, and nothing beside the first", func(t *testing.T) {
		s := score(Way{words("有休"), 1}, Way{words("年休"), 0.5})
		if math.Abs(s.Of(1)-s.Of(0)/2) > 1e-5 {
			t.Errorf("the other way scores %v, the first %v", s.Of(1), s.Of(0))
		}
		if s.Of(7) > s.Of(0) || s.Attainable > plain.Attainable+1e-9 {
			t.Errorf("both score %v of %v, the first alone %v of %v", s.Of(7), s.Attainable, s.Of(0), plain.Attainable)
		}
	})
	t.Run("a thing is as common as the commonest way to write it", func(t *testing.T) {
		rare, common := score(Way{words("meeting"), 1}), score(Way{words("meeting"), 1}, Way{words("会議"), 0.9})
		if common.Attainable >= rare.Attainable {
			t.Errorf("it is worth %v, and %v where nobody knows it", common.Attainable, rare.Attainable)
		}
		if common.Of(3) <= 0 || rare.Of(3) != 0 {
			t.Errorf("it scores %v by another way, %v by its own", common.Of(3), rare.Of(3))
		}
	})
	t.Run("tallies come back empty", func(t *testing.T) {
		for range 3 {
			if a, b := score(Way{words("有休"), 1}), score(Way{words("有休"), 1}); a.Of(0) != b.Of(0) {
				t.Errorf("the same scores %v, then %v", a.Of(0), b.Of(0))
			}
		}
	})
}
