package llm

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"strconv"
)

// A numbered is a vector as it came, with its number.
type numbered struct {
	Index     int    `json:"index"`
	Embedding floats `json:"embedding"`
}

// floats are a vector's, written as an array or as base64 of little-endian bytes.
type floats []float32

// UnmarshalJSON implements json.Unmarshaler.
func (f *floats) UnmarshalJSON(b []byte) error {
	if len(b) == 0 || b[0] != '"' {
		return json.Unmarshal(b, (*[]float32)(f))
	}
	var raw []byte
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	for ; len(raw) >= 4; raw = raw[4:] {
		*f = append(*f, math.Float32frombits(binary.LittleEndian.Uint32(raw)))
	}
	return nil
}

// readVectors reads a reply with vectors of about this length. A reply that looks
// as they nearly all do is read at once, five times as fast as by encoding/json,
// which takes longer over it than the network; any other is left to that.
func readVectors(b []byte, width int) ([]numbered, error) {
	if r := (reader{b: b, width: width}); r.reply() {
		return r.data, nil
	}
	var reply struct{ Data []numbered }
	err := json.Unmarshal(b, &reply)
	return reply.Data, err
}

// A reader reads a reply. Its methods return false at the first thing that is not
// as they expect.
type reader struct {
	b     []byte
	i     int
	width int
	depth int // of brackets
	data  []numbered
}

// reply reads the object that a reply is.
func (r *reader) reply() bool {
	found := false
	return r.object(func(key string) bool {
		if key != "data" {
			return r.skip()
		}
		if found {
			return false
		}
		found = true
		return r.array(func() bool {
			var v numbered
			ok := r.object(func(key string) bool {
				switch key {
				case "embedding":
					return v.Embedding == nil && r.vector(&v.Embedding)
				case "index":
					x, ok := r.number()
					v.Index = int(x)
					return ok && float64(v.Index) == x
				}
				return r.skip()
			})
			r.data = append(r.data, v)
			return ok
		})
	}) && found && r.next() == 0 && r.i == len(r.b)
}

// next returns the next byte that is not white space, unread; 0 at the end.
func (r *reader) next() byte {
	for ; r.i < len(r.b); r.i++ {
		switch c := r.b[r.i]; c {
		case ' ', '\n', '\r', '\t':
		default:
			return c
		}
	}
	return 0
}

// is reads a byte if it is the next.
func (r *reader) is(c byte) bool {
	if r.next() != c {
		return false
	}
	r.i++
	return true
}

// deepest is how deep brackets may be nested: the endpoint does not decide how high
// the stack gets.
const deepest = 100

// list reads members between two brackets.
func (r *reader) list(open, end byte, member func() bool) bool {
	if r.depth++; r.depth > deepest || !r.is(open) {
		return false
	}
	defer func() { r.depth-- }()
	if r.is(end) {
		return true
	}
	for member() {
		if r.is(end) {
			return true
		}
		if !r.is(',') {
			return false
		}
	}
	return false
}

func (r *reader) array(member func() bool) bool { return r.list('[', ']', member) }

// object reads an object. Its keys are lower case, as encoding/json would take
// others for the same.
func (r *reader) object(member func(key string) bool) bool {
	return r.list('{', '}', func() bool {
		key, ok := r.text()
		for _, c := range key {
			ok = ok && (c == '_' || 'a' <= c && c <= 'z')
		}
		return ok && r.is(':') && member(string(key))
	})
}

// text reads a string without escapes.
func (r *reader) text() ([]byte, bool) {
	if !r.is('"') {
		return nil, false
	}
	n := bytes.IndexByte(r.b[r.i:], '"')
	if n < 0 {
		return nil, false
	}
	s := r.b[r.i : r.i+n]
	r.i += n + 1
	for _, c := range s {
		if c == '\\' || c < ' ' {
			return nil, false
		}
	}
	return s, true
}

// skip reads any value.
func (r *reader) skip() bool {
	switch c := r.next(); {
	case c == '{':
		return r.object(func(string) bool { return r.skip() })
	case c == '[':
		return r.array(r.skip)
	case c == '"':
		_, ok := r.text()
		return ok
	case c == '-' || '0' <= c && c <= '9':
		_, ok := r.number()
		return ok
	}
	for _, word := range []string{"null", "true", "false"} {
		if bytes.HasPrefix(r.b[r.i:], []byte(word)) {
			r.i += len(word)
			return true
		}
	}
	return false
}

// vector reads the numbers of a vector.
func (r *reader) vector(out *floats) bool {
	if r.next() == '"' {
		s, ok := r.text()
		raw, err := base64.StdEncoding.DecodeString(string(s))
		if !ok || err != nil {
			return false
		}
		*out = make(floats, 0, len(raw)/4)
		for ; len(raw) >= 4; raw = raw[4:] {
			*out = append(*out, math.Float32frombits(binary.LittleEndian.Uint32(raw)))
		}
		return true
	}
	v := make(floats, 0, r.width)
	ok := r.array(func() bool {
		x, ok := r.number()
		v = append(v, float32(x))
		return ok && math.Abs(x) <= math.MaxFloat32
	})
	*out = v
	return ok
}

var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// number reads a number. Up to 15 digits and a small exponent make an exact
// quotient; the rest is strconv's.
func (r *reader) number() (float64, bool) {
	r.next()
	start, i := r.i, r.i
	b := r.b
	negative := i < len(b) && b[i] == '-'
	if negative {
		i++
	}
	var mantissa uint64
	first := i
	for ; i < len(b) && '0' <= b[i] && b[i] <= '9'; i++ {
		mantissa = mantissa*10 + uint64(b[i]-'0')
	}
	digits := i - first
	if digits == 0 || digits > 1 && b[first] == '0' {
		return 0, false
	}
	places := 0
	if i < len(b) && b[i] == '.' {
		i++
		for first = i; i < len(b) && '0' <= b[i] && b[i] <= '9'; i++ {
			mantissa = mantissa*10 + uint64(b[i]-'0')
		}
		if places = i - first; places == 0 {
			return 0, false
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		for i++; i < len(b) && (b[i] == '-' || b[i] == '+' || '0' <= b[i] && b[i] <= '9'); i++ {
		}
		r.i = i
		x, err := strconv.ParseFloat(string(b[start:i]), 64)
		return x, err == nil
	}
	r.i = i
	if digits+places > 15 {
		x, err := strconv.ParseFloat(string(b[start:i]), 64)
		return x, err == nil
	}
	x := float64(mantissa) / powers[places]
	if negative {
		x = -x
	}
	return x, true
}
