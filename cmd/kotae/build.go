package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"kotae/bot"
	"kotae/bot/extract"
	"kotae/bot/guard"
	"kotae/bot/ledger"
	"kotae/bot/llm"
	"kotae/bot/rewrite"
	"kotae/retrieval"
	"kotae/retrieval/chunk"
	"kotae/retrieval/files"
	"kotae/retrieval/hashembed"
	"kotae/retrieval/japanese"
	"kotae/retrieval/memstore"
	"kotae/retrieval/reader"
)

// An assistant is the parts of this program, put together. This file alone names
// them.
type assistant struct {
	folders   *files.Folders
	store     *memstore.Store
	ledger    *ledger.Ledger
	index     *retrieval.Index
	retriever *retrieval.Retriever
	bot       *bot.Bot

	glossaries []*retrieval.GlossaryFile // of the folders, beside the documents

	analyzer *japanese.Analyzer
	loading  sync.WaitGroup // of the analyzer

	// visible tells which files may be answered from; nil hides none.
	visible func(file string) bool

	models models
	remote *llm.Embedder // nil for the embedded one
	writer *llm.Client   // nil for quotations
}

// balance is how the two rankings are weighed for the offline embedder, measured
// on the question sets.
var balance = retrieval.Weights{Lexical: 1, Dense: 0.2}

// learnt is how they are weighed for an embedding model, whose vectors know what
// words do not: a choice, not yet measured.
var learnt = retrieval.Weights{Lexical: 1, Dense: 0.8}

// madeBy names what reads and cuts documents.
const madeBy = reader.Version + " " + chunk.Version

// batch is how many passages an endpoint is sent at once, and inFlight how many such
// requests are under way.
const batch, inFlight = 64, 4

// A variant is a way to find passages that `eval --ablation` compares.
type variant struct {
	name      string
	retriever bot.Retriever
}

// open puts an assistant together. Nothing is read but the index; an embedding
// model that was never used before is asked how long its vectors are.
func open(ctx context.Context, c config) (*assistant, error) {
	folders, err := files.New(c.docs, reader.Knows, c.data)
	if err != nil {
		return nil, usagef("%w; check --docs, %s or docs: in the settings file", err, envDocs)
	}
	a := &assistant{folders: folders, models: c.models, analyzer: japanese.NewAnalyzer()}
	if err := a.connect(ctx, c); err != nil {
		return nil, errors.Join(err, a.close())
	}
	embedder, weights := a.embedder()
	if a.store, err = memstore.Open(ctx, c.data, embedder.Space()); err != nil {
		if !a.busy(err) && ctx.Err() == nil {
			err = fmt.Errorf("%w; make %s a folder that can be written to, or choose another with --data", err, c.data)
		}
		return nil, errors.Join(err, a.close())
	}
	parts := retrieval.Parts{
		Walker: folders, Read: reader.Read, Split: chunk.Split,
		Analyzer: a.analyzer, Embedder: embedder, Store: a.store,
		Versions: madeBy,
	}
	if a.remote != nil {
		parts.Batch, parts.InFlight = batch, inFlight
	}
	a.index = retrieval.NewIndex(parts)
	for _, dir := range c.docs {
		a.glossaries = append(a.glossaries, retrieval.NewGlossaryFile(filepath.Join(dir, files.Glossary)))
	}
	a.retriever = retrieval.NewRetriever(a.analyzer, embedder, a.store, weights, a.glossaries...)
	opt := bot.Options{Models: bot.Models{Chat: c.models.chat, Embed: c.models.embed}, Rewriter: rewrite.New(a.analyzer)}
	if a.writer != nil {
		opt.ModelRewriter = a.writer
		opt.Writer, opt.Guard = a.writer, guard.New(a.analyzer)
		opt.SummaryWriter = a.writer
		opt.Budget = ledger.Budget{Ledger: a.ledger, Daily: c.models.dailyTokens}
	}
	quoter := extract.New(a.analyzer)
	opt.Library, opt.Summariser = a.retriever, quoter
	a.bot = bot.New(a.retriever, quoter, opt)
	return a, nil
}

