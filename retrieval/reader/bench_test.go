package reader

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"

	"kotae/retrieval"
	"kotae/retrieval/chunk"
	"kotae/retrieval/files"
)

// clauses are about n runes of a rule of a company, its figures drawn from r.
func clauses(r *rand.Rand, n int) []string {
	var out []string
	for len(out)*60 < n {
		out = append(out, fmt.Sprintf("第%d条　社員番号%dの社員が出張をするときは、出発の%d日前までに届を出し、日当として%d円を受け取る。", len(out)+1, r.IntN(9000), 1+r.IntN(9), 100*(1+r.IntN(90))))
	}
	return out
}

// formatsOf writes one document of about n runes in every format.
func formatsOf(b testing.TB, r *rand.Rand, n int) map[string][]byte {
	b.Helper()
	lines := clauses(r, n)
	text := strings.Join(lines, "\n\n") + "\n"
	var body, html strings.Builder
	rows, csv := [][]any{{"番号", "条文", "金額"}}, "番号,条文,金額\n"
	var pages [][]show
	for i, l := range lines {
		body.WriteString(wp("", wr(l)))
		html.WriteString("<p>" + l + "</p>\n")
		rows = append(rows, []any{i, l, r.IntN(100000)})
		csv += fmt.Sprintf("%d,%s,%d\n", i, l, r.IntN(100000))
		if i%30 == 0 {
			pages = append(pages, nil)
		}
		pages[len(pages)-1] = append(pages[len(pages)-1], show{40, 800 - 25*(i%30), 8, l})
	}
	return map[string][]byte{
		".txt": []byte(text), ".md": []byte("# 規程\n\n" + text), "_sjis.txt": []byte(must(japanese.ShiftJIS.NewEncoder().String(text))),
		".csv": []byte(csv), ".html": []byte("<html><body><h1>規程</h1>" + html.String() + "</body></html>"),
		".docx": wordFile(body.String()), ".pptx": slideFile("", pshape("title", 0, "規程"), pshape("", 1, strings.Join(lines, "\n"))),
		".xlsx": workbook(b, func(f *excelize.File) error { return fill(f, "Sheet1", "A1", rows...) }),
		".msg":  container(letters("0037", "x"), letters("1000", text)),
		".eml":  []byte("From: a@example.jp\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n" + text),
		".rtf":  []byte(`{\rtf1\ansi\ansicpg932 ` + strings.ReplaceAll(rtfOf(text), "\n", `\par `) + "}"),
		".epub": bookFile("規程", html.String()), ".pdf": pdfFile("", nil, pages...),
	}
}

// BenchmarkFormats reads and cuts a document of about 3,000 characters of every format,
// and tells the peak of the memory in use.
func BenchmarkFormats(b *testing.B) {
	all := formatsOf(b, rand.New(rand.NewPCG(1, 1)), 3000)
	for _, kind := range slices.Sorted(maps.Keys(all)) {
		data := all[kind]
		b.Run(kind, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			if _, err := Read("規程"+kind, data); err != nil { // PDFium is loaded once
				b.Fatal(err)
			}
			peak := watchHeap()
			for b.Loop() {
				d, err := Read("規程"+kind, data)
				if err != nil {
					b.Fatal(err)
				}
				chunk.Split(d)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "files/s")
			b.ReportMetric(float64(peak())/(1<<20), "MB-peak")
		})
	}
}

// watchHeap begins to look at the memory in use; what it returns ends that and tells
// the peak, in bytes.
func watchHeap() (peak func() uint64) {
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
			select {
			case <-stop:
				done <- most
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	return func() uint64 {
		close(stop)
		return <-done
	}
}

// TestMemoryIsBoundedByTheLargestFile reads a folder, and then one of six times as many
// files that are no larger.
func TestMemoryIsBoundedByTheLargestFile(t *testing.T) {
	all := formatsOf(t, rand.New(rand.NewPCG(3, 3)), 20_000)
	largest := 0
	for _, data := range all {
		largest = max(largest, len(data))
	}
	read := func(times int) uint64 {
		runtime.GC()
		peak := watchHeap()
		for range times {
			for kind, data := range all {
				d, err := Read("規程"+kind, data)
				if err != nil {
					t.Fatal(err)
				}
				chunk.Split(d)
			}
		}
		return peak()
	}
	read(1) // what is loaded once
	few, many := read(2), read(12)
	if limit := few + uint64(200*largest); many > limit {
		t.Errorf("%d MB for many files, %d MB for few, of at most %d kB", many>>20, few>>20, largest>>10)
	}
}

// mixed writes a folder of n files, most of them small, and returns how many bytes the
// largest has.
func mixed(b testing.TB, dir string, n int) (largest int) {
	b.Helper()
	r := rand.New(rand.NewPCG(2, 2))
	for i := 0; i < n; {
		size := 500 + r.IntN(4000)
		if i%200 == 0 {
			size = 150_000
		}
		for kind, data := range formatsOf(b, r, size) {
			path := filepath.Join(dir, fmt.Sprintf("部署%02d", i%20), fmt.Sprintf("文書%04d%s", i, kind))
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, 0o644)); err != nil {
				b.Fatal(err)
			}
			largest = max(largest, len(data))
			i++
		}
	}
	return largest
}

// BenchmarkMixedFolder walks, reads and cuts 2,000 files of every format, four at a
// time as an index does, and tells the peak of the memory in use.
func BenchmarkMixedFolder(b *testing.B) {
	dir := b.TempDir()
	largest := mixed(b, dir, 2000)
	if _, err := Read("a.pdf", pdfFile("", nil, down("休暇"))); err != nil { // PDFium is loaded once
		b.Fatal(err)
	}
	walker, err := files.New([]string{dir}, Knows)
	if err != nil {
		b.Fatal(err)
	}
	peak := watchHeap()
	count, failed := 0, 0
	for b.Loop() {
		work := make(chan retrieval.File)
		var readers sync.WaitGroup
		var mu sync.Mutex
		for range 4 {
			readers.Go(func() {
				for f := range work {
					data, err := os.ReadFile(f.Path)
					if err == nil {
						var d retrieval.Document
						if d, err = Read(f.Name, data); err == nil {
							chunk.Split(d)
						}
					}
					mu.Lock()
					if count++; err != nil {
						failed++
					}
					mu.Unlock()
				}
			})
		}
		_, err := walker.Walk(b.Context(), func(f retrieval.File) error { work <- f; return nil })
		close(work)
		readers.Wait()
		if err != nil || failed > 0 {
			b.Fatalf("%v, %d of %d can't be read", err, failed, count)
		}
	}
	b.ReportMetric(float64(count)/b.Elapsed().Seconds(), "files/s")
	b.ReportMetric(float64(peak())/(1<<20), "MB-peak")
	b.ReportMetric(float64(largest)/(1<<20), "MB-largest")
}
