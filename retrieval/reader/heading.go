package reader

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A mark is a form at the beginning of a line that headings have.
type mark struct {
	kind  markKind
	depth int // 2 of "1.2" and "##", else 1
	// number is the place in a series that the mark names, the last part of it; 0 if it
	// names none.
	number int
	// whole says that the line can be nothing but a heading: 【概要】, 第3条（休暇）.
	whole bool
	rest  string // what stands behind the mark
	label string // the words of the heading
}

// markKind is ordered: a heading of a later kind stands below one of an earlier kind.
type markKind uint8

const (
	noMark      markKind = iota
	partMark             // 第1編, 第1部
	chapterMark          // 第1章, 附則, 別表1
	sectionMark          // 第1節
	subsectMark          // 第1款
	articleMark          // 第1条, and the title in brackets above it
	bracketMark          // 【概要】
	symbolMark           // ■概要
	hashMark             // # 概要
	romanMark            // Ⅰ 概要
	numberMark           // 1. 概要, 1.2 概要, 一、概要
	parenMark            // (1) 概要, 1) 概要
)

const (
	digits = `[0-9０-９]`
	kanjis = `[一二三四五六七八九十百]`
	space  = `[\s　]`
)

var (
	statute = regexp.MustCompile(`^第` + space + `?(` + digits + `{1,4}|` + kanjis + `{1,5})` + space + `?([編部章節款条])(?:の` + digits + `+|の` + kanjis + `+)*(.*)$`)
	annex   = regexp.MustCompile(`^(?:附` + space + `*則|付` + space + `*則|別` + space + `*[表紙])(?:` + space + `*第?(?:` + digits + `+|` + kanjis + `+)号?)?(?:` + space + `*[（(].*[)）])?$`)
	bracket = regexp.MustCompile(`^(?:【([^【】]{1,30})】(.*)|[＜《〔]([^＜＞《》〔〕]{1,30})[＞》〕])$`)
	symbol  = regexp.MustCompile(`^[■□◆◇▼▽◎★☆§]+` + space + `*(.+)$`)
	hash    = regexp.MustCompile(`^(#{1,6})` + space + `+(.+?)` + space + `*#*$`)
	roman   = regexp.MustCompile(`^(Ⅰ|I\b|[ⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|II|III|IV|V|VI|VII|VIII|IX|X)(?:[．.、]` + space + `*|　+)(.+)$`)
	number  = regexp.MustCompile(`^(` + digits + `{1,2})((?:[.．\-－]` + digits + `{1,2})+[.．]?` + space + `+|[.．]` + space + `*|　+)([^0-9０-９\s　].*)$`)
	kanji   = regexp.MustCompile(`^(` + kanjis + `{1,3})(?:[、．.]` + space + `*|　+)(.+)$`)
	paren   = regexp.MustCompile(`^(?:[(（](` + digits + `{1,2}|` + kanjis + `{1,3}|[ア-ンa-zA-Z])[)）]|(` + digits + `{1,2})[)）])` + space + `*(.+)$`)

	// caption is the title of an article of law, on a line above 第3条.
	caption = regexp.MustCompile(`^[（(][^（）()]{1,30}[)）]$`)
)

