package reader

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"time"

	"kotae/retrieval"
)

// The limits that every file is read within. What is beyond them is nobody's document
// but a mistake or an attack, and is named.
const (
	timeLimit     = 60 * time.Second // for one file
	expandedLimit = 256 << 20        // bytes that an archive may hold unpacked
	partLimit     = 64 << 20         // bytes of one of its parts
	textLimit     = 32 << 20         // bytes of a document's text
	depthLimit    = 200              // of what is nested within itself
	heavy         = 4 << 20          // bytes of a file that others of its size wait for
)

var (
	errEmpty = &retrieval.Unreadable{Reason: "empty", Remedy: "write something in it, or take it out of the folder"}
	errBlank = &retrieval.Unreadable{Reason: "no text in it", Remedy: "if it holds pictures of text, save it with a text layer (OCR); else take it out of the folder"}
	errSlow  = &retrieval.Unreadable{Reason: "takes more than a minute to read", Remedy: "split it into smaller files"}
	errLong  = &retrieval.Unreadable{Reason: "more than 32 MB of text", Remedy: "split it into smaller files"}
	errBomb  = &retrieval.Unreadable{Reason: "unpacks to more than 256 MB", Remedy: "split it into smaller files, or take the pictures out"}
	errDeep  = &retrieval.Unreadable{Reason: "nested too deeply", Remedy: "open it in its program and save it again"}
	errMoji  = &retrieval.Unreadable{Reason: "its text comes out garbled", Remedy: "save it anew from the original, as UTF-8 text or as PDF with its fonts embedded"}
	errLock  = &retrieval.Unreadable{Reason: "protected by a password", Remedy: "save a copy without the password"}
)

// damaged says that a file is not what its name says, or not whole.
func damaged(kind string) *retrieval.Unreadable {
	return &retrieval.Unreadable{Reason: "damaged, or no " + kind, Remedy: "open it in its program and save it again; if that fails, take it from a backup"}
}

// large is held while a large file is read: what a few of them take side by side is
// more than the largest takes.
var large sync.Mutex

// guarded reads a file by its format, within the limits. A panic is the file's fault.
//
// What exceeds timeLimit is left behind: a library can't be stopped from outside.
// The formats that are our own stop by themselves.
func guarded(f format, name string, data []byte) (retrieval.Document, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return retrieval.Document{}, errEmpty
	}
	if len(data) > heavy {
		large.Lock()
		defer large.Unlock()
	}
	type result struct {
		d   retrieval.Document
		err error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if v := recover(); v != nil {
				r = result{err: reason(v)}
			}
			done <- r
		}()
		r.d, r.err = f(name, data)
	}()
	late := time.NewTimer(timeLimit + 5*time.Second)
	defer late.Stop()
	select {
	case r := <-done:
		var u *retrieval.Unreadable
		switch {
		case r.err != nil && !errors.As(r.err, &u):
			return retrieval.Document{}, reason(r.err)
		case r.err != nil:
			return retrieval.Document{}, u
		}
		return r.d, nil
	case <-late.C:
		return retrieval.Document{}, errSlow
	}
}

// reason makes of what a format panicked with, or failed with, why a file can't be read.
func reason(v any) *retrieval.Unreadable {
	if err, ok := v.(error); ok {
		var u *retrieval.Unreadable
		if errors.As(err, &u) {
			return u
		}
	}
	u := *damaged("file of its kind")
	detail := []rune(fmt.Sprint(v))
	u.Reason += fmt.Sprintf(" (%s)", string(detail[:min(len(detail), 120)]))
	return &u
}
