package slackbot_test

import (
	"strings"
	"testing"
	"time"

	"kotae/bot/slackbot"
	"kotae/bot/workspace"
	"kotae/retrieval"
	"kotae/retrieval/chunk"
	"kotae/retrieval/reader"
)

// A reading reads files by the readers of documents.
type reading struct{}

func (reading) Read(name string, data []byte) (retrieval.Document, error) {
	return reader.Read(name, data)
}

func (reading) Desk(documents ...retrieval.Document) (*retrieval.Desk, error) {
	return retrieval.NewDesk(words(), chunk.Split, documents...)
}

// estimate is a document that nobody else has.
const estimate = "# 御見積書\n\n## 金額\n\nサーバーの更新費用は税込み3,480,000円とする。\n\n## 納期\n\n納品は2027年2月15日までに行う。\n\n## 支払い\n\n支払いは納品の翌月末とする。\n"

// reads opens a desk where attached files are read.
func reads(t *testing.T, w workspace.Options, o slackbot.Options) *desk {
	t.Helper()
	w.App = app(t, slackbot.ManifestOptions{Files: true, Threads: true})
	o.Reading, o.ReadFiles = reading{}, true
	d := open(t, w, o)
	d.sums()
	return d
}

// upload has 田中 send a file, and returns the ts.
func (d *desk) upload(channel, text, thread string, f workspace.File) string {
	d.t.Helper()
	ts, err := d.Upload(channel, tanaka, text, thread, f)
	if err != nil {
		d.t.Fatal(err)
	}
	d.settle()
	return ts
}

// last is what the bot said last in a thread; n is how often it spoke there.
func (d *desk) last(channel, thread string, n int) string {
	d.t.Helper()
	own := replies(d, channel, thread)
	if len(own) != n {
		d.t.Fatalf("%d messages, want %d\n%s\n%s", len(own), n, plain(own), d.log)
	}
	return own[n-1].Plain()
}

// has checks that a text has parts, and lacks those after a !.
func has(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if not, no := strings.CutPrefix(p, "!"); strings.Contains(text, not) == no {
			t.Errorf("%q: %v in:\n%s", not, no, text)
		}
	}
}

