package reader

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"

	"kotae/retrieval"
)

// encodings is every way in which a test writes a text, by the name that decode
// gives it.
var encodings = []struct {
	name, mark string
	encoding.Encoding
}{
	{"UTF-8", "", encoding.Nop},
	{"UTF-8", "\xef\xbb\xbf", encoding.Nop},
	{"UTF-16LE", "\xff\xfe", utf16LE},
	{"UTF-16BE", "\xfe\xff", utf16BE},
	{"UTF-16LE", "", utf16LE},
	{"UTF-16BE", "", utf16BE},
	{"Shift_JIS", "", japanese.ShiftJIS},
	{"EUC-JP", "", japanese.EUCJP},
	{"ISO-2022-JP", "", japanese.ISO2022JP},
}

func encode(t *testing.T, e encoding.Encoding, mark, text string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatalf("encode %q: %v", text, err)
	}
	return append([]byte(mark), b...)
}

func TestDecodeFindsTheEncoding(t *testing.T) {
	texts := []struct{ name, text string }{
		{"prose of one line", "有給休暇は、入社の日から六か月を経た社員に十日を与える。\n"},
		{"a short line without line end", "出張の手引き"},
		{"kanji alone", "東京都港区芝公園四丁目二番八号"},
		{"kana alone", "おといあわせはそうむぶまで。"},
		{"katakana words", "サーバーのパスワードをリセットする"},
		{"mixed with ASCII", "VPN に接続できないときは、IT 窓口 (ext. 1234) へ。\n"},
		{"signs of CP932", "①㈱髙島商店 ②㈲山﨑工務店 合計1,200㎡\n"},
		{"a table of numbers", "部署\t人数\n営業\t12\n総務\t8\n"},
		{"half-width katakana within prose", "受付番号はﾃｽﾄ環境でも同じです。ﾊﾞｯﾁ処理は夜に動きます。\n"},
		{"kana and a number", "まとめ1\n"},
		{"several paragraphs", strings.Repeat("第三条　出張をする社員は、前日までに届けを出す。\n\n緊急のときは、この限りでない。\n", 40)},
		{"ASCII for long, then Japanese", strings.Repeat("The quick brown fox jumps over the lazy dog.\n", 300) + "以上、ご確認ください。\n"},
	}
	for _, tt := range texts {
		for _, e := range encodings {
			name := e.name
			if e.mark != "" {
				name += " with a byte order mark"
			}
			t.Run(tt.name+" in "+name, func(t *testing.T) {
				if e.name == "ISO-2022-JP" && strings.ContainsAny(tt.text, "髙﨑") {
					return // not in its repertoire
				}
				text, got, err := decode(encode(t, e.Encoding, e.mark, tt.text))
				if err != nil {
					t.Fatal(err)
				}
				if got != e.name || text != tt.text {
					t.Errorf("decode as %s: %q, want %s: %q", got, text, e.name, tt.text)
				}
			})
		}
	}
}

func TestDecode(t *testing.T) {
	long := strings.Repeat("経費の精算は月末までに行う。", 6000) // 252,000 bytes: past every buffer
	tests := []struct {
		name string
		data string
		want string
	}{
		{"line ends become one kind", "一\r\n二\r三\n", "一\n二\n三\n"},
		{"a byte order mark is dropped", "\ufeff規程", "規程"},
		{"nothing else is normalised", "ＡＢＣ　ｶﾞｲﾄﾞ～〜―①", "ＡＢＣ　ｶﾞｲﾄﾞ～〜―①"},
		{"a character cut off at the end is marked", "経費の精算"[:14], "経費の精\ufffd"},
		{"a stray byte in long UTF-8 is marked", long + "\xff" + "以上", long + "\ufffd以上"},
		{"a terminal's colours are text", "\x1b[31merror\x1b[0m: 接続できません", "\x1b[31merror\x1b[0m: 接続できません"},
		{"half-width katakana of EUC-JP", "\x8e\xc3\x8e\xbd\x8e\xc4\x8e\xb6\x8e\xb2", "ﾃｽﾄｶｲ"},
		{"the ISO-2022-JP of mail with half-width katakana", "\x1b(I\x43\x3d\x44\x1b(B\n", "ﾃｽﾄ\n"},
		{"a row of signs in Shift_JIS", "\x87\x40\x87\x41 \x84\x9f\x84\x9f", "①② ──"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, name, err := decode([]byte(tt.data))
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("decode (%s) = %.80q, want %.80q", name, got, tt.want)
			}
		})
	}
}

func TestDecodeSurvivesEveryCut(t *testing.T) {
	text := "旅費の規程\n" + strings.Repeat("社員が出張をするときは、上長の許可を得なければならない。\n", 1300)
	for _, e := range encodings {
		data := encode(t, e.Encoding, e.mark, text)
		for cut := 50_000; cut < 50_008; cut++ {
			got, name, err := decode(data[:cut])
			if err != nil {
				t.Fatalf("%s cut at byte %d: %v", e.name, cut, err)
			}
			got = strings.TrimRight(got, "\ufffd")
			if name != e.name || !strings.HasPrefix(text, got) {
				t.Errorf("%s cut at byte %d is read as %s: …%q", e.name, cut, name, got[len(got)-40:])
			}
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	tests := []struct {
		name, data, reason string
	}{
		{"an empty file", "", "empty"},
		{"white space", " \r\n\t　\u00a0\n", "empty"},
		{"a byte order mark alone", "\ufeff", "empty"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00\x00\x00\x01\x00\x08\x06", "not text"},
		{"a program", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00>\x00\x01", "not text"},
		{"NULs among UTF-8", "有給\x00休暇", "not text"},
		{"control characters", "a\x01\x02\x03\x04\x05b", "not text"},
		{"English in Windows-1252", "It\x92s the staff\x92s caf\xe9; don\x92t smoke.", "unknown character encoding"},
		{"UTF-32", "\xff\xfe\x00\x00\x42\x30\x00\x00\x44\x30\x00\x00", "not text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, name, err := decode([]byte(tt.data))
			var u *retrieval.Unreadable
			if !errors.As(err, &u) {
				t.Fatalf("decode = %q as %s, %v; want an Unreadable", text, name, err)
			}
			if u.Reason != tt.reason || u.Remedy == "" {
				t.Errorf("Unreadable = %+v, want reason %q", *u, tt.reason)
			}
		})
	}
}
