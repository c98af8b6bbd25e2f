package extract

import (
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// traits are what shows in a statement by itself.
type traits struct {
	figures, decides, leans, row, fragment, short, long bool
}

// ended is how a sentence ends, marks of emphasis and brackets aside.
var ended = regexp.MustCompile(`[。.!?]['"」』)）*_]*$|(?:する|した|ます|ました|こと|ない|不可|可)['"」』)）*_]*$`)

var (
	decisions = regexp.MustCompile(`決定|決まっ|決めた|することと(?:した|する|なった)|承認され|合意|同意した|継続審議|見送|結論|必要がある|なければならない|必ず|禁止|認めない|できない|不可|義務|重要|目的|ねらい|べき|求め(?:た|る|て)|\b(?:decided|agreed|approved|concluded|must|shall|required|never|prohibited|important|purpose|key|deadline)\b`)
	leaning   = regexp.MustCompile(`^(?:これ|それ|その|この|こうし|そう|ここ|そこ|同[氏社日]|前述|ただし|但し|しかし|だが|でも|なぜなら|その他|but |however|otherwise|上記|以下|次の|例えば|たとえば|it |this |these |those |they |that |he |she |for example|such )|(?:次|以下|下|上)の(?:とおり|通り|額|表|もの|各号|場合|事項|ように)[^。]*[。:]?$|:$`)
)

func traitsOf(sentence, shown string) traits {
	folded := japanese.Fold(shown)
	n := utf8.RuneCountInString(shown)
	limit := 130
	if isASCII(shown) {
		n, limit = n/2, 130
	}
	return traits{
		figures:  strings.ContainsFunc(folded, unicode.IsDigit),
		decides:  decisions.MatchString(folded),
		leans:    leaning.MatchString(strings.TrimSpace(folded)),
		row:      row(sentence) != nil,
		fragment: row(sentence) == nil && !ended.MatchString(folded),
		short:    n < 14, long: n > limit,
	}
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x2E80 })
}

// worthy reports whether a statement says anything: it has words enough, and is no
// bare address or rule.
func worthy(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters >= 5 && 3*letters >= utf8.RuneCountInString(s)
}

// isLabel reports whether a line is a heading that its reader did not know for one,
// or a field such as a date or a place: short or in pieces, no whole sentence, and
// neither an item nor a row.
func isLabel(text string, s japanese.Span) bool {
	line := s.Of(text)
	if ended.MatchString(japanese.Fold(line)) || row(line) != nil {
		return false
	}
	if n := japanese.ItemMark(line); n > 0 && !numbered(line[:n]) {
		return false
	}
	before, after := text[:s.Start], text[s.End:]
	alone := (strings.TrimSpace(before) == "" || strings.HasSuffix(strings.TrimRight(before, " \t"), "\n\n")) &&
		(strings.TrimSpace(after) == "" || strings.HasPrefix(strings.TrimLeft(after, " \t"), "\n\n"))
	return alone && utf8.RuneCountInString(line) < 40 || field.MatchString(line)
}

// field is a label with what it says, apart: 場所　本社, Date: 2026-10-05.
var field = regexp.MustCompile(`^[^\s　:：]{1,8}(?:　|[:：] ?)[^。]*$|^[^。.]*[0-9０-９]年[^。.]*[　 ][^。.]*$`)

var (
	conjunction = regexp.MustCompile(`^(?:また|さらに|更に|そして|なお|ちなみに|一方(?:で)?|加えて|まず|次に|最後に|つまり|すなわち|このように|したがって|従って|よって|そこで|それから|以上のように|However|Moreover|Furthermore|In addition|Additionally|Also|Finally|First|Second|Third|Therefore|Thus|Meanwhile|In short|Overall)[、,][ 　]?`)
	number      = regexp.MustCompile(`^(?:[0-9０-９]{1,2}(?:\.[0-9]{1,2})*[.．]?[ 　]+|[(（][0-9０-９]{1,2}[)）][ 　]*|[①-⑳][ 　]*|\\?\[[ xX]\][ 　]+)+`)
	// reference is an aside that only says where to read on: （第3条参照）, (see 4.2). Any
	// other may be a condition, without which the sentence is untrue.
	reference = regexp.MustCompile(`（[^（）()。、 　]{1,30}を?(?:参照|ご参照ください|ご覧ください)）|(?i: ?[(（](?:see|cf\.) (?:also )?(?:the )?(?:(?:section|chapter|article|clause|appendix|annex|table|figure|page|part|p\.|§) ?[0-9a-z.-]{1,10}|[0-9][0-9.]*|above|below)[)）])`)
)

// trim leaves out of a sentence what grammar allows to be left out: the conjunction
// that joins it to the one before, its number, and asides that only refer elsewhere.
func trim(s string) string {
	out := number.ReplaceAllString(s, "")
	if strings.Count(out, "**")%2 == 1 {
		out = strings.ReplaceAll(out, "**", "")
	}
	if m := conjunction.FindString(out); m != "" {
		rest := out[len(m):]
		if r, n := utf8.DecodeRuneInString(rest); r < 0x80 {
			rest = string(unicode.ToUpper(r)) + rest[n:]
		}
		out = rest
	}
	return reference.ReplaceAllString(out, "")
}

// weigh turns the counts of words into tf-idf of unit length: a word that stands in
// half of all statements tells little.
func weigh(all []statement) {
	in := map[string]int{}
	for i := range all {
		for w := range all[i].words {
			in[w]++
		}
	}
	for i := range all {
		sum := 0.0
		for w, n := range all[i].words {
			x := (1 + math.Log(n)) * math.Log(1+float64(len(all))/float64(in[w]))
			all[i].words[w] = x
			sum += x * x
		}
		if sum > 0 {
			for w := range all[i].words {
				all[i].words[w] /= math.Sqrt(sum)
			}
		}
	}
}

// dot is the scalar product of two vectors; of unit vectors it is their cosine.
func dot(a, b map[string]float64) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	sum := 0.0
	for w, x := range a {
		sum += x * b[w]
	}
	return sum
}
