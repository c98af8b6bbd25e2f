package wish

import (
	"bufio"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
)

// leastRight is the share of the table that is to be right.
const leastRight = 0.97

// TestUtterances holds wishes against questions, in the words that people type.
func TestUtterances(t *testing.T) {
	f, err := os.Open("testdata/utterances.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	total, right, named, marked := 0, 0, 0, 0
	for s := bufio.NewScanner(f); s.Scan(); {
		if s.Text() == "" || strings.HasPrefix(s.Text(), "#") {
			continue
		}
		fields := append(strings.Split(s.Text(), "\t"), "", "")
		total++
		w, ok := Parse(fields[1])
		if ok != (fields[0] == "wish") {
			t.Logf("%q: a wish: %v (%+v)", fields[1], ok, w)
			continue
		}
		right++
		if !ok {
			continue
		}
		if w.Subject != strings.TrimSpace(fields[2]) {
			named++
			t.Logf("%q: subject %q, want %q", fields[1], w.Subject, fields[2])
		}
		if got := marks(w); !holdsAll(got, fields[3]) {
			marked++
			t.Logf("%q: marks %q, want %q", fields[1], got, fields[3])
		}
	}
	t.Logf("%d of %d right; of the wishes %d name something else, %d say something else", right, total, named, marked)
	if total < 150 || float64(right) < leastRight*float64(total) {
		t.Errorf("%d of %d utterances are understood", right, total)
	}
	if named+marked > total/33 {
		t.Errorf("%d wishes name something else, %d are for something else", named, marked)
	}
}

// marks writes down what a wish says beside its subject.
func marks(w Wish) string {
	var out []string
	add := func(ok bool, mark string) {
		if ok {
			out = append(out, mark)
		}
	}
	add(w.Lines > 0, fmt.Sprintf("l%d", w.Lines))
	add(w.Chars > 0, fmt.Sprintf("c%d", w.Chars))
	add(w.Words > 0, fmt.Sprintf("w%d", w.Words))
	add(w.Form == Bullets, "b")
	add(w.Form == Paragraph, "p")
	add(w.Plain, "e")
	add(w.Newcomers, "n")
	add(w.Language != "", "L"+w.Language)
	add(w.Section != "", "S"+w.Section)
	out = append(out, "P"+map[Pointer]string{Nowhere: "none", This: "this", Attached: "attached", Thread: "thread"}[w.Pointer])
	return strings.Join(out, "|")
}

// holdsAll reports whether all the marks wanted are there; a mark that is not
// wanted, but for what follows from another, must not be.
func holdsAll(got, want string) bool {
	have := map[string]bool{}
	for m := range strings.SplitSeq(got, "|") {
		have[m] = true
	}
	for _, unit := range []string{"l", "c", "w", "S", "L"} {
		for m := range have {
			if strings.HasPrefix(m, unit) && !strings.Contains(want, unit) {
				return false
			}
		}
	}
	if strings.HasPrefix(want, "S") || strings.Contains(want, " S") {
		if _, section, _ := strings.Cut(want, "S"); strings.Contains(section, " ") && !strings.Contains(section, " L") {
			return have["S"+section]
		}
	}
	for _, m := range strings.Fields(want) {
		if !have[m] {
			return false
		}
	}
	return true
}

func TestLinksAreTakenAsTheyStand(t *testing.T) {
	w, ok := Parse("https://acme.slack.com/archives/C0123ABC/p1700000000000100 を要約して")
	if !ok || len(w.Links) != 1 || w.Links[0] != "https://acme.slack.com/archives/C0123ABC/p1700000000000100" || w.Subject != "" {
		t.Errorf("%+v, %v", w, ok)
	}
	w, ok = Parse("Summarise <https://acme.slack.com/archives/C0123ABC/p17?thread_ts=1.2&cid=C0123ABC> please")
	if !ok || len(w.Links) != 1 || w.Links[0] != "https://acme.slack.com/archives/C0123ABC/p17?thread_ts=1.2&cid=C0123ABC" {
		t.Errorf("%+v, %v", w, ok)
	}
}

func TestNamesInQuotes(t *testing.T) {
	w, ok := Parse("「総務/出張旅費規程.txt」と「よくある質問」を3行で要約して")
	if !ok || len(w.Names) != 2 || w.Names[0] != "総務/出張旅費規程.txt" || w.Names[1] != "よくある質問" || w.Lines != 3 {
		t.Errorf("%+v, %v", w, ok)
	}
}

func TestNumbers(t *testing.T) {
	for s, want := range map[string]int{"3": 3, "200": 200, "三": 3, "十": 10, "二十": 20, "二十五": 25, "百": 100, "三百": 300, "千": 1000, "two": 2, "数": 4, "x": 0, "二x": 0} {
		if got := number(s); got != want {
			t.Errorf("number(%q) = %d, want %d", s, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("出張旅費規程を3行で要約して")
	f.Add("Summarise the (closing section of 「003」 in 3 bullets")
	f.Fuzz(func(t *testing.T, text string) {
		w, ok := Parse(text)
		if n := min(w.Lines, 1) + min(w.Chars, 1) + min(w.Words, 1); n > 1 || w.Lines < 0 || w.Lines > 50 {
			t.Errorf("%q wishes for %d lengths: %+v", text, n, w)
		}
		if ok && len([]rune(w.Subject)) > 8*len([]rune(text))+8 { // folding may spell signs out
			t.Errorf("%q names %q", text, w.Subject)
		}
	})
}

func TestWhatIsNotToBeSummedUpIsNoWish(t *testing.T) {
	for typed, rest := range map[string]string{
		"要約しないで": "", "要約はしなくていいです": "", "要約じゃなくて原文": "", "要約ではなく原文を見せて": "", "サマリーはいらない": "",
		"経費規程を要約しないで":        "経費規程",
		"要約しないで日当を教えて":       "日当を教えて",
		"don't summarize it": "", "Please do not summarise, just the original text": "", "not a summary": "", "No summary please": "",
		"without summarizing, what is the allowance?": "what is the allowance",
	} {
		got, denies := Undenied(typed)
		if _, wished := Parse(typed); !denies || wished || got != rest {
			t.Errorf("%q leaves %q, %t, want %q; a wish: %t", typed, got, denies, rest, wished)
		}
	}
	for _, typed := range []string{"経費規程を要約して", "長くしないで要約して", "領収書はまとめずに出してもいいですか", "summarize the policy, don't be long", "なぜ要約が必要ですか"} {
		if got, denies := Undenied(typed); denies || got != typed {
			t.Errorf("%q is taken for %q", typed, got)
		}
	}
	for typed, want := range map[string]Wish{
		"もっと短く": {Pointer: This, Shorter: true}, "もう少し短くして": {Pointer: This, Shorter: true}, "make it shorter please": {Pointer: This, Shorter: true},
		"もっと長く": {Pointer: This, Longer: true}, "これも3行で": {Pointer: This, Lines: 3}, "この資料も要約して": {Pointer: This},
	} {
		if got, ok := Parse(typed); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%q is %+v", typed, got)
		}
	}
}
