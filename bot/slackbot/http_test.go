package slackbot

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
)

func TestABodyThatIsNotRead(t *testing.T) {
	for _, c := range []struct {
		name string
		r    *http.Request
		want int
	}{
		{"one that breaks off is a bad request", httptest.NewRequest(http.MethodPost, pathEvents, iotest.ErrReader(errors.New("切れた"))), http.StatusBadRequest},
		{"one that is too large is called so", httptest.NewRequest(http.MethodPost, pathEvents, strings.NewReader(strings.Repeat("長", longestRequest))), http.StatusRequestEntityTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			(&Slackbot{}).verified(func(http.ResponseWriter, *http.Request, []byte) { t.Error("it was served") }).ServeHTTP(w, c.r)
			if w.Code != c.want {
				t.Errorf("status %d, want %d", w.Code, c.want)
			}
		})
	}
}
