package llm

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"unicode/utf8"
)

// events reads server-sent events in the dialects that endpoints speak and passes
// them on in the one that the library understands: comments and fields that carry
// no text are left out, a character torn between two events is mended, and an
// event that reports an error ends the stream with a *failure.
type events struct {
	in   *bufio.Reader
	body io.Closer

	out  []byte // not yet passed on
	torn []byte // bytes of a character whose rest is in the next event
	bad  bool   // the event under way is called an error
	err  error  // that ends the stream, after out
}

// lineBytes is how long a line of a stream may be.
const lineBytes = 1 << 20

// mayBeError finds texts that may report an error. In a model's words the quotes
// would be escaped.
var mayBeError = regexp.MustCompile(`"error"|"detail"|"message"\s*:\s*"`)

// Read implements io.Reader.
func (e *events) Read(p []byte) (int, error) {
	for len(e.out) == 0 {
		if e.err != nil {
			return 0, e.err
		}
		line, err := e.line()
		if f := e.take(line); f != nil {
			e.err = f
		} else {
			e.err = err
		}
	}
	n := copy(p, e.out)
	e.out = e.out[n:]
	return n, nil
}

// Close implements io.Closer.
func (e *events) Close() error { return e.body.Close() }

// line reads a line, the last perhaps without its end.
func (e *events) line() ([]byte, error) {
	var long []byte
	for {
		part, err := e.in.ReadSlice('\n')
		if err != bufio.ErrBufferFull {
			return append(long, part...), err
		}
		if long = append(long, part...); len(long) > lineBytes {
			return nil, &failure{text: "a line without an end in the middle of the answer"}
		}
	}
}

// take passes on what a line carries. It returns the error that a line reports.
func (e *events) take(line []byte) *failure {
	line = bytes.TrimSpace(line)
	field, value, ok := bytes.Cut(line, []byte(":"))
	value = bytes.TrimSpace(value)
	switch {
	case len(line) == 0:
		e.bad = false
	case ok && string(field) == "event":
		e.bad = string(value) == "error"
	case ok && string(field) == "error": // llama.cpp
		return inStream(value)
	case ok && string(field) == "data":
		if e.bad {
			return inStream(value)
		}
		if mayBeError.Match(value) {
			if f := errorIn(value); f != nil {
				return f
			}
		}
		e.out = append(append(append(e.out[:0], "data: "...), e.mend(value)...), "\n\n"...)
	case line[0] == '{' && mayBeError.Match(line):
		if f := errorIn(line); f != nil {
			return f
		}
	}
	return nil
}

// inStream reads what surely is an error.
func inStream(value []byte) *failure {
	if f := errorIn(value); f != nil {
		return f
	}
	if f := errorIn([]byte(`{"error":` + string(value) + `}`)); f != nil {
		return f
	}
	return &failure{text: plain(value)}
}

// mend puts characters together whose bytes came in two events: such bytes are
// taken out of the one and put into the other, where the character ends.
func (e *events) mend(value []byte) []byte {
	if len(e.torn) == 0 && utf8.Valid(value) {
		return value
	}
	var out []byte
	for i := 0; i < len(value); {
		r, n := utf8.DecodeRune(value[i:])
		if r != utf8.RuneError || n > 1 {
			out = append(out, value[i:i+n]...)
			i += n
			continue
		}
		e.torn = append(e.torn, value[i])
		i++
		if r, n := utf8.DecodeRune(e.torn); r != utf8.RuneError || n > 1 {
			out = append(out, e.torn...)
			e.torn = e.torn[:0]
		} else if utf8.FullRune(e.torn) {
			out = append(out, "\uFFFD"...)
			e.torn = e.torn[:0]
		}
	}
	return out
}

// whole turns a reply that came in one piece, though a stream was asked for, into
// a stream of one event.
func whole(in io.Reader) (io.Reader, error) {
	all, err := io.ReadAll(io.LimitReader(in, 8<<20))
	if err != nil {
		return nil, err
	}
	if f := errorIn(all); f != nil {
		return nil, f
	}
	var reply struct {
		Choices []struct {
			Message struct {
				Content string `json:"content"`
				Refusal string `json:"refusal,omitempty"`
			} `json:"message"`
			FinishReason string `json:"finish_reason"`
		} `json:"choices"`
		Usage json.RawMessage `json:"usage"`
	}
	if json.Unmarshal(all, &reply) != nil || len(reply.Choices) == 0 {
		return nil, &failure{text: "something else than an answer: " + plain(all)}
	}
	type choice struct {
		Delta  any    `json:"delta"`
		Finish string `json:"finish_reason"`
	}
	event, err := json.Marshal(struct {
		Choices []choice        `json:"choices"`
		Usage   json.RawMessage `json:"usage,omitempty"`
	}{[]choice{{reply.Choices[0].Message, reply.Choices[0].FinishReason}}, reply.Usage})
	if err != nil {
		return nil, err
	}
	return bytes.NewReader(append(append([]byte("data: "), event...), "\n\ndata: [DONE]\n\n"...)), nil
}
