package retrieval

import (
	"context"
	"errors"
	"unicode/utf8"
)

// A Plan says what a Sync would have embedded.
type Plan struct {
	Files    int // with passages to embed
	Passages int // of them, those whose vectors are not known
	Runes    int // of these, as they would be embedded
}

// Plan says what Sync would have embedded if it were called now. It embeds nothing
// and writes nothing. Files that Sync would not read are not read; the others are
// read and cut, but not analysed. An error of the walk comes with the plan for what
// was found.
func (x *Index) Plan(ctx context.Context) (Plan, error) {
	var p Plan
	s, walkErr, err := x.survey(ctx)
	if err != nil {
		return p, err
	}
	cutting, halt := context.WithCancel(ctx)
	defer halt()
	seen := map[VectorKey]bool{}
	for o := range each(cutting, s.todo, x.cut) {
		if err == nil {
			err = x.plan(ctx, o, seen, &p)
		}
		if err != nil {
			halt()
		}
	}
	if err == nil {
		err = ctx.Err()
	}
	return p, errors.Join(err, walkErr)
}

// plan adds to the plan what of an outcome would be embedded.
func (x *Index) plan(ctx context.Context, o outcome, seen map[VectorKey]bool, p *Plan) error {
	if o.err != nil || len(o.passages) == 0 {
		return nil // Sync will say so
	}
	keys := make([]VectorKey, len(o.passages))
	for i := range o.passages {
		keys[i] = o.passages[i].VectorKey()
	}
	known, err := x.keeper.Recall(ctx, keys)
	if err != nil {
		return err
	}
	before := p.Passages
	for i := range o.passages {
		if known[i] != nil || x.parts.Batch > 0 && seen[keys[i]] {
			continue
		}
		seen[keys[i]] = true
		p.Passages++
		p.Runes += utf8.RuneCountInString(o.passages[i].EmbeddedText())
	}
	if p.Passages > before {
		p.Files++
	}
	return nil
}
