package slackbot

import (
	"time"

	"github.com/slack-go/slack"

	"kotae/bot"
)

const voteCallback = "vote"

type shelves struct {
	list      []Shelf
	refreshed time.Time
}
type home struct {
	why     reason
	shelves shelves
	asked   []bot.Record
}

func homeView(l bot.Language, h home) slack.HomeTabViewRequest { return slack.HomeTabViewRequest{} }
func evidenceView(a bot.Answer, text func(string) (string, error), mod func(string) time.Time) slack.ModalViewRequest {
	return slack.ModalViewRequest{}
}
func noticeView(l bot.Language, why reason) slack.ModalViewRequest { return slack.ModalViewRequest{} }
func voteView(id string, l bot.Language) slack.ModalViewRequest    { return slack.ModalViewRequest{} }
func readForm(v slack.View) (id, why, comment string)              { return }
func helpPost(l bot.Language, command string) post                 { return post{} }
func statusPost(l bot.Language, s shelves) post                    { return post{} }
func greetingPost(l bot.Language) post                             { return post{} }
func prompts(l bot.Language) []slack.AssistantThreadsPrompt        { return nil }
func sharedPosts(a bot.Answer, id, name string, opt look) []post   { return nil }