// connect makes the clients of the model's endpoint, as far as models are chosen
// that need one.
func (a *assistant) connect(ctx context.Context, c config) (err error) {
	m := c.models
	if m.chat == extractive && m.embed == local {
		return nil
	}
	if err := a.openLedger(ctx, c); err != nil {
		return err
	}
	endpoint := m.endpoint()
	if m.chat != extractive {
		chat := endpoint
		chat.ChatModel = m.chat
		if a.writer, err = llm.New(chat); err != nil {
			return usagef("%w", err)
		}
	}
	if m.embed == local {
		return nil
	}
	endpoint.EmbedModel = m.embed
	name := m.baseURL + " " + m.embed
	if endpoint.Width, err = a.ledger.Width(ctx, name); err != nil {
		return err
	}
	if a.remote, err = llm.NewEmbedder(ctx, endpoint); err != nil {
		return fmt.Errorf("embedding model %s: %w", m.embed, err)
	}
	return a.ledger.SetWidth(ctx, name, a.remote.Width())
}

// endpoint is what a client of the models' endpoint must know, but for the models.
func (m models) endpoint() llm.Config {
	return llm.Config{
		BaseURL: m.baseURL, Key: m.key, ContextTokens: m.contextTokens,
		QueryPrefix: m.queryPrefix, PassagePrefix: m.passagePrefix,
		Batch: batch, InFlight: inFlight,
	}
}

// openLedger opens the ledger, unless it is open.
func (a *assistant) openLedger(ctx context.Context, c config) (err error) {
	if a.ledger == nil {
		a.ledger, err = ledger.Open(ctx, c.data)
	}
	return err
}

// embedder returns the embedder and how its ranking is weighed.
func (a *assistant) embedder() (retrieval.Embedder, retrieval.Weights) {
	if a.remote == nil {
		return hashembed.New(), balance
	}
	return a.remote, learnt
}

// preload loads beside other work what the first question needs.
func (a *assistant) preload() { a.loading.Go(a.analyzer.Preload) }

// close ends what was begun. Whatever was written is committed already.
func (a *assistant) close() error {
	a.loading.Wait()
	var errs []error
	if a.store != nil {
		errs = append(errs, a.store.Close())
	}
	if a.ledger != nil {
		errs = append(errs, a.ledger.Close())
	}
	if a.remote != nil {
		a.remote.Close()
	}
	if a.writer != nil {
		a.writer.Close()
	}
	return errors.Join(errs...)
}

// below returns a rule that hides what does not lie below the folders.
func (a *assistant) below(folders []string) func(file string) bool {
	var roots []string
	for _, dir := range folders {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			if real, err = filepath.Abs(real); err == nil {
				roots = append(roots, real+string(filepath.Separator))
			}
		}
	}
	inside := map[string]bool{}
	for _, e := range a.retriever.Documents() {
		inside[e.File] = slices.ContainsFunc(roots, func(root string) bool { return strings.HasPrefix(e.Path, root) })
	}
	return func(file string) bool { return inside[file] }
}

// notice is what the operator should know of the index and the glossaries; empty for
// nothing.
func (a *assistant) notice() string {
	notices := []string{a.store.Notice()}
	for _, g := range a.glossaries {
		if _, err := g.Current(); err != nil {
			notices = append(notices, strings.ReplaceAll(err.Error(), "\n", "; "))
		}
	}
	return strings.Join(slices.DeleteFunc(notices, func(s string) bool { return s == "" }), "; ")
}

// update makes the index hold what the folders hold, as its only writer, and nothing of
// what they hold no more.
func (a *assistant) update(ctx context.Context, progress func(retrieval.Progress)) (retrieval.Report, error) {
	unlock, err := a.store.Lock()
	if err != nil {
		return retrieval.Report{}, err
	}
	defer unlock()
	report, err := a.sync(ctx, a.index, progress)
	if ctx.Err() == nil {
		err = errors.Join(err, a.store.Compact(ctx))
	}
	return report, err
}

// sync is the Sync of an index of this store, whose lock is held.
func (a *assistant) sync(ctx context.Context, x *retrieval.Index, progress func(retrieval.Progress)) (retrieval.Report, error) {
	report, err := x.Sync(ctx, progress)
	if errors.Is(err, memstore.ErrEmptied) {
		report, err = x.Sync(ctx, progress)
	}
	return report, err
}

// follower returns what keeps the index equal to the folders, and nobody sees yet, and
// what ends its watch of the folders.
func (a *assistant) follower(x *retrieval.Index) (f *follower, release func()) {
	w := a.folders.Watch()
	f = &follower{watch: w, busy: a.busy, compact: a.store.Compact, sync: func(ctx context.Context) (retrieval.Report, error) {
		unlock, err := a.store.Lock()
		if err != nil {
			return retrieval.Report{}, err
		}
		defer unlock()
		return a.sync(ctx, x, nil)
	}}
	return f, func() { _ = w.Close() } // nothing is left to be told
}

