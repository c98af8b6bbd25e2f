package japanese

import "testing"

func TestAlikeWordsAgreeInTheirVowelsToo(t *testing.T) {
	for _, tt := range []struct {
		kana, latin string
		want        bool
	}{
		{"ロボット", "robot", true},
		{"ロボット", "rabbit", false},
		{"クリントン", "clinton", true},
		{"ロムアルデス", "romualdez", true},
		{"スラック", "slack", true},
		{"データベース", "database", true},
		{"クラウド", "cloud", true},
		{"セキュリティ", "security", true},
		{"ヒエモリ", "hiemori", true},
		{"シミズ", "shimizu", true},
		{"スマート", "summit", false},
		{"カラオケ", "crack", false},
		{"バスケット", "biscuit", false},
		{"ミナト", "minute", false},
	} {
		if got := Alike(tt.kana, tt.latin); got != tt.want {
			t.Errorf("%s (%s) is %s (%s): %t", tt.kana, vowelled(tt.kana), tt.latin, vowelled(tt.latin), got)
		}
	}
}
