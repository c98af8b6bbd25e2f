package guard

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	ja "golang.org/x/text/encoding/japanese"

	"kotae/retrieval/japanese"
)

// guardOnce is shared, because the dictionary takes a while to load.
var guardOnce = sync.OnceValue(func() *Guard { return New(japanese.NewAnalyzer()) })

// A sample is a sentence of the sample documents with the passages a claim made of it
// would cite: the one it stands in, and the next of the same document.
type sample struct {
	file     string
	sentence string
	next     string // the sentence after it, "" at the end of its paragraph
	evidence []string
}

const passageRunes = 400

// samples reads all sentences of the sample documents, without headings.
func samples(t testing.TB) []sample {
	t.Helper()
	var out []sample
	root := filepath.Join("..", "..", "cmd", "kotae", "sample")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text := string(raw)
		if !utf8.ValidString(text) {
			if text, err = ja.ShiftJIS.NewDecoder().String(text); err != nil {
				return err
			}
		}
		out = append(out, samplesOf(filepath.Base(path), text)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func samplesOf(file, text string) []sample {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	spans := japanese.Sentences(text)
	passages := passagesOf(text, spans)
	title := spans[0].Of(text)
	for _, s := range spans {
		if _, rest, ok := strings.Cut(s.Of(text), "title: "); ok {
			title = rest
		}
	}
	heading := ""
	var out []sample
	for i, s := range spans {
		u := newUnit(s.Of(text), s, 0)
		if u.isRule() {
			continue
		}
		if u.heading {
			heading = u.text
			continue
		}
		var evidence []string
		for k, p := range passages {
			if p.Start <= s.Start && s.End <= p.End {
				evidence = append(evidence, title+"\n"+heading+"\n\n"+p.Of(text))
				if k+1 < len(passages) {
					evidence = append(evidence, title+"\n\n"+passages[k+1].Of(text))
				}
				break
			}
		}
		smp := sample{file: file, sentence: u.text, evidence: evidence}
		if i+1 < len(spans) && !strings.Contains(text[s.End:spans[i+1].Start], "\n") {
			smp.next = spans[i+1].Of(text)
		}
		out = append(out, smp)
	}
	return out
}

// passagesOf cuts a text into passages of whole sentences.
func passagesOf(text string, spans []japanese.Span) []japanese.Span {
	var out []japanese.Span
	for _, s := range spans {
		begins := s.Start == 0 || strings.TrimRight(text[:s.Start], " 　\t") == "" || strings.HasSuffix(strings.TrimRight(text[:s.Start], " 　\t"), "\n")
		if n := len(out); n > 0 && (!begins || utf8.RuneCountInString(text[out[n-1].Start:s.End]) <= passageRunes) {
			out[n-1].End = s.End
			continue
		}
		out = append(out, s)
	}
	return out
}
