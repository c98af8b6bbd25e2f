package llm_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"kotae/bot"
	"kotae/bot/bottest"
	"kotae/bot/llm"
)

func (s *stand) embedder() *llm.Embedder {
	s.Helper()
	e, err := llm.NewEmbedder(s.Context(), s.cfg)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(e.Close)
	return e
}

// texts are n passages, each different.
func texts(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("第%d条　年次有給休暇は%d日とする。", i, i)
	}
	return out
}

// same makes sure that each text got the vector it gets by itself.
func (s *stand) same(e *llm.Embedder, texts []string, vectors [][]float32) {
	s.Helper()
	if len(vectors) != len(texts) {
		s.Fatalf("%d vectors for %d texts", len(vectors), len(texts))
	}
	for i, text := range texts {
		want, err := e.EmbedQuery(s.Context(), text)
		if err != nil {
			s.Fatal(err)
		}
		length := 0.0
		for _, x := range vectors[i] {
			length += float64(x) * float64(x)
		}
		if !slices.Equal(vectors[i], want) || math.Abs(length-1) > 1e-5 {
			s.Fatalf("text %d: vector %v of length %g, want %v", i, vectors[i][:4], math.Sqrt(length), want[:4])
		}
	}
}

func TestEmbedPassages(t *testing.T) {
	for _, c := range []struct {
		name     string
		settings bottest.Settings
		embeds   []bottest.Behaviour
		problem  bot.ModelProblem
		detail   string
	}{
		{"in order", bottest.Settings{}, nil, "", ""},
		{"in another order", bottest.Settings{}, bottest.Times(9, bottest.OutOfOrder()), "", ""},
		{"without numbers", bottest.Settings{}, bottest.Times(9, bottest.Unnumbered()), "", ""},
		{"busy, then not", bottest.Settings{}, []bottest.Behaviour{bottest.Busy("7"), bottest.Fails(), bottest.Page(502)}, "", ""},
		{"cut off, then not", bottest.Settings{}, []bottest.Behaviour{func(x *bottest.Exchange) { x.Cut() }}, "", ""},
		{"too many texts at once", bottest.Settings{BatchTexts: 10}, nil, "", ""},
		{"too many tokens at once", bottest.Settings{}, []bottest.Behaviour{bottest.Status(400, `{"error":{"message":"Requested 375703 tokens, max 300000 tokens per request","type":"max_tokens_per_request"}}`)}, "", ""},
		{"an array too long", bottest.Settings{}, []bottest.Behaviour{bottest.Status(400, `{"error":{"message":"Invalid 'input': array too long. Expected an array with maximum length 2048","code":"array_above_max_length"}}`)}, "", ""},
		{"a batch too slow", bottest.Settings{}, []bottest.Behaviour{bottest.Hangs()}, "", ""},

		{"the same number twice", bottest.Settings{}, bottest.Times(9, bottest.Numbered(3)), bot.BadReply, "numbered wrongly: 3"},
		{"a number too high", bottest.Settings{}, bottest.Times(9, bottest.Numbered(99)), bot.BadReply, "numbered wrongly: 99"},
		{"one too few", bottest.Settings{}, bottest.Times(9, bottest.Loses()), bot.BadReply, "vectors for"},
		{"another dimension", bottest.Settings{}, bottest.Times(9, bottest.Dimensions(32)), bot.BadReply, "vectors of 32 dimensions where there were 64"},
		{"a zero vector", bottest.Settings{}, bottest.Times(9, bottest.Vector(make([]float64, 64))), bot.BadReply, "an empty vector"},
		{"a vector without numbers", bottest.Settings{}, bottest.Times(9, bottest.Vector([]float64{})), bot.BadReply, "an empty vector"},
		{"a vector that is not finite", bottest.Settings{}, bottest.Times(9, bottest.Vector([]float64{1e300})), bot.BadReply, "bad JSON"},
		{"an error called OK", bottest.Settings{}, bottest.Times(9, bottest.Status(200, `{"error":{"message":"kaputt"}}`)), bot.BadReply, "kaputt"},
		{"a wrong key", bottest.Settings{}, bottest.Times(9, bottest.WrongKey()), bot.WrongKey, "[key]"},
		{"an unknown model", bottest.Settings{}, bottest.Times(9, bottest.UnknownModel()), bot.UnknownModel, "test-embed"},
		{"no quota", bottest.Settings{}, bottest.Times(9, bottest.NoQuota()), bot.NoQuota, "quota"},
		{"broken for good", bottest.Settings{}, bottest.Times(99, bottest.Fails()), bot.BadReply, "HTTP 500"},
	} {
		t.Run(c.name, func(t *testing.T) {
			with(t, c.settings, func(s *stand) {
				s.cfg.Batch = 25
				e := s.embedder()
				s.Embed(c.embeds...)
				in := texts(90)
				vs, err := e.EmbedPassages(s.Context(), in)
				harmless(t, err)
				if problem(err) != c.problem || err != nil && !strings.Contains(err.Error(), c.detail) {
					t.Fatalf("EmbedPassages: %v\nwant %s, %q", err, c.problem, c.detail)
				}
				if err != nil {
					if vs != nil || !strings.Contains(err.Error(), " of 90 passages embedded: ") {
						t.Errorf("EmbedPassages: %d vectors, %v", len(vs), err)
					}
					return
				}
				s.Embed() // whatever is left of the script does not matter
				s.same(e, in, vs)
			})
		})
	}
}

