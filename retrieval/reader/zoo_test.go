package reader

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"

	"kotae/retrieval"
	"kotae/retrieval/chunk"
	"kotae/retrieval/files"
)

// A specimen is a file as people really keep them.
type specimen struct {
	name string
	data []byte
	// says is what must stand in its text; empty for what can't be read.
	says string
	// reason is why it can't be read.
	reason string
	title  string // what it must be called, where that is not its name
	page   int    // where says must stand, 0 where there are no pages
	place  string // … and in which cells
}

const (
	ruled  = "年次有給休暇は、入社の日から6か月を経た社員に10日を与える。休暇を取る社員は、前日の正午までに上長に届け出なければならない。"
	priced = "| プラン: Bプラン | 月額: 12,000円 |"
)

// zoo is every kind of file: each format, each encoding, each kind of damage.
func zoo(t testing.TB) []specimen {
	t.Helper()
	var z []specimen
	add := func(s specimen) { z = append(z, s) }
	for _, length := range []struct {
		name string
		text string
	}{{"短", "休暇の届けは前日まで。"}, {"中", ruled + "\n"}, {"長", strings.Repeat(ruled+"\r\n\r\n", 300)}} {
		for i, e := range encodings {
			data, err := e.NewEncoder().Bytes([]byte(length.text))
			if err != nil {
				t.Fatal(err)
			}
			says := strings.TrimSpace(length.text)
			if length.name == "長" {
				says = strings.TrimSpace(strings.Repeat(ruled+"\n\n", 300))
			}
			add(specimen{name: fmt.Sprintf("文字/%s_%s_%d.txt", length.name, e.name, i), data: append([]byte(e.mark), data...), says: says})
		}
	}
	sjis := func(s string) []byte { return []byte(must(japanese.ShiftJIS.NewEncoder().String(s))) }
	add(specimen{name: "文字/機種依存.txt", data: sjis("①㈱髙島商店 ②㈲山﨑工務店 Ⅲ期 ㎡ ～ の一覧です。"), says: "①㈱髙島商店 ②㈲山﨑工務店 Ⅲ期 ㎡ ～"})
	add(specimen{name: "文字/半角カナ.txt", data: sjis("ﾊﾞｯｸｱｯﾌﾟは夜に動きます。ﾃｽﾄ環境も同じです。"), says: "ﾊﾞｯｸｱｯﾌﾟは夜"})
	add(specimen{name: "文字/mail.txt", data: []byte("\x1b(I\x43\x3d\x44\x1b(B\x1b$B$O\x1b(B\n"), says: "ﾃｽﾄは"})
	add(specimen{name: "文字/カ\u3099イト\u3099.txt", data: []byte(ruled), says: ruled, title: "ガイド"})
	add(specimen{name: "文字/名前に 空白　全角.md", data: []byte("# 休暇\r\n\r\n" + ruled), says: ruled, title: "休暇"})

	table := [][]any{{"プラン", "月額"}, {"Aプラン", "4,800円"}, {"Bプラン", "12,000円"}}
	add(specimen{name: "表/料金.csv", data: []byte("プラン,月額\nAプラン,\"4,800円\"\nBプラン,\"12,000円\"\n"), says: priced})
	add(specimen{name: "表/料金_sjis.csv", data: sjis("プラン,月額\r\nAプラン,\"4,800円\"\r\nBプラン,\"12,000円\"\r\n"), says: priced})
	add(specimen{name: "表/料金_bom.csv", data: []byte("\ufeffプラン,月額\r\nAプラン,\"4,800円\"\r\nBプラン,\"12,000円\"\r\n"), says: priced})
	add(specimen{name: "表/料金.tsv", data: []byte("プラン\t月額\nAプラン\t4,800円\nBプラン\t12,000円\n"), says: priced})
	add(specimen{name: "表/料金_utf16.csv", data: append([]byte("\xff\xfe"), must(utf16LE.NewEncoder().String("プラン\t月額\r\nAプラン\t4,800円\r\nBプラン\t12,000円\r\n"))...), says: priced})
	add(specimen{name: "表/料金.xlsx", data: workbook(t, prices), says: "| 分類: 標準 | プラン: Bプラン | 月額: 12,000円 |", place: "A5:C5"})
	add(specimen{name: "表/料金2.xlsx", data: workbook(t, func(f *excelize.File) error { return fill(f, "Sheet1", "B3", table...) }), says: priced, place: "B5:C5"})
	add(specimen{name: "表/日付.xlsx", data: workbook(t, dated), says: "| 行事: 棚卸 | 日: 2026年4月1日 | 率: 12.5% |"})
	add(specimen{name: "表/古い名前.xls", data: workbook(t, prices), says: "プラン: Bプラン"})
	add(specimen{name: "表/帳票.xls", data: sjis("<html><body><table><tr><th>プラン</th><th>月額</th></tr><tr><td>Bプラン</td><td>12,000円</td></tr></table></body></html>"), says: priced})
	add(specimen{name: "表/料金.docx", data: wordFile(wp("", wr("料金は次のとおり。")) + wtable("プラン|月額/Aプラン|4,800円/Bプラン|12,000円")), says: priced})
	add(specimen{name: "表/料金.pptx", data: slideFile("", pshape("title", 0, "ご案内"), pshape("title", 0, "料金")+ptable("プラン|月額/Aプラン|4,800円/Bプラン|12,000円")), says: priced, page: 2})
	add(specimen{name: "表/料金.md", data: []byte("# 料金\n\n| プラン | 月額 |\n|---|--:|\n| Aプラン | 4,800円 |\n| Bプラン | 12,000円 |\n"), says: "| Bプラン | 12,000円 |"})
	add(specimen{name: "表/料金.html", data: []byte("<table><tr><th>プラン<th>月額<tr><td>Aプラン<td>4,800円<tr><td>Bプラン<td>12,000円</table>"), says: priced})
	add(specimen{name: "表/料金.pdf", data: pdfFile("", nil, down("ご案内です。"), []show{{72, 700, 10, "プラン"}, {200, 700, 10, "月額"}, {72, 684, 10, "Aプラン"}, {200, 684, 10, "4,800円"}, {72, 668, 10, "Bプラン"}, {200, 668, 10, "12,000円"}}), says: priced, page: 2})

	add(specimen{name: "文書/規程.docx", data: wordFile(wp("a3", wr("休暇規程")) + wp("1", wr("総則")) + wp("", wr(ruled))), says: ruled, title: "休暇規程"})
	add(specimen{name: "文書/マクロ.docm", data: wordFile(wp("", wr(ruled)), "word/vbaProject.bin", "x"), says: ruled})
	add(specimen{name: "文書/新旧.doc", data: wordFile(wp("", wr(ruled))), says: ruled})
	add(specimen{name: "文書/説明.pptx", data: slideFile("", pshape("ctrTitle", 0, "休暇のとりかた"), pshape("", 100, ruled)), says: ruled, page: 2, title: "休暇のとりかた"})
	add(specimen{name: "文書/規程.rtf", data: []byte(`{\rtf1\ansi\ansicpg932{\fonttbl{\f0\fcharset128 x;}}\f0 ` + rtfOf(ruled) + `\par}`), says: ruled})
	add(specimen{name: "文書/RTFの.doc", data: []byte(`{\rtf1\ansi\ansicpg932 ` + rtfOf(ruled) + `\par}`), says: ruled})
	add(specimen{name: "文書/社史.epub", data: bookFile("社史", "<h1>創業</h1><p>"+ruled+"</p>"), says: ruled, title: "社史"})
	add(specimen{name: "文書/規程.pdf", data: pdfFile("", nil, down("ご案内です。"), down(ruled[:len(ruled)/2/3*3], ruled[len(ruled)/2/3*3:])), says: ruled[:len(ruled)/2/3*3] + "\n" + ruled[len(ruled)/2/3*3:], page: 2})
	add(specimen{name: "文書/規程_rksj.pdf", data: pdfFile("90ms-RKSJ-H", func(s string) []byte { return sjis(s) }, down("㈱髙島商店は①年次有給休暇を与える。")), says: "㈱髙島商店は①年次有給休暇を与える。", page: 1})
	add(specimen{name: "文書/euc.pdf", data: pdfFile("EUC-H", func(s string) []byte { return []byte(must(japanese.EUCJP.NewEncoder().String(s))) }, down("年次有給休暇を与える。")), says: "年次有給休暇を与える。", page: 1})

	add(specimen{name: "Web/手引き.html", data: []byte(page), says: "休暇は前日までに届ける。", title: "休暇の手引き"})
	add(specimen{name: "Web/手引き_sjis.htm", data: sjis(strings.Replace(page, "utf-8", "Shift_JIS", 1)), says: "休暇は前日までに届ける。", title: "休暇の手引き"})
	add(specimen{name: "Web/手引き_euc.html", data: []byte(must(japanese.EUCJP.NewEncoder().String(strings.Replace(page, "utf-8", "EUC-JP", 1)))), says: "休暇は前日までに届ける。", title: "休暇の手引き"})
	add(specimen{name: "メール/jis.eml", data: []byte("From: a@example.jp\r\nSubject: =?ISO-2022-JP?B?GyRCNVkyThsoQg==?=\r\nContent-Type: text/plain; charset=ISO-2022-JP\r\n\r\n" + jis(t, ruled)), says: ruled})
	add(specimen{name: "メール/utf8.eml", data: []byte("From: a@example.jp\nSubject: 休暇の件\nContent-Type: text/html; charset=utf-8\n\n<p>" + ruled + "</p>"), says: ruled, title: "休暇の件"})
	add(specimen{name: "メール/outlook.msg", data: container(letters("0037", "休暇の件"), letters("0C1A", "佐藤"), letters("1000", ruled)), says: ruled, title: "休暇の件"})
	add(specimen{name: "表/料金_空白.txt", data: sjis("プラン　　　月額\r\nＡプラン　　4,800円\r\nＢプラン　　12,000円\r\n"), says: "Ｂプラン　　12,000円"})
	add(specimen{name: "設定/app.yaml", data: []byte("会社:\n  名前: ミズナギ計測株式会社\n"), says: "名前: ミズナギ計測株式会社"})
	add(specimen{name: "設定/data.json", data: []byte("{\n  \"休暇\": \"前日まで\"\n}\n"), says: `"休暇": "前日まで"`})
	add(specimen{name: "設定/server.log", data: []byte("2026-10-05 09:00:00 INFO 起動しました\n2026-10-05 09:00:01 WARN 接続が切れました\n"), says: "WARN 接続が切れました"})

	// What can't be read, and why.
	ole := func(name string) []byte {
		return append(append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), utf16Of(name)...)
	}
	locked := pdfFile("", nil, down(ruled))
	locked = bytes.Replace(locked, []byte("/Root 1 0 R"), []byte("/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<"+strings.Repeat("00", 32)+">/U<"+strings.Repeat("11", 32)+">>>/ID[<00><00>]"), 1)
	whole := wordFile(wp("", wr(ruled)))
	sheet := workbook(t, prices)
	for _, s := range []specimen{
		{name: "空.txt", reason: "empty"},
		{name: "空.pdf", reason: "empty"},
		{name: "空.docx", reason: "empty"},
		{name: "空白だけ.md", data: []byte("\r\n　 \t\n"), reason: "empty"},
		{name: "暗号.docx", data: ole("EncryptedPackage"), reason: "protected by a password"},
		{name: "暗号.xlsx", data: ole("EncryptedPackage"), reason: "protected by a password"},
		{name: "暗号.pptx", data: ole("EncryptionInfo"), reason: "protected by a password"},
		{name: "暗号.pdf", data: locked, reason: "protected by a password"},
		{name: "旧.doc", data: ole("WordDocument"), reason: "in Word's format from before 2007"},
		{name: "旧.xls", data: ole("Workbook"), reason: "in Excel's format from before 2007"},
		{name: "旧.ppt", data: ole("PowerPoint Document"), reason: "in PowerPoint's format from before 2007"},
		{name: "名前だけ新.docx", data: ole("WordDocument"), reason: "in Word's format from before 2007"},
		{name: "切れた.docx", data: whole[:len(whole)/2], reason: "damaged, or no Word document"},
		{name: "切れた.xlsx", data: sheet[:len(sheet)/2], reason: "damaged, or no Excel workbook"},
		{name: "切れた.pdf", data: []byte("%PDF-1.7\n1 0 obj\n<</Type/Cat"), reason: "damaged, or no PDF"},
		{name: "壊れたXML.docx", data: wordFile("<w:p><w:r><w:t>休暇</w:r"), reason: "damaged, or no Word document"},
		{name: "別物.pdf", data: []byte("これはPDFではない。"), reason: "damaged, or no PDF"},
		{name: "別物.docx", data: zipped("a.txt", ruled), reason: "damaged, or no Word document"},
		{name: "別物.xlsx", data: zipped("a.txt", ruled), reason: "damaged, or no Excel workbook"},
		{name: "別物.epub", data: zipped("a.txt", ruled), reason: "damaged, or no EPUB book"},
		{name: "別物.rtf", data: []byte("休暇"), reason: "damaged, or no RTF document"},
		{name: "別物.msg", data: []byte("休暇の届けは前日まで。"), reason: "damaged, or no message of Outlook"},
		{name: "切れた.msg", data: container(letters("1000", ruled))[:600], reason: "damaged, or no message of Outlook"},
		{name: "別物.eml", data: []byte("休暇の届けは前日まで。"), reason: "damaged, or no mail"},
		{name: "スキャン.pdf", data: pdfFile("", nil, nil, nil), reason: "no text layer: its pages are pictures, as of a scanner"},
		{name: "白紙.docx", data: wordFile(wp("", "")), reason: "no text in it"},
		{name: "白紙.xlsx", data: workbook(t, func(*excelize.File) error { return nil }), reason: "no text in it"},
		{name: "白紙.html", data: []byte("<html><body><img src=x></body></html>"), reason: "no text in it"},
		{name: "爆弾.docx", data: bomb("word/document.xml"), reason: "unpacks to more than 256 MB"},
		{name: "爆弾.xlsx", data: bomb("xl/worksheets/sheet1.xml"), reason: "unpacks to more than 256 MB"},
		{name: "深い.docx", data: wordFile(strings.Repeat("<w:sdt>", 100_000)), reason: "nested too deeply"},
		{name: "深い.rtf", data: []byte(`{\rtf1` + strings.Repeat("{", 100_000)), reason: "nested too deeply"},
		{name: "文字化け.txt", data: []byte(must(japanese.ShiftJIS.NewDecoder().String(strings.Repeat(ruled, 3)))), reason: "its text comes out garbled"},
		{name: "文字化け.csv", data: []byte(latin1(strings.Repeat(ruled+",1\n", 3))), reason: "its text comes out garbled"},
		{name: "文字化け.pdf", data: pdfFile("Identity-H/ToUnicode 6 0 R", func(s string) []byte { return []byte(s) }, down(strings.Repeat("\x00\x21\x00\x22", 20))), reason: "its text comes out garbled"},
		{name: "中国語.txt", data: []byte(must(simplifiedchinese.GBK.NewEncoder().String(strings.Repeat("公司员工应当提前三天提交请假申请，经部门经理批准后方可休假。", 5)))), reason: "unknown character encoding"},
		{name: "プログラム.txt", data: []byte("\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00"), reason: "not text"},
		{name: "一太郎.jtd", data: ole("Ichitaro"), reason: "a document of Ichitaro"},
		{name: "旧バイナリ.xlsb", data: []byte("PK\x03\x04"), reason: "a binary workbook of Excel"},
		{name: "写真.jpg", data: []byte("\xff\xd8\xff"), reason: "a picture"},
		{name: "会議.mp4", data: []byte("x"), reason: "sound or film"},
		{name: "控え.zip", data: zipped("a.txt", ruled), reason: "an archive"},
		{name: "~$規程.docx", data: []byte("x"), reason: "lock of a file that is open in an office program"},
		{name: ".DS_Store", data: []byte("x"), reason: "left behind by the system, no document"},
		{name: ".隠し.txt", data: []byte(ruled), reason: "hidden"},
		{name: "下書き.txt", data: []byte(ruled), reason: "ignored by .kotaeignore"},
		{name: "図面.dwg", data: []byte("AC1032"), reason: "format not supported"},
	} {
		s.name = "だめ/" + s.name
		add(s)
	}
	return z
}

