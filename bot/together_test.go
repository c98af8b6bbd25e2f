package bot

import (
	"fmt"
	"strings"
	"testing"

	"kotae/retrieval"
)

func TestNeighboursAreReadTogether(t *testing.T) {
	for _, tt := range []struct{ name, hits, want string }{
		{"none", "", ""},
		{"strangers keep their order", "規程3 手引0 規程0", "規程3 手引0 規程0"},
		{"neighbours stand where the better one stood, in reading order", "規程3 手引0 規程2 規程4 手引1", "規程2 規程3 規程4 手引0 手引1"},
		{"the same place of another file is no neighbour", "規程3 手引4", "規程3 手引4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var hits []retrieval.Hit
			for _, f := range strings.Fields(tt.hits) {
				p := &retrieval.Passage{File: f[:6]}
				fmt.Sscan(f[6:], &p.Ordinal)
				hits = append(hits, retrieval.Hit{Passage: p})
			}
			var got []string
			for _, h := range together(hits) {
				got = append(got, fmt.Sprintf("%s%d", h.Passage.File, h.Passage.Ordinal))
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("got %s, want %s", s, tt.want)
			}
		})
	}
}
