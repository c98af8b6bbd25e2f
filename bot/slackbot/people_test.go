package slackbot

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestLookup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPeople(t.Context(), nil)
		slow := func(context.Context) (string, error) {
			time.Sleep(time.Minute) // of the bubble's clock
			return "田中", nil
		}
		others := make(chan string)
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begun := time.Now()
		if _, err := lookup(impatient, p, "user U1", slow); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		if took := time.Since(begun); took != time.Second {
			t.Errorf("waited for %v", took)
		}
		go func() {
			name, err := lookup(t.Context(), p, "user U1", slow)
			if err != nil {
				t.Error(err)
			}
			others <- name
		}()
		if name := <-others; name != "田中" || time.Since(begun) != time.Minute {
			t.Errorf("another one got %q after %v", name, time.Since(begun))
		}
		if _, err := lookup(t.Context(), p, "user U2", func(context.Context) (string, error) { panic("壊れた") }); err == nil {
			t.Error("a panic is no error")
		}
	})
}
