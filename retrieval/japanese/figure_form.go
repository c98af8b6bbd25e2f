package japanese

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FigureForms returns the figures and dates of a text with the other ways to write
// them: 200,000 with 20万, 3 days with 3日 and 三日, 令和6年 with 2024年, May 18, 2012 with
// 2012年5月18日. They are in order and do not overlap; what has no other form is left
// out.
func FigureForms(text string) []Sense {
	quantities, dates := Figures(text)
	var out []Sense
	add := func(s Span, forms []string) {
		own := Compact(s.Of(text))
		forms = slices.DeleteFunc(forms, func(f string) bool { return Compact(f) == own })
		if len(forms) > 0 {
			out = append(out, Sense{Span: s, Others: forms})
		}
	}
	for _, q := range quantities {
		if q.Code == "" && !q.Soft {
			add(q.Span, q.forms())
		}
	}
	for _, d := range dates {
		if !d.Clock {
			add(d.Span, d.forms())
		}
	}
	slices.SortFunc(out, func(a, b Sense) int { return a.Start - b.Start })
	return out
}

// forms are the ways to write a date as far as it is said.
func (d Date) forms() []string {
	var years []string
	if d.Year > 0 {
		years = append(years, fmt.Sprintf("%d年", d.Year))
		for _, e := range eras {
			if n := d.Year - e.before; n > 0 {
				years = append(years, fmt.Sprintf("%s%d年", e.name, n))
				if n == 1 {
					years = append(years, e.name+"元年")
				}
				break
			}
		}
	}
	day := ""
	if d.Month > 0 {
		day += fmt.Sprintf("%d月", d.Month)
	}
	if d.Day > 0 {
		day += fmt.Sprintf("%d日", d.Day)
	}
	var out []string
	for _, y := range years {
		out = append(out, y+day)
	}
	if d.Year == 0 && day != "" {
		out = append(out, day)
	}
	if d.Month == 0 {
		return out
	}
	month := time.Month(d.Month).String()
	switch {
	case d.Year > 0 && d.Day > 0:
		out = append(out, fmt.Sprintf("%d/%d/%d", d.Year, d.Month, d.Day), fmt.Sprintf("%d-%02d-%02d", d.Year, d.Month, d.Day),
			fmt.Sprintf("%s %d, %d", month, d.Day, d.Year))
	case d.Year > 0:
		out = append(out, fmt.Sprintf("%s %d", month, d.Year))
	case d.Day > 0:
		out = append(out, fmt.Sprintf("%d/%d", d.Month, d.Day), fmt.Sprintf("%s %d", month, d.Day))
	}
	return out
}

// forms are the ways to write a quantity: its figure in digits, with 万 and 億, small
// ones in kanji, and the spellings of its unit.
func (q Quantity) forms() []string {
	numbers := []string{strconv.FormatFloat(q.Number, 'f', -1, 64)}
	if n := int64(q.Number); float64(n) == q.Number && n > 0 && q.Number < 1e15 {
		if n >= 10_000 && n%1000 == 0 {
			numbers = append(numbers, myriads(n))
		}
		if n <= 10 {
			numbers = append(numbers, string([]rune("〇一二三四五六七八九十")[n]))
		}
	} else if q.Number < 0 || q.Number != math.Trunc(q.Number) && len(numbers[0]) > 8 {
		return nil
	}
	if q.Unit == "" {
		return numbers
	}
	var out []string
	for _, s := range unitSpellings[q.Unit] {
		latin := s[0] < 0x80
		for i, n := range numbers {
			switch {
			case i > 0 && latin && n != numbers[0]:
				continue // 三 days
			case latin:
				n += " "
			}
			out = append(out, n+strings.ReplaceAll(s, "_", " "))
		}
	}
	return out
}

// unitSpellings are the first spellings of every unit in either script.
var unitSpellings = func() map[Unit][]string {
	m := map[Unit][]string{}
	for line := range strings.Lines(unitLines) {
		f := strings.Fields(line)
		if len(f) < 5 {
			continue
		}
		japanese, latin := 0, 0
		for _, s := range f[4:] {
			if s[0] < 0x80 && latin == 0 {
				latin++
				m[Unit(f[0])] = append(m[Unit(f[0])], s)
			}
			if s[0] >= 0x80 && japanese < 3 {
				japanese++
				m[Unit(f[0])] = append(m[Unit(f[0])], s)
			}
		}
	}
	return m
}()

// myriads writes a whole number in thousands with 億 and 万: 1億2000万.
func myriads(n int64) string {
	out := ""
	for _, m := range []struct {
		name string
		of   int64
	}{{"兆", 1e12}, {"億", 1e8}, {"万", 1e4}} {
		if n >= m.of {
			out += strconv.FormatInt(n/m.of, 10) + m.name
			n %= m.of
		}
	}
	if n > 0 {
		out += strconv.FormatInt(n, 10)
	}
	return out
}
