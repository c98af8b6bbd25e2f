// Package wish understands messages that wish for a summary: what is to be summed
// up, how long, in what form, for whom.
//
// It owns how such wishes are worded, in Japanese and English, and tells them from
// questions that merely speak of summaries. It knows no document, no store and no
// Slack: what a name stands for is for others to find out.
package wish

import (
	"regexp"
	"strings"

	"kotae/retrieval/japanese"
)

// A Wish is what a message says of the summary it wishes for.
type Wish struct {
	// Subject names what is to be summed up, folded (japanese.Fold): a document,
	// several, a folder, a topic. Empty where nothing is named.
	Subject string
	// Names are names that stood in quotes, folded, in order.
	Names []string
	// Pointer is what the message points at without naming it.
	Pointer Pointer
	// Section is the heading or chapter that the summary is to keep to, folded; empty
	// for all. Subject does not hold it.
	Section string
	// Links are the addresses in the message, as they stood.
	Links []string

	// Lines, Chars and Words are the wished length: at most one is not 0.
	Lines, Chars, Words int
	// Form is how the summary is to be written.
	Form Form
	// Fuller is true of a summary that is to be longer than usual.
	Fuller bool
	// Plain is true of a summary in easy words, Newcomers of one for new staff.
	Plain, Newcomers bool
	// Faint is true of a message that says nothing of a summary, but wants a list or
	// easy words: it wishes for one if its subject is a document.
	Faint bool
	// Shorter and Longer are true of a message that wants what was said before in fewer
	// words, or in more, and says nothing else.
	Shorter, Longer bool
	// Language is the wished language, by its ISO 639 code; empty for none.
	Language string
}

// A Pointer is what a message points at.
type Pointer int

// The pointers.
const (
	Nowhere  Pointer = iota
	This             // what the conversation is about: これ, この資料, this
	Attached         // a file sent along: 添付, the attached file
	Thread           // the conversation itself: このスレッド, this thread
)

// A Form is how a summary is written.
type Form int

// The forms.
const (
	Unsaid Form = iota
	Bullets
	Paragraph
)

// Parse reads a message. It reports false of one that does not wish for a summary: what a
// message says it does not want summed up is no wish.
func Parse(text string) (Wish, bool) {
	var w Wish
	text, _ = Undenied(text)
	text = linkForm.ReplaceAllStringFunc(text, func(link string) string {
		w.Links = append(w.Links, strings.Trim(link, "<>"))
		return " "
	})
	rest := greeting.ReplaceAllString(strings.TrimSpace(spaces.ReplaceAllString(japanese.Fold(text), " ")), "")
	rest = slip.ReplaceAllString(rest, "$1")
	if rest == "" || refused(rest) {
		return w, false
	}
	if again := strings.Trim(rest, " 。.!?、,~…"); shorter.MatchString(again) || longer.MatchString(again) {
		w.Pointer, w.Shorter, w.Longer = This, shorter.MatchString(again), longer.MatchString(again)
		return w, true
	}
	placed := formPlaced(rest)
	rest, formed := w.takeForm(rest)
	subject, ok := wished(rest, false)
	if !ok && formed && placed {
		w.Faint = w.Lines+w.Chars+w.Words == 0
		subject, ok = wished(rest, !w.Faint || !tells.MatchString(rest))
	}
	if !ok {
		return w, false
	}
	w.setSubject(subject)
	return w, true
}

// For is the wish for a summary of what somebody named, in such a length and form as
// they said.
func For(subject string) Wish {
	var w Wish
	s, _ := w.takeForm(strings.TrimSpace(spaces.ReplaceAllString(japanese.Fold(subject), " ")))
	w.setSubject(s)
	return w
}

var (
	linkForm = regexp.MustCompile(`<?https?://[^\s<>　、。）)」]+>?`)
	spaces   = regexp.MustCompile(`[\s　]+`)
	tells    = regexp.MustCompile(`教え|おしえ|挙げ|列挙|示し|\b(?:tell|list|show)\b`)
	slip     = regexp.MustCompile(`([ぁ-ん])[a-z]{1,2}$`) // ださいm, てw
	greeting = regexp.MustCompile(`^(?:(?:すみません|すいません|すまん|恐れ入りますが|お疲れ様です|お疲れさまです|お疲れ様|おつかれ|おはようございます|こんにちは|ごめん|あの|ねえ|ねぇ|えっと|じゃあ?|では|それじゃあ?|急ぎで|至急|悪いけど|申し訳ないですが|お手数ですが|kotae|hi|hey|hello|ok|okay|so|and|sorry|thanks)(?:[、,。.!~ ー…]+|$))+`)
)

// wished finds the wish in what is left of a message without the words of form, and
// returns what it is about. Where several sentences stand, the last one that wishes
// counts; if it names nothing, what was said before does.
func wished(rest string, formed bool) (subject string, ok bool) {
	sentences := splitter.Split(strings.Trim(rest, " 。.!?、,~…"), -1)
	for i := len(sentences) - 1; i >= 0; i-- {
		s := strings.Trim(sentences[i], " 、,。.!?~…")
		subject, ok := wishedIn(s, formed)
		if !ok {
			continue
		}
		if subject == "" && len(sentences) > 1 {
			others := append(append([]string{}, sentences[:i]...), sentences[i+1:]...)
			subject = strings.Join(others, " ")
		}
		return subject, true
	}
	return "", false
}

// splitter is what stands between sentences; a full stop in a file's name is none.
var splitter = regexp.MustCompile(`[。!?\n]+|\. `)

func wishedIn(s string, formed bool) (string, bool) {
	for _, forms := range [][]*regexp.Regexp{japaneseForms, englishForms} {
		for _, f := range forms {
			if m := f.FindStringSubmatch(s); m != nil {
				return strings.Join(m[1:], ""), true
			}
		}
	}
	if !formed || asks.MatchString(s) {
		return "", false
	}
	for _, f := range bareForms {
		if m := f.FindStringSubmatch(s); m != nil {
			return strings.Join(m[1:], ""), true
		}
	}
	return "", false
}
