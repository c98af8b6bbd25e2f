package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"kotae/bot/llm"
)

// A setting is one in force.
type setting struct {
	Key   string `json:"key"`
	Value string `json:"value"`
	From  string `json:"from"` // a flag, a variable, the settings file, or default
}

// A secret is one of which no more is told.
type secret struct {
	Name string `json:"name"`
	Set  bool   `json:"set"`
}

// settingsInForce are the settings as commands would see them, with what is wrong.
type settingsInForce struct {
	config   config   // as far as it could be made
	folders  []string // of documents that can be walked
	settings []setting
	secrets  []secret
	findings []finding
}

// inForce finds out the settings, and goes on where other commands would stop.
func (p *process) inForce() settingsInForce {
	var s settingsInForce
	file, err := readFile(p.settings.Config)
	if err != nil {
		says, do := split(err)
		s.add(ill, "settings file", says, cmp.Or(do, "mend the file; every other command stops at it"))
		file = settings{}
	}
	flags := p.settings
	from := flags.decide(file, p.getenv)
	name := cmp.Or(p.settings.Config, defaultFile)
	slack := slackSettings{}
	slackFrom := slack.decide(file.slack, name, p.getenv)
	s.config = config{docs: flags.Docs, data: cmp.Or(flags.Data, defaultData), slack: file.slack}
	if s.config.models, err = flags.models(p.getenv); err != nil {
		says, do := split(err)
		s.add(ill, "models", says, cmp.Or(do, "set it to a number"))
	}
	if len(flags.Docs) == 0 {
		s.config.docs = []string{defaultDocs}
	}
	s.list(flags, from, slack, slackFrom)
	for _, name := range []string{envKey, envBotToken, envAppToken, envSigning} {
		s.secrets = append(s.secrets, secret{name, p.getenv(name) != ""})
	}
	if _, _, err := slack.options(slackSettings{}, p.getenv); err != nil {
		says, do := split(err)
		s.add(ill, "serve", says, cmp.Or(do, "mend it; kotae serve does not start like this"))
	}
	s.examineFolders(from["docs"])
	s.examineData()
	s.strangers(os.Environ(), p.getenv)
	return s
}

func (s *settingsInForce) add(l level, about, says, do string) {
	s.findings = append(s.findings, finding{Level: l, About: about, Says: says, Do: do})
}

// list lists what every command has, then what is set of the rest.
func (s *settingsInForce) list(flags settings, from map[string]string, slack slackSettings, slackFrom map[string]string) {
	add := func(key, value, from string) {
		s.settings = append(s.settings, setting{key, value, cmp.Or(from, "default")})
	}
	m := s.config.models
	add("docs", strings.Join(s.config.docs, ", "), from["docs"])
	add("data", s.config.data, from["data"])
	add("chat-model", cmp.Or(m.chat, flags.ChatModel), from["chat-model"])
	add("embed-model", cmp.Or(m.embed, flags.EmbedModel), from["embed-model"])
	if m.baseURL != "" {
		add("base-url", llm.Host(m.baseURL), envBaseURL)
	}
	rest := map[string]string{}
	for key, value := range flags.texts() {
		rest[key] = *value
	}
	for key, value := range slack.texts() {
		rest[key], from[key] = *value, slackFrom[key]
	}
	for _, key := range slices.Sorted(maps.Keys(rest)) {
		if rest[key] != "" && !slices.Contains([]string{"data", "chat-model", "embed-model"}, key) {
			add(key, rest[key], from[key])
		}
	}
}

// examineFolders looks whether the folders of documents are there.
func (s *settingsInForce) examineFolders(from string) {
	for _, dir := range s.config.docs {
		info, err := os.Stat(dir)
		switch {
		case errors.Is(err, fs.ErrNotExist) && from == "":
			says, do := split(noFolder())
			s.add(ill, "docs", says, cmp.Or(do, "or make the folder "+defaultDocs))
			continue
		case errors.Is(err, fs.ErrNotExist):
			s.add(ill, "docs", fmt.Sprintf("the folder %s is not there", dir), "make it, or name another in "+from)
			continue
		case err == nil && !info.IsDir():
			s.add(ill, "docs", fmt.Sprintf("%s is a file and no folder", dir), "name the folder that it is in, in "+cmp.Or(from, "--docs"))
			continue
		}
		if err == nil {
			_, err = os.ReadDir(dir)
		}
		if err != nil {
			s.add(ill, "docs", fmt.Sprintf("the folder %s can't be read: %v", dir, rootCause(err)), "let the account that runs kotae read it")
			continue
		}
		s.folders = append(s.folders, dir)
	}
}

// The free space below which something is said, in bytes.
const (
	scarce  = 1 << 30
	tooFull = 100 << 20
)

// examineData looks whether the data folder can be used, and by nobody else.
func (s *settingsInForce) examineData() {
	data := s.config.data
	info, err := os.Stat(data)
	place := data // where something will be written
	switch {
	case errors.Is(err, fs.ErrNotExist):
		for place = filepath.Dir(place); ; place = filepath.Dir(place) {
			if info, err = os.Stat(place); err == nil || place == filepath.Dir(place) {
				break
			}
		}
	case err != nil:
		s.add(ill, "data", fmt.Sprintf("the data folder %s can't be looked at: %v", data, rootCause(err)), "let the account that runs kotae use it, or choose another with --data")
		return
	}
	switch {
	case err == nil && !info.IsDir():
		s.add(ill, "data", fmt.Sprintf("%s is a file and no folder", place), "choose another with --data")
		return
	case !writable(place):
		s.add(ill, "data", fmt.Sprintf("nothing can be written into %s", place), "let the account that runs kotae write there, or choose another with --data")
		return
	case place == data && info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows":
		s.add(doubtful, "data", fmt.Sprintf("others on this computer can look into %s (mode %04o)", data, info.Mode().Perm()), "chmod 700 "+data)
	}
	if free, ok := freeSpace(place); ok && free < scarce {
		l := doubtful
		if free < tooFull {
			l = ill
		}
		s.add(l, "data", fmt.Sprintf("only %d MB are free where %s is", free>>20, data), "make room, or choose another place with --data")
	}
}

// strangers finds variables that look like settings and are none.
func (s *settingsInForce) strangers(environment []string, getenv func(string) string) {
	known := []string{envDocs, envOf("log-format"), envOf("log-level")}
	for key := range (&settings{}).texts() {
		known = append(known, envOf(key))
	}
	for key := range (&slackSettings{}).texts() {
		known = append(known, envOf(key))
	}
	slices.Sort(known)
	slices.Sort(environment)
	for _, variable := range environment {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "KOTAE_") && getenv(name) != "" && !slices.Contains(known, name) {
			hint := "unset it"
			for _, k := range known {
				if distance(name, k) <= 2 {
					hint = fmt.Sprintf("did you mean %s?", k)
				}
			}
			s.add(doubtful, "environment", fmt.Sprintf("%s is set, and means nothing", name), hint)
		}
	}
}

// rootCause is what went wrong without the path that it went wrong with.
func rootCause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
