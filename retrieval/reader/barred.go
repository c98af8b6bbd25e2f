package reader

import "strings"

// bars are the signs that are drawn between cells from top to bottom.
const bars = "|｜│┃║"

// isBarred tells whether a line has cells between bars, at least n of these.
func isBarred(s string, n int) bool {
	count := 0
	for _, r := range s {
		if strings.ContainsRune(bars, r) {
			count++
		}
	}
	return count >= n
}

// mayBar tells whether a line may be one of a table drawn with bars.
func mayBar(l line) bool { return l.kind == rule || isBarred(l.s, 1) }

// crossed tells of a rule with crossings: the head of a table stands above one.
func crossed(s string) bool { return strings.ContainsAny(s, "+┼╋╪╬├┝┠╠|") }

// barsAt returns the columns of the screen that the bars of a line stand in.
func barsAt(s string) []int {
	var out []int
	at := 0
	for _, r := range s {
		if strings.ContainsRune(bars, r) {
			out = append(out, at)
		}
		at += runeColumns(r)
	}
	return out
}

// spanning fills the columns that the cells of a line with fewer bars than another
// span, nil if its bars stand elsewhere than the other's.
func spanning(line, full string) []string {
	cells, at, all := barCells(line), barsAt(trim(line)), barsAt(trim(full))
	if len(at) != len(cells)+1 || len(at) >= len(all) {
		return nil
	}
	var out []string
	next := 1
	for i, s := range cells {
		for ; next < len(all) && all[next] < at[i+1]-1; next++ {
			out = append(out, s)
		}
		if next == len(all) || all[next] > at[i+1]+1 {
			return nil
		}
		next++
		out = append(out, s)
	}
	return out
}

// barCells cuts a line at its bars; those at its ends part nothing.
func barCells(s string) []string {
	s = strings.ReplaceAll(s, `\|`, "\x00")
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(bars, r) {
			return '|'
		}
		return r
	}, trim(s))
	cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(s, "|"), "|"), "|")
	for i := range cells {
		cells[i] = strings.ReplaceAll(trim(cells[i]), "\x00", "|")
	}
	return cells
}

// barredAt notes the table that is drawn with bars and begins with the first line, and
// returns how many lines it has, 0 if there is none, and how many were looked at. Its
// head is what stands above the first rule inside it, or what names columns.
func barredAt(text string, lines []line) (n, looked int) {
	width, crossing := 0, false
	for i, l := range lines {
		looked = i + 1
		if crossing = l.kind == rule && crossed(l.s); crossing || !mayBar(l) {
			break
		}
	}
	least := 2
	if crossing {
		least = 1
	}
	full := fullest(lines, least)
	var groups [][]textRow // parted by rules
	apart := true
	for n < len(lines) {
		l := lines[n]
		if l.kind == rule || !hasWords(l.s) && isBarred(l.s, 1) {
			if !crossed(l.s) && strings.Trim(l.s, "-=─━═＝－ ┌┐└┘┬┴╔╗╚╝╦╩┏┓┗┛┳┻") != "" {
				break
			}
			apart = true
			n++
			continue
		}
		if !isBarred(l.s, least) || l.kind == item {
			break
		}
		cells := barCells(l.s)
		if width == 0 {
			width = len(barCells(full))
		}
		if len(cells) != width {
			cells = spanning(l.s, full)
		}
		if cells == nil {
			break
		}
		if apart {
			groups = append(groups, nil)
			apart = false
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], textRow{[]int{n}, cells})
		n++
	}
	rows, heads := tableOfGroups(groups)
	looked = max(looked, n)
	if len(rows) < 2 || width < 2 || heads == 0 {
		return 0, looked
	}
	g := grid{rows: cellsOfRows(rows), heads: heads}
	g.spread(heads - 1)
	note(lines, rows, heads)
	return n, looked
}

// fullest returns the line with the most bars of the first lines that have some.
func fullest(lines []line, least int) string {
	best, most := "", 0
	for _, l := range lines {
		if l.kind == rule {
			continue
		}
		if !isBarred(l.s, least) {
			break
		}
		if n := len(barsAt(l.s)); n > most {
			best, most = l.s, n
		}
	}
	return best
}

// tableOfGroups makes one table of rows that rules part into groups, and tells how many
// of them are its head.
func tableOfGroups(groups [][]textRow) (rows []textRow, heads int) {
	if len(groups) == 0 {
		return nil, 0
	}
	if len(groups) > 2 { // a rule below every row: a row of several lines has wrapped cells
		for _, g := range groups {
			if isWrappedRow(g) {
				for _, r := range g[1:] {
					for c, s := range r.cells {
						g[0].cells[c] += s
					}
					g[0].lines = append(g[0].lines, r.lines...)
				}
				g = g[:1]
			}
			rows = append(rows, g...)
		}
	} else {
		for _, g := range groups {
			rows = append(rows, g...)
		}
	}
	if n := len(groups[0]); n < 4 && (len(groups) == 2 || len(groups) > 2 && n > 1 && !isWrappedRow(groups[0])) {
		named := true
		for _, r := range groups[0] {
			named = named && canNameSome(r.cells)
		}
		if named {
			return rows, len(groups[0])
		}
	}
	return rows, headsOf(cellsOfRows(rows))
}

// isWrappedRow tells of lines between two rules that are one row: below the first, no
// more than half of the cells go on.
func isWrappedRow(g []textRow) bool {
	for _, r := range g[1:] {
		if filled(r.cells)*2 > len(r.cells) {
			return false
		}
	}
	return len(g) > 1
}

// canNameSome is canName for a row in which groups of columns have one name.
func canNameSome(cells []string) bool {
	some := []string{""}
	for _, s := range cells {
		if s != "" {
			some = append(some, s)
		}
	}
	return canName(some)
}
