package japanese

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing stays nothing", "", ""},
		{"plain ASCII is lowered", "VPN Setup.TXT", "vpn setup.txt"},
		{"Japanese in its ordinary form stays", "有給休暇の申請、3日前まで。", "有給休暇の申請、3日前まで。"},
		{"full-width letters and digits become ASCII", "ＶＰＮ　１，５００円", "vpn 1,500円"},
		{"half-width katakana become full-width", "ﾊﾝｶｸ", "ハンカク"},
		{"half-width voicing marks join their kana", "ﾊﾞｯｸｱｯﾌﾟ", "バックアップ"},
		{"separate voicing marks join their kana", "か\u3099く\u3099や", "がぐや"},
		{"Roman numerals become letters", "第Ⅲ章 ⅳ", "第iii章 iv"},
		{"circled numbers become digits", "①②⑳", "1220"},
		{"squared words are written out", "㈱コタエ ㍻ ㎡ ℡", "(株)コタエ 平成 m2 tel"},
		{"the high ladder is high", "髙橋", "高橋"},
		{"names are one in old and new kanji", "渡邉 渡邊 齋藤 齊藤 濵田 濱田 山﨑 德永 槗本 𠮷野", "渡辺 渡辺 斎藤 斉藤 浜田 浜田 山崎 徳永 橋本 吉野"},
		{"variation selectors go", "葛\U000E0100城市 ☎\uFE0F", "葛城市 ☎"},
		{"compatibility kanji are their unified selves", "\uFA19社 \u2F08", "神社 人"},
		{"the wave dash and the full-width tilde are one", "9:00〜17:00 9:00～17:00", "9:00~17:00 9:00~17:00"},
		{"all dashes are a hyphen", "‐‑‒–—―−－─﹣", "----------"},
		{"the long-vowel mark is no dash", "サーバー", "サーバー"},
		{"curly quotes are straight", "“it’s”", `"it's"`},
		{"the ideographic space is a space", "有給　休暇", "有給 休暇"},
		{"accents stay, capitals go", "ÉCOLE", "école"},
		{"broken bytes become replacement characters", "有\xff給", "有\uFFFD給"},
		{"and fold what follows them", strings.Repeat("0", 46) + "\xf1ĳ", strings.Repeat("0", 46) + "\uFFFDij"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestCompact(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"line breaks make no difference", "有給休暇は\n　　3日前までに", "有給休暇は3日前までに"},
		{"nor does any white space", " a\tb\u00A0c\r\n", "abc"},
		{"nor does width", "Ｓｌａｃｋ ノ ﾂｳﾁ", "slackノツウチ"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Compact(tt.in); got != tt.want {
				t.Errorf("Compact(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"ﾊﾞｯｸ①㈱", "葛\U000E0100", "ÅÉ\u0301", "\xff", "髙〜ー"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Fold(s)
		if !utf8.ValidString(got) {
			t.Errorf("Fold(%q) = %q, not valid UTF-8", s, got)
		}
		if Compact(got) != Compact(s) {
			t.Errorf("Compact(Fold(%q)) = %q, Compact alone %q", s, Compact(got), Compact(s))
		}
	})
}

func TestIsJapanese(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     bool
	}{
		{"a Japanese question is", "有給休暇は何日前までに申請しますか", true},
		{"keywords in kanji are", "経費 締切", true},
		{"katakana alone is", "パスワード リセット", true},
		{"half-width katakana is", "ﾊﾟｽﾜｰﾄﾞ", true},
		{"Japanese with an English product is", "Slackの通知をオフにする方法", true},
		{"mostly product names with a kanji is", "VPN 設定", true},
		{"an English question is not", "How do I reset my password?", false},
		{"English with one name in kanji is not", "Where do I find the attendance records of Mr. 林 please?", false},
		{"nothing is not", "", false},
		{"digits and signs are not", "123 ?!", false},
		{"Japanese punctuation alone is not", "「。」？", false},
		{"other scripts are not", "Где офис?", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := IsJapanese(tt.in); got != tt.want {
				t.Errorf("IsJapanese(%q) = %v, want %v", tt.in, got, tt.want)
			}
		})
	}
}
