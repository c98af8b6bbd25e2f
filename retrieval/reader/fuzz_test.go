package reader

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"kotae/retrieval"
	"kotae/retrieval/chunk"
)

// fuzzed holds a file of a kind, whatever is in it, against what Read promises: it
// ends soon, with a document in order or a reason.
func fuzzed(t *testing.T, name string, data []byte) {
	start := time.Now()
	d, err := Read(name, data)
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("%d bytes took %v", len(data), took)
	}
	var u *retrieval.Unreadable
	switch {
	case err != nil && !errors.As(err, &u):
		t.Fatalf("%v is no Unreadable", err)
	case err != nil && (u.Reason == "" || u.Remedy == ""):
		t.Fatalf("no reason or remedy: %+v", *u)
	case err != nil && strings.Contains(u.Reason, "("): // what was panicked with
		t.Fatalf("a panic: %s", u.Reason)
	case err != nil:
		return
	}
	check(t, d)
	for _, p := range chunk.Split(d) {
		if !utf8.ValidString(p.Text) {
			t.Errorf("passage %q", p.Text)
		}
	}
}

// seeds adds the specimens of the zoo with these endings.
func seeds(f *testing.F, endings ...string) {
	for _, s := range zoo(f) {
		for _, e := range endings {
			if strings.HasSuffix(s.name, e) && len(s.data) < 100_000 && !strings.Contains(s.name, "深い") {
				f.Add(s.data)
			}
		}
	}
}

func FuzzDOCX(f *testing.F) {
	seeds(f, ".docx")
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "a.docx", data) })
}

// FuzzDocumentXML reaches behind the archive, whose checksums few mutations pass.
func FuzzDocumentXML(f *testing.F) {
	f.Add([]byte(wp("1", wr("総則")) + wtable("a|b/c|d")))
	f.Add([]byte(`<w:p><w:pPr><w:numPr><w:ilvl w:val="8"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`))
	f.Add([]byte(`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999"/><w:vMerge/></w:tcPr><w:tbl><w:tr><w:tc/></w:tr></w:tbl></w:tc></w:tr></w:tbl>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		fuzzed(t, "a.docx", wordFile(string(body)))
		fuzzed(t, "a.pptx", slideFile("", string(body)))
	})
}

func FuzzPPTX(f *testing.F) {
	seeds(f, ".pptx")
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "a.pptx", data) })
}

func FuzzXLSX(f *testing.F) {
	seeds(f, ".xlsx", ".xls")
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "a.xlsx", data) })
}

// FuzzSheetXML reaches behind the archive.
func FuzzSheetXML(f *testing.F) {
	f.Add([]byte(`<row r="1"><c r="A1" t="inlineStr"><is><t>品名</t></is></c><c r="C1"><v>1</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:C3"/></mergeCells>`))
	f.Add([]byte(`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`))
	f.Add([]byte(`<row r="2"><c r="A2" s="99999"><f>1/0</f></c></row><row r="1"/></sheetData>`))
	f.Fuzz(func(t *testing.T, rows []byte) {
		fuzzed(t, "a.xlsx", zipped("_rels/.rels", related("rId1", "officeDocument", "xl/workbook.xml"),
			"[Content_Types].xml", xmlHead+`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
			"xl/_rels/workbook.xml.rels", related("rId1", "worksheet", "worksheets/sheet1.xml"),
			"xl/workbook.xml", xmlHead+`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
			"xl/worksheets/sheet1.xml", xmlHead+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+string(rows)+`</worksheet>`))
	})
}

func FuzzEPUB(f *testing.F) {
	seeds(f, ".epub")
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "a.epub", data) })
}

func FuzzHTML(f *testing.F) {
	seeds(f, ".html", ".htm")
	f.Add([]byte("<table><tr><td rowspan=1000 colspan=100>a<td rowspan=0><tr><td><table><tr><td>b</table></table><ol start=-1><li>c</ol><pre>\n|d\n</pre>"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "a.html", data) })
}

func FuzzMail(f *testing.F) {
	seeds(f, ".eml")
	f.Add([]byte("Subject: =?x?B?!?=\nContent-Type: multipart/mixed; boundary=\"\"\n\n--\n\n--\n"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "a.eml", data) })
}

func FuzzRTF(f *testing.F) {
	seeds(f, ".rtf")
	f.Add([]byte(`{\rtf1\ansicpg932{\fonttbl{\f0\fcharset128;}}\f0\uc2\u-10179?\'82\u-8704 \'81\{\bin5 abc}\cell\row{\footnote x}}}`))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "a.rtf", data) })
}

func FuzzCSV(f *testing.F) {
	seeds(f, ".csv", ".tsv")
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzed(t, "a.csv", data)
		fuzzed(t, "a.yaml", data)
	})
}

func FuzzPDF(f *testing.F) {
	seeds(f, ".pdf")
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "a.pdf", data) })
}

// FuzzDetect decodes anything: to valid text, and to the same text again once that is
// saved as UTF-8.
func FuzzDetect(f *testing.F) {
	seeds(f, ".txt")
	f.Fuzz(func(t *testing.T, data []byte) {
		text, name, err := decode(data)
		if err != nil {
			return
		}
		if !utf8.ValidString(text) || name == "" || bytes.ContainsRune([]byte(text), '\r') || strings.ContainsRune(text, 0) {
			t.Fatalf("decoded as %q to %q", name, text)
		}
		if strings.ContainsAny(text, "\x1b\ufeff") {
			return // what looks like another encoding's escapes
		}
		if again, as, err := decode([]byte(text)); err != nil || again != text {
			t.Fatalf("as %s %q, once more as %s %q (%v)", name, text, as, again, err)
		}
	})
}
