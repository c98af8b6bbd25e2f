package main

import (
	"net/url"
	"strconv"
	"strings"

	"kotae/bot/slackbot"
)

// slackSettings are the settings of the Slack bot. Like all settings they may stand in
// the environment and in the settings file too.
type slackSettings struct {
	LinkTemplate         string `placeholder:"URL" help:"Where sources can be opened: {file}, {page}, {start_line} and {end_line} are filled in. (else $$KOTAE_LINK_TEMPLATE; else sources are not linked)"`
	Channels             string `placeholder:"IDS" help:"The only channels to answer in, with commas between. (else $$KOTAE_CHANNELS; else all)"`
	NotChannels          string `placeholder:"IDS" help:"Channels to answer nothing in. (else $$KOTAE_NOT_CHANNELS)"`
	AnswerGuests         string `placeholder:"YES|NO" help:"Answer guests of the workspace. (else $$KOTAE_ANSWER_GUESTS; else no)"`
	AnswerStrangers      string `placeholder:"YES|NO" help:"Answer members of other organisations. (else $$KOTAE_ANSWER_STRANGERS; else no)"`
	AnswerSharedChannels string `placeholder:"YES|NO" help:"Answer in channels shared with other organisations. (else $$KOTAE_ANSWER_SHARED_CHANNELS; else no)"`
	ReadFiles            string `placeholder:"YES|NO" help:"Read files that people attach, for their conversation alone; the app needs the scope files:read, see kotae manifest --files. (else $$KOTAE_READ_FILES; else no)"`
	PerPerson            string `placeholder:"N" help:"Questions a person may ask in ten minutes. (else $$KOTAE_PER_PERSON; else 20)"`
}

// texts are the settings by key. The environment's name follows from the key.
func (s *slackSettings) texts() map[string]*string {
	return map[string]*string{
		"link-template": &s.LinkTemplate, "channels": &s.Channels, "not-channels": &s.NotChannels,
		"answer-guests": &s.AnswerGuests, "answer-strangers": &s.AnswerStrangers,
		"answer-shared-channels": &s.AnswerSharedChannels, "read-files": &s.ReadFiles, "per-person": &s.PerPerson,
	}
}

// decide fills in what flags leave open, as settings.decide does.
func (s *slackSettings) decide(file slackSettings, name string, getenv func(string) string) (from map[string]string) {
	from = map[string]string{}
	inFile := file.texts()
	for key, value := range s.texts() {
		from[key] = choose(key, value, *inFile[key], name, getenv)
	}
	return from
}

// options makes the bot's options: what flags leave open the environment decides, then
// the settings file. Files says whether attached files are to be read.
func (s slackSettings) options(file slackSettings, getenv func(string) string) (o slackbot.Options, files bool, err error) {
	s.decide(file, "", getenv)
	o = slackbot.Options{LinkTemplate: s.LinkTemplate, APIURL: getenv(envSlackURL)}
	if u, err := url.Parse(s.LinkTemplate); s.LinkTemplate != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
		return o, false, usagef("link-template needs an address that begins with https://, not %q", s.LinkTemplate)
	}
	if u, err := url.Parse(o.APIURL); o.APIURL != "" && (err != nil || u.Host == "") {
		return o, false, usagef("%s needs an address, not %q", envSlackURL, o.APIURL)
	}
	if o.APIURL != "" && !strings.HasSuffix(o.APIURL, "/") {
		o.APIURL += "/"
	}
	o.Policy.Channels, o.Policy.NotChannels = ids(s.Channels), ids(s.NotChannels)
	for _, choice := range []struct {
		key, text string
		to        *bool
	}{
		{"answer-guests", s.AnswerGuests, &o.Policy.Guests},
		{"answer-strangers", s.AnswerStrangers, &o.Policy.Strangers},
		{"answer-shared-channels", s.AnswerSharedChannels, &o.Policy.SharedChannels},
		{"read-files", s.ReadFiles, &files},
	} {
		switch strings.ToLower(choice.text) {
		case "yes", "true":
			*choice.to = true
		case "", "no", "false":
		default:
			return o, false, usagef("%s is yes or no, not %q", choice.key, choice.text)
		}
	}
	if s.PerPerson != "" {
		n, err := strconv.Atoi(s.PerPerson)
		if err != nil || n < 1 {
			return o, false, usagef("per-person needs a whole number above 0, not %q", s.PerPerson)
		}
		o.Policy.PerPerson = n
	}
	return o, files, nil
}

// ids reads a list of IDs.
func ids(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '、' })
}

// The names of Slack's own settings.
const (
	envBotToken = "SLACK_BOT_TOKEN"
	envAppToken = "SLACK_APP_TOKEN"
	envSigning  = "SLACK_SIGNING_SECRET"
	envSlackURL = "SLACK_API_URL"
)

// slackTokens reads the tokens that a way to connect needs.
func slackTokens(getenv func(string) string, http bool) (slackbot.Tokens, error) {
	t := slackbot.Tokens{Bot: getenv(envBotToken), App: getenv(envAppToken), Signing: getenv(envSigning)}
	switch {
	case t.Bot == "":
		return t, usagef("%s is not set; it is the Bot User OAuth Token (xoxb-…) of your Slack app: kotae manifest makes one", envBotToken)
	case strings.HasPrefix(t.Bot, "xapp-"):
		return t, usagef("%s holds the app-level token; it needs the one that begins with xoxb-", envBotToken)
	case !http && t.App == "":
		return t, usagef("%s is not set; it is the app-level token (xapp-…) with the scope connections:write; or run kotae serve --http", envAppToken)
	case !http && strings.HasPrefix(t.App, "xoxb-"):
		return t, usagef("%s holds the bot token; it needs the one that begins with xapp-", envAppToken)
	case http && t.Signing == "":
		return t, usagef("%s is not set; it stands under Basic Information of your Slack app", envSigning)
	}
	return t, nil
}
