package japanese

import "strings"

// lightVerbs help the word in front of them and are no words of their own there.
var lightVerbs = set("する し さ せ すれ しろ せよ でき できる できれ 出来 出来る いただけ 頂け いただけれ なれ なる なら なり なっ ある あり あっ あれ いる い おり いけ いい よい 良い よく かまい かまわ 構い 構わ かまう 構う 差し支え 差支え いたし 致し なさ なさっ なさら ください くださっ 下さい もらえ もらい いただき いただく 頂き 願い 願う おこなう おこない おこなわ 行う 行い 行わ 行っ 行え 済む 済み 済ん だめ ダメ 駄目 大丈夫 得 得る える え しれ しれる 知れ")

// formal are the words that a sentence hangs its predicate on: することはできない.
var formal = set("こと もの わけ はず 必要 よう 限り かぎり 場合 とき 時 際 旨 ため 問題 義務 予定 恐れ おそれ つもり 可能 禁止 不要 不可 不可能 任意 必須 だけ のみ しか まで も は が を に で と の")

// isHead reports whether an assertion can be about the morpheme at i.
func isHead(ms []Morpheme, i int) bool {
	m := ms[i]
	if nouns[m.Text].set {
		return true
	}
	switch m.Part {
	case Verb:
		return !lightVerbs[m.Text]
	case Adjective:
		return !lightVerbs[m.Text] || isNegator(ms, i)
	case VerbalNoun:
		return isVerbal(ms, i+1) || deniable(ms, i+1)
	case Noun, Person, Place, Organization, ProperNoun, Latin, Suffix:
		if strings.HasPrefix(m.Text, "不") || strings.HasPrefix(m.Text, "無") || strings.HasPrefix(m.Text, "有") {
			return true
		}
		return m.Stem != "" && deniable(ms, i+1)
	}
	return false
}

// isVerbal reports whether what begins at i makes a verb of the noun in front.
func isVerbal(ms []Morpheme, i int) bool {
	if i >= len(ms) {
		return false
	}
	m := ms[i]
	return m.Part == Auxiliary || m.Part == Light || m.Part == Verb && lightVerbs[m.Text] || isNegator(ms, i) || formal[m.Text] && m.Part != Particle
}

// deniable reports whether what follows a noun says that it is, or is not: がない,
// ではありません, があります, とする.
func deniable(ms []Morpheme, i int) bool {
	end := tailEnd(ms, i)
	for j := i; j < end; j++ {
		if isNegator(ms, j) {
			return true
		}
	}
	t := tailText(ms[i:end])
	return strings.Contains(t, "あり") || strings.Contains(t, "ある") || strings.HasPrefix(t, "外") || strings.HasPrefix(t, "とする") || strings.HasPrefix(t, "とし") ||
		strings.Contains(t, "でき") || hasAnyPrefix(t, "です", "でよい", "でいい", "で構", "でかま", "になり", "になる", "となり", "となる")
}

// columnGap is the least blank, in bytes, between two columns of a row.
const columnGap = 6

// tailEnd returns the index behind the function words that begin at i.
func tailEnd(ms []Morpheme, i int) int {
	start := i
	for i < len(ms) {
		m := ms[i]
		switch {
		case i > 0 && m.Start-ms[i-1].End >= columnGap:
			return i
		case m.Part == Particle && (m.Text == "が" || m.Text == "けれど" || m.Text == "し" || m.Text == "ので" || m.Text == "から") && i > start && ms[i-1].Part == Auxiliary:
			return i // a conjunction: できますが
		case m.Part == Particle, m.Part == Auxiliary, m.Part == Light:
		case lightVerbs[m.Text] || isNegator(ms, i):
		case formal[m.Text] && (i == start || ms[i-1].Part == Auxiliary || ms[i-1].Part == Verb || ms[i-1].Part == Light || ms[i-1].Text == "という" || lightVerbs[ms[i-1].Text]):
			if i == start && !attached(ms, i) {
				return i
			}
		case emphasizes(ms, i):
		case m.Part == Suffix && (m.Text == "外" || m.Text == "方" || m.Text == "中" || m.Text == "済み" || m.Text == "済"):
		default:
			return i
		}
		i++
	}
	return i
}

// emphasizes reports whether the morpheme at i belongs to what strengthens a negation
// behind it: 1度もない, 一切ない.
func emphasizes(ms []Morpheme, i int) bool {
	if ms[i].Part != Figure && ms[i].Part != Suffix && ms[i].Part != Other {
		return false
	}
	for j := i + 1; j < len(ms) && j <= i+4; j++ {
		switch {
		case ms[j].Text == "も" || ms[j].Part == Suffix || ms[j].Text == "あり" || ms[j].Text == "ませ":
		default:
			return isNegator(ms, j)
		}
	}
	return false
}

// attached reports whether the formal noun at i stands directly behind a verb or
// a verbal noun: する必要, 利用不可, 撮影禁止.
func attached(ms []Morpheme, i int) bool {
	return i > 0 && (ms[i-1].Part == Verb || ms[i-1].Part == VerbalNoun)
}

func tailText(ms []Morpheme) string {
	var b strings.Builder
	for _, m := range ms {
		b.WriteString(m.Text)
	}
	return b.String()
}

// isNegator reports whether the morpheme at i denies.
func isNegator(ms []Morpheme, i int) bool {
	m := ms[i]
	switch m.Part {
	case Auxiliary, Light, Adjective, Suffix:
		switch m.Text {
		case "ない", "なく", "なかっ", "なけれ", "なきゃ", "なくっ", "無い", "無く", "無かっ", "無けれ", "ず", "ぬ", "ね", "ざる", "まい", "なし", "無し", "なかろ":
			return m.Text != "ね" || i+1 < len(ms) && ms[i+1].Text == "ば"
		case "ん":
			return i > 0 && (ms[i-1].Text == "ませ" || ms[i-1].Part == Verb)
		case "ません":
			return true
		}
	}
	return m.Part == Noun && (m.Text == "なし" || m.Text == "無し")
}
