package japanese

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

func TestWords(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing has none", "", ""},
		{"content words stay, particles and endings go", "有給休暇の申請は上長へ行ってください。", "有給 休暇 申請 上長"},
		{"an interrogative is none", "これは何ですか", ""},
		{"nor are what and how", "What is this and how do I use it?", "use"},
		{"a compound is cut at its parts", "株式会社コタエ", "株式 会社 コタエ"},
		{"width makes no difference", "ＶＰＮ ﾊﾟｽﾜｰﾄﾞ", "vpn パスワード"},
		{"Latin in Japanese stands apart", "Slackの通知", "slack 通知"},
		{"plurals and endings of English go", "passwords password expired expire policies policy", "password password expir expir policy policy"},
		{"a word in -ss is no plural", "access business", "access business"},
		{"a short word stays", "bus gas", "bus gas"},
		{"a code keeps its digits", "KT-01234", "kt 01234"},
		{"a decimal is one", "3.5%", "3.5"},
		{"an address of numbers is one", "192.168.0.1", "192.168.0.1"},
		{"figures in a list are several", "1、2、3", "1 2 3"},
		{"what has a sign in its name is found without", "C++ C# .NET", "c c net"},
		{"other scripts pass", "Где офис", "где офис"},
		{"pictures are no words", "😀🎉", ""},
		{"broken bytes are none", "有給\xff休暇", "有給 休暇"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(analyzer.Words(tt.text), " "); got != tt.want {
				t.Errorf("Words(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestWordsThatAreOne(t *testing.T) {
	for want, spellings := range map[string][]string{
		"申込":   {"申し込み", "申込み", "申込", "申し込む", "申込む", "申し込んだ"},
		"取消":   {"取り消し", "取消し", "取消", "取り消す"},
		"引越":   {"引っ越し", "引越し", "引越"},
		"受付":   {"受け付け", "受付け", "受付"},
		"見積":   {"見積もり", "見積り", "見積"},
		"打合":   {"打ち合わせ", "打合せ"},
		"1500": {"1,500", "1500", "１，５００", "１５００"},
		"vpn":  {"VPN", "ＶＰＮ", "vpn"},
		"高橋":   {"髙橋", "高橋"},
	} {
		for _, s := range spellings {
			if got := analyzer.Words(s); !slices.Equal(got, []string{want}) {
				t.Errorf("Words(%q) = %q, want only %q", s, got, want)
			}
		}
	}
}

func TestTerms(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       Terms
	}{
		{"nothing has none", "", Terms{}},
		{"hiragana alone has none", "いつですか", Terms{}},
		{"each channel has its own cut", "有給の申請", Terms{
			Words:    {"有給", "申請"},
			Bigrams:  {"有給", "給の", "の申", "申請"},
			Unigrams: {"有", "給", "申", "請"},
			Trigrams: {"有給の", "給の申", "の申請"},
		}},
		{"repeats are kept, in order", "申請申請", Terms{
			Words: {"申請", "申請"}, Bigrams: {"申請", "請申", "申請"}, Unigrams: {"申", "請", "申", "請"}, Trigrams: {"申請申", "請申請"},
		}},
		{"a Latin run is one term of every channel, and one by sound", "VPN接続", Terms{
			Words: {"vpn", "接続"}, Bigrams: {"vpn", "接続"}, Unigrams: {"vpn", "接", "続"}, Trigrams: {"vpn"}, Sounds: {"bpn"},
		}},
		{"no gram spans punctuation or white space", "給、休 暇", Terms{
			Words: {"給", "休", "暇"}, Unigrams: {"給", "休", "暇"},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := analyzer.Terms(tt.text); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Terms(%q)\n got %q\nwant %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestGramTerms(t *testing.T) {
	for _, tt := range []struct{ name, text, words string }{
		{"runs of kanji and of katakana stand for words", "有給休暇のパスワードを変更", "有給休暇 パスワード 変更"},
		{"a zero in kanji belongs to its number", "二〇二四年度", "二〇二四年度"},
		{"Latin runs are as in Terms", "The passwords of KT-01", "password kt 01"},
		{"hiragana is none", "これはいつですか", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := GramTerms(tt.text)
			if w := strings.Join(got[Words], " "); w != tt.words {
				t.Errorf("GramTerms(%q) has words %q, want %q", tt.text, w, tt.words)
			}
			full := analyzer.Terms(tt.text)
			for _, c := range []int{Bigrams, Unigrams, Trigrams} {
				if !slices.Equal(got[c], full[c]) {
					t.Errorf("GramTerms(%q) has %q in channel %d, Terms %q", tt.text, got[c], c, full[c])
				}
			}
		})
	}
}

func TestAnalyzerServesManyAtOnce(t *testing.T) {
	a := NewAnalyzer() // its own: loading is part of it
	const text = "有給休暇の申請は3日前までに、ワークフローで上長へ。"
	want := analyzer.Terms(text)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got := a.Terms(text); !reflect.DeepEqual(got, want) {
					t.Errorf("Terms(%q) = %q, want %q", text, got, want)
				}
				a.Traits(text)
			}
		})
	}
	wg.Wait()
}

func FuzzTerms(f *testing.F) {
	analyzer.Preload() // takes longer than a fuzzed input may
	for _, s := range []string{"有給休暇の申請", "1,500円", "C++ .NET KT-01234", "\xff有\xe3", "한국어", "a\u0301ー", "１．５．", "㍻〆ヶ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, terms := range []Terms{analyzer.Terms(text), GramTerms(text)} {
			for c, list := range terms {
				for _, term := range list {
					if term == "" || !utf8.ValidString(term) || Compact(term) != term {
						t.Errorf("Terms(%q): %q in channel %d", text, term, c)
					}
				}
			}
		}
		analyzer.Traits(text)
	})
}

func BenchmarkTerms(b *testing.B) {
	text := strings.Repeat("有給休暇の申請は、取得する日の3日前までに勤怠システムから行い、上長の承認を受けること。", 10)
	analyzer.Preload()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		analyzer.Terms(text)
	}
}
