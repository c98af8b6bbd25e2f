package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"
	"github.com/google/go-cmp/cmp"

	"kotae/retrieval"
)

// someDiagnosis is what a person may get to see at worst.
var someDiagnosis = diagnosis{
	Mend: 3, Look: 3, Elapsed: 2140,
	Settings: []setting{
		{"docs", "規程集, /srv/共有フォルダー/総務部/とても長い名前のフォルダーは折り返す/議事録", "kotae.yaml"}, {"data", ".kotae", "default"},
		{"chat-model", "qwen3", "KOTAE_CHAT_MODEL"}, {"embed-model", "local", "default"}, {"base-url", "localhost:11434", "OPENAI_BASE_URL"},
	},
	Sections: []section{
		newSection("Settings", nil),
		newSection("Slack", []finding{
			{Level: ill, About: "scopes", Says: "the app lacks the scope assistant:write: the pane shows no status and no suggestions", Do: "add it under OAuth & Permissions of the app, and install the app again"},
			{Level: noted, About: "events", Says: "which events the app is subscribed to can't be seen with its tokens", Do: "if mentions meet silence, compare its settings with kotae manifest"},
		}),
		newSection("Model", []finding{{Level: fine, About: "models", Says: "qwen3 writes, at localhost:11434"}}),
		newSection("Index", []finding{{Level: noted, About: "index", Says: "1204 documents, 14003 passages; since then 2 added", Do: "nothing: every command takes it in first; or kotae index",
			Details: []string{"人事/育児休業規程.docx (added)", "総務/名刺.md (added)"}}}),
		newSection("Documents", []finding{
			{Level: fine, About: "documents", Says: "1206 documents, 312.4 MB: 820 docx, 301 pdf, 85 md"},
			{Level: ill, About: "skipped", Says: "8 files can't be read", Do: "do what each line says, or name the files in .kotaeignore", Details: []string{
				"総務/給与一覧.xlsx, 賞与一覧.xlsx, 昇給一覧.xlsx and 2 more: protected by a password → save a copy without the password",
				"総務/契約書.pdf, 経理/領収書.pdf, 領収書2.pdf: no text layer: its pages are pictures, as of a scanner → recognise its text (OCR) in the scanner's program or in Acrobat, and save it again",
			}},
			{Level: ill, About: "odd", Says: "1 text came out wrong, and would be quoted so", Do: "open the original and save it as UTF-8, or as PDF, anew", Details: []string{"総務/議事\x1b[2J録.txt: garbled in part, as by a wrong encoding: 縺ｯ譛域屆譌･"}},
			{Level: doubtful, About: "versions", Says: "5 documents are there in several versions, and all are quoted; the newest seems to be:", Do: "move the older ones out of the folders, or name them in .kotaeignore", Details: []string{
				"人事/就業規則_最終.docx, not 就業規則_v1.docx, 就業規則_v2.docx: its name says that it is the newest",
				"人事/在宅勤務規程_2026年版.md, not 在宅勤務規程_2023年版.txt: by the date in its name, 2026",
				"営業/価格表_R6.xlsx, not 価格表_R5.xlsx: by the date in its name, 2024; but 営業/価格表_R5.xlsx was changed later, on 2026-08-01",
				"a", "b",
			}},
			{Level: doubtful, About: "copies", Says: "1 text is there in several files", Do: "keep one of each", Details: []string{"総務/名刺.md, 名刺 - コピー.md"}},
			{Level: doubtful, About: "skipped", Says: "1 file left unread", Do: "if it shows text, recognise that (OCR) and save it as PDF; or name it in .kotaeignore", Details: []string{"総務/座席表.png: a picture"}},
			{Level: noted, About: "skipped", Says: "14 files passed over as meant: hidden, ignored, temporary"},
		}),
	},
}

