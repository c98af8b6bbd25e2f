package japanese

import (
	"slices"
	"strings"
)

// A limit is a way of saying a bound or a side.
type limit struct {
	text  string
	bound Bound
	side  Side
}

// limitsBehind stand behind a figure and its unit, in Japanese directly, in English
// after a space. Longer ones come first where one begins another.
var limitsBehind = byFirstByte([]limit{
	{"を超えない", AtMost, 0}, {"を超えず", AtMost, 0}, {"を越えない", AtMost, 0}, {"を上回らない", AtMost, 0}, {"を下回らない", AtLeast, 0},
	{"以上", AtLeast, 0}, {"以下", AtMost, 0}, {"未満", LessThan, 0}, {"以内", AtMost, 0},
	{"を超え", MoreThan, 0}, {"を越え", MoreThan, 0}, {"をこえ", MoreThan, 0}, {"超え", MoreThan, 0}, {"超", MoreThan, 0}, {"を上回", MoreThan, 0},
	{"より多", MoreThan, 0}, {"よりも多", MoreThan, 0}, {"より長", MoreThan, 0}, {"よりも長", MoreThan, 0}, {"より大き", MoreThan, 0}, {"より新し", MoreThan, 0}, {"より高", MoreThan, 0},
	{"を下回", LessThan, 0}, {"に満たな", LessThan, 0}, {"に満たず", LessThan, 0}, {"に達しな", LessThan, 0}, {"より少な", LessThan, 0}, {"よりも少な", LessThan, 0},
	{"より短", LessThan, 0}, {"より小さ", LessThan, 0}, {"より古", LessThan, 0}, {"より低", LessThan, 0}, {"足らず", LessThan, 0}, {"を切", LessThan, 0},
	{"を上限", AtMost, 0}, {"が上限", AtMost, 0}, {"を限度", AtMost, 0}, {"が限度", AtMost, 0}, {"が最大", AtMost, 0}, {"を最大", AtMost, 0}, {"が最長", AtMost, 0}, {"を下限", AtLeast, 0},
	{"が下限", AtLeast, 0}, {"が最低", AtLeast, 0}, {"を最低", AtLeast, 0},
	{"までの間", AtMost, 0}, {"まで", AtMost, 0}, {"より前", LessThan, Before}, {"よりも前", LessThan, Before}, {"より後", MoreThan, After},
	{"以降", AtLeast, After}, {"以後", AtLeast, After}, {"以前", AtMost, Before}, {"から", AtLeast, 0}, {"より", AtLeast, 0},
	{"前", Exactly, Before}, {"まえ", Exactly, Before}, {"後", Exactly, After}, {"経過後", Exactly, After}, {"過ぎ", MoreThan, After}, {"を過ぎ", MoreThan, After},
	{"or more", AtLeast, 0}, {"and more", AtLeast, 0}, {"or above", AtLeast, 0}, {"and above", AtLeast, 0}, {"or over", AtLeast, 0}, {"and over", AtLeast, 0},
	{"or longer", AtLeast, 0}, {"or later", AtLeast, After}, {"and later", AtLeast, After}, {"or newer", AtLeast, 0}, {"or higher", AtLeast, 0}, {"at least", AtLeast, 0}, {"minimum", AtLeast, 0},
	{"or less", AtMost, 0}, {"and less", AtMost, 0}, {"or fewer", AtMost, 0}, {"or below", AtMost, 0}, {"and below", AtMost, 0}, {"or under", AtMost, 0}, {"or shorter", AtMost, 0},
	{"or earlier", AtMost, Before}, {"and earlier", AtMost, Before}, {"at most", AtMost, 0}, {"maximum", AtMost, 0}, {"max", AtMost, 0},
	{"before", Exactly, Before}, {"ahead", Exactly, Before}, {"in advance", Exactly, Before}, {"prior", Exactly, Before}, {"earlier", Exactly, Before}, {"beforehand", Exactly, Before},
	{"after", Exactly, After}, {"later", Exactly, After}, {"from", Exactly, After}, {"of release", Exactly, After},
})

