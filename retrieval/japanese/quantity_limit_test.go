package japanese

import "testing"

func TestQuantityWithin(t *testing.T) {
	for _, tt := range []struct {
		amount, limit string
		want          bool
	}{
		{"12%", "15%以下", true}, {"15%", "15%以下", true}, {"16%", "15%以下", false}, {"15%", "15%未満", false},
		{"2年", "18か月以上", true}, {"1年", "18か月以上", false}, {"10万円", "10万円以上", true}, {"10万円", "10万円超", false},
		{"3日", "3日", true}, {"4日", "3日", false}, {"3人", "3日以上", false}, {"two hours", "at least 90 minutes", true},
	} {
		t.Run(tt.amount+" "+tt.limit, func(t *testing.T) {
			a, _ := Figures(tt.amount)
			l, _ := Figures(tt.limit)
			if len(a) != 1 || len(l) != 1 {
				t.Fatalf("read as %v and %v", a, l)
			}
			if got := a[0].Within(l[0]); got != tt.want {
				t.Errorf("it is within: %v", got)
			}
		})
	}
}
