package retrieval_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kotae/retrieval"
	"kotae/retrieval/chunk"
)

// A patchy folder can't be looked at everywhere.
type patchy struct {
	*folder
	missing map[string]error // why a file that is not found may be there, by name
	volume  uint64           // of all files
}

func (p *patchy) Walk(ctx context.Context, visit func(retrieval.File) error) ([]retrieval.Skip, error) {
	return p.folder.Walk(ctx, func(f retrieval.File) error {
		f.Volume = p.volume
		return visit(f)
	})
}

func (p *patchy) Missing(e retrieval.Entry) error { return p.missing[e.File] }

func newPatchy(t *testing.T) *patchy {
	p := &patchy{folder: newFolder(t), missing: map[string]error{}, volume: 1}
	p.index = retrieval.NewIndex(retrieval.Parts{
		Walker: p, Read: read, Split: chunk.Split, Analyzer: analyzer, Embedder: p.embedder, Store: p.store,
	})
	for _, name := range []string{"人事/休暇.md", "人事部/慶弔.md", "経費.md"} {
		p.write(name, name+"の文書。")
	}
	p.sync()
	for _, name := range []string{"人事/休暇.md", "人事部/慶弔.md", "経費.md"} {
		p.remove(name)
	}
	return p
}

func TestWhatCannotBeLookedAtIsKept(t *testing.T) {
	unreached := func(p *patchy, name string) error {
		return &retrieval.Unreached{Path: filepath.Join(p.dir, name), Err: fmt.Errorf("folder %q can't be read in full", name)}
	}
	for _, tt := range []struct {
		name    string
		err     func(p *patchy) error // of the walk
		missing map[string]error
		removed []string
		says    []string // of the error, each once
	}{
		{"nothing, where all could", func(*patchy) error { return nil }, nil, []string{"人事/休暇.md", "人事部/慶弔.md", "経費.md"}, nil},
		{"what lies below a folder", func(p *patchy) error { return unreached(p, "人事") }, nil, []string{"人事部/慶弔.md", "経費.md"}, []string{`"人事"`}},
		{"a file", func(p *patchy) error { return errors.Join(unreached(p, "経費.md")) }, nil, []string{"人事/休暇.md", "人事部/慶弔.md"}, []string{`"経費.md"`}},
		{"what lies below several", func(p *patchy) error {
			return errors.Join(unreached(p, "人事"), errors.Join(unreached(p, "人事部")))
		}, nil, []string{"経費.md"}, []string{`"人事"`, `"人事部"`}},
		{"everything, where the error names no place", func(p *patchy) error {
			return errors.Join(unreached(p, "人事"), errors.New("the network is down"))
		}, nil, nil, []string{`"人事"`, "network"}},
		{"what lies behind a link", func(p *patchy) error {
			return &retrieval.Unreached{Name: "人事", Err: errors.New("link can't be followed")}
		}, nil, []string{"人事部/慶弔.md", "経費.md"}, []string{"link"}},
		{"what a drive holds that is not mounted", func(*patchy) error { return nil },
			map[string]error{"人事/休暇.md": errors.New("not mounted"), "人事部/慶弔.md": errors.New("not mounted")}, []string{"経費.md"}, []string{"not mounted"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPatchy(t)
			p.walked = func() error { return tt.err(p) }
			p.missing = tt.missing
			r, err := p.index.Sync(t.Context(), nil)
			if !slices.Equal(r.Removed, tt.removed) || len(p.store.items) != 3-len(tt.removed) {
				t.Errorf("Sync reports %+v and keeps %d files; want removed %q", r, len(p.store.items), tt.removed)
			}
			if (err == nil) != (tt.says == nil) {
				t.Errorf("Sync: %v", err)
			}
			for _, say := range tt.says {
				if err == nil || strings.Count(err.Error(), say) != 1 {
					t.Errorf("Sync: %v; want %s once", err, say)
				}
			}
		})
	}
}

func TestAnotherNumberOfTheDriveIsRememberedWithoutReading(t *testing.T) {
	p := newPatchy(t)
	p.write("経費.md", "締切は月末。")
	p.sync()
	p.store.noted()
	p.volume = 2
	if r := p.sync(); r.Unchanged != 1 || !slices.Equal(p.store.noted(), []string{"touch 経費.md"}) {
		t.Errorf("Sync reports %+v", r)
	}
	if v := p.store.items["経費.md"].entry.Volume; v != 2 {
		t.Errorf("its drive is %d", v)
	}
	if p.sync(); len(p.store.noted()) > 0 {
		t.Error("the next Sync writes again")
	}
}
