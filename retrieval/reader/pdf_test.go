package reader

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"
)

func TestReadPDF(t *testing.T) {
	long := "出張をする社員は、出発の前日までに出張届を上長に提出し、その承認を得な"
	tests := []struct {
		name  string
		pages [][]show
		want  string
	}{
		{
			"headings by size, paragraphs by gaps",
			[][]show{{{72, 780, 20, "出張旅費規程"}, {72, 740, 14, "日当"}, {72, 716, 10, "日当は一日につき2,500円とする。"}, {72, 702, 10, "海外では5,000円とする。"}, {72, 670, 14, "宿泊費"}, {72, 646, 10, "実費とし、上限は12,000円とする。"}}},
			"H1 出張旅費規程\nH3 日当\nP 日当は一日につき2,500円とする。\nP 海外では5,000円とする。\nH3 宿泊費\nP 実費とし、上限は12,000円とする。\n",
		},
		{
			"a sentence that goes on on the next page is one",
			[][]show{down(long), down("ければならない。", "", "届は総務部が保管する。")},
			"P " + long + "⏎ければならない。\nP 届は総務部が保管する。\n",
		},
		{
			"a ruled table repeats its columns",
			[][]show{{{72, 780, 10, "料金は次のとおりとする。"},
				{72, 740, 10, "プラン"}, {200, 740, 10, "月額"}, {330, 740, 10, "上限"},
				{72, 724, 10, "Aプラン"}, {200, 724, 10, "4,800円"}, {330, 724, 10, "5台"},
				{72, 708, 10, "Bプラン"}, {200, 708, 10, "12,000円"}, {330, 708, 10, "20台"},
				{72, 670, 10, "税は含まない。"}}},
			"P 料金は次のとおりとする。\nR | プラン: Aプラン | 月額: 4,800円 | 上限: 5台 |\nR | プラン: Bプラン | 月額: 12,000円 | 上限: 20台 |\nP 税は含まない。\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := readBytes(t, "a.pdf", pdfFile("", nil, tt.pages...)); got != tt.want {
				t.Errorf("blocks:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}

func TestReadPDFInEveryJapaneseEncoding(t *testing.T) {
	const text = "㈱髙島商店は①有給休暇を与える。"
	for encoding, encode := range map[string]func(string) []byte{
		"UniJIS-UTF16-H": nil,
		"90ms-RKSJ-H": func(s string) []byte {
			b, _ := japanese.ShiftJIS.NewEncoder().Bytes([]byte(s))
			return b
		},
	} {
		if encode == nil {
			encoding = ""
		}
		if got := readBytes(t, "a.pdf", pdfFile(encoding, encode, down(text))); got != "P "+text+"\n" {
			t.Errorf("%s: %q", encoding, got)
		}
	}
}

func TestReadPDFNamesPages(t *testing.T) {
	page := func(n string) []show {
		return append(down("ミズナギ計測株式会社　社外秘", "", "第"+n+"条のとおり、届を出さなければならない。", "", "以上のとおりとする。"), show{290, 30, 9, "- " + n + " -"})
	}
	d, err := Read("a.pdf", pdfFile("", nil, page("1"), page("2"), page("3")))
	if err != nil {
		t.Fatal(err)
	}
	check(t, d)
	if strings.Contains(d.Text, "社外秘") || strings.Contains(d.Text, "- 2 -") {
		t.Errorf("heads and numbers of pages are left in:\n%s", d.Text)
	}
	for _, b := range d.Blocks {
		if s := d.Text[b.Start:b.End]; strings.HasPrefix(s, "第2条") && b.Page != 2 || b.Page < 1 || b.Page > 3 {
			t.Errorf("%q stands on page %d", s, b.Page)
		}
	}
}

func TestReadPDFKeepsArticlesAtTheEdgesOfPages(t *testing.T) {
	var pages [][]show
	for i := range 4 {
		page := down(fmt.Sprintf("第%d条（届出%d）", 3*i+1, 3*i+1), "届は書面で出す。", fmt.Sprintf("第%d条（承認%d）", 3*i+2, 3*i+2), "承認は上長が行う。", fmt.Sprintf("第%d条（期限%d）", 3*i+3, 3*i+3))
		pages = append(pages, append(page, show{290, 30, 9, fmt.Sprintf("規程集　%d／4", i+1)}))
	}
	d, err := Read("a.pdf", pdfFile("", nil, pages...))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		if s := fmt.Sprintf("第%d条", i+1); !strings.Contains(d.Text, s) {
			t.Errorf("%s is lost", s)
		}
	}
	if strings.Contains(d.Text, "規程集") {
		t.Errorf("the foot of the pages is left in:\n%s", d.Text)
	}
}

// The files are made by LibreOffice (two columns, heads and feet of pages, a footnote)
// and Chromium (readings above kanji, vertical writing, justified English), with their
// fonts embedded; beside each stands how it is to be read.
func TestReadPDFOfWordProcessorsAndBrowsers(t *testing.T) {
	for _, name := range []string{"社報", "ルビ", "縦書", "english"} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile("testdata/pdf/" + name + ".pdf")
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile("testdata/pdf/" + name + ".blocks")
			if err != nil {
				t.Fatal(err)
			}
			if got := readBytes(t, name+".pdf", data); got != string(want) {
				t.Errorf("blocks:\n%swant:\n%s", got, want)
			}
		})
	}
}

func TestLettersOfTwoScriptsAreNotParted(t *testing.T) {
	for _, tt := range []struct {
		name string
		gap  float64 // in points, of letters of 10.5 points
		want string
	}{
		{"the room beside a narrow digit is no blank", 5.24, "その1"},
		{"a blank is", 7, "その 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b lineBuilder
			b.add(glyph{'そ', 0, 10, 0, 9, 10.5})
			b.extend(glyph{'の', 10.5, 20, 0, 7.3, 0})
			b.made = true
			b.blank(' ')
			b.add(glyph{'1', 20 + tt.gap, 24 + tt.gap, 0, 7.9, 0})
			b.endLine()
			if got := b.lines[0].text(); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestFiguresNearerToTheNextColumnGetNoName(t *testing.T) {
	at := func(left, right float64, s string) piece { return piece{s, left, right} }
	line := func(top float64, pieces ...piece) pdfLine {
		return pdfLine{pieces: pieces, top: top, bottom: top - 9, size: 10}
	}
	for _, tt := range []struct {
		name  string
		lines []pdfLine
		want  []string
	}{
		{"what is set to the right of its column stands below no name",
			[]pdfLine{
				line(100, at(0, 50, "オプション"), at(64, 84, "月額"), at(128, 168, "申込期限")),
				line(85, at(0, 60, "打刻アプリ"), at(111, 126, "300"), at(128, 168, "毎月20日")),
				line(70, at(0, 60, "データ保管"), at(103, 156, "1,500 随時")),
			},
			[]string{"| オプション | 月額 | 申込期限 |", "| 打刻アプリ | 300 毎月20日 |", "| データ保管 | 1,500 随時 |"}},
		{"what stands below one has it",
			[]pdfLine{
				line(100, at(0, 50, "オプション"), at(64, 84, "月額"), at(128, 168, "申込期限")),
				line(85, at(0, 60, "打刻アプリ"), at(66, 84, "300"), at(128, 168, "毎月20日")),
			},
			[]string{"| オプション: 打刻アプリ | 月額: 300 | 申込期限: 毎月20日 |"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := pdfTable(tt.lines); !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
