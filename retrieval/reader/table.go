package reader

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"kotae/retrieval"
)

// A grid is a table: rows of cells, in which merged cells are filled.
type grid struct {
	rows [][]string
	// heads is how many of the first rows name the columns; unknown has it found out.
	heads int
	// place returns where a row is found, from its index and the columns that it
	// fills, from first to last; nil where nothing but the line says it.
	place func(row, first, last int) string
	// named are the names of the columns where the head is that of a table before.
	named []string
	left  int // columns that clean took away on the left
}

// unknown says that a table does not tell its head from its body.
const unknown = -1

// longRow is how many runes a row may have on one line. A longer one goes on in
// another line that begins with its first cell: a passage takes no more.
const longRow = 300

// table writes a table, row by row. What has one column is no table but text.
func (r *rendering) table(g grid) {
	g.clean()
	if len(g.rows) == 0 {
		return
	}
	if g.columns() == 1 {
		for _, row := range g.rows {
			r.paragraph(row[0])
		}
		return
	}
	if g.heads == unknown {
		g.spread(1)
		g.heads = headsOf(g.rows)
	} else if g.heads == 1 {
		g.heads = groupedHeads(g.rows)
	}
	if g.heads >= len(g.rows) {
		g.heads = 0
	}
	g.inherit()
	names := g.names()
	if g.heads == 0 && g.named != nil {
		names = g.named[min(g.left, len(g.named)):]
	}
	paired := names == nil && g.columns() == 2
	for i, row := range g.rows {
		if i >= g.heads || g.unsaid(names, i) {
			r.row(g, i, row, names, paired)
		}
	}
}

// row writes one row, with the names of its columns.
func (r *rendering) row(g grid, i int, row, names []string, paired bool) {
	if i < g.heads {
		names = nil
	}
	first, last := -1, -1
	var cells []string
	for c, cell := range row {
		if cell == "" {
			continue
		}
		if first < 0 {
			first = c
		}
		last = c
		if c < len(names) && names[c] != "" && names[c] != cell {
			cell = names[c] + ": " + cell
		}
		cell = strings.ReplaceAll(cell, "|", `\|`)
		if n := len(cells); c > 0 && n > 0 && row[c-1] == row[c] && cells[n-1] == cell {
			continue // merged with the one before, under one name
		}
		cells = append(cells, cell)
	}
	if len(cells) == 0 {
		return
	}
	if paired && len(cells) == 2 {
		cells = []string{cells[0] + ": " + cells[1]}
	}
	b := retrieval.Block{Kind: retrieval.Row}
	if g.place != nil {
		b.Place = g.place(i, first, last)
	}
	for line := cells; len(line) > 0; {
		n, length := 1, utf8.RuneCountInString(line[0])
		for n < len(line) && length+utf8.RuneCountInString(line[n]) <= longRow {
			length += utf8.RuneCountInString(line[n]) + 3
			n++
		}
		r.add(b, "| "+strings.Join(line[:n], " | ")+" |")
		if line = line[n:]; len(line) > 0 && utf8.RuneCountInString(cells[0]) < longRow/4 {
			line = append([]string{cells[0]}, line...)
			if n == 1 { // the first cell and one that is too long beside it
				r.add(b, "| "+strings.Join(line[:2], " | ")+" |")
				line = line[2:]
			}
		}
	}
}

// clean makes every cell one line, and drops empty columns at both sides and rows
// without words.
func (g *grid) clean() {
	width, left := 0, 1<<30
	for _, row := range g.rows {
		for c := range row {
			if row[c] = oneLine(row[c]); row[c] != "" {
				width, left = max(width, c+1), min(left, c)
			}
		}
	}
	g.left = left
	if g.place != nil {
		place, at := g.place, make([]int, 0, len(g.rows))
		for i, row := range g.rows {
			if slices.ContainsFunc(row, hasWords) {
				at = append(at, i)
			}
		}
		g.place = func(row, first, last int) string { return place(at[row], left+first, left+last) }
	}
	kept := g.rows[:0]
	for i, row := range g.rows {
		if !slices.ContainsFunc(row, hasWords) {
			if i < g.heads {
				g.heads--
			}
			continue
		}
		row = append(row, make([]string, max(0, width-len(row)))...)
		kept = append(kept, row[left:width])
	}
	g.rows = kept
	if g.named == nil {
		g.unite()
	}
}

