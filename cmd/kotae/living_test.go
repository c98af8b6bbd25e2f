package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// livings is how many folders TestLivingFolders lets live. Those of one number are the
// same every time; the moments at which processes are killed are not.
var livings = flag.Int("living", 3, "how many folders live, in TestLivingFolders")

// A habitat is a folder that changes at random. Every text that is ever written holds a
// word of its own.
type habitat struct {
	*testing.T
	*rand.Rand
	seed       int
	docs, data string
	words      []string // all that were ever written
}

// TestLivingFolders changes folders at random while processes index them and are killed
// at random moments. What is found in the end is what a new index of the folder finds,
// and no file of the index holds a word of what the folder holds no more.
func TestLivingFolders(t *testing.T) {
	kotae := program(t)
	for seed := range *livings {
		t.Run(fmt.Sprint("folder ", seed), func(t *testing.T) {
			t.Parallel()
			h := &habitat{T: t, Rand: rand.New(rand.NewPCG(uint64(seed), 11)), seed: seed, docs: t.TempDir(), data: t.TempDir()}
			for range 5 {
				h.add()
			}
			for range 2 {
				h.cutShort(kotae)
				h.follow(kotae)
			}
			h.change(3)
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			if err := exec.CommandContext(ctx, kotae, "index", "--docs", h.docs, "--data", h.data).Run(); err != nil && len(h.files()) > 0 {
				t.Fatal(err)
			}
			h.check(kotae)
		})
	}
}

// cutShort changes the folder and kills an indexing of it.
func (h *habitat) cutShort(kotae string) {
	h.Helper()
	h.change(1 + h.IntN(4))
	ctx, cancel := context.WithTimeout(h.Context(), time.Duration(h.Int64N(int64(1500*time.Millisecond))))
	defer cancel()
	_ = exec.CommandContext(ctx, kotae, "index", "--docs", h.docs, "--data", h.data).Run() // killed or not
}

// follow changes the folder under a process that follows it, and kills that when it has
// taken something in, in the midst of other changes.
func (h *habitat) follow(kotae string) {
	h.Helper()
	f, err := startFollowing(exec.Command(kotae, "index", "--watch", "--docs", h.docs, "--data", h.data))
	if err != nil {
		h.Fatal(err)
	}
	defer f.end(os.Kill)
	if said, ok := await(f.err, regexp.MustCompile("^kotae: following ")); !ok {
		h.Fatalf("it does not follow:\n%s", said)
	}
	h.change(h.IntN(3))
	name := h.add()
	if said, ok := await(f.out, regexp.MustCompile(`^(added|renamed) .*`+regexp.QuoteMeta(name)+`$`)); !ok {
		h.Fatalf("%s is not taken in:\n%s", name, said)
	}
	h.change(1 + h.IntN(3))
	ctx, cancel := context.WithTimeout(h.Context(), time.Duration(h.Int64N(int64(3*time.Second))))
	defer cancel()
	<-ctx.Done()
}

// change does n things to the folder.
func (h *habitat) change(n int) {
	h.Helper()
	for range n {
		files := h.files()
		if len(files) < 3 { // a folder without documents is another matter
			h.add()
			continue
		}
		file := files[h.IntN(len(files))]
		to := h.place(fmt.Sprintf("改名%d%s", h.IntN(1000), filepath.Ext(file)))
		var err error
		switch h.IntN(8) {
		case 0:
			h.add()
		case 1, 2:
			err = os.WriteFile(file, []byte(h.text()), 0o600)
		case 3:
			var data []byte
			if data, err = os.ReadFile(file); err == nil {
				err = os.WriteFile(file, append(data, h.text()...), 0o600)
			}
		case 4:
			err = os.Rename(file, to)
		case 5:
			err = os.Rename(file, h.place(filepath.Base(file)))
		case 6:
			err = os.Remove(file)
		case 7: // a whole folder
			if dir := filepath.Dir(file); dir != h.docs {
				err = os.Rename(dir, filepath.Join(h.docs, fmt.Sprintf("部署%d", 10+h.IntN(1000))))
			}
		}
		if err != nil {
			h.Fatal(err)
		}
	}
}

