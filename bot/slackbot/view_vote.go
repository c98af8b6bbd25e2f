package slackbot

import (
	"github.com/slack-go/slack"

	"kotae/bot"
)

// Names of the form for what is wrong with an answer. The view's private_metadata is
// the answer's id.
const (
	viewVote    = "vote_form"
	fieldReason = "reason"
	fieldDetail = "comment"
)

// longestComment is how many characters a comment may have.
const longestComment = 500

// voteView is the form that a 👎 opens: what is wrong, and a comment for those who
// like to write one.
func voteView(l bot.Language, id string) slack.ModalViewRequest {
	w := inViews(l)
	var options []*slack.OptionBlockObject
	for _, r := range w.voteReasons {
		options = append(options, slack.NewOptionBlockObject(r.value, plainText(r.text), nil))
	}
	comment := slack.NewPlainTextInputBlockElement(nil, fieldDetail).WithMultiline(true).WithMaxLength(longestComment)
	details := slack.NewInputBlock(fieldDetail, plainText(w.voteComment), plainText(w.voteHint), comment)
	details.Optional = true
	v := modal(w, w.voteTitle, []slack.Block{
		slack.NewInputBlock(fieldReason, plainText(w.voteReason), nil, slack.NewRadioButtonsBlockElement(fieldReason, options...)),
		details,
	})
	v.Close, v.Submit = plainText(w.cancel), plainText(w.send)
	v.CallbackID, v.PrivateMetadata = viewVote, id
	return v
}

// readVoteForm returns what was chosen and written in the form. A reason that the
// form does not offer is none.
func readVoteForm(state *slack.ViewState) (reason, comment string) {
	if state == nil {
		return "", ""
	}
	chosen := state.Values[fieldReason][fieldReason].SelectedOption.Value
	for _, r := range inViews(bot.Japanese).voteReasons {
		if r.value == chosen {
			reason = chosen
		}
	}
	return reason, shorten(clean(state.Values[fieldDetail][fieldDetail].Value), longestComment)
}
