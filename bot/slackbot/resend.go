package slackbot

import (
	"github.com/slack-go/slack"

	"kotae/bot"
)

// actionResend is the action_id of the button that posts an answer again.
const actionResend = "resend"

// resendPost tells an asker that an answer may not have arrived.
func resendPost(l bot.Language, id string) post {
	w := in(l)
	p := notice(w.lost)
	p.Blocks = append(p.Blocks, slack.NewActionBlock("", button(actionResend, id, w.resend)))
	return p
}
