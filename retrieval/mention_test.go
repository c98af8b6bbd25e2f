package retrieval_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kotae/retrieval"
	"kotae/retrieval/chunk"
	"kotae/retrieval/reader"
)

// mentions lists where a name stands in a folder, and how it is written there.
func mentions(f *folder, name string, visible func(string) bool) []string {
	var out []string
	for _, m := range f.retriever.Mentions(name, visible) {
		out = append(out, fmt.Sprintf("%s %s %s", m.Passage.File, m.Written, m.By))
		if sentence := m.Of(m.Passage.Text); !strings.Contains(sentence, m.Written) {
			f.Errorf("%q does not hold %q", sentence, m.Written)
		}
	}
	return out
}

func TestMentionsAreAllAndNoOthers(t *testing.T) {
	f := newFolder(t)
	for name, text := range map[string]string{
		"a.txt": "京都府の事業所。\n東京都の本社。\n毎日新聞を読む。日本人の社員。",
		"b.txt": "ＨＹＭ－２０Ｌを使う。\nHYM 20Lの電池。\nHYM-20Xは別の機種。\n第4-1条。4１番。",
		"c.txt": "サーバを止める。サーバーラックの鍵。\nロボットの保守。\nデータ\nセンターの移転。\n- 会議\n- 室内",
		"d.txt": "Romualdezに連絡する。The rabbit runs. We paid by email.",
		"e.txt": "ロムアルデスの通知。ＡＩの利用。 gateways are sold.",
		"f.txt": "海南国家安全保障局(HSSD)が設けられた。",
		"g.txt": "HSSDは解散した。\n携帯回線内蔵の機種。\nヒエモリの価格。強制的技術移転。",
		"h.txt": "Hiemori costs more. 年次有給休暇は10日。",
		"i.txt": "経理の大槻さん。The group Silver Falcon.",
	} {
		f.write(name, text)
	}
	f.sync()
	f.refresh()
	for _, tt := range []struct {
		name, why string
		want      []string
	}{
		{"京都", "is in 京都府 and not in 東京都", []string{"a.txt 京都 word"}},
		{"本人", "is not in 日本人", nil},
		{"新聞", "is in 毎日新聞", []string{"a.txt 新聞 word"}},
		{"HYM-20L", "is the same in any width and with a blank", []string{"b.txt ＨＹＭ－２０Ｌ word", "b.txt HYM 20L word"}},
		{"41", "is not 4-1", []string{"b.txt 4１ word"}},
		{"サーバー", "is サーバ, alone or before another word", []string{"c.txt サーバ word", "c.txt サーバー word"}},
		{"ボット", "is not in ロボット", nil},
		{"ロボット", "sounds a little like rabbit, and is not", []string{"c.txt ロボット word"}},
		{"データセンター", "is one name across a line end", []string{"c.txt データ\nセンター word"}},
		{"会議室", "is not two items of a list", nil},
		{"AI", "is a word, not part of paid and email", []string{"e.txt ＡＩ word"}},
		{"gateway", "is that in the plural", []string{"e.txt gateway word"}},
		{"Romualdez", "sounds like ロムアルデス", []string{"d.txt Romualdez word", "e.txt ロムアルデス sound"}},
		{"ヒエモリ", "sounds like Hiemori", []string{"g.txt ヒエモリ word", "h.txt Hiemori sound"}},
		{"Otsuki", "is read from 大槻", []string{"i.txt 大槻 sound"}},
		{"シルバーファルコン", "is two words in English", []string{"i.txt Silver Falcon sound"}},
		{"海南国家安全保障局", "is what a document says HSSD is short for", []string{"f.txt 海南国家安全保障局 word", "g.txt HSSD abbreviation"}},
		{"強制的な技術移転", "is that without な", []string{"g.txt 強制的技術移転 word"}},
		{"有休", "is what the glossary says", []string{"h.txt 年次有給休暇 glossary"}},
		{"携帯回線内臓", "is a slip", []string{"g.txt 携帯回線内蔵 typo"}},
		{"宇宙開発", "stands nowhere", nil},
	} {
		t.Run(tt.name+" "+tt.why, func(t *testing.T) {
			if got := mentions(f, tt.name, nil); !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
	t.Run("what is hidden is not mentioned", func(t *testing.T) {
		if got := mentions(f, "Romualdez", func(file string) bool { return file == "e.txt" }); !slices.Equal(got, []string{"e.txt ロムアルデス sound"}) {
			t.Errorf("%q", got)
		}
	})
}

// FuzzAMentionHoldsTheName looks for a stretch of a text in it: it is found at most where
// it stands.
func FuzzAMentionHoldsTheName(f *testing.F) {
	f.Add("HYM－２０Ｌ のサーバー・ラック", "HYM-20L")
	f.Add("ｶﾞｲﾄﾞ が\x80あるﾞ", "ガイド")
	f.Add("ー", "・")
	f.Fuzz(func(t *testing.T, text, name string) {
		if len(text) > 200 || len(name) > 40 {
			return
		}
		doc, err := reader.Read("a.txt", []byte(text))
		if err != nil {
			return
		}
		d, err := retrieval.NewDesk(analyzer, chunk.Split, doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range d.Mentions(name, nil) {
			if !strings.Contains(m.Of(m.Passage.Text), m.Written) || m.Written == "" {
				t.Errorf("%q is not in %q", m.Written, m.Of(m.Passage.Text))
			}
		}
	})
}