func TestDiagnosisOnAScreen(t *testing.T) {
	show := func(s *screen) { s.diagnosis(someDiagnosis) }
	golden(t, "doctor_80.golden", drawn(80, false, show))
	golden(t, "doctor_colour.golden", strings.ReplaceAll(drawn(80, true, show), "\x1b", "␛"))
	t.Run("every line fits the screen", func(t *testing.T) {
		for columns := 50; columns <= maxWidth; columns++ {
			for l := range strings.Lines(drawn(columns, false, show)) {
				if width(strings.TrimRight(l, "\n")) > columns {
					t.Errorf("wider than %d: %s", columns, l)
				}
			}
		}
	})
	t.Run("a section that is too long ends with where the rest is", func(t *testing.T) {
		var many []finding
		for range shownFindings + 3 {
			many = append(many, finding{Level: doubtful, About: "versions", Says: "二つの版があります"})
		}
		text := drawn(80, false, func(s *screen) { s.section(newSection("Documents", many)) })
		if got := strings.Count(text, "二つの版"); got != shownFindings-1 || !strings.Contains(text, "and 4 more findings: kotae doctor --json") {
			t.Errorf("%d shown:\n%s", got, text)
		}
	})
}

func TestASectionIsAsGraveAsItsGravestFinding(t *testing.T) {
	for _, tt := range []struct {
		name   string
		levels []level
		want   level
	}{
		{"nothing found", nil, fine}, {"fine", []level{fine}, fine}, {"what is noted beside it makes it no worse", []level{fine, noted}, fine},
		{"noted alone", []level{noted}, noted}, {"a look", []level{fine, doubtful, noted}, doubtful}, {"a person", []level{doubtful, ill, fine}, ill},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var findings []finding
			for _, l := range tt.levels {
				findings = append(findings, finding{Level: l})
			}
			if got := newSection("", findings).Level; got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestDoctorSeesTheSettingsThatOtherCommandsHave(t *testing.T) {
	for _, tt := range []struct {
		name  string
		flags settings
		env   map[string]string
		file  string
	}{
		{"nothing set", settings{}, nil, ""},
		{"file", settings{}, nil, "docs: [規程, a]\ndata: 記録\ndaily-tokens: \"9\"\n"},
		{"environment over file", settings{}, map[string]string{"KOTAE_DOCS": "a" + string(filepath.ListSeparator) + "b", "KOTAE_DATA": "d"}, "docs: 規程\ndata: 記録\n"},
		{"flag over environment", settings{Docs: []string{"規程"}, Data: "f"}, map[string]string{"KOTAE_DOCS": "a"}, ""},
		{"models", settings{ChatModel: "qwen3", EmbedModel: "local"}, map[string]string{"OPENAI_BASE_URL": "http://localhost:1/v1?key=hidden"}, "query-prefix: \"検索クエリ: \"\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for _, dir := range []string{"docs", "規程", "a", "b"} {
				mkdir(t, dir)
			}
			if tt.file != "" {
				write(t, "kotae.yaml", tt.file)
			}
			getenv := func(name string) string { return tt.env[name] }
			want, err := configure(tt.flags, getenv)
			if err != nil {
				t.Fatal(err)
			}
			p := &process{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, getenv: getenv, settings: tt.flags}
			got := p.inForce()
			if diff := cmp.Diff(got.config, want, exactly, cmp.AllowUnexported(slackSettings{})); diff != "" || len(got.findings) > 0 {
				t.Errorf("(-got +want):\n%s%+v", diff, got.findings)
			}
			for _, s := range got.settings {
				if strings.Contains(s.Value, "hidden") {
					t.Errorf("a secret shows in %+v", s)
				}
			}
		})
	}
}

