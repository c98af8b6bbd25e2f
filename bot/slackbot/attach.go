package slackbot

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"kotae/bot"
	"kotae/retrieval"
)

// A Reading makes documents of files. It is safe for concurrent use.
type Reading interface {
	// Read reads the bytes of a file by the ending of its name. What has no readable text
	// is a *retrieval.Unreadable.
	Read(name string, data []byte) (retrieval.Document, error)
	// Desk lays documents beside a question.
	Desk(documents ...retrieval.Document) (*retrieval.Desk, error)
}

const (
	// longestAttachment is how long a file may be that is read, in bytes, and
	// mostAttached how many of a conversation are laid beside a question.
	longestAttachment = 20 << 20
	mostAttached      = 10
	// attachedMark begins the names of attached files, so that nobody takes them for
	// documents that all are answered from.
	attachedMark = "添付："
)

// A file is what Slack says of a file that came with a message.
type file struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// URL is where the file itself is; empty where Slack wants to be asked.
	URL     string `json:"url,omitempty"`
	Size    int    `json:"size"`
	HTML    bool   `json:"html,omitempty"`    // it is a web page
	Picture bool   `json:"picture,omitempty"` // or sound, or film
	// Elsewhere is true of a file that Slack only links to, or shows no more.
	Elsewhere bool `json:"elsewhere,omitempty"`
}

// newFile makes a file of what Slack says of one. Slack's files end here.
func newFile(f slack.File) file {
	name := f.Name
	if name == "" {
		name = f.Title
	}
	if path.Ext(name) == "" && f.Filetype != "" {
		name += "." + f.Filetype
	}
	url := f.URLPrivateDownload
	if url == "" {
		url = f.URLPrivate
	}
	return file{
		ID: f.ID, Name: name, URL: url, Size: f.Size,
		HTML:      strings.Contains(f.Mimetype, "html") || slices.Contains([]string{".html", ".htm", ".xhtml"}, strings.ToLower(path.Ext(name))),
		Picture:   slices.Contains([]string{"image", "audio", "video"}, strings.Split(f.Mimetype, "/")[0]),
		Elsewhere: f.IsExternal || slices.Contains([]string{"external", "tombstone", "hidden_by_limit"}, f.Mode),
	}
}

// newFiles makes files of what Slack says of them.
func newFiles(list []slack.File) []file {
	var out []file
	for _, f := range list {
		out = append(out, newFile(f))
	}
	return out
}

// readsFiles reports whether attached files are read.
func (b *Slackbot) readsFiles() bool { return b.opt.ReadFiles && b.opt.Reading != nil }

// implied is what a file without words asks for.
func implied(l bot.Language) string {
	if l == bot.English {
		return "Summarise the attached file in three lines"
	}
	return "添付の資料を3行で要約して"
}

// holds is where the files are kept that a task may be answered from: with its
// conversation, or with its answer where that stands alone.
func (t task) holds() string {
	if t.private() {
		return t.record
	}
	return t.conversation()
}

// lay lays the files beside a task's question that came with it, or else those that came
// earlier in its conversation; nil for none. What can't be read is noted in the task. An
// error that is a failure says in a sentence why there is nothing to answer from.
func (b *Slackbot) lay(ctx context.Context, t *task) (*retrieval.Desk, error) {
	if !b.readsFiles() {
		return nil, nil
	}
	l := t.language()
	var documents []retrieval.Document
	for i, f := range t.Sent {
		if i == mostAttached {
			t.notes = append(t.notes, fmt.Sprintf(in(l).tooManyFiles, mostAttached))
			break
		}
		d, err := b.fetch(ctx, *t, f)
		var why failure
		switch {
		case errors.As(err, &why):
			t.notes = append(t.notes, string(why))
		case err != nil:
			return nil, err
		default:
			documents = append(documents, d)
		}
	}
	switch {
	case len(t.Sent) > 0 && len(documents) == 0:
		if t.Text != implied(l) && !slices.ContainsFunc(t.Sent, func(f file) bool { return !f.Picture }) {
			return nil, nil // the question stands without its pictures
		}
		return nil, failure(strings.Join(t.notes, "\n"))
	case len(t.Sent) > 0:
		days := int(b.opt.Retention.Hours() / 24)
		t.notes = append(t.notes, fmt.Sprintf(in(l).attached, max(days, 1)))
		if t.private() {
			t.notes[len(t.notes)-1] = fmt.Sprintf(in(l).attachedOnce, max(days, 1))
		}
	default:
		kept, err := b.Memory.Attached(ctx, t.holds(), mostAttached)
		if err != nil {
			return nil, err
		}
		if len(kept) == 0 && t.Kind == mention && t.Thread != t.TS {
			documents = b.above(ctx, t)
		}
		for _, f := range kept {
			d, err := b.opt.Reading.Read(attachedName(f.Name), f.Data)
			if err != nil {
				b.Log.Warn("an attached file can't be read any more", "channel", t.Channel, "ts", t.TS, "err", err)
				continue
			}
			documents = append(documents, d)
		}
	}
	if len(documents) == 0 {
		return nil, nil
	}
	return b.opt.Reading.Desk(documents...)
}

