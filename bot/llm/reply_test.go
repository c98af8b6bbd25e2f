package llm

import (
	"encoding/json"
	"math"
	"testing"
)

var replies = []string{
	`{"object":"list","data":[{"object":"embedding","index":1,"embedding":[0.1,-0.2,3]},{"index":0,"embedding":[1e-3,2.5E2,-0]}],"usage":{"x":[1,"a",null,true,{}]}}`,
	`{"data":[{"embedding":"AACAPwAAAEA=","index":0}]}`,
	`{"data":[{"embedding":[0.12345678901234567890123,123456789012345678901234567890],"index":0}]}`,
	` { "data" : [ { "embedding" : [ ] , "index" : 0 } ] } `,
	`{"Data":[{"Embedding":[1],"INDEX":2}]}`,
	`{"data":[],"data":[{"index":1,"embedding":[1]}]}`,
	`{"data":[{"index":1.5,"embedding":[1]}]}`,
	`{"data":[{"index":0,"embedding":[1e300]}]}`,
	`{"data":[{"index":0,"embedding":[01]}]}`,
	`{"data":[{"index":0,"embedding":[1.]}]}`,
	`{"data":[{"index":0,"embedding":[1,]}]}`,
	`{"data":[{"index":0,"embedding":[-]}]}`,
	`{"data":[{"index":0,"embedding":[1],"embedding":[2,3]}]}`,
	`{"data":[{"index":0,"embedding":"%%%"}]}`,
	`{"data":[{"index":0,"embedding":null}]}`,
	`{"data":null}`, `{"error":"x"}`, `[]`, `{`, ``, `{"data":[{"index":0,"embedding":[1`, "{\"a\":\"\\u0022\",\"data\":[]}", `{"data":[]}x`,
}

// FuzzReadVectors makes sure that a reply is read as encoding/json reads it,
// whichever way it is.
func FuzzReadVectors(f *testing.F) {
	for _, r := range replies {
		f.Add([]byte(r))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := readVectors(b, 3)
		var want struct{ Data []numbered }
		wantErr := json.Unmarshal(b, &want)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%q: %v, want %v", b, err, wantErr)
		}
		if err != nil {
			return
		}
		if len(got) != len(want.Data) {
			t.Fatalf("%q: %d vectors, want %d", b, len(got), len(want.Data))
		}
		for i, g := range got {
			w := want.Data[i]
			if g.Index != w.Index || len(g.Embedding) != len(w.Embedding) {
				t.Fatalf("%q: %v, want %v", b, g, w)
			}
			for j, x := range g.Embedding {
				y := w.Embedding[j]
				if x != y && !(x != x && y != y) && math.Abs(float64(x-y)) > 1e-6*math.Abs(float64(y)) {
					t.Fatalf("%q: %v, want %v", b, g, w)
				}
			}
		}
	})
}

func TestOrdinaryRepliesAreReadAtOnce(t *testing.T) {
	for _, s := range replies[:4] {
		if r := (reader{b: []byte(s)}); !r.reply() {
			t.Errorf("%s was left to encoding/json", s)
		}
	}
}