func TestServing(t *testing.T) {
	t.Run("a data folder without a lock stays without", func(t *testing.T) {
		dir := t.TempDir()
		if serving(dir) {
			t.Error("somebody serves")
		}
		if list, err := os.ReadDir(dir); err != nil || len(list) > 0 {
			t.Errorf("%v, %v", list, err)
		}
	})
	t.Run("a running serve is seen, and keeps its lock", func(t *testing.T) {
		dir := t.TempDir()
		lock := flock.New(filepath.Join(dir, serveLock))
		if ok, err := lock.TryLock(); !ok || err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if !serving(dir) {
				t.Error("nobody serves")
			}
		}
		if err := lock.Unlock(); err != nil {
			t.Fatal(err)
		}
		if serving(dir) {
			t.Error("one that has ended is seen")
		}
		if ok, err := lock.TryLock(); !ok || err != nil {
			t.Errorf("the next one can't start: %v", err)
		}
		_ = lock.Unlock()
	})
}

func TestShapesOfTokens(t *testing.T) {
	const signing = "0123456789abcdef0123456789abcdef"
	for _, tt := range []struct {
		name, bot, app, signing string
		want                    string // part of the first finding; empty for none
		sound                   bool
	}{
		{"both", "xoxb-1", "xapp-1", "", "", true},
		{"for HTTP", "xoxb-1", "", signing, "", true},
		{"all", "xoxb-1", "xapp-1", signing, "", true},
		{"no bot token", "", "xapp-1", "", "SLACK_BOT_TOKEN is not set", false},
		{"no app token", "xoxb-1", "", "", "SLACK_APP_TOKEN is not set", false},
		{"exchanged", "xapp-1", "xoxb-1", "", "mixed up", false},
		{"the app token twice", "xapp-1", "xapp-1", "", "SLACK_BOT_TOKEN holds the app-level token", false},
		{"the bot token twice", "xoxb-1", "xoxb-1", "", "SLACK_APP_TOKEN holds the bot token", false},
		{"a person's token", "xoxp-1", "xapp-1", "", "holds a person's token", false},
		{"full-width letters", "ｘｏｘｂ-1", "xapp-1", "", "does not begin with xoxb-", false},
		{"a line end", "xoxb-1\n", "xapp-1", "", "has blanks or quotes", false},
		{"quotes", "xoxb-1", "'xapp-1'", "", "has blanks or quotes", false},
		{"a signing secret that is none", "xoxb-1", "", "ひみつ", "does not look like one", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, sound := shapes(tt.bot, tt.app, tt.signing)
			said := ""
			if len(got) > 0 {
				said = got[0].Says
			}
			if sound != tt.sound || (tt.want == "") != (said == "") || !strings.Contains(said, tt.want) {
				t.Errorf("%q, sound %v", said, sound)
			}
		})
	}
}

func TestFilesAreNamedShortly(t *testing.T) {
	for _, tt := range []struct {
		files []string
		want  string
	}{
		{[]string{"人事/規程.md"}, "人事/規程.md"},
		{[]string{"人事/規程.md", "人事/規程2.md", "総務/規程.md"}, "人事/規程.md, 規程2.md, 総務/規程.md"},
		{[]string{"a/1", "a/2", "a/3", "a/4", "a/5", "a/6"}, "a/1, 2, 3 and 3 more"},
		{[]string{"規程.md", "人事/規程.md"}, "規程.md, 人事/規程.md"},
	} {
		if got := and(tt.files); got != tt.want {
			t.Errorf("and(%q) = %q, want %q", tt.files, got, tt.want)
		}
	}
}

func TestDriftIsSaidInWords(t *testing.T) {
	for _, tt := range []struct {
		drift retrieval.Drift
		want  string
	}{
		{retrieval.Drift{Added: []string{"あ"}, Removed: []string{"い", "う"}}, "1 added, 2 removed"},
		{retrieval.Drift{Outdated: 3}, "3 files to be read anew by this version of kotae"},
		{retrieval.Drift{Changed: []string{"あ"}, Outdated: 1}, "1 changed, 1 file to be read anew by this version of kotae"},
	} {
		if got := driftSays(tt.drift); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
