package lexical

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"sync"

	"kotae/retrieval/japanese"
)

// The parameters of BM25F, tuned once on Japanese encyclopedia questions and
// alike for all channels: term frequency saturates early, length counts fully in
// the body and little in the head, a term in the head counts double.
const k1 = 0.3

var (
	fieldWeight = [fields]float64{body: 1, head: 2}
	fieldB      = [fields]float64{body: 0.9, head: 0.3}
)

// weights are what each channel's score counts for. Words carry the ranking;
// characters catch what the dictionary cuts differently in question and text, and
// sounds what is written in another script.
var weights = [japanese.Channels]float64{japanese.Words: 1, japanese.Bigrams: 0.2, japanese.Unigrams: 0.4, japanese.Trigrams: 0.1, japanese.Sounds: 0.4}

// An Index ranks a fixed set of texts. It is immutable and safe for concurrent use.
type Index struct {
	texts    int
	channels [japanese.Channels]channel
	pool     sync.Pool // of *[]float32, one score a text
	tallies  sync.Pool // of *tally, empty
}

// A channel is an inverted index: the postings of terms[i] are
// postings[offsets[i]:offsets[i+1]], each the distance to the text before as a
// varint, then the impact as a byte.
type channel struct {
	terms    []uint32 // sorted
	offsets  []uint64
	count    []uint32 // texts that hold the term
	postings []byte
}

// impactUnit turns an impact, tf*(k1+1)/(tf+k1) in (0, k1+1], into a byte and back.
// Quantising to 1/196 moves no figure of the evaluation; it makes a posting two
// bytes long (Anh and Moffat, Simplified similarity scoring using term ranks, 2005).
const impactUnit = (k1 + 1) / 255

// maxTexts is how many texts an index holds at most.
const maxTexts = 1 << 24

// Build makes an index of at most 16,777,216 encoded texts. Text i of the result is
// stored[i]; the stored forms are not kept. A torn one is an error.
func Build(stored [][]byte) (*Index, error) {
	if len(stored) > maxTexts {
		return nil, fmt.Errorf("lexical: %d texts are more than %d", len(stored), maxTexts)
	}
	x := &Index{texts: len(stored)}
	x.pool.New = func() any { s := make([]float32, x.texts); return &s }
	x.tallies.New = func() any { return &tally{scores: make([]float32, x.texts)} }
	var channels [japanese.Channels][][]byte
	for i, s := range stored {
		parts, err := split(s)
		if err != nil {
			return nil, fmt.Errorf("text %d: %w", i, err)
		}
		for c, part := range parts {
			channels[c] = append(channels[c], part)
		}
	}
	var wg sync.WaitGroup
	for c := range x.channels {
		wg.Go(func() { x.channels[c] = build(channels[c]) })
	}
	wg.Wait()
	return x, nil
}

// slices of the range of hashes that a channel is built in, one after another: few
// enough terms at a time that they are sorted in the processor's caches.
const hashSlices = 48

// build makes the inverted index of one channel of texts. A text's terms are stored
// in order of their hash, so a reader of each text goes once through it while the
// slices go up; a posting to be sorted is one number: hash, text and impact.
func build(stored [][]byte) channel {
	lengths := make([][fields]float32, len(stored))
	var total [fields]float64
	readers := make([]reader, len(stored))
	for i, s := range stored {
		readers[i] = newReader(s)
		for r := readers[i]; r.more(); r.next() {
			for f := range fields {
				lengths[i][f] += float32(r.n[f])
				total[f] += float64(r.n[f])
			}
		}
	}
	impact := func(number int, n [fields]uint8) byte {
		tf := 0.0
		for f := range fields {
			if n[f] > 0 {
				relative := float64(lengths[number][f]) * float64(len(stored)) / total[f]
				tf += fieldWeight[f] * float64(n[f]) / (1 - fieldB[f] + fieldB[f]*relative)
			}
		}
		return quantised(tf * (k1 + 1) / (tf + k1))
	}

	var ch channel
	var postings []uint64
	for slice := range uint64(hashSlices) {
		postings = postings[:0]
		for i := range readers {
			for r := &readers[i]; r.more() && r.term*hashSlices>>32 == slice; r.next() {
				postings = append(postings, r.term<<32|uint64(i)<<8|uint64(impact(i, r.n)))
			}
		}
		slices.Sort(postings)
		ch.append(postings)
	}
	ch.offsets = append(ch.offsets, uint64(len(ch.postings)))
	ch.terms, ch.count, ch.offsets = slices.Clip(ch.terms), slices.Clip(ch.count), slices.Clip(ch.offsets)
	ch.postings = slices.Clip(ch.postings)
	return ch
}

// append adds the sorted postings of terms that come behind all there are.
func (ch *channel) append(postings []uint64) {
	before := uint32(0)
	for i, p := range postings {
		term, number := uint32(p>>32), uint32(p)>>8
		if i == 0 || term != ch.terms[len(ch.terms)-1] {
			ch.terms = append(ch.terms, term)
			ch.count = append(ch.count, 0)
			ch.offsets = append(ch.offsets, uint64(len(ch.postings)))
			before = 0
		}
		ch.count[len(ch.count)-1]++
		ch.postings = append(binary.AppendUvarint(ch.postings, uint64(number-before)), byte(p))
		before = number
	}
}