func dated(f *excelize.File) error {
	if err := fill(f, "Sheet1", "A1", []any{"行事", "日", "率"}, []any{"棚卸", 46113, 0.125}); err != nil {
		return err
	}
	for cell, format := range map[string]string{"B2": `yyyy"年"m"月"d"日"`, "C2": "0.0%"} {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err == nil {
			err = f.SetCellStyle("Sheet1", cell, cell, style)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// bomb is a small archive that says it holds a part of 300 MB. That it might lie is
// nothing to the reader, which takes no more than is said.
func bomb(part string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("_rels/.rels")
	if err == nil {
		_, err = w.Write([]byte(related("rId1", "officeDocument", part)))
	}
	if err == nil {
		w, err = z.CreateRaw(&zip.FileHeader{Name: part, Method: zip.Deflate, UncompressedSize64: 300 << 20, CompressedSize64: 5})
	}
	if err == nil {
		_, err = w.Write([]byte{1, 0, 0, 0xff, 0xff})
	}
	if err := errors.Join(err, z.Close()); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestZoo(t *testing.T) {
	dir := t.TempDir()
	all := zoo(t)
	if len(all) < 70 {
		t.Errorf("%d specimens", len(all))
	}
	byName := map[string]specimen{}
	for _, s := range all {
		path := filepath.Join(dir, s.name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, s.data, 0o644)); err != nil {
			t.Fatal(err)
		}
		byName[strings.ReplaceAll(strings.ReplaceAll(s.name, "カ\u3099", "ガ"), "ト\u3099", "ド")] = s
	}
	if err := os.WriteFile(filepath.Join(dir, ".kotaeignore"), []byte("下書き*\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	walker, err := files.New([]string{dir}, Knows)
	if err != nil {
		t.Fatal(err)
	}
	met := map[string]bool{}
	refused := func(s specimen, reason, remedy string) {
		met[s.name] = true
		if s.reason == "" || reason != s.reason || remedy == "" {
			t.Errorf("%s: %q (%s), want %q", s.name, reason, remedy, s.reason)
		}
	}
	skips, err := walker.Walk(t.Context(), func(f retrieval.File) error {
		s := byName[f.Name]
		data, err := os.ReadFile(f.Path)
		if err != nil {
			return err
		}
		d, err := Read(f.Name, data)
		var u *retrieval.Unreadable
		switch {
		case errors.As(err, &u):
			refused(s, u.Reason, u.Remedy)
			return nil
		case err != nil || s.reason != "":
			t.Errorf("%s: read as %.60q (%v), want %q", f.Name, d.Text, err, s.reason)
			return nil
		}
		met[s.name] = true
		if again, err := Read(f.Name, data); err != nil || again.Text != d.Text {
			t.Errorf("%s: read once more it is another text", f.Name)
		}
		check(t, d)
		examine(t, s, d)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range skips {
		refused(byName[s.File], s.Reason, s.Remedy)
	}
	for _, s := range all {
		if !met[s.name] {
			t.Errorf("%s was not met", s.name)
		}
	}
}

// examine compares a document with what its specimen says, and looks for garbage.
func examine(t *testing.T, s specimen, d retrieval.Document) {
	t.Helper()
	if !strings.Contains(d.Text, s.says) {
		t.Errorf("%s: %.300q does not say %.100q", s.name, d.Text, s.says)
	}
	if s.title != "" && d.Title != s.title {
		t.Errorf("%s: title %q, want %q", s.name, d.Title, s.title)
	}
	for _, p := range chunk.Split(d) {
		if strings.ContainsRune(p.Text, '\ufffd') || !utf8.ValidString(p.Text) || garbled(p.Text) || mojibake(p.Text) {
			t.Errorf("%s: garbled passage %q", s.name, p.Text)
		}
		line := strings.Count(p.Text[:max(0, strings.Index(p.Text, s.says))], "\n")
		if !strings.Contains(p.Text, s.says) {
			continue
		}
		if p.Page != s.page {
			t.Errorf("%s: on page %d, want %d", s.name, p.Page, s.page)
		}
		if heading := p.Heading(p.StartLine + line); s.place != "" && !strings.HasSuffix(heading, " > "+s.place) {
			t.Errorf("%s: at %q, want %s", s.name, heading, s.place)
		}
	}
}