// spread gives blank cells of the first n rows the name of the group on their left, if
// the rows below them name its columns.
func (g *grid) spread(n int) {
	for r := 0; r < n && r+2 < len(g.rows); r++ {
		over, under := g.rows[r], g.rows[r+1]
		if !isHead(over) || !isHead(under) || r+1 >= g.heads && isHead(g.rows[r+2]) {
			continue
		}
		for c := 2; c < len(over); c++ {
			if over[c] == "" && under[c] != "" {
				over[c] = over[c-1]
			}
		}
	}
}

// total matches what names a sum, of whatever stands above it.
var total = regexp.MustCompile(`^(?:[小合総累]?計|合\s*計|平均|(?i:sub)?(?i:total|sum|average))$`)

// inherit gives rows whose first cell is blank the name that stands above it, as it
// does for merged cells: not where there are few other cells, and not to sums.
func (g *grid) inherit() {
	if g.heads < 1 {
		return
	}
	for r := g.heads + 1; r < len(g.rows); r++ {
		row, above := g.rows[r], g.rows[r-1][0]
		if row[0] == "" && len(row) > 2 && filled(row)*2 >= len(row) && !figure.MatchString(above) && !slices.ContainsFunc(row, total.MatchString) {
			row[0] = above
		}
	}
}

// unite makes one column of those that are merged in all rows.
func (g *grid) unite() {
	if len(g.rows) < 2 {
		return
	}
	var at []int // where the columns begin
	for c := range g.rows[0] {
		if c == 0 || slices.ContainsFunc(g.rows, func(row []string) bool { return row[c] != row[c-1] }) ||
			!slices.ContainsFunc(g.rows, func(row []string) bool { return row[c] != "" }) {
			at = append(at, c)
		}
	}
	width := len(g.rows[0])
	if len(at) == width {
		return
	}
	for i, row := range g.rows {
		cells := make([]string, len(at))
		for c := range at {
			cells[c] = row[at[c]]
		}
		g.rows[i] = cells
	}
	if place := g.place; place != nil {
		at = append(at, width)
		g.place = func(row, first, last int) string { return place(row, at[max(first, 0)], at[max(last, 0)+1]-1) }
	}
}

// columns is how many columns have words.
func (g *grid) columns() int {
	n := 0
	for c := range g.rows[0] {
		if slices.ContainsFunc(g.rows, func(row []string) bool { return row[c] != "" }) {
			n++
		}
	}
	if n == 1 { // it may not be the first
		for _, row := range g.rows {
			i := slices.IndexFunc(row, func(s string) bool { return s != "" })
			row[0] = row[i]
		}
	}
	return n
}

// names joins what the head's rows say of each column.
func (g *grid) names() []string {
	if g.heads == 0 {
		return nil
	}
	names := make([]string, len(g.rows[0]))
	for c := range names {
		var parts []string
		for _, row := range g.rows[:g.heads] {
			if s := row[c]; s != "" && !slices.Contains(parts, s) {
				parts = append(parts, s)
			}
		}
		names[c] = strings.TrimRight(strings.Join(parts, " "), ":： ")
	}
	return names
}

// unsaid tells whether row i of the head names a column that nothing stands in, which
// no other row would then say.
func (g *grid) unsaid(names []string, i int) bool {
	for c, cell := range g.rows[i] {
		if cell != "" && !slices.ContainsFunc(g.rows[g.heads:], func(row []string) bool { return row[c] != "" }) {
			return true
		}
	}
	return false
}

