package retrievaltest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"kotae/retrieval"
)

// TestEmbedder runs the suite of retrieval.Embedder. Everything is embedded several
// times over, so an embedder behind a network wants a stand-in of its far side.
// Vectors are compared with a tolerance that any model meets. Run it with -race.
func TestEmbedder(t *testing.T, e retrieval.Embedder) {
	for _, c := range embedderCases {
		t.Run(c.name, func(t *testing.T) { c.run(&booth{T: t, Embedder: e}) })
	}
}

// A booth is one test with the embedder.
type booth struct {
	*testing.T
	retrieval.Embedder
}

// texts are plain passages, all different.
var texts = []string{
	"年次有給休暇は、入社日から6か月継続して勤務し、全労働日の8割以上出勤した者に10日付与する。",
	"出張旅費の精算は、帰着の日から5営業日以内に経費精算システムで申請してください。",
	"パスワードは12文字以上とし、英大文字・英小文字・数字・記号のうち3種類以上を含めること。",
	"The office is closed from 29 December to 3 January; urgent requests go to the duty phone.",
	"会議室の予約は30分単位で、開始時刻の10分前までに取り消すことができます。",
	"健康診断は毎年6月に実施し、費用は会社が負担する。",
}

// strange are texts that a document may hold, and a careless embedder may drop.
var strange = map[string]string{
	"nothing":              "",
	"a space":              " ",
	"white space":          "\t\r\n 　\u00a0",
	"one letter":           "あ",
	"punctuation":          "。、「」……！？",
	"emoji":                "🎉👩‍👩‍👧🇯🇵",
	"digits":               "０１２３456",
	"a control character":  "\x00\x01",
	"a combining mark":     "\u3099",
	"a rare ideograph":     "𠮷葛\U000E0100",
	"a very long text":     strings.Repeat("年次有給休暇は、入社半年で十日を付与する。", 5_000),
	"a very long word":     strings.Repeat("a", 50_000),
	"one word many times":  strings.Repeat("休暇 ", 20_000),
	"other writing":        "Отпуск 휴가 إجازة urlaub congés",
	"text that is no text": "\xff\xfe\xe3\x81",
}

// variants are ways to write the same.
var variants = [][2]string{
	{"ＡＢＣ株式会社の経費精算は１２３番の窓口（本館２階）へ", "ABC株式会社の経費精算は123番の窓口(本館2階)へ"},
	{"ｶﾀｶﾅのｼｽﾃﾑ名はｶﾞｲﾄﾞﾗｲﾝに従う", "カタカナのシステム名はガイドラインに従う"},
	{"ガイドラインは下記のとおり", "カ\u3099イト\u3099ラインは下記のとおり"},
}

