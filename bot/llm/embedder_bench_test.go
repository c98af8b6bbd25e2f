package llm_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"kotae/bot/bottest"
	"kotae/bot/llm"
)

// BenchmarkEmbedPassages embeds passages of 400 characters at an endpoint on this
// machine that takes a millisecond for a request, and to write the vectors down.
func BenchmarkEmbedPassages(b *testing.B) {
	for _, dimensions := range []int{384, 768, 1536} {
		b.Run(fmt.Sprint(dimensions), func(b *testing.B) {
			numbers := strings.TrimSuffix(strings.Repeat("-0.012345678,0.023456789,", dimensions/2), ",")
			e := bottest.NewEndpoint(b, bottest.Settings{Delay: time.Millisecond, Embeds: func(x *bottest.Exchange) {
				var body strings.Builder
				body.WriteString(`{"object":"list","data":[`)
				for i := range x.Input {
					if i > 0 {
						body.WriteByte(',')
					}
					fmt.Fprintf(&body, `{"object":"embedding","index":%d,"embedding":[%s]}`, i, numbers)
				}
				body.WriteString(`],"model":"m","usage":{"prompt_tokens":1,"total_tokens":1}}`)
				x.Raw(http.StatusOK, "application/json", body.String())
			}})
			m, err := llm.NewEmbedder(b.Context(), llm.Config{BaseURL: e.URL(), EmbedModel: "m", Width: dimensions})
			if err != nil {
				b.Fatal(err)
			}
			defer m.Close()
			in := make([]string, 2000)
			for i := range in {
				in[i] = fmt.Sprintf("第%d条", i) + strings.Repeat("年次有給休暇は、入社6か月後に付与する。", 20)
			}
			for b.Loop() {
				if _, err := m.EmbedPassages(b.Context(), in); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*len(in))/b.Elapsed().Seconds(), "passages/s")
		})
	}
}
