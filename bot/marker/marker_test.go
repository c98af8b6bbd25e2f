package marker

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func known(id string) bool { return slices.Contains([]string{"k7q2", "m3x9", "b2c4"}, id) }

// parse feeds text in pieces of n bytes.
func parse(text string, n int) []Sentence {
	p := NewParser(known)
	var out []Sentence
	for i := 0; i < len(text); i += n {
		out = append(out, p.Write(text[i:min(i+n, len(text))])...)
	}
	return append(out, p.Close()...)
}

func TestParserReadsEveryFormOfMark(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []Sentence
	}{
		{"square brackets behind the full stop", "上限は12,000円です。[k7q2]", []Sentence{{Text: "上限は12,000円です。", IDs: []string{"k7q2"}}}},
		{"square brackets before the full stop", "上限は12,000円です[k7q2]。", []Sentence{{Text: "上限は12,000円です。", IDs: []string{"k7q2"}}}},
		{"black lenticular brackets", "上限があります。【k7q2】", []Sentence{{Text: "上限があります。", IDs: []string{"k7q2"}}}},
		{"full-width brackets", "上限があります。［k7q2］", []Sentence{{Text: "上限があります。", IDs: []string{"k7q2"}}}},
		{"round brackets", "上限があります (k7q2)。", []Sentence{{Text: "上限があります。", IDs: []string{"k7q2"}}}},
		{"several in one bracket", "上限があります。[k7q2, m3x9、b2c4]", []Sentence{{Text: "上限があります。", IDs: []string{"k7q2", "m3x9", "b2c4"}}}},
		{"several in a row, one twice", "上限があります。[k7q2][m3x9] [k7q2]", []Sentence{{Text: "上限があります。", IDs: []string{"k7q2", "m3x9"}}}},
		{"a footnote's caret, upper case and a word", "There is a limit. [^K7Q2] [source: m3x9]", []Sentence{{Text: "There is a limit.", IDs: []string{"k7q2", "m3x9"}}}},
		{"a search tool's dagger", "上限があります。【k7q2†source】", []Sentence{{Text: "上限があります。", IDs: []string{"k7q2"}}}},
		{"inside code ticks", "上限があります。`[k7q2]`", []Sentence{{Text: "上限があります。", IDs: []string{"k7q2"}}}},
		{"an unknown ID vanishes", "上限があります。[z9z9]", []Sentence{{Text: "上限があります。"}}},
		{"a number of the model's own vanishes", "上限があります。[1]", []Sentence{{Text: "上限があります。"}}},
		{"a number in round brackets is text", "(1) 上限があります。", []Sentence{{Text: "(1) 上限があります。"}}},
		{"words in brackets are text", "上限［税込］があります（目安）。[k7q2]", []Sentence{{Text: "上限［税込］があります（目安）。", IDs: []string{"k7q2"}}}},
		{"marks alone on the next line belong to nothing", "上限があります。\n[k7q2]", []Sentence{{Text: "上限があります。"}}},
		{"two sentences on a line", "一つ目です。[k7q2]二つ目です。[m3x9]", []Sentence{
			{Text: "一つ目です。", IDs: []string{"k7q2"}}, {Text: "二つ目です。", IDs: []string{"m3x9"}}}},
		{"English sentences", "The fee is 3.5%. [k7q2] It was raised in Ver. 2.1 [m3x9].", []Sentence{
			{Text: "The fee is 3.5%.", IDs: []string{"k7q2"}}, {Text: "It was raised in Ver. 2.1.", IDs: []string{"m3x9"}}}},
		{"items and paragraphs keep their layout", "次のとおりです。\n\n- 一つ目 [k7q2]\n- 二つ目［m3x9］\n\n1. 三つ目。[k7q2]\n> 引用です。[m3x9]", []Sentence{
			{Text: "次のとおりです。"},
			{Text: "一つ目", IDs: []string{"k7q2"}, Lead: "- ", Breaks: 2},
			{Text: "二つ目", IDs: []string{"m3x9"}, Lead: "- ", Breaks: 1},
			{Text: "三つ目。", IDs: []string{"k7q2"}, Lead: "1. ", Breaks: 2},
			{Text: "引用です。", IDs: []string{"m3x9"}, Lead: "> ", Breaks: 1}}},
		{"code is taken line by line", "```\n見出し,値 [k7q2]\n```", []Sentence{
			{Text: "```", Code: true}, {Text: "見出し,値 ", IDs: []string{"k7q2"}, Breaks: 1, Code: true}, {Text: "```", Breaks: 1, Code: true}}},
		{"a quotation that holds sentences is one", "規程に「申請する。承認を得る。」とあります。[k7q2]", []Sentence{{Text: "規程に「申請する。承認を得る。」とあります。", IDs: []string{"k7q2"}}}},
		{"an open bracket at the end is text", "上限があります。[k7", []Sentence{{Text: "上限があります。"}, {Text: "[k7"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for n := 1; n <= len(tt.text); n++ {
				if diff := cmp.Diff(tt.want, parse(tt.text, n)); diff != "" {
					t.Fatalf("in pieces of %d bytes (-want +got):\n%s", n, diff)
				}
			}
		})
	}
}

