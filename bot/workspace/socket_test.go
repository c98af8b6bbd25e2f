package workspace

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
)

func TestASocketIsOpenedOnce(t *testing.T) {
	f := begin(t, Options{})
	address := f.address()
	conn, _, err := f.dialer().DialContext(t.Context(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, r, err := f.dialer().DialContext(t.Context(), address, nil); err == nil || r.StatusCode != http.StatusForbidden {
		t.Errorf("the address served twice: %v", err)
	}
	f.Refuse(1)
	if _, _, err := f.dialer().DialContext(t.Context(), f.address(), nil); err == nil {
		t.Error("it was to refuse")
	}
	f.connect()
}

func TestHelloTellsHowManyConnectionsThereAre(t *testing.T) {
	f := begin(t, Options{Sockets: 2})
	f.connect()
	conn, _, err := f.dialer().DialContext(t.Context(), f.address(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	l := &link{t, conn}
	if hello := l.next(); hello.NumConnections != 2 {
		t.Errorf("%+v", hello)
	}
	t.Run("one too many is sent away", func(t *testing.T) {
		conn, _, err := f.dialer().DialContext(t.Context(), f.address(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if v := (&link{t, conn}).next(); v.Type != "disconnect" || v.Reason != "too_many_websockets" {
			t.Errorf("%+v", v)
		}
		if got := f.Sockets(); !reflect.DeepEqual(got, []int{1, 2}) {
			t.Errorf("open: %v", got)
		}
	})
}

func TestEachEnvelopeGoesToOneConnection(t *testing.T) {
	for _, seed := range []uint64{0, 7} {
		f := begin(t, Options{Seed: seed})
		links := []*link{f.connect(), f.connect(), f.connect()}
		for range 12 {
			f.say("<@U0000BOT1> 質問")
		}
		f.soon(func(st *State) bool { return len(st.Envelopes()) == 12 })
		per := map[int]int{}
		for _, e := range f.Envelopes() {
			per[e.Socket]++
		}
		if seed == 0 && !reflect.DeepEqual(per, map[int]int{1: 4, 2: 4, 3: 4}) || len(per) != 3 {
			t.Errorf("seed %d: %v", seed, per)
		}
		for i, l := range links {
			for range per[i+1] {
				l.ack(l.next().EnvelopeID, nil)
			}
		}
		f.soon(func(st *State) bool { return len(st.Unacked()) == 0 })
	}
}

func TestAnEventIsDeliveredUntilItIsAcknowledged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := begin(t, Options{InMemory: true})
		l := f.connect()
		f.say("<@U0000BOT1> 質問")
		began := time.Now()
		want := []frame{{RetryAttempt: 0}, {RetryAttempt: 1, RetryReason: "timeout"}, {RetryAttempt: 2, RetryReason: "timeout"}}
		var ids []string
		for i, after := range []time.Duration{0, 3 * time.Second, 66 * time.Second} {
			e := l.wait(2 * time.Minute)
			if got := time.Since(began); e.RetryAttempt != want[i].RetryAttempt || e.RetryReason != want[i].RetryReason || got != after {
				t.Errorf("attempt %d (%s) after %v, want %d (%s) after %v", e.RetryAttempt, e.RetryReason, got, want[i].RetryAttempt, want[i].RetryReason, after)
			}
			ids = append(ids, e.EnvelopeID)
		}
		l.ack(ids[2], nil)
		l.ack(ids[0], nil)
		time.Sleep(10 * time.Minute)
		list := f.Envelopes()
		if len(list) != 3 || list[0].Event != list[2].Event || list[0].ID == list[2].ID {
			t.Fatalf("%+v", list)
		}
		if !list[2].Acked() || list[2].Failure != "" {
			t.Errorf("in time: %+v", list[2])
		}
		if list[0].Acked() || list[0].Failure != "timeout" {
			t.Errorf("more than a minute late: %+v", list[0])
		}
	})
}

func TestAnEventGivenUpIsNotDeliveredAgain(t *testing.T) {
	f := begin(t, Options{Retries: []time.Duration{0, time.Hour}})
	f.say("<@U0000BOT1> だれかいますか")
	f.soon(func(st *State) bool { return len(st.Envelopes()) == 2 })
	f.RetryNow()
	if got := f.RetryNow(); got != 0 || len(f.Envelopes()) != 3 || f.Envelopes()[2].Failure != "no_connection" {
		t.Errorf("%d again; %+v", got, f.Envelopes())
	}
}

func TestInteractionsAndCommandsAreDeliveredOnce(t *testing.T) {
	f := begin(t, Options{AckWithin: time.Millisecond})
	ts := f.must("ts", "chat.postMessage", "channel", "C1", "text", "どうぞ", "blocks",
		`[{"type":"actions","elements":[{"type":"button","action_id":"why","text":{"type":"plain_text","text":"根拠"}}]}]`)
	click, err := f.Click("U1", ts, "why")
	if err != nil {
		t.Fatal(err)
	}
	slash, err := f.Slash("C1", "U1", "/kotae", "休暇")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{click, slash} {
		if _, err := f.Acked(t.Context(), id); err == nil || !strings.Contains(err.Error(), "no_connection") {
			t.Errorf("%s: %v", id, err)
		}
	}
	if got := f.RetryNow(); got != 0 || len(f.Envelopes()) != 2 {
		t.Errorf("%d again of %d", got, len(f.Envelopes()))
	}
}

func TestAWarnedConnectionStillGetsItsShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := begin(t, Options{InMemory: true})
		l := f.connect()
		if n := f.Disconnect(0, "warning"); n != 1 {
			t.Fatalf("%d asked", n)
		}
		f.say("<@U0000BOT1> まだ聞こえますか")
		if v := l.next(); v.Type != "disconnect" || v.Reason != "warning" {
			t.Errorf("%+v", v)
		}
		v := l.next()
		if v.Payload.Event["type"] != "app_mention" {
			t.Errorf("%+v", v)
		}
		l.ack(v.EnvelopeID, nil)
		began := time.Now()
		_ = l.conn.SetReadDeadline(time.Time{})
		if _, _, err := l.conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
			t.Errorf("the end was %v", err)
		}
		if got := time.Since(began); got != 10*time.Second {
			t.Errorf("it came after %v", got)
		}
		f.soon(func(st *State) bool { return st.Sockets() == 0 && len(st.Unacked()) == 0 })
	})
}

