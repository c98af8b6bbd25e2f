package extract

import (
	"testing"
)

func TestIsQuestion(t *testing.T) {
	for _, tt := range []struct {
		sentence string
		want     bool
	}{
		{"有給はいつ申請しますか？", true},
		{"有給はいつ申請しますか?", true},
		{"有給はいつ申請しますか。", true},
		{"有給はいつ申請しますか", true},
		{"**有給はいつ申請しますか？**", true},
		{"「有給はいつ申請しますか」", true},
		{"How do I apply?", true},
		{"有給は3日前までに申請します。", false},
		{"申請しますが、不要な場合もあります。", false},
		{"Apply three days before.", false},
		{"", false},
	} {
		if got := isQuestion(tt.sentence); got != tt.want {
			t.Errorf("isQuestion(%q) is %v", tt.sentence, got)
		}
	}
}

func TestIsHeading(t *testing.T) {
	for _, tt := range []struct {
		name, sentence, heading, title string
		want                           bool
	}{
		{"the heading in force is", "## 申請", "休暇 > 申請", "規程", true},
		{"the title is", "# 規程", "", "規程", true},
		{"marks around it make no difference", "■ 申請：", "申請", "規程", true},
		{"nor does width", "ＶＰＮ", "VPN", "規程", true},
		{"a rule is", "-----", "申請", "規程", true},
		{"a heading that is not in force is not", "慶弔", "休暇 > 申請", "規程", false},
		{"a sentence that begins with it is not", "申請は3日前まで。", "申請", "規程", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := isHeading(tt.sentence, tt.heading, tt.title); got != tt.want {
				t.Errorf("isHeading(%q) under %q is %v", tt.sentence, tt.heading, got)
			}
		})
	}
}

func TestCommonRun(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"休暇", "", 0}, {"休暇", "経費", 0}, {"有給休暇の申請", "年次有給休暇を申請", 4}, {"abc", "xabcx", 3}, {"abab", "babab", 4},
	} {
		if got := commonRun([]rune(tt.a), []rune(tt.b)); got != tt.want {
			t.Errorf("commonRun(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
