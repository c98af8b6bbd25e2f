package retrieval_test

import (
	"testing"

	"kotae/retrieval"
)

func TestLinesAt(t *testing.T) {
	const text = "一行目\n\n三行目\n"
	lines := retrieval.NewLines(text)
	for _, tt := range []struct {
		name         string
		offset, want int
	}{
		{"the first byte is on line 1", 0, 1},
		{"a line end is on the line it ends", len("一行目"), 1},
		{"an empty line is one", len("一行目\n"), 2},
		{"what follows it is on the next", len("一行目\n\n"), 3},
		{"so is the middle of a character there", len("一行目\n\n") + 1, 3},
		{"the end of a text that ends in a line end is on one more", len(text), 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := lines.At(tt.offset); got != tt.want {
				t.Errorf("At(%d) = %d, want %d", tt.offset, got, tt.want)
			}
		})
	}
	if got := retrieval.NewLines("").At(0); got != 1 {
		t.Errorf("an empty text begins on line %d", got)
	}
}

func TestPassageHeading(t *testing.T) {
	p := retrieval.Passage{File: "人事/休暇.md", Ordinal: 12, Sections: []retrieval.Section{{Line: 3}, {Line: 5, Heading: "休暇"}, {Line: 9, Heading: "休暇 > 半日"}}}
	for line, want := range map[int]string{1: "", 3: "", 4: "", 5: "休暇", 8: "休暇", 9: "休暇 > 半日", 99: "休暇 > 半日"} {
		if got := p.Heading(line); got != want {
			t.Errorf("line %d is under %q, want %q", line, got, want)
		}
	}
	if got := new(retrieval.Passage).Heading(1); got != "" {
		t.Errorf("a passage without sections is under %q", got)
	}
	if got, want := p.ID(), "人事/休暇.md#00012"; got != want {
		t.Errorf("ID is %q, want %q", got, want)
	}
}
