package retrieval

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"kotae/retrieval/japanese"
)

// A GlossaryFile is a glossary of the users' own, read again when it changes. Where
// there is no such file it is empty. It is safe for concurrent use.
type GlossaryFile struct {
	path string

	mu       sync.Mutex // guards what follows
	glossary *japanese.Glossary
	size     int64
	modified time.Time
	read     time.Time
	err      error
}

// NewGlossaryFile returns the glossary at path, as japanese.ParseGlossary reads it.
func NewGlossaryFile(path string) *GlossaryFile { return &GlossaryFile{path: path} }

// Current returns what the file holds now, and what is wrong with it: lines that are no
// group of terms are left out, and a file that can't be read leaves what was read before.
func (f *GlossaryFile) Current() (*japanese.Glossary, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.glossary, f.size, f.modified, f.err = nil, 0, time.Time{}, nil
		return nil, nil
	case err != nil:
		f.err = fmt.Errorf("glossary: %w", err)
		return f.glossary, f.err
	}
	if info.Size() == f.size && info.ModTime().Equal(f.modified) && f.read.Sub(f.modified) > settled {
		return f.glossary, f.err
	}
	data, err := os.ReadFile(f.path)
	if err != nil {
		f.err = fmt.Errorf("glossary: %w", err)
		return f.glossary, f.err
	}
	f.size, f.modified, f.read = info.Size(), info.ModTime(), time.Now()
	if f.glossary, f.err = japanese.ParseGlossary(strings.NewReader(string(data))); f.err != nil {
		f.err = fmt.Errorf("%s: %w", f.path, f.err)
	}
	return f.glossary, f.err
}
