package japanese

import "testing"

func TestItemMark(t *testing.T) {
	for _, tt := range []struct{ name, line, want string }{
		{"a middle dot", "・申請書", "・"},
		{"a middle dot with an ideographic space", "・　申請書", "・　"},
		{"a black circle", "●受付時間", "●"},
		{"a square", "■ 手順", "■ "},
		{"a diamond", "◆注意", "◆"},
		{"a star", "★重要", "★"},
		{"a bullet", "• item", "• "},
		{"a hyphen with a space", "- 申請書", "- "},
		{"a hyphen with a tab", "-\titem", "-\t"},
		{"an asterisk", "* item", "* "},
		{"a plus", "+ item", "+ "},
		{"a circled number", "③ 承認", "③ "},
		{"a circled number without a space", "⑳承認", "⑳"},
		{"a number with a full stop and a space", "1. 申請", "1. "},
		{"a number with a full stop before Japanese", "2.申請", "2."},
		{"a number with a full-width full stop", "３．申請", "３．"},
		{"a number with a bracket", "10) 申請", "10) "},
		{"a number with a full-width bracket", "１）申請", "１）"},
		{"a number in brackets", "(2) 申請", "(2) "},
		{"a number in full-width brackets", "（２）申請", "（２）"},

		{"no mark: nothing", "", ""},
		{"no mark: prose", "申請書は総務へ", ""},
		{"no mark: a hyphen in a word", "-5℃", ""},
		{"no mark: a hyphen alone", "-", ""},
		{"no mark: a rule", "---", ""},
		{"no mark: emphasis", "**重要**", ""},
		{"no mark: a version", "1.2.3", ""},
		{"no mark: a decimal", "3.5%", ""},
		{"no mark: a full-width decimal", "３．５％", ""},
		{"no mark: a year in brackets", "（2024）年度", ""},
		{"no mark: a figure", "100円", ""},
		{"no mark: a note sign belongs to its text", "※例外あり", ""},
		{"no mark: an open bracket without an end", "(1", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.line[:ItemMark(tt.line)]; got != tt.want {
				t.Errorf("ItemMark(%q) is %q, want %q", tt.line, got, tt.want)
			}
		})
	}
}
