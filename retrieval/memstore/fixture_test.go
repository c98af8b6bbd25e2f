package memstore

import "math"

// toward is a vector at an angle in the plane; its length is not 1.
func toward(degrees float64) []float32 {
	a := degrees * math.Pi / 180
	return []float32{float32(2 * math.Cos(a)), float32(2 * math.Sin(a)), 0, 0}
}
