package extract

import (
	"strings"
	"testing"

	"kotae/retrieval"
)

func TestReadTellsWhatSentencesAreFor(t *testing.T) {
	const text = `## 健康診断
今年度は次の日程で行います。
- 松本：11月9日
- 福岡：11月18日
費用は会社が負担します。
**Q5. 証明書がほしいのですが。**
人事に依頼してください。3営業日で出します。
| 事業所 | 時刻 |
|---|---|
| 福岡 | 9:30 |
**変更**
始業は9時です。`
	p := &retrieval.Passage{File: "a.md", Title: "お知らせ", StartLine: 1, Sections: []retrieval.Section{{Line: 1, Heading: "健康診断"}}, Text: text}
	got := map[string]*sentence{}
	for _, s := range read(0, retrieval.Hit{Passage: p}) {
		got[s.text] = s
	}
	for _, tt := range []struct {
		sentence string
		role     role
		lead     string
	}{
		{"## 健康診断", names, ""},
		{"今年度は次の日程で行います。", leads, ""},
		{"- 福岡：11月18日", item, "今年度は次の日程で行います。"},
		{"費用は会社が負担します。", tells, ""},
		{"証明書がほしいのですが。", leads, ""},
		{"人事に依頼してください。", tells, "証明書がほしいのですが。"},
		{"3営業日で出します。", tells, "証明書がほしいのですが。"},
		{"| 事業所 | 時刻 |", names, ""},
		{"|---|---|", names, ""},
		{"**変更**", leads, ""},
	} {
		t.Run(tt.sentence, func(t *testing.T) {
			s := got[tt.sentence]
			if s == nil {
				t.Fatalf("there are %d sentences, but not this", len(got))
			}
			lead := ""
			if s.lead != nil {
				lead = s.lead.text
			}
			if s.role != tt.role || tt.role == tells && lead != tt.lead || tt.role == item && lead != tt.lead {
				t.Errorf("its role is %d under %q, want %d under %q", s.role, lead, tt.role, tt.lead)
			}
		})
	}
	if s := got["| 福岡 | 9:30 |"]; s == nil || s.role != cells {
		t.Errorf("the row is %+v", s)
	}
	if !strings.Contains(got["- 福岡：11月18日"].context(), "お知らせ") {
		t.Error("the title is not in the context")
	}
}
