package japanese

import (
	"slices"
	"testing"
)

func TestWordsOfACompound(t *testing.T) {
	a := NewAnalyzer()
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"at a common last word", "エクスチェンジサーバーの障害", []string{"エクスチェンジ", "サーバ", "障害"}},
		{"at a common first word", "サイバードリルを行う", []string{"サイバ", "ドリル"}},
		{"at several", "ボットネットサーバーリスト", []string{"ボットネット", "サーバ", "リスト"}},
		{"not where what is left is no word", "デスクン", []string{"デスクン"}},
		{"what has none is one", "フラックスタイフーン", []string{"フラックスタイフーン"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := a.Words(tt.text); !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
	t.Run("what is heard is told by the word", func(t *testing.T) {
		text := "エクスチェンジサーバーの田中さん、Sato、ドナルドトランプ"
		heard := a.Heard(text)
		for _, term := range a.Terms(text)[Sounds] {
			if heard[term] == "" {
				t.Errorf("%q is of no word: %v", term, heard)
			}
		}
		if got := heard[Echo("exchange")] + heard[Echo("trump")]; got != "エクスチェンジトランプ" {
			t.Errorf("%q", got)
		}
	})
	t.Run("each is heard by itself", func(t *testing.T) {
		if got := a.Terms("エクスチェンジサーバー")[Sounds]; !slices.Contains(got, Echo("exchange")) {
			t.Errorf("%q", got)
		}
	})
}
