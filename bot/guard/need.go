package guard

import (
	"regexp"
	"slices"
	"strings"

	"kotae/retrieval/japanese"
)

// checkNeeds compares what the claim says must or need not be done with what the
// evidence simply says is done: 暗号は要りません against 暗号化する. It takes a word of
// the evidence that lets something off to bear out that it need not be.
func (c *claim) checkNeeds(b *body) []Finding {
	var out []Finding
	for _, at := range needless.FindAllStringIndex(c.text, -1) {
		if u := c.imposed(b, c.wordBefore(at[0])); u != nil {
			out = append(out, Finding{Negation, c.text[at[0]:at[1]], strings.TrimSpace(u.text)})
		}
	}
	for _, a := range c.assertions() {
		if a.Conditional || a.Exclusive != japanese.NotExclusive || a.Stem == "" {
			continue
		}
		switch {
		case a.Aspect == japanese.Need && a.Negative && !a.Implied:
			if u := c.imposed(b, a.Stem); u != nil {
				out = append(out, Finding{Negation, a.Of(c.text), strings.TrimSpace(u.text)})
			}
		case a.Aspect == japanese.Need && !a.Implied || a.Aspect == japanese.Plain && !a.Implied:
			if f, bad := c.reversed(b, a); bad {
				out = append(out, f)
			}
		}
	}
	return out
}

// needless says that what stands before it is let off: 要らない in kana, which the
// dictionary takes for other verbs, and that it may be left out.
var needless = regexp.MustCompile(`[はがも]い(?:りません|らない|らず|らん|らなく)|` +
	`[はをがも](?:省略|免除|割愛)(?:でき|可能|可|され|し(?:て|た|ま|な)|する)|[はをがも]省(?:け|いて)|` +
	`(?i:\b(?:may|can) be (?:skipped|omitted|left out|waived|dispensed with)\b|\b(?:is|are) (?:waived|dispensed with)\b)`)

// wordBefore is the stem of the last content word before an offset, "" where there is none.
func (c *claim) wordBefore(at int) string {
	stem := ""
	for _, m := range c.morphemes {
		if m.End <= at && m.Stem != "" {
			stem = m.Stem
		}
	}
	return stem
}

// lettingOff are the words by which a text lets somebody off, or denies anything.
var lettingOff = regexp.MustCompile(`不要|無用|任意|自由|免除|省略|省い|省け|省く|廃止|除く|除き|除い|対象外|例外|以外|かまい|かまわ|構い|構わ|ない|なく|なし|無し|無い|ず[、にと]|ません|無料|無償|よい|良い|だけ|のみ|限[りる]|足り|済[みむま]|自動|問わ|` +
	`\b(?:not?|never|nor|without|optional|voluntary|only|unless|except|exempt\w*|waived?|may|can|free|any|automatic\w*|instead|cannot)\b|n't\b`)

// imposed returns the unit that lays on what a claim says need not be, if none of those
// that are about it lets anybody off; nil where there is none.
func (c *claim) imposed(b *body, stem string) *unit {
	fits, top := c.rank(b, japanese.Span{}, 0, 1)
	if top < 0 || stem == "" {
		return nil
	}
	var found *unit
	for k, u := range b.units {
		if !c.holds(k, u, stem) || u.heading || fits[k] < 0.6*fits[top] {
			continue
		}
		if lettingOff.MatchString(u.folded) {
			return nil
		}
		if k+1 < len(b.units) && b.units[k+1].before == u && lettingOff.MatchString(b.units[k+1].folded) {
			return nil
		}
		for _, x := range u.over {
			if lettingOff.MatchString(x.folded) {
				return nil
			}
		}
		if found == nil {
			found = u
		}
	}
	return found
}

// holds reports whether unit k holds a word of the claim, as it is, translated, or as
// another part of speech.
func (c *claim) holds(k int, u *unit, stem string) bool {
	for _, f := range c.features {
		if f.stem == stem && f.held[k] {
			return true
		}
	}
	return u.has(stem) || u.akin(stem)
}

// akin reports whether a unit holds a word of the same root as an English stem:
// encrypt and encryption.
func (u *unit) akin(stem string) bool {
	const root = 6
	if len(stem) < root || stem[0] >= 0x80 {
		return false
	}
	for w := range u.words {
		if len(w) >= root && (strings.HasPrefix(w, stem) || strings.HasPrefix(stem, w)) {
			return true
		}
	}
	return false
}

// reversed finds an assertion of the evidence on the same word that is the opposite of
// the claim's, one of both saying what must be and the other what is done: 提出が必須,
// 提出しない. Where any agrees there is none.
func (c *claim) reversed(b *body, a japanese.Assertion) (Finding, bool) {
	var against Finding
	bad := false
	for _, u := range c.about(b) {
		for _, e := range c.assertionsOf(u) {
			if e.Stem != a.Stem {
				continue
			}
			if e.Negative == a.Negative || e.Conditional || e.Exclusive != japanese.NotExclusive {
				return Finding{}, false
			}
			pair := []japanese.Aspect{a.Aspect, e.Aspect}
			if !bad && slices.Contains(pair, japanese.Need) && slices.Contains(pair, japanese.Plain) && !e.Implied {
				against, bad = Finding{Negation, a.Of(c.text), e.Of(u.text)}, true
			}
		}
	}
	return against, bad
}
