package reader

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"kotae/retrieval"
)

// readRTF reads Rich Text: paragraphs, tables, footnotes, headings by outline level or
// by form. No kept library reads it with Japanese; what of it carries text is little.
func readRTF(_ string, data []byte) (retrieval.Document, error) {
	if !bytes.HasPrefix(bytes.TrimLeft(data, "\ufeff \r\n"), []byte(`{\rtf`)) {
		return retrieval.Document{}, damaged("RTF document")
	}
	p := &rtf{r: newRendering(), fonts: map[int]encoding.Encoding{}, page: charmap.Windows1252}
	p.state.skip = 1
	p.parse(data)
	if p.depth > 0 && len(p.r.blocks) == 0 && p.line.Len() == 0 {
		return retrieval.Document{}, damaged("RTF document")
	}
	p.endParagraph()
	p.endTable()
	d, err := p.r.document()
	if err == nil {
		headByForm(&d)
	}
	return d, err
}

// rtf is a Rich Text document as it is read.
type rtf struct {
	r     *rendering
	page  encoding.Encoding // of the document
	fonts map[int]encoding.Encoding

	state rtfState
	stack []rtfState
	depth int

	bytes   []byte // characters that are not decoded yet
	line    strings.Builder
	notes   []string
	note    int // depth of the footnote that is being read, 0 for none
	before  string
	level   int // of the paragraph as a heading
	inTable bool
	row     []string
	rows    [][]string
	high    rune // first half of a character beyond the first plane
}

// rtfState is what a group keeps to itself.
type rtfState struct {
	hidden  bool              // its text is none of the document's
	fonts   bool              // it is the table of fonts
	font    encoding.Encoding // nil for the document's
	number  int               // of the font that is being defined
	skip    int               // characters that stand in for one of Unicode
	deleted bool
}

// unsaid are the groups without text of the document.
var unsaid = map[string]bool{
	"colortbl": true, "stylesheet": true, "info": true, "pict": true, "object": true, "header": true, "headerl": true,
	"headerr": true, "headerf": true, "footer": true, "footerl": true, "footerr": true, "footerf": true, "fldinst": true,
	"listtable": true, "listoverridetable": true, "revtbl": true, "rsidtbl": true, "generator": true, "xmlnstbl": true,
	"themedata": true, "colorschememapping": true, "datastore": true, "latentstyles": true, "mmathPr": true, "filetbl": true,
	"ftnsep": true, "ftnsepc": true, "aftnsep": true, "aftnsepc": true, "pgptbl": true, "annotation": true, "atnid": true,
	"atnauthor": true, "atnref": true, "bkmkstart": true, "bkmkend": true, "xe": true, "tc": true, "pntext": false,
	"rxe": true, "txe": true, "background": true, "shppict": true, "nonshppict": true, "ud": false, "upr": false,
}

// starred are the groups marked as optional that hold text all the same.
var starred = map[string]bool{"shptxt": true, "ud": true, "pntext": true, "fldrslt": true, "shpinst": true}

