package reader

import "testing"

func TestBoilerplateIsNoBlock(t *testing.T) {
	const body = "来月から新しい様式で経費を申請してください。古い様式で出された申請は差し戻します。領収書は原本を糊で貼り、金額と日付を書き添えてください。"
	tests := []struct{ name, file, text, want string }{
		{"the beginnings of other articles", "a.txt", joined("新しい様式のお知らせ", "", body, "", body+"なお例外がある。", "", "関連記事", "大阪の倉庫を移転した。", "福岡に拠点を開いた。"),
			"H1 新しい様式のお知らせ\nP " + body + "\nP " + body + "なお例外がある。\n"},
		{"the foot of a page", "a.txt", joined(body, "", "▲このページのトップへ", "Copyright© ミズナギ計測株式会社. 無断転載を禁じます", "サイトマップ | 利用規約"),
			"P " + body + "\n"},
		{"but not what is more than the text before it", "a.txt", joined("様式", "", "変わります。", "", "関連記事", body, body),
			""},
		{"nor a document on such a thing", "a.md", "# 規約\n\n" + body + "\n\n## 関連記事\n\n" + body + "\n", ""},
		{"a section of a web page, up to the next", "a.html", "<h1>様式</h1><p>" + body + body + "</p><h2>関連記事</h2><p>大阪の倉庫を移転した。</p><h2>連絡先</h2><p>総務部</p>",
			"H1 様式\nP " + body + body + "\nH2 連絡先\nP 総務部\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Read(tt.file, []byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			got := sketch(d)
			if tt.want == "" {
				if check(t, d); !teasers.MatchString("関連記事") {
					t.Error("no teaser")
				}
			} else if got != tt.want {
				t.Errorf("blocks:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}
