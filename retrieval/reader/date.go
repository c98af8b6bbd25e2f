package reader

import (
	"regexp"
	"strings"
)

const (
	day = `(?:(?:19|20|１９|２０)` + digits + `{2}|(?:明治|大正|昭和|平成|令和)` + space + `?(?:` + digits + `{1,2}|元))` +
		space + `?[年/／.．\-]` + space + `?` + digits + `{1,2}` + space + `?[月/／.．\-]` + space + `?` + digits + `{1,2}日?` +
		`(?:` + space + `*[(（][月火水木金土日][)）])?`
	clock = digits + `{1,2}[:：時]` + digits + `{2}(?:[:：]` + digits + `{2}|分)?`
)

var (
	dateLine = regexp.MustCompile(`^[(（]?(?:(?:作成|更新|掲載|公開|投稿|配信|発行)?日?時?` + space + `*[:：]?` + space + `*)` +
		`(?:` + day + `|[A-Z][a-z]{2,8} [0-9]{1,2}, [0-9]{4})(?:` + space + `*` + clock + `)?` + space +
		`*(?:掲載|更新|公開|作成|配信|投稿|発行|現在|時点|付|改訂|改定|制定|施行)?[)）]?$`)
	dateTail = regexp.MustCompile(`^(.*?)` + space + `*[(（]?` + day + `(` + space + `*` + clock + `)?[)）]?$`)
)

// isDate tells whether s is nothing but a date, perhaps with what happened on it.
func isDate(s string) bool { return dateLine.MatchString(s) }

// isStamp tells whether s is a name and a time, as above each message of a chat: less
// than eight Japanese characters is no title of a post.
func isStamp(s string) bool {
	label, _, timed := cutDate(s)
	return timed && columns(label) < 16
}

// cutDate returns s without a date at its end. Dated says that there is one, timed
// that it has a time of day.
func cutDate(s string) (label string, dated, timed bool) {
	f := dateTail.FindStringSubmatch(s)
	if f == nil {
		return s, false, false
	}
	label = strings.TrimRight(f[1], " \t　・|｜-–—,、:：")
	if !hasWords(label) {
		return s, false, false
	}
	return label, true, f[2] != ""
}