func TestALinkThatIsDisabledEndsAtOnce(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	f.Disconnect(1, "link_disabled")
	if v := l.next(); v.Reason != "link_disabled" {
		t.Errorf("%+v", v)
	}
	f.soon(func(st *State) bool { return st.Sockets() == 0 })
}

func TestWhatWasOnItsWayOverADroppedConnectionComesAgain(t *testing.T) {
	f := begin(t, Options{})
	first, second := f.connect(), f.connect()
	f.say("<@U0000BOT1> 質問")
	f.soon(func(st *State) bool { return len(st.Envelopes()) == 1 })
	lost, other := first, second
	if f.Envelopes()[0].Socket == 2 {
		lost, other = second, first
	}
	id := lost.next().Payload.EventID
	f.Drop(f.Envelopes()[0].Socket)
	e := other.next()
	if e.Payload.EventID != id || e.RetryAttempt != 1 || e.RetryReason != "connection_failed" {
		t.Errorf("%+v", e)
	}
}

func TestSlowAcknowledgementsAreLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := begin(t, Options{InMemory: true})
		f.SlowAcks(4 * time.Second)
		l := f.connect()
		f.say("<@U0000BOT1> 質問")
		l.ack(l.next().EnvelopeID, nil)
		if e := l.next(); e.RetryAttempt != 1 {
			t.Errorf("%+v", e)
		}
		time.Sleep(2 * time.Second)
		if e := f.Envelopes()[0]; !e.Acked() || e.Failure != "timeout" {
			t.Errorf("a late acknowledgement is noted: %+v", e)
		}
	})
}

func TestAcknowledgementsThatAreTooLongAreIgnored(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	if _, err := f.Slash("C1", "U1", "/kotae", "help"); err != nil {
		t.Fatal(err)
	}
	e := l.next()
	l.ack(e.EnvelopeID, map[string]any{"text": strings.Repeat("長", 7000)})
	l.ack(e.EnvelopeID, map[string]any{"text": "使い方"})
	f.soon(func(st *State) bool { return len(st.Said("C1")) == 1 })
	if m := f.Said("C1")[0]; m.Text != "使い方" || m.EphemeralTo != "U1" {
		t.Errorf("%+v", m)
	}
}

