package japanese

import "strings"

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
	if !phrase && (canTail(tail) || potentials[m.Text]) {
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

// potentials are the commonest forms of verbs that say what can be done.
var potentials = set("使え 取れ 選べ 戻せ 払え 書け 読め 行け 買え 貸せ 出せ 話せ 乗れ 作れ 送れ 頼め 休め 働け 受け取れ 申し込め 持ち込め 持ち出せ 借りられ 使える 取れる 選べる 戻せる 払える 書ける 読める 行ける 買える 出せる 乗れる 作れる 送れる 休める 働ける")

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
