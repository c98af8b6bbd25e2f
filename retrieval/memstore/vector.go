package memstore

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// unit returns v scaled to length 1, in a slice of its own, or an error if v has
// no direction: empty, zero, or not finite. It sums in float64, where no finite
// float32 overflows or vanishes; chromem's own scaling turns such vectors to NaN.
// What it returned it returns again to the last bit.
func unit(v []float32) ([]float32, error) {
	if len(v) == 0 {
		return nil, errors.New("vector is empty")
	}
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	switch {
	case math.IsNaN(sum) || math.IsInf(sum, 0):
		return nil, errors.New("vector is not finite")
	case sum == 0:
		return nil, errors.New("vector is zero")
	}
	if math.Abs(sum-1) < rounding {
		return slices.Clone(v), nil
	}
	length := math.Sqrt(sum)
	u := make([]float32, len(v))
	for i, x := range v {
		u[i] = float32(float64(x) / length)
	}
	return u, nil
}

// rounding is how far from 1 the square of a vector's length may be once it was
// scaled: every number is within half a unit in the last place, 2^-24 of it.
const rounding = 0x1p-22

// appendVector appends v as stored: little-endian float32.
func appendVector(b []byte, v []float32) []byte {
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// newVector decodes a stored vector.
func newVector(b []byte) []float32 {
	v := make([]float32, len(b)/4)
	decodeVector(v, b)
	return v
}

// decodeVector fills v from its stored form, which is 4 bytes for each.
func decodeVector(v []float32, b []byte) {
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
}
