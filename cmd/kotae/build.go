package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"kotae/bot"
	"kotae/bot/extract"
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
	store     *memstore.Store
	index     *retrieval.Index
	retriever *retrieval.Retriever
	bot       *bot.Bot

	analyzer *japanese.Analyzer
	loading  sync.WaitGroup // of the analyzer
}

// balance is how the two rankings are weighed for the offline embedder, measured
// on the question sets.
var balance = retrieval.Weights{Lexical: 1, Dense: 0.2}

// rankings are what `eval --ablation` compares.
var rankings = []struct {
	name    string
	weights retrieval.Weights
}{
	{"dense", retrieval.Weights{Dense: 1}},
	{"lexical", retrieval.Weights{Lexical: 1}},
	{"hybrid", balance},
}

// open puts an assistant together. Nothing is read but the index.
func open(ctx context.Context, c config) (*assistant, error) {
	walker, err := files.New(c.docs, reader.Knows)
	if err != nil {
		return nil, usagef("%w; check --docs, %s or docs: in the settings file", err, envDocs)
	}
	embedder := hashembed.New()
	store, err := memstore.Open(ctx, c.data, embedder.Space())
	if err != nil {
		return nil, err
	}
	a := &assistant{store: store, analyzer: japanese.NewAnalyzer()}
	a.index = retrieval.NewIndex(retrieval.Parts{
		Walker: walker, Read: reader.Read, Split: chunk.Split,
		Analyzer: a.analyzer, Embedder: embedder, Store: store,
		Versions: reader.Version + " " + chunk.Version,
	})
	a.retriever = retrieval.NewRetriever(a.analyzer, embedder, store, balance)
	a.bot = bot.New(a.retriever, extract.New(a.analyzer), bot.Options{
		Models: bot.Models{Chat: "extractive", Embed: "local"},
	})
	return a, nil
}

// preload loads beside other work what the first question needs.
func (a *assistant) preload() { a.loading.Go(a.analyzer.Preload) }

func (a *assistant) close() {
	a.loading.Wait()
	_ = a.store.Close() // whatever was written is committed
}

// notice is what the operator should know of the index; empty for nothing.
func (a *assistant) notice() string { return a.store.Notice() }

// update makes the index hold what the folders hold, as its only writer.
func (a *assistant) update(ctx context.Context, progress func(retrieval.Progress)) (retrieval.Report, error) {
	unlock, err := a.store.Lock()
	if err != nil {
		return retrieval.Report{}, err
	}
	defer unlock()
	report, err := a.index.Sync(ctx, progress)
	if errors.Is(err, memstore.ErrEmptied) {
		report, err = a.index.Sync(ctx, progress)
	}
	return report, err
}

// busy reports whether an error says that another process writes the index.
func (a *assistant) busy(err error) bool { return errors.As(err, new(*memstore.BusyError)) }

// text returns the text of an indexed file as its reader gives it today.
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
	return "", fmt.Errorf("%s is not indexed", file)
}

// ranking returns a bot that only searches, by other weights.
func (a *assistant) ranking(w retrieval.Weights) *bot.Bot {
	return bot.New(a.retriever.Reweighted(w), silent{}, bot.Options{})
}

// silent says nothing, so that only retrieval is measured.
type silent struct{}

// Compose implements bot.Composer.
func (silent) Compose(context.Context, bot.Question, retrieval.Hits) (bot.Draft, error) {
	return bot.Draft{}, nil
}