// quantised turns an impact into a byte, never 0: a match stays one.
func quantised(impact float64) byte { return byte(max(1, math.Round(impact/impactUnit))) }

// find returns the slot of a term.
func (ch *channel) find(term uint32) (int, bool) { return slices.BinarySearch(ch.terms, term) }

// Scores are the scores of all texts of an index for one question. Close it to
// give its memory back; it is not safe for concurrent use.
type Scores struct {
	index  *Index
	scores *[]float32
	// Attainable is what a text would score that held every term of the question
	// endlessly often: the measure that makes scores of different questions, and of
	// different corpora, comparable. Zero for a question without terms.
	Attainable float64
}

// Score scores every text against the terms of a question.
func (x *Index) Score(q japanese.Terms) *Scores {
	s := &Scores{index: x, scores: x.pool.Get().(*[]float32)}
	clear(*s.scores)
	s.Add(q, 1)
	return s
}

// Add scores every text against further terms too, each counting weight times a
// term of the question.
func (s *Scores) Add(q japanese.Terms, weight float64) {
	s.Attainable += s.index.eachTerm(q, func(c, slot int, w float64) {
		s.index.channels[c].add(slot, float32(weight*w*impactUnit), *s.scores)
	}) * weight
}

// eachTerm calls visit for every distinct term that some text holds, with its slot in
// its channel and what a full impact of it counts, and returns what a text would
// score that held all the terms, those of no text included, endlessly often.
func (x *Index) eachTerm(q japanese.Terms, visit func(channel, slot int, weight float64)) (attainable float64) {
	for c := range x.channels {
		ch := &x.channels[c]
		for _, t := range count(q[c]) {
			slot, ok := ch.find(t.term)
			df := 0.0
			if ok {
				df = float64(ch.count[slot])
			}
			w := weights[c] * float64(t.n) * idf(float64(x.texts), df)
			attainable += w * (k1 + 1)
			if ok {
				visit(c, slot, w)
			}
		}
	}
	return attainable
}

// add adds weight times impact to the score of every text that holds the term.
func (ch *channel) add(slot int, weight float32, scores []float32) {
	p := ch.postings[ch.offsets[slot]:ch.offsets[slot+1]]
	number := uint32(0)
	for i := 0; i < len(p); i++ {
		gap, at := gapAt(p, i)
		number, i = number+gap, at
		scores[number] += weight * float32(p[i])
	}
}

// tell adds weight times impact to the score that a tally has of every text that holds
// the term.
func (ch *channel) tell(slot int, weight float32, t *tally) {
	p := ch.postings[ch.offsets[slot]:ch.offsets[slot+1]]
	number := uint32(0)
	for i := 0; i < len(p); i++ {
		gap, at := gapAt(p, i)
		number, i = number+gap, at
		t.add(number, weight*float32(p[i]))
	}
}

// gapAt reads the distance to the text before of the posting at i, and where the
// posting's impact stands.
func gapAt(p []byte, i int) (gap uint32, at int) {
	if p[i] < 0x80 {
		return uint32(p[i]), i + 1
	}
	return longGapAt(p, i)
}

func longGapAt(p []byte, i int) (gap uint32, at int) {
	v, n := binary.Uvarint(p[i:])
	return uint32(v), i + n
}

// Holds reports whether any text holds a term of a channel.
func (x *Index) Holds(channel int, term string) bool {
	_, ok := x.channels[channel].find(hash(term))
	return ok
}

// Rarity is the inverse document frequency of a term of a channel, above 0.
func (x *Index) Rarity(channel int, term string) float64 {
	df := 0.0
	ch := &x.channels[channel]
	if i, ok := ch.find(hash(term)); ok {
		df = float64(ch.count[i])
	}
	return idf(float64(x.texts), df)
}

// idf is the inverse document frequency of Robertson and Spärck Jones as Lucene
// keeps it positive.
func idf(n, df float64) float64 { return math.Log(1 + (n-df+0.5)/(df+0.5)) }

// A counted term is a term of a question and how often it stands there.
type counted struct {
	term uint32
	n    int
}

// count counts terms, in order of their hash: one order, or sums differ in the last bit.
func count(terms []string) []counted {
	hashes := make([]uint32, len(terms))
	for i, t := range terms {
		hashes[i] = hash(t)
	}
	slices.Sort(hashes)
	var out []counted
	for i, h := range hashes {
		if i > 0 && h == hashes[i-1] {
			out[len(out)-1].n++
			continue
		}
		out = append(out, counted{h, 1})
	}
	return out
}

// Of returns the score of one text.
func (s *Scores) Of(number int) float64 { return float64((*s.scores)[number]) }

// Top returns the n best visible texts that share a term with the question, best
// first, equal scores by number. A nil visible hides nothing.
func (s *Scores) Top(n int, visible func(number int) bool) []Match {
	if n <= 0 {
		return nil
	}
	var top []Match // sorted, best first; n is small
	for i, score := range *s.scores {
		if score <= 0 || len(top) == n && float64(score) <= top[n-1].Score || visible != nil && !visible(i) {
			continue
		}
		m := Match{i, float64(score)}
		at, _ := slices.BinarySearchFunc(top, m, compareMatches)
		top = slices.Insert(top, at, m)
		top = top[:min(len(top), n)]
	}
	return top
}

// Close gives the memory of the scores back. They must not be used after it.
func (s *Scores) Close() {
	s.index.pool.Put(s.scores)
	s.scores = nil
}
