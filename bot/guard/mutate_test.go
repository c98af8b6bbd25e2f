package guard

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"kotae/retrieval/japanese"
)

// A mutant is a sentence made wrong by rule.
type mutant struct {
	kind, how string
	text      string
}

// mutants makes every mutant of a sentence that the rules allow.
func mutants(s string) []mutant {
	var out []mutant
	if len(letters(s)) < 5 {
		return nil
	}
	add := func(kind, how, text string) {
		if text != s && !strings.Contains(text, "いけます") {
			out = append(out, mutant{kind, how, text})
		}
	}
	mark := itemMark(s)
	qs, ds := japanese.Figures(s)
	for _, q := range qs {
		if q.Start < mark || q.Code != "" {
			continue
		}
		for how, w := range numberMutants(q.Of(s)) {
			add("number", how, s[:q.Start]+w+s[q.End:])
		}
		for _, u := range unitSwaps {
			if strings.HasSuffix(q.Of(s), u[0]) && digitRun.MatchString(q.Of(s)) {
				add("unit", u[0]+"→"+u[1], s[:q.End-len(u[0])]+u[1]+s[q.End:])
				break
			}
		}
		rest := s[q.End:]
		for _, b := range boundSwaps {
			if strings.HasPrefix(rest, b[0]) {
				add("bound", b[0]+"→"+b[1], s[:q.End]+b[1]+rest[len(b[0]):])
				break
			}
		}
		for _, b := range aheadSwaps {
			if i := len(s[:q.Start]) - len(b[0]); i >= 0 && strings.EqualFold(s[i:q.Start], b[0]) {
				add("bound", b[0]+"→"+b[1], s[:i]+b[1]+s[q.Start:])
			}
		}
	}
	for _, d := range ds {
		if d.Start < mark {
			continue
		}
		for how, w := range dateMutants(d, d.Of(s)) {
			add("date", how, s[:d.Start]+w+s[d.End:])
		}
	}
	for _, f := range flips {
		for _, at := range f.from.FindAllStringIndex(s, -1) {
			w := f.from.ReplaceAllString(s[at[0]:at[1]], f.to)
			add("negation", f.name, s[:at[0]]+w+s[at[1]:])
		}
	}
	return out
}

var digitRun = regexp.MustCompile(`[0-9０-９][0-9０-９,，]*(\.[0-9]+)?`)

// numberMutants changes the first figure of a quantity in digits.
func numberMutants(s string) map[string]string {
	at := digitRun.FindStringIndex(s)
	if at == nil {
		return nil
	}
	digits := s[at[0]:at[1]]
	ascii := strings.ReplaceAll(japanese.Fold(digits), ",", "")
	v, err := strconv.ParseFloat(ascii, 64)
	if err != nil {
		return nil
	}
	write := func(v float64) string {
		w := strconv.FormatFloat(v, 'f', -1, 64)
		if strings.Contains(digits, ",") {
			w = commas(w)
		}
		return s[:at[0]] + w + s[at[1]:]
	}
	out := map[string]string{"+1": write(v + 1), "×10": write(v * 10)}
	if v >= 2 {
		out["-1"] = write(v - 1)
	}
	if len(ascii) >= 2 && !strings.Contains(ascii, ".") && ascii[0] != ascii[1] && ascii[1] != '0' {
		out["swap"] = write(mustParse(string(ascii[1]) + string(ascii[0]) + ascii[2:]))
	}
	return out
}

func mustParse(s string) float64 { v, _ := strconv.ParseFloat(s, 64); return v }

func commas(w string) string {
	for i := len(w) - 3; i > 0; i -= 3 {
		w = w[:i] + "," + w[i:]
	}
	return w
}

var unitSwaps = [][2]string{
	{"営業日", "日"}, {"business days", "days"}, {"working days", "days"}, {"万円", "万ドル"}, {"円", "ドル"}, {"yen", "dollars"}, {"日間", "時間"}, {"時間", "日"}, {"日", "時間"},
	{"か月", "週間"}, {"週間", "か月"}, {"年", "か月"}, {"分", "時間"}, {"人", "回"}, {"名", "回"}, {"台", "人"}, {"回", "件"}, {"件", "人"}, {"%", "倍"}, {"割", "倍"}, {"km", "m"}, {"kg", "g"},
	{"months", "weeks"}, {"hours", "days"}, {"days", "hours"}, {"minutes", "hours"}, {"weeks", "months"}, {"years", "months"}, {"日分", "時間分"}, {"文字", "桁"}, {"社", "件"}, {"枚", "件"},
}

var boundSwaps = [][2]string{
	{"以上", "超"}, {"超", "以上"}, {"を超えた", "以上の"}, {"を超える", "以上の"}, {"を超え", "以上"}, {"以下", "未満"}, {"未満", "以下"}, {"以内", "未満"}, {"に満たない", "以下の"},
	{" or later", " or earlier"}, {"前まで", "後から"}, {"前", "後"}, {"まで", "以上"}, {"から", "まで"},
}

var aheadSwaps = [][2]string{
	{"at least ", "more than "}, {"more than ", "at least "}, {"up to ", "less than "}, {"within ", "after more than "}, {"最大", "最低"}, {"最長", "最短"},
}

