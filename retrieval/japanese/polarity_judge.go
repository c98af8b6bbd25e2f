package japanese

import "strings"

// A sense is what a word by itself asserts.
type sense struct {
	aspect   Aspect
	negative bool
	set      bool
	keeps    bool // its own stem is what is asserted; else that of the word before it
}

// nouns assert something by themselves.
var nouns = map[string]sense{
	"可": {Permission, false, true, false}, "可能": {Permission, false, true, false}, "ok": {Permission, false, true, false}, "許可": {Permission, false, true, true}, "自由": {Permission, false, true, false},
	"不可": {Permission, true, true, false}, "不可能": {Permission, true, true, false}, "禁止": {Permission, true, true, false}, "厳禁": {Permission, true, true, false}, "禁物": {Permission, true, true, false},
	"ng": {Permission, true, true, false}, "遠慮": {Permission, true, true, false}, "不許可": {Permission, true, true, false}, "不能": {Permission, true, true, false},
	"必要": {Need, false, true, false}, "必須": {Need, false, true, false}, "義務": {Need, false, true, false}, "要": {Need, false, true, false}, "強制": {Need, false, true, false}, "不可欠": {Need, false, true, false},
	"不要": {Need, true, true, false}, "任意": {Need, true, true, false}, "不必要": {Need, true, true, false}, "無用": {Need, true, true, false}, "免除": {Need, true, true, false},
	"対象": {Inclusion, false, true, true}, "適用": {Inclusion, false, true, true}, "対象外": {Inclusion, true, true, true}, "適用外": {Inclusion, true, true, true}, "除外": {Inclusion, true, true, true},
}

// verbs assert more than themselves, by stem.
var verbs = map[string]sense{
	"認": {Permission, false, true, true}, "許": {Permission, false, true, true}, "受付": {Permission, false, true, true}, "禁": {Permission, true, true, true},
	"控": {Permission, true, true, true}, "避": {Permission, true, true, true},
	"要": {Need, false, true, false}, "含": {Inclusion, false, true, true}, "除": {Inclusion, true, true, true},
}

// phrases in the tail of a predicate say more than its negations do. The first that
// occurs counts; negative replaces the count of negations.
var phrases = []struct {
	text     string
	aspect   Aspect
	negative bool
}{
	{"ないことはな", Plain, false}, {"ないこともな", Plain, false}, {"なくはな", Plain, false}, {"ないわけではな", Plain, false}, {"ないわけではあり", Plain, false}, {"ないことはあり", Plain, false},
	{"ないわけにはい", Need, false}, {"ずにはいられ", Need, false}, {"ざるを得", Need, false}, {"ざるをえ", Need, false},
	{"なければなら", Need, false}, {"なければなり", Need, false}, {"なくてはなら", Need, false}, {"なくてはなり", Need, false}, {"ねばなら", Need, false}, {"ねばなり", Need, false},
	{"なければいけ", Need, false}, {"なくてはいけ", Need, false}, {"ないといけ", Need, false}, {"ないとなら", Need, false}, {"なきゃ", Need, false}, {"なければだめ", Need, false},
	{"なくてよ", Need, true}, {"なくてい", Need, true}, {"なくても", Need, true}, {"なくとも", Need, true}, {"なくてかま", Need, true}, {"なくて構", Need, true}, {"ずに済", Need, true}, {"なくて済", Need, true},
	{"必要はあり", Need, true}, {"必要はな", Need, true}, {"必要もな", Need, true}, {"必要がな", Need, true}, {"必要がありませ", Need, true}, {"必要なし", Need, true}, {"必要ない", Need, true}, {"必要ありませ", Need, true},
	{"義務はな", Need, true}, {"義務はありませ", Need, true}, {"不要", Need, true}, {"任意", Need, true},
	{"必要", Need, false}, {"必須", Need, false}, {"義務", Need, false},
	{"てはなら", Permission, true}, {"てはなり", Permission, true}, {"てはいけ", Permission, true}, {"ではいけ", Permission, true}, {"ちゃいけ", Permission, true}, {"てはだめ", Permission, true}, {"べからず", Permission, true},
	{"べきではな", Permission, true}, {"べきではあり", Permission, true}, {"べきでな", Permission, true}, {"わけにはい", Permission, true}, {"ないでくださ", Permission, true}, {"ないで下さ", Permission, true},
	{"禁止", Permission, true}, {"不可", Permission, true},
	{"てよ", Permission, false}, {"てもよ", Permission, false}, {"ていい", Permission, false}, {"てもい", Permission, false}, {"てかま", Permission, false}, {"てもかま", Permission, false}, {"て構", Permission, false}, {"ても構", Permission, false},
	{"でよ", Permission, false}, {"でいい", Permission, false}, {"でかま", Permission, false}, {"でもかま", Permission, false}, {"で構", Permission, false}, {"差し支え", Permission, false}, {"差支え", Permission, false}, {"問題な", Permission, false}, {"問題あり", Permission, false},
	{"て大丈夫", Permission, false}, {"ても大丈夫", Permission, false},
	{"かもしれ", Plain, false}, {"に違いな", Plain, false}, {"にほかなら", Plain, false}, {"にすぎ", Plain, false},
	{"だけでな", Plain, false}, {"のみなら", Plain, false},
}

