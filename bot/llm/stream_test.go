package llm

import (
	"bufio"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"kotae/bot"
)

// read reads a stream as the library gets it.
func read(t *testing.T, r io.Reader) (string, error) {
	t.Helper()
	b, err := io.ReadAll(&events{in: bufio.NewReaderSize(r, 16), body: io.NopCloser(r)})
	return string(b), err
}

// FuzzEvents makes sure that a stream means the same however it is cut, that only
// whole data lines of valid text come out of it, and that it ends.
func FuzzEvents(f *testing.F) {
	f.Add([]byte("data: {\"a\":\"有給\"}\n\ndata: [DONE]\n\n"))
	f.Add([]byte(": ping\r\nevent: error\r\ndata: {\"message\":\"x\"}\r\n\r\n"))
	f.Add([]byte("data:{\"c\":\"\xe6\x9c\"}\n\ndata: {\"c\":\"\x89\xf0\"}\n\ndata: \x9f"))
	f.Add([]byte("error: {\"code\":500}\ndata: {\"error\":null}\n{\"error\":\"x\"}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := read(t, strings.NewReader(string(b)))
		again, err2 := read(t, iotest.OneByteReader(strings.NewReader(string(b))))
		if got != again || (err == nil) != (err2 == nil) {
			t.Errorf("%q: %q, %v; byte by byte %q, %v", b, got, err, again, err2)
		}
		for line := range strings.Lines(got) {
			if line != "\n" && !strings.HasPrefix(line, "data: ") || !strings.HasSuffix(line, "\n") || !utf8.ValidString(line) {
				t.Errorf("%q: line %q", b, line)
			}
		}
	})
}

func TestTornCharactersAreMended(t *testing.T) {
	for in, want := range map[string]string{
		"\xe6|\x9c|\x89":           "||有",
		"x\xf0\x9f|\x91\x8dy":      "x|👍y",
		"あ\xe6|あ\x9c\x89":          "あ|あ有", // where its last byte comes
		"\xff|\xfe":                "\uFFFD|\uFFFD",
		"\xe6|a|\x9c|b|\x89":       "|a||b|有",
		"\xe6\x9c|\xe6\x9c\x89|ok": "|\uFFFD有|ok",
	} {
		e := &events{}
		var got []string
		for _, part := range strings.Split(in, "|") {
			got = append(got, string(e.mend([]byte(part))))
		}
		if s := strings.Join(got, "|"); !utf8.ValidString(s) || s != want && strings.Count(want, "\uFFFD") == 0 {
			t.Errorf("%q became %q, want %q", in, s, want)
		}
	}
}

// FuzzThought makes sure that what is stripped does not depend on the pieces.
func FuzzThought(f *testing.F) {
	f.Add(" <think>あ</think>\n答え", 3)
	f.Add("<thin", 1)
	f.Add("<think>never closed", 2)
	f.Add("答え<think>x</think>", 5)
	f.Fuzz(func(t *testing.T, text string, n int) {
		if n < 1 {
			return
		}
		whole := &thought{}
		want := whole.strip(text)
		want += whole.rest()
		parts := &thought{}
		got := ""
		for rest := text; rest != ""; {
			n := min(n, len(rest))
			got += parts.strip(rest[:n])
			rest = rest[n:]
		}
		got += parts.rest()
		if got != want && utf8.ValidString(text) {
			t.Errorf("%q in pieces of %d: %q, want %q", text, n, got, want)
		}
		if !strings.HasSuffix(text, want) || !strings.Contains(text, thinkBegin) && want != strings.TrimLeft(text, " \t\n\v\f\r\u0085\u00A0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u1680") {
			t.Errorf("%q: answer %q", text, want)
		}
	})
}

func TestClean(t *testing.T) {
	key := NewKey("0123456789abcdef")
	for in, want := range map[string]string{
		"wrong key 0123456789abcdef!":                            "wrong key [key]!",
		"Incorrect API key provided: sk-proj-abc***********xyz.": "Incorrect API key provided: [key]",
		"Incorrect API key provided: mySecre*******4567.":        "Incorrect API key provided: [key].",
		"Authorization: Bearer abc.def-ghi was refused":          "Authorization: [key] was refused",
		"GET https://host/v1?api_key=abcdefg&x=1":                "GET https://host/v1?api_key=[key]&x=1",
		"proxy http://user:pass@host:8080":                       "proxy http:[key]host:8080",
		"line\r\n\tand\x00\x1b[31m tab\u2028end":                 "line and [31m tab end",
		"モデル「sk-oneword」が見つかりません":                                "モデル「[key]」が見つかりません",
		"model `task-classifier` is unknown, see sk.":            "model `task-classifier` is unknown, see sk.",
		"a **bold** word":        "a **bold** word",
		"broken \xff bytes":      "broken \uFFFD bytes",
		strings.Repeat("あ", 200): strings.Repeat("あ", 200),
		strings.Repeat("あ", 201): strings.Repeat("あ", 199) + "…",
	} {
		if got := key.clean(in); got != want {
			t.Errorf("clean(%q)\n got %q\nwant %q", in, got, want)
		}
	}
	if got := (Key{}).clean("x"); got != "x" {
		t.Errorf("without a key: %q", got)
	}
}

func TestProblemsByWhatEndpointsSay(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   bot.ModelProblem
		passes bool
	}{
		{429, `{"error":{"message":"Rate limit reached. You can add a payment method at https://platform.openai.com/account/billing.","code":"rate_limit_exceeded"}}`, bot.Busy, true},
		{503, `{"error":{"message":"Loading model","type":"unavailable_error"}}`, bot.Busy, true},
		{529, `{"error":{"message":"Overloaded"}}`, bot.Busy, true},
		{504, ``, bot.TooSlow, true},
		{501, ``, bot.BadReply, false},
		{400, `{"error":{"message":"Unsupported value: 'temperature' does not support 0.01 with this model.","param":"temperature","code":"unsupported_value"}}`, bot.BadReply, false},
		{400, `{"error":"Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens"}`, bot.TooLong, false},
		{400, `{"message":"Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length"}`, bot.TooLong, false},
		{400, `{"error":{"message":"<400> InternalError.Algo.InvalidParameter: Value error, batch size is invalid, it should not be larger than 10.: input.contents"}}`, bot.TooLong, false},
		{400, `{"object":"error","message":"Too many tokens in batch. Max is 16384 got 17555"}`, bot.TooLong, false},
		{400, `{"detail":"Request to model failed. The max allowed tokens per submitted batch is 120000."}`, bot.TooLong, false},
		{413, `{"error":"Input validation error: ` + "`inputs`" + ` must have less than 512 tokens. Given: 600","error_type":"Validation"}`, bot.TooLong, false},
		{500, `{"error":"the input length exceeds the context length"}`, bot.TooLong, false},
		{404, `{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}`, bot.UnknownModel, false},
		{400, `{"error":"No models loaded. Please load a model in the developer page"}`, bot.UnknownModel, false},
		{404, `{"object":"error","message":"The model ` + "`x`" + ` does not exist.","type":"NotFoundError","code":404}`, bot.UnknownModel, false},
		{401, `{"detail":"Unauthorized"}`, bot.WrongKey, false},
		{403, `{"error":{"message":"Country, region, or territory not supported","code":"unsupported_country_region_territory"}}`, bot.WrongKey, false},
	} {
		f := newFailure(c.status, []byte(c.body))
		if got := f.problem(); got != c.want || f.passes() != c.passes {
			t.Errorf("%d %s\n got %s, passes %v; want %s", c.status, c.body, got, f.passes(), c.want)
		}
	}
}