// dateMutants changes a day, a month, a year, an hour or a weekday by one.
func dateMutants(d japanese.Date, s string) map[string]string {
	runs := digitRun.FindAllStringIndex(s, -1)
	out := map[string]string{}
	shift := func(name string, value, by int) {
		if value == 0 && name != "minute" {
			return
		}
		for i := len(runs) - 1; i >= 0; i-- {
			w := japanese.Fold(s[runs[i][0]:runs[i][1]])
			if v, err := strconv.Atoi(w); err == nil && v == value {
				n := strconv.Itoa(v + by)
				if len(n) < len(w) {
					n = strings.Repeat("0", len(w)-len(n)) + n
				}
				out[fmt.Sprintf("%s%+d", name, by)] = s[:runs[i][0]] + n + s[runs[i][1]:]
				return
			}
		}
	}
	switch {
	case d.Clock:
		shift("hour", d.Hour, 1)
	case d.Weekday != 0 && d.Day == 0:
		for i, w := range []string{"日曜", "月曜", "火曜", "水曜", "木曜", "金曜", "土曜"} {
			if strings.HasPrefix(s, w) {
				out["weekday"] = []string{"日曜", "月曜", "火曜", "水曜", "木曜", "金曜", "土曜"}[(i+1)%7] + s[len(w):]
			}
		}
	default:
		if d.Day < 28 {
			shift("day", d.Day, 1)
		}
		if d.Day > 1 {
			shift("day", d.Day, -1)
		}
		if d.Month < 12 {
			shift("month", d.Month, 1)
		}
		shift("year", d.Year, 1)
		shift("year", d.Year, -1)
		for m := time.January; m < time.December; m++ {
			if i := strings.Index(s, m.String()); i >= 0 && int(m) == d.Month {
				out["month+1"] = s[:i] + (m + 1).String() + s[i+len(m.String()):]
			}
		}
	}
	return out
}

type flip struct {
	name string
	from *regexp.Regexp
	to   string
}

func newFlip(name, from, to string) flip { return flip{name, regexp.MustCompile(from), to} }

// flips turn a sentence round.
var flips = []flip{
	newFlip("できる→できない", `できる(。|$|場合|とき)`, "できない$1"),
	newFlip("できない→できる", `できない`, "できる"),
	newFlip("できます→できません", `できます`, "できません"),
	newFlip("できません→できます", `できません`, "できます"),
	newFlip("必要→不要", `が必要`, "は不要"),
	newFlip("不要→必要", `不要`, "必要"),
	newFlip("認めない→認める", `認めない`, "認める"),
	newFlip("認める→認めない", `認める。`, "認めない。"),
	newFlip("認めて", `認めていません`, "認めています"),
	newFlip("する→しない", `([一-龠])する。`, "${1}しない。"),
	newFlip("します→しません", `([一-龠])します。`, "${1}しません。"),
	newFlip("しない→する", `([一-龠]|と)しない`, "${1}する"),
	newFlip("しません→します", `しません`, "します"),
	newFlip("ます→ません", `([えせけてれ])ます。`, "${1}ません。"),
	newFlip("ません→ます", `([えせけてれりちみ]|[^けま構]い)ません`, "${1}ます"),
	newFlip("られる→られない", `られる。`, "られない。"),
	newFlip("可→不可", `([はも])可([。、）]|$)`, "${1}不可$2"),
	newFlip("不可→可", `不可([。、）]|$)`, "可$1"),
	newFlip("禁止→可能", `禁止`, "可能"),
	newFlip("対象外→対象", `対象外`, "対象"),
	newFlip("てください→ないでください", `([一-龠])してください。`, "${1}しないでください。"),
	newFlip("ないでください→てください", `しないでください`, "してください"),
	newFlip("かまわない", `てかまいません`, "てはいけません"),
	newFlip("いけない", `てはいけません`, "てかまいません"),
	newFlip("要りません", `要りません`, "要ります"),
	newFlip("なければならない", `しなければならない`, "しなくてよい"),
	newFlip("must→must not", `\bmust (be|change|do)\b`, "must not $1"),
	newFlip("must not→must", `\bmust not\b`, "must"),
	newFlip("cannot→can", `\bcannot\b`, "can"),
	newFlip("can→cannot", `\bcan\b`, "cannot"),
	newFlip("may→may not", `\bmay ([a-z]{4,})`, "may not $1"),
	newFlip("may not→may", `\bmay not\b`, "may"),
	newFlip("is not→is", `\b(is|are|does|do|did) not\b`, "$1"),
	newFlip("is→is not", `\b(is|are) ([a-z]+ed)\b`, "$1 not $2"),
	newFlip("allowed", `\b(is|are) required\b`, "$1 not required"),
}

// swapNames replaces each name of a sentence by the next of its class in the documents.
func swapNames(g *Guard, all map[string][]string, s string) []mutant {
	var out []mutant
	for _, n := range g.readClaim(s).names {
		names := all[class(n)]
		for i, w := range names {
			if w != n.folded {
				continue
			}
			for k := 1; k < len(names); k++ {
				if other := names[(i+k)%len(names)]; !strings.Contains(japanese.Fold(s), other) && !strings.Contains(other, n.folded) && !strings.Contains(n.folded, other) {
					out = append(out, mutant{"name", class(n), s[:n.Start] + strings.ToUpper(other) + s[n.End:]})
					break
				}
			}
			break
		}
	}
	return out
}

// class groups the names that can take each other's place.
func class(n name) string {
	switch {
	case n.code && n.digits:
		return "codes"
	case n.code:
		return "Latin"
	case isKatakana(n.folded):
		return "katakana"
	case n.part == japanese.Person:
		return "persons"
	}
	return "places"
}

// namesIn are the names of the sentences by class, each once, in their order.
func namesIn(g *Guard, all []sample) map[string][]string {
	out := map[string][]string{}
	seen := map[string]bool{}
	for _, s := range all {
		for _, n := range g.readClaim(s.sentence).names {
			if k := class(n) + n.folded; !seen[k] && !n.weak && japanese.IsJapanese(s.sentence) {
				seen[k] = true
				out[class(n)] = append(out[class(n)], n.folded)
			}
		}
	}
	return out
}
