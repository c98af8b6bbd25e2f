package workspace

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// A Ping is somebody a message notifies.
type Ping struct {
	// Kind is user, group, here, channel or everyone; ID is the user's or group's.
	Kind, ID string
	// In is text, mrkdwn, markdown or rich_text: where in the message it stood.
	In string
}

// A Link is somewhere a click on a message can lead.
type Link struct {
	URL string
	// Label is what is shown instead of the address, if anything.
	Label string
	// In is text, mrkdwn, markdown, rich_text or button.
	In string
}

// notice is how a message was asked to be read.
type notice struct {
	autolink    bool // addresses in the text become links
	names       bool // @here and the like in the text notify
	unfurlLinks bool
	unfurlMedia bool
}

var (
	brackets = regexp.MustCompile(`<([^<>]*)>`)
	address  = regexp.MustCompile(`https?://[^\s<>|"'「」『』（）【】、。，！？]+`)
	domain   = regexp.MustCompile(`(?i)(?:^|[^\w./@-])((?:[a-z0-9-]+\.)+(?:com|net|org|jp|io|md|dev|ai|app|info|biz|co))(?:$|[^\w-])`)
	labelled = regexp.MustCompile(`\[([^\]\n]*)\]\(\s*<?([^)\s>]+)[^)\n]*\)`)
	allNames = regexp.MustCompile(`@(here|channel|everyone)`)
	fences   = regexp.MustCompile("(?ms)^[ \t]*(```+|~~~+).*?(?:^[ \t]*(?:```+|~~~+)[ \t]*$|\\z)")
	spans    = regexp.MustCompile("(?s)(`+)[^`].*?(`+)")
	media    = regexp.MustCompile(`(?i)\.(png|jpe?g|gif|webp|mp4|mov)(\?|#|$)|youtube\.com/|youtu\.be/|vimeo\.com/`)
)

// notices works out whom a message reaches and where it leads, on top of what it
// did before. The text beside blocks counts too: notifications are made of it. The
// caller holds the lock.
func (s *Server) notices(m *Message, how notice) {
	n := &noticed{m: m, how: how, users: s.state.users}
	if m.Markdown != "" {
		n.markdown(m.Markdown)
	} else {
		n.mrkdwn(m.Text, "text", how.autolink, how.names)
	}
	list, _ := parseBlocks(string(m.Blocks)) // checked when they came
	n.blocks(list)
	attachments, _ := parseBlocks(string(m.Attachments))
	for _, a := range elements(attachments) {
		for _, key := range []string{"pretext", "text", "title", "footer"} {
			text, _ := a[key].(string)
			n.mrkdwn(text, "text", how.autolink, how.names)
		}
		if link, _ := a["title_link"].(string); link != "" {
			n.link(Link{URL: link, In: "text"}, false)
		}
		inner, _ := a["blocks"].([]any)
		n.blocks(inner)
	}
}

// noticed collects what a message notifies and links to.
type noticed struct {
	m     *Message
	how   notice
	users map[string]*User
}

func (n *noticed) ping(p Ping) {
	if !slices.Contains(n.m.Pings, p) {
		n.m.Pings = append(slices.Clone(n.m.Pings), p)
	}
}

func (n *noticed) link(l Link, unfurl bool) {
	if !slices.Contains(n.m.Links, l) {
		n.m.Links = append(slices.Clone(n.m.Links), l)
	}
	if unfurl && (n.how.unfurlLinks || n.how.unfurlMedia && media.MatchString(l.URL)) && !slices.Contains(n.m.Unfurls, l.URL) {
		n.m.Unfurls = append(slices.Clone(n.m.Unfurls), l.URL)
	}
}

// tokens finds what stands in angle brackets, and returns the text without it.
func (n *noticed) tokens(text, in string) string {
	return brackets.ReplaceAllStringFunc(text, func(t string) string {
		inside, label, _ := strings.Cut(t[1:len(t)-1], "|")
		switch {
		case strings.HasPrefix(inside, "@"):
			n.ping(Ping{"user", inside[1:], in})
		case inside == "!here" || inside == "!channel" || inside == "!everyone":
			n.ping(Ping{inside[1:], "", in})
		case inside == "!group": // an older name of the members of a private channel
			n.ping(Ping{"channel", "", in})
		case strings.HasPrefix(inside, "!subteam^"):
			n.ping(Ping{"group", strings.TrimPrefix(inside, "!subteam^"), in})
		case strings.HasPrefix(inside, "#"), strings.HasPrefix(inside, "!"):
		case strings.Contains(inside, "://") || strings.HasPrefix(inside, "mailto:"):
			n.link(Link{inside, label, in}, true)
		default:
			return t
		}
		return " "
	})
}

