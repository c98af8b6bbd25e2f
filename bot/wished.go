package bot

import "kotae/bot/wish"

// OfThread reads a message that wishes for a summary of the conversation that it
// stands in. Bare is true of one that names nothing at all: 要約して.
func OfThread(text string) (w Wish, bare, ok bool) {
	w, ok = wish.Parse(text)
	bare = ok && !w.Faint && w.Pointer == wish.Nowhere && w.Subject == "" && len(w.Names)+len(w.Links) == 0 && w.Section == ""
	ok = ok && w.Pointer == wish.Thread && w.Subject == "" && len(w.Names) == 0
	return w, bare, ok || bare
}
