package japanese

import (
	"slices"
	"strings"
	"testing"
)

func TestSlips(t *testing.T) {
	for _, tt := range []struct {
		typed, meant string
		want         bool
	}{
		{"pasword", "password", true},
		{"passsword", "password", true},
		{"reapir", "repair", true},
		{"scienpe", "science", false},
		{"sciense", "science", true},
		{"dairy", "dauly", false},
		{"ゲトウェイ", "ゲートウェイ", true},
		{"パスワド", "パスワード", true},
		{"オフイス", "オフィス", true},
		{"パースード", "パスワード", false}, // two slips
		{"有休", "有給", false},
		{"wpa2", "wpa3", false},
	} {
		if got := slices.Contains(slices.Collect(Slips(tt.typed)), tt.meant); got != tt.want {
			t.Errorf("%q may be meant by %q: %v", tt.meant, tt.typed, got)
		}
	}
}

func TestHomophones(t *testing.T) {
	for _, pair := range []string{"臓蔵", "効功", "検険", "制製", "補保", "収集", "荷化", "書所", "知地", "摂接"} {
		r := []rune(pair)
		if !strings.ContainsRune(Homophones(r[0]), r[1]) || !strings.ContainsRune(Homophones(r[1]), r[0]) {
			t.Errorf("%c and %c do not sound alike", r[0], r[1])
		}
	}
	if strings.ContainsRune(Homophones('人'), '海') || Homophones('a') != "" {
		t.Error("what sounds otherwise sounds alike")
	}
}

func TestRuns(t *testing.T) {
	const text = "ＶＰＮのエラー809は、情報システム部へ the office"
	var got []string
	for _, s := range Runs(text) {
		got = append(got, s.Of(text))
	}
	if want := []string{"ＶＰＮ", "エラー", "809", "情報", "システム", "部", "office"}; !slices.Equal(got, want) {
		t.Errorf("it has the runs %q, want %q", got, want)
	}
}

func TestKatakanaHasOneSpelling(t *testing.T) {
	a := NewAnalyzer()
	for _, pair := range [][2]string{{"サーバー", "サーバ"}, {"コンピューター", "コンピュータ"}, {"ヴァイオリン", "バイオリン"}, {"プリンター", "ﾌﾟﾘﾝﾀ"}} {
		if x, y := a.Words(pair[0]), a.Words(pair[1]); !slices.Equal(x, y) {
			t.Errorf("%s is %q, %s is %q", pair[0], x, pair[1], y)
		}
	}
	if x, y := a.Words("キー"), a.Words("キ"); slices.Equal(x, y) && len(x) > 0 {
		t.Errorf("a key is %q, as is a tree", x)
	}
}
