package chunk

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzSplit(f *testing.F) {
	long := strings.Repeat("長い文が続き、", 80)
	for _, s := range []string{
		"# 規程\n## 目的\n本規程は休暇を定める。\n\n" + long + "。\n- 項目\n| 種類 | 日数 |\n",
		"# 甲\n# 乙\n文。\n## 丙\n# 丁\n文。\n", "## 甲\n\n### 乙\n%%\n" + long, "\f\n文。\n\f\n# " + long + "\n文。",
		strings.Repeat("か\u3099", 900), "「" + long + "」と。", strings.Repeat("a", 900), strings.Repeat("短い文。\n\n", 200),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) { // documents are, by contract
			return
		}
		d := document(text)
		check(t, d, Split(d))
	})
}

// Random documents reach what mutated bytes do not: long sentences under deep
// headings.
func TestSplitKeepsItsPromisesOnRandomDocuments(t *testing.T) {
	parts := []string{
		"# 規程\n", "# 甲\n", "## 乙\n", "### 丙丙丙丙丙丙\n", "# " + strings.Repeat("題", 450) + "\n", "## " + strings.Repeat("節", 250) + "\n",
		"申請は3日前まで。", "「行きます。明日も。」と言った。", "Submit the form. ", "- 項目。二つ目。\n", "| 種類 | 日数。半日 |\n", "$ go test\n", "%---\n",
		"\n", "\n\n", "\n", "\f\n", strings.Repeat("長い文が続き、", 70) + "。", strings.Repeat("字", 401), strings.Repeat("e\u0301", 300), strings.Repeat("あいう。", 30), "　",
	}
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 1))
		var text strings.Builder
		for range r.IntN(40) {
			text.WriteString(parts[r.IntN(len(parts))])
		}
		d := document(text.String())
		if check(t, d, Split(d)); t.Failed() {
			t.Fatalf("seed %d: %q", seed, text.String())
		}
	}
}

func TestSplitTakesLinearTime(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("字", 1e6), strings.Repeat("あ、", 5e5), strings.Repeat("\u0301", 5e5), strings.Repeat("文。", 1e5),
		strings.Repeat("文\n\n", 5e4), strings.Repeat("# 題\n", 5e4), strings.Repeat("- a\n", 5e4),
	} {
		d := document(text)
		start := time.Now()
		Split(d)
		// A tenth of a second is usual; counting the rest of a text for every cut took
		// fourteen.
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%d bytes of %q...: %v", len(text), text[:min(9, len(text))], took)
		}
	}
}

func BenchmarkSplit(b *testing.B) {
	d := document(strings.Repeat("## 節\n申請は3日前まで。「行きます。明日も。」と言った。\n\n- 項目\n- 項目\n"+strings.Repeat("長い文が続き、", 40)+"。\n", 100))
	b.SetBytes(int64(len(d.Text)))
	for b.Loop() {
		Split(d)
	}
}
