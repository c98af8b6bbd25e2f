package extract

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"kotae/bot"
	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// Summarise quotes the sentences that say most of what passages say, in their order.
// It implements bot.Summariser.
//
// A sentence counts by how much it has in common with all others (the mean cosine of
// words, by rarity), by its place, its heading, its figures and decisions, and by
// what it has of the topic. Sentences are taken one by one, each less for what the
// ones before say already and for every other of its section, so that long documents
// are covered in breadth.
func (c *Composer) Summarise(ctx context.Context, s bot.Scope) (bot.Draft, error) {
	if err := ctx.Err(); err != nil {
		return bot.Draft{}, err
	}
	all := c.statements(s)
	if err := ctx.Err(); err != nil || len(all) == 0 {
		return bot.Draft{}, err
	}
	rate(all, s)
	chosen := pick(ctx, all, lengthOf(s, all), s.Topic != "")
	slices.SortFunc(chosen, func(i, j int) int {
		return cmp.Or(cmp.Compare(rank(all[i].group), rank(all[j].group)), cmp.Compare(i, j))
	})
	var d bot.Draft
	for _, i := range chosen {
		st := &all[i]
		d.Claims = append(d.Claims, bot.Claim{Text: st.text, Group: st.group, Quotes: []bot.Quote{{Hit: st.hit, Start: st.span.Start, End: st.span.End}}})
	}
	return d, ctx.Err()
}

// A statement is a sentence that a summary may quote: of a FAQ the answer together
// with its question.
type statement struct {
	hit     retrieval.Hit
	span    japanese.Span
	text    string // as it is shown
	file    int    // by the order of files
	section int    // by the heading it stands under
	first   bool   // of its section
	opening bool   // among the first of its article
	traits  traits
	words   map[string]float64 // tf-idf, of unit length
	headed  float64            // the share of the heading's words that it holds
	topic   float64            // the share of the topic's terms, by rarity
	group   bot.Group          // of a conversation's
	score   float64
}

// statements cuts passages into what may be quoted of them, in their order. No two
// are the same.
func (c *Composer) statements(s bot.Scope) []statement {
	var out []statement
	var m *matcher
	if s.Topic != "" {
		m = newMatcher(c.analyzer, s.Topic, s.Terms)
	}
	sections := map[string]int{}
	headings := map[string]map[string]bool{}
	files := map[string]int{}
	counts := map[int]int{}      // statements of a section
	articles := map[string]int{} // statements of an article
	seen := map[string]bool{}
	for _, h := range s.Hits {
		if _, ok := files[h.Passage.File]; !ok {
			files[h.Passage.File] = len(files)
		}
		text := h.Passage.Text
		line, at := h.Passage.StartLine, 0
		var question *japanese.Span
		end := 0           // of the sentence before
		answering := false // the question over this paragraph is told with its first sentence
		for _, span := range japanese.Sentences(text) {
			line += strings.Count(text[at:span.Start], "\n")
			at = span.Start
			sentence, heading := span.Of(text), h.Passage.Heading(line)
			if bare(sentence) == "" {
				continue
			}
			reading, head := readRow(h.Passage, span)
			if row(sentence) != nil { // what is between bars is known for a row
				reading = ""
			}
			if reading != "" {
				sentence = reading
			}
			if head || isHeading(sentence, heading, h.Passage.Title) || isTitle(sentence, h.Passage.Title) || isTableHead(text, span) || s.Within != nil && !s.Within(h.Passage.File, heading) {
				question, answering = nil, false
				continue
			}
			if strings.Contains(text[end:span.Start], "\n\n") {
				answering = false
			}
			end = span.End
			if question != nil && asksNothing.MatchString(question.Of(text)) {
				question.End = span.End
				continue
			}
			if isQuestion(sentence) && !s.Talk {
				question = &japanese.Span{Start: span.Start, End: span.End}
				continue
			}
			whole, partial := span, false
			shown := trim(render(h.Passage, span))
			if question != nil {
				whole.Start = question.Start
				shown = render(h.Passage, *question) + " " + shown
				question, answering = nil, true
			} else {
				partial = answering
			}
			if !worthy(shown) || reading == "" && isLabel(text, span) || seen[japanese.Compact(shown)] {
				continue
			}
			seen[japanese.Compact(shown)] = true
			place := h.Passage.File + "\n" + h.Passage.Title + "\n" + heading
			id, ok := sections[place]
			if !ok {
				id = len(sections)
				sections[place] = id
				headings[place] = set(c.analyzer.Words(heading + " " + h.Passage.Title))
			}
			said := whole.Of(text)
			if reading != "" {
				said = reading
			}
			words := c.analyzer.Words(said)
			st := statement{
				hit: h, span: whole, text: shown, file: files[h.Passage.File], section: id, first: counts[id] == 0,
				opening: articles[h.Passage.File+"\n"+h.Passage.Title] < 2,
				traits:  traitsOf(said, shown), words: map[string]float64{},
			}
			if partial {
				st.traits.leans, st.traits.fragment = true, true
			}
			if whole != span {
				st.traits.long = false
			}
			if s.Talk {
				st.group = bot.GroupOf(shown)
			}
			counts[id]++
			articles[h.Passage.File+"\n"+h.Passage.Title]++
			for _, w := range words {
				st.words[w]++
			}
			if n := len(headings[place]); n > 0 {
				held := 0
				for w := range headings[place] {
					if st.words[w] > 0 {
						held++
					}
				}
				st.headed = float64(held) / float64(n)
			}
			if m != nil {
				held := m.holdings(shown)
				st.topic = m.coverage(japanese.Words, held, nil) + 0.5*m.coverage(japanese.Unigrams, held, nil)
			}
			out = append(out, st)
		}
	}
	return out
}

