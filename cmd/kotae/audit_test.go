package main

import (
	"context"
	"os"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// named are the roles of what nobody can use without knowing its name.
var named = []string{
	"button", "link", "textbox", "searchbox", "combobox", "listbox", "option", "radio", "checkbox", "tab", "menuitem", "dialog",
	"img", "image", "navigation", "complementary", "region", "tabpanel", "group", "menu",
}

// audit looks at what is in the window as somebody would who can't see it, sees it
// badly, or holds a small telephone: names as the browser computes them, contrast,
// structure.
func (v *visitor) audit(what string) {
	v.t.Helper()
	tree := perform(v, func(ctx context.Context, t *chromedp.Target) (accessibility.GetFullAXTreeResult, error) {
		return cdp.Call(ctx, t, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	})
	if len(tree.Nodes) < 20 {
		v.t.Fatalf("%s: the browser knows %d accessible things", what, len(tree.Nodes))
	}
	for _, n := range tree.Nodes {
		if n.Ignored || n.Role == nil || !slices.Contains(named, word(n.Role)) {
			continue
		}
		if word(n.Name) == "" {
			if word(n.Role) == "group" || word(n.Role) == "region" {
				continue // of no use to be named; the browser makes groups of fieldsets without a legend alone
			}
			v.t.Errorf("%s: a %s has no name (element %d)", what, word(n.Role), n.BackendDOMNodeID)
		}
	}
	for _, name := range []string{"contrast", "shape"} {
		script, err := os.ReadFile("testdata/page/" + name + ".js")
		if err != nil {
			v.t.Fatal(err)
		}
		if wrong := v.ask(string(script)); wrong != "" {
			v.t.Errorf("%s: %s:\n%s", what, name, wrong)
		}
	}
}

// word is the text of a value of the accessibility tree.
func word(value *accessibility.Value) string {
	if value == nil {
		return ""
	}
	return strings.TrimSpace(strings.Trim(string(value.Value), `"`))
}
