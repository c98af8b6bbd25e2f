package memstore

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kotae/retrieval"
)

func TestLock(t *testing.T) {
	dir := t.TempDir()
	mine, other := open(t, dir, "x"), open(t, dir, "x")
	unlock := lock(t, mine)

	t.Run("is exclusive, and names its holder", func(t *testing.T) {
		for name, s := range map[string]*Store{"another store": other, "the same store": mine} {
			_, err := s.Lock()
			var busy *BusyError
			if !errors.As(err, &busy) || busy.PID != os.Getpid() || busy.Dir != dir {
				t.Errorf("Lock of %s: %v", name, err)
			}
		}
	})
	t.Run("lets its holder write, and others read", func(t *testing.T) {
		put(t, mine, "a", 0)
		expect(t, mine, "a#00000")
		expect(t, other, "a#00000")
	})
	t.Run("lets nobody else write", func(t *testing.T) {
		ps, vs := document("b", 0)
		for name, err := range map[string]error{
			"Replace": other.Replace(t.Context(), retrieval.Entry{File: "b"}, ps, vs),
			"Touch":   other.Touch(t.Context(), retrieval.Entry{File: "a"}),
			"Remove":  other.Remove(t.Context(), "a"),
		} {
			var busy *BusyError
			if !errors.As(err, &busy) {
				t.Errorf("%s: %v", name, err)
			}
		}
		expect(t, other, "a#00000")
	})
	t.Run("lets nobody else empty", func(t *testing.T) {
		_, err := Open(t.Context(), dir, "another space")
		var busy *BusyError
		if !errors.As(err, &busy) || strings.ContainsRune(err.Error(), '\n') {
			t.Errorf("Open: %v", err)
		}
		expect(t, mine, "a#00000")
	})
	t.Run("ends with unlock, which may be called again", func(t *testing.T) {
		unlock()
		put(t, other, "b", 1)
		theirs := lock(t, other)
		unlock()
		if _, err := mine.Lock(); err == nil {
			t.Error("the second unlock released the other's lock")
		}
		theirs()
		put(t, mine, "c", 2)
		expect(t, mine, "a#00000", "b#00000", "c#00000")
	})
	t.Run("survives its directory", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "gone")
		s := open(t, dir, "x")
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		lock(t, s)
	})
}

func TestBusyError(t *testing.T) {
	for _, c := range []struct {
		err  BusyError
		want string
	}{
		{BusyError{"/data", 12}, "the index in /data is being written by process 12; try again when it is done"},
		{BusyError{"/data", 0}, "the index in /data is being written by another process; try again when it is done"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestLockOfAnotherProcess(t *testing.T) {
	dir := t.TempDir()
	open(t, dir, "x").Close()
	child := startChild(t, dir)
	lines := bufio.NewScanner(child.out)
	if !lines.Scan() { // it has the lock before its first line
		t.Fatal("the child wrote nothing")
	}
	s := open(t, dir, "x")
	_, err := s.Lock()
	var busy *BusyError
	if !errors.As(err, &busy) || busy.PID != child.Process.Pid {
		t.Errorf("Lock: %v, want process %d", err, child.Process.Pid)
	}
	if err := s.Remove(t.Context(), "a"); !errors.As(err, &busy) {
		t.Errorf("Remove: %v", err)
	}
	if len(stored(t, s)) == 0 && lines.Scan() && lines.Scan() && len(stored(t, s)) == 0 {
		t.Error("nothing can be read beside the writer")
	}
	child.kill(t)
	lock(t, s)
	if got := fmt.Sprint(s.Notice()); got != "" {
		t.Errorf("Notice: %q", got)
	}
}
