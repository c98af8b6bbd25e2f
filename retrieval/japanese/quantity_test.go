package japanese

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// show writes quantities as number, unit, bound, side, per, and what else is said.
func show(qs []Quantity) string {
	var out []string
	for _, q := range qs {
		w := fmt.Sprintf("%v%s", q.Number, q.Unit)
		if q.Code != "" {
			w = "#" + q.Code
		}
		w += [...]string{"", "≥", ">", "≤", "<"}[q.Bound] + [...]string{"", "前", "後"}[q.Side]
		if q.Per != "" {
			w += "/" + string(q.Per)
		}
		if q.Ordinal {
			w += "目"
		}
		if q.Soft {
			w += "~"
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

func TestQuantitiesAreRead(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// Figures.
		{"12日", "12日"}, {"１２日", "12日"}, {"十二日", "12日"}, {"二十三人", "23人"}, {"千二百円", "1200円"}, {"1万2千円", "12000円"}, {"1,234,567円", "1.234567e+06円"},
		{"11億2,000万円", "1.12e+09円"}, {"3千円", "3000円"}, {"1.5億円", "1.5e+08円"}, {"二〇二六件", "2026件"}, {"2.5倍", "2.5倍"}, {"１，８４６件", "1846件"}, {"**10**日", "10日"},
		{"数日かかる", ""}, {"十数人", ""}, {"数十件", ""}, {"統一した", ""}, {"三好と百瀬", ""}, {"十分に休む", ""}, {"十分間待つ", "10分"}, {"一部の店", ""}, {"第三者", ""}, {"六本木", ""},
		{"five days", "5日"}, {"twenty-one days", "21日"}, {"two hundred people", "200人"}, {"1.2 million yen", "1.2e+06円"}, {"a dozen items", "12個"}, {"three-month", "3か月"}, {"14-day", "14日"},
		// Units and their synonyms.
		{"¥5,000", "5000円"}, {"5,000 yen", "5000円"}, {"JPY 5,000", "5000円"}, {"$25", "25ドル"}, {"5万ドル", "50000ドル"}, {"10％", "10%"}, {"10パーセント", "10%"}, {"10 percent", "10%"},
		{"8割", "8割"}, {"8割5分", "8.5割"}, {"半額", "50%"}, {"3分の1", "33.333333333333336%"}, {"half of the fee", "50%"}, {"two thirds of", "66.66666666666667%"},
		{"3営業日", "3営業日"}, {"3 business days", "3営業日"}, {"3 working days", "3営業日"}, {"2ヶ月 2カ月 2か月間 2 months", "2か月 2か月 2か月 2か月"}, {"4 business hours", "4営業時間"},
		{"3名", "3人"}, {"3名様", "3人"}, {"85 employees", "85人"}, {"2回", "2回"}, {"twice", "2times"}, {"5台", "5台"}, {"20kg", "20kg"}, {"片道50km", "50km"}, {"14文字", "14文字"}, {"14 characters", "14文字"}, {"-15℃", "-15℃"},
		{"200GB", "200GB"}, {"3つ", "3個"}, {"35歳", "35歳"}, {"35 years old", "35歳"}, {"5G 2FA A3 WPA2 HYM-20L", ""}, {"PC3台", "3台"}, {"1営業日1日", "1営業日~ 1日"},
		// Compounds and halves.
		{"3時間40分", "220分"}, {"1年6か月", "18か月"}, {"1 hour and 30 minutes", "90分"}, {"1時間半", "1.5時間"}, {"半日", "0.5日"}, {"半年", "6か月"}, {"half a day", "0.5日"},
		// Ordinals and names.
		{"第3条", "3条目"}, {"3回目", "3回目"}, {"2年目", "2年目"}, {"Q2", "2四半期目"}, {"第2四半期", "2四半期目"}, {"3rd", "3目"}, {"4.3.0", "#4.3.0"}, {"v2.6.1", "#2.6.1"}, {"050-0000-2911", "#050-0000-2911"}, {"内線2120", "2120"},
		// Ranges and lists.
		{"3～5日", "3日≥ 5日≤"}, {"5～10分", "5分≥ 10分≤"}, {"5日から10日まで", "5日≥ 10日≤"}, {"5 to 10 minutes", "5分≥ 10分≤"}, {"between 5 and 10 minutes", "5分≥ 10分≤"}, {"one or two days", "1日~ 2日"}, {"5分から1分に", "5分 1分"}, {"5分、15分、30分", "5分 15分 30分"}, {"-30～60℃", "-30℃≥ 60℃≤"},
		// What they count for.
		{"週3日", "3日/週間"}, {"月額4,800円", "4800円/か月"}, {"1日2時間まで", "1日~ 2時間≤/日"}, {"年2回", "2回/年"}, {"three days a week", "3日/週間 1週間~"}, {"8,000 yen a month", "8000円/か月 1か月~"}, {"1人10,000円", "1人~ 10000円"}, {"月2日", "2日/か月"},
		// Points in time.
		{"翌営業日", "1営業日後"}, {"前日", "1日前"}, {"翌月末", "1か月後"}, {"3日前", "3日前"}, {"3日前後", "3日"}, {"two weeks before", "2週間前"}, {"the next business day", "1営業日後"}, {"次の日程", ""},
	} {
		qs, _ := Figures(c.text)
		if got := show(qs); got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
}

func TestBoundsAreToldApart(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"5日以上", "5日≥"}, {"5日超", "5日>"}, {"5日を超える", "5日>"}, {"5日より多い", "5日>"}, {"5日を上回る", "5日>"}, {"5日以下", "5日≤"}, {"5日以内", "5日≤"}, {"5日未満", "5日<"}, {"5日に満たない", "5日<"}, {"5日まで", "5日≤"},
		{"5日を上限とする", "5日≤"}, {"上限は5日", "5日≤"}, {"最大5日", "5日≤"}, {"最長で5日", "5日≤"}, {"少なくとも5日", "5日≥"}, {"最低5日", "5日≥"}, {"5日を超えてはならない", "5日≤"}, {"5日を超えない", "5日≤"}, {"5日を限度", "5日≤"}, {"61台から", "61台≥"},
		{"5日分（40時間）まで", "5日≤ 40時間"}, {"5%を超え15%以下", "5%> 15%≤"}, {"5万円以上30万円未満", "50000円≥ 300000円<"}, {"3営業日前まで", "3営業日≤前"}, {"帰着後7営業日以内", "7営業日≤後"}, {"8か月を過ぎ", "8か月>後"},
		{"at least 5 days", "5日≥"}, {"more than 5 days", "5日>"}, {"up to 5 days", "5日≤"}, {"within 5 days", "5日≤"}, {"no more than 5 days", "5日≤"}, {"less than 5 days", "5日<"}, {"under 5 days", "5日<"}, {"5 days or more", "5日≥"}, {"5 days or less", "5日≤"},
		{"no later than two weeks before", "2週間≤前"}, {"at least two months ahead", "2か月≥前"}, {"ten or more days", "10日≥"}, {"2.6.0 or later", "#2.6.0≥後"}, {"older than 2.5.3", "#2.5.3<"}, {"within seven days of release", "7日≤後"}, {"must not exceed 5 days", "5日≤"},
	} {
		qs, _ := Figures(c.text)
		if got := show(qs); got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
	for _, c := range []struct {
		a, b Bound
		want bool
	}{{AtLeast, MoreThan, false}, {AtMost, LessThan, false}, {AtMost, AtLeast, false}, {AtMost, AtMost, true}, {Exactly, AtMost, true}, {MoreThan, Exactly, true}} {
		if got := c.a.Agrees(c.b); got != c.want {
			t.Errorf("%d agrees with %d: %v", c.a, c.b, got)
		}
	}
	if !AtLeast.Opposite(LessThan) || !AtMost.Opposite(MoreThan) || AtLeast.Opposite(MoreThan) {
		t.Error("以上 and 未満 are opposites, 以下 and 超 too, 以上 and 超 are not")
	}
}

func TestEqualAmountsAreEqualInAllSpellings(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"60分", "1時間", true}, {"8割", "80%", true}, {"半額", "50%", true}, {"3名", "three people", true}, {"12か月", "1年", true}, {"1週間", "7日間", true}, {"10万円", "¥100,000", true}, {"二千円", "2,000 yen", true}, {"3つ", "3件", true}, {"2回", "twice", true}, {"20台", "20 sensors", true}, {"1,000g", "1kg", true}, {"1/4以上", "25%", true},
		{"3日", "3営業日", false}, {"3日", "3時間", false}, {"100円", "100ドル", false}, {"3人", "3つ", false}, {"5件", "5回", false}, {"3日", "4日", false}, {"4.3.0", "4.3.1", false}, {"10%", "10割", false}, {"1か月", "30日", false}, {"5円", "5", false},
	} {
		a, _ := Figures(c.a)
		b, _ := Figures(c.b)
		if len(a) != 1 || len(b) != 1 {
			t.Errorf("%s, %s: %d and %d figures", c.a, c.b, len(a), len(b))
			continue
		}
		if got := a[0].Equal(b[0]); got != c.want {
			t.Errorf("%s = %s: %v", c.a, c.b, got)
		}
		if a[0].Equal(b[0]) != b[0].Equal(a[0]) {
			t.Errorf("%s and %s: not symmetric", c.a, c.b)
		}
	}
}

