package japanese

import (
	"slices"
	"testing"
)

func TestFigureForms(t *testing.T) {
	for _, tt := range []struct{ text, figure, form string }{
		{"on May 18, 2012", "May 18, 2012", "2012年5月18日"},
		{"on May 18, 2012", "May 18, 2012", "平成24年5月18日"},
		{"18 May 2012 was a Friday", "18 May 2012", "2012年5月18日"},
		{"2012年5月18日", "2012年5月18日", "May 18, 2012"},
		{"２０１２年５月１８日", "２０１２年５月１８日", "2012/5/18"},
		{"令和6年の改定", "令和6年", "2024年"},
		{"2024年の改定", "2024年", "令和6年"},
		{"2019年", "2019年", "令和元年"},
		{"5月18日まで", "5月18日", "May 18"},
		{"over 200,000 devices", "200,000", "20万"},
		{"20万台のルーター", "20万台", "200000台"},
		{"二十万台", "二十万台", "20万台"},
		{"2 million yen", "2 million yen", "200万円"},
		{"三日前", "三日", "3日"},
		{"3日以内", "3日", "三日"},
		{"3日以内", "3日", "3 days"},
		{"within three days", "three days", "3日"},
		{"定員は10名", "10名", "10人"},
		{"定員は10名", "10名", "10 people"},
		{"１億２０００万円", "１億２０００万円", "120000000円"},
	} {
		found := false
		for _, s := range FigureForms(tt.text) {
			found = found || s.Of(tt.text) == tt.figure && slices.Contains(s.Others, tt.form)
		}
		if !found {
			t.Errorf("in %q %q is not %q: %+v", tt.text, tt.figure, tt.form, FigureForms(tt.text))
		}
	}
	for _, text := range []string{"", "日当", "数日", "HYM-20L", "9:00", "4.3.0"} {
		if got := FigureForms(text); len(got) > 0 {
			t.Errorf("%q has the forms %+v", text, got)
		}
	}
}
