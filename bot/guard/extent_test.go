package guard

import "testing"

func TestExtentsAreThoseOfTheEvidence(t *testing.T) {
	for _, c := range []struct {
		name, claim, evidence string
		want                  []Finding // nil where the claim is faithful
	}{
		{"all for half", "受講料は全額会社が負担します。", "受講料は半額を会社が負担する。", []Finding{{Number, "全額", "受講料は半額を会社が負担する"}}},
		{"all for a share in figures", "受講料は全額会社が負担します。", "受講料は会社が6割を負担する。", []Finding{{Number, "全額", "受講料は会社が6割を負担する"}}},
		{"all for some", "社員は全員、胸部の検査を受けます。", "胸部の検査は一部の社員が受ける。", []Finding{{Number, "全員", "胸部の検査は一部の社員が受ける"}}},
		{"some for all", "避難訓練には一部の社員が参加します。", "避難訓練には全員が参加する。", []Finding{{Number, "一部の", "避難訓練には全員が参加する"}}},
		{"free for a price", "ロッカーは無料で使えます。", "ロッカーは1回300円で使える。", []Finding{{Number, "無料", "ロッカーは1回300円で使える"}}},
		{"at one's own cost for free", "予防接種は自己負担です。", "予防接種は無料とする。", []Finding{{Number, "自己負担", "予防接種は無料とする"}}},
		{"every day for every week", "書庫の点検は毎日行います。", "書庫の点検は毎週行う。", []Finding{{Number, "毎日", "書庫の点検は毎週行う"}}},
		{"every day for once a month", "書庫の点検は毎日行います。", "書庫の点検は月に1回行う。", []Finding{{Number, "毎日", "書庫の点検は月に1回行う"}}},
		{"in full for half", "The fee is refunded in full.", "Half of the fee is refunded.", []Finding{{Number, "in full", "Half of the fee is"}}},
		{"free for a price in English", "Parking is free of charge.", "Parking costs 4 dollars.", []Finding{{Number, "free of charge", "Parking costs 4 dollars."}}},
		{"weekly for quarterly", "The boiler is checked weekly.", "The boiler is checked quarterly.", []Finding{{Number, "weekly", "boiler is checked quarterly."}}},
		{"doubled from nowhere", "The deposit is doubled.", "The deposit is due in May.", []Finding{{Number, "doubled", ""}}},
		{"across languages", "The course fee is paid in full.", "受講料（course fee）は半額を負担する。", []Finding{{Number, "in full", "は半額を負担する"}}},

		{"the same in other words", "受講料は全額会社持ちです。", "受講料の全部を会社が負担する。", nil},
		{"half in other words", "受講料の半分は会社が払います。", "受講料は半額を会社が負担する。", nil},
		{"free and its limit", "閲覧者は5人まで無料で、6人目からは1人200円です。", "閲覧者は5人までは無料、6人目から1人200円とする。", nil},
		{"no price stands there", "傘は無料で借りられます。", "傘は受付で借りられる。費用はかからない。", nil},
		{"a period in other words", "書庫の点検は毎年行います。", "書庫の点検は年1回行う。", nil},
		{"two things with their own", "本人は全額、家族は半額の補助が出ます。", "本人には全額を、家族には半額を補助する。", nil},
		{"yearly in English", "The boiler is checked every year.", "The boiler is checked annually.", nil},
		{"twice the amount", "The deposit is doubled after May.", "After May the deposit is twice the amount.", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := guardOnce().Check(c.claim, []string{c.evidence}).Findings
			if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}
