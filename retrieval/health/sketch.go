package health

import (
	"math/rand/v2"
	"unicode/utf8"
)

const (
	// shingle is how many characters overlapping pieces of a text have: five tell
	// texts apart in English (Leskovec, Rajaraman, Ullman: Mining of Massive
	// Datasets, 3.2.2), and more than do in Japanese, whose characters say more.
	shingle = 5
	// hashes make the standard error of a likeness sqrt(s(1-s)/128): at most 0.044.
	hashes = 128
	// bands of rows: texts with a likeness of s share a band with a probability of
	// 1-(1-s^4)^32, which is 0.99 for 0.6 and all but 1 for 0.8 (ibid., 3.4.2).
	bands, rows = 32, hashes / 32
	// fewest is how many pieces a text must have to be compared: forms and notices that
	// are shorter are alike without being the same.
	fewest = 60
)

// A sketch is the MinHash signature of a text's set of shingles: the chance that two
// sketches agree at one place is the Jaccard coefficient of the sets, that is the
// pieces that both texts have out of all that either has (Broder: On the resemblance
// and containment of documents, 1997).
type sketch [hashes]uint32

// A linear is the hash function (a·x + b) mod 2^64, of which the upper half counts
// (Dietzfelbinger: Universal hashing and k-wise independent random variables via
// integer arithmetic without primes, 1996).
type linear struct{ a, b uint64 }

// functions are the hash functions: the same in every run.
var functions = func() (f [hashes]linear) {
	r := rand.New(rand.NewPCG(1997, 5))
	for i := range f {
		f[i] = linear{r.Uint64() | 1, r.Uint64()}
	}
	return f
}()

// newSketch sketches a text that was made compact, or returns nil for one that is too
// short.
func newSketch(compact string) *sketch {
	var s sketch
	for i := range s {
		s[i] = 1<<32 - 1
	}
	n := 0
	for x := range shingles(compact) {
		n++
		for i := range s {
			f := &functions[i]
			if h := uint32((f.a*x + f.b) >> 32); h < s[i] {
				s[i] = h
			}
		}
	}
	if n < fewest {
		return nil
	}
	return &s
}

// shingles yields a hash of every piece of a text, repeated ones again.
func shingles(text string) func(yield func(uint64) bool) {
	return func(yield func(uint64) bool) {
		var last [shingle]rune
		for n := 0; len(text) > 0; n++ {
			r, size := utf8.DecodeRuneInString(text)
			text = text[size:]
			copy(last[:], last[1:])
			last[shingle-1] = r
			if n+1 < shingle {
				continue
			}
			var x uint64
			for _, r := range last {
				x = (x ^ uint64(r)) * 0x9E3779B97F4A7C15
				x ^= x >> 29
			}
			if !yield(x) {
				return
			}
		}
	}
}

// likeness estimates the Jaccard coefficient of two texts, 0 to 1. It is 0 where one
// was too short to be sketched.
func likeness(a, b *sketch) float64 {
	if a == nil || b == nil {
		return 0
	}
	same := 0
	for i := range a {
		if a[i] == b[i] {
			same++
		}
	}
	return float64(same) / hashes
}

// A band is a part of a sketch, with its place.
type band struct {
	at  int
	row [rows]uint32
}

// bands yields the parts of a sketch by which its text is found.
func (s *sketch) bands(yield func(band) bool) {
	for i := range bands {
		if !yield(band{i, [rows]uint32(s[i*rows:])}) {
			return
		}
	}
}
