package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// A config is what a person may set, made whole.
type config struct {
	docs   []string // the folders of documents; at least one
	data   string   // where the index is
	models models
	slack  slackSettings // of the settings file
}

// The names of the settings outside flags.
const (
	defaultDocs = "docs"
	defaultData = ".kotae"
	defaultFile = "kotae.yaml"
	envDocs     = "KOTAE_DOCS"
	envKey      = "OPENAI_API_KEY"
	envBaseURL  = "OPENAI_BASE_URL"
)

// settings are the flags that every command has.
type settings struct {
	Docs   []string `placeholder:"DIR" sep:"none" help:"Folder of documents to answer from; repeat it for several. (${docs})"`
	Data   string   `placeholder:"DIR" help:"Folder that the index is kept in. (${data})"`
	Config string   `placeholder:"FILE" help:"Settings file. (${config})"`

	ChatModel     string `placeholder:"NAME" help:"Who writes answers. (else $$KOTAE_CHAT_MODEL; else the provider's default where ${endpoint} is set, else ${extractive}: quotations, offline)"`
	EmbedModel    string `placeholder:"NAME" help:"Who embeds. (else $$KOTAE_EMBED_MODEL; else as above, else ${local}: hashing, offline)"`
	QueryPrefix   string `placeholder:"TEXT" help:"What the embedding model wants before questions: \"query: \" for e5. (else $$KOTAE_QUERY_PREFIX)"`
	PassagePrefix string `placeholder:"TEXT" help:"What it wants before passages: \"passage: \" for e5. (else $$KOTAE_PASSAGE_PREFIX)"`
	ContextTokens string `placeholder:"N" help:"Tokens that the chat model reads and writes together. (else $$KOTAE_CONTEXT_TOKENS; else 128000 at OpenAI and Azure, 4096 elsewhere)"`
	DailyTokens   string `placeholder:"N" help:"Tokens a day for the chat model; then answers are quotations. (else $$KOTAE_DAILY_TOKENS; else no limit)"`

	slack slackSettings // of the settings file; on the command line they are serve's
}

// texts are the settings that are one text each: by key in the settings file, the
// value given by flag. The environment's name follows from the key.
func (s *settings) texts() map[string]*string {
	return map[string]*string{
		"data": &s.Data, "chat-model": &s.ChatModel, "embed-model": &s.EmbedModel,
		"query-prefix": &s.QueryPrefix, "passage-prefix": &s.PassagePrefix,
		"context-tokens": &s.ContextTokens, "daily-tokens": &s.DailyTokens,
	}
}

// envOf names the environment variable of a key.
func envOf(key string) string {
	return "KOTAE_" + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
}

// settingsHelp says what stands in for flags that are not given.
var settingsHelp = map[string]string{
	"docs":       "else $" + envDocs + ", a list with " + string(filepath.ListSeparator) + " between; else docs: in the settings file; else ./" + defaultDocs,
	"data":       "else $" + envOf("data") + "; else data: in the settings file; else ./" + defaultData,
	"config":     "else " + defaultFile + ", if there is one",
	"endpoint":   "$" + envKey + " or $" + envBaseURL,
	"extractive": extractive,
	"local":      local,
}

// configure makes the config: what flags leave open the environment decides, then
// the settings file, then the defaults.
func configure(flags settings, getenv func(string) string) (config, error) {
	file, err := readFile(flags.Config)
	if err != nil {
		return config{}, err
	}
	flags.decide(file, getenv)
	c := config{docs: flags.Docs, data: cmp.Or(flags.Data, defaultData), slack: file.slack}
	if len(c.docs) == 0 {
		if _, err := os.Stat(defaultDocs); errors.Is(err, fs.ErrNotExist) {
			return config{}, noFolder()
		}
		c.docs = []string{defaultDocs}
	}
	c.models, err = flags.models(getenv)
	return c, err
}

// decide fills in what flags leave open, from the environment, then from the settings
// file. It returns of every key that is set where its value comes from.
func (s *settings) decide(file settings, getenv func(string) string) (from map[string]string) {
	from = map[string]string{}
	name := cmp.Or(s.Config, defaultFile)
	inFile := file.texts()
	for key, value := range s.texts() {
		from[key] = choose(key, value, *inFile[key], name, getenv)
	}
	if len(s.Docs) > 0 {
		from["docs"] = "--docs"
		return from
	}
	for _, dir := range filepath.SplitList(getenv(envDocs)) {
		if dir != "" {
			s.Docs, from["docs"] = append(s.Docs, dir), envDocs
		}
	}
	if len(s.Docs) == 0 && len(file.Docs) > 0 {
		s.Docs, from["docs"] = file.Docs, name
	}
	return from
}

