package retrieval_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"kotae/retrieval"
)

// TestPatience follows a folder second by second: of every second, what is done to the
// folder before a Sync, and what that Sync says.
func TestPatience(t *testing.T) {
	type second struct {
		do                      func(f *folder)
		added, changed, removed []string
		waiting                 []string
	}
	nothing := func(*folder) {}
	put := func(name, text string) func(f *folder) {
		return func(f *folder) { f.write(name, text); f.touch(name, time.Duration(len(text))*time.Minute) }
	}
	few, many := []string{"休暇.md"}, []string{"休暇.md", "経費.md"}
	for _, tt := range []struct {
		name    string
		seconds []second
	}{
		{"a new file is read when it has been the same for two seconds", []second{
			{do: put("休暇.md", "申請は3日前まで。"), waiting: few},
			{do: nothing, waiting: few},
			{do: nothing, added: few},
			{do: nothing},
		}},
		{"one that is still being written begins anew", []second{
			{do: put("休暇.md", "申請"), waiting: few},
			{do: nothing, waiting: few},
			{do: put("休暇.md", "申請は3日"), waiting: few},
			{do: put("休暇.md", "申請は3日前まで。"), waiting: few},
			{do: nothing, waiting: few},
			{do: nothing, added: few},
		}},
		{"so is a change of a known one", []second{
			{do: put("休暇.md", "申請は3日前まで。"), waiting: few}, {do: nothing, waiting: few}, {do: nothing, added: few},
			{do: put("休暇.md", "申請は5日前まで、書面で。"), waiting: few}, {do: nothing, waiting: few}, {do: nothing, changed: few},
		}},
		{"every file waits for itself", []second{
			{do: put("休暇.md", "申請は3日前まで。"), waiting: few},
			{do: put("経費.md", "締切は月末。"), waiting: many},
			{do: nothing, added: few, waiting: []string{"経費.md"}},
			{do: nothing, added: []string{"経費.md"}},
		}},
		{"one that goes while it is waited for is nothing", []second{
			{do: put("休暇.md", "申請は3日前まで。"), waiting: few},
			{do: func(f *folder) { f.remove("休暇.md") }},
			{do: put("休暇.md", "申請は3日前まで。"), waiting: few},
			{do: nothing, waiting: few},
			{do: nothing, added: few},
		}},
		{"one that only got another name is not waited for, and one that is gone is not either", []second{
			{do: put("休暇.md", "申請は3日前まで。"), waiting: few}, {do: nothing, waiting: few}, {do: nothing, added: few},
			{do: func(f *folder) {
				f.check(os.Rename(filepath.Join(f.dir, "休暇.md"), filepath.Join(f.dir, "年休.md")))
			}, added: []string{"年休.md"}, removed: few},
			{do: func(f *folder) { f.remove("年休.md") }, removed: []string{"年休.md"}},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFolder(t)
			analyzer.Preload()
			synctest.Test(t, func(t *testing.T) {
				x := f.index.Patient(2 * time.Second)
				for i, s := range tt.seconds {
					s.do(f)
					r, err := x.Sync(t.Context(), nil)
					if err != nil || !slices.Equal(r.Added, s.added) || !slices.Equal(r.Changed, s.changed) || !slices.Equal(r.Removed, s.removed) || !slices.Equal(r.Waiting, s.waiting) {
						t.Errorf("in second %d Sync reports %+v, %v", i, r, err)
					}
					time.Sleep(time.Second)
				}
			})
		})
	}
}

func TestPatienceEnds(t *testing.T) {
	f := newFolder(t)
	analyzer.Preload()
	synctest.Test(t, func(t *testing.T) {
		x := f.index.Patient(2 * time.Second)
		start, text := time.Now(), "記録"
		for {
			text += "。記録"
			f.write("記録.log", text) // it grows every second
			r, err := x.Sync(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Added) > 0 {
				break
			}
			time.Sleep(time.Second)
		}
		if took := time.Since(start); took != 5*time.Minute {
			t.Errorf("a file that never stops growing is read after %v", took)
		}
	})
}

// A file that changes after the walk has met it is not read either, though it had been
// the same for long.
func TestPatienceSeesAChangeAfterTheWalk(t *testing.T) {
	f := newFolder(t)
	f.write("休暇.md", "申請は3日前まで。")
	analyzer.Preload()
	synctest.Test(t, func(t *testing.T) {
		x := f.index.Patient(2 * time.Second)
		sync := func() retrieval.Report {
			t.Helper()
			r, err := x.Sync(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		sync()
		time.Sleep(2 * time.Second)
		f.walked = func() error { f.write("休暇.md", "申請は"); return nil }
		if r := sync(); !slices.Equal(r.Waiting, []string{"休暇.md"}) || len(r.Added) > 0 {
			t.Errorf("Sync reports %+v", r)
		}
		f.walked = nil
		sync()
		time.Sleep(2 * time.Second)
		if r := sync(); !slices.Equal(r.Added, []string{"休暇.md"}) {
			t.Errorf("at last Sync reports %+v", r)
		}
	})
}
