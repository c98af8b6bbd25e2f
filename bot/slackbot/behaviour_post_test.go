package slackbot_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

func TestBehaviour13_NothingUnfoldsOrPings(t *testing.T) {
	bubble(t, "every way of posting says so", func(t *testing.T) {
		for _, options := range []workspace.Options{{}, {FreePlan: true}} {
			d := open(t, options, slackbot.Options{LinkTemplate: "https://docs.example.com/{file}"})
			im := d.im(tanaka)
			text := "@here leave.md と https://example.com/ と <!channel> を見てください。[1]"
			d.answer.will(written(text, 7, 300*time.Millisecond))
			d.mention("有休は何日前までに申請しますか。")
			d.say(im, tanaka, "有休は何日前までに申請しますか。", "")
			d.say(soumu, gast, "<@"+d.Bot()+"> 有休は何日前までですか。", "")
			if _, err := d.Slash(soumu, tanaka, "/kotae", "有休は何日前までに申請しますか。"); err != nil {
				t.Fatal(err)
			}
			if err := d.OpenHome(tanaka, "messages"); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
			synctest.Wait()
			seen := map[string]int{}
			for _, c := range d.Calls("") {
				switch c.Method {
				case "chat.postMessage", "chat.postEphemeral":
					for key, want := range map[string]string{"parse": "none", "link_names": "false", "unfurl_links": "false", "unfurl_media": "false"} {
						if c.Args[key] != want {
							t.Errorf("%s: %s is %q", c.Method, key, c.Args[key])
						}
					}
				case "chat.update":
					if c.Args["parse"] != "none" || c.Args["link_names"] != "false" {
						t.Errorf("%s: parse %q, link_names %q", c.Method, c.Args["parse"], c.Args["link_names"])
					}
				}
				seen[c.Method]++
			}
			if seen["chat.postMessage"] == 0 || seen["response_url"] == 0 {
				t.Errorf("calls: %v", seen)
			}
			for _, m := range d.Said("") {
				if len(m.Pings) > 0 || len(m.Unfurls) > 0 && m.Stream == nil { // streams can't be told not to unfold
					t.Errorf("pings %v, unfolds %v: %s", m.Pings, m.Unfurls, m.Plain())
				}
				for _, link := range m.Links {
					if link.In == "text" && m.Blocks != nil {
						continue // which stands for the blocks where those can't be shown
					}
					if !strings.HasPrefix(link.URL, "https://docs.example.com/") {
						t.Errorf("links to %s in %s: %s", link.URL, link.In, m.Plain())
					}
				}
			}
			d.end()
		}
	})
}