// cost is what an update would send to the endpoint: passages, and about how many
// tokens. Nothing for the embedded embedder.
func (a *assistant) cost(ctx context.Context) (passages, tokens int, err error) {
	if a.remote == nil {
		return 0, 0, nil
	}
	plan, err := a.index.Plan(ctx)
	return plan.Passages, plan.Runes * tokensPerHundredRunes / 100, err
}

// tokensPerHundredRunes is what embedding models make of Japanese: between 67 (o200k)
// and 91 (cl100k).
const tokensPerHundredRunes = 80

// busy reports whether an error says that another process writes the index.
func (a *assistant) busy(err error) bool { return errors.As(err, new(*memstore.BusyError)) }

// text returns the text of an indexed file as its reader gives it today. A file that
// is not indexed, or is gone, is fs.ErrNotExist.
func (a *assistant) text(file string) (string, error) {
	for _, e := range a.retriever.Documents() {
		if e.File != file {
			continue
		}
		data, err := os.ReadFile(e.Path)
		if err != nil {
			return "", err
		}
		d, err := reader.Read(file, data)
		return d.Text, err
	}
	return "", fmt.Errorf("%s is not indexed: %w", file, fs.ErrNotExist)
}

// read makes a document of bytes.
func (a *assistant) read(name string, data []byte) (retrieval.Document, error) {
	return reader.Read(name, data)
}

// desk lays documents out for one question.
func (a *assistant) desk(documents ...retrieval.Document) (*retrieval.Desk, error) {
	return retrieval.NewDesk(a.analyzer, chunk.Split, documents...)
}

// file returns the name of the document at a path, and the document itself where it
// is not indexed.
func (a *assistant) file(path string) (string, *retrieval.Document, error) {
	real, err := filepath.EvalSymlinks(path)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil {
		return "", nil, err
	}
	for _, e := range a.retriever.Documents() {
		if e.Path == real && (a.visible == nil || a.visible(e.File)) {
			return e.File, nil, nil
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", nil, err
	}
	d, err := a.read(filepath.Base(path), data)
	if unreadable := new(retrieval.Unreadable); errors.As(err, &unreadable) {
		return "", nil, usagef("%s: %w; %s", path, err, unreadable.Remedy)
	}
	return d.File, &d, err
}

// indexedBelow lists the indexed files below a folder.
func (a *assistant) indexedBelow(folder string) []string {
	var files []string
	below := a.below([]string{folder})
	for _, e := range a.retriever.Documents() {
		if below(e.File) && (a.visible == nil || a.visible(e.File)) {
			files = append(files, e.File)
		}
	}
	slices.Sort(files)
	return files
}

// variants are what `eval --ablation` compares: the rankings alone, then what is in
// use, then that without each of what finds an answer in other words.
func (a *assistant) variants() []variant {
	_, both := a.embedder()
	out := []variant{
		{"dense", a.retriever.Reweighted(retrieval.Weights{Dense: 1})},
		{"lexical", a.retriever.Reweighted(retrieval.Weights{Lexical: 1})},
		{"hybrid", a.retriever.Reweighted(both)},
	}
	for _, by := range []retrieval.By{retrieval.ByGlossary, retrieval.ByAbbreviation, retrieval.ByFigure, retrieval.ByTypo, retrieval.BySound} {
		out = append(out, variant{"no " + string(by), a.retriever.Without(by)})
	}
	return append(out,
		variant{"no understanding", asTyped{a.retriever, func(q *retrieval.Query) { q.Content = "" }}},
		variant{"no named file", asTyped{a.retriever, func(q *retrieval.Query) { q.Sources = nil }}},
	)
}

// asTyped searches for what a query is without what was understood of it.
type asTyped struct {
	bot.Retriever
	forget func(*retrieval.Query)
}

// Search implements bot.Retriever.
func (t asTyped) Search(ctx context.Context, q retrieval.Query) (retrieval.Hits, error) {
	t.forget(&q)
	return t.Retriever.Search(ctx, q)
}

// quoting returns a bot that answers by quotation from what a retriever finds.
func (a *assistant) quoting(r bot.Retriever) *bot.Bot {
	return bot.New(r, extract.New(a.analyzer), bot.Options{Rewriter: rewrite.New(a.analyzer)})
}
