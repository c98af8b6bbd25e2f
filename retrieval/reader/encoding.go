package reader

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"kotae/retrieval"
)

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// decode returns data as text, as retrieval.Document describes it, and the name of
// the encoding that data was in. The error is an *retrieval.Unreadable.
func decode(data []byte) (text, name string, err error) {
	text, name = detect(data)
	if name == "" || (name == "Shift_JIS" || name == "EUC-JP") && garbled(text) && !mojibake(text) {
		return "", "", &retrieval.Unreadable{Reason: "unknown character encoding", Remedy: "save it as UTF-8"}
	}
	text = strings.TrimLeft(text, "\ufeff")
	if mojibake(text) {
		return "", "", errMoji
	}
	if garbled(text) {
		return "", "", &retrieval.Unreadable{Reason: "not text", Remedy: "save it as UTF-8 text, or take it out of the folder"}
	}
	if trim(text) == "" {
		return "", "", errEmpty
	}
	return newlines.Replace(text), name, nil
}

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// detect decodes data by the first rule that holds. What can't be decoded in it
// becomes U+FFFD. The name is empty where no rule holds.
//
// The rules go from certain to likely: a mark or an escape sequence is proof, UTF-8
// is hardly ever valid by chance, and only then do the two Japanese encodings that
// look alike, Shift_JIS and EUC-JP, have to be told apart by what they would say.
func detect(data []byte) (text, name string) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(data), "\ufffd"), "UTF-8"
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decodeAs(utf16LE, data), "UTF-16LE"
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decodeAs(utf16BE, data), "UTF-16BE"
	case escapesToJIS(data):
		return decodeAs(japanese.ISO2022JP, data), "ISO-2022-JP"
	case bytes.IndexByte(data, 0) >= 0:
		if c := best(data, utf16s); c.score > 0 {
			return c.text, c.name
		}
		return string(data), "binary" // decode refuses it for its NULs
	case nearlyUTF8(data):
		return strings.ToValidUTF8(string(data), "\ufffd"), "UTF-8"
	}
	c := best(data, eightBit)
	if w := best(data, utf16s); w.score > c.score && w.certain {
		c = w
	}
	if c.score <= 0 || c.name == "EUC-JP" && looksKorean(c.text) {
		return "", ""
	}
	return c.text, c.name
}

// looksKorean tells of Korean text read as EUC-JP: its syllables come out as everyday
// kanji, all of them, with blanks every few and no kana.
func looksKorean(text string) bool {
	kanji, blanks := 0, 0
	prev := rune(0)
	for _, r := range text {
		switch {
		case 'ぁ' <= r && r <= 'ー':
			return false
		case jisLevel(r) > 0:
			if kanji++; prev == ' ' {
				blanks++
			}
		}
		prev = r
	}
	return kanji >= 60 && blanks*8 > kanji
}

// escapesToJIS tells whether data is seven-bit and switches to a Japanese character
// set as ISO-2022-JP does.
func escapesToJIS(data []byte) bool {
	found := false
	for _, esc := range []string{"\x1b$B", "\x1b$@", "\x1b(J", "\x1b(I"} {
		found = found || bytes.Contains(data, []byte(esc))
	}
	return found && !bytes.ContainsFunc(data, func(r rune) bool { return r >= utf8.RuneSelf })
}

// nearlyUTF8 tells whether data is UTF-8, perhaps cut off within its last character
// or with a rare stray byte.
func nearlyUTF8(data []byte) bool {
	if utf8.Valid(data) {
		return true
	}
	good, bad, cut := 0, 0, false
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r != utf8.RuneError || n > 1:
			if n > 1 {
				good++
			}
		case !utf8.FullRune(data[i:]):
			cut, n = true, len(data)-i
		default:
			bad++
		}
		i += n
	}
	return good >= 20*bad && (good > 0 || cut && asciiBefore(data))
}

// asciiBefore tells whether everything in data but its last three bytes is ASCII.
func asciiBefore(data []byte) bool {
	return !bytes.ContainsFunc(data[:max(0, len(data)-3)], func(r rune) bool { return r >= utf8.RuneSelf })
}

// garbled tells whether decoded text is too full of control characters and decoding
// errors to have been text. One of them is forgiven to the shortest file.
func garbled(text string) bool {
	bad, all := 0, 0
	for _, r := range text {
		all++
		switch {
		case r == 0:
			return true
		case r == utf8.RuneError, isControl(r):
			bad++
		}
	}
	return bad*50 > all+50
}

// isControl tells of control characters that texts do not hold. Escape is not one
// of them: terminals' logs are full of it.
func isControl(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', '\b', '\x1b', '\x1a', '\u0085':
		return false
	}
	return r < ' ' || 0x7f <= r && r < 0xa0
}

// decodeAs decodes data, with U+FFFD for what it can't decode.
func decodeAs(e encoding.Encoding, data []byte) string {
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return string(out) + "\ufffd"
	}
	return string(out)
}
