package llm

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"

	"kotae/bot"
)

// A failure is what an endpoint said instead of an answer.
type failure struct {
	status int    // of HTTP; 0 where the reply began well
	about  string // code, type and parameter, as the endpoint names them
	text   string // its words
	// wait is how long the endpoint asks to wait; nil where it does not say.
	wait *backoff.RetryAfterError
}

func (f *failure) Error() string { return strings.TrimSpace(f.prefix() + f.text) }

// Unwrap shows backoff how long to wait.
func (f *failure) Unwrap() error {
	if f.wait == nil {
		return nil
	}
	return f.wait
}

func (f *failure) prefix() string {
	if f.status == 0 {
		return ""
	}
	return fmt.Sprintf("HTTP %d: ", f.status)
}

// newFailure reads a refusal in any of the forms that are about.
func newFailure(status int, body []byte) *failure {
	f := &failure{status: status}
	if e := errorIn(body); e != nil {
		f.about, f.text = e.about, e.text
	} else {
		f.text = plain(body)
	}
	if f.text == "" {
		f.text = http.StatusText(status)
	}
	return f
}

// errorIn returns the error that a JSON text reports, or nil: {"error": {…}},
// {"error": "…"}, {"object": "error", …}, {"detail": …}, {"message": …}, and each
// of them in an array.
func errorIn(body []byte) *failure {
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil && len(list) > 0 {
		body = list[0]
	}
	var reply struct {
		Error, Detail, Message json.RawMessage
		Object                 string
		Choices, Data          json.RawMessage
	}
	if json.Unmarshal(body, &reply) != nil {
		return nil
	}
	given := func(m json.RawMessage) bool { return len(m) > 0 && string(m) != "null" }
	switch {
	case given(reply.Error):
		body = reply.Error
	case reply.Object == "error":
	case given(reply.Choices) || given(reply.Data):
		return nil
	case given(reply.Detail):
		return &failure{text: words(reply.Detail)}
	case !given(reply.Message):
		return nil
	}
	var e struct {
		Message, Detail, Code, Type, Param json.RawMessage
	}
	if json.Unmarshal(body, &e) != nil {
		return &failure{text: words(body)}
	}
	text := words(e.Message)
	if text == "" {
		text = words(e.Detail)
	}
	if text == "" {
		text = words(body)
	}
	return &failure{about: words(e.Code) + " " + words(e.Type) + " " + words(e.Param), text: text}
}

// words are a JSON string's, or else the JSON itself.
func words(m json.RawMessage) string {
	var s string
	if json.Unmarshal(m, &s) == nil {
		return s
	}
	return string(m)
}

var (
	titles = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	tags   = regexp.MustCompile(`(?is)<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>`)
)

// plain are the words of a page, its title if it has one.
func plain(body []byte) string {
	s := string(body)
	if m := titles.FindStringSubmatch(s); m != nil {
		return "web page “" + html.UnescapeString(strings.TrimSpace(m[1])) + "”"
	}
	return strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(s, " ")))
}

// The words by which endpoints say one thing, in lower case.
var (
	quotaWords = regexp.MustCompile(`insufficient_quota|insufficient balance|exceeded your current quota|billing_hard_limit|billing_not_active|credit balance|payment required|out of credits`)
	filter     = regexp.MustCompile(`content_filter|content management policy|content_policy|responsible_?ai|safety system`)
	longWords  = regexp.MustCompile(`context_length|context length|context size|context window|context_size|exceed_context|maximum context|max_model_len|` +
		`too many (input )?tokens|too large to process|reduce the length|prompt is too long|input is too long|input (prompt|length)[^.]* (exceeds|too)|too large for model|` +
		`string_above_max_length|string too long|must have less than \d+ tokens|(request|payload|body|entity|content) (is )?too large|` +
		`array_above_max_length|array too long|array of max(imum)? length|batch[ _]size|tokens per (submitted )?batch|tokens in batch|max_tokens_per_request|max \d+ tokens per request|too many inputs|less than \d+ inputs`)
	modelWords = regexp.MustCompile(`model_not_found|deploymentnotfound|(model|deployment)\b.*\b(not found|not exist|not available|not loaded|not supported|not served|unknown|unavailable)|(no such|unknown|invalid|unsupported|could not load|failed to load|load) model|no models? loaded|not a valid model|not have access to model`)
	keyWords   = regexp.MustCompile(`invalid_api_key|api[ _]key (is )?(not valid|invalid|missing|expired|required)|(invalid|incorrect|missing|no) api[ _]key|unauthori[sz]ed|invalid_authentication|authentication_error`)
)

// problem says which kind of failure it is.
func (f *failure) problem() bot.ModelProblem {
	said := strings.ToLower(f.about + " " + f.text)
	s := f.status
	server := s >= 500
	switch {
	case s == http.StatusPaymentRequired || quotaWords.MatchString(said):
		return bot.NoQuota
	case filter.MatchString(said):
		return bot.Refused
	case s == http.StatusUnauthorized:
		return bot.WrongKey
	case s == http.StatusRequestEntityTooLarge || longWords.MatchString(said) && s != http.StatusServiceUnavailable:
		return bot.TooLong
	case modelWords.MatchString(said) && s != http.StatusTooManyRequests && s != http.StatusServiceUnavailable:
		return bot.UnknownModel
	case s == http.StatusForbidden || !server && keyWords.MatchString(said):
		return bot.WrongKey
	case s == http.StatusTooManyRequests || s == http.StatusServiceUnavailable || s == 529:
		return bot.Busy
	case s == http.StatusRequestTimeout || s == http.StatusGatewayTimeout:
		return bot.TooSlow
	case s == http.StatusNotFound || s == http.StatusMethodNotAllowed || s == http.StatusBadGateway || 300 <= s && s < 400:
		return bot.Unreachable
	}
	return bot.BadReply
}

// passes reports whether the same request may succeed later.
func (f *failure) passes() bool {
	switch f.problem() {
	case bot.Busy:
		return true
	case bot.TooSlow, bot.Unreachable, bot.BadReply:
		return f.status == http.StatusRequestTimeout || f.status >= 500 && f.status != http.StatusNotImplemented
	}
	return false
}

// advice is what an operator should look at, where the endpoint's words do not say.
func (f *failure) advice() string {
	switch {
	case f.status == http.StatusNotFound && f.problem() == bot.Unreachable:
		return "; is the base URL right, with its /v1?"
	case 300 <= f.status && f.status < 400:
		return "; is the base URL right?"
	}
	return ""
}

// retryAfter reads how long a reply asks to wait, at most longest; nil where it
// does not say.
func retryAfter(h http.Header, longest time.Duration) *backoff.RetryAfterError {
	var wait time.Duration
	if ms, err := time.ParseDuration(h.Get("Retry-After-Ms") + "ms"); err == nil {
		wait = ms
	} else if s, err := time.ParseDuration(h.Get("Retry-After") + "s"); err == nil {
		wait = s
	} else if at, err := http.ParseTime(h.Get("Retry-After")); err == nil {
		wait = time.Until(at)
	} else {
		return nil
	}
	return &backoff.RetryAfterError{Duration: min(max(wait, 0), longest)}
}
