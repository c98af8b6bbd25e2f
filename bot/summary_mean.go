package bot

import (
	"cmp"
	"context"
	"regexp"
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
		if files, ok := b.byNames(c, w, &m); ok {
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

var quotes = regexp.MustCompile("[「」『』\"`']")

// byNames finds the documents named in quotes: all of them, or none.
func (b *Bot) byNames(c catalogue, w Wish, m *meaning) ([]string, bool) {
	var files []string
	for _, name := range w.Names {
		found, sure := c.find(name)
		if sure == 0 {
			return nil, false
		}
		if sure < exact && len(found) > 1 {
			m.name, m.choices = name, choicesOf(found, w)
			return nil, false
		}
		files = append(files, found[0].File)
	}
	return files, true
}

// pointed returns the files that a message points at: what lies on the desk, or what
// was cited last.
func (b *Bot) pointed(q Question, w Wish, entries []retrieval.Entry) []string {
	cited := lastCited(q.History, entries)
	switch {
	case q.Desk == nil:
		return cited
	case (w.Pointer == wish.Thread || len(w.Links) > 0) && q.Desk.Holds(Conversation):
		return []string{Conversation}
	case w.Pointer == wish.Thread, w.Pointer == wish.This && len(cited) > 0:
		return cited
	}
	var sent []string
	for _, e := range q.Desk.Documents() {
		if e.Passages > 0 && e.File != Conversation {
			sent = append(sent, e.File)
		}
	}
	switch {
	case len(sent) > 0:
		return sent
	case len(cited) == 0 && w.Pointer == wish.Nowhere && q.Desk.Holds(Conversation):
		return []string{Conversation}
	}
	return cited
}

// talk reports whether a conversation is to be summed up.
func (m *meaning) talk() bool { return len(m.part) == 1 && m.part[0].file == Conversation }

// lastCited returns the files that the last answer cited, or named.
func lastCited(history []Turn, entries []retrieval.Entry) []string {
	for _, t := range slices.Backward(history) {
		var files []string
		if t.Asker {
			continue
		}
		for _, e := range entries {
			cited := slices.ContainsFunc(t.Citations, func(c Citation) bool { return c.File == e.File })
			if cited || len(t.Citations) == 0 && strings.Contains(t.Text, e.File) {
				files = append(files, e.File)
			}
		}
		if len(files) > 0 {
			return files
		}
	}
	return nil
}

var (
	pointing = regexp.MustCompile(`^(?:その|この|さっきの|先ほどの|前の|上の|that |this |the same )`)
	joins    = regexp.MustCompile(`(?:と|及び|および|や|、|,|&|・| and | plus )`)
	// cuts stand between a document and what of it is meant, or the other way round.
	cuts   = regexp.MustCompile(`の(?:中の|中で|うち)?|で|における|から|について|、| `)
	behind = regexp.MustCompile(` (?:of|in|from|on|about) (?:the )?`)
	// single are words for a whole document, rather than for all that is said of a topic.
	single = regexp.MustCompile(`(?:の|という)?(?:記事|資料|文書|ドキュメント|ファイル|レポート|報告書?)$|^(?:article|document|file|paper|report|memo) (?:on|about|regarding) `)
)

// resolve finds out what a subject names: documents, and what of them is meant.
// Without documents it is a topic.
func (b *Bot) resolve(c catalogue, subject string, m *meaning, q Question) (files []string, topic string) {
	if files := filesIn(c.folder(subject)); len(files) > 0 {
		return files, ""
	}
	if name, p, ok := periodIn(subject, b.now()); ok {
		if set, left := c.set(name); len(set) > 0 {
			if in := p.in(set); len(in) > 0 {
				return filesIn(in), left
			}
			m.closest = set
			return nil, ""
		}
	}
	if pointing.MatchString(subject) {
		subject = pointing.ReplaceAllString(subject, "")
		if files := lastCited(q.History, b.shown(q)); len(files) > 0 {
			if found, sure := c.find(subject); sure >= partial && len(found) == 1 {
				return filesIn(found), ""
			}
			return files, subject
		}
	}
	found, sure := c.find(subject)
	if files := c.several(subject); len(files) > 1 && sure < exact {
		return files, ""
	}
	if sure >= partial && len(found) == 1 {
		return filesIn(found), ""
	}
	if sure == pieced && len(found) == 1 {
		return filesIn(found), ""
	}
	if sure < partial {
		if file, of := c.split(subject); file != "" {
			return []string{file}, of
		}
	}
	switch {
	case len(found) == 1:
		return filesIn(found), ""
	case len(found) > 1:
		m.choices = choicesOf(found, b.asked(q))
		return nil, ""
	}
	return nil, subject
}

// asked is the wish of a question.
func (b *Bot) asked(q Question) Wish {
	w, _ := b.wish(q)
	return w
}

// set returns the documents that a name stands for where several may be meant: a
// folder, or all that are called so; and what of them is meant.
func (c catalogue) set(name string) ([]retrieval.Entry, string) {
	name = strings.Trim(name, " の、")
	if name == "" || key(folderWords.ReplaceAllString(name, "")) == "" {
		var all []retrieval.Entry
		for _, t := range c.titles {
			all = append(all, t.entry)
		}
		return all, ""
	}
	if in := c.folder(name); len(in) > 0 {
		return in, ""
	}
	if found, sure := c.find(name); sure >= pieced {
		return found, ""
	}
	if english := minutesForm.ReplaceAllString(name, ""); english != name {
		for _, t := range c.titles {
			if slices.Contains(t.folders, "議事録") || slices.Contains(t.folders, "minutes") {
				return c.folder(t.folders[0]), ""
			}
		}
	}
	return nil, ""
}

// minutesForm is what minutes are called in English.
var minutesForm = regexp.MustCompile(`^(?:the )?(?:meeting )?minutes$|^(?:the )?\w+ meetings?(?: minutes)?$|^(?:the )?meetings?$`)

// several returns the documents of a list of names, none unless every name is one's.
func (c catalogue) several(subject string) []string {
	var files []string
	names := joins.Split(subject, -1)
	if len(names) < 2 {
		return nil
	}
	for _, name := range names {
		found, sure := c.find(name)
		if sure < pieced || len(found) > 1 && sure < exact {
			return nil
		}
		if !slices.Contains(files, found[0].File) {
			files = append(files, found[0].File)
		}
	}
	return files
}

// split finds a document and what of it is meant: 出張旅費規程の宿泊費. The longest
// name counts.
func (c catalogue) split(subject string) (file, of string) {
	at := cuts.FindAllStringIndex(subject, -1)
	for _, i := range slices.Backward(at) {
		left, right := strings.TrimSpace(subject[:i[0]]), strings.TrimSpace(subject[i[1]:])
		if found, sure := c.find(left); right != "" && sure >= partial && len(found) == 1 {
			return found[0].File, right
		}
	}
	for _, i := range behind.FindAllStringIndex(subject, -1) {
		left, right := strings.TrimSpace(subject[:i[0]]), strings.TrimSpace(subject[i[1]:])
		if found, sure := c.find(right); sure >= partial && len(found) == 1 {
			return found[0].File, left
		}
		if found, sure := c.find(left); sure >= partial && len(found) == 1 {
			return found[0].File, right
		}
	}
	return "", ""
}

func filesIn(entries []retrieval.Entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.File)
	}
	return out
}

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

