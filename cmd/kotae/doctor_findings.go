package main

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

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
	x.tellSkipped(doubtful, "left unread")
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
	do := "do what each line says, or name the files in .kotaeignore"
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
