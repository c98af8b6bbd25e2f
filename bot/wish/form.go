package wish

import (
	"regexp"
	"strconv"
	"strings"
)

// digits are a number in figures, in kanji or in words.
const digits = `([0-9]{1,4}|[一二三四五六七八九十百千]{1,4}|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b|a few|a couple of|数)`

// about stands before a number or behind its unit and makes no difference.
const (
	about = `(?:約|およそ|だいたい|大体|最大|長くても)?`
	orSo  = `(?:以内|程度|くらい|ぐらい|ほど|まで|前後|以下|弱|強)?(?:だけ)?`
	inA   = `(?:in |within |into |to |using |with |as )?(?:about |around |roughly |at most |no more than |not more than |under |up to |max |only |just )?`
)

// A formWord is a phrase that says how a summary is to be written.
type formWord struct {
	form *regexp.Regexp
	// note records what the phrase says; m are its submatches.
	note func(w *Wish, m []string)
}

// formWords are taken out of a message in this order.
var formWords = []formWord{
	{regexp.MustCompile(about + `(?:` + digits + `[-~〜、,か]{1,2}|` + digits + `から)?` + digits + ` ?(?:行|文(?:字)?|字|点|項目|つ|個|ヶ条|か条|箇条|ポイント|センテンス|ワード|語|パラグラフ|段落)` + orSo +
		`(?:の(?:箇条書き|文章|要約|まとめ|サマリー?)|(?:ずつ)?)(?:に(?:絞|しぼ)って|で|に|へ|を|$|[、,。 ()!?])|` + about + digits + ` ?(?:行|字|文字|文|点|項目)` + orSo + `(?:の|(要約|まとめ|サマリー?)|$)`), nil},
	{regexp.MustCompile(`(?:一言|ひとこと|ひと言|1言|一行|ワンフレーズ)(?:で|に)?`), func(w *Wish, _ []string) { w.length("行", 1) }},
	{regexp.MustCompile(`\(?` + inA + `(?:` + digits + `(?: ?(?:-|to|or) ?))?` + digits + `[ -](?:short |brief |key |main |bullet |simple |concise )*(lines?|sentences?|bullets?|bullet points?|points?|items?|takeaways?|words?|characters?|chars?|paragraphs?)(?: or (?:less|fewer|so)| max(?:imum)?| long| each)?\b\)?`), nil},
	{regexp.MustCompile(`箇条書き(?:形式|スタイル)?(?:に|で|にして|で?お願い)?|箇条(?:で|に)|リスト形式で|ブレットで|\b(?:as|in|using|with) (?:a |an )?(?:bulleted |bullet )?(?:list|bullets|bullet points|bullet form)\b|\bbulleted\b`), func(w *Wish, _ []string) { w.Form = Bullets }},
	{regexp.MustCompile(`(?:一つ|ひとつ|1つ|一|1)の?(?:段落|パラグラフ)(?:で|に)?|文章(?:形式)?で|\b(?:in|as) (?:a |one |a single |a short )paragraph\b|\bone-paragraph\b|\bin prose\b`), func(w *Wish, _ []string) { w.Form = Paragraph }},
	{regexp.MustCompile(`(?:新人|新入社員|新卒|中途(?:入社)?の?(?:人|社員)|入社したばかりの人|新しい(?:人|メンバー|社員))(?:さん)?(?:向け(?:の|に)?|用に|に(?:も)?(?:わか|分か|判)るように|でも(?:わか|分か|判)るように|にも?(?:説明|紹介)(?:する|できる)(?:ように|つもりで))|\bfor (?:a |the |our )?(?:new (?:hires?|employees?|joiners?|staff|people|starters?|members?|colleagues?)|newcomers?|newbies|beginners)\b|\b(?:new hires?|newcomers?) version\b`), func(w *Wish, _ []string) { w.Newcomers, w.Plain = true, true }},
	{regexp.MustCompile(`(?:やさしい|優しい|易しい|簡単な|平易な|わかりやすい|分かりやすい)(?:日本語|言葉|ことば|表現)(?:で|に)?|(?:わか|分か|判)りやすく|噛み砕いて|かみ砕いて|かみくだいて|平易に|(?:小学生|中学生|素人|初心者|外国人)(?:の(?:人|方))?(?:向け(?:の|に)?|に(?:も)?(?:わか|分か)るように|でも(?:わか|分か)るように)|\bin (?:plain|simple|easy)(?: english| japanese| words| terms| language)\b|\bin layman'?s terms\b|\bsimply\b|\beli5\b|\bfor (?:dummies|laymen|a layman|a child)\b`), func(w *Wish, m []string) {
		w.Plain = true
		if strings.Contains(m[0], "日本語") || strings.Contains(m[0], "japanese") {
			w.Language = "ja"
		} else if strings.Contains(m[0], "english") {
			w.Language = "en"
		}
	}},
	{regexp.MustCompile(`(英語|日本語|中国語|韓国語|ベトナム語|ポルトガル語|スペイン語|フランス語|ドイツ語|英文|和文)(?:版)?(?:で|に|の)|\b(?:in|into) (english|japanese|chinese|korean|vietnamese|portuguese|spanish|french|german)\b|\b(english|japanese)(?: language)?(?:-language)? (summary|overview|recap|version|gist)|(英語)(?:お願い|プリーズ|で)`), func(w *Wish, m []string) {
		w.Language = languages[m[1]+m[2]+m[3]+m[5]]
	}},
	{regexp.MustCompile(`(?:もっと|もう少し|ちょっと|少し|やや)?(?:詳しめ|長め|詳し)(?:く|に|の)|詳細に|\b(?:in (?:more |some |great )?detail|detailed|longer|at length)\b`), func(w *Wish, _ []string) { w.Fuller = true }},
	{regexp.MustCompile(`(?:ごく|なるべく|できるだけ|できれば|もっと|もう少し|ちょっと)?(?:簡潔|手短|手みじか|簡単|コンパクト)に|短めに|短く|短めの|ざっくり(?:と|した)?|さくっと|サクッと|さっと|ざっと|ぱぱっと|パパッと|一通り|ひと通り|\b(?:briefly|quickly|concisely|short and sweet|in short|in brief|asap|real quick)\b`), func(*Wish, []string) {}},
}

