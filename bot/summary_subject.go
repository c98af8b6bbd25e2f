package bot

import (
	"regexp"
	"slices"
	"strings"

	"kotae/bot/wish"
	"kotae/retrieval"
)

var quotes = regexp.MustCompile("[「」『』\"`']")

// byNames finds the documents named in quotes: all of them, or none.
func (b *Bot) byNames(c catalogue, w Wish, l Language, m *meaning) ([]string, bool) {
	var files []string
	for _, name := range w.Names {
		found, sure := c.find(name)
		if sure == 0 {
			return nil, false
		}
		if sure < exact && len(found) > 1 {
			m.name, m.choices = name, choicesOf(found, w, l)
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
		w := b.asked(q)
		m.choices = choicesOf(found, w, wisherLanguage(q, w))
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
