package japanese

import (
	"strings"
	"testing"
)

// analyzer is shared by the tests: loading the dictionary takes its time.
var analyzer = NewAnalyzer()

func TestTraits(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"申請してください。", ""},
		{"Submit the form.", ""},

		{"5件まで", "number"},
		{"１，５００円", "number"},
		{"㎡あたり③", "number"},
		{"三人まで", "number"},
		{"二十社", "number"},
		{"費用の半分", "number"},
		{"twice a week", "number"},
		{"half of it", "number"},
		{"一般的な手続き", ""},
		{"someone else", ""},

		{"2024年4月1日", "number date"},
		{"４月１日", "number date"},
		{"二〇二四年", "number date"},
		{"10:30から", "number date reason"}, // から gives a reason, or a start
		{"令和元年", "date"},
		{"月曜", "date"},
		{"毎月末", "date"},
		{"2024/4/1", "number date"},
		{"正午", "date"},
		{"by Friday", "date"},
		{"in March 2024", "number date"},
		{"at 9 am", "number date"},

		{"田中氏", "person"},
		{"総務の佐藤さん", "person"},
		{"お客様", "person"},
		{"部長の承認", "person"},
		{"担当者", "person"},
		{"山田太郎", "person"},
		{"ダスティン・カーマック", "person"},
		{"Dustin Carmack", "person"},
		{"the manager", "person"},
		{"・申請書", ""},
		{"たくさんの書類", ""},
		{"仕様と様式は同様", ""},

		{"東京", "place"},
		{"本社の受付", "place"},
		{"二号館", "place"},
		{"トヨタ自動車", "place"},
		{"in the meeting room", "place"},
		{"Slackの通知", ""},

		{"在庫がないため", "reason"},
		{"その理由を書く", "reason"},
		{"事故により", "reason"},
		{"because it rains", "reason"},
		{"owing to the delay", "reason"},
	} {
		t.Run(tt.text, func(t *testing.T) {
			if got := analyzer.Traits(tt.text).String(); got != tt.want {
				t.Errorf("Traits(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// String lists the traits that a text has.
func (t Traits) String() string {
	var out []string
	for _, trait := range []struct {
		has  bool
		name string
	}{{t.Number, "number"}, {t.Date, "date"}, {t.Person, "person"}, {t.Place, "place"}, {t.Reason, "reason"}} {
		if trait.has {
			out = append(out, trait.name)
		}
	}
	return strings.Join(out, " ")
}
