package extract

import (
	"regexp"
	"strings"

	"kotae/bot"
	"kotae/retrieval/japanese"
)

// groupForms are how people decide, leave open and promise in a conversation, in
// folded text; the first that matches counts.
var groupForms = []struct {
	group bot.Group
	form  *regexp.Regexp
}{
	{bot.OpenPoint, regexp.MustCompile(`[?]['")」』]*$|(?:です|ます|でしょう|ません|の)か[。.]?$|未定|未決|保留|継続審議|決まら(?:ず|ない|なかった)|決まっていない|まだ(?:分から|わから|決ま|未)|要検討|検討(?:中|が必要|したい|します|させて)|持ち帰|ペンディング|\b(?:tbd|pending|undecided|open question|not (?:yet )?(?:decided|clear|sure)|unclear|to be decided)\b`)},
	{bot.Decision, regexp.MustCompile(`決定|決まりました|決まった|決めました|決めた(?:[。.よ]|$)|に決め(?:ま|た|よ)|ことに(?:しま|なりま|した|なった|します)|(?:で|に)(?:します|いきましょう|行きましょう|進めましょう|進めます|しましょう|確定)|確定し|合意|承認(?:します|しました|済み)|採用(?:します|しました)|見送(?:り|る)|\b(?:decided|agreed|approved|let's go with|we(?:'ll| will) go with|final(?:ly|ised|ized)?|confirmed)\b`)},
	{bot.Assignment, regexp.MustCompile(`(?:まで(?:に)?|中に|以内に).{0,30}(?:ます|する|お願い|ください|予定|こと|提出|送)|担当(?:は|:|します)|(?:私|わたし|僕|こちら|さん)(?:が|の方で|で).{0,40}(?:ます|する|します)|(?:やって|対応し|用意し|準備し|作成し|確認し|調べ|送っ|連絡し|共有し)(?:ておき|て)?(?:ます|おきます|きます)|お願いします|してください|\b(?:i(?:'ll| will)|will|please|can you|could you|assigned to|due|by (?:mon|tues|wednes|thurs|fri|satur|sun)day|by (?:tomorrow|eod|the end|[0-9]))\b`)},
}

// groupOf tells what a sentence of a conversation is.
func groupOf(sentence string) bot.Group {
	folded := strings.TrimSpace(japanese.Fold(sentence))
	for _, f := range groupForms {
		if f.form.MatchString(folded) {
			return f.group
		}
	}
	return bot.Ungrouped
}

// rank is where a group stands: what is none of them comes last.
func rank(g bot.Group) int {
	if g == bot.Ungrouped {
		return int(bot.Assignment) + 1
	}
	return int(g)
}