// above are the documents that people attached in a thread before the bot was first
// asked there, as far as it may read that.
func (b *Slackbot) above(ctx context.Context, t *task) []retrieval.Document {
	messages, err := b.replies(ctx, *t)
	if err != nil {
		b.Log.Debug("a thread can't be read", "channel", t.Channel, "ts", t.TS, "err", err)
		return nil
	}
	var files []file
	for _, m := range messages {
		if m.Timestamp < t.TS && m.BotID == "" && m.User != b.self.user {
			files = append(files, newFiles(m.Files)...)
		}
	}
	files = slices.DeleteFunc(files, func(f file) bool { return f.Picture })
	var documents []retrieval.Document
	for _, f := range files[max(0, len(files)-mostAttached):] {
		d, err := b.fetch(ctx, *t, f)
		var why failure
		switch {
		case err == nil:
			documents = append(documents, d)
		case errors.As(err, &why):
			t.notes = append(t.notes, string(why))
		default:
			b.Log.Warn("a file of a thread could not be read", "channel", t.Channel, "ts", t.TS, "err", err)
		}
	}
	return documents
}

// A failure is a sentence for people that says why something can't be done.
type failure string

func (f failure) Error() string { return string(f) }

// attachedName is what a file is cited by that was attached.
func attachedName(name string) string {
	return attachedMark + strings.ReplaceAll(oneLine(name, longestFile), "/", "／")
}

// fetch reads a file that came with a task, and keeps it with its conversation. That it
// can't be read is a failure.
func (b *Slackbot) fetch(ctx context.Context, t task, f file) (retrieval.Document, error) {
	w := in(t.language())
	name := oneLine(f.Name, longestReading)
	if f.URL == "" && !f.Elsewhere { // of what another organisation sent
		var info *slack.File
		err := b.api.do(ctx, "files.info", "", func(ctx context.Context) (err error) {
			info, _, _, err = b.api.client.GetFileInfoContext(ctx, f.ID, 0, 0)
			return err
		})
		switch {
		case ctx.Err() != nil:
			return retrieval.Document{}, context.Cause(ctx)
		case err != nil:
			b.Log.Warn("an attached file could not be looked up", "channel", t.Channel, "ts", t.TS, "err", err)
			return retrieval.Document{}, failure(fmt.Sprintf(w.fileNotGot, name))
		}
		f = newFile(*info)
	}
	switch {
	case f.Elsewhere || f.URL == "":
		return retrieval.Document{}, failure(fmt.Sprintf(w.fileElsewhere, name))
	case f.Size > longestAttachment:
		return retrieval.Document{}, failure(fmt.Sprintf(w.fileTooBig, name, longestAttachment>>20))
	}
	data, err := b.download(ctx, f)
	switch {
	case ctx.Err() != nil:
		return retrieval.Document{}, context.Cause(ctx)
	case errors.Is(err, errTooBig):
		return retrieval.Document{}, failure(fmt.Sprintf(w.fileTooBig, name, longestAttachment>>20))
	case err != nil:
		b.Log.Warn("an attached file could not be downloaded", "channel", t.Channel, "ts", t.TS, "err", err)
		return retrieval.Document{}, failure(fmt.Sprintf(w.fileNotGot, name))
	}
	d, err := b.opt.Reading.Read(attachedName(f.Name), data)
	if unreadable := new(retrieval.Unreadable); errors.As(err, &unreadable) {
		return d, failure(unreadableLine(t.language(), name, *unreadable))
	}
	if err != nil {
		return d, fmt.Errorf("read an attached file: %w", err)
	}
	kept := bot.Attachment{Thread: t.holds(), ID: f.ID, Name: f.Name, Data: data, At: b.now()}
	return d, b.Memory.Attach(ctx, kept)
}

var (
	errTooBig = errors.New("longer than what is read")
	errSignIn = errors.New("a web page came in place of the file: the token may not read it")
)

// download gets a file, with the bot's token, which only Slack is shown.
func (b *Slackbot) download(ctx context.Context, f file) ([]byte, error) {
	var data []byte
	get := func() error {
		return b.api.do(ctx, "files.download", "", func(ctx context.Context) error {
			var w bounded
			err := b.api.client.GetFileContext(ctx, f.URL, &w)
			data = w.data
			return err
		})
	}
	err := get()
	for retry := 0; retry < 2 && uncertain(err) && sleep(ctx, time.Second) == nil; retry++ {
		err = get()
	}
	if err == nil && !f.HTML && isPage(data) {
		return nil, errSignIn
	}
	return data, err
}

// isPage reports whether bytes are a web page.
func isPage(data []byte) bool {
	head := strings.ToLower(strings.TrimLeft(string(data[:min(len(data), 256)]), "\ufeff \t\r\n"))
	return strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html")
}

// bounded takes in the bytes of an attached file. The zero value is ready.
type bounded struct{ data []byte }

// Write implements io.Writer.
func (w *bounded) Write(p []byte) (int, error) {
	if len(w.data)+len(p) > longestAttachment {
		return 0, errTooBig
	}
	w.data = append(w.data, p...)
	return len(p), nil
}

// attachedText returns the text of a file that was attached where an answer was given;
// of another one the library's.
func (b *Slackbot) attachedText(ctx context.Context, r bot.Record) func(name string) (string, error) {
	return func(name string) (string, error) {
		if b.opt.Reading == nil || !strings.HasPrefix(name, attachedMark) {
			return b.Library.Text(name)
		}
		for _, thread := range []string{r.Thread, r.ID} {
			kept, err := b.Memory.Attached(ctx, thread, mostAttached)
			if err != nil {
				return "", err
			}
			for _, f := range slices.Backward(kept) {
				if attachedName(f.Name) == name {
					d, err := b.opt.Reading.Read(name, f.Data)
					return d.Text, err
				}
			}
		}
		return b.Library.Text(name)
	}
}
