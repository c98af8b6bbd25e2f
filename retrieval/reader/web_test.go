package reader

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"
)

func TestReadCSV(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{"rows repeat the names of the columns", "a.csv", "プラン,月額,上限\nAプラン,\"4,800円\",5台\nBプラン,\"12,000円\",20台\n",
			"R | プラン: Aプラン | 月額: 4,800円 | 上限: 5台 |\nR | プラン: Bプラン | 月額: 12,000円 | 上限: 20台 |\n"},
		{"tabs, and a title above the table", "a.tsv", "内線一覧\n氏名\t内線\n早川\t1234\n三田村\t1240\n",
			"P 内線一覧\nR | 氏名: 早川 | 内線: 1234 |\nR | 氏名: 三田村 | 内線: 1240 |\n"},
		{"pairs", "a.csv", "担当,早川\n保管,総務部\n", "R | 担当 | 早川 |\nR | 保管 | 総務部 |\n"},
		{"a quotation mark that is never closed", "a.csv", "品名,備考,数\n甲,\"長さ5\"尺\",1\n" + strings.Repeat("乙,\"壊れた,2\n", 60), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := readBytes(t, tt.file, []byte(tt.text))
			if tt.want != "" && got != tt.want || strings.Count(got, "\n") < 2 {
				t.Errorf("blocks:\n%swant:\n%s", got, tt.want)
			}
		})
	}
	t.Run("a record stands on the line that it begins on", func(t *testing.T) {
		d, err := Read("a.csv", []byte("品名,備考,数\n甲,\"一行目\n二行目\",1\n\n乙,なし,2\n"))
		if err != nil {
			t.Fatal(err)
		}
		check(t, d)
		lines := strings.Split(d.Text, "\n")
		if lines[1] != "| 品名: 甲 | 備考: 一行目 二行目 | 数: 1 |" || lines[4] != "| 品名: 乙 | 備考: なし | 数: 2 |" {
			t.Errorf("text %q", d.Text)
		}
	})
}

