package slackbot

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"kotae/bot"
)

// leaveRules is a document, line 4 of which is quoted.
const leaveRules = "# 就業規則\n\n## 第32条 申請\n年次有給休暇は、取得日の3営業日前までに<!channel>申請する。ただし、急病のときはこの限りでない。\n\n## 第33条 承認\n所属長が承認する。\n所属長が不在のときは、部長が承認する。\n以上\n"

func evidenceOf(l bot.Language) evidence {
	return evidence{
		Language: l, Question: "有給休暇は何日前までに\n申請しますか。", Look: someLook,
		Citations: []bot.Citation{
			{N: 1, File: "人事/就業規則.md", Title: "就業規則", Heading: "第32条 申請", StartLine: 4, EndLine: 4, Quote: "取得日の3営業日前までに<!channel>申請する。"},
			{N: 2, File: "人事/就業規則.md", Title: "就業規則", Heading: "第33条 承認", StartLine: 5, EndLine: 6, Quote: "所属長が承認する。\n所属長が不在のときは、部長が承認する。"},
			{N: 3, File: "総務/変更.md", Title: "変更", StartLine: 2, EndLine: 2, Quote: "前の文"},
			{N: 4, File: "総務/削除.md", Title: "削除", StartLine: 2, EndLine: 2, Quote: "秘密だった文"},
			{N: 5, File: "総務/共有.xlsx", Title: "共有", StartLine: 2, EndLine: 2, Quote: "開けない文"},
		},
		Text: func(file string) (string, error) {
			switch file {
			case "人事/就業規則.md":
				return leaveRules, nil
			case "総務/変更.md":
				return "一行目\n新しい文\n", nil
			case "総務/削除.md":
				return "", fmt.Errorf("open: %w", fs.ErrNotExist)
			}
			return "", errors.New("locked")
		},
	}
}

// goldenView compares a view with two files, as goldenPosts does.
func goldenView(t *testing.T, name string, title *slack.TextBlockObject, blocks []slack.Block, view any) {
	t.Helper()
	read := shownBlocks(blocks)
	if title != nil {
		read = "== " + title.Text + " ==\n\n" + read
	}
	golden(t, name+".txt", visibly(read))
	golden(t, name+".json", asJSON(t, view))
}

func TestEvidence(t *testing.T) {
	for _, l := range []bot.Language{bot.Japanese, bot.English} {
		v := evidenceView(evidenceOf(l))
		goldenView(t, "evidence_"+string(l), v.Title, v.Blocks.BlockSet, v)
	}
	t.Run("what a file no longer holds is not shown", func(t *testing.T) {
		wire := asJSON(t, evidenceView(evidenceOf(bot.Japanese)))
		for _, stale := range []string{"前の文", "秘密だった文", "開けない文"} {
			if strings.Contains(wire, stale) {
				t.Errorf("%s is shown", stale)
			}
		}
	})
	t.Run("a quotation of many is the one nearest to its line", func(t *testing.T) {
		if at := locate("甲\n乙\n甲\n乙\n甲\n", bot.Citation{Quote: "甲", StartLine: 4}); at != len("甲\n乙\n") {
			t.Errorf("found at %d", at)
		}
	})
	t.Run("long lines and many citations stay within the limits", func(t *testing.T) {
		long := strings.Repeat("長い行です。👨‍👩‍👧", 2000)
		e := evidence{Language: bot.Japanese, Text: func(string) (string, error) {
			return strings.Repeat(long+"\n", 3) + long + "引用" + long + "引用の終わり" + long, nil
		}}
		for n := range 200 {
			e.Citations = append(e.Citations, bot.Citation{N: n + 1, File: strings.Repeat("深い/", 200) + "a.txt", StartLine: 4, EndLine: 4, Quote: "引用" + long + "引用の終わり"})
		}
		checkBlocks(t, evidenceView(e).Blocks.BlockSet, 100)
	})
}

