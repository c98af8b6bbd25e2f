package llm

import "math"

// unit scales a vector to length 1, in place. One without a direction, or that is
// not finite, is an error.
func unit(v []float32) ([]float32, error) {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if len(v) == 0 || sum == 0 {
		return nil, &failure{text: "an empty vector"}
	}
	if math.IsNaN(sum) || math.IsInf(sum, 0) {
		return nil, &failure{text: "a vector that is not finite"}
	}
	scale := 1 / math.Sqrt(sum)
	for i, x := range v {
		v[i] = float32(float64(x) * scale)
	}
	return v, nil
}