// judge decides what the head at i with its tail up to end asserts, if anything.
func judge(ms []Morpheme, i, end int, tail string) (Assertion, bool) {
	m := ms[i]
	a := Assertion{Stem: headStem(ms, i)}
	s := nouns[m.Text]
	if m.Part == Verb && !s.set {
		s = verbs[a.Stem]
	}
	negations := 0
	for j := i + 1; j < end; j++ {
		if isNegator(ms, j) {
			negations++
		}
	}
	if strings.HasPrefix(m.Text, "かかわら") || strings.HasPrefix(m.Text, "関わら") || m.Text == "問わ" && strings.HasPrefix(tail, "ず") {
		return Assertion{}, false // …にかかわらず, …を問わず
	}
	if isNegator(ms, i) { // 理由書のない限り: of the word in front
		negations++
	}
	a.Negative = negations%2 == 1
	if strings.HasPrefix(tail, "外") {
		a.Negative = !a.Negative
	}
	phrase := false
	for _, p := range phrases {
		if k := strings.Index(tail, p.text); k >= 0 {
			a.Aspect, a.Negative, phrase = p.aspect, p.negative, true
			if p.aspect != Plain && strings.Contains(tail[:k], "ない") { // しないようにする必要
				a.Negative = !a.Negative
			}
			break
		}
	}
	if !phrase && canTail(tail) {
		a.Aspect = Permission
	}
	if s.set {
		if !phrase || a.Aspect == Plain || s.aspect == a.Aspect && a.Aspect != Need {
			a.Aspect = s.aspect
		}
		a.Negative = a.Negative != s.negative
		if !s.keeps {
			a.Stem = ""
		}
	} else if rest, negative, ok := prefixed(m); ok {
		a.Stem = rest
		a.Negative = a.Negative != negative
	}
	if i > 0 && ms[i-1].Part == Prefix && strings.ContainsAny(ms[i-1].Text, "未不非無") {
		a.Negative = !a.Negative
	}
	return a, true
}

// headStem is the stem of the word that an assertion is about, however general.
func headStem(ms []Morpheme, i int) string {
	m := ms[i]
	switch {
	case isNegator(ms, i):
		return ""
	case m.Part != Verb && m.Part != Adjective:
		return m.Stem
	}
	w := withoutOkurigana(m.Text)
	if r := []rune(w); len(r) > 2 && isHiragana(r[0]) {
		return string(r[:len(r)-1]) // つながり, つながる
	}
	return w
}

// canTail reports whether a tail says that something can be done: できる, 得る.
func canTail(tail string) bool {
	return strings.Contains(tail, "でき") || strings.Contains(tail, "出来") || strings.Contains(tail, "いただけ") || strings.Contains(tail, "頂け") || strings.Contains(tail, "もらえ") ||
		strings.HasPrefix(tail, "になれ") || strings.Contains(tail, "可能") || strings.HasPrefix(tail, "可")
}

// prefixed splits a word that begins with a denying or asserting character: 未登録
// and 無給 deny 登録 and 給, 有給 asserts 給.
func prefixed(m Morpheme) (rest string, negative, ok bool) {
	for _, p := range []struct {
		text     string
		negative bool
	}{{"未", true}, {"不", true}, {"非", true}, {"無", true}, {"有", false}} {
		rest, found := strings.CutPrefix(m.Stem, p.text)
		if !found || rest == "" {
			continue
		}
		if n := len([]rune(rest)); n >= 2 || strings.Contains("給料効償休害", rest) {
			return rest, p.negative, true
		}
	}
	return "", false, false
}
