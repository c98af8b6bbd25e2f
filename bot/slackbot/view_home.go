package slackbot

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"kotae/bot"
)

// A knowledge is what can be answered from.
type knowledge struct {
	Folders   []folder
	Refreshed time.Time // zero is never
	Clock     clock     // that times are told by
	Skipped   int       // files that could not be read
}

// A folder is a folder of documents.
type folder struct {
	Name  string
	Files int
}

// A recent is a question that somebody asked; an empty Status is not yet answered.
type recent struct {
	Question string
	Status   bot.Status
	At       time.Time
}

// A home is what the home tab shows to one person.
type home struct {
	Language  bot.Language
	Knowledge knowledge
	Recent    []recent // theirs, newest first
	Command   string   // the slash command, "" where there is none
	Model     bool     // a model writes the answers
}

// Bounds of what the home tab lists.
const (
	shownFolders  = 20
	shownRecent   = 5
	shownExamples = 3
)

// homeView is the home tab.
func homeView(h home) slack.HomeTabViewRequest {
	w := inViews(h.Language)
	out := []slack.Block{headerBlock(w.knows)}
	out = append(out, h.Knowledge.blocks(h.Language)...)

	var examples []string
	for _, p := range w.prompts[:shownExamples] {
		examples = append(examples, p.Message)
	}
	out = append(out, headerBlock(w.examples), bullets(examples), headerBlock(w.recent))

	var asked []string
	for _, r := range h.Recent[:min(len(h.Recent), shownRecent)] {
		status, ok := w.statuses[r.Status]
		if !ok {
			status = w.pending
		}
		asked = append(asked, fmt.Sprintf("%s — %s · %s", oneLine(r.Question, 80), status, h.Knowledge.Clock.tell(r.At, w.when)))
	}
	if len(asked) > 0 {
		out = append(out, bullets(asked))
	} else {
		out = append(out, sectionBlock(w.noRecent))
	}

	private := w.privateLocal
	if h.Model {
		private = w.privateModel
	}
	out = append(out, headerBlock(w.help), bullets(helpLines(h.Language, h.Command)), headerBlock(w.privacy), sectionBlock(private), sectionBlock(w.kept))
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: out}}
}

// blocks lists what can be answered from.
func (k knowledge) blocks(l bot.Language) []slack.Block {
	w := inViews(l)
	if len(k.Folders) == 0 {
		return []slack.Block{sectionBlock(w.noFolders)}
	}
	var names []string
	for i, f := range k.Folders {
		if i == shownFolders {
			names = append(names, fmt.Sprintf(in(l).more, len(k.Folders)-i))
			break
		}
		names = append(names, fmt.Sprintf(w.folder, oneLine(f.Name, 80), f.Files))
	}
	out := []slack.Block{bullets(names)}
	var notes []string
	if !k.Refreshed.IsZero() {
		notes = append(notes, fmt.Sprintf(w.refreshed, k.Clock.tell(k.Refreshed, w.when)))
	}
	if k.Skipped > 0 {
		notes = append(notes, fmt.Sprintf(w.skipped, k.Skipped))
	}
	if len(notes) > 0 {
		out = append(out, slack.NewContextBlock("", plainText(strings.Join(notes, "\n"))))
	}
	return out
}

// helpLines say how to ask; command is the slash command, "" where there is none.
func helpLines(l bot.Language, command string) []string {
	w := inViews(l)
	out := w.helpLines[:len(w.helpLines):len(w.helpLines)]
	if command != "" {
		for _, line := range w.helpCommand {
			out = append(out, fmt.Sprintf(line, command))
		}
	}
	return out
}

// helpPost answers a request for help.
func helpPost(l bot.Language, command string) post {
	w := inViews(l)
	return post{alert(w.help, w.help), []slack.Block{headerBlock(w.help), bullets(helpLines(l, command))}}
}

// statusPost answers a request for the state of things.
func statusPost(l bot.Language, k knowledge) post {
	w := inViews(l)
	blocks := append([]slack.Block{headerBlock(w.statusTitle)}, k.blocks(l)...)
	return post{alert(readable(blocks), w.statusTitle), blocks}
}

func headerBlock(text string) slack.Block { return slack.NewHeaderBlock(plainText(shorten(text, 140))) }

func sectionBlock(text string) slack.Block { return slack.NewSectionBlock(plainText(text), nil, nil) }

// bullets is a list, of lines that are safe.
func bullets(items []string) slack.Block {
	list := slack.NewRichTextList(slack.RTEListBullet, 0)
	for _, i := range items {
		list.Elements = append(list.Elements, slack.NewRichTextSection(richText(i, nil)...))
	}
	return slack.NewRichTextBlock("", list)
}
