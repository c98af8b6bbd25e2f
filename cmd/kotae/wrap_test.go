package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"
)

func TestWrap(t *testing.T) {
	tests := []struct {
		name    string
		columns int
		text    string
		want    []string
	}{
		{"nothing is one empty line", 10, "", []string{""}},
		{"words are cut at spaces, which are dropped", 10, "the quick  brown fox", []string{"the quick", "brown fox"}},
		{"line ends cut, an empty line stays", 10, "a\n\nb\r\nc\n", []string{"a", "", "b", "c"}},
		{"full-width characters count two", 10, "係長の宿泊費の上限額", []string{"係長の宿泊", "費の上限額"}},
		{"no 。 at the start of a line", 10, "あいうえお。かき", []string{"あいうえ", "お。かき"}},
		{"no 、 at the start of a line", 10, "あいうえお、かき", []string{"あいうえ", "お、かき"}},
		{"no 」 at the start of a line", 10, "「いうえお」かき", []string{"「いうえ", "お」かき"}},
		{"no 「 at the end of a line", 10, "あいうえ「お」", []string{"あいうえ", "「お」"}},
		{"no ー and no small kana at the start of a line", 6, "サーバーしゃく", []string{"サー", "バー", "しゃく"}},
		{"a citation's mark stays with the word before it", 12, "申請する。 [1] 以上", []string{"申請す", "る。 [1] 以", "上"}},
		{"a citation's mark is never cut", 6, "あいう[12]か", []string{"あい", "う[12]", "か"}},
		{"several marks stay together", 16, "はい、そうです。 [1] [2]", []string{"はい、そうで", "す。 [1] [2]"}},
		{"an amount is not cut", 10, "上限は11,000円です", []string{"上限は", "11,000円で", "す"}},
		{"a word longer than a line is cut between characters", 5, "abcdefgh", []string{"abcde", "fgh"}},
		{"a combined character is one", 3, "e\u0301e\u0301e\u0301e\u0301", []string{"e\u0301e\u0301e\u0301", "e\u0301"}},
		{"0 columns cut at line ends only", 0, strings.Repeat("長い ", 50) + "\n次", []string{strings.TrimSpace(strings.Repeat("長い ", 50)), "次"}},
		{"a column too narrow for a character holds one", 1, "答え", []string{"答", "え"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range wrap(tt.text, tt.columns) {
				got = append(got, tt.text[l.start:l.end])
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("wrap(%q, %d) (-got +want):\n%s", tt.text, tt.columns, diff)
			}
		})
	}
}

// FuzzWrap checks that nothing but spaces and line ends is lost, that lines are in
// order, and that none is too wide but a single character.
func FuzzWrap(f *testing.F) {
	f.Add("第５条（宿泊費）　係長は、大阪市で11,000円。 [1]", 14)
	f.Add("a b\n\n c", 1)
	f.Fuzz(func(t *testing.T, text string, columns int) {
		columns = columns % 200
		at := 0
		for _, l := range wrap(text, columns) {
			if l.start < at || l.end < l.start || l.end > len(text) {
				t.Fatalf("line %v after %d", l, at)
			}
			if lost := strings.Trim(text[at:l.start], " \r\n"); lost != "" {
				t.Fatalf("lost %q", lost)
			}
			at = l.end
			if shown := text[l.start:l.end]; columns > 0 && width(shown) > columns && uniseg.GraphemeClusterCount(shown) > 1 {
				t.Fatalf("%q is wider than %d", shown, columns)
			}
		}
		if lost := strings.Trim(text[at:], " \r\n"); lost != "" {
			t.Fatalf("lost %q", lost)
		}
	})
}
