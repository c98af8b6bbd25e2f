package japanese

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestParseGlossary(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		groups     int
		wrong      string // in the error; "" for none
	}{
		{"a group a line", "有休\t年次有給休暇\tPTO\n日当\t出張手当\n", 2, ""},
		{"a byte order mark, comments and empty lines say nothing", "\uFEFF# 用語\n\n有休\tPTO\r\n", 1, ""},
		{"white space around terms goes", "  有休 \t PTO  ", 1, ""},
		{"a term alone is no group", "有休\n日当\t出張手当", 1, "line 1 has no two terms"},
		{"nor is one twice", "有休\t有休", 0, "line 1 has no two terms"},
		{"nor are marks", "有休\t---", 0, "line 1"},
		{"a line in another encoding is told", "\x97\x4c\x8b\x78\tPTO\n日当\t出張手当", 1, "line 1 is not UTF-8"},
		{"an endless line is told", strings.Repeat("あ", maxGlossaryLine), 0, "too long"},
		{"nothing is a glossary too", "", 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g, err := ParseGlossary(strings.NewReader(tt.text))
			if g.Len() != tt.groups {
				t.Errorf("it has %d groups, want %d", g.Len(), tt.groups)
			}
			if (err == nil) != (tt.wrong == "") || err != nil && !strings.Contains(err.Error(), tt.wrong) {
				t.Errorf("its error is %v, want %q", err, tt.wrong)
			}
		})
	}
}

func TestBuiltInGlossary(t *testing.T) {
	if _, err := ParseGlossary(strings.NewReader(builtIn)); err != nil {
		t.Fatal(err)
	}
	if n := BuiltIn().Len(); n < 6000 {
		t.Errorf("it has %d groups", n)
	}
	g := BuiltIn()
	seen := map[string]int{}
	for n, group := range g.groups {
		for _, term := range group {
			if term != strings.TrimSpace(term) || strings.ContainsAny(term, "|　") {
				t.Errorf("group %q has the term %q", group[0], term)
			}
			if r := []rune(term); len(r) == 1 && !isHan(r[0]) {
				t.Errorf("group %q has %q, which is too short to mean one thing", group[0], term)
			}
			if composed := norm.NFKC.String(term); composed != term {
				t.Errorf("group %q has %q, which texts write %q once folded", group[0], term, composed)
			}
		}
		if first, ok := seen[group[0]]; ok {
			t.Errorf("%q heads groups %d and %d", group[0], first, n)
		}
		seen[group[0]] = n
	}
}

// A word that means too many things leads anywhere.
func TestBuiltInGlossaryKeepsSensesApart(t *testing.T) {
	const most = 5 // groups of a term
	g := BuiltIn()
	for k, groups := range g.of {
		if len(groups) > most {
			t.Errorf("%q is in %d groups, more than %d", k, len(groups), most)
		}
	}
	keys := func(group []string) map[string]bool {
		out := map[string]bool{}
		for _, term := range group {
			out[termKey(pieces(mapText(term)))] = true
		}
		return out
	}
	for n, group := range g.groups {
		own := keys(group)
		var near []int
		for k := range own {
			near = append(near, g.of[k]...)
		}
		slices.Sort(near)
		for _, other := range slices.Compact(near) {
			within := other != n && len(own) > 1
			theirs := keys(g.groups[other])
			for k := range own {
				within = within && theirs[k]
			}
			if within {
				t.Errorf("all of the group %q is in that of %q", group, g.groups[other][0])
			}
		}
	}
}

