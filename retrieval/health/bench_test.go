package health

import (
	"fmt"
	"testing"
	"time"

	"kotae/retrieval"
)

func BenchmarkNewSheet(b *testing.B) {
	d, data := paper("規程/文書.txt", prose(1, 10_000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		NewSheet(d, retrieval.Hash(data), int64(len(data)), time.Now())
	}
}

func BenchmarkExamine(b *testing.B) {
	for _, n := range []int{1250, 5000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var sheets []*Sheet
			for i := range n {
				sheets = append(sheets, sheet(fmt.Sprintf("部%d/文書%d_v%d.txt", i%20, i/3, i%3), prose(uint64(i/2), 500)))
			}
			for b.Loop() {
				Examine(sheets)
			}
		})
	}
}
