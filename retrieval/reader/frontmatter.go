package reader

import (
	"regexp"
	"strings"
)

var (
	yamlLine = regexp.MustCompile(`^(?:[^\s:#\-\[{"'][^:]*:(?:\s.*)?|["'][^"']+["']:(?:\s.*)?|[ \t].*|#.*|-(?:\s.*)?|)$`)
	yamlKey  = regexp.MustCompile(`^[^\s:#\-][^:]*:(?:\s|$)`)
	titleKey = regexp.MustCompile(`(?i)^["']?title["']?:[ \t]*(.*)$`)
)

// cutFrontMatter returns where the body of a Markdown text begins, and the title that
// the front matter before it gives. Text between two rules is no front matter unless
// every line of it could be YAML and one has a key.
func cutFrontMatter(text string) (body int, title string) {
	first, _, ok := strings.Cut(text, "\n")
	if !ok || trim(first) != "---" || !strings.HasPrefix(first, "---") {
		return 0, ""
	}
	keyed, scalar := false, false // scalar: the title is on the lines that follow
	for at := len(first) + 1; at < len(text); {
		l, _, _ := strings.Cut(text[at:], "\n")
		at = min(at+len(l)+1, len(text))
		l = strings.TrimRight(l, " \t")
		switch {
		case l == "---" || l == "...":
			if !keyed {
				return 0, ""
			}
			return at, title
		case !yamlLine.MatchString(l):
			return 0, ""
		}
		keyed = keyed || yamlKey.MatchString(l)
		if scalar && title == "" && trim(l) != "" {
			title = trim(l)
		}
		if f := titleKey.FindStringSubmatch(l); f != nil && title == "" {
			title = unquote(f[1])
			scalar = strings.HasPrefix(title, ">") || strings.HasPrefix(title, "|")
			if scalar {
				title = ""
			}
		} else if !strings.HasPrefix(l, " ") {
			scalar = false
		}
	}
	return 0, ""
}

// unquote returns a YAML scalar of one line without quotes and comment.
func unquote(s string) string {
	s = trim(s)
	if q := firstRune(s); q == '"' || q == '\'' {
		if i := strings.LastIndexByte(s, byte(q)); i > 0 {
			s = s[1:i]
			if q == '\'' {
				return trim(strings.ReplaceAll(s, "''", "'"))
			}
			return trim(strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(s))
		}
	}
	if i := strings.Index(s, " #"); i >= 0 {
		s = s[:i]
	}
	return trim(s)
}
