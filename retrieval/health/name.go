package health

import (
	"path"
	"slices"
	"strings"

	"kotae/retrieval/japanese"
)

// A Name is what a file's name, with the folders it lies in, says: which document this
// is, and which version of it.
type Name struct {
	// Stem is what the names of all versions of a document have in common, folded and
	// with _ for what separates words. It is empty for names that hold nothing but
	// marks, such as v2.docx.
	Stem string
	// Folder are the stems of the folders, joined by slashes; 旧 and 2023年度 leave none.
	Folder string
	Marks
}

// Marks are what of a name tells versions apart. The zero value is no mark.
type Marks struct {
	Date    Date  // the latest that the name gives; zero where it gives none
	Version []int // 1, 2 of ver1.2; 3 of 第3版; nil where there is none
	Old     bool  // 旧, old, 廃止
	Draft   bool  // 案, ドラフト, draft
	Revised bool  // 改訂版, 改, 修正版
	Final   bool  // 最終, 最新, final
	Copy    bool  // コピー, copy of, (1)
}

// IsZero reports whether a name bears no mark.
func (m Marks) IsZero() bool { return m.Date.IsZero() && m.Version == nil && m.flags() == 0 }

// onlyDate reports whether a name bears nothing but a date, if that.
func (m Marks) onlyDate() bool { return m.Version == nil && m.flags() == 0 }

func (m Marks) flags() int {
	n := 0
	for i, set := range []bool{m.Old, m.Draft, m.Revised, m.Final, m.Copy} {
		if set {
			n |= 1 << i
		}
	}
	return n
}

// NewName reads a file's name, a path with slashes. It never fails: a name without
// marks is all stem.
func NewName(file string) Name {
	folder, base := path.Split(file)
	var n Name
	var folders []string
	for _, f := range strings.Split(folder, "/") {
		if stem := n.Marks.take(f); stem != "" {
			folders = append(folders, stem)
		}
	}
	if ext := path.Ext(base); ext != base {
		base = strings.TrimSuffix(base, ext)
	}
	var own Marks
	n.Stem = own.take(base)
	n.Folder = strings.Join(folders, "/")
	n.Marks = own.over(n.Marks)
	return n
}

// over are the marks of a file's own name with those of its folders, of which the
// file's own count first.
func (m Marks) over(folder Marks) Marks {
	if m.Date.IsZero() {
		m.Date = folder.Date
	}
	if m.Version == nil {
		m.Version = folder.Version
	}
	m.Old, m.Draft = m.Old || folder.Old, m.Draft || folder.Draft
	return m
}

// longestName is how many runes of a part of a path are looked at: file systems take no
// longer ones.
const longestName = 255

// take adds the marks of one part of a path, and returns the part's stem.
func (m *Marks) take(part string) string {
	text := japanese.Fold(part)
	if r := []rune(text); len(r) > longestName {
		text = string(r[:longestName])
	}
	text = m.takeCopyNumber(text)
	text = strings.Map(func(r rune) rune {
		if isSeparator(r) {
			return '_'
		}
		return r
	}, text)
	for {
		before := text
		text = m.takeDates(text)
		text = m.takeVersions(text)
		text = m.takeWords(text)
		if text == before {
			return text
		}
	}
}

// takeCopyNumber takes the (2) off that Windows and browsers put behind the name of a
// second file.
func (m *Marks) takeCopyNumber(text string) string {
	trimmed := strings.TrimRight(text, " 　")
	open := strings.LastIndexByte(trimmed, '(')
	if open <= 0 || !strings.HasSuffix(trimmed, ")") {
		return text
	}
	inside := trimmed[open+1 : len(trimmed)-1]
	if len(inside) < 1 || len(inside) > 2 || strings.Trim(inside, "0123456789") != "" {
		return text
	}
	m.Copy = true
	return trimmed[:open]
}

// isSeparator tells of what stands between the words of a name.
func isSeparator(r rune) bool {
	switch r {
	case ' ', '\t', '　', '_', '-', '.', ',', '、', '。', '・', '/', '\\', '+', '&', '~', '=', ':', ';', '#', '@', '!', '|', '"', '\'', '★', '※', '■', '●', '◆',
		'(', ')', '[', ']', '{', '}', '<', '>', '【', '】', '「', '」', '『', '』', '〔', '〕', '《', '》', '〈', '〉':
		return true
	}
	return false
}

// segments are the words of a name, between separators.
func segments(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "_"), func(s string) bool { return s == "" })
}
