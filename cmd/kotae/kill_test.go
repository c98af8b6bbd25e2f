package main

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestKilledIndexing kills `kotae index` at 30 random moments, each time going on
// from what the one before left, and compares what is found in the end with an
// undisturbed run.
func TestKilledIndexing(t *testing.T) {
	kotae := program(t)
	docs := t.TempDir()
	if err := os.CopyFS(docs, os.DirFS(samples)); err != nil {
		t.Fatal(err)
	}
	p := newPress()
	for i := range 40 {
		var text strings.Builder
		for range 8 {
			text.WriteString(p.passage() + "\n\n")
		}
		write(t, filepath.Join(docs, "増補"+string(rune('あ'+i))+".txt"), text.String())
	}
	index := func(ctx context.Context, data string) error {
		return exec.CommandContext(ctx, kotae, "index", "--docs", docs, "--data", data).Run()
	}
	whole, disturbed := t.TempDir(), t.TempDir()
	start := time.Now()
	if err := index(t.Context(), whole); err != nil {
		t.Fatal(err)
	}
	takes := time.Since(start)

	killed := 0
	for range 30 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.Int64N(int64(takes))))
		err := index(ctx, disturbed)
		cancel()
		if err != nil { // SIGKILL, when the time was over: the next run goes on from here
			killed++
		} else if err := os.RemoveAll(disturbed); err != nil {
			t.Fatal(err)
		}
	}
	if killed < 10 {
		t.Errorf("only %d of 30 runs were killed", killed)
	}
	if err := index(t.Context(), disturbed); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"有給休暇の繰越し", "VPN エラー", "hotel limit", "決裁権限"} {
		if diff := cmp.Diff(finds(t, kotae, docs, whole, query), finds(t, kotae, docs, disturbed, query)); diff != "" {
			t.Errorf("%s (-undisturbed +killed):\n%s", query, diff)
		}
	}
}

// finds returns what a search finds, without its times.
func finds(t *testing.T, kotae, docs, data, query string) any {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), kotae, "search", "--json", "-n", "20", "--docs", docs, "--data", data, query).Output()
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ Passages []any }
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Passages) == 0 {
		t.Errorf("%s: nothing found", query)
	}
	return got.Passages
}
