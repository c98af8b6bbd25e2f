package markup

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// citation is the mark of a citation. A number in brackets before a round one is
// the label of a link.
var (
	citation = regexp.MustCompile(`^\[(\d{1,3})\]`)
	lineEnd  = regexp.MustCompile(`(?i)^<br ?/?>`)
)

// Inline reads one line of text. What it does not know is text.
//
// Emphasis follows the signs and not what stands beside them, because Japanese has
// no spaces: これは**「重要」**です is strong. Within Latin words and figures (2*3*4,
// snake_case) the signs are text. A ** without its counterpart is not shown where
// it can only be half of strong text; every other sign without one is text. Nothing
// is emphasised across lines.
func Inline(line string) []Span {
	line = strings.ToValidUTF8(line, "\uFFFD")
	p := inline{line: line, open: map[sign][]int{}, ticks: runs(line)}
	for p.at < len(line) {
		p.next()
	}
	p.flush()
	return p.spans()
}

// A token is a stretch of text, or a sign that begins (+1) or ends (-1) a style.
type token struct {
	text  string
	style Style
	mark  int
	turn  int
}

// A sign is what begins or ends a style: one or two of a character.
type sign struct {
	char byte
	size int
}

// inline goes through a line.
type inline struct {
	line   string
	at     int
	text   strings.Builder // not yet a token
	tokens []token
	open   map[sign][]int // the tokens of signs whose counterpart may come
	ticks  map[int]int    // where the last run of so many backticks begins
}

func (p *inline) flush() {
	if p.text.Len() > 0 {
		p.tokens = append(p.tokens, token{text: p.text.String()})
		p.text.Reset()
	}
}

// next reads what stands at the current place.
func (p *inline) next() {
	rest := p.line[p.at:]
	switch c := rest[0]; {
	case c == '\\' && len(rest) > 1 && isPunctuation(rest[1]):
		p.text.WriteByte(rest[1])
		p.at += 2
	case c == '`':
		p.code(rest)
	case c == '*' || c == '_' || c == '~':
		p.emphasis(rest)
	case c == '!' && strings.HasPrefix(rest, "![") && p.link(rest[1:], true):
	case c == '[' && p.mark(rest):
	case c == '[' && p.link(rest, false):
	case c == '<' && lineEnd.MatchString(rest):
		p.text.WriteByte('\n')
		p.at += len(lineEnd.FindString(rest))
	default:
		p.text.WriteByte(c)
		p.at++
	}
}

// mark reads a citation's mark.
func (p *inline) mark(rest string) bool {
	m := citation.FindStringSubmatch(rest)
	if m == nil || strings.HasPrefix(rest[len(m[0]):], "(") {
		return false
	}
	n, _ := strconv.Atoi(m[1]) // three digits
	p.flush()
	p.tokens = append(p.tokens, token{text: m[0], mark: n})
	p.at += len(m[0])
	return true
}

// runs tells where the last run of so many backticks begins, by its length.
func runs(line string) map[int]int {
	if !strings.Contains(line, "`") {
		return nil
	}
	last := map[int]int{}
	for i := 0; i < len(line); {
		if line[i] != '`' {
			i++
			continue
		}
		n := run(line[i:])
		last[n] = i
		i += n
	}
	return last
}

// run is how often the first byte of s is repeated.
func run(s string) int { return len(s) - len(strings.TrimLeft(s, s[:1])) }

// code reads what stands between two equal runs of backticks.
func (p *inline) code(rest string) {
	n := run(rest)
	if p.ticks[n] <= p.at {
		p.text.WriteString(rest[:n])
		p.at += n
		return
	}
	end := n
	for {
		end += strings.IndexByte(rest[end:], '`')
		m := run(rest[end:])
		if m == n {
			break
		}
		end += m
	}
	code := rest[n:end]
	if len(code) > 2 && code[0] == ' ' && code[len(code)-1] == ' ' && strings.TrimSpace(code) != "" {
		code = code[1 : len(code)-1]
	}
	p.flush()
	p.tokens = append(p.tokens, token{text: code, style: Verbatim})
	p.at += end + n
}

