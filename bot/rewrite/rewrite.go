// Package rewrite makes follow-up questions stand alone by rules: what a question
// leans on is searched for together with it.
//
// It owns how a question is told from a follow-up, and what is carried over. It
// asks no model and searches nothing.
package rewrite

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kotae/bot"
	"kotae/retrieval/japanese"
)

// Rules is a bot.Rewriter. It is safe for concurrent use.
type Rules struct{ analyzer *japanese.Analyzer }

// New returns the rules.
func New(a *japanese.Analyzer) *Rules { return &Rules{a} }

// ownWords is how many content words make a question one of its own, if nothing
// in it points back.
const ownWords = 3

var (
	pointing = regexp.MustCompile(`それ|その|これ|この|あれ|あの|そこ|ここ|あそこ|同じ|そちら|そっち|同社|同氏|彼女|彼ら|彼は|さっき|先ほど|さきほど|前の|` +
		`\b(it|its|that|this|those|these|they|them|their|there|he|she|his|her|same|ones?)\b`)
	linking = regexp.MustCompile(`^(じゃあ?|では|それじゃ|なら|それなら|あと|ちなみに|で、|あとは|(and|what about|how about|also|then|so)\b)`)
	// topic is a question that only names another subject: 英国は？
	topic    = regexp.MustCompile(`^[^、。]{1,14}(は|って|だと|の場合は?|では)(どう(です|でした|なります|なりました|なんです|だった|なる|なの)?か?)?[?。]*$`)
	numbered = regexp.MustCompile(`([0-9]{1,2}) ?番目?の?(?:資料|文書|書類|ファイル|出典|引用|根拠|ソース)|\[([0-9]{1,2})\]|\b(?:source|document|number|no\.?) ?([0-9]{1,2})\b`)
)

// Rewrite carries over what a follow-up leans on: the asker's last question that
// stood alone, all that was said since, and the files that were cited by number. Of
// that it is only the answer in question where the follow-up names something that the
// answer spoke of (その承認, that form).
// A question that points nowhere, has words enough and shares none of them with
// the conversation is on another subject, and comes back as it is. What is searched
// for is without words that say how to answer.
func (r *Rules) Rewrite(_ context.Context, q bot.Question) (bot.Rewrite, error) {
	out := bot.Rewrite{Question: q.Text, Search: r.plain(q.Text)}
	if len(q.History) == 0 {
		return out, nil
	}
	out.Files = cited(q.Text, q.History)
	if len(out.Files) == 0 && !r.leans(q.Text, q.History) {
		return out, nil
	}
	said := q.History[r.root(q.History):]
	if out.Search == "" && said[0].Asker { // 詳しく教えて: the question before, once more
		out.Search = r.plain(said[0].Text)
	}
	out.Context = r.told(q.Text, said)
	return out, nil
}

// leans reports whether a question can't be understood without what was said.
func (r *Rules) leans(question string, history []bot.Turn) bool {
	folded := strings.TrimSpace(japanese.Fold(question))
	if pointing.MatchString(folded) || linking.MatchString(folded) || topic.MatchString(folded) {
		return true
	}
	words := r.analyzer.Words(r.plain(question))
	if len(words) == 0 || len(r.analyzer.Words(question)) < ownWords {
		return true
	}
	said := map[string]bool{}
	for _, t := range history[max(len(history)-2, 0):] {
		for _, w := range r.analyzer.Words(t.Text) {
			said[w] = true
		}
	}
	return slices.ContainsFunc(words, func(w string) bool { return said[w] && utf8.RuneCountInString(w) > 1 }) // 前 and 日 are in everything
}

// root is the index of the last question that stood alone, 0 where none is known to.
func (r *Rules) root(history []bot.Turn) int {
	for i := len(history) - 1; i > 0; i-- {
		if history[i].Asker && !r.leans(history[i].Text, history[:i]) {
			return i
		}
	}
	return 0
}

// cited returns the files that a question names by their number in the last answer.
func cited(question string, history []bot.Turn) []string {
	var files []string
	for _, t := range slices.Backward(history) {
		if len(t.Citations) == 0 {
			continue
		}
		for _, m := range numbered.FindAllStringSubmatch(japanese.Fold(question), -1) {
			n, err := strconv.Atoi(m[1] + m[2] + m[3])
			if err != nil {
				continue
			}
			for _, c := range t.Citations {
				if c.N == n && !slices.Contains(files, c.File) {
					files = append(files, c.File)
				}
			}
		}
		break
	}
	return files
}
