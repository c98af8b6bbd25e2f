package workspace

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"
)

func TestClosingInTheMiddleOfEverythingLeavesNothingBehind(t *testing.T) {
	before := goleak.IgnoreCurrent()
	for range 10 {
		f := begin(t, Options{AckWithin: time.Millisecond, PingEvery: time.Millisecond, Grace: time.Millisecond, Unlimited: true})
		f.Break(Fault{Method: "auth.test", Hang: true, Times: -1})
		var busy sync.WaitGroup
		for range 2 {
			l := f.connect()
			busy.Go(func() {
				for {
					if _, _, err := l.conn.ReadMessage(); err != nil {
						return
					}
				}
			})
		}
		for range 4 {
			busy.Go(func() {
				for {
					r, err := f.client.Get(f.URL() + "auth.test")
					if err != nil {
						return
					}
					r.Body.Close()
				}
			})
			busy.Go(func() {
				for {
					r, err := f.client.Get(f.URL() + "users.info?user=U1&token=" + BotToken)
					if err != nil {
						return
					}
					r.Body.Close()
				}
			})
		}
		f.soon(func(st *State) bool { return st.Count("auth.test") == 4 && st.Count("users.info") > 10 })
		for range 20 {
			f.say("<@U0000BOT1> 質問")
		}
		f.Disconnect(1, "warning")
		f.Close()
		busy.Wait()
	}
	goleak.VerifyNone(t, before)
}

func TestClosingWhileTheAppTakesItsTime(t *testing.T) {
	before := goleak.IgnoreCurrent()
	release := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	f := begin(t, Options{HTTP: slow.URL})
	f.say("<@U0000BOT1> 質問")
	f.soon(func(st *State) bool { return len(st.Envelopes()) == 1 })
	began := time.Now()
	f.Close()
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("closing took %v", took)
	}
	if e := f.Envelopes()[0]; e.Acked() || e.Failure != "connection_failed" {
		t.Errorf("%v", e)
	}
	close(release)
	slow.Close()
	goleak.VerifyNone(t, before)
}

func TestASocketOpenedDuringTheEndIsClosed(t *testing.T) {
	f := begin(t, Options{})
	address := f.address()
	f.Close()
	if conn, _, err := websocket.DefaultDialer.DialContext(t.Context(), address, nil); err == nil {
		conn.Close()
		t.Error("it is still open")
	}
}