const (
	searched = 12   // passages that a topic is searched for in
	bearing  = 0.65 // of the best score: what bears on the topic too
	most     = 8    // passages that a topic is summed up from
)

// about finds what bears on a topic, in some files or in all.
func (b *Bot) about(ctx context.Context, q Question, files []string, topic string, m meaning) (meaning, error) {
	whole := single.MatchString(topic)
	topic = strings.TrimSpace(single.ReplaceAllString(topic, ""))
	asked := q
	asked.Text = topic
	r := b.rewrite(ctx, asked, false)
	query := retrieval.Query{Text: cmp.Or(r.Search, topic), N: searched, Visible: only(files, q.Visible)}
	if len(files) == 0 {
		query.Context = r.Context
	}
	hits, err := b.retriever.Search(ctx, query)
	if err != nil {
		return m, err
	}
	m.part, m.name, m.all = nil, topic, len(files) == 0
	hits.List = b.intact(hits.List)
	m.found = hits
	if len(hits.List) == 0 || len(files) == 0 && hits.List[0].Coverage < b.least(topic) {
		if len(files) > 0 {
			for _, f := range files {
				m.part = append(m.part, b.partOf(f))
			}
		}
		return m, nil
	}
	m.topic, m.terms, m.confidence = topic, hits.Terms, hits.List[0].Coverage
	if len(files) > 0 { // the document is certain; that it speaks of the topic is not needed
		m.confidence = 1
	}
	if whole {
		m.article(b, hits.List)
		return m, nil
	}
	for i, h := range hits.List[:min(len(hits.List), most)] {
		if i > 0 && h.Score < bearing*hits.List[0].Score {
			break
		}
		m.add(h, len(b.opt.Library.Passages(h.Passage.File)))
	}
	m.surround(b)
	m.order()
	return m, nil
}

