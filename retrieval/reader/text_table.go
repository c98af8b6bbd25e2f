package reader

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"kotae/retrieval"
)

// noteTables finds the tables that a plain text draws with bars or sets with blanks,
// and notes with each of their lines what it is: the head, or a row and how it is read.
//
// Blanks part many things that are no table: names in a list, the lines of a poem,
// commented code. So what is set with blanks is taken for a table only if its columns
// stand below a line that names them; see isNamed.
func noteTables(text string, lines []line) {
	for from, to := range stretches(lines) {
		left := mostLooks * (to - from)
		for at := from; at < to; {
			n, looked := 0, 0
			if left > 0 && mayBar(lines[at]) {
				n, looked = barredAt(text, lines[at:to])
				left -= looked
			}
			if left > 0 && n == 0 {
				n, looked = alignedAt(text, lines[at:to])
				left -= looked
			}
			at += max(n, 1)
		}
	}
}

// mostLooks is how often, on average, a line may be looked at in search of a table's
// head above it. What is set in columns for thousands of lines without a head, as a log
// or a list of words, would else take the square of their number.
const mostLooks = 20

// stretches yields the ranges of lines without a blank one.
func stretches(lines []line) func(yield func(from, to int) bool) {
	return func(yield func(from, to int) bool) {
		for i := 0; i < len(lines); i++ {
			from := i
			for i < len(lines) && lines[i].kind != blank {
				i++
			}
			if i > from && !yield(from, i) {
				return
			}
		}
	}
}

// A textRow is a row of a table in a plain text, on one line or, with wrapped cells, on
// several.
type textRow struct {
	lines []int
	cells []string
}

// note tells lines what they are in a table of which the first rows are the head.
func note(lines []line, rows []textRow, heads int) {
	g := grid{heads: heads}
	for _, r := range rows {
		g.rows = append(g.rows, r.cells)
	}
	g.inherit()
	names := g.names()
	for i, r := range rows {
		for _, at := range r.lines {
			l := &lines[at]
			l.kind, l.mark = row, mark{}
			if l.head = i < heads; !l.head {
				l.columns = strings.Join(slices.DeleteFunc(slices.Clone(names), func(s string) bool { return s == "" }), " | ")
				l.reading = rowLine(g.rows[i], names)
			}
		}
	}
}

var (
	// coded matches what stands in lines of a program and in no table's head.
	coded = regexp.MustCompile("[=;{}<>\\\\$`]|^[-+*/#@&]|[{;,]$|::|\\w\\(")
	// amount matches an amount, a time or a date anywhere in a cell.
	amount = regexp.MustCompile(`[0-9０-９][:：][0-9０-９]|[0-9０-９](?:円|[%％]|人|名|台|件|個|本|枚|日|月[0-9０-９]|時|分|kg|km)`)
	// formal are the words at the left of a form, which has no head.
	formal = regexp.MustCompile(`^(?:氏名|名前|お名前|会社名|社名|部署|部署名|所属|役職|日時|日付|期日|場所|会場|宛先|差出人|件名|出席者?|欠席者?|参加者?|議題|議長|書記|担当者?|作成者?|作成日|更新日|承認者?|申請者?|電話|電話番号|内線|メール|メールアドレス|住所|所在地|郵便番号|電話/FAX|(?i:tel|fax|e-?mail|url|from|to|cc|date|subject|name|author|version))$`)
	// remark matches a line below a table that is no row of it.
	remark = regexp.MustCompile(`^(?:[※＊*†注]|[(（]注|備考[:：]|(?i:notes?:))`)
)

// canName tells whether cells could name columns: all but the first are there, short,
// and neither figures nor code nor a sentence.
func canName(cells []string) bool {
	if len(cells) < 2 {
		return false
	}
	for c, s := range cells {
		switch {
		case s == "" && c == 0:
		case s == "" || !hasWords(s) || utf8.RuneCountInString(s) > 24 || coded.MatchString(s) || strings.ContainsAny(s, "。、，@…!！?？「」") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, "："):
			return false
		case figure.MatchString(s) && !year.MatchString(s), amount.MatchString(s) && !year.MatchString(s), absent.MatchString(s):
			return false
		}
	}
	return true
}

// unitless is a column's name without the unit behind it: 月額（円） is 月額.
func unitless(s string) string {
	if i := strings.IndexAny(s, "(（[［"); i > 0 {
		s = s[:i]
	}
	return trim(s)
}

// isNamed tells whether the first of rows names the columns of the others, which is
// sure if a rule is drawn below it. Else either its words are those that columns are
// called by, or there are figures below words.
func isNamed(rows [][]string, ruled bool) bool {
	head, body := rows[0], rows[1:]
	if !canName(head) || len(body) == 0 {
		return false
	}
	if slices.ContainsFunc(body, func(r []string) bool {
		return slices.ContainsFunc(r, func(s string) bool {
			return strings.HasPrefix(s, "= ") || strings.HasPrefix(s, "//") || strings.HasPrefix(s, ":=") || strings.HasSuffix(s, "{") || strings.HasSuffix(s, ";")
		})
	}) {
		return false
	}
	if ruled {
		return true
	}
	usual, forms, figured := 0, 0, 0
	for _, s := range head {
		if naming.MatchString(unitless(s)) {
			usual++
		}
	}
	for _, r := range body {
		if formal.MatchString(r[0]) {
			forms++
		}
	}
	for c := 1; c < len(head); c++ {
		n, all := 0, 0
		for _, r := range body {
			if r[c] != "" {
				all++
				if figure.MatchString(r[c]) || absent.MatchString(r[c]) {
					n++
				}
			}
		}
		if n > 0 && n*3 >= all*2 {
			figured++
		}
	}
	switch {
	case usual == len(head):
		return true
	case len(body) < 2, forms*3 > len(body), len(head) == 2 && formal.MatchString(head[0]) && !naming.MatchString(unitless(head[1])):
		return false
	case len(head) == 2:
		return figured > 0 && (head[0] == "" || naming.MatchString(unitless(head[1])) || len(body) > 2)
	}
	return usual*2 >= len(head) || figured > 0
}

// rowBlock is the block of a line of a table.
func (l *line) rowBlock() retrieval.Block {
	return retrieval.Block{Kind: retrieval.Row, Start: l.start, End: l.end, Columns: l.columns, Reading: l.reading, Head: l.head}
}