// addresses finds addresses that stand open in a text.
func (n *noticed) addresses(text, in string) string {
	return address.ReplaceAllStringFunc(text, func(u string) string {
		n.link(Link{URL: strings.TrimRight(u, ".,;:!?)"), In: in}, true)
		return " "
	})
}

// mrkdwn reads a text of Slack's own grammar, in which code is no protection.
func (n *noticed) mrkdwn(text, in string, autolink, names bool) {
	rest := n.tokens(text, in)
	if autolink {
		rest = n.addresses(rest, in)
		for _, m := range domain.FindAllStringSubmatch(rest, -1) {
			n.link(Link{URL: "http://" + m[1], Label: m[1], In: in}, true)
		}
	}
	if !names {
		return
	}
	for _, m := range allNames.FindAllStringSubmatch(rest, -1) {
		n.ping(Ping{m[1], "", in})
	}
	for _, u := range n.users {
		if mentioned(rest, u.Name) {
			n.ping(Ping{"user", u.ID, in})
		}
	}
}

// mentioned tells whether a text has @name, not followed by more of a name.
func mentioned(text, name string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], "@"+name)
		if i < 0 {
			return false
		}
		at += i + len(name) + 1
		if at == len(text) || !strings.ContainsAny(text[at:at+1], "abcdefghijklmnopqrstuvwxyz0123456789_-") {
			return true
		}
	}
}

// markdown reads Markdown, in which code is not looked into.
func (n *noticed) markdown(text string) {
	text = fences.ReplaceAllString(text, "\n")
	text = spans.ReplaceAllStringFunc(text, func(t string) string {
		open := len(t) - len(strings.TrimLeft(t, "`"))
		if end := len(t) - len(strings.TrimRight(t, "`")); open != end {
			return t // these do not belong together
		}
		return " "
	})
	text = labelled.ReplaceAllStringFunc(text, func(t string) string {
		m := labelled.FindStringSubmatch(t)
		n.tokens(m[1], "markdown")
		n.link(Link{m[2], m[1], "markdown"}, true)
		return " "
	})
	n.addresses(n.tokens(text, "markdown"), "markdown")
}

// object reads a text object; plain_text is what it looks like and nothing else.
func (n *noticed) object(v any) {
	o, _ := v.(object)
	if text, _ := o["text"].(string); o["type"] == "mrkdwn" {
		open := o["verbatim"] != true
		n.mrkdwn(text, "mrkdwn", open, open)
	}
}

func (n *noticed) blocks(list []any) {
	for _, b := range elements(list) {
		switch b["type"] {
		case "markdown":
			text, _ := b["text"].(string)
			n.markdown(text)
		case "rich_text":
			n.rich(b)
		case "table":
			rows, _ := b["rows"].([]any)
			for _, r := range rows {
				for _, cell := range elements(r) {
					n.rich(cell)
				}
			}
		case "context":
			for _, e := range elements(b["elements"]) {
				n.object(e)
			}
		case "container":
			n.object(b["subtitle"])
			if title, ok := b["rich_text_title"].(object); ok {
				n.rich(title)
			}
			children, _ := b["child_blocks"].([]any)
			n.blocks(children)
		case "section", "alert":
			n.object(b["text"])
			for _, f := range elements(b["fields"]) {
				n.object(f)
			}
		}
	}
	walk(list, func(_, e object) {
		if u, _ := e["url"].(string); u != "" {
			label, _ := e["text"].(object)
			text, _ := label["text"].(string)
			n.link(Link{u, text, "button"}, false)
		}
		for _, o := range elements(e["options"]) {
			n.object(o["text"])
			n.object(o["description"])
		}
	})
}

// rich reads the elements of rich text, however deep.
func (n *noticed) rich(o object) {
	for _, e := range elements(o["elements"]) {
		id := func(key string) string {
			v, _ := e[key].(string)
			return v
		}
		switch e["type"] {
		case "user":
			n.ping(Ping{"user", id("user_id"), "rich_text"})
		case "usergroup":
			n.ping(Ping{"group", id("usergroup_id"), "rich_text"})
		case "broadcast":
			n.ping(Ping{id("range"), "", "rich_text"})
		case "link", "citation":
			n.link(Link{id("url"), cmp.Or(id("text"), ""), "rich_text"}, true)
		case "date":
			if u := id("url"); u != "" {
				n.link(Link{URL: u, In: "rich_text"}, true)
			}
		}
		n.rich(e)
	}
}
