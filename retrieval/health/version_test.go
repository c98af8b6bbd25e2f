package health

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestVersions(t *testing.T) {
	text := prose(1, 1500)
	near, far, other := rewrite(text, 0.1, 1), rewrite(text, 0.7, 2), kanji(77, 1500)
	tests := []struct {
		name   string
		files  []string // name=text
		newest string
		why    string // part of it
		older  int    // 0 for no versions
	}{
		{"numbers", []string{"仕様書_v2.md=near", "仕様書_v10.md=text", "仕様書_v9.md=near"}, "仕様書_v10.md", "version in its name, 10", 2},
		{"numbers in kanji", []string{"仕様書（第二版）.md=text", "仕様書（初版）.md=near"}, "仕様書（第二版）.md", "2", 1},
		{"a second version beside one without a number", []string{"仕様書.md=text", "仕様書_v2.md=near"}, "仕様書_v2.md", "2", 1},
		{"the final one beside numbers", []string{"仕様書_v1.md=text", "仕様書_v2.md=near", "仕様書_最終.md=near"}, "仕様書_最終.md", "newest", 2},
		{"改訂版", []string{"就業規則.md=text", "就業規則_改訂版.md=near"}, "就業規則_改訂版.md", "revised", 1},
		{"旧", []string{"旧就業規則.md=near", "就業規則.md=text"}, "就業規則.md", "old", 1},
		{"a folder 旧", []string{"規程/旧/就業規則.md=near", "規程/就業規則.md=text"}, "規程/就業規則.md", "old", 1},
		{"a folder of the year", []string{"2024年度/価格表.md=near", "2025年度/価格表.md=text"}, "2025年度/価格表.md", "2025", 1},
		{"years", []string{"価格表_2025年度.md=far", "価格表_2026年度.md=text"}, "価格表_2026年度.md", "2026", 1},
		{"years of two calendars", []string{"価格表_令和6年.md=near", "価格表_2023.md=text"}, "価格表_令和6年.md", "2024", 1},
		{"R5 and R6", []string{"価格表_R5.md=near", "価格表_R6.md=text"}, "価格表_R6.md", "2024", 1},
		{"days of near texts", []string{"就業規則_20250401.md=near", "就業規則_20260401.md=text"}, "就業規則_20260401.md", "2026-04-01", 1},
		{"a draft", []string{"就業規則（案）.md=near", "就業規則.md=text"}, "就業規則.md", "draft", 1},
		{"the time of the file, where nothing else tells", []string{"就業規則 (1).md=near", "就業規則.md=text"}, "就業規則.md", "changed last", 1},
		{"the date in the text", []string{"就業規則_改訂版.md=near+改訂日: 2026年4月1日", "就業規則_改.md=near+改訂日: 2025年4月1日"}, "就業規則_改訂版.md", "date in its text, 2026-04-01", 1},
		{"short texts, of which the names must do", []string{"連絡先_旧.md=short", "連絡先.md=short2"}, "連絡先.md", "old", 1},
		{"formats do not count", []string{"仕様書_v1.pdf=near", "仕様書_v2.docx=text"}, "仕様書_v2.docx", "2", 1},

		{"minutes of two days are no versions", []string{"議事録_2026-09-14.md=far", "議事録_2026-10-05.md=text"}, "", "", 0},
		{"reports of two years that say other things", []string{"決算_2025年度.md=other", "決算_2026年度.md=text"}, "", "", 0},
		{"a name that was taken, and a copy mark", []string{"報告書.md=other", "報告書 (1).md=text"}, "", "", 0},
		{"two names without a mark", []string{"総務/規程.md=text", "人事/規程.md=near"}, "", "", 0},
		{"two documents that begin alike", []string{"休暇規程_v2.md=text", "休暇規程細則_v1.md=near"}, "", "", 0},
		{"folders of two departments", []string{"総務/手順_v1.md=far", "人事/手順_v2.md=text"}, "", "", 0},
		{"short texts of two days", []string{"日報_2026-09-14.md=short", "日報_2026-09-15.md=short2"}, "", "", 0},
	}
	texts := map[string]string{"text": text, "near": near, "far": far, "other": other, "short": "内線は1234です。", "short2": "内線は5678です。"}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var sheets []*Sheet
			for i, f := range tt.files {
				name, of, _ := strings.Cut(f, "=")
				kind, more, _ := strings.Cut(of, "+")
				s := sheet(name, texts[kind]+more+strings.Repeat(" ", i))
				s.Modified = written.Add(time.Duration(i) * time.Hour)
				s.text[0] ^= byte(i) // no copies, to be told as versions
				sheets = append(sheets, s)
			}
			got := Examine(sheets).Versions
			if tt.older == 0 {
				if len(got) > 0 {
					t.Errorf("got %+v", got)
				}
				return
			}
			if len(got) != 1 || got[0].Newest != tt.newest || !strings.Contains(got[0].Why, tt.why) || len(got[0].Older) != tt.older {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// kanji returns a text that has nothing in common with prose.
func kanji(seed uint64, runes int) string {
	r := rand.New(rand.NewPCG(seed, 5))
	var b strings.Builder
	for range runes {
		b.WriteRune('一' + rune(r.IntN(3000)))
	}
	return b.String()
}

func TestADateThatAFileBeliesIsDoubted(t *testing.T) {
	text := prose(1, 800)
	newest, older := sheet("規程_v2.md", text), sheet("規程_v1.md", rewrite(text, 0.1, 1))
	older.Modified = newest.Modified.Add(40 * 24 * time.Hour)
	got := Examine([]*Sheet{newest, older}).Versions
	if len(got) != 1 || got[0].Newest != "規程_v2.md" || got[0].Doubt != "規程_v1.md was changed later, on 2026-10-11" {
		t.Errorf("%+v", got)
	}
}

func TestARecordThatIsKeptIsNoVersion(t *testing.T) {
	form := prose(8, 1500)
	var daily []*Sheet
	for i := range longestSeries + 1 {
		daily = append(daily, sheet(fmt.Sprintf("日報_2026-09-%02d.md", i+1), form+fmt.Sprintf("特記: %d\n", i)))
	}
	if got := Examine(daily).Versions; len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestVersionsAreToldOnce(t *testing.T) {
	text := prose(1, 3000)
	sheets := []*Sheet{sheet("規程_v1.md", text), sheet("規程_v2.md", rewrite(text, 0.04, 1))}
	if r := Examine(sheets); len(r.Versions) != 1 || len(r.Alike) != 0 {
		t.Errorf("%+v", r)
	}
	sheets = append(sheets, sheet("別名.md", rewrite(text, 0.04, 2)))
	if r := Examine(sheets); len(r.Alike) != 1 || !slices.Contains(r.Alike[0].Files, "別名.md") {
		t.Errorf("%+v", r.Alike)
	}
}
