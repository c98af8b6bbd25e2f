package slackbot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// An api calls Slack's Web API: not faster than it allows, and again when a call
// certainly came to nothing.
type api struct {
	client *slack.Client
	http   *http.Client

	mu sync.Mutex
	// next is when a method, or a method in a channel, may be called again.
	next map[string]time.Time
	// crowds are the methods that had too many calls in several channels.
	crowds map[string]throng
}

func newAPI(client *slack.Client, http *http.Client) *api {
	return &api{client: client, http: http, next: map[string]time.Time{}, crowds: map[string]throng{}}
}

func (a *api) close() { a.http.CloseIdleConnections() }

// gaps are how far apart calls must be: a message a second in a channel, a hundred
// appends a minute in a workspace (docs.slack.dev, rate limits).
var gaps = map[string]time.Duration{
	"chat.postMessage":   time.Second,
	"chat.postEphemeral": 200 * time.Millisecond,
	"chat.update":        time.Second,
	"chat.appendStream":  600 * time.Millisecond,
}

// queued are how far apart calls must be while some wait for their turn because there
// were too many: a minute's calls in each of Slack's tiers.
var queued = map[string]time.Duration{
	"chat.startStream":          3 * time.Second,
	"chat.stopStream":           3 * time.Second,
	"chat.update":               1200 * time.Millisecond,
	"chat.delete":               1200 * time.Millisecond,
	"conversations.replies":     1200 * time.Millisecond,
	"conversations.info":        1200 * time.Millisecond,
	"agents.sessions.setStatus": 1200 * time.Millisecond,
	"users.info":                600 * time.Millisecond,
	"views.open":                600 * time.Millisecond,
	"views.publish":             600 * time.Millisecond,
}

const (
	// callTimeout is how long one call may take.
	callTimeout = 15 * time.Second
	// attempts is how often a call is made that never reached Slack, and longestWait
	// how long one is that is refused for its frequency.
	attempts    = 6
	longestWait = 3 * time.Minute
	// spread is how far apart messages are sent in the whole workspace while it, not
	// one channel, had too many; the crowd is over some time after the last refusal.
	spread = 220 * time.Millisecond
	crowd  = 10 * time.Second
)

// do makes a call of a method, for a channel where the method is limited by channel.
// Being told to come back later is obeyed; what never left this machine is tried again.
// Whether another failure reached Slack, uncertain tells.
func (a *api) do(ctx context.Context, method, channel string, call func(ctx context.Context) error) error {
	return a.doUntil(ctx, ctx, method, channel, call)
}

// doUntil does the same, but waits for no turn any more when until is done. A call that
// is under way then is carried through, so that what came of it is known.
func (a *api) doUntil(ctx, until context.Context, method, channel string, call func(ctx context.Context) error) error {
	var err error
	begun := time.Now()
	for attempt := 0; ; attempt++ {
		if waiting := a.wait(until, method, channel); waiting != nil {
			return errors.Join(waiting, err)
		}
		err = a.once(ctx, call)
		pause, again := comeBack(err, min(attempt, attempts))
		if !again || ctx.Err() != nil || unsent(err) && attempt+1 >= attempts || time.Since(begun)+pause > longestWait {
			return err
		}
		a.postpone(method, channel, pause)
	}
}

func (a *api) once(ctx context.Context, call func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return call(ctx)
}

// wait waits for the turn of a call, and reserves it.
func (a *api) wait(ctx context.Context, method, channel string) error {
	key := turn(method, channel)
	a.mu.Lock()
	now := time.Now()
	at := a.next[key]
	if at.Before(now) {
		at = now
	}
	if c := a.crowds[method]; now.Before(c.until) {
		at = later(at, c.next)
		c.next = at.Add(spread)
		a.crowds[method] = c
	}
	gap := gaps[method]
	if at.After(now) {
		gap = max(gap, queued[method])
	}
	if gap > 0 {
		a.next[key] = at.Add(gap)
	}
	if len(a.next) > 4096 {
		for k, t := range a.next {
			if t.Before(now) {
				delete(a.next, k)
			}
		}
	}
	a.mu.Unlock()
	if err := sleep(ctx, at.Sub(now)); err != nil {
		return fmt.Errorf("%s: %w: %v", method, errUnsent, err) //nolint:errorlint // what was not called did not run out of time
	}
	return nil
}

// errUnsent says that a call was not made, since nobody waits for it any more.
var errUnsent = errors.New("not called")

// postpone lets nobody call before a time has passed.
func (a *api) postpone(method, channel string, d time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	key, now := turn(method, channel), time.Now()
	a.next[key] = later(a.next[key], now.Add(d))
	if key == method {
		return
	}
	c := a.crowds[method]
	if c.channel != channel && now.Sub(c.at) < crowd {
		c.until = now.Add(crowd)
	}
	c.channel, c.at = channel, now
	a.crowds[method] = c
}

// A throng is what is known of a method that is refused in several channels.
type throng struct {
	channel string    // where it was refused last
	at      time.Time // when
	until   time.Time // until when all channels wait for each other
	next    time.Time // when the next may call
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// turn names those who wait for each other.
func turn(method, channel string) string {
	switch method {
	case "chat.startStream", "chat.appendStream", "chat.stopStream", "agents.sessions.setStatus":
		return method // counted for the whole workspace
	}
	return method + " " + channel
}

// comeBack reports whether a call that failed may be made again, and after how long.
func comeBack(err error, attempt int) (time.Duration, bool) {
	backoff := time.Duration(float64(250*time.Millisecond) * float64(int(1)<<attempt) * (0.5 + rand.Float64()/2)) //nolint:gosec // no secret
	var limited *slack.RateLimitedError
	var refusal slack.SlackErrorResponse
	switch {
	case err == nil:
		return 0, false
	case errors.As(err, &limited):
		return max(limited.RetryAfter, 100*time.Millisecond), true
	case errors.As(err, &refusal) && (refusal.Err == "ratelimited" || refusal.Err == "rate_limited"):
		return max(time.Second, backoff), true
	case unsent(err):
		return backoff, true
	}
	var status slack.StatusCodeError
	if errors.As(err, &status) && status.Code == http.StatusTooManyRequests {
		return max(time.Second, backoff), true
	}
	return 0, false
}

// unsent reports whether a call certainly never reached Slack.
func unsent(err error) bool {
	if errors.Is(err, errUnsent) {
		return true
	}
	var dial *net.OpError
	return errors.As(err, &dial) && dial.Op == "dial"
}

// uncertain reports whether a call that failed may have been carried out all the same.
func uncertain(err error) bool {
	if err == nil || unsent(err) {
		return false
	}
	var status slack.StatusCodeError
	if errors.As(err, &status) {
		return status.Code >= http.StatusInternalServerError
	}
	var refusal slack.SlackErrorResponse
	if errors.As(err, &refusal) {
		return refusal.Err == "internal_error" || refusal.Err == "fatal_error" || refusal.Err == "request_timeout"
	}
	var transport *url.Error
	var torn *json.SyntaxError
	return errors.As(err, &transport) || errors.As(err, &torn) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded)
}

// refused reports whether Slack refused a call for one of some reasons.
func refused(err error, reasons ...string) bool {
	var refusal slack.SlackErrorResponse
	if !errors.As(err, &refusal) {
		return false
	}
	for _, r := range reasons {
		if refusal.Err == r {
			return true
		}
	}
	return false
}

// sleep waits; an error means that ctx was done first.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
