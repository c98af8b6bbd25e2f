package markup

import (
	"net/url"
	"strings"
)

// longestTarget bounds, in bytes, how far the end of a link is looked for.
const longestTarget = 2048

// link reads [label](target) as its label with the host that the target leads to,
// so that nobody is led elsewhere than the text says; an image as its description.
func (p *inline) link(rest string, image bool) bool {
	label, n := bracketed(rest)
	if n == 0 || !strings.HasPrefix(rest[n:], "(") {
		return false
	}
	end := targetEnd(rest[n:])
	if end == 0 {
		return false
	}
	target := strings.Trim(rest[n+1:n+end-1], " <>")
	if i := strings.IndexAny(target, " \""); i >= 0 {
		target = target[:i] // what follows is a title
	}
	p.flush()
	for _, s := range Inline(label) {
		p.tokens = append(p.tokens, token{text: s.Text, style: s.Style, mark: s.Mark})
	}
	if image {
		p.at++ // the !
	} else if h := host(target); h != "" && label != target && label != h {
		if label == "" {
			p.text.WriteString(h)
		} else {
			p.text.WriteString(" (" + h + ")")
		}
	}
	p.at += n + end
	return true
}

// bracketed returns what stands between the brackets that s begins with, and how
// many bytes that is with them; 0 where they hold others or do not close.
func bracketed(s string) (string, int) {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			return "", 0
		case ']':
			return s[1:i], i + 1
		}
	}
	return "", 0
}

// targetEnd returns how many bytes the round brackets are that s begins with, and
// what they hold; 0 where they do not close.
func targetEnd(s string) int {
	depth := 0
	for i := 0; i < len(s) && i < longestTarget; i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// host returns where an address leads: a host or a mail address; "" for a place in
// the documents.
func host(target string) string {
	u, err := url.Parse(target)
	switch {
	case err != nil:
		if strings.Contains(target, "://") {
			return target
		}
		return ""
	case u.Scheme == "mailto" || u.Scheme == "tel":
		return u.Opaque
	}
	return u.Hostname()
}
