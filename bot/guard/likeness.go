package guard

import (
	"slices"
	"strings"

	"kotae/retrieval/japanese"
)

// likeness says in how far an assertion of a unit is on the matter of the claim's: 0
// where they can't be compared.
func likeness(a, e japanese.Assertion, u *unit) float64 {
	sameStem := a.Stem != "" && a.Stem == e.Stem && (!a.Borrowed && !e.Borrowed || a.Aspect.Kin(e.Aspect) && a.Stem[0] >= 0x80)
	switch {
	case a.Implied && e.Implied: // English words that nothing denies
		if !sameStem || a.Negative != e.Negative {
			return 0
		}
	case a.Implied || e.Implied:
		if !sameStem {
			return 0
		}
	case !sameStem && !a.Aspect.Kin(e.Aspect):
		return 0
	}
	topic, text := 0.0, 0.0
	code := false
	for _, t := range a.Topic {
		if slices.Contains(e.Topic, t) || t == e.Stem {
			topic++
			code = code || strings.ContainsAny(t, "0123456789")
		}
		switch {
		case u.has(t):
			text++
		case strings.ContainsAny(t, "0123456789"): // HYM-20 is not HYM-20L
			return 0
		case u.standsUnder(t):
			text++
		}
	}
	share := 1.0
	if n := float64(len(a.Topic)); n > 0 && len(e.Topic) > 0 {
		share = 0.2*topic/n + 0.4*topic/min(n, float64(len(e.Topic))) + 0.4*text/n
	} else if n > 0 {
		share = 0.4 + 0.4*text/n
	}
	more := 0.0 // what the evidence says besides
	if n := len(e.Topic); n > 0 {
		more = 0.2 * max(0, float64(n)-topic) / float64(n)
	}
	if sameStem {
		if share < 0.25 && u.fit < 0.85 {
			return 0
		}
		return share + 0.3 - more
	}
	if !code && (share < 0.5 || u.fit < 0.85) {
		return 0
	}
	return share - more
}

// standsUnder reports whether a heading or a head over the unit holds a stem.
func (u *unit) standsUnder(stem string) bool {
	return slices.ContainsFunc(u.over, func(x *unit) bool { return x.has(stem) })
}

// contradict reports whether two assertions on the same matter can't both be true.
func contradict(a, e japanese.Assertion) bool {
	switch {
	case a.Conditional != e.Conditional:
		return false
	case a.Exclusive == japanese.EvenWithout || e.Exclusive == japanese.EvenWithout:
		return a.Negative != e.Negative
	case a.Negative == e.Negative || a.Exclusive != e.Exclusive:
		return false
	}
	need := func(x japanese.Assertion) bool { return x.Aspect == japanese.Need && x.Negative }
	may := func(x japanese.Assertion) bool { return x.Aspect == japanese.Permission && !x.Negative }
	return !(need(a) && may(e) || need(e) && may(a)) // 申請は不要, 申請できる
}
