package bottest

import (
	"hash/fnv"
	"net/http"
	"slices"
)

// Vectors embeds: texts that have pairs of characters in common are near each other.
func Vectors() Behaviour { return embeds(nil) }

// OutOfOrder sends its vectors in reverse.
func OutOfOrder() Behaviour {
	return embeds(func(_ *Exchange, data []map[string]any) []map[string]any {
		slices.Reverse(data)
		return data
	})
}

// Unnumbered sends its vectors in order, without their numbers.
func Unnumbered() Behaviour {
	return embeds(func(_ *Exchange, data []map[string]any) []map[string]any {
		for _, d := range data {
			delete(d, "index")
		}
		return data
	})
}

// Numbered gives every vector the same number.
func Numbered(n int) Behaviour {
	return embeds(func(_ *Exchange, data []map[string]any) []map[string]any {
		for _, d := range data {
			d["index"] = n
		}
		return data
	})
}

// Dimensions sends vectors of another length.
func Dimensions(n int) Behaviour {
	return embeds(func(x *Exchange, data []map[string]any) []map[string]any {
		for i, d := range data {
			d["embedding"] = vector(x.Input[i], n)
		}
		return data
	})
}

// Vector sends this for the last vector.
func Vector(v []float64) Behaviour {
	return embeds(func(_ *Exchange, data []map[string]any) []map[string]any {
		data[len(data)-1]["embedding"] = v
		return data
	})
}

// Loses leaves out the last vector.
func Loses() Behaviour {
	return embeds(func(_ *Exchange, data []map[string]any) []map[string]any { return data[:len(data)-1] })
}

// embeds answers with the vectors of the texts, as change would have them.
func embeds(change func(*Exchange, []map[string]any) []map[string]any) Behaviour {
	return func(x *Exchange) {
		data := make([]map[string]any, len(x.Input))
		tokens := 0
		for i, t := range x.Input {
			data[i] = map[string]any{"object": "embedding", "index": i, "embedding": vector(t, x.endpoint.settings.Dimensions)}
			tokens += Tokens(t)
		}
		if change != nil {
			data = change(x, data)
		}
		x.Embeds()
		x.JSON(http.StatusOK, map[string]any{
			"object": "list", "model": x.Model, "data": data, "usage": map[string]any{"prompt_tokens": tokens, "total_tokens": tokens}})
	}
}

// Embeds counts the texts of the request as embedded.
func (x *Exchange) Embeds() {
	x.endpoint.mu.Lock()
	defer x.endpoint.mu.Unlock()
	for _, t := range x.Input {
		x.endpoint.embedded[t]++
	}
}

// vector counts the pairs of characters of a text in hashed places. It is not of
// unit length, and never zero.
func vector(text string, dimensions int) []float64 {
	v := make([]float64, dimensions)
	v[0] = 0.5
	for g := range grams(text) {
		h := fnv.New32a()
		h.Write([]byte(g))
		v[h.Sum32()%uint32(dimensions)]++
	}
	return v
}
