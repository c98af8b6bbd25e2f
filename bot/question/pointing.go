package question

import (
	"regexp"
	"strings"

	"kotae/retrieval/japanese"
)

var (
	// pointer is a word for something said before that a question begins with, and what
	// follows it that still names nothing.
	pointer = regexp.MustCompile(`^(?:じゃあ?|で|では|なら|and |so |then |but )?、?(それ|これ|あれ|そっち|こっち|あっち|そちら|(?:その|この|あの|例の)(?:件|話|こと|やつ|場合|とき|点|あと|後|人|方)|さっきの(?:やつ|件|話)?)(?:(?:は|って|が|を|も|の|に|で|だと|から|まで|なら|とは|について|、|だけど|ですが|なんですが)|$|\?)`)
	// englishPointer is a short English question about it, that or they.
	englishPointer = regexp.MustCompile(`^(?:and |so |then |but )?(?:(?:what|when|where|who|how|why|which|is|are|was|were|does|do|did|can|could|should|will|would|about|much|many|long|far|often|'s)\s+)+(it|that|this|they|those|these|that one)\b((?:\s+[a-z']+){0,2})\s*\??$`)
	// goesOn are the beginnings that point at nothing.
	goesOn = regexp.MustCompile(`^(?:それ(?:から|と|ぞれ|では|じゃ|はさておき|はそうと|にしても|なら)|これ(?:から|まで|はさておき)|あれ[?、!]|あれこれ)`)
)

// pointing returns the word by which a question means something said before, where it
// begins with one; else "".
func pointing(text string) string {
	folded := strings.TrimSpace(japanese.Fold(stripped(text)))
	if goesOn.MatchString(folded) {
		return ""
	}
	if m := pointer.FindStringSubmatch(folded); m != nil {
		return m[1]
	}
	if m := englishPointer.FindStringSubmatch(folded); m != nil {
		return m[1]
	}
	return ""
}
