package reader

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"kotae/retrieval"
)

// maxPages is how many pages of a PDF are read.
const maxPages = 5000

var errPictures = &retrieval.Unreadable{Reason: "no text layer: its pages are pictures, as of a scanner", Remedy: "recognise its text (OCR) in the scanner's program or in Acrobat, and save it again"}

// readPDF reads the text of a PDF, page by page: lines in reading order, tables by the
// gaps between their columns, headings by their size or else their form. What the head
// and foot of the pages repeat is left out.
func readPDF(_ string, data []byte) (retrieval.Document, error) {
	if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return retrieval.Document{}, damaged("PDF")
	}
	var pages [][]pdfLine
	err := withPDF(data, func(w pdfium.Pdfium, doc references.FPDF_DOCUMENT) error {
		count, err := w.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc})
		if err != nil {
			return err
		}
		if count.PageCount > maxPages {
			return &retrieval.Unreadable{Reason: "more than 5000 pages", Remedy: "split it into smaller files"}
		}
		size := 0
		for i := range count.PageCount {
			lines, err := readPage(w, doc, i)
			if err != nil {
				continue // a page that is damaged; the others may not be
			}
			for _, l := range lines {
				if size += len(l.text()); size > textLimit {
					return errLong
				}
			}
			for len(pages) < i {
				pages = append(pages, nil)
			}
			pages = append(pages, lines)
		}
		return nil
	})
	if err != nil {
		return retrieval.Document{}, err
	}
	if !slices.ContainsFunc(pages, func(p []pdfLine) bool { return len(p) > 0 }) {
		return retrieval.Document{}, errPictures
	}
	dropRepeated(pages)
	d := layOut(pages)
	switch {
	case garbled(d.Text), mojibake(d.Text):
		return d, errMoji
	case len(d.Blocks) == 0:
		return d, errPictures
	}
	return d, nil
}

// readPage returns the lines of a page in the order that they are read in.
func readPage(w pdfium.Pdfium, doc references.FPDF_DOCUMENT, index int) ([]pdfLine, error) {
	page, err := w.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: doc, Index: index})
	if err != nil {
		return nil, err
	}
	defer w.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: page.Page}) // closing loses nothing
	text, err := w.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: requests.Page{ByReference: &page.Page}})
	if err != nil {
		return nil, err
	}
	defer w.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	count, err := w.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return nil, err
	}
	runes, err := charsOf(w, text.TextPage, count.Count)
	if err != nil {
		return nil, err
	}
	tables := ruledTables(strokesOf(w, page.Page))
	b := lineBuilder{}
	for i, r := range runes {
		switch {
		case r == '\r' || r == '\n':
			b.endLine()
			continue
		case isVoid(r):
			b.line.hyphen = i+1 < len(runes) && (runes[i+1] == '\r' || runes[i+1] == '\n')
			continue
		case isGap(r):
			if i > 0 && i+1 < len(runes) && (isWide(runes[i-1]) || isWide(runes[i+1])) {
				made, err := w.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: text.TextPage, Index: i})
				b.made = err == nil && made.IsGenerated
			}
			b.blank(r)
			continue
		}
		// Where a character stands costs a dozen calls: only those at gaps are asked, and
		// all where there are tables.
		if len(tables) == 0 && i > 0 && i+1 < len(runes) && !isGap(runes[i-1]) && !isGap(runes[i+1]) {
			b.words.WriteRune(r)
			continue
		}
		box, err := w.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text.TextPage, Index: i})
		if err != nil {
			return nil, err
		}
		g := glyph{r, box.Left, box.Right, box.Bottom, box.Top, 0}
		if b.inTable(tables, g) {
			continue
		}
		if i > 0 && !isGap(runes[i-1]) && b.words.Len() > 0 {
			b.extend(g)
			continue
		}
		if b.startsPiece(g) {
			if size, err := w.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: text.TextPage, Index: i}); err == nil {
				g.size = size.FontSize
			}
		}
		b.add(g)
	}
	b.endLine()
	return upright(b.whole()), nil
}

// charsOf returns the characters of a page by their index: all at once where each is
// one unit of UTF-16, else one by one.
func charsOf(w pdfium.Pdfium, page references.FPDF_TEXTPAGE, count int) ([]rune, error) {
	if count <= 0 {
		return nil, nil
	}
	text, err := w.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: page, StartIndex: 0, Count: count})
	if err == nil {
		if runes := []rune(strings.TrimRight(text.Text, "\x00")); len(runes) == count && !slices.ContainsFunc(runes, func(r rune) bool { return r > 0xffff || r == utf8.RuneError }) {
			return runes, nil
		}
	}
	runes := make([]rune, count)
	for i := range runes {
		u, err := w.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: page, Index: i})
		if err != nil {
			return nil, err
		}
		runes[i] = rune(u.Unicode)
	}
	return runes, nil
}
