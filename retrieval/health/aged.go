package health

import (
	"cmp"
	"slices"
)

// An Aged is how old a document is.
type Aged struct {
	File string `json:"file"`
	Date Date   `json:"date"`
	// By is what says so: the text, the name, or the time of the file, which copying may
	// have set.
	By string `json:"by"`
}

// The sources of dates.
const (
	ByText = "its text"
	ByName = "its name"
	ByTime = "the time of the file"
)

// age is the date of a document: the later one of those in its text and in its name,
// or else that of its file.
func (s *Sheet) age() Aged {
	a := Aged{s.File, s.Dated, ByText}
	if s.Name.Date.Compare(a.Date) > 0 || a.Date.IsZero() {
		a.Date, a.By = s.Name.Date, ByName
	}
	if a.Date.IsZero() && !s.Modified.IsZero() {
		a.Date, a.By = dateOf(s.Modified), ByTime
	}
	return a
}

// aged returns the n oldest documents, the oldest first.
func aged(sheets []*Sheet, n int) []Aged {
	var list []Aged
	for _, s := range sheets {
		if a := s.age(); !a.Date.IsZero() {
			list = append(list, a)
		}
	}
	slices.SortStableFunc(list, func(a, b Aged) int {
		return cmp.Or(cmp.Compare(a.Date.Year, b.Date.Year), cmp.Compare(a.Date.Month, b.Date.Month), cmp.Compare(a.Date.Day, b.Date.Day))
	})
	return list[:min(n, len(list))]
}
