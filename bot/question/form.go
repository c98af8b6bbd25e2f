package question

import (
	"regexp"
	"strconv"
	"strings"
)

// A Form is how an answer is wanted.
type Form struct {
	// List is true where points are wanted one by one.
	List bool
	// Lines is how many lines, sentences or points are wanted; 0 where that is not said.
	Lines int
	// Short and Full are true where a word or as much as there is is wanted.
	Short, Full bool
}

var (
	listForm  = regexp.MustCompile(`(?i)箇条書き|列挙|一覧|リスト(?:で|に|アップ|化)|\b(?:bullet|bullets|bulleted|list)\b`)
	linesForm = regexp.MustCompile(`(?i)([0-9]+|[一二三四五六七八九十]|one|two|three|four|five)(?:行|文|点|つ|個| (?:short )?(?:sentences?|lines?|bullets?|bullet points|points))(?:以内|程度|くらい|ぐらい)?(?:で|に|$|\b)`)
	shortForm = regexp.MustCompile(`(?i)一言で|ひとことで|簡潔に|簡単に|手短に|端的に|短く|ざっくり|\b(?:briefly|in short|in a word|in one sentence)\b`)
	fullForm  = regexp.MustCompile(`(?i)詳しく|くわしく|詳細に|具体的に|全部|すべて|全て|\b(?:in detail|all)\b`)
)

var counts = map[string]int{"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}

// form finds out how an answer is wanted.
func form(text string) Form {
	f := Form{List: listForm.MatchString(text), Short: shortForm.MatchString(text), Full: fullForm.MatchString(text)}
	if m := linesForm.FindStringSubmatch(text); m != nil {
		word := strings.ToLower(m[1])
		if n, err := strconv.Atoi(word); err == nil && n < 100 {
			f.Lines = n
		} else {
			f.Lines = counts[word]
		}
	}
	return f
}
