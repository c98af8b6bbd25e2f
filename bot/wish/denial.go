package wish

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	// aSummary is what is not wished for.
	aSummary = `(?:の)?(?:要約|まとめ|サマリー?|概要|要点)`
	// denied is how it is said that it is not, behind the word.
	denied = `(?:(?:を|は|とか|なんか|なんて)?(?:し|て)?(?:ないで(?:ください|下さい|ほしい(?:です)?|くれ|ね|よ|、)*|なくて(?:も)?(?:いい|良い|よい|結構|大丈夫|構わない|構いません|OK|ok)?(?:です|ので|から|よ|ね)*|ずに|せずに?|るな|するな(?:よ)?|しなくていいから)|(?:は|を|とか)?(?:じゃな(?:く(?:て)?|い(?:やつ|もの|方|ほう)?)|では(?:なく(?:て)?|ない(?:もの|方)?)|(?:は|とか)?(?:不要|いらない|要らない|いりません|結構)(?:です|なので|だから|ので)*|(?:なし|無し|抜き)(?:で|の)))`
	// noSummary is that in English.
	noSummary = `(?:please )?(?:(?:don'?t|do not|dont|never|no need to|without|stop|instead of|rather than|not) (?:bother )?(?:to )?(?:summari[sz](?:e|ing)|sum(?:ming)?(?: it| this| that)? up|shorten(?:ing)?|condens(?:e|ing))(?: (?:it|this|that|anything))?|(?:not|no|without|instead of|rather than)(?: an?| the| just an?)? (?:summary|summaries|recap|tl;?dr|overview))`
)

var denials = regexp.MustCompile(`(?i)` + aSummary + denied + `[、,。.! ]*(?:but|just|、)?|\b` + noSummary + `\b[、,。.!; ]*(?:but |just )?`)

// Undenied is a message without what says that it wishes for no summary
// (要約しないで原文で), and whether it said so. What is left may be empty.
func Undenied(text string) (rest string, denies bool) {
	folded := norm.NFKC.String(strings.ToValidUTF8(text, ""))
	said := denials.FindString(folded)
	if said == "" {
		return text, false
	}
	rest = strings.TrimFunc(denials.ReplaceAllString(folded, " "), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("。、,.!", r) })
	if loose.MatchString(said) && questionEnd.MatchString(rest) {
		return text, false // まとめずに出してもいいですか
	}
	rest = strings.TrimRight(rest, "?")
	if original.MatchString(rest) {
		rest = ""
	}
	return particle.ReplaceAllString(rest, ""), true
}

var (
	// loose are words that are said of other things than documents too: a question about
	// one, by its questionEnd, is no denial.
	loose       = regexp.MustCompile(`まとめ|概要|要点`)
	questionEnd = regexp.MustCompile(`(?:か|\?)$`)
	// original is a wish for the words of the document and for nothing else.
	original = regexp.MustCompile(`(?i)^(?:原文|全文|そのまま|元の文(?:章)?|本文)?(?:を|で|が|の)?(?:そのまま)?(?:見せて|ください|下さい|お願い(?:します)?|教えて(?:ください)?|見たい(?:です)?|ほしい(?:です)?|欲しい(?:です)?|引用して)?(?:ください)?(?:、|。)*$|^(?:please|thanks)?$|^(?:just |show me |give me |i want )*(?:the )?(?:original|full|exact)(?: text| wording| words)?(?: please)?$`)
	// particle is what a denial leaves behind a name: 経費規程を.
	particle = regexp.MustCompile(`(?:を|は|の|って|について) *$`)
)
