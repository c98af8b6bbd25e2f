package reader

// setLevels gives every heading that has none its level: 1 is an article's title,
// parts of it begin at 2. Chapters, sections and articles of law follow each other as
// far as the text has them; numbers stand below whatever they number.
func setLevels(units []unit) {
	l := newLevels(units)
	for i := range units {
		u := &units[i]
		if !u.heading {
			continue
		}
		if u.level == 0 {
			u.level = l.of(u)
		}
		l.enter(u)
	}
}

// levels knows which headings are open at some place of a text.
type levels struct {
	has     [parenMark + 1]bool // kinds of marks that some heading of the text has
	flow    markKind            // of 【 】 and ■, the one that comes first
	doubled bool                // some heading is underlined with "="
	open    []*unit             // outermost first
}

func newLevels(units []unit) *levels {
	var l levels
	for i := range units {
		u := &units[i]
		if !u.heading || u.level == 1 {
			continue
		}
		l.has[u.mark.kind] = true
		l.doubled = l.doubled || u.under == '='
		if l.flow == noMark && (u.mark.kind == bracketMark || u.mark.kind == symbolMark) {
			l.flow = u.mark.kind
		}
	}
	return &l
}

// of returns the level of the next heading, which has none yet.
func (l *levels) of(u *unit) int {
	switch k := u.mark.kind; {
	case u.under == '-' && l.doubled:
		return 3
	case u.under != 0, k == romanMark:
		return 2
	case k == noMark:
		for _, o := range l.open {
			if o.level > 1 && (o.mark.kind == bracketMark || o.mark.kind == symbolMark) {
				return o.level + 1
			}
		}
		return 2
	case k <= articleMark:
		level := 2
		for above := partMark; above < k; above++ {
			if l.has[above] {
				level++
			}
		}
		return level
	case k == hashMark:
		return max(2, u.mark.depth)
	case k == bracketMark, k == symbolMark:
		if k != l.flow {
			return 3
		}
		return 2
	}
	for i := len(l.open) - 1; i >= 0; i-- {
		if o := l.open[i]; o.mark.kind < numberMark || isFiner(u.mark, o.mark) {
			return max(3, o.level+1)
		}
	}
	return 3
}

// enter closes the headings that u ends and opens u.
func (l *levels) enter(u *unit) {
	for len(l.open) > 0 && l.open[len(l.open)-1].level >= u.level {
		l.open = l.open[:len(l.open)-1]
	}
	l.open = append(l.open, u)
}
