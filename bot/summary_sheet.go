package bot

import (
	"fmt"
	"strings"

	"kotae/bot/wish"
	"kotae/prompts"
	"kotae/retrieval"
)

// A sheet is the text of a summary while it is put together.
type sheet struct {
	form     wish.Form
	language Language
	page     page
	// Of the last claim.
	file, title string
	group       Group
}

// add adds a claim: an item of a list, or a sentence of a paragraph, under the name
// of its document.
func (s *sheet) add(c Claim) {
	cited := c.Quotes[0].citation()
	text := &s.page.text
	if text.Len() == 0 || cited.File != s.file || cited.Title != s.title {
		if text.Len() > 0 {
			text.WriteString("\n\n")
		}
		fmt.Fprintf(text, "**%s**\n\n", escape(cited.Title))
		s.file, s.title = cited.File, cited.Title
		s.head(c.Group)
	} else if c.Group != s.group {
		text.WriteString("\n\n")
		s.head(c.Group)
	} else if s.form == wish.Paragraph {
		if LanguageOf(c.Text) == English {
			text.WriteString(" ")
		}
	} else {
		text.WriteString("\n")
	}
	if s.form != wish.Paragraph {
		text.WriteString("- ")
	}
	text.WriteString(prompts.Visible(c.Text))
	s.page.cite(c.Quotes)
}

// head writes what the claims of a group are.
func (s *sheet) head(g Group) {
	grouped := s.group != Ungrouped || g != Ungrouped
	s.group = g
	if label := sayings[s.language].groups[g]; grouped {
		fmt.Fprintf(&s.page.text, "%s\n\n", label)
	}
}

func (s *sheet) text() string { return s.page.text.String() }

// sayings are Kotae's own words about summaries, by language.
var sayings = map[Language]struct {
	uncertain string
	empty     string // name
	nothing   string // name
	which     string // name
	unnamed   string
	thread    string
	gone      string // name
	closest   string
	more      string // how many

	foreign, plain, newcomers string // what only a model can do
	languages                 map[string]string
	groups                    [Assignment + 1]string // what is said of a conversation

	// Of a document: title, passages; title, all passages, those read; labels.
	read, readOf, untouched, all, join, then string
	headings                                 string // untouched, how many more

	what     string // is to be shorter or longer, where nothing was said before
	declined string // to who wishes for no summary and says nothing else
}{
	Japanese: {
		uncertain: "近い記述をまとめました（お尋ねの内容ではないかもしれません）。",
		empty:     "「%s」には、要約できる文がありませんでした。",
		nothing:   "「%s」という資料や、その内容に触れた資料は見つかりませんでした。",
		which:     "「%s」に当てはまる資料がいくつかあります。どれを要約しますか。",
		unnamed:   "どの資料を要約しますか。資料の名前か、知りたい話題を添えてください（例：「出張旅費規程を3行で要約して」）。",
		thread:    "ここには、要約できる会話がありません。資料の名前を添えてください。",
		gone:      "「%s」は変更されたか削除されたため、要約できません。索引が更新されてからもう一度お試しください。",
		closest:   "名前の近い資料：",
		more:      "ほかに%d件あります。",

		foreign:   "（%sでの要約には文章を書くモデルの設定が必要です。原文の言語で要約しました。）",
		plain:     "（やさしい言葉への言い換えには文章を書くモデルの設定が必要です。原文のまま抜き出しました。）",
		newcomers: "（新人向けの言い換えには文章を書くモデルの設定が必要です。原文のまま抜き出しました。）",
		languages: map[string]string{"ja": "日本語", "en": "英語", "zh": "中国語", "ko": "韓国語", "vi": "ベトナム語", "pt": "ポルトガル語", "es": "スペイン語", "fr": "フランス語", "de": "ドイツ語"},

		groups: [...]string{Ungrouped: "そのほか", Decision: "決まったこと", OpenPoint: "まだ決まっていないこと", Assignment: "誰が何をいつまでに"},

		read:      "%s：全%dか所を読みました",
		readOf:    "%s：%dか所のうち、関係する%dか所を読みました",
		untouched: "触れていない見出し：%s",
		all:       "すべての見出しに触れています",
		join:      "、", then: "。",
		headings: "ほか%d件",
		what:     "何を短く、または長くしますか。資料の名前を添えるか、要約のあとに続けてお書きください（例：「出張旅費規程を3行で要約して」）。",
		declined: "わかりました。要約はしません。お知りになりたいことをお書きください。資料の該当する文をそのまま引用します。",
	},
	English: {
		uncertain: "These passages come closest; they may not be what you meant.",
		empty:     "There is no sentence in “%s” that could be summed up.",
		nothing:   "I found no document called “%s”, and none that speaks of it.",
		which:     "Several documents may be meant by “%s”. Which one shall I summarise?",
		unnamed:   "Which document shall I summarise? Name it, or a topic (for example: “summarise the security policy in three lines”).",
		thread:    "There is no conversation here to sum up. Name a document instead.",
		gone:      "“%s” was changed or deleted, so it can't be summed up. Try again once the index is up to date.",
		closest:   "The closest names:",
		more:      "There are %d more.",

		foreign:   "(A summary in %s needs a model that writes; this one is in the language of the text.)",
		plain:     "(Plain words need a model that writes; these sentences are the document's own.)",
		newcomers: "(A version for newcomers needs a model that writes; these sentences are the document's own.)",
		languages: map[string]string{"ja": "Japanese", "en": "English", "zh": "Chinese", "ko": "Korean", "vi": "Vietnamese", "pt": "Portuguese", "es": "Spanish", "fr": "French", "de": "German"},

		groups: [...]string{Ungrouped: "Also said", Decision: "Decided", OpenPoint: "Still open", Assignment: "Who does what by when"},

		read:      "%s: all %d passages read",
		readOf:    "%s: of %d passages the %d that bear on it read",
		untouched: "headings not touched: %s",
		all:       "every heading is touched",
		join:      ", ", then: "; ",
		headings: "%d more",
		what:     "What shall I make shorter or longer? Name a document, or write this after a summary (for example: “summarise the security policy in three lines”).",
		declined: "All right, no summary. Ask what you would like to know, and I will quote the documents word for word.",
	},
}