func TestSpansAreVerbatim(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"宿泊費は**12,000円**まで。", "12,000円"}, {"上限は１２，０００円です", "１２，０００円"}, {"4時\n間を超える", "4時\n間"}, {"約㌔で5㎏", "5㎏"},
	} {
		qs, _ := Figures(c.text)
		if len(qs) != 1 || qs[0].Of(c.text) != c.want {
			t.Errorf("%q: %v, want %q", c.text, qs, c.want)
		}
	}
}

// FuzzFigures: spans are in order, disjoint, on rune bounds and within the text.
func FuzzFigures(f *testing.F) {
	for _, s := range []string{"週3日", "令和8年4月1日から5日間", "5～10分", "1万2千円", "²³½㌔①", "from 3 to 4 pm", "10/5-12", "\xff1日\xe3", "３．１４％", "半", "2026-04-01T09:00", "第一"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		qs, ds := Figures(s)
		check := func(at Span, end int) int {
			if at.Start < end || at.End <= at.Start || at.End > len(s) {
				t.Fatalf("%q: %v behind %d", s, at, end)
			}
			if utf8.ValidString(s) && !utf8.ValidString(at.Of(s)) {
				t.Fatalf("%q: %q is cut inside a character", s, at.Of(s))
			}
			return at.End
		}
		end := 0
		for _, q := range qs {
			end = check(q.Span, end)
		}
		end = 0
		for _, d := range ds {
			end = check(d.Span, end)
		}
		for _, q := range qs {
			if q.Code == "" && !q.Equal(q) {
				t.Fatalf("%q: %v is not equal to itself", s, q)
			}
		}
	})
}

func BenchmarkFigures(b *testing.B) {
	text := "１　宿泊費は、東京23区内については1泊につき14,500円、その他の地域については1泊につき11,000円を上限とし、令和8年4月1日から施行する。"
	b.ReportAllocs()
	for b.Loop() {
		Figures(text)
	}
}
