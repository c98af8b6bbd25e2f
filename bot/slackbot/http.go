package slackbot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/slack-go/slack"
)

// longestRequest is how much of a request's body is read, in bytes.
const longestRequest = 1 << 20

// listen serves the Events API over HTTP until ctx is done.
func (b *Slackbot) listen(ctx context.Context) error {
	server := &http.Server{
		Handler:           b.routes(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(b.Log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(b.opt.Listener) }()
	b.Log.Info("listening for Slack", "addr", b.opt.Listener.Addr().String())
	if b.opt.Ready != nil {
		b.opt.Ready()
	}
	select {
	case err := <-failed:
		return fmt.Errorf("listen for Slack: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		b.Log.Info("a request did not come to its end", "err", err)
		_ = server.Close() // it is over all the same
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("listen for Slack: %w", err)
	}
	return nil
}

// routes are the addresses that the app's manifest names.
func (b *Slackbot) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /slack/events", b.verified(b.serveEvent))
	mux.Handle("POST /slack/interactions", b.verified(b.serveInteraction))
	mux.Handle("POST /slack/commands", b.verified(b.serveCommand))
	return mux
}

// verified lets through what Slack signed less than five minutes ago.
func (b *Slackbot) verified(serve func(w http.ResponseWriter, r *http.Request, body []byte)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestRequest))
		if err != nil {
			if errors.As(err, new(*http.MaxBytesError)) {
				http.Error(w, "too large", http.StatusRequestEntityTooLarge)
				return
			}
			http.Error(w, "not read", http.StatusBadRequest)
			return
		}
		verifier, err := slack.NewSecretsVerifier(r.Header, b.Tokens.Signing)
		if err == nil {
			_, _ = verifier.Write(body) // a hash takes everything
			err = verifier.Ensure()
		}
		if err != nil {
			b.Log.Warn("a request is not signed by Slack; if it is Slack's, check SLACK_SIGNING_SECRET and this machine's clock", "path", r.URL.Path, "err", err)
			http.Error(w, "not signed", http.StatusUnauthorized)
			return
		}
		serve(w, r, body)
	})
}

func (b *Slackbot) serveEvent(w http.ResponseWriter, r *http.Request, body []byte) {
	var outer struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
	}
	if err := json.Unmarshal(body, &outer); err != nil {
		http.Error(w, "not JSON", http.StatusBadRequest)
		return
	}
	if outer.Type == "url_verification" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, outer.Challenge) // who asked has gone
		return
	}
	b.reply(w, r, delivery{eventDelivery, body})
}

func (b *Slackbot) serveInteraction(w http.ResponseWriter, r *http.Request, body []byte) {
	form, err := url.ParseQuery(string(body))
	if err != nil || form.Get("payload") == "" {
		http.Error(w, "no payload", http.StatusBadRequest)
		return
	}
	b.reply(w, r, delivery{interactionDelivery, []byte(form.Get("payload"))})
}

func (b *Slackbot) serveCommand(w http.ResponseWriter, r *http.Request, body []byte) {
	form, err := url.ParseQuery(string(body))
	if err != nil || form.Get("command") == "" {
		http.Error(w, "no command", http.StatusBadRequest)
		return
	}
	command, err := commandJSON(form)
	if err != nil {
		http.Error(w, "no command", http.StatusBadRequest)
		return
	}
	b.reply(w, r, delivery{commandDelivery, command})
}

// reply takes a delivery and acknowledges it.
func (b *Slackbot) reply(w http.ResponseWriter, r *http.Request, d delivery) {
	reply, err := b.take(context.WithoutCancel(r.Context()), d)
	if err != nil {
		b.Log.Error("a delivery could not be kept; Slack will bring it again", "kind", string(d.kind), "err", err)
		http.Error(w, "try again", http.StatusServiceUnavailable)
		return
	}
	if reply == nil {
		return // 200 and nothing is an acknowledgement
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if err := json.NewEncoder(w).Encode(reply); err != nil {
		b.Log.Info("an acknowledgement was lost; Slack may bring it again", "kind", string(d.kind), "err", err)
	}
}
