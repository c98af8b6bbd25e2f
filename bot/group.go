package bot

import (
	"regexp"
	"strings"

	"kotae/retrieval/japanese"
)

// A Group is what a statement of a conversation is.
type Group int

// The groups, in the order they are told in; what is none of them comes last.
const (
	Ungrouped Group = iota
	Decision
	OpenPoint
	Assignment // who does what by when
)

// groupForms are how people decide, leave open and promise in a conversation, in
// folded text; the first that matches counts.
var groupForms = []struct {
	group Group
	form  *regexp.Regexp
}{
	{OpenPoint, regexp.MustCompile(`未定|未決|保留|継続審議|決まら(?:ず|ない|なかった)|決(?:まって|めて)いな|決(?:まって|めて)いません|決定では(?:あり|な)|まだ(?:分から|わから|決ま|未)|要検討|検討(?:中|が必要|したい|します|させて)|持ち帰|ペンディング|\b(?:tbd|pending|undecided|open question|not (?:yet )?(?:decided|clear|sure)|unclear|to be decided)\b|(?:誰|だれ|どなた|いつ|どこ|どれ|どう).*[?]`)},
	{Assignment, regexp.MustCompile(`お願い(?:します|いたします|できますか)|してください|担当|(?:まで(?:に)?|中に|以内に).{0,30}(?:ます|する|お願い|ください|予定|こと|提出|送)|までに|(?:私|わたし|僕|こちら|さん)(?:が|の方で|で).{0,40}(?:ます|する|します)|やります|(?:やって|対応し|用意し|準備し|作成し|確認し|調べ|送っ|送り|送付し|連絡し|共有し)(?:ておき|て)?(?:ます|おきます|きます)|\b(?:to-?do|action item|i(?:'ll| will)|please|can you|could you|assigned to|due|by (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|eod|the end|[0-9]|\w+ [0-9]))\b`)},
	{OpenPoint, regexp.MustCompile(`[?]['")」』]*$|(?:です|ます|でしょう|ません|の)か[。.]?$|でしょうか|要確認`)},
	{Decision, regexp.MustCompile(`決定|決まり|決まった|決めました|決めた(?:[。.よ]|$)|に決め(?:ま|た|よ)|ことに(?:しま|なりま|した|なった|します)|(?:で|に)(?:します|しました|しましょう|なりました|いきましょう|行きましょう|進めましょう|進めます|行きます|いきます|確定)|とします|確定|合意|承認(?:します|しました|されました|済み)|採用(?:します|しました)|見送(?:り|る)|\b(?:decided|decision|agreed|approved|let's go with|we(?:'ll| will) go with|final(?:ly|ised|ized)?|confirmed)\b`)},
}

// GroupOf tells what a sentence of a conversation is.
func GroupOf(sentence string) Group {
	folded := strings.TrimSpace(japanese.Fold(sentence))
	for _, f := range groupForms {
		if f.form.MatchString(folded) {
			return f.group
		}
	}
	return Ungrouped
}