func TestAnEventCanComeAgain(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	f.say("<@U0000BOT1> 質問")
	first := l.next()
	l.ack(first.EnvelopeID, nil)
	if err := errors.Join(f.Redeliver(first.Payload.EventID), f.DeliverTwice(first.Payload.EventID)); err != nil {
		t.Fatal(err)
	}
	again, twice := l.next(), l.next()
	if again.RetryAttempt != 1 || again.RetryReason != "timeout" || twice.RetryAttempt != 0 {
		t.Errorf("%+v, %+v", again, twice)
	}
	if again.Payload.EventID != first.Payload.EventID || twice.Payload.EventID != first.Payload.EventID {
		t.Errorf("other events: %+v, %+v", again, twice)
	}
	if err := f.Redeliver("Ev404"); err == nil {
		t.Error("an event that never was came again")
	}
}

func TestAnythingCanBeInjected(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	id := f.Inject("brand_new_kind", json.RawMessage(`{"type":"新"}`))
	if v := l.next(); v.EnvelopeID != id || v.Type != "brand_new_kind" || v.Payload.Type != "新" {
		t.Errorf("%+v", v)
	}
	f.Inject("events_api", json.RawMessage("{壊れた"))
	_, data, err := l.conn.ReadMessage()
	if err != nil || !strings.Contains(string(data), `"payload":"{壊れた"`) {
		t.Errorf("%s %v", data, err)
	}
	event, err := f.Emit("C1", map[string]any{"type": "brand_new_event_2027"})
	if err != nil {
		t.Fatal(err)
	}
	if v := l.next(); v.Payload.EventID != event || v.Payload.Event["type"] != "brand_new_event_2027" {
		t.Errorf("%+v", v)
	}
}

func TestAFrameCanBeAnything(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	if n := f.SendFrame(0, []byte("{壊れた")); n != 1 {
		t.Errorf("%d got it", n)
	}
	_, data, err := l.conn.ReadMessage()
	if err != nil || string(data) != "{壊れた" {
		t.Errorf("%q %v", data, err)
	}
}

func TestSocketsArePinged(t *testing.T) {
	f := begin(t, Options{PingEvery: time.Millisecond})
	l := f.connect()
	pings := make(chan struct{}, 100)
	l.conn.SetPingHandler(func(string) error {
		select {
		case pings <- struct{}{}:
		default:
		}
		return nil
	})
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _, _ = l.conn.ReadMessage()
	}()
	for range 3 {
		select {
		case <-pings:
		case <-time.After(10 * time.Second):
			t.Fatal("no ping")
		}
	}
	l.conn.Close()
	<-read
}

func TestWaiting(t *testing.T) {
	t.Run("it ends with the context", func(t *testing.T) {
		f := begin(t, Options{})
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if err := f.Wait(ctx, func(*State) bool { return false }); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	t.Run("it ends with the server", func(t *testing.T) {
		f := begin(t, Options{})
		done := make(chan error)
		go func() { done <- f.Wait(context.Background(), func(*State) bool { return false }) }()
		f.Close()
		if err := <-done; err == nil {
			t.Error("it ended well")
		}
		f.Close()
		if len(f.Messages("")) != 0 {
			t.Error("it can't be read any more")
		}
	})
}

func TestChangesAreToldAsTheyHappen(t *testing.T) {
	f := begin(t, Options{})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	changes := f.Subscribe(ctx)
	l := f.connect()
	f.say("<@U0000BOT1> 質問")
	l.ack(l.next().EnvelopeID, nil)
	var kinds []Kind
	last := -1
	for c := range changes {
		if last >= 0 && c.Seq != last+1 {
			t.Errorf("change %d follows %d", c.Seq, last)
		}
		last = c.Seq
		kinds = append(kinds, c.Kind)
		if c.Kind == EnvelopeAcked {
			break
		}
	}
	want := []Kind{CallFinished, SocketOpened, MessagePosted, EnvelopeSent, EnvelopeAcked}
	if !slices.Equal(kinds, want) {
		t.Errorf("changes %v, want %v", kinds, want)
	}
}

func TestOnlyTheYoungestIsRemembered(t *testing.T) {
	f := begin(t, Options{Log: 3, Unlimited: true})
	for range 5 {
		f.must("user_id", "auth.test")
	}
	var seqs []int
	for _, c := range f.Calls("auth.test") {
		seqs = append(seqs, c.Seq)
	}
	if !reflect.DeepEqual(seqs, []int{3, 4, 5}) {
		t.Errorf("remembered %v", seqs)
	}
	f.Look(func(st *State) {
		if st.Count("auth.test") != 5 || st.Count("") != 5 {
			t.Errorf("counted %d, %d", st.Count("auth.test"), st.Count(""))
		}
	})
}