var (
	figure = regexp.MustCompile(`^[¥￥$€△▲()（）+\-−±約]*[0-9０-９][0-9０-９,，.．:：/／\- ]*(?:[()（）%％℃]|円|万|億|千|人|名|日|月|年|時|分|秒|件|台|個|本|枚|冊|回|位|点|歳|泊|か月|ヶ月|時間|営業日|[kKMGTmc]?[BbgmlL]|[（(][月火水木金土日][)）])*$`)
	absent = regexp.MustCompile(`^(?:[-−–—―ー－/／]+|なし|無し|不可|可|○|◯|×|✕|△|◎|✓|✔|N/A|n/a|TRUE|FALSE)$`)
	// naming matches the words that columns are called by.
	naming = regexp.MustCompile(`^(?i:項目|内容|名称|品名|商品名?|製品名?|型番|区分|分類|種類|種別|金額|料金|月額|年額|単価|価格|費用|手当額?|上限額?|数量|台数|個数|人数|日数|時間|期間|期限|締切|氏名|名前|お?名前|社員名|部署|部門|部課|所属|担当者?|役職|等級|日付|日時|時刻|年月日?|開始日?|終了日?|曜日|備考|説明|概要|詳細|条件|基準|質問|回答|用語|意味|定義|対象者?|対応|プラン名?|サービス名?|コード|番号|no\.?|№|id|電話番号|内線|メールアドレス|住所|場所|会場|拠点|状態|結果|割合|率|値|設定値?|キー|item|name|value|description|price|fee|cost|amount|date|type|category|key|code|plan|question|answer|term|meaning|note|notes|remarks|department|role|owner|status)$`)
)

// headsOf tells how many of a table's first rows name its columns.
func headsOf(rows [][]string) int {
	if len(rows) < 2 || !isHead(rows[0]) {
		return 0
	}
	if len(rows[0]) == 2 && !namesTwo(rows) {
		return 0
	}
	return groupedHeads(rows)
}

// groupedHeads counts the first rows of a table whose first row is a head: below names
// of groups of columns stand those of the columns.
func groupedHeads(rows [][]string) int {
	heads := 1
	for heads < 3 && heads+1 < len(rows) && isGrouped(rows[heads-1]) && isHead(rows[heads]) && !slices.Equal(rows[heads-1], rows[heads]) {
		heads++
	}
	return heads
}

// isHead tells whether a row could name columns: words, short, no figures.
func isHead(row []string) bool {
	filled := 0
	for c, s := range row {
		switch {
		case s == "" && c == 0:
			filled++ // above the rows' names
		case s == "":
		case figure.MatchString(s) && !year.MatchString(s), absent.MatchString(s), utf8.RuneCountInString(s) > 40, strings.ContainsAny(s, "。@"):
			return false
		default:
			filled++
		}
	}
	return filled*10 >= len(row)*6 && filled > 1
}

// year matches figures that columns are called by: 2026年, 4月, 2026年度.
var year = regexp.MustCompile(`^[0-9０-９]{1,4}(?:年|月|年度|月度|日)$|^(?:19|20)[0-9]{2}$`)

// isGrouped tells whether a head's row has cells that were merged across columns.
func isGrouped(row []string) bool {
	for c := 1; c < len(row); c++ {
		if row[c] != "" && row[c] == row[c-1] {
			return true
		}
	}
	return false
}

// namesTwo tells whether the first row of a table of two columns names them, rather
// than being the first pair of many: a form reads "申請者 | 佐藤" from the top.
func namesTwo(rows [][]string) bool {
	if naming.MatchString(rows[0][0]) && naming.MatchString(rows[0][1]) {
		return true
	}
	figures := 0
	for _, row := range rows[1:] {
		if figure.MatchString(row[1]) || absent.MatchString(row[1]) {
			figures++
		}
	}
	return figures*2 > len(rows)-1 || naming.MatchString(rows[0][1]) && len(rows) > 2
}
