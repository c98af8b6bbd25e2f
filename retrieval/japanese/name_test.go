package japanese

import (
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ikawaha/kagome-dict/ipa"
)

var update = flag.Bool("update", false, "write names.txt anew")

// longestPlace is the characters of the longest name of a place that is listed: those of
// villages in their towns are thousands, and nobody writes them in Latin letters.
const longestPlace = 2

// kanaSyllables are the Latin letters for each katakana that can stand alone.
var kanaSyllables = func() map[rune]string {
	m := map[rune]string{}
	for consonant, row := range map[string]string{
		"": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ", "t": "タチツテト", "d": "ダヂヅデド",
		"n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ", "r": "ラリルレロ",
	} {
		for i, r := range []rune(row) {
			m[r] = consonant + "aiueo"[i:i+1]
		}
	}
	m['ヤ'], m['ユ'], m['ヨ'], m['ワ'], m['ヲ'], m['ン'] = "ya", "yu", "yo", "wa", "o", "n"
	return m
}()

// glides are the small katakana that end a syllable begun with an i.
var glides = map[rune]string{'ャ': "ya", 'ュ': "yu", 'ョ': "yo"}

// romanised returns the form in which a Japanese word in katakana is compared with one
// in Latin letters, or "" for a word with sounds that Japanese names have not.
func romanised(kana string) string {
	var b []byte
	for _, r := range kana {
		switch s, ok := kanaSyllables[r]; {
		case ok:
			b = append(b, s...)
		case glides[r] != "" && len(b) > 0 && b[len(b)-1] == 'i':
			b = append(b[:len(b)-1], glides[r]...)
		case r == 'ッ' || r == 'ー':
		default:
			return ""
		}
	}
	return romaji(string(b))
}

// listed makes names.txt: the names of persons and places that the dictionary has in
// kanji, with their readings.
func listed() string {
	dictionary := ipa.Dict()
	found := map[string][]string{}
	for i, contents := range dictionary.Contents {
		var pos [3]string
		for k, p := range dictionary.POSTable.POSs[i] {
			if k < len(pos) {
				pos[k] = dictionary.POSTable.NameList[p]
			}
		}
		name, reading := contents[2], romanised(contents[3])
		person, place := pos[2] == "人名", pos[2] == "地域" && utf8.RuneCountInString(name) <= longestPlace
		kanji := !strings.ContainsFunc(name, func(r rune) bool { return !isHan(r) && r != '々' && r != 'ヶ' })
		if pos[1] != "固有名詞" || !person && !place || !kanji || len(reading) < leastName || slices.Contains(found[name], reading) {
			continue
		}
		found[name] = append(found[name], reading)
	}
	var lines []string
	for name, readings := range found {
		slices.Sort(readings)
		lines = append(lines, name+" "+strings.Join(readings, " ")+"\n")
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

func TestNamesAreThoseOfTheDictionary(t *testing.T) {
	want := listed()
	if *update {
		if err := os.WriteFile("names.txt", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if nameList != want {
		t.Error("names.txt is not what the dictionary has: run the tests with -update")
	}
}

func TestReadings(t *testing.T) {
	for name, want := range map[string]string{
		"田中": "tanaka", "佐藤": "sato", "大野": "ono", "服部": "hatori", "新橋": "shinbashi", "順一": "junichi", "京都": "kyoto", "九州": "kyushu", "会議": "", "": "", "亜": "",
	} {
		t.Run("of "+name, func(t *testing.T) {
			if got := readings(name); !slices.Contains(append(got, ""), want) || want == "" && len(got) > 0 {
				t.Errorf("%q", got)
			}
		})
	}
	if first, _, _ := strings.Cut(nameList, " "); readings(first) == nil {
		t.Error("the first name is not found")
	}
	lines := strings.Split(strings.TrimSpace(nameList), "\n")
	if last, _, _ := strings.Cut(lines[len(lines)-1], " "); readings(last) == nil {
		t.Error("the last name is not found")
	}
}

func TestRomaji(t *testing.T) {
	for word, want := range map[string]string{
		"satō": "sato", "satou": "sato", "satoh": "sato", "ohno": "ono", "oono": "ono", "hattori": "hatori", "shimbashi": "shinbashi", "sinbasi": "shinbashi",
		"ryuji": "ryuji", "ryuuzi": "ryuji", "jyunko": "junko", "matsumoto": "matsumoto", "matumoto": "matsumoto", "genda": "genda", "itchi": "ichi",
		"office": "", "street": "", "null": "", "": "", "vpn": "", "n": "",
	} {
		t.Run(word, func(t *testing.T) {
			if got := romaji(word); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

func TestNames(t *testing.T) {
	a := NewAnalyzer()
	for _, tt := range []struct {
		name, text string
		question   bool
		want       []string
	}{
		{"persons and places in kanji", "松本の田中さんに会議の件で聞く", false, []string{"松本", "田中"}},
		{"a variant of a kanji", "髙橋さん", false, []string{"髙橋"}},
		{"Latin words with a capital that can be Japanese", "Ask Nonomura of Tokyo about the Sales Office", false, []string{"Nonomura", "Tokyo"}},
		{"in a question also without", "who is nonomura?", true, []string{"nonomura"}},
		{"elsewhere only with", "a memo of nonomura", false, nil},
		{"full width", "Ｔａｎａｋａさん", false, []string{"Ｔａｎａｋａ"}},
		{"words of English are none", "can we do it at home by a date", true, nil},
		{"nor is what is no name", "有給休暇は何日ですか", true, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, n := range a.Names(tt.text, tt.question) {
				got = append(got, n.Of(tt.text))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestANameIsHeardInTheOtherScript(t *testing.T) {
	a := NewAnalyzer()
	for asked, written := range map[string]string{"tanaka": "田中さんに聞く", "Sato": "担当は佐藤です", "大野さん": "Ask Ohno.", "髙橋": "Takahashi-san"} {
		t.Run(asked, func(t *testing.T) {
			heard := map[string]bool{}
			for _, n := range a.Names(written, false) {
				for _, s := range n.Heard {
					heard[s] = true
				}
			}
			for _, n := range a.Names(asked, true) {
				if !slices.ContainsFunc(n.Echoes, func(s string) bool { return heard[s] }) {
					t.Errorf("%q, heard %v", n.Echoes, slices.Collect(maps.Keys(heard)))
				}
			}
		})
	}
}
