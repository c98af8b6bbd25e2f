package llm_test

import (
	"context"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"kotae/bot"
	"kotae/bot/bottest"
)

func TestRetryAfterIsHonoured(t *testing.T) {
	for _, c := range []struct {
		after    string
		min, max time.Duration
	}{
		{"3", 3 * time.Second, 3500 * time.Millisecond},
		{"0", 0, 500 * time.Millisecond},
		{"0.2", 200 * time.Millisecond, 700 * time.Millisecond},
		{"", 0, 500 * time.Millisecond},
		{"-5", 0, 500 * time.Millisecond},
		{"soon", 0, 500 * time.Millisecond},
		{"Sat, 01 Jan 2000 00:00:07 GMT", 7 * time.Second, 7500 * time.Millisecond}, // a bubble begins at the turn of the century
		{"Fri, 31 Dec 1999 00:00:00 GMT", 0, 500 * time.Millisecond},
	} {
		t.Run("after "+c.after, func(t *testing.T) {
			with(t, bottest.Settings{}, func(s *stand) {
				s.Chat(bottest.Busy(c.after))
				begin := time.Now()
				r := s.write(s.Context(), brief())
				if d := time.Since(begin); r.err != nil || d < c.min || d > c.max {
					t.Errorf("Write: %v after %v, want %v to %v", r.err, d, c.min, c.max)
				}
			})
		})
	}
	t.Run("in milliseconds, as Azure says it", func(t *testing.T) {
		with(t, bottest.Settings{}, func(s *stand) {
			s.Chat(func(x *bottest.Exchange) {
				x.Header("Retry-After-Ms", "1500")
				bottest.Busy("60")(x)
			})
			begin := time.Now()
			r := s.write(s.Context(), brief())
			if d := time.Since(begin); r.err != nil || d < 1500*time.Millisecond || d > 2*time.Second {
				t.Errorf("Write: %v after %v", r.err, d)
			}
		})
	})
}

func TestWaitsAreRandomAndBounded(t *testing.T) {
	waits := map[time.Duration]bool{}
	for range 20 {
		with(t, bottest.Settings{}, func(s *stand) {
			s.Chat(bottest.Times(4, bottest.Status(503, ""))...)
			begin := time.Now()
			r := s.write(s.Context(), brief())
			d := time.Since(begin)
			if problem(r.err) != bot.Busy || d > 3500*time.Millisecond {
				t.Errorf("Write: %v after %v", r.err, d)
			}
			waits[d] = true
		})
	}
	if len(waits) < 15 {
		t.Errorf("only %d different waits", len(waits))
	}
}

func TestUnreachable(t *testing.T) {
	with(t, bottest.Settings{}, func(s *stand) {
		for name, c := range map[string]struct {
			dial   error
			detail string
		}{
			"no such host": {&net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}, "127.0.0.1:1: no such host"},
			"refused":      {&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, "connection refused; is it running?"},
			"reset":        {&net.OpError{Op: "read", Err: syscall.ECONNRESET}, "broke off"},
		} {
			s.cfg.Dial = func(context.Context, string, string) (net.Conn, error) { return nil, c.dial }
			if r := s.write(s.Context(), brief()); problem(r.err) != bot.Unreachable || !strings.Contains(r.err.Error(), c.detail) {
				t.Errorf("%s: %v", name, r.err)
			}
		}
		s.cfg.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		begin := time.Now()
		r := s.write(s.Context(), brief())
		if d := time.Since(begin); problem(r.err) != bot.Unreachable || d > 25*time.Second || !strings.Contains(r.err.Error(), "no connection in time") {
			t.Errorf("a host that does not answer: %v after %v", r.err, d)
		}
	})
}
