package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// summarySet wishes for summaries of the sample documents.
const summarySet = "summaries.jsonl"

// TestSummaryQuality holds the figures of summaries by quotation, as TestQuality does
// those of answers.
func TestSummaryQuality(t *testing.T) {
	var stdout, notes bytes.Buffer
	args := []string{"eval", summarySet, "--json", "--docs", samples, "--data", t.TempDir()}
	if err := run(t.Context(), args, func(string) string { return "" }, strings.NewReader(""), &stdout, &notes); err != nil || notes.Len() > 0 {
		t.Fatalf("%v\n%s", err, notes.Bytes())
	}
	var got evalJSON
	if err := json.Unmarshal(stdout.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	byLang := got.Metrics["by_lang"].(map[string]any)
	var b strings.Builder
	fmt.Fprintf(&b, "%-18s %8s %8s %8s\n", "metric", "all", "en", "ja")
	for _, name := range []string{"key_points", "citation_file", "citation_verbatim", "dangling_marks", "sentences"} {
		fmt.Fprintf(&b, "%-18s %8.2f %8.2f %8.2f\n", name, got.Metrics[name], byLang["en"].(map[string]any)[name], byLang["ja"].(map[string]any)[name])
	}
	golden(t, "summaries.golden", b.String())
	for _, r := range got.Results {
		if r.Status != "answered" || len(r.Citations) == 0 {
			t.Errorf("%s is %s:\n%s", r.ID, r.Status, r.Answer)
		}
	}
}
