package bottest

import (
	"fmt"
	"net/http"
	"strings"
)

// Status answers with a status and a body, as JSON if it looks like that.
func Status(status int, body string) Behaviour {
	return func(x *Exchange) {
		kind := "text/plain"
		if strings.HasPrefix(body, "{") || strings.HasPrefix(body, "[") {
			kind = "application/json"
		}
		x.Raw(status, kind, body)
	}
}

// Page answers with a web page.
func Page(status int) Behaviour {
	return func(x *Exchange) { x.Page(status, http.StatusText(status)+" | proxy.example") }
}

// Busy answers that there were too many requests, and how long to wait if after
// is not empty: seconds or a date.
func Busy(after string) Behaviour {
	return func(x *Exchange) {
		if after != "" {
			x.Header("Retry-After", after)
		}
		x.Error(http.StatusTooManyRequests, "Rate limit reached for requests", "requests", "rate_limit_exceeded")
	}
}

// Fails answers that something is wrong inside.
func Fails() Behaviour {
	return func(x *Exchange) {
		x.Error(http.StatusInternalServerError, "The server had an error while processing your request", "server_error", "")
	}
}

// NoQuota answers that the account is empty.
func NoQuota() Behaviour {
	return func(x *Exchange) {
		x.Error(http.StatusTooManyRequests, "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", "insufficient_quota")
	}
}

// WrongKey answers that the key is wrong, and repeats it in full, as some do.
func WrongKey() Behaviour {
	return func(x *Exchange) {
		x.Error(http.StatusUnauthorized, "Incorrect API key provided: "+x.key+". You can find your API key at https://platform.openai.com/account/api-keys.", "invalid_request_error", "invalid_api_key")
	}
}

// UnknownModel answers that there is no such model.
func UnknownModel() Behaviour {
	return func(x *Exchange) {
		x.Error(http.StatusNotFound, "The model `"+x.Model+"` does not exist or you do not have access to it.", "invalid_request_error", "model_not_found")
	}
}

// ContextTooLong answers that the prompt is.
func ContextTooLong() Behaviour {
	return func(x *Exchange) {
		x.Error(http.StatusBadRequest, "This model's maximum context length is 4096 tokens. However, your messages resulted in more. Please reduce the length of the messages.", "invalid_request_error", "context_length_exceeded")
	}
}

// BatchTooLarge answers that a request may hold so many texts at most.
func BatchTooLarge(most int) Behaviour {
	return func(x *Exchange) {
		x.JSON(http.StatusRequestEntityTooLarge, map[string]any{
			"error": fmt.Sprintf("batch size %d > maximum allowed batch size %d", len(x.Input), most), "error_type": "Validation"})
	}
}

// TextTooLong answers as llama.cpp does, with a status that means something else.
func TextTooLong() Behaviour {
	return func(x *Exchange) {
		x.JSON(http.StatusInternalServerError, map[string]any{"error": map[string]any{
			"code": 500, "message": "input is too large to process. increase the physical batch size", "type": "server_error"}})
	}
}

// Unsupported refuses requests with a parameter and answers others correctly.
func Unsupported(parameter string) Behaviour {
	return func(x *Exchange) {
		if _, ok := x.Parameters[parameter]; ok {
			x.JSON(http.StatusBadRequest, map[string]any{"error": map[string]any{
				"message": "Unsupported parameter: '" + parameter + "' is not supported with this model.",
				"type":    "invalid_request_error", "param": parameter, "code": "unsupported_parameter"}})
			return
		}
		Correct()(x)
	}
}

// Empty answers with no words.
func Empty() Behaviour { return func(x *Exchange) { x.SayPieces("", "") } }

// Endless answers with a sentence over and over, so many runes of it, whatever the
// limit.
func Endless(runes int) Behaviour {
	return Says(func(r *Request) string {
		s, id := best(r)
		s += " [" + id + "]\n"
		text := []rune(strings.Repeat(s, runes/len([]rune(s))+1))
		return string(text[:runes])
	})
}

// SlowStart says nothing until it is released, then answers correctly.
func SlowStart() Behaviour {
	return func(x *Exchange) {
		x.Bytes(": processing\n\n")
		if x.Wait() {
			Correct()(x)
		}
	}
}

