package bot

import (
	"regexp"
	"slices"
	"strings"

	"kotae/retrieval"
)

// headed returns the rule of the headings that a section's name stands for, nil for
// none.
func (m *meaning) headed(name string) func(file, heading string) bool {
	k := key(sectionWord.ReplaceAllString(name, ""))
	number := sectionNumber.FindStringSubmatch(name)
	under := map[string]bool{}
	best := 0
	for _, p := range m.part {
		for _, h := range p.hits {
			for _, s := range h.Passage.Sections {
				path := strings.Split(s.Heading, " > ")
				for i, label := range path {
					l := key(label)
					sure := 0
					switch {
					case l == "":
					case l == k:
						sure = 3
					case number != nil && numberedAs(label, number[1]):
						sure = 2
					case len([]rune(k)) >= 2 && strings.HasPrefix(l, k) && strings.HasPrefix(k, "第"):
						sure = 2
					case len([]rune(k)) >= 2 && strings.Contains(l, k):
						sure = 1
					}
					if sure > best {
						best = sure
						clear(under)
					}
					if sure > 0 && sure == best {
						under[p.file+"\n"+strings.Join(path[:i+1], " > ")] = true
					}
				}
			}
		}
	}
	if best == 0 {
		return nil
	}
	return func(file, heading string) bool {
		for {
			if under[file+"\n"+heading] {
				return true
			}
			i := strings.LastIndex(heading, " > ")
			if i < 0 {
				return false
			}
			heading = heading[:i]
		}
	}
}

var (
	sectionWord   = regexp.MustCompile(`(?:の)?(?:章|節|セクション|見出し|部分|箇所|くだり)$|^(?:the )?(?:section|chapter|heading) (?:on |about )?|(?: section| chapter)$`)
	sectionNumber = regexp.MustCompile(`^(?:section|chapter|article|part|appendix) ([0-9]+(?:\.[0-9]+)*)$`)
)

// numberedAs reports whether a heading has a number: 4. Returns, Chapter 4.
func numberedAs(label, number string) bool {
	label = strings.TrimLeft(label, "# ")
	for _, before := range []string{"", "Section ", "Chapter ", "Article ", "§"} {
		if rest, ok := strings.CutPrefix(label, before+number); ok && (rest == "" || strings.ContainsAny(rest[:1], ".: )")) {
			return true
		}
	}
	return false
}

// narrow leaves the passages that hold a heading that counts.
func (m *meaning) narrow() {
	for i := range m.part {
		p := &m.part[i]
		p.hits = slices.DeleteFunc(p.hits, func(h retrieval.Hit) bool {
			return !slices.ContainsFunc(h.Passage.Sections, func(s retrieval.Section) bool { return m.within(p.file, s.Heading) })
		})
	}
	m.part = slices.DeleteFunc(m.part, func(p part) bool { return len(p.hits) == 0 })
}
