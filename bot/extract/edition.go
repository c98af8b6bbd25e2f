package extract

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// editionForm is how the name of a document says which edition it is: 2023年版, 2026年度,
// 第4版, v2, 旧. A date alone is none: minutes of September stand beside those of October.
var editionForm = regexp.MustCompile(`(?:令和|平成)?[0-9]{1,4}年?度?版|(?:19|20)[0-9]{2}年度|第[0-9]+版|(?:^|[_\- (])v(?:er)?\.?[0-9]+(?:\.[0-9]+)*|(?:^|[_\- (（【])旧(?:版)?|旧版`)

// older finds the files that are editions of a document of which there is a newer one
// among the hits, with the newest.
func older(hits []retrieval.Hit) map[string]string {
	newest := map[string]string{} // file by name without its edition
	editions := map[string]string{}
	for _, h := range hits {
		file := h.Passage.File
		name := nameOf(file)
		key := strings.Trim(editionForm.ReplaceAllString(name, ""), marks)
		if len([]rune(key)) < 2 {
			continue // nothing but an edition
		}
		editions[file] = key
		if old, ok := newest[key]; !ok || edition(name) > edition(nameOf(old)) {
			newest[key] = file
		}
	}
	out := map[string]string{}
	for file, key := range editions {
		if edition(nameOf(file)) < edition(nameOf(newest[key])) {
			out[file] = newest[key]
		}
	}
	return out
}

// marks are what stands between the words of a file's name.
const marks = " _-()（）【】"

// nameOf is a file's name as it is compared: folded, without its ending and marks.
func nameOf(file string) string {
	name := path.Base(file)
	return strings.Trim(japanese.Fold(strings.TrimSuffix(name, path.Ext(name))), marks)
}

// edition is the number of an edition: higher is newer, -1 for 旧, and 0 for none.
func edition(name string) int {
	mark := editionForm.FindString(name)
	if strings.Contains(mark, "旧") {
		return -1
	}
	n, _ := strconv.Atoi(numberForm.FindString(mark)) // 0 where there is none
	return n
}

var numberForm = regexp.MustCompile(`[0-9]+`)

// asksForOld reports whether a question is about what was, or about how it changed.
func asksForOld(question string) bool { return formerForm.MatchString(japanese.Fold(question)) }

var formerForm = regexp.MustCompile(`[0-9]年|旧|以前|前の|昔|当時|これまで|従来|改定前|改訂前|変わ|変更|違い|違う|比べ|比較|第[0-9]+版|\b(?:old|former|previous|before|earlier|used to|chang\w*|differ\w*|compare\w*|(?:19|20)[0-9]{2}|v[0-9])\b`)