// Hangs does not even begin to answer until it is released.
func Hangs() Behaviour {
	return func(x *Exchange) {
		if x.Wait() {
			Correct()(x)
		}
	}
}

// Stalls stops after so many runes of the correct answer until it is released.
func Stalls(runes int) Behaviour {
	return partly(runes, func(x *Exchange, rest string) {
		if x.Wait() {
			x.Piece(rest)
			x.Finish("stop", rest)
		}
	})
}

// Breaks breaks the connection off after so many runes.
func Breaks(runes int) Behaviour {
	return partly(runes, func(x *Exchange, _ string) { x.Cut() })
}

// Ends ends the stream politely after so many runes, without a reason.
func Ends(runes int) Behaviour {
	return partly(runes, func(x *Exchange, _ string) { x.Event("[DONE]") })
}

// Finishes ends after so many runes, for a reason: "length", "content_filter".
func Finishes(runes int, reason string) Behaviour {
	return partly(runes, func(x *Exchange, _ string) { x.Finish(reason, "") })
}

// Garbles goes on after so many runes with something that is not JSON.
func Garbles(runes int) Behaviour {
	return partly(runes, func(x *Exchange, _ string) { x.Event(`{"choices":[{"delta":{"content":`) })
}

// Reports goes on after so many runes with lines of its own, which report an
// error, and keeps the connection open.
func Reports(runes int, lines string) Behaviour {
	return partly(runes, func(x *Exchange, _ string) {
		x.Bytes(lines)
		x.Wait()
	})
}

// partly streams so many runes of the correct answer before it goes on otherwise.
func partly(runes int, on func(x *Exchange, rest string)) Behaviour {
	return func(x *Exchange) {
		text := []rune(answer(&x.Request))
		runes := min(runes, len(text))
		if runes > 0 {
			x.Piece(string(text[:runes]))
		}
		on(x, string(text[runes:]))
	}
}

// Refuses answers that it would rather not.
func Refuses() Behaviour {
	return func(x *Exchange) {
		x.Delta(map[string]any{"refusal": "I'm sorry, I can't help with that."})
		x.Finish("stop", "")
	}
}

// Thinks thinks aloud before it answers correctly.
func Thinks(pieceRunes int) Behaviour {
	return func(x *Exchange) {
		x.SayPieces(pieces("\n<think>\nThe answer is [zz99], I think.\n</think>\n\n"+answer(&x.Request), pieceRunes)...)
	}
}

// Chatters sends so many signs of life before it answers correctly.
func Chatters(n int) Behaviour {
	return func(x *Exchange) {
		for range n {
			x.Bytes(": ping\n\n")
		}
		Correct()(x)
	}
}

// Bytewise answers correctly, one byte at a time.
func Bytewise() Behaviour {
	return func(x *Exchange) {
		text := answer(&x.Request)
		stream := "data: " + marshal(x.chunk([]any{map[string]any{"index": 0, "delta": map[string]any{"content": text}}}, nil)) + "\r\n\r\n" +
			"data: " + marshal(x.chunk([]any{map[string]any{"index": 0, "delta": map[string]any{}, "finish_reason": "stop"}}, nil)) + "\r\n\r\ndata: [DONE]\r\n\r\n"
		for i := range len(stream) {
			x.Bytes(stream[i : i+1])
		}
	}
}

// Torn answers with a text, every byte of it in an event of its own: characters
// and marks are cut wherever they can be.
func Torn(text string) Behaviour {
	return func(x *Exchange) {
		for i := range len(text) {
			b := text[i : i+1]
			if b[0] < 0x80 {
				x.Piece(b)
			} else {
				x.Event(strings.Replace(marshal(x.chunk([]any{map[string]any{"index": 0, "delta": map[string]any{"content": "@@"}}}, nil)), "@@", b, 1))
			}
		}
		x.Finish("stop", text)
	}
}

// AtOnce takes no notice that a stream was asked for.
func AtOnce() Behaviour {
	return func(x *Exchange) {
		x.Stream = false
		Correct()(x)
	}
}