// asksNothing is the number of a FAQ's question, which ends as a sentence does.
var asksNothing = regexp.MustCompile(`^[\s*_#>・-]*(?:Q|Ｑ|質問|問)\s*[0-9０-９]*\s*[.．:：、)）]?\s*$`)

// isTitle reports whether a line is the title with a date or the like behind it.
func isTitle(sentence, title string) bool {
	t, s := []rune(bare(title)), []rune(bare(sentence))
	return len(t) >= 6 && len(s) < len(t)+20 && strings.HasPrefix(string(s), string(t)) && !ended.MatchString(japanese.Fold(sentence))
}

// The weights of what speaks for a statement in a summary. The figures of the sample
// set (cmd/kotae/summaries.jsonl) hold them.
const (
	centralWeight  = 1.0 // in common with the whole, the best of all being 1
	localWeight    = 0.5 // in common with its section
	firstInSection = 0.25
	openingWeight  = 0.2
	headedWeight   = 0.3
	amountWeight   = 0.15
	decisionWeight = 0.35
	topicWeight    = 1.2
	passageTopic   = 1.0   // of the passage's score, the best being 1
	groupWeight    = 1.5   // decides, asks or promises something in a conversation
	leaningWeight  = -0.35 // begins by pointing back, or ends by pointing on
	rowWeight      = -0.2
	fragmentWeight = -0.4 // no whole sentence
	shortWeight    = -0.5
	longWeight     = -0.3

	alike      = 0.7 // the likeness above which two say the same
	redundancy = 0.9 // of the likeness to what is quoted already
	crowding   = 0.3 // for every statement quoted of the same section
	gathering  = 0.1 // the same where a topic is asked for, which one section may be about
	sharing    = 0.4 // for every statement quoted of the same document, where there are several
)

// rate scores statements.
func rate(all []statement, s bot.Scope) {
	weigh(all)
	total := map[string]float64{}
	local := map[int]map[string]float64{}
	sizes := map[int]int{}
	for i := range all {
		st := &all[i]
		sizes[st.section]++
		if local[st.section] == nil {
			local[st.section] = map[string]float64{}
		}
		for w, x := range st.words {
			total[w] += x
			local[st.section][w] += x
		}
	}
	best, bestTopic, bestHit := 0.0, 0.0, 0.0
	central := make([]float64, len(all))
	for i := range all {
		central[i] = dot(all[i].words, total)
		best, bestTopic, bestHit = max(best, central[i]), max(bestTopic, all[i].topic), max(bestHit, all[i].hit.Score)
	}
	for i := range all {
		st := &all[i]
		if best > 0 {
			st.score += centralWeight * central[i] / best
		}
		if n := sizes[st.section]; n > 1 {
			st.score += localWeight * dot(st.words, local[st.section]) / float64(n)
		}
		if bestTopic > 0 {
			st.score += topicWeight*st.topic/bestTopic + passageTopic*st.hit.Score/max(bestHit, 1e-9)
		}
		st.score += headedWeight * st.headed
		add := func(ok bool, weight float64) {
			if ok {
				st.score += weight
			}
		}
		add(st.first, firstInSection)
		add(st.opening, openingWeight)
		add(st.traits.figures, amountWeight)
		add(st.traits.decides, decisionWeight)
		add(st.traits.leans, leaningWeight)
		add(st.group != bot.Ungrouped, groupWeight)
		add(st.traits.row, rowWeight)
		add(st.traits.fragment, fragmentWeight)
		add(st.traits.short, shortWeight)
		add(st.traits.long, longWeight)
	}
}

// pick takes the best statements one by one, until the wished length is reached.
func pick(ctx context.Context, all []statement, l length, topical bool) []int {
	var chosen []int
	likeness := make([]float64, len(all)) // to the likest that is chosen
	taken := make([]bool, len(all))
	crowd, shared := map[int]int{}, map[int]int{} // by section, by file
	alone, apart := crowding, 0.0
	switch {
	case topical:
		alone = gathering
	case all[0].file != all[len(all)-1].file:
		apart = sharing
	}
	for ctx.Err() == nil && !l.reached() {
		best, at := 0.0, -1
		for i := range all {
			if taken[i] || likeness[i] > alike || !l.fits(all[i].text) {
				continue
			}
			score := all[i].score - redundancy*likeness[i] - alone*float64(crowd[all[i].section]) - apart*float64(shared[all[i].file])
			if at < 0 || score > best {
				best, at = score, i
			}
		}
		if at < 0 {
			break
		}
		taken[at] = true
		chosen = append(chosen, at)
		crowd[all[at].section]++
		shared[all[at].file]++
		l.take(all[at].text)
		for i := range all {
			if !taken[i] {
				likeness[i] = max(likeness[i], dot(all[i].words, all[at].words))
			}
		}
	}
	slices.SortFunc(chosen, func(a, b int) int { return cmp.Compare(a, b) })
	return chosen
}