func TestVoteForm(t *testing.T) {
	for _, l := range []bot.Language{bot.Japanese, bot.English} {
		v := voteView(l, "a1b2")
		goldenView(t, "vote_"+string(l), v.Title, v.Blocks.BlockSet, v)
	}
	t.Run("is read back", func(t *testing.T) {
		var state slack.ViewState
		sent := `{"values":{"reason":{"reason":{"type":"radio_buttons","selected_option":{"value":"stale"}}},"comment":{"comment":{"type":"plain_text_input","value":"2026年版が出ています\u202e"}}}}`
		if err := json.Unmarshal([]byte(sent), &state); err != nil {
			t.Fatal(err)
		}
		if reason, comment := readVoteForm(&state); reason != "stale" || comment != "2026年版が出ています" {
			t.Errorf("%q %q", reason, comment)
		}
	})
	t.Run("a reason it does not offer is none", func(t *testing.T) {
		if reason, comment := readVoteForm(&slack.ViewState{}); reason != "" || comment != "" {
			t.Errorf("%q %q", reason, comment)
		}
	})
	t.Run("its votes come back from their buttons", func(t *testing.T) {
		for _, up := range []bool{true, false} {
			if id, got, ok := readVote(voteValue("a:1", up)); id != "a:1" || got != up || !ok {
				t.Errorf("%q %v %v", id, got, ok)
			}
		}
		for _, bad := range []string{"", "up", "up:", "sideways:a1"} {
			if _, _, ok := readVote(bad); ok {
				t.Errorf("%q is a vote", bad)
			}
		}
	})
}

func TestHome(t *testing.T) {
	at := time.Date(2026, 11, 21, 9, 5, 0, 0, time.FixedZone("JST", 9*60*60))
	k := knowledge{Folders: []folder{{"人事", 12}, {"総務 <!here>", 30}}, Refreshed: at, Skipped: 2, Clock: clock{at.Location()}}
	for _, l := range []bot.Language{bot.Japanese, bot.English} {
		v := homeView(home{Language: l, Knowledge: k, Command: "/kotae", Model: l == bot.English, Recent: []recent{
			{"有給休暇は何日前までに申請しますか。", bot.Answered, at}, {"駐車場は借りられますか。", bot.NotFound, at.Add(-time.Hour)}, {"VPNがつながりません", "", at},
		}})
		goldenView(t, "home_"+string(l), nil, v.Blocks.BlockSet, v)
		goldenPosts(t, "help_"+string(l), []post{helpPost(l, "/kotae"), statusPost(l, k), greetingPost(l)})
	}
	empty := homeView(home{Language: bot.Japanese})
	goldenView(t, "home_empty", nil, empty.Blocks.BlockSet, empty)
	var many knowledge
	for range 500 {
		many.Folders = append(many.Folders, folder{strings.Repeat("長い名前", 100), 1})
	}
	checkBlocks(t, homeView(home{Language: bot.Japanese, Knowledge: many}).Blocks.BlockSet, 100)
}

func TestWords(t *testing.T) {
	t.Run("both languages say everything", func(t *testing.T) {
		for l, w := range vocabulary {
			for why := range vocabulary[bot.Japanese].refusals {
				if p := refusal(l, why); p.Text == "" || utf8.RuneCountInString(p.Text) > alertRunes || len(p.Blocks) == 0 {
					t.Errorf("%s %s: %q", l, why, p.Text)
				}
			}
			if len(w.refusals) != len(vocabulary[bot.Japanese].refusals) {
				t.Errorf("%s has %d refusals", l, len(w.refusals))
			}
			for _, v := range []any{w, viewVocabulary[l]} {
				if strings.Contains(fmt.Sprintf("%#v", v), `:""`) {
					t.Errorf("%s has an empty word: %#v", l, v)
				}
			}
		}
	})
	t.Run("labels fit their buttons", func(t *testing.T) {
		for l, w := range vocabulary {
			for _, b := range []label{w.evidence, w.helpful, w.wrong, w.share, w.trash} {
				if units(b.text) > 75 || units(b.spoken) > 75 || b.spoken == "" {
					t.Errorf("%s: %+v", l, b)
				}
			}
			if v := viewVocabulary[l]; units(v.evidenceTitle) > modalTitleRunes || units(v.voteTitle) > modalTitleRunes {
				t.Errorf("%s: a title is too long", l)
			}
		}
	})
	t.Run("loading messages hold no comma", func(t *testing.T) {
		for l := range vocabulary {
			if m := loading(l); len(m) == 0 || len(m) > 10 || strings.Contains(strings.Join(m, ""), ",") {
				t.Errorf("%s: %q", l, m)
			}
		}
	})
	t.Run("at most four prompts", func(t *testing.T) {
		for l := range vocabulary {
			if p := suggested(l); len(p) < shownExamples || len(p) > 4 {
				t.Errorf("%s: %d", l, len(p))
			}
		}
	})
	t.Run("a language that Kotae does not speak is answered in Japanese", func(t *testing.T) {
		if in("de").sources != "出典" || inViews("de").close != "閉じる" {
			t.Error("no words")
		}
	})
}