// newMark returns the mark that s begins with, if any.
func newMark(s string) mark {
	m := mark{depth: 1, label: s}
	if f := statute.FindStringSubmatch(s); f != nil && isBehindStatute(f[2], f[3]) {
		m.kind = map[string]markKind{"編": partMark, "部": partMark, "章": chapterMark,
			"節": sectionMark, "款": subsectMark, "条": articleMark}[f[2]]
		m.rest, m.number = trim(f[3]), ordinal(f[1])
		m.whole = m.rest == "" || isBrief(m.rest) && (m.kind != articleMark || caption.MatchString(m.rest))
	} else if annex.MatchString(s) {
		m.kind, m.whole = chapterMark, true
	} else if f := bracket.FindStringSubmatch(s); f != nil {
		m.kind, m.rest, m.whole = bracketMark, f[2], f[2] == ""
		if m.whole {
			m.label = trim(f[1] + f[3])
		}
	} else if f := symbol.FindStringSubmatch(s); f != nil {
		m.kind, m.rest, m.label = symbolMark, f[1], f[1]
	} else if f := hash.FindStringSubmatch(s); f != nil {
		m.kind, m.depth, m.rest, m.label = hashMark, len(f[1]), f[2], f[2]
	} else if f := roman.FindStringSubmatch(s); f != nil {
		m.kind, m.rest, m.number = romanMark, f[2], ordinal(f[1])
	} else if f := number.FindStringSubmatch(s); f != nil {
		parts := strings.FieldsFunc(f[1]+f[2], func(r rune) bool { return !unicode.IsDigit(r) })
		m.kind, m.rest, m.depth, m.number = numberMark, f[3], len(parts), ordinal(parts[len(parts)-1])
	} else if f := kanji.FindStringSubmatch(s); f != nil {
		m.kind, m.rest, m.number = numberMark, f[2], ordinal(f[1])
	} else if f := paren.FindStringSubmatch(s); f != nil {
		m.kind, m.rest, m.number = parenMark, f[3], ordinal(f[1]+f[2])
	} else {
		return mark{}
	}
	m.label = strings.Join(strings.Fields(m.label), " ")
	return m
}

// ordinal returns the number that a mark is written with, 0 if it is none it knows.
func ordinal(s string) int {
	s = norm.NFKC.String(s) // also makes of Ⅳ the letters IV
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	if i := slices.Index([]string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"}, s); i >= 0 {
		return i + 1
	}
	n, digit := 0, 0
	for _, r := range s {
		switch r {
		case '百':
			n, digit = n+100*max(1, digit), 0
		case '十':
			n, digit = n+10*max(1, digit), 0
		default:
			for _, series := range []string{"一二三四五六七八九", "アイウエオカキクケコ", "abcdefghij", "ABCDEFGHIJ"} {
				if i := strings.IndexRune(series, r); i >= 0 {
					digit = 1 + utf8.RuneCountInString(series[:i])
				}
			}
		}
	}
	return n + digit
}

// isBehindStatute tells whether rest can stand behind 第1章 or 第1条 as its title, and
// is not how a sentence goes on.
func isBehindStatute(unit, rest string) bool {
	first, _ := utf8.DecodeRuneInString(rest)
	switch {
	case rest == "", isSpace(first), strings.ContainsRune("（(:：", first):
		return true
	}
	return unit == "章" && (unicode.Is(unicode.Han, first) || unicode.Is(unicode.Katakana, first)) && isBrief(rest)
}

// isBrief tells whether what stands behind a mark is a title and no sentence, no
// entry of a form ("日時：4月1日") and no address.
func isBrief(s string) bool {
	return utf8.RuneCountInString(s) <= 40 && hasWords(s) && !endsLikeProse(s) &&
		!strings.ContainsAny(s, "。\t") && !strings.ContainsRune("、，,・.．!！?？:：;；…", lastRune(s)) &&
		!entry.MatchString(s) && !address.MatchString(s)
}

// isTitleLike tells whether s, a line without a mark, has the form of a title. What
// stands around it decides whether it is one.
func isTitleLike(s string) bool {
	first, last := firstRune(s), lastRune(s)
	switch {
	case utf8.RuneCountInString(s) > 60, !strings.ContainsFunc(s, unicode.IsLetter),
		strings.ContainsAny(s, "。\t"), isWrappedInBrackets(s):
		return false
	case strings.ContainsRune("。．.!！?？」、，,､:：;；>＞…・=", last):
		return false
	case !unicode.IsLetter(first) && !unicode.IsNumber(first) && !strings.ContainsRune("「『“\"（(《〈", first):
		return false
	}
	return !endsLikeProse(s) && !isLatinFragment(s) && !isDate(s) && !isStamp(s) && !isCredit(s) &&
		!address.MatchString(s) && !trail.MatchString(s) && !formEntry.MatchString(s) && !politeness.MatchString(s)
}

