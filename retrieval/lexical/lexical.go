// Package lexical ranks texts by the words and characters they share with a
// question: BM25F over the channels of terms, of words, characters and sounds.
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

// split cuts a stored text into its channels. What Encode can't have written is torn.
func split(stored []byte) ([japanese.Channels][]byte, error) {
	var channels [japanese.Channels][]byte
	for c := range channels {
		rest, err := decode(stored, func(uint32, [fields]uint8) {})
		if err != nil {
			return channels, err
		}
		channels[c] = stored[:len(stored)-len(rest)]
		stored = rest
	}
	if len(stored) > 0 {
		return channels, errTorn
	}
	return channels, nil
}

// decode calls visit for every term of the channel that stored begins with, in
// order of their hashes, and returns what follows the channel.
func decode(stored []byte, visit func(term uint32, n [fields]uint8)) ([]byte, error) {
	count, w := binary.Uvarint(stored)
	if w <= 0 {
		return nil, errTorn
	}
	stored = stored[w:]
	term := uint64(0)
	for i := range count {
		v, w := binary.Uvarint(stored)
		if w <= 0 {
			return nil, errTorn
		}
		stored = stored[w:]
		gap := v >> 1
		if term += gap; gap > math.MaxUint32 || term > math.MaxUint32 || gap == 0 && i > 0 {
			return nil, errTorn
		}
		n := [fields]uint8{1, 0}
		if v&1 == 1 {
			if len(stored) < fields {
				return nil, errTorn
			}
			n = [fields]uint8(stored)
			stored = stored[fields:]
			if n == [fields]uint8{} || n == [fields]uint8{1, 0} {
				return nil, errTorn
			}
		}
		visit(uint32(term), n)
	}
	return stored, nil
}

// A reader goes through the terms of one channel of a stored text that decode has
// found whole.
type reader struct {
	stored []byte
	left   uint64
	term   uint64 // 32 bits
	n      [fields]uint8
}

func newReader(stored []byte) reader {
	count, w := binary.Uvarint(stored)
	r := reader{stored: stored[w:], left: count + 1}
	r.next()
	return r
}

// more reports whether term and n are those of a term, not past the last.
func (r *reader) more() bool { return r.left > 0 }

// next goes to the next term.
func (r *reader) next() {
	if r.left--; r.left == 0 {
		return
	}
	v, w := binary.Uvarint(r.stored)
	r.stored = r.stored[w:]
	r.term += v >> 1
	r.n = [fields]uint8{1, 0}
	if v&1 == 1 {
		r.n = [fields]uint8(r.stored)
		r.stored = r.stored[fields:]
	}
}

// Readable reports whether a stored form is whole and of this version.
func Readable(stored []byte) bool {
	_, err := split(stored)
	return err == nil
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
