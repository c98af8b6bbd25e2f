package slackbot

import (
	"strings"
	"unicode/utf8"

	"kotae/bot/markup"
)

// A flow makes an answer that is still being written safe to stream: it takes the
// Markdown in pieces, cut anywhere, and hands out Markdown in which no mention and no
// link is live, and which a CommonMark reader emphasises as markup does. The zero
// value is ready; it is not safe for concurrent use.
//
// Text is handed out by the line or the sentence, so that no mark, no link and no
// emphasis is cut; only a stretch of longestStretch without an end is cut within. All
// that is written in comes out, in order, however it was cut.
type flow struct {
	cleaner cleaner
	line    string   // of the current line, what is not handed out yet
	begun   bool     // a part of the current line is handed out
	fence   string   // that ends the code block, or ""
	opening string   // the line that began the code block
	rows    []string // of what may be a table
	size    int      // bytes of the current message
	out     []chunk
}

// A chunk is a piece of Markdown to append to a streamed message, at most chunkBytes.
type chunk struct {
	text string
	next bool // a new message is to be begun with it
}

// Limits of streaming, in bytes of UTF-8: Slack counts characters, but takes less of
// Japanese.
const (
	chunkBytes     = 3000
	longestStretch = 900
	longestTable   = 6000
)

// Write takes the next piece and returns what can be shown.
func (f *flow) Write(piece string) []chunk {
	f.take(f.cleaner.write(piece))
	return f.hand()
}

// Whole is Write for a piece that ends where a sentence ends: nothing of it is kept
// until it is sure what follows.
func (f *flow) Whole(piece string) []chunk {
	f.take(f.cleaner.write(piece))
	if f.fence == "" && (f.begun || !f.whole()) && finished.MatchString(f.line) && balanced(f.line) {
		part := f.line
		f.line = ""
		f.endTable()
		f.part(part, "", f.begun)
		f.begun = true
	}
	return f.hand()
}

// Close ends the answer and returns the rest of it.
func (f *flow) Close() []chunk {
	f.take(f.cleaner.close())
	if f.line != "" {
		f.endLine(false)
	}
	f.endTable()
	return f.hand()
}

func (f *flow) hand() []chunk {
	out := f.out
	f.out = nil
	return out
}

// take reads clean text.
func (f *flow) take(s string) {
	for s != "" {
		rest, next, found := strings.Cut(s, "\n")
		f.line += rest
		s = next
		f.sentences()
		if found {
			f.endLine(true)
		}
	}
}

// sentences hands out those of the unfinished line that are over, and what of it is
// too long.
func (f *flow) sentences() {
	for {
		n := 0
		if f.fence == "" && (f.begun || !f.whole()) {
			n = ended(f.line)
		}
		if n == 0 && len(f.line) > longestStretch {
			n = f.stretch()
		}
		if n == 0 {
			return
		}
		part := f.line[:n]
		f.line = f.line[n:]
		f.endTable()
		f.part(part, "", f.begun)
		f.begun = true
	}
}

// whole reports whether the current line is read as a whole: a fence or a table's row.
func (f *flow) whole() bool {
	l := strings.TrimLeft(f.line, " ")
	return l == "" || strings.ContainsAny(l[:1], "`~|")
}

// stretch returns where a line that is too long is cut.
func (f *flow) stretch() int {
	s := stretchOf(f.line)
	n := within(s, longestStretch/3-20)
	for _, sep := range []string{"、", " "} {
		for i := strings.LastIndex(s[:n], sep); f.fence == "" && i > n/2; i = strings.LastIndex(s[:i], sep) {
			if at := i + len(sep); balanced(s[:at]) && !citationMarks.MatchString(s[at:]) {
				return at
			}
		}
	}
	word := strings.TrimRightFunc(s[:n], func(r rune) bool { return r > ' ' && r < utf8.RuneSelf })
	if word != "" {
		return len(word) // a mark, an address and a sign stay whole
	}
	return n
}

// endLine shows the rest of the current line.
func (f *flow) endLine(newline bool) {
	l := f.line
	end := ""
	if newline {
		end = "\n"
	}
	begun := f.begun
	f.line, f.begun = "", false
	switch row := strings.HasPrefix(strings.TrimLeft(l, " "), "|"); {
	case begun:
		f.part(l, end, true)
	case f.fence == "" && row:
		f.rows = append(f.rows, l+end)
		if n := len(strings.Join(f.rows, "")); n > longestTable {
			f.endTable()
		}
	default:
		f.endTable()
		f.part(l, end, false)
	}
}

