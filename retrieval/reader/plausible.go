package reader

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
)

// A codec is an encoding that data may be in, and what its characters are worth.
type codec struct {
	name string
	encoding.Encoding
	worth func(prev, r, next rune) int
}

var (
	eightBit = []codec{
		{"Shift_JIS", japanese.ShiftJIS, worth},
		{"EUC-JP", japanese.EUCJP, worthEUC},
	}
	utf16s = []codec{
		{"UTF-16LE", utf16LE, worthUTF16},
		{"UTF-16BE", utf16BE, worthUTF16},
	}
)

// A reading is data read in one encoding.
type reading struct {
	text, name string
	// score is the higher the more this looks like Japanese; not above 0 it does not.
	// Readings of the same data compare.
	score int
	// certain says that there are some characters and nearly all are common ones.
	certain bool
}

// best reads all of data in every codec and returns the most plausible reading.
func best(data []byte, codecs []codec) reading {
	var top reading
	for i, c := range codecs {
		text := decodeAs(c, data)
		score, certain := plausibility(strings.TrimSuffix(text, "\ufffd"), c.worth) // perhaps cut off there
		if i == 0 || score > top.score {
			top = reading{text, c.name, score, certain}
		}
	}
	return top
}

// plausibility adds up what the characters of text are worth.
func plausibility(text string, worth func(prev, r, next rune) int) (score int, certain bool) {
	good, all := 0, 0
	prev, r := rune(' '), rune(-1)
	add := func(next rune) {
		if r >= 0 {
			w := worth(prev, r, next)
			score += w
			all++
			if w >= 4 {
				good++
			}
			prev = r
		}
		r = next
	}
	for _, next := range text {
		add(next)
	}
	add(' ')
	return score, all >= 4 && good*10 >= all*9
}

// worth is what a character says for the encoding it was decoded by. Kana and
// everyday kanji speak for it; rare kanji, half-width katakana and above all what
// could not be decoded speak against.
func worth(prev, r, next rune) int {
	switch {
	case r == utf8.RuneError:
		return -40
	case isControl(r), isPrivate(r):
		return -20
	case r < utf8.RuneSelf:
		return 0
	case 'ぁ' <= r && r <= 'ゖ':
		return 8
	case 'ァ' <= r && r <= 'ー':
		return 6
	case '、' <= r && r <= '】', '！' <= r && r <= '～', r == '　':
		return 4
	case '｡' <= r && r <= 'ﾟ':
		return -4
	case unicode.Is(unicode.Han, r):
		if isLower(prev) && !isWide(next) || isLower(next) && !isWide(prev) {
			return -8 // "don痴": an apostrophe or accent of another encoding
		}
		return worthKanji(r)
	case unicode.IsGraphic(r):
		return 1
	}
	return -20 // unassigned
}

// worthEUC is worth for EUC-JP, in which half-width katakana are written with a
// prefix that is hardly there by chance.
func worthEUC(prev, r, next rune) int {
	if '｡' <= r && r <= 'ﾟ' {
		return 5
	}
	return worth(prev, r, next)
}

// worthUTF16 is worth for UTF-16, in which ASCII too is a sign, and in which bytes
// in the wrong order give letters of scripts that nobody here writes.
func worthUTF16(prev, r, next rune) int {
	switch {
	case ' ' <= r && r < 0x7f, r == '\n', r == '\r', r == '\t':
		return 4
	case 0xa0 <= r && r < 0x250, 0x370 <= r && r < 0x530, 0x2000 <= r && r < 0x2800:
		return 0
	case '｡' <= r && r <= 'ﾟ':
		return 4
	case '　' <= r && r < 0x3100, '！' <= r && r <= '～':
		return worth(prev, r, next)
	case unicode.Is(unicode.Han, r):
		return worthKanji(r)
	}
	return min(-4, worth(prev, r, next))
}

// worthKanji weighs a kanji by the level that the Japanese standard gives it.
func worthKanji(r rune) int {
	switch jisLevel(r) {
	case 1:
		return 4
	case 2:
		return -2
	}
	if r == '髙' || 0xf900 <= r && r < 0xfb00 {
		return 2 // what IBM and NEC added: names are written with them
	}
	return -6
}

// jisLevel returns 1 for the kanji in everyday use (JIS X 0208 level 1), 2 for the
// rarer ones of that standard, 0 for all others.
func jisLevel(r rune) uint8 {
	if r < 0x4e00 || r > 0x9fff {
		return 0
	}
	return jisLevels()[r-0x4e00]
}

// jisLevels is made from the encoder's own table: rows 16 to 47 of the standard are
// level 1, rows 48 to 84 level 2.
var jisLevels = sync.OnceValue(func() *[0x5200]uint8 {
	var t [0x5200]uint8
	for row := 16; row <= 84; row++ {
		for cell := 1; cell <= 94; cell++ {
			b, err := japanese.EUCJP.NewDecoder().Bytes([]byte{byte(0xa0 + row), byte(0xa0 + cell)})
			r, _ := utf8.DecodeRune(b)
			if err != nil || r < 0x4e00 || r > 0x9fff {
				continue
			}
			t[r-0x4e00] = 1
			if row >= 48 {
				t[r-0x4e00] = 2
			}
		}
	}
	return &t
})

func isPrivate(r rune) bool { return unicode.Is(unicode.Co, r) }

func isLower(r rune) bool { return 'a' <= r && r <= 'z' }

// isWide tells whether r belongs to the Japanese scripts, of whatever width.
func isWide(r rune) bool { return r >= 0x3000 }