func (p *rtf) parse(data []byte) {
	star := false // the group began with \*
	skip := 0     // characters to pass over
	for i := 0; i < len(data); {
		p.r.tick()
		c := data[i]
		switch {
		case c == '{':
			p.decodeBytes()
			if p.depth++; p.depth > 10*depthLimit {
				panic(errDeep)
			}
			p.stack = append(p.stack, p.state)
			star, skip = false, 0
			i++
		case c == '}':
			p.decodeBytes()
			p.close()
			star, skip = false, 0
			i++
		case c == '\\' && i+1 < len(data):
			word, value, has, next := control(data, i)
			if word == "bin" {
				i = min(len(data), next+max(value, 0))
				continue
			}
			if word == "'" {
				if skip > 0 {
					skip--
				} else {
					p.byte(byte(value))
				}
				i = next
				continue
			}
			i = next
			if word == `\` || word == "{" || word == "}" {
				p.byte(word[0]) // perhaps the second half of a character
				continue
			}
			if word == "*" {
				star = true
				continue
			}
			p.decodeBytes()
			if word == "u" {
				p.unicode(value)
				skip = p.state.skip
				continue
			}
			if star && !starred[word] {
				p.state.hidden = true
			}
			star = false
			p.word(word, value, has)
		case c == '\r' || c == '\n' || c == 0:
			i++
		default:
			if skip > 0 {
				skip--
			} else {
				p.byte(c)
			}
			i++
		}
	}
	p.decodeBytes()
}

// control reads a control word or sign at a backslash: its name, its number, and where
// it ends.
func control(data []byte, i int) (word string, value int, has bool, next int) {
	i++
	if !isLetter(data[i]) {
		if data[i] == '\'' && i+2 < len(data) {
			return "'", hex(data[i+1])<<4 | hex(data[i+2]), true, i + 3
		}
		return string(data[i : i+1]), 0, false, i + 1
	}
	start := i
	for i < len(data) && isLetter(data[i]) {
		i++
	}
	word = string(data[start:i])
	sign := 1
	if i+1 < len(data) && data[i] == '-' && '0' <= data[i+1] && data[i+1] <= '9' {
		sign = -1
		i++
	}
	for i < len(data) && '0' <= data[i] && data[i] <= '9' {
		if value < 1<<24 {
			value = value*10 + int(data[i]-'0')
		}
		has = true
		i++
	}
	if i < len(data) && data[i] == ' ' {
		i++
	}
	return word, sign * value, has, i
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func hex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return 0
}

// word does what a control word says.
func (p *rtf) word(word string, value int, has bool) {
	if unsaid[word] {
		p.state.hidden = true
		return
	}
	switch word {
	case "fonttbl":
		p.state.fonts, p.state.hidden = true, true
	case "ansicpg":
		p.page = codePage(value)
	case "mac":
		p.page = charmap.Macintosh
	case "f":
		if p.state.fonts {
			p.state.number = value
		} else {
			p.state.font = p.fonts[value]
		}
	case "fcharset":
		if e, ok := charsets[value]; ok && p.state.fonts {
			p.fonts[p.state.number] = e
		}
	case "cpg":
		if p.state.fonts {
			p.fonts[p.state.number] = codePage(value)
		}
	case "uc":
		p.state.skip = min(max(value, 0), 10)
	case "deleted", "v":
		p.state.deleted = !has || value != 0
	case "plain":
		p.state.font, p.state.deleted = nil, false
	case "par", "sect", "page":
		if p.note > 0 {
			p.put(" ")
		} else if p.inTable {
			p.put(" ")
		} else {
			p.endParagraph()
		}
	case "line":
		p.put("\n")
	case "tab", "emspace", "enspace":
		p.put(" ")
	case "pard":
		p.level, p.inTable = 0, false
	case "intbl":
		p.inTable = true
	case "outlinelevel":
		if 0 <= value && value < 9 {
			p.level = value + 1
		}
	case "cell", "nestcell":
		p.row = append(p.row, p.line.String())
		p.line.Reset()
		p.inTable = true
	case "row", "nestrow":
		if len(p.row) > 0 {
			p.rows = append(p.rows, p.row)
		}
		p.row = nil
	case "footnote":
		if p.note == 0 {
			p.note, p.before = p.depth, p.line.String()
			p.line.Reset()
		}
	case "chftn":
		p.put("（注）")
	case "emdash":
		p.put("—")
	case "endash":
		p.put("–")
	case "lquote", "rquote":
		p.put(map[string]string{"lquote": "‘", "rquote": "’"}[word])
	case "ldblquote", "rdblquote":
		p.put(map[string]string{"ldblquote": "“", "rdblquote": "”"}[word])
	case "bullet":
		p.put("・")
	case "~":
		p.put(" ")
	case "_":
		p.put("-")
	}
}

// byte takes in a character of the page's or font's encoding.
func (p *rtf) byte(c byte) {
	if !p.state.hidden && !p.state.deleted {
		p.bytes = append(p.bytes, c)
	}
}

// decodeBytes decodes what was taken in.
func (p *rtf) decodeBytes() {
	if len(p.bytes) == 0 {
		return
	}
	e := p.page
	if p.state.font != nil {
		e = p.state.font
	}
	p.line.WriteString(decodeAs(e, p.bytes))
	p.bytes = p.bytes[:0]
	if p.line.Len() > textLimit {
		panic(errLong)
	}
}

// unicode takes in a character by its number, perhaps one half of it.
func (p *rtf) unicode(value int) {
	r := rune(uint16(value))
	switch {
	case 0xd800 <= r && r < 0xdc00:
		p.high = r
		return
	case 0xdc00 <= r && r < 0xe000:
		r = (p.high-0xd800)<<10 + (r - 0xdc00) + 0x10000
	}
	p.high = 0
	if utf8.ValidRune(r) {
		p.put(string(r))
	}
}

func (p *rtf) put(s string) {
	if !p.state.hidden && !p.state.deleted {
		p.line.WriteString(s)
	}
}

// close ends a group.
func (p *rtf) close() {
	if p.note > 0 && p.depth == p.note {
		p.notes = append(p.notes, "（注）"+strings.TrimPrefix(trim(p.line.String()), "（注）"))
		p.line.Reset()
		p.line.WriteString(p.before)
		p.note = 0
	}
	if n := len(p.stack); n > 0 {
		p.state = p.stack[n-1]
		p.stack = p.stack[:n-1]
		p.depth--
	}
}

// endParagraph writes the paragraph at hand.
func (p *rtf) endParagraph() {
	s := p.line.String()
	p.line.Reset()
	if !p.inTable {
		p.endTable()
	}
	if p.level > 0 {
		p.r.heading(p.level, s)
	} else if l := trim(s); bullet.MatchString(l) {
		p.r.item(s)
	} else {
		p.r.paragraph(s)
	}
	for _, n := range p.notes {
		p.r.paragraph(n)
	}
	p.notes = nil
}

func (p *rtf) endTable() {
	if len(p.row) > 0 {
		p.rows = append(p.rows, p.row)
	}
	p.r.table(grid{rows: p.rows, heads: unknown})
	p.rows, p.row = nil, nil
}

// charsets are the encodings of fonts by the numbers that Windows gives them.
var charsets = map[int]encoding.Encoding{
	0: charmap.Windows1252, 77: charmap.Macintosh, 128: japanese.ShiftJIS, 129: korean.EUCKR, 134: simplifiedchinese.GBK,
	136: traditionalchinese.Big5, 161: charmap.Windows1253, 204: charmap.Windows1251, 238: charmap.Windows1250,
}

// codePage is an encoding by its number.
func codePage(n int) encoding.Encoding {
	switch n {
	case 932:
		return japanese.ShiftJIS
	case 936:
		return simplifiedchinese.GBK
	case 949:
		return korean.EUCKR
	case 950:
		return traditionalchinese.Big5
	case 1250:
		return charmap.Windows1250
	case 1251:
		return charmap.Windows1251
	case 65001:
		return unicode.UTF8
	}
	return charmap.Windows1252
}