func TestSpace(t *testing.T) {
	with(t, bottest.Settings{Dimensions: 384}, func(s *stand) {
		for want, c := range map[string]llm.Config{
			"openai-compatible/1:test-embed:384":             {},
			"openai-compatible/1:test-embed:768":             {Width: 768},
			"openai-compatible/1:test-embed:256":             {Dimensions: 256},
			`openai-compatible/1:test-embed:384:"passage: "`: {PassagePrefix: "passage: ", QueryPrefix: "query: "},
		} {
			cfg := s.cfg
			cfg.Width, cfg.Dimensions, cfg.PassagePrefix, cfg.QueryPrefix = c.Width, c.Dimensions, c.PassagePrefix, c.QueryPrefix
			before := len(s.Requests())
			e, err := llm.NewEmbedder(s.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			s.Cleanup(e.Close)
			if got := e.Space(); got != want {
				t.Errorf("space %s, want %s", got, want)
			}
			if asked := len(s.Requests()) - before; asked > 1 || asked == 1 && (c.Width > 0 || c.Dimensions > 0) {
				t.Errorf("%s: %d requests to learn the dimension", want, asked)
			}
		}
	})
	t.Run("an embedder is not made without an endpoint", func(t *testing.T) {
		with(t, bottest.Settings{}, func(s *stand) {
			s.Embed(bottest.Times(9, bottest.UnknownModel())...)
			if _, err := llm.NewEmbedder(s.Context(), s.cfg); problem(err) != bot.UnknownModel {
				t.Errorf("NewEmbedder: %v", err)
			}
		})
	})
	t.Run("OpenAI's models are known", func(t *testing.T) {
		e, err := llm.NewEmbedder(t.Context(), llm.Config{Key: llm.NewKey(secret)})
		if err != nil || e.Space() != "openai-compatible/1:text-embedding-3-small:1536" || e.Model() != llm.DefaultEmbedModel {
			t.Errorf("NewEmbedder: %v, %v", e, err)
		}
	})
}

func TestDimensionsAreAskedForOnlyWhenSet(t *testing.T) {
	with(t, bottest.Settings{}, func(s *stand) {
		s.embedder()
		s.cfg.Dimensions = 64
		e := s.embedder()
		if _, err := e.EmbedQuery(s.Context(), "有給"); err != nil {
			t.Fatal(err)
		}
		rs := s.Requests()
		if _, sent := rs[0].Parameters["dimensions"]; sent || rs[1].Parameters["dimensions"] != 64.0 {
			t.Errorf("dimensions: %v, then %v", rs[0].Parameters["dimensions"], rs[1].Parameters["dimensions"])
		}
	})
}

func TestPrefixes(t *testing.T) {
	with(t, bottest.Settings{}, func(s *stand) {
		s.cfg.QueryPrefix, s.cfg.PassagePrefix, s.cfg.Width = "検索クエリ: ", "検索文書: ", 64
		e := s.embedder()
		e.EmbedQuery(s.Context(), "有給")
		e.EmbedPassages(s.Context(), []string{"規程\xff", " \n"})
		rs := s.Requests()
		if got := slices.Concat(rs[0].Input, rs[1].Input); !slices.Equal(got, []string{"検索クエリ: 有給", "検索文書: 規程\uFFFD", "検索文書: ."}) {
			t.Errorf("embedded %q", got)
		}
	})
}

func TestBlankQuestionsHaveNoVector(t *testing.T) {
	with(t, bottest.Settings{}, func(s *stand) {
		e := s.embedder()
		n := len(s.Requests())
		for _, q := range []string{"", " \n　"} {
			if v, err := e.EmbedQuery(s.Context(), q); v != nil || err != nil {
				t.Errorf("EmbedQuery(%q): %v, %v", q, v, err)
			}
		}
		if vs, err := e.EmbedPassages(s.Context(), nil); len(vs) != 0 || err != nil {
			t.Errorf("EmbedPassages(nil): %v, %v", vs, err)
		}
		if len(s.Requests()) != n {
			t.Error("the endpoint was asked")
		}
	})
}

func TestTheBatchThatWorksIsRemembered(t *testing.T) {
	with(t, bottest.Settings{BatchTexts: 10}, func(s *stand) {
		s.cfg.Batch, s.cfg.InFlight = 64, 1
		e := s.embedder()
		for round := range 3 {
			before := len(s.Requests())
			if _, err := e.EmbedPassages(s.Context(), texts(64)); err != nil {
				t.Fatal(err)
			}
			largest := 0
			for _, r := range s.Requests()[before:] {
				largest = max(largest, len(r.Input))
			}
			if n := len(s.Requests()) - before; round > 0 && (n != 8 || largest > 10) {
				t.Errorf("round %d: %d requests of up to %d texts", round, n, largest)
			}
		}
	})
}

func TestOneLongTextDoesNotMakeBatchesSmall(t *testing.T) {
	with(t, bottest.Settings{TextRunes: 512}, func(s *stand) {
		s.cfg.Batch = 64
		e := s.embedder()
		in := texts(128)
		in[37] = strings.Repeat("とても長い文。", 200)
		vs, err := e.EmbedPassages(s.Context(), in)
		if err != nil || len(vs[37]) != 64 {
			t.Fatalf("EmbedPassages: %v", err)
		}
		before := len(s.Requests())
		in[40] = strings.Repeat("また長い文。", 200)
		if _, err := e.EmbedPassages(s.Context(), in); err != nil {
			t.Fatal(err)
		}
		if n := len(s.Requests()) - before; n != 2 {
			t.Errorf("%d requests, want 2: what the model takes is known", n)
		}
		for text := range s.Embedded() {
			if n := len([]rune(text)); n > 512 || n > 100 && n < 350 {
				t.Errorf("a text of %d characters was embedded", n)
			}
		}
	})
}

func TestATextThatNothingHelps(t *testing.T) {
	with(t, bottest.Settings{TextRunes: 5}, func(s *stand) {
		s.cfg.Width = 64
		_, err := s.embedder().EmbedPassages(s.Context(), texts(2))
		if problem(err) != bot.TooLong {
			t.Errorf("EmbedPassages: %v", err)
		}
	})
}

func TestNothingIsPaidForTwice(t *testing.T) {
	for _, inFlight := range []int{1, 4} {
		with(t, bottest.Settings{}, func(s *stand) {
			s.cfg.Batch, s.cfg.InFlight, s.cfg.Width = 10, inFlight, 64
			e := s.embedder()
			s.Embed(bottest.Vectors(), bottest.Vectors(), bottest.Vectors(), bottest.WrongKey())
			in := texts(100)
			_, err := e.EmbedPassages(s.Context(), in)
			n := len(s.Embedded())
			if problem(err) != bot.WrongKey || n < 30 || n == 100 || !strings.HasPrefix(err.Error(), fmt.Sprintf("%d of 100 ", n)) || inFlight == 1 && n != 30 {
				t.Fatalf("EmbedPassages after %d: %v", n, err)
			}
			vs, err := e.EmbedPassages(s.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			for text, n := range s.Embedded() {
				if n != 1 {
					t.Errorf("%q was embedded %d times", text, n)
				}
			}
			s.same(e, in, vs)
		})
	}
}

func TestBatchesInFlightAreBounded(t *testing.T) {
	with(t, bottest.Settings{Delay: time.Second}, func(s *stand) {
		s.cfg.Batch, s.cfg.InFlight, s.cfg.Width = 10, 3, 64
		e := s.embedder()
		begin := time.Now()
		done := make(chan error)
		for range 3 {
			go func() {
				_, err := e.EmbedPassages(s.Context(), texts(90))
				done <- err
			}()
		}
		if _, err := e.EmbedQuery(s.Context(), "有給"); err != nil || time.Since(begin) != time.Second {
			t.Errorf("a question waited %v: %v", time.Since(begin), err)
		}
		for range 3 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if d := time.Since(begin); d != 9*time.Second {
			t.Errorf("27 batches, 3 at a time, took %v", d)
		}
	})
}

func TestEmbeddingCanBeCancelled(t *testing.T) {
	with(t, bottest.Settings{}, func(s *stand) {
		s.cfg.Width = 64
		e := s.embedder()
		s.Embed(bottest.Times(8, bottest.Hangs())...)
		ctx, cancel := context.WithCancel(s.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := e.EmbedPassages(ctx, texts(500)); !isCanceled(err) {
			t.Errorf("EmbedPassages: %v", err)
		}
		for range 4 {
			<-s.Left()
		}
		if _, err := e.EmbedQuery(ctx, "有給"); !isCanceled(err) {
			t.Errorf("EmbedQuery: %v", err)
		}
	})
}