// remarks say what a summary by quotation could not do of what was wished.
func (b *Bot) remarks(l Language, w Wish, spoken Language) []string {
	say := sayings[l]
	switch {
	case w.Language != "" && w.Language != string(spoken):
		return []string{fmt.Sprintf(say.foreign, say.languages[w.Language])}
	case w.Newcomers:
		return []string{say.newcomers}
	case w.Plain:
		return []string{say.plain}
	}
	return nil
}

// namedHeadings is how many headings are named that a summary does not touch; of more
// the rest is counted.
const namedHeadings = 8

// coverage says how much of what documents was read, and which of its headings the
// citations do not touch: the last line of a summary.
func (m *meaning) coverage(l Language, citations []Citation) string {
	say := sayings[l]
	var lines []string
	for _, p := range m.part {
		line := fmt.Sprintf(say.read, escape(p.title), len(p.hits))
		if n := len(p.hits) - p.unread; n < p.of {
			line = fmt.Sprintf(say.readOf, escape(p.title), p.of, n)
		}
		if m.all { // what else those documents speak of was not asked for
			lines = append(lines, line)
			continue
		}
		if missed, known := m.untouched(p, citations); len(missed) > 0 {
			if rest := len(missed) - namedHeadings; rest > 1 {
				missed = append(missed[:namedHeadings:namedHeadings], fmt.Sprintf(say.headings, rest))
			}
			line += say.then + fmt.Sprintf(say.untouched, strings.Join(missed, say.join))
		} else if known {
			line += say.then + say.all
		}
		lines = append(lines, line)
	}
	if l == Japanese {
		return "（" + strings.Join(lines, "。") + "）"
	}
	return "(" + strings.Join(lines, ". ") + ")"
}

// leave makes the passages that were read those of the parts: the headings of the
// others are named among those that are not touched.
func (m *meaning) leave(read map[*retrieval.Passage]bool) {
	for i := range m.part {
		p := &m.part[i]
		for _, h := range p.hits {
			if !read[h.Passage] {
				p.unread++
			}
		}
	}
}

// untouched lists the headings of a part that no citation stands under, by their
// last label, with the one over it where several are called so, and reports whether the part has any.
func (m *meaning) untouched(p part, citations []Citation) (missed []string, known bool) {
	touched := map[string]bool{}
	for _, c := range citations {
		if c.File == p.file {
			touched[c.Heading] = true
		}
	}
	seen := map[string]bool{}
	labels := map[string]int{} // how often each is the last of a path
	var paths [][]string
	for _, h := range p.hits {
		for i, s := range h.Passage.Sections {
			end := h.Passage.EndLine + 1
			if i+1 < len(h.Passage.Sections) {
				end = h.Passage.Sections[i+1].Line
			}
			if s.Heading == "" || seen[s.Heading] || m.within != nil && !m.within(p.file, s.Heading) || !says(h.Passage, s.Line, end) {
				continue
			}
			seen[s.Heading], known = true, true
			path := strings.Split(s.Heading, " > ")
			labels[path[len(path)-1]]++
			if !touched[s.Heading] {
				paths = append(paths, path)
			}
		}
	}
	for _, path := range paths {
		last := len(path) - 1
		label := path[last]
		if labels[label] > 1 && last > 0 {
			label = path[last-1] + " > " + label
		}
		if isOrder(label) {
			label = "…"
		}
		missed = append(missed, escape(label))
	}
	return missed, known
}

