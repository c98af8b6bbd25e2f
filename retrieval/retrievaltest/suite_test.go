package retrievaltest

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode"

	"kotae/retrieval"
)

// bugEnv names the variable by which a test starts this binary again with a bug.
const bugEnv = "KOTAE_RETRIEVALTEST_BUG"

func TestReference(t *testing.T) { TestStore(t, openReference(os.Getenv(bugEnv))) }

func TestReferenceEmbedder(t *testing.T) { TestEmbedder(t, &wordEmbedder{bug: os.Getenv(bugEnv)}) }

// TestSuitesNotice makes sure that the suites fail what does not conform.
func TestSuitesNotice(t *testing.T) {
	for suite, bugs := range map[string][]string{
		"TestReference": {
			"mixes spaces", "forgets", "writes though cancelled", "deletes before it checks", "folds case",
			"keeps the caller's slices", "leaves orphans", "truncates times", "cuts text at NUL", "loses headings",
			"names passages by 32 bits", "takes any number of vectors", "takes any length", "takes zero", "takes NaN",
			"touches unknown files", "touching loses passages", "believes Touch's count",
			"removes all for none", "knows all it removes", "removes all for an empty one", "remembers what it removed",
			"orders numbers as text", "keeps the first snapshot", "snapshots are live",
			"cancelled is nothing", "cancelled midway is nothing", "too many is an error", "hides after the cut", "scores without a unit",
			"changes the question", "cuts ties by chance", "orders ties by chance", "less than none is all",
		},
		"TestReferenceKeeper": {
			"forgets", "keeps across spaces", "keeps what is stored", "knows no stored passages", "goes by text alone", "gives its own slices",
			"rescales", "keeps though cancelled", "recalls though cancelled", "releases though cancelled", "keeps anything",
			"keeps the first", "never releases", "releases all",
		},
		"TestReferenceEmbedder": {
			"no length", "NaN", "reversed", "one for all", "nothing for blanks", "blank questions", "width",
			"one buffer", "cancelled is nothing", "space changes", "grows", "fails without passages", "dimension of questions",
		},
	} {
		for _, bug := range bugs {
			t.Run(suite+": "+bug, func(t *testing.T) {
				t.Parallel()
				cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+suite+"$", "-test.failfast")
				cmd.Env = append(os.Environ(), bugEnv+"="+bug)
				out, err := cmd.CombinedOutput()
				if err == nil || !strings.Contains(string(out), "--- FAIL: "+suite+"/") {
					t.Errorf("the suite passes: %v\n%s", err, out)
				}
			})
		}
	}
}

// A wordEmbedder counts letters: the simplest Embedder that conforms. With the
// name of a bug it is one that does not.
type wordEmbedder struct {
	bug   string
	named int // how often the space was asked for
	texts int // how many were embedded
	kept  []float32
}

func (e *wordEmbedder) Space() string {
	if e.bug == "space changes" {
		e.named++
	}
	return fmt.Sprint("letters/1 ", e.named)
}

func (e *wordEmbedder) EmbedQuery(ctx context.Context, question string) ([]float32, error) {
	if ctx.Err() != nil && e.bug != "cancelled is nothing" {
		return nil, ctx.Err()
	}
	if strings.TrimSpace(question) == "" && e.bug != "blank questions" {
		return nil, nil
	}
	v := e.embed(question)
	if e.bug == "dimension of questions" {
		v = append(v, 0)
	}
	return v, nil
}

func (e *wordEmbedder) EmbedPassages(ctx context.Context, texts []string) ([][]float32, error) {
	if ctx.Err() != nil && e.bug != "cancelled is nothing" {
		return nil, ctx.Err()
	}
	if len(texts) == 0 && e.bug == "fails without passages" {
		return nil, fmt.Errorf("no passages")
	}
	vs := make([][]float32, len(texts))
	for i, text := range texts {
		vs[i] = e.embed(text)
		if e.bug == "one for all" {
			vs[i] = vs[0]
		}
		if e.bug == "nothing for blanks" && strings.TrimSpace(text) == "" {
			vs[i] = nil
		}
	}
	if e.bug == "reversed" && len(vs) > 1 {
		vs[0], vs[len(vs)-1] = vs[len(vs)-1], vs[0]
	}
	return vs, nil
}

func (e *wordEmbedder) embed(text string) []float32 {
	v := make([]float32, 512)
	if e.bug == "one buffer" {
		if e.kept == nil {
			e.kept = v
		}
		v = e.kept
		clear(v)
	}
	v[0] = 0.01
	for _, r := range e.fold(text) {
		v[1+int(r)%511]++
	}
	if e.bug == "grows" { // earlier texts weigh in later ones
		e.texts++
		v[1] += float32(e.texts)
	}
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if e.bug == "no length" {
		sum = 4
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(sum))
	}
	if e.bug == "NaN" && strings.TrimSpace(text) == "" {
		v[0] = nan
	}
	return v
}

// fold is as much of NFKC as the suite's variants ask for.
func (e *wordEmbedder) fold(text string) string {
	if e.bug == "width" {
		return text
	}
	text = strings.NewReplacer("カ\u3099", "ガ", "ト\u3099", "ド", "ｶﾞ", "ガ", "ﾄﾞ", "ド",
		"ｶ", "カ", "ﾀ", "タ", "ﾅ", "ナ", "ｼ", "シ", "ｽ", "ス", "ﾃ", "テ", "ﾑ", "ム", "ｲ", "イ", "ﾗ", "ラ", "ﾝ", "ン").Replace(text)
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		return unicode.ToLower(r)
	}, text)
}

var _ retrieval.Embedder = (*wordEmbedder)(nil)
