package japanese

import "testing"

func TestSoundIsTheSameInBothScripts(t *testing.T) {
	for latin, kana := range map[string]string{
		"philippines": "フィリピン", "marcos": "マルコス", "romualdez": "ロムアルデス", "clinton": "クリントン", "botnet": "ボットネット",
		"trump": "トランプ", "exchange": "エクスチェンジ", "hacking": "ハッキング", "security": "セキュリティ", "colby": "コルビー", "hotel": "ホテル",
		"gateways": "ゲートウエイズ", "christopher": "クリストファー", "sandwich": "サンドウィッチ", "printer": "プリンター", "calendar": "カレンダー",
	} {
		t.Run(latin, func(t *testing.T) {
			if a, b := Sound(latin), Sound(Fold(kana)); a != b {
				t.Errorf("%s sounds %q, %s %q", latin, a, kana, b)
			}
		})
	}
}

func TestSound(t *testing.T) {
	for _, tt := range []struct{ name, word, want string }{
		{"a short word has none", "ペリー", ""},
		{"nor has a short English one", "vpn2", ""},
		{"nor has nothing", "", ""},
		{"nor has kanji", "有給休暇", ""},
		{"ン is n", "コンプライアンス", "knprn"},
		{"m before a consonant is ン", "compliance", "knprn"},
		{"doubled letters sound once", "bottleneck", "btrnk"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Sound(Fold(tt.word)); got != tt.want {
				t.Errorf("Sound(%q) = %q, want %q", tt.word, got, tt.want)
			}
		})
	}
}

func TestWordsAreHeardInTheOtherScriptAlone(t *testing.T) {
	for _, tt := range []struct {
		name, asked, written string
		want                 bool
	}{
		{"katakana sounds like Latin letters", "クリントン", "clinton", true},
		{"and Latin letters like katakana", "clinton", "クリントン", true},
		{"one English word is not another", "pasta", "past", false},
		{"nor one of katakana another", "パスタ", "ポスト", false},
		{"what has no sound is like nothing", "有給", "休暇", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			echo := Echo(Fold(tt.asked))
			if got := echo != "" && echo == Heard(Fold(tt.written)); got != tt.want {
				t.Errorf("%s is heard in %s: %v", tt.asked, tt.written, got)
			}
		})
	}
}