// says reports whether lines of a passage hold more than a heading.
func says(p *retrieval.Passage, from, until int) bool {
	n := 0
	line := p.StartLine
	for text := range strings.Lines(p.Text) {
		if line >= from && line < until && strings.TrimSpace(text) != "" {
			n++
		}
		line++
	}
	return n > 1 || n == 1 && !startsWithHeading(p, from)
}

// startsWithHeading reports whether a line of a passage is the heading in force.
func startsWithHeading(p *retrieval.Passage, line int) bool {
	lines := strings.Split(p.Text, "\n")
	if i := line - p.StartLine; i >= 0 && i < len(lines) {
		label := p.Heading(line)
		if j := strings.LastIndex(label, " > "); j >= 0 {
			label = label[j+3:]
		}
		return key(lines[i]) == key(label)
	}
	return false
}

// asks is the most documents that a person is asked to choose from.
const asks = 5

// question says why there is no summary, and asks what is meant.
func (m *meaning) question(l Language, w Wish) string {
	say := sayings[l]
	var b strings.Builder
	switch {
	case len(m.choices) > 0:
		fmt.Fprintf(&b, say.which+"\n", escape(m.name))
		for _, c := range m.choices[:min(len(m.choices), asks)] {
			fmt.Fprintf(&b, "\n- %s", escape(c.Label))
		}
		if more := len(m.choices) - asks; more > 0 {
			fmt.Fprintf(&b, "\n\n"+say.more, more)
		}
		return b.String()
	case m.name == "" && w.Pointer == wish.Thread:
		return say.thread
	case m.name == "" && (w.Shorter || w.Longer):
		return say.what
	case m.name == "":
		return say.unnamed
	case m.gone != "":
		return fmt.Sprintf(say.gone, escape(m.gone))
	}
	fmt.Fprintf(&b, say.nothing, escape(m.name))
	for i, e := range m.closest {
		if i == 0 {
			title := say.closest
			if m.near {
				title = phrases[l].closest
			}
			b.WriteString("\n\n" + title + "\n")
		}
		fmt.Fprintf(&b, "\n- %s", escape(e.File))
	}
	return b.String()
}

// choicesOf are the wish for each of some documents, in the asker's language.
func choicesOf(entries []retrieval.Entry, w Wish, l Language) []Choice {
	word := askJapanese
	if l == English {
		word = askEnglish
	}
	var out []Choice
	for _, e := range entries {
		out = append(out, Choice{Label: e.File, Ask: word(e.File, w)})
	}
	return out
}

// askEnglish is askJapanese in English.
func askEnglish(file string, w Wish) string {
	s := "summarize "
	if w.Section != "" {
		s += `section "` + w.Section + `" of `
	}
	s += `"` + file + `"`
	if w.Fuller {
		s += " in detail"
	}
	switch {
	case w.Lines > 0:
		s += fmt.Sprintf(" in %d lines", w.Lines)
	case w.Chars > 0:
		s += fmt.Sprintf(" in %d characters", w.Chars)
	case w.Words > 0:
		s += fmt.Sprintf(" in %d words", w.Words)
	}
	switch w.Form {
	case wish.Bullets:
		s += " as bullet points"
	case wish.Paragraph:
		s += " in one paragraph"
	}
	if name := sayings[English].languages[w.Language]; name != "" {
		s += " in " + name
	}
	switch {
	case w.Newcomers:
		s += " for new hires"
	case w.Plain:
		s += " in plain words"
	}
	return s
}

// askJapanese words the wish for a file so that it is understood as it was meant.
func askJapanese(file string, w Wish) string {
	s := "「" + file + "」"
	if w.Section != "" {
		s += "の「" + w.Section + "」の部分"
	}
	s += "を"
	switch {
	case w.Newcomers:
		s += "新人向けに"
	case w.Plain:
		s += "やさしい言葉で"
	}
	if name := sayings[Japanese].languages[w.Language]; name != "" {
		s += name + "で"
	}
	if w.Fuller {
		s += "詳しく"
	}
	switch {
	case w.Lines > 0:
		s += fmt.Sprintf("%d行で", w.Lines)
	case w.Chars > 0:
		s += fmt.Sprintf("%d字で", w.Chars)
	case w.Words > 0:
		s += fmt.Sprintf("%d語で", w.Words)
	}
	switch w.Form {
	case wish.Bullets:
		s += "箇条書きで"
	case wish.Paragraph:
		s += "一段落で"
	}
	return s + "要約して"
}
