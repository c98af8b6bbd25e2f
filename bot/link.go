package bot

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"kotae/retrieval/japanese"
)

var (
	addressForm = regexp.MustCompile(`(?i)(?:[a-z][a-z0-9+.-]*://|www\.|(?:mailto|tel|data|javascript):)[^\s<>()\[\]「」『』（）、。"]+|[\w.+-]*@[\w.-]+`)
	domainForm  = regexp.MustCompile(`(?i)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b(?:/[!-~]*)?`)
	goesOn      = regexp.MustCompile(`^(?:[\w/?=&#%~+-]|[.:@]\w)`) // behind an address: it is longer
	linkForm    = regexp.MustCompile(`!?\[([^\]]*)\]\(([^)]*)\)`)
	tagForm     = regexp.MustCompile(`<[^>]*>`)
	codeForm    = regexp.MustCompile("`[^`<\\[\\]]+`")
	entityForm  = regexp.MustCompile(`&(#?\w+;)`)
)

// linksStandIn reports whether every address in a sentence stands word for word in
// the evidence, also as people and browsers read it, with full-width letters and
// entities resolved: a model may not lead people anywhere else.
func linksStandIn(sentence string, evidence []string) bool {
	for _, read := range []func(string) string{
		func(s string) string { return s },
		func(s string) string { return japanese.Fold(html.UnescapeString(s)) },
	} {
		text := read(sentence)
		addresses := append(addressForm.FindAllString(text, -1), domainForm.FindAllString(text, -1)...)
		for _, link := range linkForm.FindAllStringSubmatch(text, -1) {
			addresses = append(addresses, strings.TrimSpace(link[2]))
		}
		for _, a := range addresses {
			a = strings.TrimRight(a, ".,:;!?")
			if a != "" && !slices.ContainsFunc(evidence, func(e string) bool { return holdsAddress(read(e), a) }) {
				return false
			}
		}
	}
	return true
}

// holdsAddress reports whether an address stands in a text, and no part of a longer one.
func holdsAddress(text, address string) bool {
	for at := 0; ; {
		n := strings.Index(text[at:], address)
		if n < 0 {
			return false
		}
		start, end := at+n, at+n+len(address)
		if !goesOn.MatchString(text[end:]) && (start == 0 || !strings.ContainsRune(".-_", rune(text[start-1])) && !isASCIILetter(text[start-1])) {
			return true
		}
		at = start + 1
	}
}

func isASCIILetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' || '0' <= b && b <= '9' }

// plainText takes links, images and tags out of a model's Markdown. Nothing that is
// left can begin one, not even together with other sentences, nor be read as a
// citation; strong text and code stay.
func plainText(s string) string {
	s = linkForm.ReplaceAllString(s, "$1")
	s = tagForm.ReplaceAllString(s, "")
	var b strings.Builder
	at := 0
	for _, code := range codeForm.FindAllStringIndex(s, -1) {
		b.WriteString(inert(s[at:code[0]]) + s[code[0]:code[1]])
		at = code[1]
	}
	return b.String() + inert(s[at:])
}

func inert(s string) string {
	return entityForm.ReplaceAllString(markupEscaper.Replace(s), `\&$1`)
}

var markupEscaper = strings.NewReplacer(`\`, `\\`, "`", "\\`", `[`, `\[`, `]`, `\]`, `<`, `\<`)
