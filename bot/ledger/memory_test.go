package ledger

import (
	"errors"
	"testing"
	"time"

	"kotae/bot"
)

func TestMemory(t *testing.T) {
	morning := time.Date(2026, 4, 1, 9, 0, 0, 0, time.Local)
	l, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	record := func(id, thread, asker string, minute int) bot.Record {
		return bot.Record{
			ID: id, Thread: thread, Asker: asker, At: morning.Add(time.Duration(minute) * time.Minute),
			Answer: bot.Answer{
				Question: id + "は何日前まで？", Status: bot.Answered, Language: bot.Japanese, Text: "10営業日前までです。[1]",
				Citations: []bot.Citation{{N: 1, File: "人事/年次有給休暇規程.md", StartLine: 12, EndLine: 12, Quote: "10営業日前"}},
			},
		}
	}
	for _, r := range []bot.Record{
		record("有休", "T/C/1", "U1", 0), record("半休", "T/C/1", "U2", 1), record("時間休", "T/C/1", "U1", 2), record("出張", "T/C/2", "U1", 3),
	} {
		if err := l.Keep(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	names := func(records []bot.Record) (out string) {
		for _, r := range records {
			out += r.ID + " "
		}
		return out
	}
	t.Run("an answer comes back with its sources", func(t *testing.T) {
		got, ok, err := l.Record(t.Context(), "半休")
		want := record("半休", "T/C/1", "U2", 1)
		if err != nil || !ok || got.Answer.Text != want.Answer.Text || got.Answer.Citations[0] != want.Answer.Citations[0] || !got.At.Equal(want.At) || got.Asker != "U2" {
			t.Errorf("Record: %+v, %v, %v", got, ok, err)
		}
	})
	t.Run("one that is not kept is none", func(t *testing.T) {
		if _, ok, err := l.Record(t.Context(), "欠勤"); ok || err != nil {
			t.Errorf("Record: %v, %v", ok, err)
		}
	})
	t.Run("a kept answer stays as it is", func(t *testing.T) {
		if err := l.Keep(t.Context(), record("半休", "T/C/9", "U9", 9)); err != nil {
			t.Fatal(err)
		}
		if got, _, _ := l.Record(t.Context(), "半休"); got.Thread != "T/C/1" {
			t.Errorf("it is now in %s", got.Thread)
		}
	})
	t.Run("a conversation is its last answers, oldest first", func(t *testing.T) {
		got, err := l.Thread(t.Context(), "T/C/1", 2)
		if err != nil || names(got) != "半休 時間休 " {
			t.Errorf("Thread: %s, %v", names(got), err)
		}
		if got, err := l.Thread(t.Context(), "T/C/3", 2); err != nil || got != nil {
			t.Errorf("Thread of nothing: %s, %v", names(got), err)
		}
	})
	t.Run("a person's questions come newest first", func(t *testing.T) {
		got, err := l.Asked(t.Context(), "U1", 2)
		if err != nil || names(got) != "出張 時間休 " {
			t.Errorf("Asked: %s, %v", names(got), err)
		}
	})
	t.Run("an answer that can't be read does not hide the others", func(t *testing.T) {
		for id, text := range map[string]string{"壊": `{"question":`, "別": `[]`} {
			if _, err := l.db.ExecContext(t.Context(), `INSERT INTO answer VALUES (?, 'T/C/1', 'U9', ?, ?)`, id, morning.Add(time.Hour).UnixMicro(), text); err != nil {
				t.Fatal(err)
			}
		}
		defer func() {
			if _, err := l.db.ExecContext(t.Context(), `DELETE FROM answer WHERE asker = 'U9'`); err != nil {
				t.Fatal(err)
			}
		}()
		found, err := l.Thread(t.Context(), "T/C/1", 4)
		if len(found) != 2 || found[1].ID != "時間休" || !errors.Is(err, bot.ErrUnreadable) {
			t.Errorf("%d answers, %v", len(found), err)
		}
		if _, ok, err := l.Record(t.Context(), "壊"); ok || !errors.Is(err, bot.ErrUnreadable) {
			t.Errorf("by its ID: %v, %v", ok, err)
		}
	})
	t.Run("a person has one vote, and may change it", func(t *testing.T) {
		for _, v := range []bot.Vote{
			{Answer: "有休", Person: "U1", Up: false, At: morning},
			{Answer: "有休", Person: "U1", Up: false, Reason: "古い", Comment: "昨年の規程です", At: morning},
			{Answer: "有休", Person: "U1", Up: false, At: morning}, // pressed again
			{Answer: "有休", Person: "U2", Up: true, At: morning.Add(time.Minute)},
		} {
			if err := l.Vote(t.Context(), v); err != nil {
				t.Fatal(err)
			}
		}
		got, err := l.Votes(t.Context(), "有休")
		if err != nil || len(got) != 2 || got[0].Up || got[0].Reason != "古い" || got[0].Comment != "昨年の規程です" || !got[1].Up {
			t.Errorf("Votes: %+v, %v", got, err)
		}
		if err := l.Vote(t.Context(), bot.Vote{Answer: "有休", Person: "U1", Up: true, At: morning.Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		if got, err := l.Votes(t.Context(), "有休"); err != nil || len(got) != 2 || !got[1].Up || got[1].Reason != "" {
			t.Errorf("after a change: %+v, %v", got, err)
		}
	})
	t.Run("a greeting is the first once", func(t *testing.T) {
		for _, want := range []bool{true, false, false} {
			if got, err := l.First(t.Context(), "hello U1", morning); got != want || err != nil {
				t.Errorf("First: %v, %v", got, err)
			}
		}
	})
	t.Run("old answers are forgotten, and votes on them", func(t *testing.T) {
		if err := l.Forget(t.Context(), morning.Add(150*time.Second)); err != nil {
			t.Fatal(err)
		}
		if got, err := l.Asked(t.Context(), "U1", 9); err != nil || names(got) != "出張 " {
			t.Errorf("left: %s, %v", names(got), err)
		}
		if got, err := l.Votes(t.Context(), "有休"); err != nil || len(got) != 1 {
			t.Errorf("votes left: %+v, %v; the one changed later stays", got, err)
		}
	})
}
