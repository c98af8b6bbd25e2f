package evaluate

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestLoad(t *testing.T) {
	t.Run("a record a line, unknown keys and empty lines passed over", func(t *testing.T) {
		const set = "\ufeff" + `{"id": "a", "lang": "ja", "type": "date", "question": "締切は？", "must_include": [["5日", "５日"]], "sources": [{"file": "経費.md", "quote": "5日まで"}], "notes": "#x"}` +
			"\r\n\n  \n" + `{"question": "Why?", "type": "unanswerable", "history": [{"role": "user", "content": "前の話"}]}`
		got, err := Load(strings.NewReader(set))
		want := []Record{
			{ID: "a", Lang: "ja", Type: "date", Question: "締切は？", MustInclude: [][]string{{"5日", "５日"}}, Sources: []Source{{"経費.md", "5日まで"}}},
			{ID: "line-4", Type: "unanswerable", Question: "Why?", History: []Turn{{"user", "前の話"}}},
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("Load: %+v, %v\nwant %+v", got, err, want)
		}
	})
	const good = `{"id": "a", "question": "締切は？"}` + "\n"
	for _, tt := range []struct{ name, set, want string }{
		{"nothing", "", "no questions in it"},
		{"empty lines alone", "\n\n", "no questions in it"},
		{"a line that is no JSON", good + "締切は？\n", "line 2: "},
		{"a line of another shape", good + "\n" + `{"id": "b", "question": ["締切は？"]}`, "line 3: "},
		{"two records on a line", good + good[:len(good)-1] + good, "line 2: "},
		{"no question", good + `{"id": "b", "question": " 　"}`, "line 2: no question"},
		{"an id twice", good + "\n" + good, `line 3: id "a" stands on line 1 already`},
		{"an id that is a line's own", good + `{"id": "line-3", "question": "x"}` + "\n" + `{"question": "y"}`, `line 3: id "line-3" stands on line 2 already`},
		{"sources of what has no answer", `{"question": "x", "type": "unanswerable", "sources": [{"file": "a", "quote": "b"}]}`, "line 1: an unanswerable question has sources"},
		{"a line too long", good + strings.Repeat("x", maxLine+1), "line 2: "},
	} {
		t.Run("an error names the line: "+tt.name, func(t *testing.T) {
			if got, err := Load(strings.NewReader(tt.set)); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("Load: %v, %v; want %q", got, err, tt.want)
			}
		})
	}
}

func TestWithout(t *testing.T) {
	records := []Record{
		{ID: "fact", Type: "fact"}, {ID: "no", Type: Unanswerable}, {ID: "short", Type: Summary},
		{ID: "more", Type: "fact", History: []Turn{{"user", "前の話"}}},
	}
	for _, tt := range []struct {
		name  string
		types []string
		want  []string
	}{
		{"nothing leaves all", nil, []string{"fact", "no", "short", "more"}},
		{"a type leaves the others", []string{Summary}, []string{"fact", "no", "more"}},
		{"follow-ups are those with a history, of any type", []string{FollowUp}, []string{"fact", "no", "short"}},
		{"several types", []string{Unanswerable, FollowUp}, []string{"fact", "short"}},
		{"an unknown type leaves all", []string{"無い"}, []string{"fact", "no", "short", "more"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range Without(records, tt.types...) {
				got = append(got, r.ID)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("left are %q, want %q", got, tt.want)
			}
		})
	}
}
