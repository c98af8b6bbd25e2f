package main

import (
	"kotae/bot"
	"kotae/bot/slackbot"
)

// manifestCommand is `kotae manifest`.
type manifestCommand struct {
	Name     string `placeholder:"NAME" help:"What people call the bot. (else kotae)"`
	Lang     string `placeholder:"LANG" enum:"ja,en" default:"ja" help:"Language of descriptions: ja or en. (else ja)"`
	HTTP     string `name:"http" placeholder:"URL" help:"Where Slack finds kotae serve --http: https://HOST. (else Socket Mode, where it need not)"`
	Threads  bool   `help:"Hear replies in threads without a mention; the bot may then read the channels that it is in."`
	Channels bool   `help:"Know which channels are shared with other organisations, for commands too."`
	Files    bool   `help:"Read files that people attach, as kotae serve --read-files yes does."`
	JSON     bool   `name:"json" help:"Print JSON."`
}

// Run prints the manifest of the Slack app.
func (cmd *manifestCommand) Run(p *process) error {
	o := slackbot.ManifestOptions{
		Name: cmd.Name, Language: bot.Language(cmd.Lang),
		HTTPBase: cmd.HTTP, Threads: cmd.Threads, Channels: cmd.Channels, Files: cmd.Files,
	}
	write := slackbot.ManifestYAML
	if cmd.JSON {
		write = slackbot.ManifestJSON
	}
	text, err := write(o)
	if err != nil {
		return usageError{err}
	}
	_, err = p.stdout.Write(text)
	return err
}
