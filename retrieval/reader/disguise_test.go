package reader

import (
	"strings"
	"testing"
)

func TestReadGoesByContentWhereANameIsWrong(t *testing.T) {
	word := wordFile(`<w:p><w:r><w:t>出張の精算は帰社後5日以内とする。</w:t></w:r></w:p>`)
	pdf := pdfFile("", nil, down("出張の精算は帰社後5日以内とする。"))
	for _, tt := range []struct {
		name string
		data []byte
	}{
		{"規程.pdf", word}, {"規程.csv", word}, {"規程.docx.txt", word}, {"規程.xlsx", word}, {"規程.dotx", word},
		{"規程.docx", pdf}, {"規程.txt", pdf}, {"規程.doc", pdf},
	} {
		if d, err := Read(tt.name, tt.data); err != nil || !strings.Contains(d.Text, "帰社後5日以内") {
			t.Errorf("%s: %q, %v", tt.name, d.Text, err)
		}
	}
	t.Run("an archive of other things stays what its name says", func(t *testing.T) {
		if d, err := Read("控え.txt", zipped("a.txt", "出張の精算")); err == nil {
			t.Errorf("read %q", d.Text)
		}
	})
	t.Run("a text that speaks of a PDF is a text", func(t *testing.T) {
		if d, err := Read("形式.txt", []byte("PDFは%PDF-で始まる。")); err != nil || len(d.Blocks) != 1 {
			t.Errorf("%v, %v", d.Blocks, err)
		}
	})
}
