package guard

import (
	"strings"
	"testing"

	"kotae/retrieval/japanese"
)

func TestFindingsSayWhatTheSourceSaysInstead(t *testing.T) {
	leave := "年次有給休暇規程\n## 4. 申請\n" +
		"連続5日以上の年休は、20営業日前までに課長の早川へ申請する。\n半休は前営業日の17時までに申請すれば取得できる。\n失効した年休は積み立てる。"
	for _, c := range []struct {
		name, claim, evidence string
		want                  Finding
	}{
		{"number", "5日以上続けて休むときは、10営業日前までに申請します。", leave, Finding{Number, "10営業日", "20営業日前までに課長の早川へ申請する"}},
		{"unit", "5日以上続けて休むときは、20日前までに申請します。", leave, Finding{Unit, "20日", "20営業日前までに課長の早川へ申請する"}},
		{"date", "半休は前営業日の15時までに申請してください。", leave, Finding{Date, "15時", "半休は前営業日の17時までに申請すれば取得できる"}},
		{"bound", "連続5日を超える年休は、20営業日前までに申請します。", leave, Finding{Bound, "連続5日を超える年休は", "連続5日以上の年休は"}},
		{"side", "連続5日以上の年休は、20営業日後までに申請します。", leave, Finding{Bound, "20営業日後までに申請します", "20営業日前までに課長の早川へ申請する"}},
		{"negation", "半休は前営業日の17時までに申請しても取得できません。", leave, Finding{Negation, "取得できません", "取得できる"}},
		{"name", "連続5日以上の年休は、20営業日前までに課長の宮下へ申請します。", leave, Finding{Name, "宮下", "早川"}},
		{"a number from nowhere", "失効した年休は99日まで積み立てます。", leave, Finding{Number, "99日", ""}},
		{"nothing in common", "社員食堂の献立は栄養士が毎週見直しています。", leave, Finding{Unsupported, "社員食堂の献立は栄養士が毎週見直しています。", ""}},
		{"English", "Claims must be filed within 14 days.", "Claims must be filed within 30 days of the trip.", Finding{Number, "14 days", "be filed within 30 days of the trip."}},
		{"English, other language", "Claims must be filed within 14 days.", "経費は出張後30日以内に申請する。", Finding{Number, "14 days", "経費は出張後30日以内に申請する"}},
		{"code, other language", "The HYM-21 is not covered.", "HYM-20Lは対象外とする。", Finding{Name, "HYM-21", "HYM-20L"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := guardOnce().Check(c.claim, []string{c.evidence})
			if v.OK || len(v.Findings) != 1 || v.Findings[0] != c.want {
				t.Errorf("got  %q\nwant %q", v.Findings, c.want)
			}
		})
	}
}

func TestWhatNeedsNoEvidenceIsOK(t *testing.T) {
	g := guardOnce()
	evidence := []string{"出張旅費規程\n第7条　見込額が5万円以上となるときは、仮払いを受けることができる。"}
	for _, claim := range []string{
		"", "。", "はい。", "はい、できます。", "- 見込額が5万円以上となるときは、仮払いを受けることができる。", "**見込額が五万円以上**のとき、仮払いを受けられます。",
	} {
		if v := g.Check(claim, evidence); !v.OK {
			t.Errorf("%q: %v", claim, v.Findings)
		}
	}
	if v := g.Check("仮払いは5万円以上です。", nil); v.OK {
		t.Error("a figure without any evidence is OK")
	}
}

func TestQuotesAlwaysPass(t *testing.T) {
	g := guardOnce()
	for _, s := range samples(t) {
		for _, claim := range []string{s.sentence, strings.ReplaceAll(s.sentence, "\n", ""), s.sentence + " " + s.next} {
			if v := g.Check(claim, s.evidence); !v.OK && s.sentence+s.next != "" {
				t.Errorf("%v: %s", v.Findings, claim)
			}
		}
	}
}

// What a model never sees is not known: a claim cut in the middle of a sentence is no
// quote of it.
func TestHalfASentenceIsNoQuote(t *testing.T) {
	b := newBody([]string{"在宅勤務は15日以上利用できない。"})
	for _, claim := range []string{"5日以上利用できない。", "在宅勤務は15日以上利用でき"} {
		if b.quotes(claim) {
			t.Errorf("%s is taken for a quote", claim)
		}
	}
}

func TestFindingsAreVerbatim(t *testing.T) {
	g := guardOnce()
	for _, c := range testCases(t, "claims.tsv") {
		for _, f := range g.Check(c.claim, c.evidence).Findings {
			if !strings.Contains(c.claim, f.Claim) {
				t.Errorf("%q is not in the claim %q", f.Claim, c.claim)
			}
			if !strings.Contains(strings.Join(c.evidence, "\n"), f.Evidence) {
				t.Errorf("%q is not in the evidence", f.Evidence)
			}
		}
	}
}

func TestAGuardIsSafeForConcurrentUse(t *testing.T) {
	g := New(japanese.NewAnalyzer())
	done := make(chan Verdict)
	for range 8 {
		go func() {
			done <- g.Check("半休は17時までに申請する。", []string{"半休は17時までに申請する必要がある。"})
		}()
	}
	for range 8 {
		if v := <-done; !v.OK {
			t.Error(v.Findings)
		}
	}
}
