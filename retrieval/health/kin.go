package health

import (
	"math"
	"slices"
)

// nearly is how alike texts are that say nearly the same: one piece in five of all is in
// one of them alone, which a paragraph in a page changes. It is the threshold of the
// textbook for documents that are the same but for details (Mining of Massive Datasets,
// 3.1.2); Examine's tests measure what it finds and what not.
const nearly = 0.8

// Alike are files whose texts are nearly the same, and whose names do not say that they
// are versions of one document.
type Alike struct {
	Files []string `json:"files"` // at least two, by name
	// Likeness is how alike the two are that are least so of those that were compared,
	// 0 to 1.
	Likeness float64 `json:"likeness"`
}

// kin are sheets in groups.
type kin struct {
	sheets []*Sheet
	family []int // of each sheet: which versions it is one of; 0 for none
}

func newKin(sheets []*Sheet) *kin { return &kin{sheets, make([]int, len(sheets))} }

// neighbours is how many texts each text of a band is compared with: the last ones that
// nothing was alike to. A band of what every document of a house has in common would
// else be compared by all pairs.
const neighbours = 16

// alike returns the groups of nearly the same text that are not wholly versions of one
// document. Texts that share a band of their sketches are compared.
func (k *kin) alike() []Alike {
	shared := map[band][]int{}
	u := newUnion(len(k.sheets))
	least := map[int]float64{} // of a text and the earlier one that it was joined to
	for i, s := range k.sheets {
		if s.sketch == nil {
			continue
		}
		compared := map[int]bool{}
		for b := range s.sketch.bands {
			joined := false
			for _, j := range shared[b] {
				if u.find(i) == u.find(j) {
					joined = true
				} else if !compared[j] {
					compared[j] = true
					if l := likeness(s.sketch, k.sheets[j].sketch); l >= nearly {
						u.join(i, j)
						least[i] = l
						joined = true
					}
				}
				if joined {
					break
				}
			}
			if joined {
				continue
			}
			if n := len(shared[b]); n == neighbours {
				shared[b] = shared[b][1:]
			}
			shared[b] = append(shared[b], i)
		}
	}
	lowest := map[int]float64{}
	for i, l := range least {
		root := u.find(i)
		if known, ok := lowest[root]; !ok || l < known {
			lowest[root] = l
		}
	}
	var found []Alike
	for _, g := range u.groups() {
		family := k.family[g[0]]
		if family != 0 && !slices.ContainsFunc(g, func(i int) bool { return k.family[i] != family }) {
			continue
		}
		a := Alike{Likeness: round(lowest[u.find(g[0])])}
		for _, i := range g {
			a.Files = append(a.Files, k.sheets[i].File)
		}
		found = append(found, a)
	}
	return found
}

// round leaves a likeness the two figures that its error allows.
func round(l float64) float64 { return math.Round(l*100) / 100 }

// A union is a set of groups of numbers that are joined one by one.
type union []int

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = i
	}
	return u
}

// find returns the number that stands for the group of i, the lowest in it.
func (u union) find(i int) int {
	for u[i] != i {
		u[i] = u[u[i]]
		i = u[i]
	}
	return i
}

func (u union) join(i, j int) {
	i, j = u.find(i), u.find(j)
	u[max(i, j)] = min(i, j)
}

// groups returns the groups of more than one, in order.
func (u union) groups() [][]int {
	members := map[int][]int{}
	for i := range u {
		members[u.find(i)] = append(members[u.find(i)], i)
	}
	var list [][]int
	for i := range u {
		if g := members[i]; len(g) > 1 {
			list = append(list, g)
		}
	}
	return list
}
