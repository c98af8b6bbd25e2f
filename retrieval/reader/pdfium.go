package reader

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
)

// pdf is PDFium, compiled to WebAssembly: the one reader of PDF, of those that need no
// cgo, that reads Japanese fonts which are not embedded. It is loaded with the first
// PDF that is read, and reads one at a time: what it takes in memory is taken once.
// Files are nothing to it but bytes: the sandbox sees no folder.
var pdf struct {
	sync.Mutex
	pool   pdfium.Pool
	worker pdfium.Pdfium
}

// withPDF opens a document and calls read with it. A document that takes longer than
// the limit ends with errSlow: then, or when it brought PDFium down, the worker is
// given up, and the next document has another.
func withPDF(data []byte, read func(pdfium.Pdfium, references.FPDF_DOCUMENT) error) (err error) {
	pdf.Lock()
	defer pdf.Unlock()
	if err := loadPDFium(); err != nil {
		return err
	}
	worker := pdf.worker
	late := time.AfterFunc(timeLimit, func() { _ = worker.Kill() }) // ends whatever it is doing
	healthy := false
	defer func() {
		if !late.Stop() {
			pdf.worker, err = nil, errSlow
			return
		}
		if !healthy {
			pdf.worker = nil
			_ = worker.Kill()
		}
	}()
	opened, err := worker.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		healthy = true
		return errLock
	case err != nil:
		healthy = isPDFError(err)
		return damaged("PDF")
	}
	err = read(worker, opened.Document)
	if _, closing := worker.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: opened.Document}); closing == nil {
		healthy = true
	}
	return err
}

// isPDFError tells an error that PDFium reports from one of the machine it runs in.
func isPDFError(err error) bool {
	for _, known := range []error{pdferrors.ErrUnknown, pdferrors.ErrFile, pdferrors.ErrFormat, pdferrors.ErrPage, pdferrors.ErrSuccess} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// loadPDFium makes sure that there is a worker.
func loadPDFium() (err error) {
	if pdf.pool == nil {
		pdf.pool, err = webassembly.Init(webassembly.Config{
			MinIdle: 0, MaxIdle: 1, MaxTotal: 2,
			Stdout: io.Discard, Stderr: io.Discard,
			FSConfig:      wazero.NewFSConfig(),
			RuntimeConfig: pdfRuntime(),
		})
		if err != nil {
			return err
		}
	}
	if pdf.worker == nil {
		pdf.worker, err = pdf.pool.GetInstance(timeLimit)
	}
	return err
}

// pdfRuntime has PDFium stop when it is told to. Its machine code is kept in the user's
// cache folder, if there is one: compiling it takes seconds and 280 MB.
func pdfRuntime() wazero.RuntimeConfig {
	c := wazero.NewRuntimeConfig().WithCloseOnContextDone(true).WithMemoryLimitPages(pdfMemory / 65536)
	dir, err := os.UserCacheDir()
	if err != nil {
		return c
	}
	dir = filepath.Join(dir, "kotae", "pdfium")
	if os.MkdirAll(dir, 0o700) != nil {
		return c
	}
	cache, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return c
	}
	return c.WithCompilationCache(cache)
}

// pdfMemory is how many bytes PDFium may take for a document.
const pdfMemory = 1 << 30
