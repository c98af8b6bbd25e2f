package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"kotae/bot/wish"
	"kotae/retrieval"
)

// A meaning is what a wish turns out to be about.
type meaning struct {
	part   []part
	within func(file, heading string) bool
	// topic is what is asked for within the parts; empty for all of it.
	topic string
	terms []retrieval.Term
	// confidence is how well what was found bears on the topic, 1 without one.
	confidence float64

	// Where there is no part, name is what nothing, or several things, are called,
	// choices are what may be meant, closest what comes closest.
	name    string
	choices []Choice
	closest []retrieval.Entry
	near    bool           // closest are so by what they say, not by their names
	gone    string         // the title of a document that is no longer what was indexed
	found   retrieval.Hits // for the topic
	all     bool           // of the documents were searched for the topic
}

// A part is what of a document is to be summed up.
type part struct {
	file, title string
	hits        []retrieval.Hit // in the document's order
	of          int             // how many passages the document has
	unread      int             // how many of the hits a model did not read
}

// mean finds out what a wish is about.
func (b *Bot) mean(ctx context.Context, q Question, w Wish) (meaning, error) {
	entries := b.shown(q)
	c := newCatalogue(entries)
	m := meaning{confidence: 1, name: w.Subject}
	switch {
	case len(w.Names) > 0:
		if files, ok := b.byNames(c, w, wisherLanguage(q, w), &m); ok {
			return b.within(ctx, q, w, files, w.Section, rest(w), m)
		} else if m.choices != nil {
			return m, nil
		}
	case w.Subject == "":
		files := b.pointed(q, w, entries)
		return b.within(ctx, q, w, files, w.Section, "", m)
	case w.Pointer != wish.Nowhere:
		if files := b.pointed(q, w, entries); len(files) > 0 {
			return b.within(ctx, q, w, files, w.Section, w.Subject, m)
		}
	}
	files, topic := b.resolve(c, w.Subject, &m, q)
	if m.choices != nil {
		return m, nil
	}
	return b.within(ctx, q, w, files, w.Section, topic, m)
}

// shown lists the documents that may be answered from.
func (b *Bot) shown(q Question) []retrieval.Entry {
	all := b.opt.Library.Documents()
	return slices.DeleteFunc(slices.Clone(all), func(e retrieval.Entry) bool {
		return e.Passages == 0 || q.Visible != nil && !q.Visible(e.File)
	})
}

// rest is what a wish says beside the names in quotes.
func rest(w Wish) string {
	s := w.Subject
	for _, n := range w.Names {
		s = strings.ReplaceAll(s, n, "")
	}
	s = strings.Trim(joins.ReplaceAllString(strings.Trim(quotes.ReplaceAllString(s, ""), " "), ""), " 、,")
	if strings.Trim(s, "のをはと、, ") == "" {
		return ""
	}
	return s
}

// talk reports whether a conversation is to be summed up.
func (m *meaning) talk() bool { return len(m.part) == 1 && m.part[0].file == Conversation }

// within fills in a meaning: of some files, or of all, what bears on a section and a
// topic.
func (b *Bot) within(ctx context.Context, q Question, w Wish, files []string, section, topic string, m meaning) (meaning, error) {
	if len(files) > 0 {
		for _, f := range files {
			m.part = append(m.part, b.partOf(f))
		}
		for _, of := range []string{section, topic} {
			if of == "" {
				continue
			}
			if within := m.headed(of); within != nil {
				m.within, m.topic = within, ""
				m.narrow()
				return m, nil
			}
			topic = of
		}
		if topic == "" {
			return m, nil
		}
	}
	if topic = cmp.Or(topic, section); topic == "" {
		return m, nil
	}
	return b.about(ctx, q, files, topic, m)
}

// now is the time.
func (b *Bot) now() time.Time { return b.opt.Now() }

func (b *Bot) partOf(file string) part {
	ps := b.opt.Library.Passages(file)
	p := part{file: file, of: len(ps)}
	for i := range ps {
		p.hits = append(p.hits, retrieval.Hit{Passage: ps[i], Score: 1, Coverage: 1})
	}
	if len(ps) > 0 {
		p.title = ps[0].Title
	}
	return p
}

func (m *meaning) add(h retrieval.Hit, of int) {
	i := slices.IndexFunc(m.part, func(p part) bool { return p.file == h.Passage.File })
	if i < 0 {
		m.part = append(m.part, part{file: h.Passage.File, title: h.Passage.Title, of: of})
		i = len(m.part) - 1
	}
	m.part[i].hits = append(m.part[i].hits, h)
}

// order puts each document's passages into its order.
func (m *meaning) order() {
	for _, p := range m.part {
		slices.SortFunc(p.hits, func(a, b retrieval.Hit) int { return cmp.Compare(a.Passage.Ordinal, b.Passage.Ordinal) })
	}
}

// hits are the passages of all parts.
func (m *meaning) hits() []retrieval.Hit {
	var out []retrieval.Hit
	for _, p := range m.part {
		out = append(out, p.hits...)
	}
	return out
}

// retrieved are the passages that an answer reports: those found for the topic, or
// the first of the document.
func (m *meaning) retrieved(n int) []retrieval.Hit {
	list := m.found.List
	if len(list) == 0 {
		list = m.hits()
	}
	return list[:min(len(list), n)]
}

// names are the titles of the parts.
func (m *meaning) names() string {
	var out []string
	for _, p := range m.part {
		out = append(out, p.title)
	}
	return strings.Join(out, "、")
}
