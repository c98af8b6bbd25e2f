package rewrite

import (
	"context"

	"kotae/bot"
)

// A Fallback asks a model to rewrite, and the rules where it fails. Which files a
// question means by number the rules know better in any case. It is safe for
// concurrent use if the model's rewriter is.
type Fallback struct {
	Model bot.Rewriter
	Rules *Rules
}

// Rewrite returns the model's rewrite, or that of the rules.
func (f Fallback) Rewrite(ctx context.Context, q bot.Question) (bot.Rewrite, error) {
	byRule, err := f.Rules.Rewrite(ctx, q)
	if err != nil {
		return byRule, err
	}
	r, err := f.Model.Rewrite(ctx, q)
	if err != nil {
		byRule.Usage = r.Usage
		return byRule, ctx.Err()
	}
	r.Files = byRule.Files
	return r, nil
}
