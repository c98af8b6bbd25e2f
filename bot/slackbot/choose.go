package slackbot

import (
	"context"
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"kotae/bot"
)

const (
	// actionChoose begins the action_ids of the buttons that choose what a message
	// meant; the number of the choice follows, for they must differ.
	actionChoose = "choose_"
	// offered is how many choices are offered; the answer's text names the same ones.
	offered = 5
	// longestButton is how much of a button's text Slack takes, in UTF-16 units.
	longestButton = 75
)

// choiceButtons offer what a message may have meant. What a choice asks is found in the
// record of the answer, so that a button can ask nothing else.
func choiceButtons(a bot.Answer, id string) []slack.Block {
	w := in(a.Language)
	var elements []slack.BlockElement
	for i, c := range a.Choices[:min(len(a.Choices), offered)] {
		name := choiceName(c.Label, longestButton)
		elements = append(elements, button(actionChoose+strconv.Itoa(i+1), choiceValue(id, i+1),
			label{name, fmt.Sprintf(w.choose, choiceName(c.Label, longestButton-units(w.choose)))}))
	}
	if len(elements) == 0 {
		return nil
	}
	return []slack.Block{slack.NewActionBlock("", elements...)}
}

// choiceName is a choice on a button, at most so many UTF-16 units long: of a path that
// is longer the name of the file, and as much of that as there is room for.
func choiceName(text string, most int) string {
	if units(oneLine(text, longestFile)) > most {
		text = path.Base(text)
	}
	name := oneLine(text, most)
	for n := most - 1; units(name) > most; n-- {
		name = oneLine(text, n)
	}
	return name
}

func choiceValue(id string, n int) string { return fmt.Sprintf("%d:%s", n, id) }

// readChoice reads the value of a choice's button; n is counted from 1.
func readChoice(value string) (id string, n int, ok bool) {
	number, id, ok := strings.Cut(value, ":")
	n, err := strconv.Atoi(number)
	return id, n, ok && err == nil && n > 0 && id != ""
}

// chosen asks what a button says, where the question was asked, for who asked it: each
// choice once, however often it is clicked. It is journaled before the click is
// acknowledged.
func (b *Slackbot) chosen(ctx context.Context, c click) error {
	id, n, ok := readChoice(c.value)
	if !ok {
		b.Log.Warn("a choice is not understood", "channel", c.channel)
		return nil
	}
	r, ok, err := b.Memory.Record(ctx, id)
	if err != nil {
		return err
	}
	tell := func(say func(l bot.Language) post) {
		b.beside("answer a choice", func(ctx context.Context) error {
			if b.judge(ctx, c.task(b, bot.Japanese)) == silence {
				return nil
			}
			return b.whisperTo(ctx, c, say(b.spokenTo(ctx, c.user)))
		})
	}
	switch {
	case !ok || n > len(r.Answer.Choices) || c.at.Sub(r.At) > stale:
		tell(func(l bot.Language) post { return refusal(l, tooOld) })
		return nil
	case r.Asker != c.user:
		tell(func(l bot.Language) post { return notice(in(l).notYourChoice) })
		return nil
	}
	return b.accept(ctx, b.newChoice(c, r, n), "")
}

// newChoice makes a task of the n-th choice under an answer, for its asker.
func (b *Slackbot) newChoice(c click, r bot.Record, n int) task {
	t := task{
		Key:  fmt.Sprintf("%s/choice/%s/%d", b.self.team, r.ID, n),
		Kind: mention, Team: b.self.team, Channel: c.channel, User: c.user, UserTeam: c.team,
		Text: r.Answer.Choices[n-1].Ask, Chosen: true,
	}
	place := r.Thread[strings.LastIndex(r.Thread, "/")+1:]
	switch {
	case place == c.user: // a command's, see task.conversation
		t.Kind, t.ResponseURL = command, c.responseURL
		return t
	case inDirectMessage(c.channel):
		t.Kind = direct
	}
	// Two choices of one message are answered apart.
	t.Thread, t.TS = place, fmt.Sprintf("%s/%d", c.ts, n)
	return t
}
