// Package evaluate measures answers on question sets.
//
// It owns the form of a set and the meaning of every metric. It knows nothing of
// how questions are answered, and prints nothing.
package evaluate

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// A Record is one question of a set, one JSON object a line. Unknown keys are
// ignored.
type Record struct {
	ID       string `json:"id"`
	Lang     string `json:"lang"`
	Type     string `json:"type"` // "unanswerable" has no sources
	Question string `json:"question"`
	History  []Turn `json:"history"`
	// Answers are right answers in full; for people.
	Answers []string `json:"answers"`
	// MustInclude lists what an answer must hold: of every group one member.
	MustInclude [][]string `json:"must_include"`
	Sources     []Source   `json:"sources"`
}

// A Turn is something said before the question.
type Turn struct {
	Role    string `json:"role"` // "user" or "assistant"
	Content string `json:"content"`
}

// A Source is where an answer stands.
type Source struct {
	File  string `json:"file"`
	Quote string `json:"quote"` // verbatim text of the file
}

// The types of records that are measured otherwise than the rest.
const (
	Unanswerable = "unanswerable"
	Summary      = "summary"
	// FollowUp is no type of its own: it stands for every record with a history.
	FollowUp = "follow-up"
)

// maxLine is the greatest length of a line of a set, in bytes.
const maxLine = 1 << 20

// Load reads a set. An error names the line that is wrong.
func Load(r io.Reader) ([]Record, error) {
	var out []Record
	ids := map[string]int{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	n := 0
	for lines.Scan() {
		n++
		line := strings.TrimPrefix(lines.Text(), "\ufeff")
		if strings.TrimSpace(line) == "" {
			continue
		}
		var rec Record
		if err := json.Unmarshal([]byte(line), &rec); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		switch {
		case strings.TrimSpace(rec.Question) == "":
			return nil, fmt.Errorf("line %d: no question", n)
		case rec.Type == Unanswerable && len(rec.Sources) > 0:
			return nil, fmt.Errorf("line %d: an unanswerable question has sources", n)
		}
		if rec.ID == "" {
			rec.ID = fmt.Sprintf("line-%d", n)
		}
		if first, ok := ids[rec.ID]; ok {
			return nil, fmt.Errorf("line %d: id %q stands on line %d already", n, rec.ID, first)
		}
		ids[rec.ID] = n
		out = append(out, rec)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n+1, err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no questions in it")
	}
	return out, nil
}

// Without leaves out records of a type, or with FollowUp those with a history.
func Without(records []Record, types ...string) []Record {
	var out []Record
	for _, r := range records {
		skip := false
		for _, t := range types {
			skip = skip || r.Type == t || t == FollowUp && len(r.History) > 0
		}
		if !skip {
			out = append(out, r)
		}
	}
	return out
}