// limitsAhead stand in front of a figure.
var limitsAhead = byLastByte([]limit{
	{"最大", AtMost, 0}, {"最大で", AtMost, 0}, {"最大で約", AtMost, 0}, {"最長", AtMost, 0}, {"最長で", AtMost, 0}, {"最高", AtMost, 0}, {"多くとも", AtMost, 0}, {"多くても", AtMost, 0}, {"遅くとも", AtMost, 0},
	{"上限", AtMost, 0}, {"上限は", AtMost, 0}, {"上限が", AtMost, 0}, {"上限を", AtMost, 0}, {"上限額は", AtMost, 0}, {"限度は", AtMost, 0}, {"限度額は", AtMost, 0}, {"せいぜい", AtMost, 0},
	{"最低", AtLeast, 0}, {"最低で", AtLeast, 0}, {"最低でも", AtLeast, 0}, {"最短", AtLeast, 0}, {"最小", AtLeast, 0}, {"少なくとも", AtLeast, 0}, {"下限は", AtLeast, 0},
	{"at least", AtLeast, 0}, {"no less than", AtLeast, 0}, {"not less than", AtLeast, 0}, {"no fewer than", AtLeast, 0}, {"not fewer than", AtLeast, 0}, {"minimum of", AtLeast, 0}, {"minimum", AtLeast, 0},
	{"more than", MoreThan, 0}, {"over", MoreThan, 0}, {"exceeding", MoreThan, 0}, {"exceeds", MoreThan, 0}, {"exceed", MoreThan, 0}, {"above", MoreThan, 0}, {"greater than", MoreThan, 0}, {"longer than", MoreThan, 0},
	{"beyond", MoreThan, 0}, {"newer than", MoreThan, 0}, {"later than", MoreThan, 0},
	{"at most", AtMost, 0}, {"up to", AtMost, 0}, {"within", AtMost, 0}, {"no more than", AtMost, 0}, {"not more than", AtMost, 0}, {"maximum of", AtMost, 0}, {"maximum", AtMost, 0}, {"no longer than", AtMost, 0},
	{"not exceed", AtMost, 0}, {"not exceeding", AtMost, 0}, {"no later than", AtMost, 0}, {"not later than", AtMost, 0},
	{"less than", LessThan, 0}, {"fewer than", LessThan, 0}, {"under", LessThan, 0}, {"below", LessThan, 0}, {"shorter than", LessThan, 0}, {"older than", LessThan, 0},
})

// datesAhead stand in front of a date; what they say of a figure is only its side.
var datesAhead = byLastByte([]limit{
	{"by", AtMost, 0}, {"until", AtMost, 0}, {"till", AtMost, 0}, {"through", AtMost, 0}, {"before", LessThan, Before}, {"prior to", LessThan, Before},
	{"after", MoreThan, After}, {"since", AtLeast, After}, {"from", AtLeast, 0}, {"starting", AtLeast, 0}, {"as of", AtLeast, 0}, {"effective", AtLeast, 0},
	{"遅くとも", AtMost, 0},
})

func byFirstByte(ls []limit) map[byte][]limit {
	return indexed(ls, func(s string) byte { return s[0] })
}
func byLastByte(ls []limit) map[byte][]limit {
	return indexed(ls, func(s string) byte { return s[len(s)-1] })
}

func indexed(ls []limit, key func(string) byte) map[byte][]limit {
	m := map[byte][]limit{}
	for _, l := range ls {
		m[key(l.text)] = append(m[key(l.text)], l)
	}
	for k := range m {
		slices.SortStableFunc(m[k], func(a, b limit) int { return len(b.text) - len(a.text) })
	}
	return m
}