func TestAttachedFiles(t *testing.T) {
	words()
	file := workspace.File{Name: "見積書.md", Content: []byte(estimate)}
	bubble(t, "a file without words is summed up, once, with its sources, and can then be asked about", func(t *testing.T) {
		d := reads(t, workspace.Options{}, slackbot.Options{LinkTemplate: "https://docs.example/{file}"})
		im := d.im(tanaka)
		ts := d.upload(im, "", "", file)
		has(t, d.last(im, ts, 1), "3,480,000円", "2027年2月15日", "添付：見積書.md", "このスレッドの中だけ", "30日後に削除", "!docs.example")
		d.say(im, tanaka, "納品はいつまでに行いますか。", ts)
		d.settle()
		has(t, d.last(im, ts, 2), "2027年2月15日", "添付：見積書.md")
		m := replies(d, im, ts)[1]
		d.click(tanaka, m.TS, "evidence")
		v, _ := d.View(tanaka)
		has(t, v.Plain(), "納品は2027年2月15日までに行う。")
	})
	bubble(t, "nobody else's question, and no other thread, is answered from it", func(t *testing.T) {
		d := reads(t, workspace.Options{}, slackbot.Options{})
		im := d.im(tanaka)
		d.upload(im, "この資料を3行で", "", file)
		other := d.say(im, tanaka, "サーバーの更新費用はいくらですか。", "")
		channel := d.mention("サーバーの更新費用はいくらですか。")
		d.settle()
		has(t, d.last(im, other, 1), "!3,480,000円", "!見積書")
		has(t, d.last(soumu, channel, 1), "!3,480,000円", "!見積書")
		for _, c := range d.Calls("") {
			if c.Error == "missing_scope" && c.Method != "conversations.info" {
				t.Errorf("%s lacks a scope", c.Method)
			}
		}
		for _, q := range d.answer.questions()[1:] {
			if q.Desk != nil {
				t.Errorf("%q is answered from a desk", q.Text)
			}
		}
	})
	bubble(t, "what came along is meant, rather than what was cited before", func(t *testing.T) {
		d := reads(t, workspace.Options{}, slackbot.Options{})
		im, ts := d.ask("出張旅費規程を3行で要約して")
		d.settle()
		d.upload(im, "これを3行で要約して", ts, file)
		has(t, d.last(im, ts, 2), "3,480,000円", "!12,000円")
	})
	bubble(t, "in a channel, a file with a mention, or in a thread above it, is read", func(t *testing.T) {
		d := reads(t, workspace.Options{}, slackbot.Options{})
		ts := d.upload(soumu, "<@"+d.Bot()+"> 要約して", "", file)
		has(t, d.last(soumu, ts, 1), "3,480,000円")
		root := d.upload(soumu, "共有します", "", file)
		d.say(soumu, tanaka, "<@"+d.Bot()+"> この資料を3行で要約して", root)
		d.settle()
		has(t, d.last(soumu, root, 1), "3,480,000円", "添付：見積書.md")
	})
	bubble(t, "it is still there after a restart, and gone with the thread's memory", func(t *testing.T) {
		d := reads(t, workspace.Options{}, slackbot.Options{})
		im := d.im(tanaka)
		ts := d.upload(im, "", "", file)
		if err := d.end(); err != nil {
			t.Fatal(err)
		}
		d.start()
		d.say(im, tanaka, "サーバーの更新費用はいくらですか。", ts)
		d.settle()
		has(t, d.last(im, ts, 2), "3,480,000円")
		time.Sleep(31 * 24 * time.Hour)
		d.say(im, tanaka, "サーバーの更新費用はいくらですか。", ts)
		d.settle()
		has(t, d.last(im, ts, 3), "!3,480,000円")
	})
	bubble(t, "of a shortcut, it is read for its answer alone", func(t *testing.T) {
		d := reads(t, workspace.Options{}, slackbot.Options{})
		ts := d.upload(soumu, "来週の分です", "", file)
		if _, err := d.Shortcut(tanaka, ts, "kotae_ask_message"); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if q := d.answer.questions(); len(q) != 1 || q[0].Desk == nil || !q[0].Desk.Holds("添付：見積書.md") {
			t.Fatalf("asked: %v\n%s", q, d.log)
		}
		has(t, whispered(d, soumu, tanaka), "この回答だけ")
	})
	for _, tt := range []struct {
		name  string
		file  workspace.File
		fault *workspace.Fault
		says  []string
	}{
		{"an empty file", workspace.File{Name: "空.txt", Content: []byte(" ")}, nil, []string{"空.txt", "読み取れませんでした"}},
		{"a damaged one", workspace.File{Name: "規程.docx", Content: []byte("PK\x03\x04壊れた")}, nil, []string{"規程.docx", "壊れている", "保存し直して"}},
		{"a picture", workspace.File{Name: "画面.png", Type: "image/png", Content: []byte("\x89PNG")}, nil, []string{"画面.png", "読み取れない形式"}},
		{"one that is too long", workspace.File{Name: "全集.txt", Content: make([]byte, 20<<20+1)}, nil, []string{"全集.txt", "20MB"}},
		{"a login page in its place", workspace.File{Name: "規程.md", Content: []byte("\n<!DOCTYPE html><title>Sign in | Slack</title>")}, nil, []string{"規程.md", "受け取れませんでした", "files:read", "!Sign in"}},
		{"a way to the login page", file, &workspace.Fault{Method: "files.download", Times: -1, Status: 302}, []string{"見積書.md", "受け取れませんでした"}},
		{"one that is gone", file, &workspace.Fault{Method: "files.download", Times: -1, Status: 404}, []string{"見積書.md", "受け取れませんでした"}},
	} {
		bubble(t, tt.name+" is said to be unreadable, in one message", func(t *testing.T) {
			d := reads(t, workspace.Options{}, slackbot.Options{})
			if tt.fault != nil {
				d.Break(*tt.fault)
			}
			im := d.im(tanaka)
			ts := d.upload(im, "", "", tt.file)
			d.settle()
			has(t, d.last(im, ts, 1), tt.says...)
			if n := len(d.answer.questions()); n != 0 {
				t.Errorf("%d questions are asked", n)
			}
		})
	}
	bubble(t, "a download that breaks off is tried again", func(t *testing.T) {
		d := reads(t, workspace.Options{}, slackbot.Options{})
		d.Break(workspace.Fault{Method: "files.download", Status: 503})
		im := d.im(tanaka)
		ts := d.upload(im, "", "", file)
		d.settle()
		has(t, d.last(im, ts, 1), "3,480,000円")
	})
	bubble(t, "a picture beside a question costs only a line", func(t *testing.T) {
		d := reads(t, workspace.Options{}, slackbot.Options{})
		im := d.im(tanaka)
		ts := d.upload(im, "宿泊費の上限はいくらですか。", "", workspace.File{Name: "画面.png", Type: "image/png", Content: []byte("\x89PNG")})
		has(t, d.last(im, ts, 1), "12,000円", "画面.png", "読み取れない形式")
	})
	bubble(t, "guests' files are not fetched", func(t *testing.T) {
		d := reads(t, workspace.Options{}, slackbot.Options{})
		im := d.im(gast)
		if _, err := d.Upload(im, gast, "", "", file); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if n := len(d.Calls("files.download")); n != 0 {
			t.Errorf("%d downloads", n)
		}
	})
	bubble(t, "without being set up to, no file is fetched and the asker is told", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		im := d.im(tanaka)
		ts := d.upload(im, "", "", file)
		has(t, d.last(im, ts, 1), "添付ファイルは読み取れない設定")
		if n := len(d.Calls("files.download")); n != 0 {
			t.Errorf("%d downloads", n)
		}
	})
	bubble(t, "without the scope the bot does not start, and says what is missing", func(t *testing.T) {
		d := prepare(t, workspace.Options{}, slackbot.Options{Reading: reading{}, ReadFiles: true})
		d.run()
		err := <-d.ended
		d.ended <- err
		if err == nil || !strings.Contains(err.Error(), "files:read") {
			t.Errorf("it ended with %v", err)
		}
	})
}
