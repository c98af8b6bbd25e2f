package japanese

import (
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

var sharedAnalyzer = sync.OnceValue(NewAnalyzer)

// lastAssertion writes the last assertion of a sentence that is not merely implied:
// its aspect and sign, and how it is limited.
func lastAssertion(text string) string {
	as := Assertions(sharedAnalyzer().Morphemes(text))
	for i := len(as) - 1; i >= 0; i-- {
		a := as[i]
		if a.Implied {
			continue
		}
		w := []string{"plain", "may", "need", "in"}[a.Aspect]
		if a.Negative {
			w += " not"
		}
		w += []string{"", " only", " unless", " even"}[a.Exclusive]
		if a.Conditional {
			w += " if"
		}
		return w
	}
	return ""
}

func TestPolarityIsRead(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"在宅勤務を利用できる。", "may"}, {"在宅勤務を利用できない。", "may not"}, {"利用できません。", "may not"}, {"利用することはできない。", "may not"}, {"ご利用いただけません。", "may not"},
		{"勤務は認めない。", "may not"}, {"勤務を認める。", "may"}, {"申請は認められません。", "may not"}, {"撮影は禁止です。", "may not"}, {"撮影禁止", "may not"}, {"ライトは不可", "may not"}, {"スタンダードは可", "may"}, {"入れてはいけません。", "may not"}, {"使用してはならない。", "may not"},
		{"お客様に見せないでください。", "may not"}, {"翌朝でかまいません。", "may"}, {"取り消してかまいません。", "may"}, {"使ってもよい。", "may"},
		{"承認が必要です。", "need"}, {"報告は不要とする。", "need not"}, {"申請する必要はない。", "need not"}, {"提出の必要はありません。", "need not"}, {"届け出なければならない。", "need"}, {"届け出なくてはいけません。", "need"}, {"押印しなくてもよい。", "need not"}, {"受診は義務です。", "need"}, {"閲覧者は任意。", "need not"}, {"出席せざるを得ない。", "need"},
		{"HYM-20Lは対象外。", "in not"}, {"製造部は対象としない。", "in not"}, {"派遣社員も対象とする。", "in"}, {"送料を含みます。", "in"}, {"休憩中を除く。", "in not"},
		{"日当を支給する。", "plain"}, {"日当を支給しない。", "plain not"}, {"料金はかかりません。", "plain not"}, {"駐車場がありません。", "plain not"}, {"駐車場があります。", "plain"}, {"故障ではありません。", "plain not"}, {"問題を発見したことは1度もない。", "plain not"}, {"期間は無給です。", "plain not"}, {"期間は有給です。", "plain"}, {"端末は未登録です。", "plain not"},
		{"認めないことはない。", "may"}, {"遅れるかもしれない。", "plain"}, {"規程を妨げかねない。", "plain"},
		{"理由書がない限り支払いません。", "plain not unless"}, {"許可なく持ち出してはならない。", "may not unless"}, {"承認がないと案内できません。", "may not unless"}, {"許可がなくても使えます。", "may even"}, {"役員に限り利用できる。", "may only"}, {"申請できないときは", "may not if"}, {"承認を得れば利用できる。", "may"},
		{"You cannot combine it.", "may not"}, {"It can not be combined.", "may not"}, {"Working abroad is not allowed.", "may not"}, {"Smoking is prohibited.", "may not"}, {"You must not share it.", "may not"}, {"No appointment is needed.", "need not"}, {"You do not need an appointment.", "need not"}, {"Approval is required.", "need"}, {"Attendance is optional.", "need not"},
		{"Batteries are not covered.", "plain not"}, {"It doesn't work.", "plain not"}, {"It never expires.", "plain not"}, {"Do not restart it.", "plain not"}, {"The leave is unpaid.", "plain not"}, {"You may not work until it is accepted.", "may not unless"}, {"not only sales", ""}, {"no later than Monday", ""}, {"at least 3, not more than 5", ""},
	} {
		if got := lastAssertion(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestAssertionsHaveTheirTopic(t *testing.T) {
	as := Assertions(sharedAnalyzer().Morphemes("年休は翌年度に繰り越せるが、積立休暇は私傷病の療養に限り使用できる。"))
	last := as[len(as)-1]
	if topic := strings.Join(last.Topic, " "); last.Stem != "使用" || !strings.Contains(topic, "積立") || strings.Contains(topic, "翌年") {
		t.Errorf("%s about %s, want 使用 about 積立休暇", last.Stem, topic)
	}
}

func TestMorphemesKeepCodesWhole(t *testing.T) {
	text := "型番ＨＹＭ－２０Ｌは4.3.0で、Flax Typhoonの10/5の200GBを読む。"
	var got []string
	for _, m := range sharedAnalyzer().Morphemes(text) {
		if m.Part == Latin || m.Part == Figure {
			got = append(got, m.Text)
		}
	}
	if w := strings.Join(got, " "); w != "hym-20l 4.3.0 flax typhoon 10/5 200gb" {
		t.Errorf("codes: %s", w)
	}
}

// FuzzAssertions: nothing panics, spans are on rune bounds and within the text.
func FuzzAssertions(f *testing.F) {
	for _, s := range []string{"利用できない。", "しなければならない", "not only, but", "なし", "ずずず、ない。なく", "1度もない", "\xff不可", "は、が、を", "ＡＢＣ－１", "don't"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ms := sharedAnalyzer().Morphemes(s)
		end := 0
		for _, m := range ms {
			if m.Start < end || m.End <= m.Start || m.End > len(s) {
				t.Fatalf("%q: %v behind %d", s, m.Span, end)
			}
			end = m.Start // one character may fold to several pieces
		}
		for _, a := range Assertions(ms) {
			if a.End <= a.Start || a.End > len(s) || utf8.ValidString(s) && !utf8.ValidString(a.Of(s)) {
				t.Fatalf("%q: %v", s, a.Span)
			}
		}
	})
}
