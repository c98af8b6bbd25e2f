package japanese

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzSentences(f *testing.F) {
	for _, s := range []string{
		"「行きます。明日も。」と言った。", "「甲（乙」丙。丁）戊。", "Ver. 1.2.3 e.g. Mr. Smith", "| a。 | b |\n|---|\n",
		"# 見出し\n・項目\n１．目的\n", "a\xff。\xe3b", "　\u2028。\n\n", "第3条（目的）", "“‘\"'", ". . .) 3.",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, s := range Sentences(text) {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("Sentences(%q): span %v after %d", text, s, end)
			}
			if gap := text[end:s.Start]; strings.TrimSpace(gap) != "" {
				t.Errorf("Sentences(%q): %q is in none", text, gap)
			}
			if !utf8.RuneStart(text[s.Start]) && utf8.ValidString(text) || s.End < len(text) && !utf8.RuneStart(text[s.End]) && utf8.ValidString(text) {
				t.Errorf("Sentences(%q): span %v cuts a character", text, s)
			}
			if of := s.Of(text); strings.TrimSpace(of) != of {
				t.Errorf("Sentences(%q): %q has white space around it", text, of)
			}
			end = s.End
		}
		if rest := text[end:]; strings.TrimSpace(rest) != "" {
			t.Errorf("Sentences(%q): %q is in none", text, rest)
		}
	})
}

func TestSentencesTakeLinearTime(t *testing.T) {
	for unit, n := range map[string]int{
		"「": 1e6, "(": 1e6, "（」": 1e6, "「。」": 2e5, "。": 2e5, ".": 2e5, ". ": 2e5, ".)": 2e5, "a.": 2e5, "A. ": 2e5, "!\"": 2e5,
		"3.": 2e5, "'": 2e5, "\n": 2e5, "　": 2e5, "・\n": 2e5, "|": 2e5, "# \n": 2e5, "第": 2e5,
	} {
		text := strings.Repeat(unit, n)
		start := time.Now()
		Sentences(text)
		// A tenth of a second is usual, without race detector and neighbours; what is
		// quadratic takes minutes.
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%q %d times: %v", unit, n, d)
		}
	}
}

func BenchmarkSentences(b *testing.B) {
	text := strings.Repeat("「申請は（3日前。）まで」と定める。承認は部長が行う。\nSee Ver. 1.2 of the guide. It is short.\n", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Sentences(text)
	}
}

func BenchmarkSentencesOfUnclosedBrackets(b *testing.B) {
	text := strings.Repeat("「", 1_000_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Sentences(text)
	}
}
