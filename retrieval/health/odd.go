package health

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// An Oddity is a document whose text looks wrong.
type Oddity struct {
	File   string `json:"file"`
	Reason string `json:"reason"` // as of retrieval.Skip
	Remedy string `json:"remedy"` // what a person can do about it
	// Garbled is true if what stands there is not what was written; false if it may be
	// right, and there is only little of it.
	Garbled bool `json:"garbled"`
}

// From where on texts look wrong. What is worse the readers refuse already: these are
// texts that are wrong in part, or say nearly nothing.
const (
	lostRunes     = 3         // characters that no decoder knew
	mojibakeRunes = 4         // of those that only a wrong decoder writes
	privateShare  = 0.02      // of private characters
	wallRunes     = 300       // of one character on end
	wallShare     = 0.5       // of one character in all
	bulky         = 200 << 10 // bytes of a file with pictures
	bulkyRunes    = 200       // that say little for a file of this size
	pageRunes     = 40        // a page with a text has more
	fewPages      = 3         // one page may be a picture
	hardly        = 12        // runes of a document that says next to nothing
	speaking      = 400       // runes in which a Japanese document has Japanese
)

// oddity returns what is wrong with a document's text, or nil.
func oddity(d retrieval.Document, s *Sheet, compact string) *Oddity {
	odd := func(garbled bool, remedy, format string, args ...any) *Oddity {
		return &Oddity{File: s.File, Reason: fmt.Sprintf(format, args...), Remedy: remedy, Garbled: garbled}
	}
	c := countRunes(d.Text)
	pages := lastPage(d)
	again := "open the original and save it as UTF-8, or as PDF, anew"
	switch {
	case c.lost >= lostRunes:
		return odd(true, again, "%d characters that could not be decoded (�)", c.lost)
	case c.mojibake >= mojibakeRunes:
		return odd(true, again, "garbled in part, as by a wrong encoding: %s", c.sample)
	case c.private > lostRunes && float64(c.private) > privateShare*float64(c.all):
		return odd(true, "print it to PDF from the program that made it", "%d characters that only its own font knows", c.private)
	case c.run >= wallRunes:
		return odd(true, "see whether it is a document at all", "%d times %c on end", c.run, c.runOf)
	case s.Runes >= wallRunes && float64(c.most) > wallShare*float64(s.Runes):
		return odd(true, "see whether it is a document at all", "%d of %d characters are %c", c.most, s.Runes, c.mostOf)
	case pictured(s.File) && (s.Size >= bulky && s.Runes < bulkyRunes || pages >= fewPages && s.Runes < pages*pageRunes):
		return odd(false, "if it was scanned, recognise its text (OCR); if it is pictures, write down what they show", "hardly any text: %s, %s", amount(s.Runes, "character"), extent(pages, s.Size))
	case s.Runes < hardly:
		return odd(false, "write what it is to say into it, or remove it", "next to nothing in it: %s", amount(s.Runes, "character"))
	}
	return nil
}

// odd returns the oddities of documents in order, with those that only show beside the
// others: a text without Japanese under a Japanese name, where the rest is Japanese.
func odd(sheets []*Sheet) []Oddity {
	ours := 0
	for _, s := range sheets {
		if s.Japanese {
			ours++
		}
	}
	mostly := ours*10 >= len(sheets)*8 && ours >= 5
	var list []Oddity
	for _, s := range sheets {
		switch {
		case s.odd != nil:
			list = append(list, *s.odd)
		case mostly && !s.Japanese && s.Runes >= speaking && japaneseName(s.File):
			list = append(list, Oddity{File: s.File, Garbled: false,
				Reason: "hardly any Japanese in it, under a Japanese name", Remedy: "open it: if it is to be in Japanese, its text was lost; save it anew"})
		}
	}
	return list
}

// japaneseName reports whether a file is called something in Japanese, and not said to
// be in another language.
func japaneseName(file string) bool {
	base := strings.TrimSuffix(path.Base(file), path.Ext(file))
	for _, word := range []string{"英", "和英", "中国語", "中文", "韓国", "多言語", "外国語", "ログ", "コード", "設定", "データ", "一覧"} {
		if strings.Contains(base, word) {
			return false
		}
	}
	return japanese.IsJapanese(base)
}

// pictured reports whether files of a name's format often are pictures.
func pictured(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".pdf", ".docx", ".docm", ".pptx", ".pptm", ".ppsx", ".xlsx", ".xlsm", ".epub":
		return true
	}
	return false
}

// lastPage is the last page that has text, 0 where there are no pages.
func lastPage(d retrieval.Document) int {
	last := 0
	for i := range d.Blocks {
		last = max(last, d.Blocks[i].Page)
	}
	return last
}

// extent says how large a document is.
func extent(pages int, size int64) string {
	of := fmt.Sprintf("%.1f MB", float64(size)/(1<<20))
	if pages > 1 {
		of += fmt.Sprintf(", %d pages and more", pages)
	}
	return of
}

// amount puts a number before a noun.
func amount(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// A census counts the characters of a text.
type census struct {
	all, lost, private int
	mojibake           int
	sample             string // some of what is garbled
	run                int    // the longest of one character
	runOf              rune
	most               int // of the most frequent character
	mostOf             rune
}

func countRunes(text string) census {
	var c census
	kinds := map[rune]int{}
	var prev rune
	run := 0
	for i, r := range text {
		if unicode.IsSpace(r) {
			prev = 0
			continue
		}
		c.all++
		switch {
		case r == utf8.RuneError:
			c.lost++
		case unicode.Is(unicode.Co, r):
			c.private++
		case onlyGarbled(prev, r):
			if c.mojibake++; c.sample == "" {
				c.sample = sampleAt(text, i)
			}
		}
		if !isRule(r) {
			kinds[r]++
			if run++; r != prev {
				run = 1
			}
			if run > c.run {
				c.run, c.runOf = run, r
			}
		}
		prev = r
	}
	for r, n := range kinds {
		if n > c.most || n == c.most && r < c.mostOf {
			c.most, c.mostOf = n, r
		}
	}
	return c
}

// onlyGarbled tells of what comes of reading Japanese as Shift_JIS or Latin-1 that is
// UTF-8: 縺, 繧 and 繝 before a half-width or another such sign, and ã before a sign.
func onlyGarbled(prev, r rune) bool {
	switch prev {
	case '縺', '繧', '繝':
		return true // none of them begins a word
	case 'ã', 'æ', 'å', 'ç', 'è', 'é':
		return 0x80 <= r && r < 0xc0 || r == '‚' || r == 'ƒ' || r == '†' || r == '‡' || r == '™' || r == 'œ'
	}
	return false
}

// sampleAt are some characters from just before a place on, on one line.
func sampleAt(text string, at int) string {
	_, size := utf8.DecodeLastRuneInString(text[:at])
	line, _, _ := strings.Cut(text[at-size:], "\n")
	if r := []rune(line); len(r) > 12 {
		line = string(r[:12]) + "…"
	}
	return line
}

// isRule tells of characters that lines are drawn and blanks are filled with.
func isRule(r rune) bool {
	switch r {
	case 'ー', '〇', '○', '□', '■', '－', '＿', '＊', '～', '…', '‥', '・', '｜', '│', '|', '─', '━', '０', '0':
		return true
	}
	return unicode.IsPunct(r) || unicode.IsSymbol(r)
}
