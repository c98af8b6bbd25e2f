package retrievaltest

import (
	"fmt"
	"slices"
	"time"

	"kotae/retrieval"
)

// writingCases are about what Replace, Touch and Remove leave behind.
var writingCases = []storeCase{
	{"a new store is empty", func(s *stand) {
		shot := s.snapshot()
		if n := len(s.entries()); n != 0 {
			s.Errorf("%d entries", n)
		}
		if n := len(shot.Passages()); n != 0 {
			s.Errorf("%d passages", n)
		}
		if hits := s.near(shot, toward(0), 5, nil); len(hits) != 0 {
			s.Errorf("Nearest: %v", hits)
		}
		if hits := s.near(shot, nil, 5, nil); len(hits) != 0 {
			s.Errorf("Nearest to nil: %v", hits)
		}
	}},
	{"everything stored comes back, at once and after reopening", func(s *stand) {
		file := "人事/就業規則（改訂版）.md"
		e, ps := entry(file), rich(file)
		s.replace(e, ps, fan(0, len(ps)))
		e.Passages = len(ps)
		for range 2 {
			s.sameEntries(s.entries(), []retrieval.Entry{e})
			s.samePassages(s.snapshot().Passages(), rich(file))
			s.reopen("試験/1")
		}
	}},
	{"times are kept to the nanosecond in UTC, and no time stays no time", func(s *stand) {
		var want []retrieval.Entry
		for i, at := range []time.Time{
			{}, time.Unix(0, 0).UTC(), time.Unix(0, -1).UTC(),
			time.Date(2026, 11, 21, 23, 59, 59, 999_999_999, time.FixedZone("JST", 9*3600)),
		} {
			e := entry(fmt.Sprint(i))
			e.Modified, e.Indexed = at, at
			s.replace(e, nil, nil)
			e.Modified, e.Indexed = at.UTC(), at.UTC()
			want = append(want, e)
		}
		s.sameEntries(s.entries(), want)
	}},
	{"a document without passages is remembered", func(s *stand) {
		e := entry("図面.dwg")
		e.Title, e.Reason, e.Remedy = "", "not text", "export it as PDF"
		s.replace(e, nil, nil)
		s.sameEntries(s.entries(), []retrieval.Entry{e})
		s.same("passages", s.stored(), nil)
	}},
	{"a replaced document leaves no orphans", func(s *stand) {
		s.put("a", fan(0, 12)...)
		s.put("b", fan(40, 2)...)
		s.put("a", fan(80, 3)...)
		for range 2 {
			s.same("passages", s.stored(), []string{"a#00000", "a#00001", "a#00002", "b#00000", "b#00001"})
			s.same("nearest", s.found(toward(0), 9), []string{"b#00000", "b#00001", "a#00000", "a#00001", "a#00002"})
			if es := s.entries(); len(es) != 2 || es[0].Passages != 3 {
				s.Errorf("entries: %+v", es)
			}
			s.reopen("試験/1")
		}
	}},
	{"a document replaced by none keeps its entry alone", func(s *stand) {
		s.put("a", fan(0, 3)...)
		s.put("a")
		s.same("files", s.files(), []string{"a"})
		s.same("passages", s.stored(), nil)
	}},
	{"replacing one document leaves the others as they are", func(s *stand) {
		s.put("a", fan(0, 3)...)
		s.put("b", fan(10, 3)...)
		s.put("c", fan(20, 3)...)
		s.put("b", fan(30, 1)...)
		want := slices.Concat(passages("a", 3), passages("b", 1), passages("c", 3))
		s.samePassages(s.snapshot().Passages(), want)
	}},
	{"touching changes the entry and not the passages", func(s *stand) {
		s.put("a", fan(0, 2)...)
		s.put("b", fan(10, 2)...)
		before := s.found(toward(0), 4)
		e := entry("a")
		e.Modified, e.Indexed = e.Modified.Add(time.Hour), e.Indexed.Add(time.Nanosecond)
		e.Title, e.Size, e.Hash, e.Versions, e.Reason, e.Remedy = "新しい題名", 7, "00", "reader/2", "reason", "remedy"
		e.Passages = 99
		if err := s.Touch(s.Context(), e); err != nil {
			s.Fatalf("Touch: %v", err)
		}
		e.Passages = 2
		b := entry("b")
		b.Passages = 2
		for range 2 {
			s.sameEntries(s.entries(), []retrieval.Entry{e, b})
			s.samePassages(s.snapshot().Passages(), slices.Concat(passages("a", 2), passages("b", 2)))
			s.same("nearest", s.found(toward(0), 4), before)
			s.reopen("試験/1")
		}
	}},
	{"touching an unknown file is an error and stores nothing", func(s *stand) {
		s.put("a", toward(0))
		if err := s.Touch(s.Context(), entry("b")); err == nil {
			s.Error("Touch: no error")
		}
		s.same("files", s.files(), []string{"a"})
	}},
	{"a touched document can be replaced and removed", func(s *stand) {
		s.put("a", fan(0, 3)...)
		if err := s.Touch(s.Context(), entry("a")); err != nil {
			s.Fatalf("Touch: %v", err)
		}
		s.put("a", toward(5))
		s.same("passages", s.stored(), []string{"a#00000"})
		s.remove("a")
		s.same("passages", s.stored(), nil)
	}},
	{"removed documents leave nothing behind", func(s *stand) {
		s.put("a", fan(0, 3)...)
		s.put("b", fan(10, 3)...)
		s.put("c", fan(20, 3)...)
		s.remove("a", "c")
		for range 2 {
			s.same("files", s.files(), []string{"b"})
			s.samePassages(s.snapshot().Passages(), passages("b", 3))
			s.same("nearest", s.found(toward(0), 9), []string{"b#00000", "b#00001", "b#00002"})
			s.reopen("試験/1")
		}
	}},
	{"removing unknown files is no error and removes nothing", func(s *stand) {
		s.put("a", fan(0, 3)...)
		s.remove("b", "a/", "A", "", "a#00000", "%")
		s.same("files", s.files(), []string{"a"})
		s.same("nearest", s.found(toward(0), 9), []string{"a#00000", "a#00001", "a#00002"})
	}},
	{"removing no files removes nothing", func(s *stand) {
		s.put("a", fan(0, 3)...)
		s.remove()
		s.remove([]string{}...)
		s.same("files", s.files(), []string{"a"})
		s.same("nearest", s.found(toward(0), 9), []string{"a#00000", "a#00001", "a#00002"})
	}},
	{"removing a document without passages removes no other", func(s *stand) {
		s.put("a", fan(0, 3)...)
		s.put("empty")
		s.remove("empty")
		s.same("files", s.files(), []string{"a"})
		s.same("nearest", s.found(toward(0), 9), []string{"a#00000", "a#00001", "a#00002"})
	}},
	{"a store from which everything was removed is empty and takes documents again", func(s *stand) {
		s.put("a", fan(0, 3)...)
		s.put("b", fan(10, 3)...)
		s.remove("a", "b")
		s.same("files", s.files(), nil)
		s.same("nearest", s.found(toward(0), 9), nil)
		s.put("c", []float32{1, 0, 0, 0, 0}) // of another length: nothing stored has one
		s.same("nearest", s.found([]float32{1, 0, 0, 0, 0}, 9), []string{"c#00000"})
	}},
	{"file names are compared letter by letter", func(s *stand) {
		names := []string{
			"a", "A", "a ", " a", "a/b", "a#00000", "a%", "a_", "a'b", `a"b`, "が.md", "か\u3099.md", "ガ.md", "ｶﾞ.md",
			"ａ", "規程/旅費.md", "規程\\旅費.md", "👩‍👩‍👧", "\xe3\x81", "a\x00b", "a\x00c", "-", "*", ";",
		}
		for i, name := range names {
			s.put(name, toward(float64(i)))
		}
		want := slices.Sorted(slices.Values(names))
		s.same("files", s.files(), want)
		for i, name := range names {
			s.same("nearest to "+name, s.found(toward(float64(i)), 1), []string{name + "#00000"})
		}
		s.remove(names[:12]...)
		s.same("files", s.files(), slices.Sorted(slices.Values(names[12:])))
	}},
}