// add writes a new document and returns its name.
func (h *habitat) add() string {
	h.Helper()
	path := h.place(fmt.Sprintf("文書%d.%s", len(h.words), []string{"md", "txt"}[h.IntN(2)]))
	if err := os.WriteFile(path, []byte(h.text()), 0o600); err != nil {
		h.Fatal(err)
	}
	return filepath.Base(path)
}

// place returns where to put a file of this name.
func (h *habitat) place(name string) string {
	h.Helper()
	dir := filepath.Join(h.docs, []string{"", "総務", "人事/規程"}[h.IntN(3)])
	if err := os.MkdirAll(dir, 0o700); err != nil {
		h.Fatal(err)
	}
	return filepath.Join(dir, name)
}

// text writes some passages of a document, with a word that was never written before.
func (h *habitat) text() string {
	word := fmt.Sprintf("カナリア%dの%d羽目", h.seed, len(h.words)) + fmt.Sprintf("qz%dx%dw", h.seed, len(h.words))
	h.words = append(h.words, word)
	var b strings.Builder
	fmt.Fprintf(&b, "# %sの規程\n\n", word)
	for i := range 1 + h.IntN(4) {
		fmt.Fprintf(&b, "## 第%d条 %s\n\n%sの申請は%d日前までに行う。%s\n\n", i+1, word, word, h.IntN(30), strings.Repeat("承認を受けること。", h.IntN(80)))
	}
	return b.String()
}

// files returns the documents of the folder, in order.
func (h *habitat) files() []string {
	h.Helper()
	var files []string
	err := filepath.WalkDir(h.docs, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
	return files
}

// check compares the index with the folder.
func (h *habitat) check(kotae string) {
	h.Helper()
	gone := map[string]bool{}
	for _, word := range h.words {
		gone[word] = true
	}
	for _, file := range h.files() {
		data, err := os.ReadFile(file)
		if err != nil {
			h.Fatal(err)
		}
		for _, word := range h.words {
			if bytes.Contains(data, []byte(word)) {
				delete(gone, word)
			}
		}
	}
	if len(gone) == 0 {
		h.Log("nothing is gone") // as it may be
	}
	kept := func() {
		h.Helper()
		err := filepath.WalkDir(h.data, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			for word := range gone {
				if bytes.Contains(data, []byte(word)) {
					h.Errorf("%s, which is in no document, is in %s", word, filepath.Base(path))
				}
			}
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			h.Fatal(err)
		}
	}
	kept()
	fresh := h.TempDir()
	const query = "申請の承認"
	want, got := finds(h.T, kotae, h.docs, fresh, query), finds(h.T, kotae, h.docs, h.data, query)
	if diff := cmp.Diff(want, got); diff != "" {
		h.Errorf("%s (-new index +this):\n%s", query, diff)
	}
	for word := range gone {
		if strings.Contains(fmt.Sprint(got), word) {
			h.Errorf("%s, which is in no document, is found", word)
		}
	}
	for _, word := range slices.Sorted(maps.Keys(gone))[:min(1, len(gone))] {
		out, err := exec.CommandContext(h.Context(), kotae, "ask", "--json", "--docs", h.docs, "--data", h.data, word+"の申請は何日前までですか。").Output()
		if err != nil {
			h.Fatal(err)
		}
		var said struct {
			Citations []struct{ Quote, File string }
		}
		if err := json.Unmarshal(out, &said); err != nil {
			h.Fatal(err)
		}
		for _, c := range said.Citations {
			if strings.Contains(c.Quote, word) {
				h.Errorf("%s is cited: %s", c.File, c.Quote)
			}
		}
	}
	kept()
}