// part shows a part of a line, behind another part or at its begin.
func (f *flow) part(text, end string, begun bool) {
	trimmed := strings.TrimSpace(text)
	switch {
	case f.fence != "" && !begun && len(trimmed) >= len(f.fence) && strings.Trim(trimmed, f.fence[:1]) == "":
		f.put(f.sign()+end, false) // room was kept for it
		f.fence = ""
	case f.fence != "":
		f.append(defuse(text) + end)
	case begun && text != "" && strings.ContainsAny(text[:1], "([:"):
		f.append(joiner + stream(markup.Inline(text)) + end)
	case begun:
		f.append(stream(markup.Inline(text)) + end)
	default:
		f.block(text, end)
	}
}

// block shows the first part of a line, with the sign of its block.
func (f *flow) block(part, end string) {
	read := markup.Read(part)
	if len(read) == 0 {
		f.append(end)
		return
	}
	b := read[0]
	indent := part[:len(part)-len(strings.TrimLeft(part, " "))]
	text := stream(b.Spans) + part[len(strings.TrimRight(part, " ")):]
	switch b.Kind {
	case markup.Code:
		l := strings.TrimSpace(part)
		fence := l[:len(l)-len(strings.TrimLeft(l, l[:1]))]
		f.opening = fence[:min(len(fence), longestFence)] + shorten(strings.Map(isName, b.Language), 20)
		f.append(f.opening + end)
		f.fence = fence
		return
	case markup.Heading:
		text = strings.Repeat("#", b.Level) + " " + text
	case markup.Quote:
		text = strings.Repeat("> ", min(b.Level, 5)) + text
	case markup.Item:
		sign, _, _ := strings.Cut(strings.TrimLeft(part, " "), " ")
		text = indent + sign + " " + text
	case markup.Rule:
		text = "***" // --- under a line would make it a heading
	default:
		text = paragraphStart(text)
	}
	f.append(text + end)
}

// longestFence is how long a fence is shown: it is longer where the code holds one.
const longestFence = 10

// sign is what ends the code block that is open.
func (f *flow) sign() string { return f.fence[:min(len(f.fence), longestFence)] }

// isName keeps what the name of a programming language is made of.
func isName(r rune) rune {
	if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("+#-.", r) {
		return r
	}
	return -1
}

// endTable shows the rows that were held back: a table drawn in a code block, since
// not every client shows a streamed one.
func (f *flow) endTable() {
	if len(f.rows) == 0 {
		return
	}
	rows := f.rows
	f.rows = nil
	if read := markup.Read(strings.Join(rows, "")); len(read) == 1 && read[0].Kind == markup.Table {
		end := rows[len(rows)-1]
		f.append("```\n")
		f.fence, f.opening = "```", "```"
		for l := range strings.Lines(strings.ReplaceAll(drawn(read[0].Rows), "```", "'''") + "\n") {
			for _, p := range parts(l, longestStretch) {
				f.append(defuse(p))
			}
		}
		f.fence = ""
		f.put("```"+end[len(strings.TrimSuffix(end, "\n")):], false)
		return
	}
	for _, r := range rows {
		l := strings.TrimSuffix(r, "\n")
		for _, p := range parts(l, longestStretch/3) {
			f.append(stream(markup.Inline(p)))
		}
		f.append(r[len(l):])
	}
}

// append adds text to the stream. A message that is full is ended with what is whole;
// a code block goes on in the next.
func (f *flow) append(s string) {
	for _, p := range pieces(s) {
		next := f.size > 0 && f.size+len(p) > messageBytes-2*longestFence && strings.Trim(p, "\n") != ""
		if next && f.fence != "" {
			f.put("\n"+f.sign(), false)
		}
		if next || f.size == 0 {
			p = strings.TrimLeft(p, "\n")
		}
		if next && f.fence != "" {
			p = f.opening + "\n" + p
		}
		if p != "" {
			f.put(p, next)
		}
	}
}

// put adds text to the last chunk that is not handed out, where it has room.
func (f *flow) put(s string, next bool) {
	if next {
		f.size = 0
	}
	f.size += len(s)
	if n := len(f.out); n > 0 && !next && len(f.out[n-1].text)+len(s) <= chunkBytes {
		f.out[n-1].text += s
		return
	}
	f.out = append(f.out, chunk{s, next})
}

// pieces cuts what is too long for a chunk, which only text made longer by escapes is.
func pieces(s string) []string {
	const most = chunkBytes - 100 // a code block may have to be begun anew
	var out []string
	for len(s) > most {
		n := wholeEntity(s, within(s, most/3))
		out = append(out, s[:n])
		s = s[n:]
	}
	if s != "" {
		out = append(out, s)
	}
	return out
}