var embedderCases = []struct {
	name string // a sentence
	run  func(*booth)
}{
	{"the space has a name, always the same", func(b *booth) {
		space := b.Space()
		if strings.TrimSpace(space) == "" {
			b.Error("no name")
		}
		b.passages(texts...)
		b.question(texts[0])
		if again := b.Space(); again != space {
			b.Errorf("%q, then %q", space, again)
		}
	}},
	{"vectors have length 1, are finite and of one dimension", func(b *booth) {
		dimension := len(b.passages(texts[0])[0])
		for i, v := range b.passages(texts...) {
			b.unit(fmt.Sprint("passage ", i), v, dimension)
		}
		for i, text := range texts {
			b.unit(fmt.Sprint("question ", i), b.question(text), dimension)
		}
	}},
	{"no passages have no vectors", func(b *booth) {
		for _, none := range [][]string{nil, {}} {
			vs, err := b.EmbedPassages(b.Context(), none)
			if err != nil || len(vs) != 0 {
				b.Errorf("%d vectors, %v", len(vs), err)
			}
		}
	}},
	{"every passage has a vector, whatever is in it", func(b *booth) {
		dimension := len(b.passages(texts[0])[0])
		for what, text := range strange {
			b.unit(what, b.passages(text)[0], dimension)
			for i, v := range b.passages(texts[0], text, texts[1]) {
				b.unit(fmt.Sprintf("%s, in a batch, %d", what, i), v, dimension)
			}
		}
	}},
	{"every question has a vector or nothing to see in it, and is no error", func(b *booth) {
		dimension := len(b.passages(texts[0])[0])
		for what, text := range strange {
			v, err := b.EmbedQuery(b.Context(), text)
			if err != nil {
				b.Errorf("%s: %v", what, err)
			} else if v != nil {
				b.unit(what, v, dimension)
			}
		}
	}},
	{"in a blank question there is nothing to see", func(b *booth) {
		for _, text := range []string{"", " ", "\t\r\n　"} {
			if v, err := b.EmbedQuery(b.Context(), text); v != nil || err != nil {
				b.Errorf("%q: a vector of length %d, %v", text, len(v), err)
			}
		}
	}},
	{"the same text has the same vector every time", func(b *booth) {
		ps, q := b.passages(texts...), b.question(texts[0])
		for range 3 {
			for i, v := range b.passages(texts...) {
				b.close(fmt.Sprint("passage ", i), v, ps[i], 0.9999)
			}
			b.close("question", b.question(texts[0]), q, 0.9999)
		}
	}},
	{"vectors come in the order of their texts, alone or in a batch", func(b *booth) {
		var many []string
		for i := range 40 {
			many = append(many, fmt.Sprintf("%s（その%d）", texts[i%len(texts)], i/len(texts)), texts[i%len(texts)])
		}
		alone := map[string][]float32{}
		for _, text := range many {
			if alone[text] == nil {
				alone[text] = b.passages(text)[0]
			}
		}
		for i, v := range b.passages(many...) {
			b.close(fmt.Sprint("passage ", i), v, alone[many[i]], 0.9999)
		}
	}},
	{"different texts have different vectors", func(b *booth) {
		vs := b.passages(texts...)
		for i := range vs {
			for j := range i {
				if c := cosine(vs[i], vs[j]); c > 0.999 {
					b.Errorf("cosine of passages %d and %d is %v", i, j, c)
				}
			}
		}
	}},
	{"full-width, half-width and decomposed writing make no difference", func(b *booth) {
		for _, v := range variants {
			ps := b.passages(v[0], v[1])
			b.close("passage "+v[0], ps[0], ps[1], 0.99)
			b.close("question "+v[0], b.question(v[0]), b.question(v[1]), 0.99)
		}
	}},
	{"embedding others changes no earlier vector", func(b *booth) {
		before, q := b.passages(texts[0])[0], b.question(texts[1])
		kept := append([]float32(nil), before...)
		for i := range 5 {
			for j := range texts {
				b.passages(strings.Repeat(texts[j], i+1))
			}
		}
		b.close("a vector in hand", before, kept, 1)
		b.close("passage", b.passages(texts[0])[0], kept, 0.9999)
		b.close("question", b.question(texts[1]), q, 0.9999)
	}},
	{"what the caller does to a vector changes no later one", func(b *booth) {
		v, q := b.passages(texts[0])[0], b.question(texts[0])
		kept, keptQ := append([]float32(nil), v...), append([]float32(nil), q...)
		clear(v)
		clear(q)
		b.close("passage", b.passages(texts[0])[0], kept, 0.9999)
		b.close("question", b.question(texts[0]), keptQ, 0.9999)
	}},
	{"a context that is done is an error", func(b *booth) {
		cancelled, cancel := context.WithCancel(b.Context())
		cancel()
		late, stop := context.WithDeadline(b.Context(), time.Unix(0, 0))
		defer stop()
		for _, c := range []struct {
			ctx  context.Context
			want error
		}{{cancelled, context.Canceled}, {late, context.DeadlineExceeded}} {
			if v, err := b.EmbedQuery(c.ctx, texts[0]); !errors.Is(err, c.want) {
				b.Errorf("EmbedQuery: a vector of length %d, %v, want %v", len(v), err, c.want)
			}
			if vs, err := b.EmbedPassages(c.ctx, texts); !errors.Is(err, c.want) {
				b.Errorf("EmbedPassages: %d vectors, %v, want %v", len(vs), err, c.want)
			}
		}
	}},
	{"many may embed at once", func(b *booth) {
		ps, q := b.passages(texts...), b.question(texts[0])
		var wg sync.WaitGroup
		for g := range 6 {
			wg.Go(func() {
				for range 4 {
					i := g % len(texts)
					vs, err := b.EmbedPassages(b.Context(), texts[i:])
					if err != nil || len(vs) != len(texts)-i {
						b.Errorf("%d vectors, %v", len(vs), err)
						return
					}
					b.close("passage", vs[0], ps[i], 0.9999)
					v, err := b.EmbedQuery(b.Context(), texts[0])
					if err != nil {
						b.Error(err)
						return
					}
					b.close("question", v, q, 0.9999)
				}
			})
		}
		wg.Wait()
	}},
}

// passages embeds texts, each of which must get a vector.
func (b *booth) passages(texts ...string) [][]float32 {
	b.Helper()
	vs, err := b.EmbedPassages(b.Context(), texts)
	if err != nil {
		b.Fatalf("EmbedPassages: %v", err)
	}
	if len(vs) != len(texts) {
		b.Fatalf("%d vectors of %d texts", len(vs), len(texts))
	}
	for i, v := range vs {
		if len(v) == 0 {
			b.Fatalf("no vector of passage %.60q", texts[i])
		}
	}
	return vs
}

// question embeds a question in which there is something to see.
func (b *booth) question(text string) []float32 {
	b.Helper()
	v, err := b.EmbedQuery(b.Context(), text)
	if err != nil {
		b.Fatalf("EmbedQuery: %v", err)
	}
	if len(v) == 0 {
		b.Fatalf("no vector of question %.60q", text)
	}
	return v
}

// unit makes sure of a vector's dimension and length.
func (b *booth) unit(what string, v []float32, dimension int) {
	b.Helper()
	if len(v) != dimension {
		b.Errorf("%s: dimension %d, want %d", what, len(v), dimension)
	}
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if length := math.Sqrt(sum); !(math.Abs(length-1) < 1e-3) { // NaN is not
		b.Errorf("%s: length %v, want 1", what, length)
	}
}

// close makes sure that two vectors point the same way.
func (b *booth) close(what string, v, want []float32, least float64) {
	b.Helper()
	if len(v) != len(want) {
		b.Errorf("%s: dimension %d, want %d", what, len(v), len(want))
		return
	}
	if c := cosine(v, want); !(c >= least-1e-6) { // NaN is not
		b.Errorf("%s: cosine %v, want at least %v", what, c, least)
	}
}