var (
	// prosaic is how sentences and their parts end, and titles do not.
	prosaic = regexp.MustCompile(`(?:です|ます|でした|ました|ません|ください|下さい|[がをも、]|[^と]は|[^ま]だ|た|ので|けど|けれども|[すくけせてねるいきぎし]て|って)$`)
	// topical are endings of titles that prosaic would take for prose.
	topical = regexp.MustCompile(`(?:について|に関して|に対して|に際して|にあたって|に当たって|に向けて|を通じて|をめぐって|にむけて|かた)$`)

	address     = regexp.MustCompile(`(?i)https?:|://|@[\w.]|^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?$|©|copyright|all rights reserved`)
	trail       = regexp.MustCompile(`\s[>›»]\s|^[<>›»]|\|.*\|`)
	entry       = regexp.MustCompile(`^[^:：]{1,15}[:：]\s*\S`)
	formEntry   = regexp.MustCompile(`(?i)^(?:日時|日付|日程|期間|期日|期限|時間|会場|場所|宛先|宛|差出人|件名|出席者?|欠席者?|参加者?|担当者?|送信者?|受信者?|作成者?|作成日|更新日|版|出典|参照|引用|注|写真|画像|図|表|電話|電話番号|内線|メール|住所|所在地|tel|fax|e-?mail|url|from|to|cc|bcc|date|sent|subject)[0-9０-９]*\s*[:：]`)
	subjectLine = regexp.MustCompile(`(?i)^(?:件名|題名|表題|subject)\s*[:：]\s*(\S.*)$`)
	contact     = regexp.MustCompile(`(?i)^(?:〒|電話|内線|メール|tel|fax|e-?mail|url)`)
	credit      = regexp.MustCompile(`(?i)[/／](?:afp|ap|epa|jiji)\b|reuters|ロイター|getty images|時事通信|共同通信|(?:で作成|撮影|提供|翻訳|転載|掲載|引用|より)[)）]?$|^(?:写真|撮影|文|画像|イラスト)[:：・＝=]`)

	politeness = regexp.MustCompile(`(?:様|殿|御中|各位|先生|さん)$|^(?:拝啓|敬具|前略|草々|謹啓|敬白|以上|記|かしこ|追伸|コメント)$`)
)

var (
	wideGap    = regexp.MustCompile(`[ \x{00a0}]*[\t　][\s　]*| {2,}`)
	figureCell = regexp.MustCompile(`[0-9０-９][:：時][0-9０-９]?|[0-9０-９](?:円|[%％]|人|名|台|件|個|本|時間|日間?(?:[^本]|$)|kg|km)`)
)

// isSpaced tells whether a line is a row of a table that blanks part: in three columns,
// or with figures in several, the date behind a title aside. お　知　ら　せ is none.
func isSpaced(s string) bool {
	s, _, _ = cutDate(s)
	columns := 0
	for _, c := range wideGap.Split(s, -1) {
		if utf8.RuneCountInString(strings.TrimSpace(c)) > 1 {
			columns++
		}
	}
	if columns > 2 {
		return true
	}
	figures := 0
	for _, c := range strings.FieldsFunc(s, isSpace) {
		if figureCell.MatchString(c) {
			figures++
		}
	}
	return figures > 1
}

// endsLikeProse tells whether s ends as a sentence does, or breaks off within one.
func endsLikeProse(s string) bool {
	return prosaic.MatchString(s) && !topical.MatchString(s)
}

// isCredit tells of the line under or above a picture, or who wrote and translated.
func isCredit(s string) bool { return credit.MatchString(s) }

// isLatinFragment tells of a line in Latin script that begins in mid-sentence.
func isLatinFragment(s string) bool {
	word, _, _ := strings.Cut(s, " ")
	return isLower(firstRune(s)) && word == strings.ToLower(word) && !strings.ContainsFunc(s, isWide)
}

// isWrappedInBrackets tells whether s is one remark in brackets.
func isWrappedInBrackets(s string) bool {
	const open, closed = "(（[［〔<＜{｛", ")）]］〕>＞}｝"
	return strings.ContainsRune(open, firstRune(s)) && strings.ContainsRune(closed, lastRune(s))
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }
func lastRune(s string) rune  { r, _ := utf8.DecodeLastRuneInString(s); return r }
