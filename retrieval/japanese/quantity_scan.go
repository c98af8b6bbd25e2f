package japanese

import (
	"strings"
	"unicode/utf8"
)

// A scanner reads the figures of one folded text from left to right.
type scanner struct {
	*mapped
	quantities []Quantity
	dates      []Date
	// Where the last quantity or date ended, units included and bounds not: what
	// follows may continue it.
	quantityStart, quantityEnd, dateEnd int
	// The last time of day was said to be after noon.
	afternoon bool
}

func (s *scanner) scan() {
	s.quantityEnd, s.dateEnd = -1, -1
	for i := 0; i < len(s.text); {
		if end := s.read(i); end > i {
			i = end
			continue
		}
		i = s.skip(i)
	}
}

// skip returns the offset behind what can't begin a figure: a Latin word with the
// figures in it, or one character.
func (s *scanner) skip(i int) int {
	if end := s.latinEnd(i); end > i {
		return end
	}
	_, n := utf8.DecodeRuneInString(s.text[i:])
	return i + n
}

// latinEnd returns the offset behind the Latin word or code at i: hym-20l, wpa3,
// 2fa. Figures that a counter follows are left for the scanner: pc3台.
func (s *scanner) latinEnd(i int) int {
	t := s.text
	end := i
	letters := false
	for end < len(t) {
		c := t[end]
		switch {
		case isLetterByte(c):
			letters = true
		case isDigitByte(c):
			if e := digitsEnd(t, end); end-i >= 2 && isLetterByte(t[end-1]) && countsBehind(t[e:]) {
				return end
			}
		case (c == '-' || c == '_' || c == '.') && end > i && end+1 < len(t) && isDigitByte(t[end+1]) && letters:
		case c == '-' && end > i && end+1 < len(t) && isLetterByte(t[end+1]) && strings.ContainsAny(t[i:end], "0123456789"):
		default:
			return end
		}
		end++
	}
	return end
}

// countsBehind reports whether s begins with a Japanese counter.
func countsBehind(s string) bool {
	for _, c := range []string{"台", "名", "人", "社", "件", "枚", "本", "個", "円", "回", "日", "時間", "か月", "ヶ月"} {
		if strings.HasPrefix(s, c) {
			return true
		}
	}
	return false
}

// read reads the figure or date at i and returns the offset behind it, or i.
func (s *scanner) read(i int) int {
	t := s.text
	r, size := utf8.DecodeRuneInString(t[i:])
	prev, _ := utf8.DecodeLastRuneInString(t[:i])
	switch {
	case isLetterByte(t[i]):
		if i > 0 && isLetterByte(t[i-1]) {
			return i
		}
		return s.readWord(i)
	case r == '数' || r == '幾' || r == '何':
		if n, ok := numberAt(t, i+size); ok { // 数十, 何百
			_, u := unitAt(t[n.end:])
			return n.end + u
		}
		return i
	case isDigitByte(t[i]), isKanjiDigit(r), kanjiSmall[r] != 0:
		if isDigitByte(t[i]) && i > 0 && (t[i-1] == '.' || t[i-1] == ',') && i > 1 && isDigitByte(t[i-2]) {
			return i
		}
		if end := s.readColon(i); end > i {
			return end
		}
		if end := s.readDate(i); end > i {
			return end
		}
		if r < 0x80 || !isHan(prev) || prev == '第' || strings.ContainsRune("約計各毎全週月年同", prev) || i == s.quantityEnd || !isHan(r) {
			return s.readQuantity(i)
		}
		return s.readKanjiAfterKanji(i)
	case (r == '-' || r == '+') && i+1 < len(t) && isDigitByte(t[i+1]) && (i == 0 || !isDigitByte(t[i-1]) && !isLetterByte(t[i-1])):
		return s.readSigned(i)
	}
	if end := s.readEra(i); end > i {
		return end
	}
	if end := s.readClockWord(i); end > i {
		return end
	}
	if end := s.readWeekday(i); end > i {
		return end
	}
	return s.readRelative(i)
}

// readKanjiAfterKanji reads a figure in kanji behind another kanji only where a
// unit proves it one: 合計二十三件, but not 統一 or 三好.
func (s *scanner) readKanjiAfterKanji(i int) int {
	n, ok := numberAt(s.text, i)
	if !ok || n.lone {
		return i
	}
	if _, u := unitAt(s.text[n.end:]); u == 0 {
		return i
	}
	return s.readQuantity(i)
}

// readSigned reads a figure below or above zero: -15℃.
func (s *scanner) readSigned(i int) int {
	if i > 0 && s.text[i-1] == ')' {
		return i
	}
	before := len(s.quantities)
	end := s.readQuantity(i + 1)
	if end == i+1 || len(s.quantities) == before {
		return i
	}
	q := &s.quantities[len(s.quantities)-1]
	if s.text[i] == '-' {
		if u := units[q.Unit].base; u != "℃" && u != "%" && q.Unit != "" && q.Unit != "回" && q.Unit != "円" {
			return end
		}
		q.Number = -q.Number
	}
	q.Start = s.span(i, i+1).Start
	return end
}

// idioms begin like figures and are none.
var idioms = []string{
	"一部", "一般", "一方", "一番", "一種", "一行", "一体", "一面", "一定", "一切", "一緒", "一覧", "一括", "一次", "一旦", "一円", "一層", "一気", "一律",
	"一見", "一同", "一環", "一貫", "一致", "一連", "一新", "一斉", "一任", "一流", "一時的", "一時", "一概", "一応", "一因", "一員", "一端", "一助", "一歩", "一線", "一人ひとり", "一人一人",
	"三者", "二重", "四半", "千葉", "四国", "九州", "三重", "六本木", "千歳", "万一", "十分な", "十分に", "十全", "百貨", "二次", "二者", "千代", "八百屋", "一口", "一石", "七夕", "五輪", "一通り", "一度に",
}

func isIdiom(s string) bool {
	for _, w := range idioms {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// softUnits are counted by 一 in phrases more often than in earnest.
var softUnits = map[Unit]bool{"人": true, "個": true, "回": true, "番": true, "部": true, "日": true, "点": true, "種類": true, "通": true, "節": true, "": true}