// enough is how many passages a topic is summed up from at least, where its document
// has as many about the best of them.
const enough = 3

// surround adds the neighbours of the best passage, from its article, where few were
// found.
func (m *meaning) surround(b *Bot) {
	best := m.found.List[0]
	all := b.opt.Library.Passages(best.Passage.File)
	have := map[int]bool{}
	for _, h := range m.hits() {
		if h.Passage.File == best.Passage.File {
			have[h.Passage.Ordinal] = true
		}
	}
	for _, step := range []int{1, -1, 2, -2} {
		at := best.Passage.Ordinal + step
		if len(m.hits()) >= enough || at < 0 || at >= len(all) || have[at] || all[at].Title != best.Passage.Title {
			continue
		}
		m.add(retrieval.Hit{Passage: all[at], Score: best.Score / 2}, len(all))
	}
}

// least is the share of a topic that a passage must cover to be about it: more where
// the topic sounds like the name of a document, which is then another one.
func (b *Bot) least(topic string) float64 {
	switch {
	case fileForm.MatchString(topic):
		return 2 // than all of it
	case namely.MatchString(topic):
		return 3 * b.opt.Thresholds.Shown
	}
	return b.opt.Thresholds.Shown
}

var (
	fileForm = regexp.MustCompile(`\.[a-z]{2,5}$`)
	namely   = regexp.MustCompile(`(?:規程|規則|規定|議事録|マニュアル|手順書?|要領|基準|ガイド|ハンドブック|方針|ポリシー|チェックリスト|価格表|リリースノート)$|\b(?:policy|guide|handbook|manual|minutes|procedure|checklist|notes|list)$`)
)

// article takes the whole of the article that bears on a topic most.
func (m *meaning) article(b *Bot, hits []retrieval.Hit) {
	type place struct{ file, title string }
	sums, counts := map[place]float64{}, map[place]int{}
	var best place
	for _, h := range hits {
		at := place{h.Passage.File, h.Passage.Title}
		if counts[at]++; counts[at] <= 4 {
			sums[at] += h.Score
		}
		if sums[at] > sums[best] {
			best = at
		}
	}
	p := b.partOf(best.file)
	p.hits = slices.DeleteFunc(p.hits, func(h retrieval.Hit) bool { return h.Passage.Title != best.title })
	p.title, p.of = best.title, len(p.hits)
	m.part = []part{p}
	m.topic, m.terms, m.all = "", nil, false
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
