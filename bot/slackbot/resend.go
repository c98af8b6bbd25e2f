package slackbot

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"kotae/bot"
)

// actionResend is the action_id of the button that posts a message of an answer again.
const actionResend = "resend"

// resendPost tells an asker that the n-th message of an answer may not have arrived; 0
// is all of them.
func resendPost(l bot.Language, id string, n int) post {
	w := in(l)
	p := notice(w.lost)
	p.Blocks = append(p.Blocks, slack.NewActionBlock("", button(actionResend, fmt.Sprintf("%d:%s", n, id), w.resend)))
	return p
}

// readResend reads the value of such a button.
func readResend(value string) (id string, n int, ok bool) {
	number, id, ok := strings.Cut(value, ":")
	n, err := strconv.Atoi(number)
	return id, n, ok && err == nil && n >= 0 && id != ""
}
