package health

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Versions are files that by their names and texts are versions of one document.
type Versions struct {
	Newest string `json:"newest"` // what looks the newest
	Why    string `json:"why"`    // what says so, for a person
	// Older are the others, at least one, by name.
	Older []string `json:"older"`
	// Doubt is what speaks against it, for a person; empty for nothing.
	Doubt string `json:"doubt,omitempty"`
	// Likeness is how alike the newest and the least like it are, 0 to 1.
	Likeness float64 `json:"likeness"`
}

// How alike texts must be whose names say that they are versions of one document. Texts
// that have nothing to do with each other are at 0.01 to 0.04, and one that was
// written anew for another year at 0.05 to 0.3; minutes of one kind of meeting, in the
// same form, are at 0.1 to 0.4.
const (
	// byWord is for names that say so in words: 旧, v2, 改訂版.
	byWord = 0.05
	// byYear is for names that differ by a year or month: they may be volumes of a
	// series.
	byYear = 0.12
	// byDay is for names that differ by a day, as those of minutes do.
	byDay = 0.5
	// byCopy is for names that say copy, which browsers do to any file of a name that
	// is taken.
	byCopy = 0.3
	// elsewhere is for files in folders of different names.
	elsewhere = 0.5
)

// longestSeries is how many files whose names tell them apart by days alone are
// versions: more are a record that is kept, such as daily reports.
const longestSeries = 12

// leaders is how many documents of one name are told apart at most: README of a
// thousand projects.
const leaders = 64

// versions returns the groups of versions, and notes them in k.family.
func (k *kin) versions() []Versions {
	byStem := map[string][]int{}
	for i, s := range k.sheets {
		stem := s.Name.Stem
		if stem == "" { // 就業規則/v1.docx and v2.docx beside it
			stem = s.Name.Folder + "/"
		}
		byStem[stem] = append(byStem[stem], i)
	}
	u := newUnion(len(k.sheets))
	for _, list := range byStem {
		if len(list) < 2 {
			continue
		}
		var heads []int
		for _, i := range list {
			joined := false
			for _, j := range heads {
				if k.sameDocument(i, j) {
					u.join(i, j)
					joined = true
				}
			}
			if !joined && len(heads) < leaders {
				heads = append(heads, i)
			}
		}
	}
	var found []Versions
	for _, g := range u.groups() {
		if v, ok := k.group(g); ok {
			found = append(found, v)
			for _, i := range g {
				k.family[i] = len(found)
			}
		}
	}
	slices.SortFunc(found, func(a, b Versions) int { return strings.Compare(a.Newest, b.Newest) })
	return found
}

// sameDocument reports whether two files of one stem are versions of one document.
func (k *kin) sameDocument(i, j int) bool {
	a, b := k.sheets[i], k.sheets[j]
	m, n := a.Name.Marks, b.Name.Marks
	if m.IsZero() && n.IsZero() {
		return false
	}
	need := byWord
	switch {
	case m.onlyDate() && n.onlyDate() && (m.Date.Day > 0 || n.Date.Day > 0):
		need = byDay
	case m.onlyDate() && n.onlyDate():
		need = byYear
	case (m.Copy || n.Copy) && m.flags()|n.flags() == Marks{Copy: true}.flags() && m.Version == nil && n.Version == nil:
		need = byCopy
	}
	if a.Name.Folder != b.Name.Folder {
		need = max(need, elsewhere)
	}
	if a.sketch == nil || b.sketch == nil { // too short to compare: the names must do
		return need == byWord
	}
	return likeness(a.sketch, b.sketch) >= need
}

// group makes versions of a group of sheets, unless it is a series.
func (k *kin) group(g []int) (Versions, bool) {
	series := len(g) > longestSeries
	for _, i := range g {
		m := k.sheets[i].Name.Marks
		series = series && m.onlyDate() && m.Date.Day > 0
	}
	if series {
		return Versions{}, false
	}
	first := g[0]
	for _, i := range g[1:] {
		if c, _ := compare(k.sheets[i], k.sheets[first]); c > 0 {
			first = i
		}
	}
	newest := k.sheets[first]
	v := Versions{Newest: newest.File, Likeness: 1}
	var next, latest *Sheet
	for _, i := range g {
		s := k.sheets[i]
		if latest == nil || s.Modified.After(latest.Modified) {
			latest = s
		}
		if i == first {
			continue
		}
		v.Older = append(v.Older, s.File)
		if s.sketch != nil && newest.sketch != nil {
			v.Likeness = min(v.Likeness, round(likeness(s.sketch, newest.sketch)))
		}
		if next == nil {
			next = s
		} else if c, _ := compare(s, next); c > 0 {
			next = s
		}
	}
	_, v.Why = compare(newest, next)
	if latest != newest && latest.Modified.Sub(newest.Modified) > settled && v.Why != whyTime {
		v.Doubt = fmt.Sprintf("%s was changed later, on %s", latest.File, dateOf(latest.Modified))
	}
	return v, true
}

// settled is how much later a file must have been changed to make one doubt its name:
// copying a folder takes its time.
const settled = 24 * time.Hour

const whyTime = "it was changed last"

// compare says which of two versions looks newer, positive for a, and why the newer one
// does, or that nothing tells. What a name says in so many words goes before dates, and
// those before the time of the file, which copying sets anew.
func compare(a, b *Sheet) (c int, why string) {
	m, n := a.Name.Marks, b.Name.Marks
	winner := func(c int) *Sheet {
		if c > 0 {
			return a
		}
		return b
	}
	if c := alone(n.Old, m.Old); c != 0 {
		return c, "the name of the other says that it is old"
	}
	if c := m.Date.Compare(n.Date); c != 0 {
		return c, fmt.Sprintf("by the date in its name, %s", winner(c).Name.Date)
	}
	if c := slices.Compare(m.Version, n.Version); c != 0 && numbered(m, n) {
		return c, "by the version in its name, " + dotted(winner(c).Name.Version)
	}
	for _, o := range []struct {
		a, b bool // what speaks for a, and for b
		why  string
	}{
		{n.Draft, m.Draft, "the name of the other says that it is a draft"},
		{m.Final, n.Final, "its name says that it is the newest"},
		{m.Revised, n.Revised, "its name says that it was revised"},
	} {
		if c := alone(o.a, o.b); c != 0 {
			return c, o.why
		}
	}
	if c := a.Dated.Compare(b.Dated); c != 0 {
		return c, fmt.Sprintf("by the date in its text, %s", winner(c).Dated)
	}
	if c := a.Modified.Compare(b.Modified); c != 0 {
		return c, whyTime
	}
	if c := alone(n.Copy, m.Copy); c != 0 {
		return c, "the name of the other says that it is a copy"
	}
	return -cmp.Compare(a.File, b.File), "nothing tells; the first by name"
}

// alone is positive where only a is true, negative where only b is.
func alone(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// numbered reports whether the numbers of two versions, which are not the same, tell
// which is newer. A name without one is older than v2, unless it calls itself the
// newest; whether it is older than v1 nobody knows.
func numbered(m, n Marks) bool {
	switch {
	case m.Version == nil:
		return n.Version[0] > 1 && !m.Final
	case n.Version == nil:
		return m.Version[0] > 1 && !n.Final
	}
	return true
}

// dotted writes a version as people do.
func dotted(version []int) string {
	var parts []string
	for _, n := range version {
		parts = append(parts, fmt.Sprint(n))
	}
	return strings.Join(parts, ".")
}