// formPlaced reports whether words of form stand where they say how an answer is to
// be: first, or last but for a request. Elsewhere they are part of what is asked
// (前線の1つである前線は何か).
func formPlaced(s string) bool {
	for _, f := range formWords {
		for _, at := range f.form.FindAllStringIndex(s, -1) {
			if at[0] == 0 || requested.MatchString(s[at[1]:]) {
				return true
			}
		}
	}
	return false
}

var requested = regexp.MustCompile(`^[ 、,。.!?)」]*(?:で|に|の)?[ ]*(?:(?:説明|解説|紹介|整理|回答)?し|教え|おしえ|話し|書い|書き出し|示し|出し|お願い|頼む|くれ)?(?:` + polite + `)(?: ?(?:please|pls|thanks|for me))*[ 。.!?~]*$`)

var languages = map[string]string{
	"英語": "en", "英文": "en", "english": "en", "日本語": "ja", "和文": "ja", "japanese": "ja",
	"中国語": "zh", "chinese": "zh", "韓国語": "ko", "korean": "ko", "ベトナム語": "vi", "vietnamese": "vi",
	"ポルトガル語": "pt", "portuguese": "pt", "スペイン語": "es", "spanish": "es", "フランス語": "fr", "french": "fr",
	"ドイツ語": "de", "german": "de",
}

// takeForm takes the words of form out of a message, recording what they say, and
// reports whether there were any. What says that a summary is wished for stays.
func (w *Wish) takeForm(s string) (string, bool) {
	formed := false
	for _, f := range formWords {
		s = f.form.ReplaceAllStringFunc(s, func(phrase string) string {
			m := f.form.FindStringSubmatch(phrase)
			if f.note != nil {
				f.note(w, m)
			} else if !w.note(phrase) {
				return phrase
			}
			switch {
			case f.note == nil && strings.Contains(phrase, "箇条書き"):
				w.Form = Bullets
			case f.note == nil && strings.Contains(phrase, "文章"):
				w.Form = Paragraph
			}
			formed = formed || w.Lines+w.Chars+w.Words > 0 || w.Form != Unsaid || w.Plain && w.Language != ""
			keep := ""
			for _, cue := range []string{"要約", "まとめ", "サマリ", "summary", "overview", "recap", "gist", "takeaway"} {
				if strings.Contains(phrase, cue) {
					keep = cue
				}
			}
			return " " + keep + " "
		})
	}
	s = strings.ReplaceAll(s, "( )", " ")
	return strings.TrimSpace(spaces.ReplaceAllString(s, " ")), formed
}

var (
	numberForm = regexp.MustCompile(digits)
	unitForm   = regexp.MustCompile(`段落|パラグラフ|文字|行|字|文|点|項目|つ|個|条|ポイント|センテンス|ワード|語|lines?|sentences?|bullet points?|bullets?|points?|items?|takeaways?|words?|characters?|chars?|paragraphs?`)
)

// note records a length in a phrase: of a range (2~3文) the greater number.
func (w *Wish) note(phrase string) bool {
	at := unitForm.FindStringIndex(phrase)
	if at == nil {
		return false
	}
	n := 0
	for _, m := range numberForm.FindAllString(phrase[:at[0]], -1) {
		n = max(n, number(m))
	}
	return n > 0 && w.length(phrase[at[0]:at[1]], n)
}

// length records a length in a unit. It reports false of none that a summary can have.
func (w *Wish) length(unit string, n int) bool {
	switch unit = strings.TrimSuffix(unit, "s"); {
	case unit == "段落" || unit == "パラグラフ" || unit == "paragraph":
		if n > 1 {
			return false
		}
		w.Form = Paragraph
		return true
	case unit == "字" || unit == "文字" || strings.HasPrefix(unit, "char"):
		if n < 20 {
			return false
		}
		w.Lines, w.Chars, w.Words = 0, n, 0
	case unit == "語" || unit == "ワード" || unit == "word":
		if n < 5 {
			return false
		}
		w.Lines, w.Chars, w.Words = 0, 0, n
	default:
		if n > 50 {
			return false
		}
		w.Lines, w.Chars, w.Words = n, 0, 0
		if strings.HasPrefix(unit, "bullet") {
			w.Form = Bullets
		}
	}
	return true
}

// number reads a number in figures, kanji or words; 0 for none.
func number(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	if n, ok := numberWords[strings.TrimSpace(s)]; ok {
		return n
	}
	total, n := 0, 0
	for _, r := range s {
		switch r {
		case '十', '百', '千':
			total += max(n, 1) * map[rune]int{'十': 10, '百': 100, '千': 1000}[r]
			n = 0
		default:
			i := strings.IndexRune("一二三四五六七八九", r)
			if i < 0 {
				return 0
			}
			n = i/len("一") + 1
		}
	}
	return total + n
}

var numberWords = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
	"a few": 3, "a couple of": 2, "数": 4,
}
