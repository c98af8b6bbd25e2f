package reader

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// zipped makes an archive of parts: name, content, name, content.
func zipped(parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// related writes the relations of a part: id, kind, target, id, kind, target.
func related(list ...string) string {
	s := xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	for i := 0; i < len(list); i += 3 {
		s += fmt.Sprintf(`<Relationship Id=%q Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target=%q/>`, list[i], list[i+1], list[i+2])
	}
	return s + `</Relationships>`
}

// wordFile makes a Word document of a body, with styles, lists and notes.
func wordFile(body string, parts ...string) []byte {
	const ns = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"`
	all := []string{
		"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels", related("rId1", "officeDocument", "word/document.xml"),
		"word/_rels/document.xml.rels", related("rId1", "styles", "styles.xml", "rId2", "numbering", "numbering.xml", "rId3", "footnotes", "footnotes.xml", "rId4", "header", "header1.xml"),
		"word/document.xml", xmlHead + `<w:document` + ns + `><w:body>` + body + `<w:sectPr/></w:body></w:document>`,
		"word/header1.xml", xmlHead + `<w:hdr` + ns + `><w:p><w:r><w:t>社外秘</w:t></w:r></w:p></w:hdr>`,
		"word/styles.xml", xmlHead + `<w:styles` + ns + `>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="my"><w:name w:val="社内見出し"/><w:basedOn w:val="2"/></w:style>
<w:style w:type="paragraph" w:styleId="toc1"><w:name w:val="toc 1"/></w:style></w:styles>`,
		"word/numbering.xml", xmlHead + `<w:numbering` + ns + `>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="第%1条"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="%2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`,
		"word/footnotes.xml", xmlHead + `<w:footnotes` + ns + `><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>試用期間を含む。</w:t></w:r></w:p></w:footnote></w:footnotes>`,
	}
	return zipped(append(all, parts...)...)
}

// wp is a paragraph of Word in a style; wr a run of text.
func wp(style, runs string) string {
	if style != "" {
		style = `<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`
	}
	return `<w:p>` + style + runs + `</w:p>`
}

func wr(text string) string {
	return `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
}

// wtable is a table of Word, its rows divided by / and its cells by |.
func wtable(rows string) string {
	s := `<w:tbl><w:tblPr/>`
	for row := range strings.SplitSeq(rows, "/") {
		s += `<w:tr>`
		for cell := range strings.SplitSeq(row, "|") {
			s += `<w:tc><w:tcPr/>` + wp("", wr(cell)) + `</w:tc>`
		}
		s += `</w:tr>`
	}
	return s + `</w:tbl>`
}

// slideFile makes a presentation of slides, given as their shapes, and a note under the first.
func slideFile(note string, slides ...string) []byte {
	const ns = ` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	parts := []string{"_rels/.rels", related("rId1", "officeDocument", "ppt/presentation.xml")}
	ids, rels := "", []string{}
	for i, s := range slides {
		// The parts are numbered backwards: the order of the slides is another's business.
		file := fmt.Sprintf("slides/slide%d.xml", len(slides)-i)
		ids += fmt.Sprintf(`<p:sldId id="%d" r:id="rId%d"/>`, 256+i, i+1)
		rels = append(rels, fmt.Sprintf("rId%d", i+1), "slide", file)
		show := ""
		if strings.HasPrefix(s, "hidden") {
			show, s = ` show="0"`, strings.TrimPrefix(s, "hidden")
		}
		parts = append(parts, "ppt/"+file, xmlHead+`<p:sld`+ns+show+`><p:cSld><p:spTree>`+s+`</p:spTree></p:cSld></p:sld>`)
		if i == 0 && note != "" {
			parts = append(parts, fmt.Sprintf("ppt/slides/_rels/slide%d.xml.rels", len(slides)), related("rId1", "notesSlide", "../notesSlides/notesSlide1.xml"),
				"ppt/notesSlides/notesSlide1.xml", xmlHead+`<p:notes`+ns+`><p:cSld><p:spTree>`+pshape("sldNum", 0, "1")+pshape("body", 0, note)+`</p:spTree></p:cSld></p:notes>`)
		}
	}
	parts = append(parts, "ppt/presentation.xml", xmlHead+`<p:presentation`+ns+`><p:sldIdLst>`+ids+`</p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels", related(rels...))
	return zipped(parts...)
}

// pshape is a shape of a slide at a height, with a paragraph for each line.
func pshape(kind string, y int, text string) string {
	s := `<p:sp><p:nvSpPr><p:nvPr>`
	if kind != "" {
		s += `<p:ph type="` + kind + `"/>`
	}
	s += `</p:nvPr></p:nvSpPr><p:spPr>`
	if y > 0 {
		s += fmt.Sprintf(`<a:xfrm><a:off x="100000" y="%d"/></a:xfrm>`, y)
	}
	s += `</p:spPr><p:txBody>`
	for l := range strings.SplitSeq(text, "\n") {
		s += `<a:p><a:r><a:rPr lang="ja-JP"/><a:t>` + l + `</a:t></a:r></a:p>`
	}
	return s + `</p:txBody></p:sp>`
}

// ptable is a table of a slide, its rows divided by / and its cells by |.
func ptable(rows string) string {
	s := `<p:graphicFrame><p:xfrm><a:off x="100000" y="3000000"/></p:xfrm><a:graphic><a:graphicData><a:tbl><a:tblPr firstRow="1"/>`
	for row := range strings.SplitSeq(rows, "/") {
		s += `<a:tr>`
		for cell := range strings.SplitSeq(row, "|") {
			s += `<a:tc><a:txBody><a:p><a:r><a:t>` + cell + `</a:t></a:r></a:p></a:txBody></a:tc>`
		}
		s += `</a:tr>`
	}
	return s + `</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`
}

// bookFile makes an EPUB of chapters.
func bookFile(title string, chapters ...string) []byte {
	parts := []string{"mimetype", "application/epub+zip", "META-INF/container.xml", xmlHead + `<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`}
	items, spine := "", ""
	for i, c := range chapters {
		items += fmt.Sprintf(`<item id="c%d" href="text/c%d%%20.xhtml" media-type="application/xhtml+xml"/>`, i, i)
		spine = fmt.Sprintf(`<itemref idref="c%d"/>`, i) + spine // shown in the other order
		parts = append(parts, fmt.Sprintf("OEBPS/text/c%d .xhtml", i), xmlHead+`<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>`+c+`</body></html>`)
	}
	return zipped(append(parts, "OEBPS/book.opf", xmlHead+`<package><metadata><dc:title>`+title+`</dc:title></metadata><manifest>`+items+`</manifest><spine>`+spine+`</spine></package>`)...)
}

// A show is text on a page of a PDF: where, how large.
type show struct {
	x, y, size int
	text       string
}

// pdfFile makes a PDF of pages, in a Japanese font that is not embedded. Encoding is
// the font's, and encode writes text in it; the empty one is that of UTF-16.
func pdfFile(encoding string, encode func(string) []byte, pages ...[]show) []byte {
	if encoding == "" {
		encoding, encode = "UniJIS-UTF16-H", func(s string) []byte {
			var out []byte
			for _, u := range utf16.Encode([]rune(s)) {
				out = append(out, byte(u>>8), byte(u))
			}
			return out
		}
	}
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "",
		"<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/" + encoding + "/DescendantFonts[4 0 R]>>",
		"<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/FontDescriptor 5 0 R/DW 1000>>",
		"<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 6/FontBBox[-170 -331 1024 903]/ItalicAngle 0/Ascent 723/Descent -241/CapHeight 709/StemV 69>>",
		// A font that says its characters wrongly.
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(wrongFont), wrongFont),
	}
	kids := ""
	for _, page := range pages {
		var c strings.Builder
		for _, s := range page {
			fmt.Fprintf(&c, "BT /F1 %d Tf 1 0 0 1 %d %d Tm <%X> Tj ET\n", s.size, s.x, s.y, encode(s.text))
		}
		n := len(objects) + 1
		kids += fmt.Sprintf("%d 0 R ", n)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>", n+1),
			fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", c.Len(), c.String()))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), kids)
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}

// wrongFont says of the characters 21 and 22 that they are private ones.
const wrongFont = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /x def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n2 beginbfchar\n<0021> <E021>\n<0022> <E022>\nendbfchar\nendcmap\nend\nend"

// down is lines of one size below each other, from the top of a page.
func down(lines ...string) []show {
	var out []show
	for i, l := range lines {
		if l != "" {
			out = append(out, show{72, 760 - 18*i, 11, l})
		}
	}
	return out
}

func readBytes(t *testing.T, name string, data []byte) string {
	t.Helper()
	d, err := Read(name, data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	check(t, d)
	return sketch(d)
}
