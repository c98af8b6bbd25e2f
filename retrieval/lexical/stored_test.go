package lexical

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"kotae/retrieval/japanese"
)

// A storedTerm is a term as decode tells it.
type storedTerm struct {
	channel int
	hash    uint32
}

func decoded(t *testing.T, stored []byte) map[storedTerm][fields]uint8 {
	t.Helper()
	got := map[storedTerm][fields]uint8{}
	channels, err := split(stored)
	if err != nil {
		t.Fatalf("split: %v", err)
	}
	for c, part := range channels {
		rest, err := decode(part, func(term uint32, n [fields]uint8) {
			if _, again := got[storedTerm{c, term}]; again {
				t.Errorf("decode tells term %x of channel %d twice", term, c)
			}
			got[storedTerm{c, term}] = n
		})
		if err != nil || len(rest) > 0 {
			t.Fatalf("decode: %d bytes left, %v", len(rest), err)
		}
	}
	return got
}

func TestEncodedTermsAreDecoded(t *testing.T) {
	words := func(words ...string) japanese.Terms { return japanese.Terms{japanese.Words: words} }
	for _, tt := range []struct {
		name       string
		body, head japanese.Terms
		want       map[storedTerm][fields]uint8
	}{
		{"nothing", japanese.Terms{}, japanese.Terms{}, map[storedTerm][fields]uint8{}},
		{"a term of the body", words("休暇"), japanese.Terms{}, map[storedTerm][fields]uint8{{0, hash("休暇")}: {1, 0}}},
		{"a term of the head", japanese.Terms{}, words("休暇"), map[storedTerm][fields]uint8{{0, hash("休暇")}: {0, 1}}},
		{"a term of both, several times", words("休暇", "申請", "休暇"), words("休暇"), map[storedTerm][fields]uint8{
			{0, hash("休暇")}: {2, 1}, {0, hash("申請")}: {1, 0},
		}},
		{"counts up to 255, and no further", words(slices.Repeat([]string{"休暇"}, 300)...), words(slices.Repeat([]string{"休暇"}, 256)...), map[storedTerm][fields]uint8{
			{0, hash("休暇")}: {255, 255},
		}},
		{"the same term in several channels", japanese.Terms{{"vpn"}, {"vpn"}, {"vpn"}, {"vpn"}}, japanese.Terms{}, map[storedTerm][fields]uint8{
			{0, hash("vpn")}: {1, 0}, {1, hash("vpn")}: {1, 0}, {2, hash("vpn")}: {1, 0}, {3, hash("vpn")}: {1, 0},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := decoded(t, Encode(tt.body, tt.head)); !maps.Equal(got, tt.want) {
				t.Errorf("decoded %v, want %v", got, tt.want)
			}
		})
	}
}

func TestEncodeIsTheSameEveryTime(t *testing.T) {
	terms := japanese.GramTerms("有給休暇の申請は、取得する日の3日前までに勤怠システムから行う。")
	want := Encode(terms, terms)
	for range 20 {
		if got := Encode(terms, terms); !slices.Equal(got, want) {
			t.Fatal("Encode differs from run to run")
		}
	}
}

func TestTornTermsAreAnError(t *testing.T) {
	terms := japanese.GramTerms("有給休暇の申請")
	whole := Encode(terms, terms)
	for n := range whole {
		if _, err := Build([][]byte{whole, whole[:n]}); !errors.Is(err, errTorn) {
			t.Errorf("Build with the first %d of %d bytes: %v", n, len(whole), err)
		}
	}
	for name, stored := range map[string][]byte{
		"something after the end":             append(slices.Clone(whole), 0),
		"more terms than bytes":               {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1},
		"a number that never ends":            slices.Repeat([]byte{0xff}, 20),
		"a term twice":                        {2, 2, 0, 0, 0, 0},
		"a term beyond 32 bits":               {1, 0x80, 0x80, 0x80, 0x80, 0x20, 0, 0, 0},
		"terms that add up to beyond 32 bits": {2, 0xfe, 0xff, 0xff, 0xff, 0x1f, 2, 0, 0, 0},
		"a term that stands nowhere":          {1, 3, 0, 0, 0, 0, 0},
	} {
		if _, err := Build([][]byte{stored}); !errors.Is(err, errTorn) {
			t.Errorf("Build with %s: %v", name, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	terms := japanese.GramTerms("有給休暇の申請 VPN 1,500")
	f.Add(Encode(terms, japanese.Terms{}))
	f.Add(Encode(terms, terms))
	f.Add([]byte{0, 0, 0, 0})
	f.Add([]byte{1, 3, 255, 255, 0, 0, 0})
	f.Fuzz(func(t *testing.T, stored []byte) {
		x, err := Build([][]byte{stored, Encode(terms, terms), stored})
		if err != nil {
			return
		}
		decoded(t, stored)
		s := x.Score(terms)
		defer s.Close()
		if s.Of(0) != s.Of(2) {
			t.Errorf("one text scores %v and %v", s.Of(0), s.Of(2))
		}
		s.Top(3, nil)
	})
}