// choose fills in the value of a key, unless its flag gave one, and returns where it
// comes from: a flag, a variable or the settings file; empty for nowhere.
func choose(key string, value *string, inFile, file string, getenv func(string) string) (from string) {
	switch {
	case *value != "":
		return "--" + key
	case getenv(envOf(key)) != "":
		*value = getenv(envOf(key))
		return envOf(key)
	case inFile != "":
		*value = inFile
		return file
	}
	return ""
}

// noFolder says that no folder of documents is named, and that there is none by default.
func noFolder() error {
	return usagef("no documents: name the folder they are in, with --docs DIR, %s=DIR, or docs: DIR in %s", envDocs, defaultFile)
}

// noDocuments says that there is nothing to answer from.
func (c config) noDocuments() error {
	return usagef("no document that can be read in %s; put text or Markdown files there, or name another folder with --docs", strings.Join(c.docs, ", "))
}

// readFile reads a settings file; with no name the default one, if there is one.
// Folders that it names relatively are relative to its own.
func readFile(name string) (settings, error) {
	asked := name != ""
	if !asked {
		name = defaultFile
	}
	data, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !asked:
		return settings{}, nil
	case errors.Is(err, fs.ErrNotExist):
		return settings{}, usagef("there is no settings file %s; check --config", name)
	case err != nil:
		return settings{}, usagef("settings file: %v", err)
	}
	c, err := parseConfig(data)
	if err != nil {
		return settings{}, usagef("%s: %w", name, err)
	}
	home := filepath.Dir(name)
	for i, dir := range c.Docs {
		if dir == "" {
			return settings{}, usagef("%s: docs names no folder", name)
		}
		c.Docs[i] = from(home, dir)
	}
	if c.Data != "" {
		c.Data = from(home, c.Data)
	}
	return c, nil
}

func from(home, dir string) string {
	if filepath.IsAbs(dir) {
		return dir
	}
	return filepath.Join(home, dir)
}

// parseConfig reads the YAML of a settings file. An error names the line.
func parseConfig(data []byte) (settings, error) {
	var c settings
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		return c, errors.New("not UTF-8; save it as UTF-8")
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return c, atLine(err)
	}
	known := []string{"docs"}
	keys := map[string]func(ast.Node) error{
		"docs": func(n ast.Node) error {
			if err := yaml.NodeToValue(n, &c.Docs); err == nil {
				return nil
			}
			c.Docs = []string{""}
			return yaml.NodeToValue(n, &c.Docs[0])
		},
	}
	texts := c.texts()
	maps.Copy(texts, c.slack.texts())
	for key, value := range texts {
		known = append(known, key)
		keys[key] = func(n ast.Node) error { return yaml.NodeToValue(n, value) }
	}
	slices.Sort(known)
	for _, doc := range file.Docs {
		var pairs []*ast.MappingValueNode
		switch body := doc.Body.(type) {
		case nil, *ast.CommentGroupNode:
		case *ast.MappingNode:
			pairs = body.Values
		case *ast.MappingValueNode:
			pairs = append(pairs, body)
		default:
			return c, fmt.Errorf("line %d: settings are written as KEY: VALUE", body.GetToken().Position.Line)
		}
		for _, pair := range pairs {
			var key string
			at := pair.Key.GetToken().Position.Line
			if err := yaml.NodeToValue(pair.Key, &key); err != nil {
				return c, fmt.Errorf("line %d: %s is no key", at, pair.Key)
			}
			set := keys[key]
			if set == nil {
				return c, fmt.Errorf("line %d: unknown key %q; %s", at, key, suggestion(key, known))
			}
			if err := set(pair.Value); err != nil {
				return c, fmt.Errorf("line %d: %s needs %s", at, key, cmp.Or(needs[key], "one value"))
			}
		}
	}
	return c, nil
}

// needs says what the values of keys are.
var needs = map[string]string{"docs": "the name of a folder, or a list of them", "data": "the name of a folder"}

// atLine brings an error of the YAML parser into one line.
func atLine(err error) error {
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil {
		return fmt.Errorf("line %d: %s", at.GetToken().Position.Line, at.GetMessage())
	}
	return err
}

// suggestion names the known word that an unknown one was meant to be, or all.
func suggestion(word string, known []string) string {
	for _, k := range known {
		if distance(word, k) <= 2 {
			return fmt.Sprintf("did you mean %q?", k)
		}
	}
	return "the keys are " + strings.Join(known, ", ")
}

// distance counts the letters to be put in, taken out or changed to make one word
// of another.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		corner := row[0]
		row[0] = i + 1
		for j, q := range to {
			change := corner
			if r != q {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, corner+1, row[j]+1)
		}
	}
	return row[len(to)]
}
