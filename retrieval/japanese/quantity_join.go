package japanese

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// perWords say for what stretch of time the figure behind them counts.
var perWords = []struct {
	text string
	unit Unit
}{
	{"月額", "か月"}, {"年額", "年"}, {"日額", "日"}, {"時給", "時間"}, {"月々", "か月"}, {"年間", "年"}, {"月間", "か月"}, {"週間", "週間"},
	{"週", "週間"}, {"月", "か月"}, {"年", "年"},
}

// perAhead reads the stretch of time in front of a figure: 週3日, 月額250円, 1年に20回.
func (s *scanner) perAhead(q *Quantity, start int) {
	before := strings.TrimRight(s.text[:start], " ")
	before = strings.TrimSuffix(before, "に")
	for _, p := range perWords {
		rest, ok := strings.CutSuffix(before, p.text)
		if !ok {
			continue
		}
		r, _ := utf8.DecodeLastRuneInString(rest)
		if isDigit(r) || isKanjiDigit(r) || kanjiSmall[r] != 0 || strings.ContainsRune("翌前今昨来同当半数ヶかカケヵ箇個々正生完本", r) {
			break
		}
		q.Per = p.unit
		return
	}
	n := len(s.quantities)
	if n == 0 || s.quantityEnd < 0 || s.quantityEnd > start {
		return
	}
	p := &s.quantities[n-1]
	if p.Number != 1 || p.Unit == "" || p.Ordinal || q.Unit == p.Unit {
		return
	}
	gap := strings.TrimSpace(s.text[s.quantityEnd:start])
	if !slices.Contains([]string{"", "に", "に最大", "あたり", "当たり", "あたり最大", "につき", "につき最大", "ごとに", "毎に", "最大", "間に"}, gap) {
		return
	}
	p.Soft = true
	if q.Bound == Exactly { // 上限は1日2時間
		q.Bound = p.Bound
	}
	p.Bound = Exactly
	if stretches[p.Unit] {
		q.Per = p.Unit
	}
}

var stretches = map[Unit]bool{"日": true, "週間": true, "か月": true, "年": true, "時間": true, "分": true}

// perBehind reads the stretch of time behind a figure: a week, per month, /年.
func (s *scanner) perBehind(q *Quantity, end int) {
	rest := s.text[end:]
	if after, ok := strings.CutPrefix(rest, "/"); ok {
		if u, size := unitAt(after); size > 0 && stretches[u] {
			q.Per = u
		} else if hasAnyPrefix(after, "月") {
			q.Per = "か月"
		}
		return
	}
	for _, w := range []string{" a ", " an ", " per ", " each ", " every ", " in a "} {
		after, ok := strings.CutPrefix(rest, w)
		if !ok {
			continue
		}
		if u, size := unitAt(after); size > 0 && stretches[u] && !hasAnyPrefix(after[size:], " before", " ahead", " in advance", " after", " later") {
			q.Per = u
		}
	}
	for _, w := range []string{"あたり", "当たり", "につき", "ごと"} {
		if strings.HasPrefix(rest, w) && q.Number == 1 {
			q.Soft = true
		}
	}
}

// join gives the figure before q the unit of q, if it leans on it (5～10分), and
// makes the two the ends of a range if they are.
func (s *scanner) join(q *Quantity, start, end int) {
	n := len(s.quantities)
	if n == 0 || s.quantityEnd < 0 || s.quantityEnd > start || q.Code != "" {
		return
	}
	p := &s.quantities[n-1]
	gap := s.text[s.quantityEnd:start]
	ranged := isRange(gap) || strings.TrimSpace(gap) == "and" && strings.HasSuffix(s.text[:s.quantityStart], "between ")
	if p.Code != "" || !ranged && !isListing(gap) {
		return
	}
	if p.Unit == "" && q.Unit != "" && !p.Ordinal {
		p.Unit = q.Unit
		p.Soft = p.Soft && !ranged
	}
	if !ranged || p.Unit.base() != q.Unit.base() {
		return
	}
	if isFrom(gap) && q.Bound == Exactly && hasAnyPrefix(s.text[end:], "に", "へ") { // 5分から1分に: no bound
		p.Bound = Exactly
		return
	}
	if p.Bound == Exactly {
		p.Bound = AtLeast
	}
	if q.Bound == Exactly && !isFrom(gap) {
		q.Bound = AtMost
	}
}
