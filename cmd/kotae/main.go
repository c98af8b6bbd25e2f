// Command kotae answers questions from folders of documents, in the documents' own
// words and with citations.
//
// It owns settings, choices, signals, exit codes and what a terminal shows. Finding
// and answering are the packages'; build.go alone knows which ones are at work.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends what does not listen
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(conclude(os.Stderr, err))
}

// The exit codes of the outside contract.
const (
	done   = 0
	failed = 1
	misuse = 2
)

// A usageError is an error that only another call, or other settings, can mend.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// usagef describes wrong usage or configuration, and what to do about it.
func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errInterrupted is what a command ends with when it was told to stop.
var errInterrupted = errors.New("interrupted; what is indexed is kept, and the next run goes on from there")

// conclude says in one line why a run ended, and returns its exit code.
func conclude(stderr io.Writer, err error) int {
	if err == nil {
		return done
	}
	fmt.Fprintln(stderr, "kotae:", strings.ReplaceAll(err.Error(), "\n", "; "))
	if errors.As(err, new(usageError)) {
		return misuse
	}
	return failed
}
