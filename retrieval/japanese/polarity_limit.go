package japanese

import "strings"

// exclusiveOf tells how a Japanese sentence limits what it asserts.
func exclusiveOf(ms []Morpheme) Exclusive {
	t := tailText(ms)
	if follows(t, []string{"なくても", "なくとも", "なしでも"}, "よ", "い", "かま", "構", "済", "大丈夫", "問題", "差") {
		return EvenWithout
	}
	if follows(t, []string{"ないと", "なければ", "ない限り", "ないかぎり", "以外", "なしに", "なしで", "るまで", "いまで"}, "なら", "いけ", "だめ", "いう", "き", "こ") {
		return NotUnless
	}
	for i := range ms { // 許可なく
		if w, ok := strings.CutSuffix(ms[i].Text, "なく"); ok && (ms[i].Part == Other || ms[i].Part == Adjective) && len(w) >= 2*len("許") && !isHiragana([]rune(w)[0]) && !certain[w] {
			return NotUnless
		}
		if i == 0 {
			continue
		}
		if p := ms[i-1]; ms[i].Part == Adjective && ms[i].Text == "なく" && (p.Part == Noun || p.Part == VerbalNoun || p.Part == Suffix) && !certain[p.Text] {
			return NotUnless
		}
	}
	limited := strings.Contains(t, "に限") || strings.Contains(t, "限定")
	for _, m := range ms {
		if m.Part == Particle && m.Text == "しか" {
			return NotUnless
		}
		limited = limited || m.Part == Particle && (m.Text == "だけ" || m.Text == "のみ")
	}
	if limited {
		return OnlyIf
	}
	return NotExclusive
}

// certain are the words that with なく only strengthen: 遅滞なく.
var certain = set("遅滞 間違い 滞り 問題 限り 余す 例外 遠慮 何と 漏れ")

// follows reports whether t holds one of the phrases with none of the words behind it.
func follows(t string, phrases []string, words ...string) bool {
	for _, p := range phrases {
		for rest := t; ; {
			_, after, ok := strings.Cut(rest, p)
			if !ok {
				break
			}
			if rest = after; !hasAnyPrefix(rest, words...) {
				return true
			}
		}
	}
	return false
}

// supposes reports whether a predicate with this tail is a condition.
func supposes(tail string) bool {
	return hasAnySuffix(tail, "場合", "場合は", "場合には", "場合に", "場合も", "とき", "ときは", "ときには", "ときに", "ときも", "時は", "際", "際は", "際に", "際には", "には", "ば", "たら", "なら", "ならば", "と", "ても", "でも", "限り", "かぎり")
}
