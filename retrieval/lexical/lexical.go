// Package lexical ranks texts by the words and characters they share with a
// question: BM25F over four channels of terms.
//
// It owns the stored form of analysed texts and the index built from them. It
// knows texts only by number, in the order they were added: nothing of files or
// passages.
package lexical

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"kotae/retrieval/japanese"
)

// Version names the stored form and the meaning of its numbers.
const Version = "lexical/1"

// Fields of a text, each with its own length normalisation.
const (
	body = iota
	head // title and headings
	fields
)

// Encode returns the stored form of an analysed text: its body, and what stands
// over it (title, headings).
//
// For each channel it holds the number of distinct terms, then for each term, in
// order of its 32-bit hash, the hash's distance to the one before, and how often
// it stands in body and head (at most 255 each). Hashing costs exactness of a
// kind: two terms of one channel share a hash once in 2^32 pairs.
func Encode(bodyTerms, headTerms japanese.Terms) []byte {
	var out []byte
	for c := range japanese.Channels {
		counts := map[uint32][fields]uint8{}
		for f, terms := range [fields][]string{bodyTerms[c], headTerms[c]} {
			for _, t := range terms {
				h := hash(t)
				n := counts[h]
				if n[f] < 255 {
					n[f]++
				}
				counts[h] = n
			}
		}
		keys := make([]uint32, 0, len(counts))
		for k := range counts {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		out = binary.AppendUvarint(out, uint64(len(keys)))
		prev := uint32(0)
		for _, k := range keys {
			// Most terms stand once in the body: they need no counts.
			n := counts[k]
			plain := n == [fields]uint8{1, 0}
			v := uint64(k-prev) << 1
			if !plain {
				v |= 1
			}
			out = binary.AppendUvarint(out, v)
			if !plain {
				out = append(out, n[body], n[head])
			}
			prev = k
		}
	}
	return out
}

var errTorn = errors.New("lexical: stored terms are torn")

// decode calls visit for every term of a stored text. What Encode can't have
// written is torn.
func decode(stored []byte, visit func(channel int, term uint32, n [fields]uint8)) error {
	for c := range japanese.Channels {
		count, w := binary.Uvarint(stored)
		if w <= 0 {
			return errTorn
		}
		stored = stored[w:]
		term := uint64(0)
		for i := range count {
			v, w := binary.Uvarint(stored)
			if w <= 0 {
				return errTorn
			}
			stored = stored[w:]
			gap := v >> 1
			if term += gap; gap > math.MaxUint32 || term > math.MaxUint32 || gap == 0 && i > 0 {
				return errTorn
			}
			n := [fields]uint8{1, 0}
			if v&1 == 1 {
				if len(stored) < fields {
					return errTorn
				}
				n = [fields]uint8(stored)
				stored = stored[fields:]
				if n == [fields]uint8{} || n == [fields]uint8{1, 0} {
					return errTorn
				}
			}
			visit(c, uint32(term), n)
		}
	}
	if len(stored) > 0 {
		return errTorn
	}
	return nil
}

// hash is FNV-1a, 64 bits folded to 32.
func hash(s string) uint32 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return uint32(h>>32) ^ uint32(h)
}

// A Match is a text and how well it matches.
type Match struct {
	Number int // of the text, in the order of Build's argument
	Score  float64
}

func compareMatches(a, b Match) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Number, b.Number))
}
