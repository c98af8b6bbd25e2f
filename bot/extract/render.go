package extract

import (
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// render writes a sentence of a passage as one line of Markdown: wrapped lines
// joined, item marks dropped, a table row with its column names. What could be
// taken for a citation's number is escaped.
func render(p *retrieval.Passage, s japanese.Span) string {
	text := s.Of(p.Text)
	if reading, _ := readRow(p, s); reading != "" {
		text = tableRow(row(reading), nil)
	} else if cells := row(text); cells != nil {
		text = tableRow(cells, header(p.Text[:s.Start]))
	} else {
		text = blockMark.ReplaceAllString(joinLines(text), "")
		if n := japanese.ItemMark(text); n > 0 && n < len(text) && !numbered(text[:n]) {
			text = text[n:]
		}
	}
	if ext := strings.ToLower(path.Ext(p.File)); ext != ".md" && ext != ".markdown" {
		text = literal.Replace(text)
	} else {
		text = breakForm.ReplaceAllString(linkForm.ReplaceAllStringFunc(text, readLink), " ")
		if strings.Count(text, "**")%2 == 1 { // strong text goes on beyond the sentence
			text = strings.ReplaceAll(text, "**", "")
		}
	}
	return escapeMarks(liveForm.ReplaceAllStringFunc(text, escapeOne))
}

var (
	linkForm  = regexp.MustCompile(`!?\[([^\[\]]*)\]\(([^()\s]*)[^()]*\)`)
	breakForm = regexp.MustCompile(`(?i)<br\s*/?>`)
	// liveForm begins or ends what a renderer acts on: tags and mentions, links and
	// definitions, a fence; with the backslashes before it.
	liveForm = regexp.MustCompile("^(?:```|~~~)|" + `\\*(?:<|\][(\[:])`)
)

// readLink reads a link out: its text and where it leads, so that nobody is led
// elsewhere than the text says; of an image the text alone.
func readLink(link string) string {
	m := linkForm.FindStringSubmatch(link)
	if link[0] == '!' || m[2] == m[1] || !strings.Contains(m[2], "://") {
		return m[1]
	}
	return m[1] + " (" + m[2] + ")"
}

// escapeOne puts a backslash before a sign that has an even number of them.
func escapeOne(s string) string {
	n := len(s) - len(strings.TrimLeft(s, `\`))
	if n%2 == 1 {
		return s
	}
	return s[:n] + `\` + s[n:]
}

// blockMark is what a line begins with that is a heading or a quotation. A name
// with a # before it (#総務) is neither.
var blockMark = regexp.MustCompile(`^(#{1,6}[ \t　]+|>[ \t　]*)+`)

var literal = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `<`, `\<`, "`", "\\`")

// numbered reports whether an item's mark says something: (2), ③, 1.
func numbered(mark string) bool {
	return strings.ContainsAny(japanese.Fold(mark), "0123456789")
}

// joinLines puts wrapped lines together: with a space where both sides are
// written with spaces, else without.
func joinLines(s string) string {
	lines := strings.Split(s, "\n")
	out := strings.TrimSpace(lines[0])
	for _, l := range lines[1:] {
		l = strings.TrimLeft(strings.TrimSpace(l), "> ")
		before, _ := utf8.DecodeLastRuneInString(out)
		after, _ := utf8.DecodeRuneInString(l)
		if before < 0x2E80 && after < 0x2E80 {
			out += " "
		}
		out += l
	}
	return out
}

// readRow returns how the table row that a sentence of a passage is reads out with the
// names of its columns, where the passage knows that, and whether it is a table's head.
func readRow(p *retrieval.Passage, s japanese.Span) (reading string, head bool) {
	before, after := p.Text[:s.Start], p.Text[s.End:]
	begin := strings.LastIndexByte(before, '\n') + 1
	after, _, _ = strings.Cut(after, "\n")
	if strings.TrimSpace(before[begin:]) != "" || strings.TrimSpace(after) != "" || strings.Contains(s.Of(p.Text), "\n") {
		return "", false // a part of a row, or more than one
	}
	return p.Reading(p.StartLine + strings.Count(before, "\n"))
}

// row returns the cells of a Markdown table row, or nil.
func row(line string) []string {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "|") || strings.Contains(line, "\n") {
		return nil
	}
	const bar = "\x00" // in a cell, where it is written \|
	line = strings.ReplaceAll(line, `\|`, bar)
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	cells := strings.Split(line, "|")
	for i := range cells {
		cells[i] = strings.ReplaceAll(strings.TrimSpace(cells[i]), bar, "|")
	}
	return cells
}

var rule = regexp.MustCompile(`^\|?[ :|-]*-[ :|-]*\|?$`)

// isRule reports whether a row is the rule between a table's head and its body.
func isRule(line string) bool { return rule.MatchString(strings.TrimSpace(line)) }

// header returns the cells of the first row of the table that before ends in.
func header(before string) []string {
	lines := strings.Split(strings.TrimSuffix(strings.TrimRight(before, " \t"), "\n"), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		cells := row(lines[i])
		if cells == nil {
			break
		}
		if isRule(lines[i]) {
			if i > 0 {
				return row(lines[i-1])
			}
			return nil
		}
	}
	return nil
}

// tableRow reads a row out: each cell with the name of its column, where known.
func tableRow(cells, names []string) string {
	var out []string
	for i, c := range cells {
		if c == "" {
			continue
		}
		if i < len(names) && names[i] != "" && names[i] != c {
			c = names[i] + ": " + c
		}
		out = append(out, c)
	}
	return strings.Join(out, " / ")
}

var markForm = regexp.MustCompile(`\[(\d+)\]`)

// escapeMarks keeps a document's own [3] from being read as a citation.
func escapeMarks(s string) string { return markForm.ReplaceAllString(s, `\[$1\]`) }