func TestBuiltInGlossaryLeadsFromSpeechToWriting(t *testing.T) {
	a := NewAnalyzer()
	for _, tt := range []struct{ asked, written string }{
		{"財布をなくした", "紛失"},
		{"うそがばれた", "発覚"},
		{"ルールを緩めたい", "緩和"},
		{"工場を畳む", "閉鎖"},
		{"パソコンがカクカクする", "緩慢"},
		{"スクショの撮り方", "スクリーンショット"},
		{"トップ同士", "首脳"},
		{"ギャラはいくら", "謝礼"},
		{"ディスインフォメーション", "偽情報"},
		{"The ministry blamed hackers", "非難する"},
		{"Who was indicted?", "起訴"},
		{"the Joint Chiefs of Staff", "統合参謀本部"},
		{"smuggled weapons", "密輸"},
		{"bees", "ハチ"},
		{"Narita", "成田"},
	} {
		t.Run(tt.asked, func(t *testing.T) {
			var others []string
			for _, s := range a.Senses(tt.asked, BuiltIn()) {
				others = append(others, s.Others...)
			}
			if !slices.Contains(others, tt.written) {
				t.Errorf("it leads to %q, not to %q", others, tt.written)
			}
		})
	}
	for _, filler := range []string{"教えてください", "どこで分かりますか", "ぶっちゃけ", "ていうか", "やっぱ", "Could you tell me"} {
		t.Run(filler+" leads nowhere", func(t *testing.T) {
			for _, s := range a.Senses(filler, BuiltIn()) {
				t.Errorf("%q leads to %q", s.Of(filler), s.Others)
			}
		})
	}
}

func BenchmarkParseGlossary(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseGlossary(strings.NewReader(builtIn)); err != nil {
			b.Fatal(err)
		}
	}
}

func TestSenses(t *testing.T) {
	a := NewAnalyzer()
	g := NewGlossary([][]string{
		{"年次有給休暇", "有休", "有給", "PTO", "paid leave"},
		{"繰り越し", "繰越", "carry over"},
		{"退職する", "辞める", "quit"},
		{"本人", "the person"},
		{"休暇", "leave"},
		{"情報システム部", "情シス", "IT"},
		{"米国", "アメリカ", "US"},
		{"アラート", "alert"},
		{"データ", "data"},
	})
	for _, tt := range []struct {
		name, text string
		want       []string // terms found
	}{
		{"a term is found with the others of its group", "有休は何日？", []string{"有休"}},
		{"width and case make no difference", "ｐｔｏは何日", []string{"ｐｔｏ"}},
		{"the longest goes first", "年次有給休暇の日数", []string{"年次有給休暇"}},
		{"Latin words are compared without endings", "Are paid leaves carried over?", []string{"paid leaves", "carried over"}},
		{"however they are parted", "carry-over", []string{"carry-over"}},
		{"words between them part them", "carry it over", nil},
		{"a word is not found in another", "日本人の数", nil},
		{"nor katakana in longer katakana", "メタデータ", nil},
		{"a verb is found in its forms", "会社を辞めたいとき", []string{"辞め"[:3]}},
		{"and by its reading's kanji alone", "退職しました", []string{"退職"}},
		{"a pronoun is no department", "Is it down?", nil},
		{"in capitals it is", "Who is in IT?", []string{"IT"}},
		{"nor are we a country", "tell us", nil},
		{"of the country in capitals", "the US office", []string{"US"}},
		{"several in a row", "情シスのアラート", []string{"情シス", "アラート"}},
		{"nothing in nothing", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range a.Senses(tt.text, g) {
				got = append(got, s.Of(tt.text))
				if len(s.Others) == 0 || len(s.Others) != len(s.Groups) {
					t.Errorf("%q means %q", s.Of(tt.text), s.Others)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("in %q it finds %q, want %q", tt.text, got, tt.want)
			}
		})
	}
	t.Run("a nil glossary knows nothing", func(t *testing.T) {
		if got := a.Senses("有休", nil); len(got) != 0 {
			t.Errorf("it finds %v", got)
		}
	})
}

// What is read has two terms and more a group, and any text can be searched with it.
func FuzzParseGlossary(f *testing.F) {
	a := NewAnalyzer()
	for _, s := range []string{"有休\tPTO", "# x\n\t\t\n", "a\tb\tc\r\n辞める\tquit", "\xff\t\xfe", "ｶﾞ\tガ"} {
		f.Add(s, "有休と辞めたPTO")
	}
	f.Fuzz(func(t *testing.T, glossary, text string) {
		g, _ := ParseGlossary(strings.NewReader(glossary))
		for _, group := range g.groups {
			if len(group) < 2 {
				t.Errorf("%q is a group", group)
			}
		}
		end := 0
		for _, s := range a.Senses(text, g) {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				t.Errorf("a term stands at %v of %q, after one up to %d", s.Span, text, end)
			}
			end = s.End
		}
	})
}
