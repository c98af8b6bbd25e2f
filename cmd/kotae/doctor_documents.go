package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
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

// examineDocuments reads every document below folders, with a bar where it takes long.
func (p *process) examineDocuments(ctx context.Context, folders []string) documentsExam {
	x := documentsExam{hashes: map[string]string{}}
	x.report.Skipped, x.report.Formats = []skipState{}, []formatCount{}
	if len(folders) == 0 {
		x.findings = []finding{{Level: noted, About: "documents", Says: "none were looked at, since there is no folder to look into"}}
		return x
	}
	walker, err := files.New(folders, reader.Knows)
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

// errorText is an error's, one line for each of those that it joins; empty for none.
func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
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
	sum := sha256.Sum256(data)
	hash = hex.EncodeToString(sum[:])
	d, err := reader.Read(f.Name, data)
	if err == nil && len(d.Blocks) == 0 {
		err = &retrieval.Unreadable{Reason: "no text in it", Remedy: "remove it, or write something into it"}
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
	return health.NewSheet(d, data, now), hash, skipState{}
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

// tell makes findings of the report, the gravest first.
func (x *documentsExam) tell() {
	r := x.report
	if r.Documents == 0 {
		x.add(ill, "documents", "no document that can be read", "put text, Markdown, PDF or Office files into the folders, or name others with --docs")
	} else {
		x.add(fine, "documents", fmt.Sprintf("%s, %s: %s", count(r.Documents, "document"), megabytes(r.Bytes), formatsSay(r.Formats)), "")
	}
	x.tellSkipped(ill, "can't be read")
	x.tellOdd(true)
	if n := len(r.Versions); n > 0 {
		var files []string
		for _, v := range r.Versions {
			older := strings.TrimPrefix(and(append([]string{v.Newest}, v.Older...)), v.Newest+", ")
			line := fmt.Sprintf("%s, not %s: %s", v.Newest, older, v.Why)
			if v.Doubt != "" {
				line += "; but " + v.Doubt
			}
			files = append(files, line)
		}
		x.add(doubtful, "versions", are(n, "document")+" there in several versions, and all are quoted; the newest seems to be:", "move the older ones out of the folders, or name them in .kotaeignore", files...)
	}
	if n := len(r.Copies); n > 0 {
		var files []string
		for _, c := range r.Copies {
			line := and(c.Files)
			if !c.Bytes {
				line += " (the same text in other files)"
			}
			files = append(files, line)
		}
		x.add(doubtful, "copies", are(n, "text")+" there in several files", "keep one of each", files...)
	}
	if n := len(r.Alike); n > 0 {
		var files []string
		for _, a := range r.Alike {
			files = append(files, fmt.Sprintf("%s (%.0f%% the same)", and(a.Files), 100*a.Likeness))
		}
		x.add(doubtful, "alike", count(n, "group")+" of files that say nearly the same", "see which is right; two rules that differ in a figure are both quoted", files...)
	}
	x.tellOdd(false)
	x.tellSkipped(doubtful, "of kinds that are not read")
	x.tellOldest()
	if n := x.meant(); n > 0 {
		x.add(noted, "skipped", count(n, "file")+" passed over as meant: hidden, ignored, temporary", "")
	}
	slices.SortStableFunc(x.findings, func(a, b finding) int { return cmp.Compare(b.rank(), a.rank()) })
}

// rank puts the count of the documents first, and then what is graver.
func (f finding) rank() level {
	if f.About == "documents" {
		return ill + 1
	}
	return f.Level
}

// tellSkipped tells of the skipped files of a level, those of one reason on one line.
func (x *documentsExam) tellSkipped(l level, says string) {
	type reason struct{ why, remedy string }
	groups := map[reason][]string{}
	var reasons []reason
	n := 0
	for _, s := range x.report.Skipped {
		if s.level != l {
			continue
		}
		r := reason{s.Reason, s.Remedy}
		if groups[r] == nil {
			reasons = append(reasons, r)
		}
		groups[r] = append(groups[r], s.File)
		n++
	}
	if n == 0 {
		return
	}
	slices.SortStableFunc(reasons, func(a, b reason) int { return cmp.Compare(len(groups[b]), len(groups[a])) })
	var lines []string
	for _, r := range reasons {
		line := and(groups[r]) + ": " + r.why
		if len(reasons) > 1 {
			line += " → " + r.remedy
		}
		lines = append(lines, line)
	}
	do := "do so, or name them in .kotaeignore"
	if len(reasons) == 1 {
		do = reasons[0].remedy + "; or name it in .kotaeignore"
	}
	x.add(l, "skipped", count(n, "file")+" "+says, do, lines...)
}

// meant is how many files were passed over that nobody misses.
func (x *documentsExam) meant() (n int) {
	for _, s := range x.report.Skipped {
		if s.Meant {
			n++
		}
	}
	return n
}

// tellOdd tells of texts that look wrong: of garbled ones, or of the others.
func (x *documentsExam) tellOdd(garbled bool) {
	var lines []string
	remedy, several := "", false
	for _, o := range x.report.Odd {
		if o.Garbled == garbled {
			lines = append(lines, o.File+": "+o.Reason)
			several = several || remedy != "" && remedy != o.Remedy
			remedy = o.Remedy
		}
	}
	if several {
		remedy = "open each: what it shows should be what is to be quoted"
	}
	switch {
	case lines == nil:
	case garbled:
		x.add(ill, "odd", count(len(lines), "text")+" came out wrong, and would be quoted so", remedy, lines...)
	default:
		x.add(doubtful, "odd", count(len(lines), "document")+" with hardly any text to quote", remedy, lines...)
	}
}

// aged is how many years old a document is that somebody should look through again.
const aged = 3

// tellOldest tells of the oldest documents.
func (x *documentsExam) tellOldest() {
	var files []string
	for _, a := range x.report.Oldest {
		if a.Date.Year <= time.Now().Year()-aged {
			files = append(files, fmt.Sprintf("%s: %s, by %s", a.File, a.Date, a.By))
		}
	}
	if files == nil {
		return
	}
	says := fmt.Sprintf("%s not dated in the last %d years; the oldest:", count(len(files), "document"), aged)
	if len(files) == len(x.report.Oldest) && x.report.Documents > len(files) {
		says = fmt.Sprintf("%d documents and more are not dated in the last %d years; the oldest:", len(files), aged)
	}
	x.add(noted, "oldest", says, "see whether they still hold", files...)
}

// formatsSay counts formats.
func formatsSay(formats []formatCount) string {
	var parts []string
	for _, f := range formats {
		parts = append(parts, fmt.Sprintf("%d %s", f.Files, cmp.Or(f.Format, "without extension")))
	}
	return strings.Join(parts, ", ")
}

// are puts a number before a noun and its verb.
func are(n int, noun string) string {
	if n == 1 {
		return count(n, noun) + " is"
	}
	return count(n, noun) + " are"
}

// listed is how many files of a group are named; more are counted.
const listed = 4

// and joins the names of files, the last ones as a number. Those in the folder of the
// one before are called by their names alone.
func and(files []string) string {
	rest := ""
	if len(files) > listed {
		rest = fmt.Sprintf(" and %d more", len(files)-listed+1)
		files = files[:listed-1]
	}
	names := slices.Clone(files)
	for i := 1; i < len(files); i++ {
		if path.Dir(files[i]) == path.Dir(files[i-1]) {
			names[i] = path.Base(files[i])
		}
	}
	return strings.Join(names, ", ") + rest
}
