package lexical

import (
	"math"
	"math/rand/v2"
	"testing"

	"kotae/retrieval/japanese"
)

// A text is what Encode takes.
type text struct{ body, head japanese.Terms }

func indexOf(t testing.TB, texts []text) *Index {
	t.Helper()
	stored := make([][]byte, len(texts))
	for i, x := range texts {
		stored[i] = Encode(x.body, x.head)
	}
	x, err := Build(stored)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// bm25f is the formula written out: every text's score, and by how much
// quantising an impact may move it.
func bm25f(texts []text, q japanese.Terms) (scores []float64, tolerance float64) {
	scores = make([]float64, len(texts))
	for c := range japanese.Channels {
		field := func(x text, f int) []string { return [fields][]string{x.body[c], x.head[c]}[f] }
		average := [fields]float64{}
		for _, x := range texts {
			for f := range fields {
				average[f] += float64(len(field(x, f))) / float64(len(texts))
			}
		}
		for _, term := range q[c] { // a term twice counts twice
			tf := make([]float64, len(texts))
			df := 0.0
			for i, x := range texts {
				for f := range fields {
					n := 0.0
					for _, w := range field(x, f) {
						if w == term {
							n++
						}
					}
					if n > 0 {
						tf[i] += fieldWeight[f] * n / (1 - fieldB[f] + fieldB[f]*float64(len(field(x, f)))/average[f])
					}
				}
				if tf[i] > 0 {
					df++
				}
			}
			w := weights[c] * math.Log(1+(float64(len(texts))-df+0.5)/(df+0.5))
			for i := range texts {
				scores[i] += w * tf[i] * (k1 + 1) / (tf[i] + k1)
			}
			tolerance += w * impactUnit
		}
	}
	return scores, tolerance
}

// randomTerms draws terms of every channel, common ones often.
func randomTerms(r *rand.Rand, n int) japanese.Terms {
	words := []string{"休暇", "申請", "承認", "経費", "出張", "vpn", "1500", "部長", "規程", "締切", "月末", "年度", "会議室", "予約", "勤怠"}
	var t japanese.Terms
	for c := range t {
		for range r.IntN(n + 1) {
			t[c] = append(t[c], words[min(int(r.ExpFloat64()*4), len(words)-1)])
		}
	}
	return t
}

func TestScoreIsBM25F(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		var texts []text
		for range r.IntN(300) + 1 {
			texts = append(texts, text{randomTerms(r, 40), randomTerms(r, 4)})
		}
		x := indexOf(t, texts)
		for range 5 {
			q := randomTerms(r, 6)
			want, tolerance := bm25f(texts, q)
			s := x.Score(q)
			for i := range texts {
				if got := s.Of(i); math.Abs(got-want[i]) > tolerance+1e-5 {
					t.Errorf("seed %d: text %d scores %.4f, want %.4f, within %.4f", seed, i, got, want[i], tolerance)
				}
			}
			checkTop(t, s, len(texts))
			s.Close()
		}
	}
}

// checkTop holds Top against sorting everything.
func checkTop(t *testing.T, s *Scores, texts int) {
	t.Helper()
	odd := func(i int) bool { return i%2 == 1 }
	for _, n := range []int{1, 3, 10, texts, texts + 5} {
		for _, visible := range []func(int) bool{nil, odd} {
			got := s.Top(n, visible)
			rest := map[int]bool{}
			for i := range texts {
				rest[i] = s.Of(i) > 0 && (visible == nil || visible(i))
			}
			for i, m := range got {
				if !rest[m.Number] || m.Score != s.Of(m.Number) {
					t.Fatalf("Top(%d)[%d] is %v, which scores %v", n, i, m, s.Of(m.Number))
				}
				rest[m.Number] = false
				if i > 0 && compareMatches(got[i-1], m) >= 0 {
					t.Errorf("Top(%d) has %v before %v", n, got[i-1], m)
				}
			}
			for i, left := range rest {
				if left && (len(got) < n || compareMatches(Match{i, s.Of(i)}, got[n-1]) < 0) {
					t.Errorf("Top(%d) = %v leaves out text %d, which scores %v", n, got, i, s.Of(i))
				}
			}
		}
	}
}
