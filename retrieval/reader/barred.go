package reader

import (
	"strings"
)

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

// crossed tells of a rule with crossings: the head of a table stands above one.
func crossed(s string) bool { return strings.ContainsAny(s, "+┼╋╪╬├┝┠╠|") }

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
// returns how many lines it has, 0 if there is none. Its head is what stands above the
// first rule inside it, or what names columns.
func barredAt(text string, lines []line) int {
	n, width := 0, 0
	crossing := false
	for _, l := range lines {
		if l.kind == rule && crossed(l.s) {
			crossing = true
		}
	}
	least := 2
	if crossing {
		least = 1
	}
	var groups [][]setRow // parted by rules
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
			width = len(cells)
		}
		if len(cells) != width {
			break
		}
		if apart {
			groups = append(groups, nil)
			apart = false
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], setRow{[]int{n}, cells})
		n++
	}
	rows, heads := tableOfGroups(groups)
	if len(rows) < 2 || width < 2 || heads == 0 {
		return 0
	}
	note(lines, rows, heads)
	return n
}

// tableOfGroups makes one table of rows that rules part into groups, and tells how many
// of them are its head.
func tableOfGroups(groups [][]setRow) (rows []setRow, heads int) {
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
	all := cellsOfRows(rows)
	if len(groups) == 2 && len(groups[0]) < 4 && len(groups[1]) > 0 {
		named := true
		for _, r := range groups[0] {
			named = named && canNameSome(r.cells)
		}
		if named {
			return rows, len(groups[0])
		}
	}
	return rows, headsOf(all)
}

// isWrappedRow tells of lines between two rules that are one row: below the first, some
// cell is empty in each.
func isWrappedRow(g []setRow) bool {
	for _, r := range g[1:] {
		if filled(r.cells) == len(r.cells) {
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
