package retrieval

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDriftOf(t *testing.T) {
	entries := []Entry{
		{File: "人事/規程.md", Hash: "a", Versions: "2"}, {File: "総務/名刺.md", Hash: "b", Versions: "2"},
		{File: "古い.md", Hash: "c", Versions: "1"}, {File: "消えた.md", Hash: "d", Versions: "2"},
	}
	hashes := map[string]string{"人事/規程.md": "a", "総務/名刺.md": "B", "古い.md": "c", "新しい.md": "e", "あたらしい.md": "f"}
	got := DriftOf(entries, hashes, "2")
	want := Drift{Added: []string{"あたらしい.md", "新しい.md"}, Changed: []string{"総務/名刺.md"}, Removed: []string{"消えた.md"}, Outdated: 1}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
	if got.IsZero() || !DriftOf(entries[:1], map[string]string{"人事/規程.md": "a"}, "2").IsZero() {
		t.Error("IsZero")
	}
}
