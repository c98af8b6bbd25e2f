package reader

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kotae/retrieval"
)

func TestGuardedMakesAReasonOfWhateverGoesWrong(t *testing.T) {
	tests := []struct {
		name string
		read format
		want string
	}{
		{"a panic of a library", func(string, []byte) (retrieval.Document, error) { panic("index out of range") }, "damaged, or no file of its kind (index out of range)"},
		{"a panic with a reason", func(string, []byte) (retrieval.Document, error) { panic(errBomb) }, errBomb.Reason},
		{"an error that is no reason", func(string, []byte) (retrieval.Document, error) {
			return retrieval.Document{}, errors.New(strings.Repeat("長", 500))
		}, "damaged, or no file of its kind (" + strings.Repeat("長", 120) + ")"},
		{"a reason that was wrapped", func(string, []byte) (retrieval.Document, error) {
			return retrieval.Document{}, fmt.Errorf("page 3: %w", errLock)
		}, errLock.Reason},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := guarded(tt.read, "a.x", []byte("x"))
			var u *retrieval.Unreadable
			if !errors.As(err, &u) || u.Reason != tt.want || u.Remedy == "" {
				t.Errorf("guarded: %#v, want %q", err, tt.want)
			}
		})
	}
}

func TestGuardedWaitsNoLongerThanItsLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, ended := time.Now(), make(chan bool)
		_, err := guarded(func(string, []byte) (retrieval.Document, error) {
			<-ended
			return retrieval.Document{}, nil
		}, "a.x", []byte("x"))
		if took := time.Since(start); !errors.Is(err, errSlow) || took > 2*timeLimit {
			t.Errorf("guarded: %v after %v", err, took)
		}
		close(ended)
	})
}

func TestARenderingEndsByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRendering()
		time.Sleep(timeLimit + time.Second)
		defer func() {
			if v := recover(); v != errSlow {
				t.Errorf("it ended with %v", v)
			}
		}()
		for range 5000 {
			r.tick()
		}
		t.Error("it goes on and on")
	})
}

func TestARenderingHoldsNoMoreThanItsLimit(t *testing.T) {
	r := newRendering()
	defer func() {
		if v := recover(); v != errLong {
			t.Errorf("it ended with %v", v)
		}
	}()
	for range 40 {
		r.paragraph(strings.Repeat("a", 1<<20))
	}
	t.Error("it holds everything")
}

func TestCounted(t *testing.T) {
	tests := []struct {
		form string
		n    int
		want string
	}{
		{"decimal", 12, "12"}, {"decimalFullWidth", 12, "１２"}, {"decimalZero", 7, "07"}, {"upperRoman", 49, "XLIX"}, {"lowerRoman", 4, "iv"}, {"upperRoman", 88, "LXXXVIII"}, {"upperRoman", 99, "XCIX"},
		{"aiueo", 2, "イ"}, {"iroha", 3, "ハ"}, {"decimalEnclosedCircle", 3, "③"}, {"decimalEnclosedCircle", 21, "21"},
		{"japaneseCounting", 1, "一"}, {"japaneseCounting", 10, "十"}, {"japaneseCounting", 21, "二十一"}, {"japaneseCounting", 110, "百十"}, {"lowerLetter", 27, "a"},
	}
	for _, tt := range tests {
		if got := counted(tt.form, tt.n); got != tt.want {
			t.Errorf("%s %d is %q, want %q", tt.form, tt.n, got, tt.want)
		}
	}
}

func TestLongRowsGoOnUnderTheirName(t *testing.T) {
	g := grid{heads: 1, rows: [][]string{{"品名"}, {"温度計"}}}
	for i := range 40 {
		g.rows[0] = append(g.rows[0], fmt.Sprintf("項目%d", i))
		g.rows[1] = append(g.rows[1], strings.Repeat("値", 10))
	}
	r := newRendering()
	r.table(g)
	lines := strings.Split(r.text.String(), "\n")
	if len(lines) < 2 {
		t.Fatalf("%d lines", len(lines))
	}
	for _, l := range lines {
		if n := len([]rune(l)); n > 400 || !strings.HasPrefix(l, "| 品名: 温度計 | ") {
			t.Errorf("%d runes: %s", n, l)
		}
	}
	if text := r.text.String(); strings.Count(text, "値") != 400 || !strings.Contains(text, "項目39: ") {
		t.Errorf("cells are lost or doubled: %s", text)
	}
}
