package main

import (
	"cmp"
	"io"
	"log/slog"
)

// logSettings say how a long-running command tells what it does.
type logSettings struct {
	LogFormat string `placeholder:"text|json" help:"Form of the log on the standard error. (else $$KOTAE_LOG_FORMAT; else text on a terminal, else json)"`
	LogLevel  string `placeholder:"LEVEL" help:"debug, info, warn or error. (else $$KOTAE_LOG_LEVEL; else info)"`
}

// logger makes the log.
func (s logSettings) logger(w io.Writer, getenv func(string) string) (*slog.Logger, error) {
	var level slog.Level
	name := cmp.Or(s.LogLevel, getenv(envOf("log-level")), "info")
	if err := level.UnmarshalText([]byte(name)); err != nil {
		return nil, usagef("log-level is debug, info, warn or error, not %q", name)
	}
	options := &slog.HandlerOptions{Level: level}
	switch format := cmp.Or(s.LogFormat, getenv(envOf("log-format"))); {
	case format == "text" || format == "" && isTerminal(w):
		return slog.New(slog.NewTextHandler(w, options)), nil
	case format == "json" || format == "":
		return slog.New(slog.NewJSONHandler(w, options)), nil
	default:
		return nil, usagef("log-format is text or json, not %q", format)
	}
}
