package retrieval

import (
	"slices"
	"testing"
)

func TestDefined(t *testing.T) {
	for _, tt := range []struct {
		text string
		want [][2]string
	}{
		{"海南国家安全保障局(HSSD)が", [][2]string{{"海南国家安全保障局", "HSSD"}}},
		{"いわゆる偽旗作戦（False flag）である", [][2]string{{"偽旗作戦", "False flag"}}},
		{"「偽旗作戦」（False flag）", [][2]string{{"偽旗作戦", "False flag"}}},
		{"米国の中央情報局（CIA）と欧州連合（EU）", [][2]string{{"中央情報局", "CIA"}, {"欧州連合", "EU"}}},
		{"the Hainan State Security Department (HSSD) was", [][2]string{{"Hainan State Security Department", "HSSD"}}},
		{"the Department of Justice (DOJ)", [][2]string{{"Department of Justice", "DOJ"}}},
		{"NATO（北大西洋条約機構）の", [][2]string{{"北大西洋条約機構", "NATO"}}},
		{"年次有給休暇（以下「年休」という。）は", [][2]string{{"年次有給休暇", "年休"}}},
		{"低温物流支援機構（略称：低温機構）は", [][2]string{{"低温物流支援機構", "低温機構"}}},
		{"勤務する場合（以下「在宅勤務」という）", nil},
		{"北京（中国）", nil},
		{"上限（10件）", nil},
		{"資料（pdf）", nil},
		{"費用(kg)", nil},
		{"一覧（2026年版）", nil},
		{"three days (see below)", nil},
		{"閉じない（ABC", nil},
		{"長い行（ABC\nDEF）", nil},
		{"（）()", nil},
		{"", nil},
	} {
		if got := defined(tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%q defines %q, want %q", tt.text, got, tt.want)
		}
	}
}