func TestParserHandsOutASentenceWhenTheNextBegins(t *testing.T) {
	p := NewParser(known)
	for _, step := range []struct {
		piece string
		want  int
	}{
		{"上限は12,000円", 0}, {"です。", 0}, {"[k7", 0}, {"q2]", 0}, {" ", 0}, {"ただし", 1}, {"例外があります。", 0}, {"[m3x9]\n", 1},
	} {
		if got := p.Write(step.piece); len(got) != step.want {
			t.Errorf("after %q: %d sentences, want %d", step.piece, len(got), step.want)
		}
	}
}

func TestAbortKeepsWhatHadEnded(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []Sentence
	}{
		{"a marked sentence, and the beginning of the next", "上限は12,000円です。[k7q2] 次に", []Sentence{{Text: "上限は12,000円です。", IDs: []string{"k7q2"}}}},
		{"a marked sentence alone", "上限は12,000円です。 [k7q2]", []Sentence{{Text: "上限は12,000円です。", IDs: []string{"k7q2"}}}},
		{"marked before the full stop", "The fee is 3.5% [m3x9].", []Sentence{{Text: "The fee is 3.5%.", IDs: []string{"m3x9"}}}},
		{"half a sentence", "上限は12,000", nil},
		{"half a sentence behind a mark", "[k7q2] 上限は12,000", nil},
		{"a sentence without a mark", "上限は12,000円です。", nil},
		{"nothing", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := NewParser(known)
			got := append(p.Write(tt.text), p.Abort()...)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Abort (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParserIsLinear(t *testing.T) {
	for name, unit := range map[string]string{"open brackets": "[", "open Japanese brackets": "【", "empty brackets": "[]", "full stops": "。", "letters and stops": "a.", "half a mark": "[k7q2"} {
		t.Run(name, func(t *testing.T) {
			const size = 400_000
			text := strings.Repeat(unit, size/len(unit))
			took := func(s string) time.Duration {
				start := time.Now()
				parse(s, 7)
				return time.Since(start)
			}
			took(text[:len(text)/8]) // warm up
			// Eight times the text may not take forty times as long, whatever the machine.
			small, large := took(text[:len(text)/8]), took(text)
			if large > 40*small && large > 3*time.Second {
				t.Errorf("%v for an eighth, %v for all", small, large)
			}
		})
	}
}

func FuzzParser(f *testing.F) {
	f.Add("有休は14日です[k7q2]。ただし、半休は20回まで。[m3x9][k7q2]\n- 項目 (k7q2)\n```\nx\n```\n", 3)
	f.Add("「」【】[k7q2][", 1)
	f.Fuzz(func(t *testing.T, text string, n int) {
		n = 1 + max(n, 0)%64
		whole, pieces := parse(text, max(len(text), 1)), parse(text, n)
		if diff := cmp.Diff(whole, pieces); diff != "" {
			t.Errorf("in pieces of %d bytes (-whole +pieces):\n%s", n, diff)
		}
		for _, s := range whole {
			for _, id := range s.IDs {
				if !known(id) || !strings.Contains(strings.ToLower(text), id) {
					t.Errorf("invented %q", id)
				}
			}
		}
	})
}