// fillers stand between a figure and what limits it.
var fillers = []string{"分", "間", "程度", "ほど", "くらい", "ぐらい", "余り", "目", "頃", "ごろ", "現在", "付け", "付", "末", "中", "のうち", "相当", "ずつ"}

// sideless are the words that only begin like 前 or 後.
var sideless = []string{"前後", "前半", "前項", "前条", "前提", "後半", "後述", "後者", "前者", "前年", "前月", "前日"}

// limitBehind reads the bound and the side behind a figure that ends at s[i:].
func limitBehind(s string, i int) (b Bound, side Side) {
	for range 5 {
		s = strings.TrimLeft(s[min(i, len(s)):], " ")
		i = 0
		if l, ok := limitAt(s); ok {
			if b == Exactly || side != NoSide && l.bound != Exactly {
				b = l.bound
			}
			if l.bound == MoreThan && forbids(s[len(l.text):]) {
				b = AtMost
			}
			if l.side == NoSide || side != NoSide {
				return b, side
			}
			side = l.side
			if b != Exactly {
				return b, side
			}
			i = len(l.text) // 3日前までに
			continue
		}
		if side != NoSide {
			return b, side
		}
		switch n := fillerAt(s); {
		case n > 0:
			i = n
		default:
			n = bracketEnd(s)
			if n == 0 {
				return b, side
			}
			if _, ok := limitAt(strings.TrimLeft(s[n:], " ")); !ok {
				return b, side
			}
			i = n
		}
	}
	return b, side
}

func limitAt(s string) (limit, bool) {
	if s == "" {
		return limit{}, false
	}
	for _, l := range limitsBehind[s[0]] {
		if !strings.HasPrefix(s, l.text) || isLetterByte(s[0]) && wordEnd(s, len(l.text)) > len(l.text) {
			continue
		}
		if l.side != NoSide && slices.ContainsFunc(sideless, func(w string) bool { return strings.HasPrefix(s, w) }) {
			continue
		}
		return l, true
	}
	return limit{}, false
}

// forbids reports whether what follows 超え turns it round: を超えてはならない.
func forbids(s string) bool {
	for _, p := range []string{"てはなら", "てはいけ", "てはだめ", "ることはでき", "ることができませ", "ることができな", "られな", "られませ", "ない", "ません"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func fillerAt(s string) int {
	for _, f := range fillers {
		if strings.HasPrefix(s, f) {
			return len(f)
		}
	}
	return 0
}

// bracketEnd returns the length of the short bracket at the start of s, or 0:
// 5日分（40時間）まで.
func bracketEnd(s string) int {
	if !strings.HasPrefix(s, "(") {
		return 0
	}
	const short = 60 // bytes
	if n := strings.IndexByte(s[:min(len(s), short)], ')'); n > 0 {
		return n + 1
	}
	return 0
}

// limitAhead reads the bound and the side in front of s[i:].
func limitAhead(s string, i int, date bool) (Bound, Side) {
	s = strings.TrimRight(s[:i], " ")
	for _, f := range approximations {
		s = strings.TrimRight(strings.TrimSuffix(s, f), " ")
	}
	if s == "" {
		return Exactly, NoSide
	}
	if l, ok := endsIn(s, limitsAhead); ok {
		return l.bound, NoSide
	}
	l, _ := endsIn(s, datesAhead)
	if date {
		return l.bound, l.side
	}
	return Exactly, l.side
}

// approximations may stand between a limit and its figure.
var approximations = []string{"約", "およそ", "おおよそ", "概ね", "計", "通算", "累計", "合計", " about", " approximately", " around", " the", " a", " first", " another", ":"}

func endsIn(s string, limits map[byte][]limit) (limit, bool) {
	for _, l := range limits[s[len(s)-1]] {
		if !strings.HasSuffix(s, l.text) {
			continue
		}
		if n := len(s) - len(l.text); isLetterByte(l.text[0]) && n > 0 && isLetterByte(s[n-1]) {
			continue
		}
		return l, true
	}
	return limit{}, false
}
