package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// A following is a running `kotae index --watch`.
type following struct {
	*exec.Cmd
	out, err <-chan string // lines
}

// patient is how long something is waited for before a test fails.
const patient = time.Minute

// startFollowing starts a program that prints lines.
func startFollowing(cmd *exec.Cmd) (*following, error) {
	f := &following{Cmd: cmd}
	for _, stream := range []struct {
		pipe func() (io.ReadCloser, error)
		to   *<-chan string
	}{{cmd.StdoutPipe, &f.out}, {cmd.StderrPipe, &f.err}} {
		r, err := stream.pipe()
		if err != nil {
			return nil, err
		}
		lines := make(chan string, 1000) // more than any test has printed
		*stream.to = lines
		go func() {
			defer close(lines)
			for s := bufio.NewScanner(r); s.Scan(); {
				lines <- s.Text()
			}
		}()
	}
	return f, cmd.Start()
}

// await reads lines up to one that matches, and returns them all and whether one does.
func await(lines <-chan string, pattern *regexp.Regexp) (said string, ok bool) {
	timer := time.NewTimer(patient)
	defer timer.Stop()
	for {
		select {
		case line, more := <-lines:
			said += line + "\n"
			if !more || pattern.MatchString(line) {
				return said, more
			}
		case <-timer.C:
			return said, false
		}
	}
}

// end sends a signal and returns the exit code, -1 if it was killed.
func (f *following) end(signal os.Signal) int {
	_ = f.Process.Signal(signal) // it may have ended
	for range f.out {
	}
	for range f.err {
	}
	_ = f.Wait() // the code says it
	return f.ProcessState.ExitCode()
}

// follow ARGUMENTS starts `kotae index --watch` and waits until it follows the folders.
func followCommand(ts *testscript.TestScript, neg bool, args []string) {
	cmd := exec.Command(filepath.Join(programs, "kotae"), append([]string{"index", "--watch"}, args...)...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "HOME="+ts.Getenv("HOME"))
	f, err := startFollowing(cmd)
	ts.Check(err)
	*ts.Value("following").(**following) = f
	ts.Defer(func() { f.end(os.Kill) })
	if said, ok := await(f.err, regexp.MustCompile("^kotae: following ")); neg || !ok {
		ts.Fatalf("it does not follow:\n%s", said)
	}
}

// tells PATTERN waits for a line of the standard output of what follows; notes PATTERN for
// one of the standard error.
func tellsCommand(ts *testscript.TestScript, neg bool, args []string) {
	f := *ts.Value("following").(**following)
	if said, ok := await(f.out, regexp.MustCompile(args[0])); neg || !ok {
		ts.Fatalf("no line matches %s:\n%s", args[0], said)
	}
}

func notesCommand(ts *testscript.TestScript, neg bool, args []string) {
	f := *ts.Value("following").(**following)
	if said, ok := await(f.err, regexp.MustCompile(args[0])); neg || !ok {
		ts.Fatalf("no line matches %s:\n%s", args[0], said)
	}
}

// interrupt ends what follows as Ctrl-C does, which must be its ordinary end.
func interruptCommand(ts *testscript.TestScript, neg bool, args []string) {
	f := *ts.Value("following").(**following)
	if code := f.end(os.Interrupt); neg || code != done {
		ts.Fatalf("it ended with %d", code)
	}
}

// TestWatchingIsCutShort interrupts the first indexing of many documents.
func TestWatchingIsCutShort(t *testing.T) {
	docs, p := t.TempDir(), newPress()
	for i := range 40 {
		write(t, filepath.Join(docs, string(rune('あ'+i))+".txt"), p.passage())
	}
	f, err := startFollowing(exec.Command(program(t), "index", "--watch", "--docs", docs, "--data", t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	if code := f.end(os.Interrupt); code != done && code != -1 { // -1: before it listened
		t.Errorf("it ended with %d", code)
	}
}
