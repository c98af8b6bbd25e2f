package health

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kotae/retrieval"
)

func TestOdd(t *testing.T) {
	text := prose(1, 800)
	english := strings.Repeat("Leave must be requested ten working days in advance, and approved by the manager. ", 12)
	tests := []struct {
		name, file, text string
		size             int // bytes of the file, if it is not the text
		pages            int
		want             string // part of the reason; empty for nothing
		garbled          bool
	}{
		{"a good text", "規程.md", text, 0, 0, "", false},
		{"one lost character is forgiven", "規程.md", text + "\ufffd", 0, 0, "", false},
		{"lost characters", "規程.md", text + "\ufffd\ufffd社\ufffd", 0, 0, "3 characters that could not be decoded", true},
		{"UTF-8 read as Shift_JIS, in one paragraph", "規程.md", text + "莨夊ｭｰ縺ｯ譛域屆譌･縺ｫ髢九￥縲ゅ◎繧後ｒ繝｡繝ｼ繝ｫ縺ｧ", 0, 0, "garbled in part", true},
		{"UTF-8 read as Latin-1, in one paragraph", "規程.md", text + "ä¼šè­°ã\u0081¯æœˆæ›œã\u0081«é–‹ã\u0081\u008fã\u0080\u0082ã\u0081\u0082", 0, 0, "garbled in part", true},
		{"French is no garbled Japanese", "guide.md", strings.Repeat("Il a été décidé que les congés sont accordés à l'été, où ç'a été prévu. ", 20), 0, 0, "", false},
		{"a font's own characters", "規程.pdf", strings.Repeat("\ue001\ue002規程", 40), 0, 0, "only its own font knows", true},
		{"a wall", "規程.md", text + strings.Repeat("あ", 400), 0, 0, "400 times あ on end", true},
		{"a wall with holes", "規程.md", strings.Repeat("亜亜亜亜い", 100), 0, 0, "are 亜", true},
		{"rules and blanks are no walls", "様式.md", text + strings.Repeat("―", 400) + strings.Repeat("＿", 400) + strings.Repeat("・", 400), 0, 0, "", false},
		{"next to nothing", "一言.md", "準備中", 0, 0, "next to nothing in it: 3 characters", false},
		{"a large file with hardly any text", "図面.pdf", "平面図 一階と二階の図面です", 3 << 20, 1, "hardly any text: 13 characters, 3.0 MB", false},
		{"many pages with hardly any text", "契約書.pdf", "署名のページ以外は画像です。署名はここ。", 1000, 9, "9 pages and more", false},
		{"a large text file is none", "表.csv", "項目の一覧があるはずのところ", 3 << 20, 0, "", false},
		{"no Japanese under a Japanese name", "就業規則.md", english, 0, 0, "hardly any Japanese", false},
		{"a name that says so", "就業規則_英語版.md", english, 0, 0, "", false},
		{"an English name", "rules.md", english, 0, 0, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var sheets []*Sheet
			for i := range 9 { // what the rest is like
				sheets = append(sheets, sheet(fmt.Sprintf("他%d.md", i), prose(uint64(100+i), 600)))
			}
			d, data := paper(tt.file, tt.text)
			if tt.size > 0 {
				data = make([]byte, tt.size)
			}
			if tt.pages > 0 {
				d.Blocks = []retrieval.Block{{Page: tt.pages, End: len(tt.text)}}
			}
			got := Examine(append(sheets, NewSheet(d, retrieval.Hash(data), int64(len(data)), today))).Odd
			switch {
			case tt.want == "" && len(got) > 0, len(got) > 1:
				t.Errorf("got %+v", got)
			case tt.want == "":
			case len(got) == 0 || !strings.Contains(got[0].Reason, tt.want) || got[0].Garbled != tt.garbled || got[0].Remedy == "":
				t.Errorf("got %+v, want %q", got, tt.want)
			}
		})
	}
	t.Run("where English is usual, English is nothing odd", func(t *testing.T) {
		if got := Examine([]*Sheet{sheet("就業規則.md", english), sheet("規程.md", text)}).Odd; len(got) > 0 {
			t.Errorf("got %+v", got)
		}
	})
}

func TestDateIn(t *testing.T) {
	long := prose(1, 3000)
	tests := []struct{ name, text, want string }{
		{"a revision", "就業規則\n最終改訂: 2024年4月1日\n" + long, "2024-04-01"},
		{"an era", "就業規則\n令和6年4月1日改定\n", "2024-04-01"},
		{"full-width figures", "就業規則\n改訂日：２０２４年４月１日\n", "2024-04-01"},
		{"an addendum at the end", long + "附則\nこの規程は、2025年7月1日から施行する。\n", "2025-07-01"},
		{"the latest of several", long + "附則\n2019年4月1日 制定\n2022年10月1日 改正\n", "2022-10-01"},
		{"a date alone near the beginning", "お知らせ\n2025年12月1日\n各位\n", "2025-12-01"},
		{"English", "Travel policy\nLast updated: July 1, 2025\n", "2025-07-01"},
		{"a month", "価格表\n2025年10月現在\n", "2025-10"},
		{"after today it is of something else", "価格表\n有効期限 2027年3月31日まで適用\n", ""},
		{"part of what is told is none", "沿革\nこの会社は1908年に制定された法律に基づき、その後の改正を経て多くの事業を行うようになったものであり、現在も続いています。設立は古く、長い歴史を持ちます。\n", ""},
		{"in the middle of a text is none", long + "2001年4月1日改訂\n" + long, ""},
		{"a time of day is none", "会議\n10:30 更新\n", ""},
		{"nothing", "就業規則\n", ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := dateIn(tt.text, today).String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestOldest(t *testing.T) {
	old := sheet("古い.md", prose(3, 300))
	old.Modified = time.Date(2011, 3, 1, 0, 0, 0, 0, time.UTC)
	got := Examine([]*Sheet{
		sheet("新しい.md", prose(1, 300)), sheet("価格表_2015年度.md", prose(2, 300)), old,
		sheet("規程_2001年版.md", "改訂日: 2020年4月1日\n"+prose(4, 300)),
	}).Oldest
	var lines []string
	for _, a := range got {
		lines = append(lines, fmt.Sprint(a.File, " ", a.Date, " by ", a.By))
	}
	want := []string{"古い.md 2011-03-01 by the time of the file", "価格表_2015年度.md 2015 by its name", "規程_2001年版.md 2020-04-01 by its text", "新しい.md 2026-09-01 by the time of the file"}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q", lines)
	}
}
