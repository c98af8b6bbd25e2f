package reader

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// skipped are the elements that hold no text of the page.
var skipped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Svg: true, atom.Iframe: true,
	atom.Nav: true, atom.Footer: true, atom.Aside: true, atom.Form: false, atom.Button: true, atom.Select: true,
	atom.Input: true, atom.Textarea: true, atom.Rt: true, atom.Rp: true, atom.Object: true, atom.Video: true,
	atom.Audio: true, atom.Canvas: true, atom.Dialog: true, atom.Menu: true, atom.Head: true, atom.Math: false,
}

// chrome matches the classes, ids and roles of what surrounds the text of a page.
var chrome = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:nav|navi|navbar|navigation|gnav|globalnav|breadcrumbs?|topicpath|pankuzu|sidebar|side-?bar|side|footer|cookies?|consent|gdpr|related|recommend(?:ed|ation)?s?|ranking|share|sns|social|banner|advert(?:isement)?|ads?|pagetop|page-?top|skip-?link|toc|pager|pagination|comments?|widget|popup|modal|newsletter|subscribe)(?:$|[\s_-])`)

// isChrome tells whether an element surrounds the text rather than being it.
func (p *webpage) isChrome(n *html.Node) bool {
	if skipped[n.DataAtom] || n.DataAtom == atom.Header && !p.inMain && find(n, atom.H1) == nil {
		return true
	}
	if isHidden(n) {
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "role":
			switch a.Val {
			case "navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu":
				return true
			}
		case "class", "id":
			if n.DataAtom != atom.Body && n.DataAtom != atom.Html && n.DataAtom != atom.Main && n.DataAtom != atom.Article && chrome.MatchString(a.Val) {
				return !holdsMost(n)
			}
		}
	}
	return false
}

// apparatus matches the classes of what a wiki sets beside its headings: the link that
// edits what is below, an anchor.
var apparatus = regexp.MustCompile(`(?i)(?:^|[\s-])(?:editsection|headerlink|anchor[_-]?link|anchor_super|heading-?anchor)(?:$|[\s-])`)

// isHidden tells whether an element shows nothing, or nothing but the wiki's own.
func isHidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			if a.Val == "true" {
				return true
			}
		case "style":
			if s := strings.ReplaceAll(strings.ToLower(a.Val), " ", ""); strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		case "class":
			if apparatus.MatchString(a.Val) {
				return true
			}
		}
	}
	return false
}

// holdsMost tells whether an element has text in plain paragraphs: a class that was
// badly named hides no article.
func holdsMost(n *html.Node) bool {
	all, linked := weigh(n)
	return all > 1500 && linked*4 < all
}

// mainOf returns the element that holds the page's main text; body where none stands
// out.
func mainOf(body *html.Node) *html.Node {
	all, _ := weigh(body)
	for _, want := range []func(*html.Node) bool{
		func(n *html.Node) bool { return n.DataAtom == atom.Main || attrOf(n, "role") == "main" },
		func(n *html.Node) bool { return n.DataAtom == atom.Article },
		func(n *html.Node) bool {
			id := strings.ToLower(attrOf(n, "id"))
			return id == "content" || id == "main" || id == "main-content" || id == "mw-content-text" || id == "contents"
		},
	} {
		var found []*html.Node
		each(body, func(n *html.Node) bool {
			if n.Type == html.ElementNode && want(n) {
				found = append(found, n)
				return false
			}
			return true
		})
		if len(found) == 1 {
			if size, _ := weigh(found[0]); size*5 >= all {
				return found[0]
			}
		}
		if len(found) > 1 { // several articles: what holds them all
			return body
		}
	}
	return body
}

// weigh counts the bytes of text below a node, and of those the ones in links.
func weigh(n *html.Node) (all, linked int) {
	var walk func(n *html.Node, in bool)
	walk = func(n *html.Node, in bool) {
		switch {
		case n.Type == html.TextNode:
			size := len(strings.TrimSpace(n.Data))
			all += size
			if in {
				linked += size
			}
			return
		case n.Type == html.ElementNode && (n.DataAtom == atom.Script || n.DataAtom == atom.Style):
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, in || n.DataAtom == atom.A)
		}
	}
	walk(n, false)
	return all, linked
}

// isLinkList tells of a list of nothing but links to elsewhere: navigation, related
// articles. Links to places on the page are its table of contents.
func isLinkList(n *html.Node) bool {
	items, bare := 0, 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Li {
			continue
		}
		items++
		if all, linked := weigh(c); linked*10 >= all*9 {
			bare++
		}
	}
	return items >= 3 && bare == items
}
