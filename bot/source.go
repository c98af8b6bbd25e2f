package bot

import (
	"crypto/rand"
	"strings"

	"kotae/retrieval"
)

// newID makes an ID that no source's text contains: a letter and a digit, twice.
func newID(taken map[string]retrieval.Hit, hits []retrieval.Hit) string {
	const letters, digits = "bcdfghjkmnpqrstvwxz", "23456789"
	for {
		var r [4]byte
		rand.Read(r[:]) // never fails
		id := string([]byte{
			letters[int(r[0])%len(letters)], digits[int(r[1])%len(digits)],
			letters[int(r[2])%len(letters)], digits[int(r[3])%len(digits)],
		})
		if _, ok := taken[id]; ok || containsID(hits, id) {
			continue
		}
		return id
	}
}

func containsID(hits []retrieval.Hit, id string) bool {
	for _, h := range hits {
		if strings.Contains(strings.ToLower(h.Passage.Text), id) {
			return true
		}
	}
	return false
}
