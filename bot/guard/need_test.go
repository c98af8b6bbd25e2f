package guard

import "testing"

func TestNeedsAreThoseOfTheEvidence(t *testing.T) {
	for _, c := range []struct {
		name, claim, evidence string
		want                  string // what of the evidence is against it; "" where the claim is faithful
	}{
		{"what is done is needed", "バックアップの暗号は要りません。", "バックアップは暗号化する。", "バックアップは暗号化する。"},
		{"in kana", "伝票に検印はいりません。", "伝票には検印を押す。", "伝票には検印を押す。"},
		{"しなくてよい", "来客名簿は記入しなくてよいです。", "来客は来客名簿に記入する。", "来客は来客名簿に記入する。"},
		{"省略できる", "始業前の点検は省略できます。", "作業者は始業前に機械を点検する。", "作業者は始業前に機械を点検する。"},
		{"may be skipped", "The rehearsal may be skipped.", "The rehearsal is held in the hall.", "The rehearsal is held in the hall."},
		{"任意", "避難訓練への参加は任意です。", "社員は避難訓練に参加する。", "社員は避難訓練に参加する。"},
		{"what is not done is not needed", "忌引の証明書は提出が必須です。", "忌引の証明書は提出しない。", "提出しない"},
		{"what need not be is not forbidden", "証明書は提出しません。", "証明書は提出が必須である。", "必須である"},
		{"English", "Laptops need not be locked away.", "Laptops are locked away at night.", "Laptops are locked away at night."},
		{"another part of speech", "Encryption of archives is not required.", "Archives are encrypted at night.", "Archives are encrypted at night."},
		{"across languages", "Receipts do not have to be submitted.", "領収書は月末までに提出する。", "領収書は月末までに提出する。"},

		{"it says so", "1万円未満なら見積書は不要です。", "見積書は1万円以上の購入に付ける。1万円未満は不要とする。", ""},
		{"an exception says so", "役員は出張の届け出が要りません。", "出張は前日までに届け出る。ただし、役員は除く。", ""},
		{"it may be left out", "通販なら取引先の登録は不要です。", "取引先の登録は、通販で買うときは省略できる。", ""},
		{"a need in other words", "来客は来客名簿への記入が必要です。", "来客は来客名簿に記入する。", ""},
		{"English with an exception", "Managers need not clock in.", "Staff clock in on arrival, except managers.", ""},
		{"another thing is done", "予約は不要です。", "相談窓口は月曜に開く。予約なしで来てよい。", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			fs := guardOnce().Check(c.claim, []string{c.evidence}).Findings
			got := ""
			for _, f := range fs {
				if f.Kind != Negation {
					t.Errorf("%q", f)
				}
				got = f.Evidence
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAClaimStandsOnItsWords(t *testing.T) {
	hotel := "Travel policy\nHotels\n\nHotel costs are paid up to 140 dollars per night.\nReceipts are handed in within seven days."
	for _, c := range []struct {
		name, claim, evidence string
		ok                    bool
	}{
		{"a word by chance", "Loans are granted every day.", hotel, false},
		{"a figure by chance", "Wizards brew potions in seven days.", hotel, false},
		{"another part of speech", "Payment of hotel costs ends at 140 dollars.", hotel, true},
		{"a sentence of another subject", "社員食堂の席は抽選で決まります。", "宿直\n宿直室の鍵は守衛が持つ。席を離れるときは鍵を掛ける。", false},
		{"a relative of a word", "余った備品を会社が買い取ることはありません。", "備品の買上げは行わない。", true},
		{"a frame says nothing", "規程によると、宿直は2名ですので、ご確認ください。", "宿直は2名とする。", true},
		{"English on Japanese of another subject", "The chairman resigned after an audit.", "倉庫の鍵は守衛室で借りる。", false},
		{"English on Japanese with its words", "The expense report is submitted at the end of the month.", "経費の報告は月末に提出する。", true},
		{"Japanese on English of another subject", "金庫の番号は植木鉢の裏に書いてあります。", "Badges are returned to the reception desk.", false},
		{"Japanese on English with its figures", "遺失物は14日間保管されます。", "Lost property stays at the desk for 14 days.", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if v := guardOnce().Check(c.claim, []string{c.evidence}); v.OK != c.ok {
				t.Errorf("OK is %v: %q", v.OK, v.Findings)
			}
		})
	}
}