// emphasis reads a run of *, _ or ~.
func (p *inline) emphasis(rest string) {
	n := run(rest)
	before, _ := utf8.DecodeLastRuneInString(p.line[:p.at])
	after, _ := utf8.DecodeRuneInString(rest[n:])
	if p.at == 0 {
		before = ' '
	}
	if len(rest) == n {
		after = ' '
	}
	p.at += n
	c := rest[0]
	if n > 3 || c == '~' && n != 2 {
		p.text.WriteString(rest[:n])
		return
	}
	path := (after == '.' || after == '/') && len(rest) > n+1 && isWord(rune(rest[n+1]))
	for n > 0 {
		size := p.end(c, n, before, after, path)
		if size == 0 {
			break
		}
		n -= size
	}
	for n > 0 {
		size := min(n, 2)
		shown := strings.Repeat(string(c), size)
		if size == 2 && c == '*' && isHalf(before, after) {
			shown = ""
		}
		p.flush()
		p.tokens = append(p.tokens, token{text: shown})
		if opens(c, size, before, after) {
			p.open[sign{c, size}] = append(p.open[sign{c, size}], len(p.tokens)-1)
		}
		n -= size
	}
}

// opens reports whether a sign between two characters may begin a style.
func opens(c byte, size int, before, after rune) bool {
	switch {
	case unicode.IsSpace(after):
		return false
	case c == '_' && size == 1:
		return isEdge(before)
	case c == '_':
		return !isWord(before)
	}
	return c == '~' || !(isWord(before) && isWord(after))
}

// end ends the style that a run of n signs can end, and returns how many of them
// that takes: of three, those of the style that began last.
func (p *inline) end(c byte, n int, before, after rune, path bool) int {
	size, from := 0, -1
	for _, k := range []int{2, 1} {
		open := p.open[sign{c, k}]
		if k > n || len(open) == 0 || !ends(c, k, before, after, path) {
			continue
		}
		if last := open[len(open)-1]; from < 0 || n > 2 && last > from {
			size, from = k, last
		}
	}
	if size == 0 || from == len(p.tokens)-1 && p.text.Len() == 0 {
		return 0 // nothing to end, or nothing between
	}
	for s, open := range p.open {
		for len(open) > 0 && open[len(open)-1] >= from {
			open = open[:len(open)-1]
		}
		p.open[s] = open
	}
	style := Italic
	switch {
	case c == '~':
		style = Strike
	case size == 2:
		style = Bold
	}
	p.flush()
	p.tokens[from] = token{style: style, turn: +1}
	p.tokens = append(p.tokens, token{style: style, turn: -1})
	return size
}

// ends reports whether a sign between two characters may end a style.
func ends(c byte, size int, before, after rune, path bool) bool {
	switch {
	case c == '_' && size == 1:
		return !unicode.IsSpace(before) && isEdge(after) && !path
	case c == '_':
		return !isWord(after) && !path
	case size == 1: // 部長*1と課長*2 are footnotes
		return !unicode.IsSpace(before) && !(isWord(before) && isWord(after)) && !('0' <= after && after <= '9')
	}
	return !(unicode.IsSpace(before) && unicode.IsSpace(after))
}

// isHalf reports whether a ** between two characters can only be half of strong
// text: it touches a word or Japanese punctuation, and is no operator.
func isHalf(before, after rune) bool {
	if unicode.IsSpace(before) && unicode.IsSpace(after) {
		return false
	}
	ascii := func(r rune) bool { return r < utf8.RuneSelf && !unicode.IsSpace(r) }
	if ascii(before) && ascii(after) {
		return false
	}
	touches := func(r rune) bool {
		return r != utf8.RuneError && (r >= 0x2E80 || unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(":.!?", r))
	}
	return touches(before) || touches(after)
}

// isWord reports whether r is a Latin letter or a figure.
func isWord(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

// isEdge reports whether a word ends beside r.
func isEdge(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) }

// isPunctuation reports whether Markdown lets a backslash escape c.
func isPunctuation(c byte) bool {
	return strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c) >= 0
}

// spans puts the tokens together.
func (p *inline) spans() []Span {
	var out []Span
	var text strings.Builder // of the last span
	counts := map[Style]int{}
	var now Style
	for _, t := range p.tokens {
		if t.turn != 0 {
			if counts[t.style] += t.turn; counts[t.style] > 0 {
				now |= t.style
			} else {
				now &^= t.style
			}
			continue
		}
		if t.text == "" {
			continue
		}
		s := Span{Style: now | t.style, Mark: t.mark}
		if n := len(out); n == 0 || out[n-1] != s || s.Mark > 0 || s.Style&Verbatim != 0 {
			if n > 0 {
				out[n-1].Text = text.String()
				text.Reset()
			}
			out = append(out, s)
		}
		text.WriteString(t.text)
	}
	if n := len(out); n > 0 {
		out[n-1].Text = text.String()
	}
	return out
}
