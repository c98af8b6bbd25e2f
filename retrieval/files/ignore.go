package files

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/unicode/norm"
)

// ignoreFile is what a folder's owner writes the names into that are not to be answered
// from: for that folder and those below, in the syntax of .gitignore.
const ignoreFile = ".kotaeignore"

// longestIgnore is how many bytes of an ignore file are read.
const longestIgnore = 1 << 20

// Ignores are the rules of a folder's ignore file, and of those above it. Nil has none.
//
// They are matched by ourselves: the libraries are unkept, or come with all of git, and
// none compares names as people read them, in NFC.
type ignores struct {
	above *ignores
	base  string // the folder, as a name below its root; "" for the root
	rules []ignoreRule
}

type ignoreRule struct {
	match    *regexp.Regexp // of a name below base
	keep     bool           // it takes back what rules before it ignore
	isFolder bool           // it holds for folders alone
}

// ignoresOf returns the rules in force in the folder at dir, which lies at rel.
func ignoresOf(above *ignores, dir, rel string) *ignores {
	f, err := os.Open(filepath.Join(dir, ignoreFile))
	if err != nil {
		return above
	}
	defer f.Close()
	data := make([]byte, longestIgnore)
	n := 0
	for n < len(data) {
		read, err := f.Read(data[n:])
		if n += read; err != nil {
			break
		}
	}
	text := string(data[:n])
	if !utf8.ValidString(text) { // as Windows saved it
		if s, err := japanese.ShiftJIS.NewDecoder().String(text); err == nil {
			text = s
		}
	}
	return newIgnores(above, clean(rel), text)
}

func newIgnores(above *ignores, base, text string) *ignores {
	x := &ignores{above: above, base: base}
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		if r, ok := newIgnoreRule(strings.TrimRight(line, "\r\n")); ok {
			x.rules = append(x.rules, r)
		}
	}
	return x
}

// newIgnoreRule reads one line; false for one that says nothing.
func newIgnoreRule(line string) (ignoreRule, bool) {
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = line[:len(line)-1]
	}
	var r ignoreRule
	if strings.HasPrefix(line, "#") {
		return r, false
	}
	if rest, ok := strings.CutPrefix(line, "!"); ok {
		line, r.keep = rest, true
	}
	if rest, ok := strings.CutSuffix(line, "/"); ok {
		line, r.isFolder = rest, true
	}
	if line == "" {
		return r, false
	}
	anchored := strings.Contains(line, "/")
	line = strings.TrimPrefix(norm.NFC.String(line), "/")
	form := pattern(line)
	if !anchored {
		form = `(?:.*/)?` + form
	}
	match, err := regexp.Compile(`^(?s:` + form + `)$`)
	if err != nil {
		return r, false
	}
	r.match = match
	return r, true
}

// pattern makes a regular expression of a pattern with *, ?, [a-z] and **.
func pattern(s string) string {
	var b strings.Builder
	for s != "" {
		switch {
		case strings.HasPrefix(s, "**/"):
			b.WriteString(`(?:.*/)?`)
			s = s[3:]
		case s == "**":
			b.WriteString(`.+`)
			s = ""
		case strings.HasPrefix(s, "/**/"):
			b.WriteString(`/(?:.*/)?`)
			s = s[4:]
		case s[0] == '*':
			b.WriteString(`[^/]*`)
			s = strings.TrimLeft(s, "*")
		case s[0] == '?':
			b.WriteString(`[^/]`)
			s = s[1:]
		case s[0] == '[' && strings.Index(s[1:], "]") > 0:
			end := strings.Index(s[2:], "]") + 2
			set := s[1:end]
			if set[0] == '!' {
				set = "^" + set[1:]
			}
			b.WriteString("[" + strings.NewReplacer(`\`, `\\`, `[`, `\[`).Replace(set) + "]")
			s = s[end+1:]
		case s[0] == '\\' && len(s) > 1:
			_, n := utf8.DecodeRuneInString(s[1:])
			b.WriteString(regexp.QuoteMeta(s[1 : 1+n]))
			s = s[1+n:]
		default:
			_, n := utf8.DecodeRuneInString(s)
			b.WriteString(regexp.QuoteMeta(s[:n]))
			s = s[n:]
		}
	}
	return b.String()
}

// ignore tells whether the file or folder at rel, below the same root, is not to be
// looked at. The innermost file with a rule for it decides, by its last such rule.
func (x *ignores) ignore(rel string, isFolder bool) bool {
	name := clean(rel)
	for ; x != nil; x = x.above {
		below, ok := name, true
		if x.base != "" {
			below, ok = strings.CutPrefix(name, x.base+"/")
		}
		if !ok {
			continue
		}
		for i := len(x.rules) - 1; i >= 0; i-- {
			if r := x.rules[i]; (isFolder || !r.isFolder) && r.match.MatchString(path.Clean(below)) {
				return !r.keep
			}
		}
	}
	return false
}
