package reader

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestReadDOCX(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{
			"headings by style, also by one based on another; the title stands above them",
			wp("a3", wr("経費規程")) + wp("1", wr("総則")) + wp("", wr("この規程は")+wr("経費を定める。")) + wp("my", wr("対象")) + wp("", wr("社員とする。")),
			"H1 経費規程\nH2 総則\nP この規程は経費を定める。\nH3 対象\nP 社員とする。\n",
		},
		{
			"headings by form where no style is used",
			wp("", wr("■申請")) + wp("", wr("申請書を上長に出し、承認を得る。")) + wp("", wr("■精算")) + wp("", wr("月末までに行う。")),
			"H2 申請\nP 申請書を上長に出し、承認を得る。\nH2 精算\nP 月末までに行う。\n",
		},
		{
			"numbered lists say their numbers, bullets are points",
			`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>` + wr("休暇は届け出る。") + `</w:p>` +
				`<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>` + wr("年次休暇") + `</w:p>` +
				`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>` + wr("例外は部長が認める。") + `</w:p>` +
				`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr>` + wr("慶弔休暇") + `</w:p>`,
			"I 第1条 休暇は届け出る。\nI 一 年次休暇\nI 第2条 例外は部長が認める。\nI ・慶弔休暇\n",
		},
		{
			"a table repeats its columns, merged cells are filled",
			`<w:tbl><w:tr><w:tc>` + wp("", wr("区分")) + `</w:tc><w:tc>` + wp("", wr("等級")) + `</w:tc><w:tc>` + wp("", wr("日当")) + `</w:tc></w:tr>` +
				`<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>` + wp("", wr("国内")) + `</w:tc><w:tc>` + wp("", wr("部長")) + `</w:tc><w:tc>` + wp("", wr("3,000円")) + `</w:tc></w:tr>` +
				`<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>` + wp("", "") + `</w:tc><w:tc>` + wp("", wr("社員")) + `</w:tc><w:tc>` + wp("", wr("2,500円")) + `</w:tc></w:tr>` +
				`<w:tr><w:trPr><w:del/></w:trPr><w:tc>` + wp("", wr("廃止")) + `</w:tc><w:tc/><w:tc/></w:tr></w:tbl>`,
			"R | 区分: 国内 | 等級: 部長 | 日当: 3,000円 |\nR | 区分: 国内 | 等級: 社員 | 日当: 2,500円 |\n",
		},
		{
			"changes are accepted, notes follow their paragraph, fields show their result",
			wp("", wr("休暇は")+`<w:del><w:r><w:delText>五</w:delText></w:r></w:del><w:ins>`+wr("十")+`</w:ins>`+wr("日とする")+`<w:r><w:footnoteReference w:id="2"/></w:r>`+wr("。")+
				`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`+wr("別紙一")+`<w:r><w:fldChar w:fldCharType="end"/></w:r>`),
			"P 休暇は十日とする（注1）。別紙一\nP （注1）試用期間を含む。\n",
		},
		{
			"readings, contents and what stands in twice are left out; text boxes are not",
			wp("toc1", wr("総則 1")) + wp("", `<w:r><w:ruby><w:rt><w:r><w:t>けいひ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>経費</w:t></w:r></w:rubyBase></w:ruby></w:r>`+wr("を払う。")+
				`<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>`+wp("", wr("締切は月末。"))+`</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback>`+wp("", wr("締切は月末。"))+`</mc:Fallback></mc:AlternateContent></w:r>`),
			"P 経費を払う。\nP 締切は月末。\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := readBytes(t, "a.docx", wordFile(tt.body)); got != tt.want {
				t.Errorf("blocks:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}

func TestReadPPTX(t *testing.T) {
	data := slideFile("初期費用は口頭で伝える。",
		pshape("ftr", 0, "社外秘")+pshape("", 2000000, "下の文です。")+pshape("", 1000000, "上の文です。")+pshape("ctrTitle", 0, "製品のご紹介"),
		"hidden"+pshape("title", 0, "非公開"),
		pshape("title", 0, "料金")+pshape("body", 900000, "税抜です\n年払いは割引があります")+ptable("プラン|月額/A|4,800円/B|12,000円"))
	d, err := Read("営業/紹介.pptx", data)
	if err != nil {
		t.Fatal(err)
	}
	check(t, d)
	want := "H2 製品のご紹介\nP 上の文です。\nP 下の文です。\nP ノート: 初期費用は口頭で伝える。\nH2 料金\nI ・税抜です\nI ・年払いは割引があります\nR | プラン: A | 月額: 4,800円 |\nR | プラン: B | 月額: 12,000円 |\n"
	if got := sketch(d); got != want || d.Title != "製品のご紹介" {
		t.Errorf("%q:\n%swant:\n%s", d.Title, got, want)
	}
	for _, b := range d.Blocks {
		if s := d.Text[b.Start:b.End]; (b.Page == 3) != (strings.Contains(s, "月額") || strings.HasPrefix(s, "・") || s == "料金") {
			t.Errorf("%q is on slide %d", s, b.Page)
		}
	}
}

// workbook makes a workbook by what is done to it.
func workbook(t testing.TB, edit func(f *excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := edit(f); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fill sets the rows of a sheet from a cell on.
func fill(f *excelize.File, sheet, cell string, rows ...[]any) error {
	col, row, err := excelize.CellNameToCoordinates(cell)
	if err != nil {
		return err
	}
	for i := range rows {
		at, err := excelize.CoordinatesToCellName(col, row+i)
		if err != nil {
			return err
		}
		if err := f.SetSheetRow(sheet, at, &rows[i]); err != nil {
			return err
		}
	}
	return nil
}

func prices(f *excelize.File) error {
	if err := f.SetSheetName("Sheet1", "料金表"); err != nil {
		return err
	}
	if err := fill(f, "料金表", "A1", []any{"2026年度 料金表"}, nil, []any{"分類", "プラン", "月額"}, []any{"標準", "Aプラン", 4800}, []any{nil, "Bプラン", 12000}, nil, []any{"※税は含みません。"}); err != nil {
		return err
	}
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: new(`#,##0"円"`)})
	if err != nil {
		return err
	}
	if err := f.SetCellStyle("料金表", "C4", "C5", style); err != nil {
		return err
	}
	if err := f.MergeCell("料金表", "A4", "A5"); err != nil {
		return err
	}
	if _, err := f.NewSheet("控え"); err != nil {
		return err
	}
	if err := f.SetCellStr("控え", "A1", "見せない。"); err != nil {
		return err
	}
	return f.SetSheetVisible("控え", false)
}

func TestReadXLSX(t *testing.T) {
	d, err := Read("営業/料金.xlsx", workbook(t, prices))
	if err != nil {
		t.Fatal(err)
	}
	check(t, d)
	want := "H2 料金表\nP 2026年度 料金表\nR | 分類: 標準 | プラン: Aプラン | 月額: 4,800円 |\nR | 分類: 標準 | プラン: Bプラン | 月額: 12,000円 |\nP ※税は含みません。\n"
	if got := sketch(d); got != want || d.Title != "料金" {
		t.Errorf("%q:\n%swant:\n%s", d.Title, got, want)
	}
	var places []string
	for _, b := range d.Blocks {
		places = append(places, b.Place)
	}
	if got := strings.Join(places, ","); got != ",A1,A4:C4,A5:C5,A7" {
		t.Errorf("places %s", got)
	}
}

func TestReadXLSXSheets(t *testing.T) {
	tests := []struct {
		name string
		edit func(f *excelize.File) error
		want string
	}{
		{"a head of two rows", func(f *excelize.File) error {
			if err := fill(f, "Sheet1", "A1", []any{"拠点", "上期", nil, "下期"}, []any{nil, "売上", "費用", "売上"}, []any{"東京", 10, 5, 20}, []any{"大阪", 8, 3, 9}); err != nil {
				return err
			}
			if err := f.MergeCell("Sheet1", "A1", "A2"); err != nil {
				return err
			}
			return f.MergeCell("Sheet1", "B1", "C1")
		}, "H2 Sheet1\nR | 拠点: 東京 | 上期 売上: 10 | 上期 費用: 5 | 下期 売上: 20 |\nR | 拠点: 大阪 | 上期 売上: 8 | 上期 費用: 3 | 下期 売上: 9 |\n"},
		{"a form is pairs", func(f *excelize.File) error {
			return fill(f, "Sheet1", "B2", []any{"申請者", "佐藤"}, []any{"所属", "総務部"}, []any{"理由", "私用のため"})
		}, "H2 Sheet1\nR | 申請者: 佐藤 |\nR | 所属: 総務部 |\nR | 理由: 私用のため |\n"},
		{"figures alone have no head", func(f *excelize.File) error {
			return fill(f, "Sheet1", "A1", []any{"東京", 10, 20}, []any{"大阪", 8, 9})
		}, "H2 Sheet1\nR | 東京 | 10 | 20 |\nR | 大阪 | 8 | 9 |\n"},
		{"two tables apart by an empty row", func(f *excelize.File) error {
			return fill(f, "Sheet1", "A1", []any{"氏名", "内線", "席"}, []any{"早川", 1234, "3F"}, nil, []any{"設備", "台数", "場所"}, []any{"複合機", 2, "1F"})
		}, "H2 Sheet1\nR | 氏名: 早川 | 内線: 1234 | 席: 3F |\nR | 設備: 複合機 | 台数: 2 | 場所: 1F |\n"},
		{"hidden rows are left out, and the others keep their cells", func(f *excelize.File) error {
			if err := fill(f, "Sheet1", "A1", []any{"品名", "単価", "在庫"}, []any{"旧型", 100, 1}, []any{"新型", 200, 3}); err != nil {
				return err
			}
			return f.SetRowVisible("Sheet1", 2, false)
		}, "H2 Sheet1\nR | 品名: 新型 | 単価: 200 | 在庫: 3 |\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := readBytes(t, "a.xlsx", workbook(t, tt.edit)); got != tt.want {
				t.Errorf("blocks:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}
