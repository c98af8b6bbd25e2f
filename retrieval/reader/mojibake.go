package reader

// mojibake tells whether text is what comes of reading Japanese in a wrong encoding
// and saving that: valid characters that nobody wrote.
//
//   - UTF-8 read as Shift_JIS is full of 縺, 繧 and 繝, which are hardly ever written;
//   - UTF-8 read as Latin-1 or Windows-1252 is full of ã, å and æ before signs;
//   - EUC-JP read as Shift_JIS is half-width katakana with ､ at every second place;
//   - what was saved in an encoding without Japanese is question marks;
//   - a PDF whose fonts do not say their characters gives private ones.
func mojibake(text string) bool {
	var asJIS, asLatin, asKana, lost, private, beyond, all int
	prev := rune(0)
	for _, r := range text {
		all++
		if r > 0x7f {
			beyond++
		}
		switch {
		case r == '縺' || r == '繧' || r == '繝' || r == '譁' || r == '蜷' || r == '莨':
			asJIS++
		case isPrivate(r):
			private++
		case prev == 'ã' || prev == 'å' || prev == 'æ' || prev == 'ç' || prev == 'è' || prev == 'é' || prev == 'ä':
			if r >= 0x80 && r < 0x100 || r >= 0x2010 && r <= 0x2122 || r == 'ƒ' || r == 'Œ' || r == 'œ' || r == 'š' || r == 'Š' || r == 'ž' || r == 'Ž' {
				asLatin++
			}
		case prev == '､' && '｡' <= r && r <= 'ﾟ':
			asKana++
		case r == '?' && prev == '?':
			lost++
		}
		prev = r
	}
	return beyond > 3 && (asJIS*12 > beyond || asLatin*6 > beyond || asKana*5 > beyond) || all > 20 && lost*3 > all || private > 3 && private*10 > beyond
}
