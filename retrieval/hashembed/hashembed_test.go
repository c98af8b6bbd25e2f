package hashembed_test

import (
	"slices"
	"strings"
	"testing"

	"kotae/retrieval/hashembed"
	"kotae/retrieval/retrievaltest"
)

func TestEmbedder(t *testing.T) { retrievaltest.TestEmbedder(t, hashembed.New()) }

// papers are passages of a handbook, heading first.
var papers = []string{
	"就業規則\n休暇\n\n年次有給休暇を取得しようとする従業員は、取得する日の3営業日前までに勤怠システムで申請し、所属長の承認を受けるものとする。",
	"就業規則\n慶弔休暇\n\n本人が結婚するときは5日、配偶者が出産するときは2日の休暇を与える。",
	"経費精算の手引き\n締切\n\n当月分の経費は翌月5日までに精算システムへ登録してください。領収書の原本は経理部へ提出します。",
	"VPN接続手順\n\n社外から社内ネットワークに接続するときは、VPNクライアントを起動し、社員番号とワンタイムパスワードを入力します。",
	"会議室の予約\n\n会議室はカレンダーから予約します。使わなくなった予約は開始時刻までに取り消してください。",
	"Password policy\n\nThe password of a staff account expires after ninety days. It must hold at least twelve characters.",
}

func vectors(t testing.TB, texts []string) [][]float32 {
	t.Helper()
	vs, err := hashembed.New().EmbedPassages(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	return vs
}

func query(t testing.TB, question string) []float32 {
	t.Helper()
	v, err := hashembed.New().EmbedQuery(t.Context(), question)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func cosine(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestTheNearestPassageAnswers(t *testing.T) {
	vs := vectors(t, papers)
	for _, tt := range []struct {
		question string
		want     int
	}{
		{"有休は何日前までに申し込めばいい？ 所属長の承認は要る？", 0},
		{"結婚したら休暇は何日もらえますか", 1},
		{"領収書の原本はどこに出すの", 2},
		{"経費の精算の締切っていつ", 2},
		{"社外から社内のネットワークにつなぎたい", 3},
		{"ｖｐｎ 接続", 3},
		{"会議室の予約をキャンセル、取り消ししたい", 4},
		{"How many characters must passwords have?", 5},
	} {
		t.Run(tt.question, func(t *testing.T) {
			q := query(t, tt.question)
			best := 0
			for i, v := range vs {
				if cosine(q, v) > cosine(q, vs[best]) {
					best = i
				}
			}
			if best != tt.want {
				t.Errorf("nearest is %q (%.3f), want %q (%.3f)", papers[best], cosine(q, vs[best]), papers[tt.want], cosine(q, vs[tt.want]))
			}
		})
	}
}

func TestAddingPassagesChangesNoVector(t *testing.T) {
	together := vectors(t, papers)
	for i, p := range papers {
		alone := vectors(t, []string{p})[0]
		if !slices.Equal(alone, together[i]) {
			t.Errorf("%q has another vector among others", p)
		}
	}
}

func TestAHeadingCounts(t *testing.T) {
	body := strings.ReplaceAll(strings.Join(papers, ""), "\n\n", "\n") // of ordinary length
	vs := vectors(t, []string{"慶弔見舞金\n\n" + body, "駐車場\n\n" + body, body, "慶弔見舞金 " + body})
	for _, tt := range []struct {
		name     string
		question string
		near     int
		far      int
	}{
		{"a question by the heading's name finds its passage", "慶弔見舞金", 0, 1},
		{"a passage with it is nearer than one without", "慶弔見舞金", 0, 2},
		{"in the heading a word counts more than in the text", "慶弔見舞金", 0, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := query(t, tt.question)
			if near, far := cosine(q, vs[tt.near]), cosine(q, vs[tt.far]); near <= far {
				t.Errorf("cosines %.4f and %.4f, want falling", near, far)
			}
		})
	}
}

func TestWritingMakesNoDifference(t *testing.T) {
	for _, tt := range []struct{ name, a, b string }{
		{"width", "ＶＰＮのﾊﾟｽﾜｰﾄﾞ", "VPNのパスワード"},
		{"case", "Slack API", "SLACK api"},
		{"commas in figures", "1,500円", "１５００円"},
		{"variant kanji", "髙橋部長", "高橋部長"},
		{"white space around", " 有給休暇\n", "有給休暇"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if !slices.Equal(query(t, tt.a), query(t, tt.b)) {
				t.Errorf("%q and %q have different vectors", tt.a, tt.b)
			}
		})
	}
}

func TestAQuestionWithoutFeaturesHasNoVector(t *testing.T) {
	for _, q := range []string{"", " 　\n", "いつですか", "？！", "what is it?", "😀"} {
		if v := query(t, q); v != nil {
			t.Errorf("%q has a vector", q)
		}
	}
}

func BenchmarkEmbedPassages(b *testing.B) {
	texts := make([]string, 100)
	for i := range texts {
		texts[i] = strings.Repeat(papers[i%len(papers)], 3)
	}
	for b.Loop() {
		vectors(b, texts)
	}
	b.ReportMetric(float64(b.N*len(texts))/b.Elapsed().Seconds(), "passages/s")
}

func BenchmarkEmbedQuery(b *testing.B) {
	for b.Loop() {
		query(b, "有給休暇は何日前までに申請すればいいですか")
	}
}
