package rewrite

import (
	"slices"
	"strings"
	"testing"

	"kotae/bot"
	"kotae/retrieval/japanese"
)

var rules = New(japanese.NewAnalyzer())

func user(text string) bot.Turn { return bot.Turn{Asker: true, Text: text} }

func kotae(text string, files ...string) bot.Turn {
	t := bot.Turn{Text: text}
	for i, f := range files {
		t.Citations = append(t.Citations, bot.Citation{N: i + 1, File: f})
	}
	return t
}

func TestRules(t *testing.T) {
	hotel := []bot.Turn{user("出張の宿泊費の上限は東京でいくらですか？"), kotae("東京23区は12,000円です。[1]", "総務/出張旅費規程.txt", "総務/経費.md")}
	english := []bot.Turn{user("How many days of annual leave do new employees get?"), kotae("Ten days. [1]", "en/handbook.md")}
	for _, tt := range []struct {
		name     string
		history  []bot.Turn
		question string
		carries  []string // all in Context; none means that nothing is carried over
		files    []string
	}{
		{"a first question stands alone", nil, "それはいつですか？", nil, nil},
		{"それ points back", hotel, "それは誰が承認しますか？", []string{"宿泊費", "総務/出張旅費規程.txt"}, nil},
		{"その points back", hotel, "その規程はいつ変わった？", []string{"宿泊費"}, nil},
		{"another subject in the same frame", hotel, "じゃあ大阪は？", []string{"宿泊費", "上限"}, nil},
		{"a topic alone", hotel, "福岡は？", []string{"宿泊費"}, nil},
		{"a topic and how it is with it", hotel, "海外のときはどうでしたか？", []string{"宿泊費"}, nil},
		{"full width and no mark", hotel, "海外だと", []string{"宿泊費"}, nil},
		{"too few words to stand alone", hotel, "どのくらい？", []string{"宿泊費"}, nil},
		{"a shared word leans", hotel, "宿泊費を超過したら申請は必要ですか", []string{"東京"}, nil},
		{"another subject carries nothing over", hotel, "有給休暇は入社後何か月でもらえますか？", nil, nil},
		{"another subject in English", english, "Which VPN client should contractors install?", nil, nil},
		{"it points back", english, "Does it carry over?", []string{"annual leave"}, nil},
		{"what about", english, "What about part-timers?", []string{"annual leave"}, nil},
		{"a source by its number", hotel, "２番の資料には何と書いてありますか？", []string{"宿泊費"}, []string{"総務/経費.md"}},
		{"a source by its mark", hotel, "[1]を詳しく", []string{"宿泊費"}, []string{"総務/出張旅費規程.txt"}},
		{"a source by its number in English", english, "What else does source 1 say?", []string{"annual leave"}, []string{"en/handbook.md"}},
		{"a number that nothing was cited under", hotel, "9番の資料は？", []string{"宿泊費"}, nil},
		{"a chain of follow-ups carries its beginning", append(slices.Clone(hotel), user("大阪は？"), kotae("大阪市も12,000円です。")), "それ以外の市は？", []string{"宿泊費", "大阪"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := rules.Rewrite(t.Context(), bot.Question{Text: tt.question, History: tt.history})
			if err != nil {
				t.Fatal(err)
			}
			if r.Question != tt.question {
				t.Errorf("Question %q, want it as it is", r.Question)
			}
			if (r.Context != "") != (len(tt.carries) > 0) {
				t.Errorf("Context %q", r.Context)
			}
			for _, c := range tt.carries {
				if !strings.Contains(r.Context, c) {
					t.Errorf("no %q in Context %q", c, r.Context)
				}
			}
			if !slices.Equal(r.Files, tt.files) {
				t.Errorf("Files %q, want %q", r.Files, tt.files)
			}
		})
	}
}
