package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"kotae/retrieval"
	"kotae/retrieval/files"
	"kotae/retrieval/health"
	"kotae/retrieval/reader"
)

// documentsReport is what is known of the documents. Its JSON is complete.
type documentsReport struct {
	Files      int               `json:"files"`     // found, skipped ones too
	Documents  int               `json:"documents"` // that can be answered from
	Bytes      int64             `json:"bytes"`     // of those
	Characters int               `json:"characters"`
	Formats    []formatCount     `json:"formats"` // of those, the most frequent first
	Skipped    []skipState       `json:"skipped"`
	Copies     []health.Copies   `json:"copies"`
	Versions   []health.Versions `json:"versions"`
	Alike      []health.Alike    `json:"alike"`
	Odd        []health.Oddity   `json:"odd"`
	Oldest     []health.Aged     `json:"oldest"`
}

// A formatCount is how many documents there are of a format.
type formatCount struct {
	Format string `json:"format"` // the lower-case extension without its dot
	Files  int    `json:"files"`
	Bytes  int64  `json:"bytes"`
}

// A skipState is a file that is not answered from.
type skipState struct {
	retrieval.Skip
	Meant bool `json:"meant"` // nobody misses it: it is hidden, ignored, temporary
	level level
}

// A documentsExam is what an examination of the folders found.
type documentsExam struct {
	report   documentsReport
	hashes   map[string]string // of every file that was read, hex SHA-256 by name
	whole    bool              // every folder could be read in full
	findings []finding
}

// examineDocuments reads every document below folders but not what is in the data folder,
// with a bar where it takes long.
func (p *process) examineDocuments(ctx context.Context, folders []string, data string) documentsExam {
	x := documentsExam{hashes: map[string]string{}}
	x.report.Skipped, x.report.Formats = []skipState{}, []formatCount{}
	if len(folders) == 0 {
		x.findings = []finding{{Level: noted, About: "documents", Says: "none were looked at, since there is no folder to look into"}}
		return x
	}
	walker, err := files.New(folders, reader.Knows, data)
	if err != nil {
		x.add(ill, "folders", strings.ReplaceAll(err.Error(), "\n", "; "), "see whether the folders are still there")
		return x
	}
	x.examineGlossaries(folders)
	var found []retrieval.File
	var total int64
	passed, err := walker.Walk(ctx, func(f retrieval.File) error {
		found = append(found, f)
		total += f.Size
		return nil
	})
	x.whole = err == nil
	for line := range strings.Lines(errorText(err)) {
		x.add(ill, "folders", strings.TrimSpace(line), "let the account that runs kotae read it")
	}
	for _, s := range passed {
		l := doubtful
		switch {
		case files.Meant(s):
			l = noted
		case reader.Knows(path.Base(s.File)):
			l = ill
		}
		x.report.Skipped = append(x.report.Skipped, skipState{s, l == noted, l})
	}
	bar := p.bar()
	sheets := x.read(ctx, found, func(files int, bytes int64) {
		bar.show(bytes, total, fmt.Sprintf("%d/%d files", files, len(found)))
	})
	bar.end()
	if ctx.Err() != nil {
		return x
	}
	x.report.Files = len(found) + len(passed)
	slices.SortFunc(x.report.Skipped, func(a, b skipState) int { return strings.Compare(a.File, b.File) })
	x.count(sheets)
	h := health.Examine(sheets)
	x.report.Copies, x.report.Versions, x.report.Alike = list(h.Copies), list(h.Versions), list(h.Alike)
	x.report.Odd, x.report.Oldest = list(h.Odd), list(h.Oldest)
	x.tell()
	return x
}

// examineGlossaries looks for lines of the folders' glossaries that say nothing.
func (x *documentsExam) examineGlossaries(folders []string) {
	for _, dir := range folders {
		name := filepath.Join(dir, files.Glossary)
		if _, err := retrieval.NewGlossaryFile(name).Current(); err != nil {
			x.add(ill, "glossary", "the glossary is not understood in full", "a line is a group of terms that mean the same, with tabs between them; the other lines are used",
				strings.Split(err.Error(), "\n")...)
		}
	}
}

func (x *documentsExam) add(l level, about, says, do string, details ...string) {
	x.findings = append(x.findings, finding{l, about, says, do, details})
}

// sideBySide is how many files are read at once, as many as by an index.
const sideBySide = 4

// read reads files side by side and returns the sheets of those that have a text, in
// their order. Progress is called by one goroutine at a time.
func (x *documentsExam) read(ctx context.Context, found []retrieval.File, progress func(files int, bytes int64)) []*health.Sheet {
	now := time.Now()
	sheets := make([]*health.Sheet, len(found))
	next := make(chan int)
	var mu sync.Mutex // guards what follows, and x
	done, bytes := 0, int64(0)
	var readers sync.WaitGroup
	for range sideBySide {
		readers.Go(func() {
			for i := range next {
				sheet, hash, skip := examine(found[i], now)
				mu.Lock()
				sheets[i] = sheet
				if hash != "" {
					x.hashes[found[i].Name] = hash
				}
				if skip.Reason != "" {
					x.report.Skipped = append(x.report.Skipped, skip)
				}
				done++
				bytes += found[i].Size
				progress(done, bytes)
				mu.Unlock()
			}
		})
	}
	for i := range found {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	readers.Wait()
	return slices.DeleteFunc(sheets, func(s *health.Sheet) bool { return s == nil })
}

// examine reads one file: its sheet, or why it has none. The hash is empty for a file
// that could not be opened.
func examine(f retrieval.File, now time.Time) (sheet *health.Sheet, hash string, skip skipState) {
	data, err := os.ReadFile(f.Path)
	if err != nil {
		return nil, "", skipState{retrieval.Skip{File: f.Name, Reason: "can't be read: " + rootCause(err).Error(), Remedy: "see whether other programs can open it"}, false, ill}
	}
	hash = retrieval.Hash(data)
	d, err := reader.Read(f.Name, data)
	if err == nil && len(d.Blocks) == 0 {
		err = retrieval.ErrNoText
	}
	var why *retrieval.Unreadable
	switch {
	case errors.As(err, &why):
		l := ill
		if len(bytes.TrimSpace(data)) == 0 {
			l = doubtful
		}
		return nil, hash, skipState{retrieval.Skip{File: f.Name, Reason: why.Reason, Remedy: why.Remedy}, false, l}
	case err != nil:
		return nil, hash, skipState{retrieval.Skip{File: f.Name, Reason: err.Error(), Remedy: "see whether other programs can open it"}, false, ill}
	}
	d.Modified = f.Modified
	return health.NewSheet(d, hash, int64(len(data)), now), hash, skipState{}
}

// count counts documents by format.
func (x *documentsExam) count(sheets []*health.Sheet) {
	formats := map[string]*formatCount{}
	for _, s := range sheets {
		name := strings.TrimPrefix(strings.ToLower(path.Ext(s.File)), ".")
		if formats[name] == nil {
			formats[name] = &formatCount{Format: name}
		}
		formats[name].Files++
		formats[name].Bytes += s.Size
		x.report.Documents++
		x.report.Bytes += s.Size
		x.report.Characters += s.Runes
	}
	for _, f := range formats {
		x.report.Formats = append(x.report.Formats, *f)
	}
	slices.SortFunc(x.report.Formats, func(a, b formatCount) int {
		return cmp.Or(cmp.Compare(b.Files, a.Files), strings.Compare(a.Format, b.Format))
	})
}
