package bottest

import (
	"io"
	"net/http"
	"strings"
)

// Say answers a chat with a text: in a stream of a few runes a piece, with its
// usage, where one is asked for, else at once.
func (x *Exchange) Say(text string) { x.SayPieces(pieces(text, 3)...) }

// pieces cuts a text into pieces of so many runes.
func pieces(text string, n int) []string {
	var out []string
	runes := []rune(text)
	for len(runes) > 0 {
		n := min(n, len(runes))
		out = append(out, string(runes[:n]))
		runes = runes[n:]
	}
	return out
}

// SayPieces answers a chat with a text in these pieces.
func (x *Exchange) SayPieces(pieces ...string) {
	text := strings.Join(pieces, "")
	if !x.Stream {
		x.JSON(http.StatusOK, map[string]any{
			"id": "chatcmpl-1", "object": "chat.completion", "model": x.Model, "usage": x.usage(text),
			"choices": []any{map[string]any{"index": 0, "finish_reason": "stop", "message": map[string]any{"role": "assistant", "content": text}}},
		})
		return
	}
	for _, p := range pieces {
		x.Piece(p)
	}
	x.Finish("stop", text)
}

func (x *Exchange) usage(text string) map[string]any {
	p, c := Tokens(x.Prompt()), Tokens(text)
	return map[string]any{"prompt_tokens": p, "completion_tokens": c, "total_tokens": p + c}
}

// Piece sends a piece of a streamed text.
func (x *Exchange) Piece(text string) { x.Delta(map[string]any{"content": text}) }

// Delta sends what a choice gains.
func (x *Exchange) Delta(delta map[string]any) {
	x.Event(marshal(x.chunk([]any{map[string]any{"index": 0, "delta": delta, "finish_reason": nil}}, nil)))
}

// Finish sends why the text ends, its usage if that was asked for, and the end.
func (x *Exchange) Finish(reason, text string) {
	x.Event(marshal(x.chunk([]any{map[string]any{"index": 0, "delta": map[string]any{}, "finish_reason": reason}}, nil)))
	if options, _ := x.Parameters["stream_options"].(map[string]any); options["include_usage"] == true {
		x.Event(marshal(x.chunk([]any{}, x.usage(text))))
	}
	x.Event("[DONE]")
}

func (x *Exchange) chunk(choices []any, usage any) map[string]any {
	return map[string]any{"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": x.Model, "choices": choices, "usage": usage}
}

// Event sends an event's data.
func (x *Exchange) Event(data string) { x.Bytes("data: " + data + "\n\n") }

// Bytes sends bytes of a stream as they are, at once.
func (x *Exchange) Bytes(s string) {
	if !x.begun {
		x.begun = true
		x.Header("Content-Type", "text/event-stream")
		x.w.WriteHeader(http.StatusOK)
		if !strings.HasPrefix(s, ":") && strings.Contains(s, `"content"`) {
			io.WriteString(x.w, "data: "+marshal(x.chunk([]any{map[string]any{
				"index": 0, "delta": map[string]any{"role": "assistant", "content": ""}, "finish_reason": nil}}, nil))+"\n\n")
		}
	}
	io.WriteString(x.w, s)
	x.flush()
}
