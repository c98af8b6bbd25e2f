package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browsers are the programs that can show the page to the tests, the first that is
// installed.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// A demo is `kotae demo`, running.
type demo struct {
	address string
	place   string // of its temporary files
	process *exec.Cmd
	ended   chan error
	rest    *bufio.Reader // of what it prints
}

// startDemo runs the demo as a person does, and waits until it says where it is.
func startDemo(t *testing.T, args ...string) *demo {
	t.Helper()
	d := &demo{process: exec.Command(program(t), append([]string{"demo", "--no-open"}, args...)...), ended: make(chan error, 1)}
	d.place = t.TempDir()
	d.process.Env = append(os.Environ(), "TMPDIR="+d.place)
	var said strings.Builder
	d.process.Stderr = &said
	out, err := d.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.process.Process.Kill() })
	d.rest = bufio.NewReader(out)
	for d.address == "" {
		line, err := d.rest.ReadString('\n')
		if err != nil {
			t.Fatalf("the demo ended before it said where it is: %v\n%s", err, said.String())
		}
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "http://") {
			d.address = line
		}
	}
	return d
}

// stop ends the demo by Ctrl-C.
func (d *demo) stop(t *testing.T) {
	t.Helper()
	if err := d.process.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, d.rest)
	if err := d.process.Wait(); err != nil {
		t.Errorf("Ctrl-C: %v", err)
	}
}

// A visitor looks at a page in a browser of their own.
type visitor struct {
	t   *testing.T
	ctx context.Context

	*troubles
}

// troubles are what the console said, and requests to elsewhere.
type troubles struct {
	mu   sync.Mutex
	list []string
}

// patience of a visitor with one thing to appear.
const visitorPatience = 20 * time.Second

// visit opens an address in a headless browser; width and height are those of its
// window. The test is skipped where there is none.
func visit(t *testing.T, address string, width, height int, language string, dark bool) *visitor {
	t.Helper()
	var program string
	for _, name := range browsers {
		if p, err := exec.LookPath(name); err == nil {
			program = p
			break
		}
	}
	if program == "" {
		t.Skipf("no browser: install %s to run the tests of the page", browsers[0])
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(width, height),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("lang", language), chromedp.Flag("accept-lang", language), chromedp.Flag("hide-scrollbars", true),
		chromedp.Env("LANGUAGE="+language),
	)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	v := &visitor{t: t, ctx: ctx, troubles: &troubles{}}
	home := address[:strings.Index(address, "/page/")]
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
				v.trouble("console: %s %s", e.Type, describe(e.Args))
			}
		case *runtime.EventExceptionThrown:
			v.trouble("exception: %s", describe([]*runtime.RemoteObject{e.ExceptionDetails.Exception}))
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
				v.trouble("log: %s %s", e.Entry.Text, e.Entry.URL)
			}
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, home+"/page/") && !strings.HasPrefix(e.Request.URL, "data:") {
				v.trouble("a request left for %s", e.Request.URL)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	scheme := map[bool]string{true: "dark", false: "light"}[dark]
	v.do(chromedp.EmulateViewport(int64(width), int64(height)), func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return chromedp.Void{}, err
	}, chromedp.Navigate(address))
	return v
}

func describe(args []*runtime.RemoteObject) string {
	var list []string
	for _, a := range args {
		list = append(list, string(a.Value)+a.Description)
	}
	return strings.Join(list, " ")
}

// in is the visitor in a part of a test.
func (v *visitor) in(t *testing.T) *visitor {
	w := *v
	w.t = t
	return &w
}

func (b *troubles) trouble(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.list = append(b.list, fmt.Sprintf(format, args...))
}

// content is what the page has troubled the visitor with so far.
func (b *troubles) content() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.list) == 0 {
		return nil
	}
	return errors.New(strings.Join(b.list, "\n"))
}

// perform has the browser do something, within the visitor's patience.
func perform[T any](v *visitor, a chromedp.Action[T]) T {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, visitorPatience)
	defer cancel()
	out, err := chromedp.Run(ctx, a)
	if err != nil {
		v.t.Fatalf("%v\n%v", err, v.content())
	}
	return out
}

// do does what the browser is told, step by step.
func (v *visitor) do(steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	perform(v, chromedp.Steps(steps...))
}

// see waits until an expression of JavaScript is true of the page.
func (v *visitor) see(what, expression string) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, visitorPatience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool]("Boolean("+expression+")", chromedp.WithPollingInterval(50*time.Millisecond))); err != nil {
		v.t.Fatalf("%s: %v\n%v\nthe page says:\n%s", what, err, v.content(), v.ask("document.body.innerText"))
	}
}

// ask evaluates an expression of JavaScript, whose value is a string.
func (v *visitor) ask(expression string) string {
	v.t.Helper()
	return perform(v, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise))
}

// press clicks the first visible element that a selector names and whose name or
// text holds a text.
func (v *visitor) press(selector, text string) {
	v.t.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll(%q)].find((e) => e.checkVisibility() && !e.disabled && ((e.getAttribute("aria-label") ?? "") + e.textContent).includes(%q))`, selector, text)
	v.see("something to press: "+text, find)
	v.ask(fmt.Sprintf(`{ const e = %s; e.scrollIntoView({block: "center"}); e.focus(); e.click(); ""; }`, find))
}

// write puts the caret into a field that a selector names and types a text.
func (v *visitor) write(selector, text string) {
	v.t.Helper()
	v.see("somewhere to write", fmt.Sprintf("document.querySelector(%q)", selector))
	v.ask(fmt.Sprintf("document.querySelector(%q).focus(), ''", selector))
	v.do(commit(text))
}

// key presses a key. Enter goes as one event with its text, as from a keyboard: as two
// it would write a line after it was taken.
func (v *visitor) key(name string) {
	v.t.Helper()
	if name != kb.Enter {
		v.do(chromedp.KeyEvent(name))
		return
	}
	for _, p := range []input.DispatchKeyEventParams{{Type: input.DispatchKeyEventTypeKeyDown, Text: "\r"}, {Type: input.DispatchKeyEventTypeKeyUp}} {
		p.Key, p.Code, p.WindowsVirtualKeyCode = "Enter", "Enter", 13
		v.do(func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
			_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, p)
			return chromedp.Void{}, err
		})
	}
}

// has is an expression: something of a selector is shown and holds all the texts.
func has(selector string, texts ...string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(%q)].some((e) => e.checkVisibility({visibilityProperty: true}) && %s.every((t) => e.innerText.includes(t)))`, selector, quoted(texts))
}

// quoted are texts as JavaScript writes them.
func quoted(texts []string) string {
	list, err := json.Marshal(append([]string{}, texts...))
	if err != nil {
		panic(err) // texts can be written
	}
	return string(list)
}

// picture takes a picture of the window.
func (v *visitor) picture(name string) {
	v.t.Helper()
	png := perform(v, chromedp.CaptureScreenshot())
	if err := os.WriteFile(name, png, 0o644); err != nil {
		v.t.Fatal(err)
	}
}
