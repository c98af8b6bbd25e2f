package extract

import (
	"testing"

	"kotae/retrieval/japanese"
)

func TestFitOf(t *testing.T) {
	for _, tt := range []struct {
		name, asked, stated string
		want                fit
	}{
		{"the same figure", "4日", "申請は4日前まで", agrees},
		{"in other units", "2年半", "勤続30か月で14日", agrees},
		{"within a range", "4日", "| 3日～4日 | 10営業日前 |", agrees},
		{"outside of it", "5日", "| 3日～4日 | 10営業日前 |", differs},
		{"below its beginning", "2日", "| 3日～4日 | 10営業日前 |", differs},
		{"within two limits", "12%", "5%を超え15%以下：営業部長", agrees},
		{"beyond the second", "20%", "5%を超え15%以下：営業部長", differs},
		{"above a least", "15万円", "10万円以上は営業部長", agrees},
		{"not below a limit", "15万円", "10万円未満まで決裁できる", differs},
		{"of something else", "4日", "定員は8人", silent},
		{"of nothing", "4日", "課長が承認する", silent},
		{"no ordinal is an amount", "3日", "第3条", silent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked, _ := japanese.Figures(tt.asked)
			stated, _ := japanese.Figures(tt.stated)
			if len(asked) != 1 {
				t.Fatalf("%q gives %v", tt.asked, asked)
			}
			if got := fitOf(asked[0], stated); got != tt.want {
				t.Errorf("%q to %q is %d, want %d", tt.stated, tt.asked, got, tt.want)
			}
		})
	}
}
