package slackbot

import (
	"fmt"

	"github.com/slack-go/slack"

	"kotae/bot"
)

// sharedPosts are the messages that an answer is shared as: who shares it and what was
// asked stand before it. The name pings nobody.
func sharedPosts(a bot.Answer, id, name string, opt look) []post {
	w := in(a.Language)
	a.Choices = nil // they are the asker's
	posts := render(a, id, opt)
	before := []slack.Block{
		slack.NewContextBlock("", plainText(fmt.Sprintf(w.sharedBy, oneLine(name, 80)))),
		slack.NewRichTextBlock("", slack.NewRichTextSection(richText(fmt.Sprintf("%s: %s", w.asked, oneLine(a.Question, 300)), boldly)...)),
	}
	if joined := append(before, posts[0].Blocks...); fits(joined) {
		posts[0].Blocks = joined
		return posts
	}
	return append([]post{{alert(a.Question, w.answer), before}}, posts...)
}

// refusalView is a modal that says why something is not shown.
func refusalView(l bot.Language, why reason) slack.ModalViewRequest {
	w := inViews(l)
	return modal(w, w.evidenceTitle, refusal(l, why).Blocks)
}