const page = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>休暇の手引き | ミズナギ社内ポータル</title><style>.a{color:red}</style></head><body>
<header><div>ロゴ</div></header><nav><ul><li><a href="/">ホーム</a></li></ul></nav>
<div class="cookie-banner">当サイトはCookieを使います。</div>
<div id="main-content"><h1>休暇の手引き</h1>
<p>休暇は<b>前日</b>までに
届ける。<br>緊急のときは電話でよい。</p>
<h2>日数</h2>
<table><caption>付与日数</caption><tr><th>勤続</th><th>日数</th></tr><tr><td rowspan="2">半年</td><td>10日</td></tr><tr><td>11日</td></tr></table>
<ol><li>申請する</li><li>承認を待つ</li></ol>
<dl><dt>窓口</dt><dd>総務部</dd></dl><p style="display: none">隠し文</p><p><ruby>稟議<rp>(</rp><rt>りんぎ</rt><rp>)</rp></ruby>は要らない。</p></div>
<div class="related"><h3>関連記事</h3><ul><li><a href="x">経費の手引き</a></li></ul></div>
<footer>Copyright ミズナギ</footer><script>var 休暇 = 1;</script></body></html>`

func TestReadHTML(t *testing.T) {
	want := "H1 休暇の手引き\nP 休暇は前日までに届ける。⏎緊急のときは電話でよい。\nH2 日数\nP 付与日数\nR | 勤続: 半年 | 日数: 10日 |\nR | 勤続: 半年 | 日数: 11日 |\nI 1. 申請する\nI 2. 承認を待つ\nP 窓口\nI 総務部\nP 稟議は要らない。\n"
	if got := readBytes(t, "a.html", []byte(page)); got != want {
		t.Errorf("blocks:\n%swant:\n%s", got, want)
	}
	sjis, err := japanese.ShiftJIS.NewEncoder().String(strings.Replace(page, "utf-8", "Shift_JIS", 1))
	if err != nil {
		t.Fatal(err)
	}
	if got := readBytes(t, "a.htm", []byte(sjis)); got != want {
		t.Errorf("in Shift_JIS:\n%s", got)
	}
	wiki := `<h2><span class="mw-headline">接続</span><span class="mw-editsection">[<a>編集</a>]</span></h2><p>番号を入れる。</p><h3>大阪<a class="headerlink" href="#o">¶</a></h3><h3>東京 <a class="anchor_super">&dagger;</a></h3><table><tr><th>拠点<span style="display: none">1</span></th><th>数</th></tr><tr><td>大阪</td><td>80</td></tr></table>`
	if got, want := readBytes(t, "wiki.html", []byte(wiki)), "H2 接続\nP 番号を入れる。\nH3 大阪\nH3 東京\nR | 拠点: 大阪 | 数: 80 |\n"; got != want {
		t.Errorf("what a wiki sets beside its headings:\n%swant:\n%s", got, want)
	}
	d, err := Read("a.html", []byte(page))
	if err != nil || d.Title != "休暇の手引き" {
		t.Errorf("title %q, %v", d.Title, err)
	}
}

func TestReadEPUB(t *testing.T) {
	got := readBytes(t, "a.epub", bookFile("社史", `<h1>創業</h1><p>2009年に松本で創業した。</p>`, `<h1>はじめに</h1><p>本書は社史である。</p>`))
	if want := "H2 はじめに\nP 本書は社史である。\nH2 創業\nP 2009年に松本で創業した。\n"; got != want {
		t.Errorf("blocks:\n%swant:\n%s", got, want)
	}
}

// jis is text as Japanese mail has it.
func jis(t testing.TB, s string) string {
	t.Helper()
	out, err := japanese.ISO2022JP.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReadMail(t *testing.T) {
	tests := []struct{ name, mail, want string }{
		{"a plain one of old", "From: =?ISO-2022-JP?B?GyRCQWFAbhsoQg==?= <hayakawa@example.jp>\nSubject: =?ISO-2022-JP?B?GyRCNVkyS0ZJJV8bKEI=?=\nDate: Mon, 5 Oct 2026 09:00:00 +0900\nContent-Type: text/plain; charset=cp50221\n\n" + jis(t, "休暇は前日までに届けてください。\n"),
			"H1 休暇読ミ\nP 差出人: 早川 <hayakawa@example.jp>⏎日時: Mon, 5 Oct 2026 09:00:00 +0900\nP 休暇は前日までに届けてください。\n"},
		{"of several parts the plain one, and the names of what is attached",
			"From: a@example.jp\nSubject: =?UTF-8?B?6LOH5paZ?=\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"x\"\n\n--x\nContent-Type: multipart/alternative; boundary=y\n\n--y\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n5pys5paH44Gn44GZ44CC\n--y\nContent-Type: text/html; charset=utf-8\n\n<p>HTMLの本文</p>\n--y--\n--x\nContent-Type: application/pdf; name=\"=?UTF-8?B?6KaP56iLLnBkZg==?=\"\nContent-Disposition: attachment\n\nJVBERi0=\n--x--\n",
			"H1 資料\nP 差出人: a@example.jp\nP 本文です。\nP 添付: 規程.pdf\n"},
		{"HTML alone", "From: a@example.jp\nSubject: x1\nContent-Type: text/html; charset=\"Shift_JIS\"\nContent-Transfer-Encoding: quoted-printable\n\n<p>=93=FA=93=96=82=CD2,500=89~=81B</p>\n",
			"H1 x1\nP 差出人: a@example.jp\nP 日当は2,500円。\n"},
		{"a reply above the mail it replies to",
			"From: a@example.jp\nSubject: Re: x1\n\n会費は6,500円です。\n\n2026年11月18日(水) 9:00 小林 <k@example.jp>:\n> ■会場\n> 居酒屋が候補です。\n> 会費は5,000円くらいで、\n> どうでしょう。\n\n",
			"H1 Re: x1\nP 差出人: a@example.jp\nP 会費は6,500円です。\nH2 引用 2026年11月18日(水) 9:00 小林 <k@example.jp>\nH3 会場\nP 居酒屋が候補です。\nP 会費は5,000円くらいで、⏎どうでしょう。\n"},
		{"a reply above a mail with its head",
			"From: a@example.jp\nSubject: Re: x1\n\n会費は6,500円です。\n\n-----Original Message-----\n差出人: 小林\n件名: x1\n\n会費は5,000円でどうでしょう。\n",
			"H1 Re: x1\nP 差出人: a@example.jp\nP 会費は6,500円です。\nH2 引用\nP -----Original Message-----\nP 差出人: 小林\nP 件名: x1\nP 会費は5,000円でどうでしょう。\n"},
		{"answers between the lines of another mail",
			"From: a@example.jp\nSubject: Re: x1\n\n> 会費はいくらですか。\n6,500円です。\n\n> いつですか。\n12月4日です。\n",
			"H1 Re: x1\nP 差出人: a@example.jp\nP > 会費はいくらですか。\nP 6,500円です。\nP > いつですか。\nP 12月4日です。\n"},
		{"nothing but a quotation",
			"From: a@example.jp\nSubject: x1\n\n> 会費は5,000円です。\n",
			"H1 x1\nP 差出人: a@example.jp\nP > 会費は5,000円です。\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := readBytes(t, "a.eml", []byte(tt.mail)); got != tt.want {
				t.Errorf("blocks:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}

// rtfOf writes text in the escapes of Japanese RTF.
func rtfOf(s string) string {
	b, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	var out strings.Builder
	for _, c := range b {
		switch {
		case c >= 0x80:
			out.WriteString(`\'` + string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15]))
		case c == '\\' || c == '{' || c == '}':
			out.WriteString(`\` + string(c))
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

func TestReadRTF(t *testing.T) {
	head := `{\rtf1\ansi\ansicpg932\deff0{\fonttbl{\f0\fnil\fcharset128 ` + rtfOf("ＭＳ 明朝") + `;}{\f1\fcharset0 Arial;}}{\info{\title x}}{\header ` + rtfOf("社外秘") + `}`
	tests := []struct{ name, body, want string }{
		{"the second half of a character may look like a sign", rtfOf("表示ソ能、予｛十｝") + `\par`, "P 表示ソ能、予｛十｝\n"},
		{"Unicode with what stands in for it", `\uc1\u20241?\u26989?\'88\par`, "P 休業\n"}, // the last byte is half a character
		{"headings by outline level", `\pard\outlinelevel0 ` + rtfOf("総則") + `\par\pard ` + rtfOf("休暇を定める。") + `\par`, "H1 総則\nP 休暇を定める。\n"},
		{"tables", `\trowd\intbl ` + rtfOf("プラン") + `\cell ` + rtfOf("月額") + `\cell\row\trowd\intbl A\cell ` + rtfOf("4,800円") + `\cell\row\trowd\intbl B\cell ` + rtfOf("12,000円") + `\cell\row\pard ` + rtfOf("以上。") + `\par`,
			"R | プラン: A | 月額: 4,800円 |\nR | プラン: B | 月額: 12,000円 |\nP 以上。\n"},
		{"notes follow their paragraph; hidden and deleted text is left out", rtfOf("休暇は十日") + `{\super\chftn{\footnote\chftn ` + rtfOf("試用を含む。") + `}}{\v ` + rtfOf("隠し") + `}` + rtfOf("とする。") + `\par`,
			"P 休暇は十日（注）とする。\nP （注）試用を含む。\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := readBytes(t, "a.rtf", []byte(head+tt.body+"}"))
			if got = strings.ReplaceAll(got, "\ufffd", ""); got != tt.want {
				t.Errorf("blocks:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}
