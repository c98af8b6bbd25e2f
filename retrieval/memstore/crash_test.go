package memstore

import (
	"bufio"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"

	"kotae/retrieval"
)

// childDir names the variable that makes this binary a child that writes.
const childDir = "KOTAE_MEMSTORE_CHILD"

// A child is this binary in another process, writing until it is killed.
type child struct {
	*exec.Cmd
	out io.Reader
}

func startChild(t *testing.T, dir string) *child {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &child{cmd, out}
	t.Cleanup(func() { c.kill(t) })
	return c
}

// kill ends the child as kill -9 does, once.
func (c *child) kill(t *testing.T) {
	if c.ProcessState != nil {
		return
	}
	if err := c.Process.Kill(); err != nil {
		t.Errorf("kill: %v", err)
	}
	_, _ = io.Copy(io.Discard, c.out)
	_ = c.Wait() // it was killed
}

// The child's documents: crashFiles of them, version after version. How many
// passages a document has tells its version.
const crashFiles = 5

func crashFile(n int) string { return fmt.Sprintf("文書%d.md", n%crashFiles) }

func crashDocument(write int) (retrieval.Entry, []retrieval.Passage, [][]float32) {
	file := crashFile(write)
	ps, vs := document(file, make([]float64, 1+write%7)...)
	for i := range ps {
		ps[i].Text = fmt.Sprintf("書き込み%d", write)
		ps[i].Terms = make([]byte, 5000)
	}
	return retrieval.Entry{File: file, Hash: fmt.Sprint(write)}, ps, vs
}

// writeForever is the child. It prints a line for every write that was
// acknowledged, and removes a document, compacts and reopens now and then.
func writeForever(dir string) {
	ctx := context.Background()
	fail := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, "child:", err)
			os.Exit(1)
		}
	}
	for write := 0; ; {
		s, err := Open(ctx, dir, "x")
		fail(err)
		unlock, err := s.Lock()
		fail(err)
		entries, err := s.Entries(ctx)
		fail(err)
		for _, e := range entries {
			var n int
			fmt.Sscan(e.Hash, &n)
			write = max(write, n+1)
		}
		for range 40 {
			e, ps, vs := crashDocument(write)
			fail(s.Replace(ctx, e, ps, vs))
			fmt.Println(write)
			write++
		}
		fail(s.Remove(ctx, crashFile(write)))
		fail(s.Compact(ctx))
		unlock()
		fail(s.Close())
	}
}

func TestKill(t *testing.T) {
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(9, 9))
	for round := range 20 {
		c := startChild(t, dir)
		lines := bufio.NewScanner(c.out)
		acknowledged := -1
		for range r.IntN(60) {
			if !lines.Scan() {
				t.Fatal("the child ended")
			}
		}
		for x := r.IntN(4000); x > 0; x-- { // somewhere inside the next write
			sha256.Sum256([]byte{1})
		}
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
			fmt.Sscan(lines.Text(), &acknowledged)
		}
		c.kill(t)
		checkCrashed(t, dir, acknowledged)
		if t.Failed() {
			t.Fatalf("after kill %d", round)
		}
	}
}

// checkCrashed makes sure that every document is of one write, wholly, and that no
// acknowledged write is lost.
func checkCrashed(t *testing.T, dir string, acknowledged int) {
	t.Helper()
	s := open(t, dir, "x")
	defer s.Close()
	if n := s.Notice(); n != "" {
		t.Errorf("Notice: %q", n)
	}
	var verdict string
	if err := s.db.QueryRow(`PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity: %s, %v", verdict, err)
	}
	stored(t, s)
	shot, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string][]string{}
	for _, p := range shot.Passages() {
		texts[p.File] = append(texts[p.File], p.Text)
	}
	entries, err := s.Entries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	latest := -1
	for _, e := range entries {
		var write int
		fmt.Sscan(e.Hash, &write)
		latest = max(latest, write)
		want := strings.Repeat(fmt.Sprintf("書き込み%d ", write), 1+write%7)
		if got := strings.Join(texts[e.File], " ") + " "; got != want || e.File != crashFile(write) {
			t.Errorf("%s of write %d holds %q", e.File, write, got)
		}
	}
	if latest < acknowledged {
		t.Errorf("the last write is %d; %d was acknowledged", latest, acknowledged)
	}
}
