package slackbot

import (
	"strings"

	"github.com/slack-go/slack"

	"kotae/bot"
)

// The action_ids of the buttons under an answer. The value is the answer's id; that
// of a vote is made by voteValue.
const (
	actionEvidence = "evidence"
	actionVote     = "vote"
	actionShare    = "share"
	actionTrash    = "trash"
)

// buttons returns the buttons under an answer. Without sources there is no evidence.
func buttons(a bot.Answer, id string, opt look) []slack.Block {
	w := in(a.Language)
	out := choiceButtons(a, id)
	var actions []slack.BlockElement
	if len(a.Citations) > 0 && opt.Place == nil {
		actions = append(actions, button(actionEvidence, id, w.evidence))
	}
	if opt.Share {
		actions = append(actions, button(actionShare, id, w.share))
	}
	if len(actions) > 0 {
		out = append(out, slack.NewActionBlock("", actions...))
	}
	var small []slack.BlockElement
	if opt.Feedback {
		small = append(small, slack.NewFeedbackButtonsBlockElement(actionVote,
			slack.NewFeedbackButton(plainText(w.helpful.text), voteValue(id, true)).WithAccessibilityLabel(w.helpful.spoken),
			slack.NewFeedbackButton(plainText(w.wrong.text), voteValue(id, false)).WithAccessibilityLabel(w.wrong.spoken)))
	}
	if opt.Trash != "" {
		small = append(small, slack.NewIconButtonBlockElement("trash", plainText(w.trash.text), actionTrash).
			WithValue(id).WithAccessibilityLabel(w.trash.spoken).WithVisibleToUserIDs([]string{opt.Trash}))
	}
	if len(small) > 0 {
		out = append(out, slack.NewContextActionsBlock("", small...))
	}
	return out
}

func button(action, value string, l label) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(action, value, plainText(l.text))
	b.AccessibilityLabel = l.spoken
	return b
}

// voteValue is the value of a vote's button.
func voteValue(id string, up bool) string {
	if up {
		return "up:" + id
	}
	return "down:" + id
}

// readVote reads the value of a vote's button.
func readVote(value string) (id string, up, ok bool) {
	vote, id, ok := strings.Cut(value, ":")
	return id, vote == "up", ok && id != "" && (vote == "up" || vote == "down")
}
