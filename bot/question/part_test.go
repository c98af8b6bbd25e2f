package question

import (
	"slices"
	"testing"
)

func TestParts(t *testing.T) {
	for _, tt := range []struct {
		typed string
		want  []string
	}{
		{"日当はいくらですか", nil},
		{"日当はいくらで宿泊費はいくら", nil},
		{"誰にいつまでに出せばいい？", nil},
		{"誰が、いつ決めますか", nil},
		{"出張で遅れました。日当は出ますか？", nil},
		{"「何日？ いつ？」という質問への答えは", nil},
		{"日当などの手当は、いつ払われますか", nil},
		{"何かあったとき、誰に連絡しますか", nil},
		{"What is the allowance for travel and food?", nil},
		{"日当はいくら？宿泊費は？", []string{"日当はいくら?", "宿泊費は?"}},
		{"日当はいくらで、宿泊費はいくらですか", []string{"日当はいくらで", "宿泊費はいくらですか"}},
		{"承認は誰がして、期限はいつですか。", []string{"承認は誰がして", "期限はいつですか。"}},
		{"会議室の予約を教えて。あと、備品はどこで借りますか？", []string{"会議室の予約を教えて。", "備品はどこで借りますか?"}},
		{"福岡で残業します。誰に言えばいい？空調はいくら？", []string{"福岡で残業します。 誰に言えばいい?", "空調はいくら?"}},
		{"日当は何円？ 出張は来週です。", nil},
		{"締切はいつ？ それから、担当者は誰？ 経理部です", []string{"締切はいつ?", "担当者は誰? 経理部です"}},
		{"When was it released and what did it fix?", []string{"When was it released", "what did it fix?"}},
		{"Who approves travel, and how long does approval take?", []string{"Who approves travel", "how long does approval take?"}},
		{"マイカーで客先に行っていい？ざっくりでいいから教えて", nil},
		{"給料日はいつ？ついでに経費の締め日も教えて", []string{"給料日はいつ?", "経費の締め日も教えて"}},
		{"Is there a gym? Where is the canteen?", []string{"Is there a gym?", "Where is the canteen?"}},
	} {
		if got := Parse(tt.typed).Parts; !slices.Equal(got, tt.want) {
			t.Errorf("%q has the parts %q, want %q", tt.typed, got, tt.want)
		}
	}
}
