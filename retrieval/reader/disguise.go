package reader

import (
	"archive/zip"
	"bytes"
	"strings"
)

// undisguised returns the extension that a file's content should have: its own, unless
// it is a PDF or of Word, Excel or PowerPoint under the name of something else. Such are
// exported by systems, and come about when somebody changes a name to change a format.
func undisguised(named string, data []byte) string {
	is := ""
	switch {
	case bytes.HasPrefix(data, []byte("%PDF-")):
		is = ".pdf"
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		is = officeSuffix(data)
	}
	if is == "" || strings.HasPrefix(named, is[:3]) { // .docm and .dotx are read as .docx
		return named
	}
	return is
}

// officeSuffix tells by their main part the files of Word, Excel and PowerPoint apart;
// nothing for other archives.
func officeSuffix(data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return ""
	}
	for _, f := range z.File {
		switch f.Name {
		case "word/document.xml":
			return ".docx"
		case "xl/workbook.xml":
			return ".xlsx"
		case "ppt/presentation.xml":
			return ".pptx"
		}
	}
	return ""
}
