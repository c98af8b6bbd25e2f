package guard

import (
	"regexp"
	"slices"

	"kotae/retrieval/japanese"
)

// An extent is how much or how often without a figure: 全額, 無料, 毎月, in full, weekly.
type extent struct {
	japanese.Span
	value value
}

// A value is what an extent says.
type value string

const (
	whole   value = "whole"
	half    value = "half"
	part    value = "part"
	free    value = "free"
	charged value = "charged"
	double  value = "double"
	triple  value = "triple"
	daily   value = "日" // periods are named as what a Quantity is counted per
	weekly  value = "週間"
	monthly value = "か月"
	quarter value = "四半期"
	yearly  value = "年"
)

// extentForms are the words of each value. Those too common to mean an extent alone
// (all, some, free) stand with what makes them one.
var extentForms = []struct {
	value value
	form  *regexp.Regexp
}{
	{whole, regexp.MustCompile(`全額|全量|満額|全員|全社員|全従業員|全職員|全社[でに]|全部|全て|すべて|全数|全品|` +
		`(?i:\bin full\b|\bthe full (?:\w+ )?(?:fee|cost|price|amount|sum|rent|tuition|salary)|\bfull(?:y)? (?:paid|covered|refunded|reimbursed|refund|reimbursement|pay)\b|\b(?:the )?entire\b|\bthe whole\b|\ball of (?:the|their|your)\b|\bevery(?:one|body)\b|\ball (?:staff|employees|members|visitors|users|guests|customers)\b)`)},
	{part, regexp.MustCompile(`一部(?:[のをはがだ、]|社員)|一部分|部分的|希望者|該当者|(?i:\bpart of\b|\bpartly\b|\bpartial(?:ly)?\b|\bin part\b|\bsome (?:of|staff|employees|members|visitors|users|guests|customers)\b|\bvolunteers\b)`)},
	{free, regexp.MustCompile(`無料|無償|ただで|(?i:\bfree of charge\b|\bfor free\b|\bat no (?:cost|charge|extra cost)\b|\bwithout (?:charge|cost)\b|\bcosts? (?:\w+ )?nothing\b|\b(?:is|are|be) free(?:$|[.,;]))`)},
	{charged, regexp.MustCompile(`有料|有償|自己負担|自費|(?i:\bfor a fee\b|\bat (?:your|their|his|her) own (?:cost|expense)\b)`)},
	{double, regexp.MustCompile(`倍額|倍増|(?:^|[^0-9０-９一二三四五六七八九十数何人])倍(?:に|と|の|を)|(?i:\bdoubles?(?:d)? (?:the|at|after|in|on|when|if)\b|\bdoubled\b|\btwofold\b)`)},
	{triple, regexp.MustCompile(`(?i:\btripled?s?\b|\bthreefold\b)`)},
	{daily, regexp.MustCompile(`毎日|日ごと|連日|(?i:\bdaily\b|\b(?:every|each) (?:single )?day\b)`)},
	{weekly, regexp.MustCompile(`毎週|週ごと|隔日|(?i:\bweekly\b|\b(?:every|each) week\b)`)},
	{monthly, regexp.MustCompile(`毎月|月ごと|(?i:\bmonthly\b|\b(?:every|each) month\b)`)},
	{quarter, regexp.MustCompile(`四半期(?:ごと|毎)|(?i:\bquarterly\b|\b(?:every|each) quarter\b)`)},
	{yearly, regexp.MustCompile(`毎年|年ごと|毎年度|(?i:\byearly\b|\bannually\b|\b(?:every|each) year\b)`)},
}

// extentsOf finds the extents of a text.
func extentsOf(text string) []extent {
	var out []extent
	for _, f := range extentForms {
		for _, at := range f.form.FindAllStringIndex(text, -1) {
			out = append(out, extent{japanese.Span{Start: at[0], End: at[1]}, f.value})
		}
	}
	return out
}

// extents are those of a unit, and what its figures say as extents, read once.
func (u *unit) extents() []extent {
	if u.measured {
		return u.extended
	}
	u.measured = true
	u.extended = extentsOf(u.text)
	for _, q := range u.quantities {
		if v := valueOf(q); v != "" {
			u.extended = append(u.extended, extent{q.Span, v})
		}
	}
	return u.extended
}

// currencies are the units of prices.
var currencies = set("円 ドル ユーロ ポンド 元 ウォン")

// valueOf is what a figure says as an extent: 50 %, 2倍, 1人200円, 年1回.
func valueOf(q japanese.Quantity) value {
	switch {
	case q.Code != "":
	case q.Unit == "%" || q.Unit == "割":
		share := q.Number
		if q.Unit == "割" {
			share *= 10
		}
		switch {
		case share == 100:
			return whole
		case share == 50:
			return half
		case share == 0:
			return free
		case share < 100:
			return part
		}
	case (q.Unit == "倍" || q.Unit == "times") && q.Number == 2:
		return double
	case (q.Unit == "倍" || q.Unit == "times") && q.Number == 3:
		return triple
	case currencies[string(q.Unit)] && q.Number == 0:
		return free
	case currencies[string(q.Unit)]:
		return charged
	case q.Unit.Counts() && q.Per != "":
		return value(q.Per)
	}
	return ""
}

// rivals are the values that can't be true of the same thing at once.
var rivals = map[value][]value{
	whole:   {half, part},
	part:    {whole},
	free:    {half, part, charged},
	charged: {free},
	daily:   {weekly, monthly, quarter, yearly},
	weekly:  {daily, monthly, quarter, yearly},
	monthly: {daily, weekly, quarter, yearly},
	quarter: {daily, weekly, monthly, yearly},
	yearly:  {daily, weekly, monthly, quarter},
}

// checkExtents compares every extent of the claim with the unit that is about the same
// thing: another stands there, or one that multiplies stands nowhere.
func (c *claim) checkExtents(b *body) []Finding {
	var out []Finding
	own := extentsOf(c.text)
	for _, e := range own {
		fits, top := c.best(b, e.Span, c.clauseOf(e.Span))
		if top < 0 {
			continue
		}
		same := func(u *unit) bool {
			return slices.ContainsFunc(u.extents(), func(x extent) bool { return x.value == e.value })
		}
		other := func(u *unit) *extent {
			for i, x := range u.extents() {
				if slices.Contains(rivals[e.value], x.value) && !slices.ContainsFunc(own, func(o extent) bool { return o.value == x.value }) && !c.counted(u, x) {
					return &u.extents()[i]
				}
			}
			return nil
		}
		if c.standing(b, fits, top, same, func(u *unit) bool { return other(u) != nil || rivals[e.value] == nil }) >= 0 {
			continue
		}
		u := b.units[top]
		x := other(u)
		switch {
		case x != nil:
			out = append(out, Finding{Number, e.Of(c.text), u.around(x.Span)})
		case rivals[e.value] == nil:
			out = append(out, Finding{Number, e.Of(c.text), ""})
		}
	}
	return out
}

// counted reports whether an extent of a unit is a figure that the claim has too, for
// something else than its extent is about: 5人までは無料, 1人200円.
func (c *claim) counted(u *unit, x extent) bool {
	for _, e := range u.quantities {
		if e.Span == x.Span && c.claims(u, e) {
			return true
		}
	}
	return false
}
