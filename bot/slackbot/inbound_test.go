package slackbot

import "testing"

func TestHeard(t *testing.T) {
	for in, want := range map[string]string{
		"<@UBOT> 有休は何日前まで？":                         "有休は何日前まで？",
		"<@UBOT|kotae>有休は？":                         "有休は？",
		"有休は？ <@UBOT>":                              "有休は？",
		"<@U2> に聞いた件":                               "に聞いた件",
		"<@U2|田中> に聞いた件":                            "@田中 に聞いた件",
		"<#C1|総務> の件":                               "#総務 の件",
		"<#C1> の件":                                  "の件",
		"<https://example.com/a?b=1&amp;c=2|規程>はどこ": "規程はどこ",
		"<https://example.com/規程>はどこ":               "https://example.com/規程はどこ",
		"<mailto:a@example.com|a@example.com>宛て":    "a@example.com宛て",
		"<!channel> 全員の締め切りは？":                      "全員の締め切りは？",
		"<!here|@here> 締め切りは？":                      "here 締め切りは？",
		"<!subteam^S1|@総務> の内線":                     "総務 の内線",
		"<!date^1392734382^{date}|2014年2月18日> の議事録": "2014年2月18日 の議事録",
		"A &lt; B &amp;&amp; B &gt; C":              "A < B && B > C",
		"有\u200b休は？":                                "有休は？",
		"予算　上限　部長":                                  "予算　上限　部長",
		"  一行目  \n\n  二行目 \t です ":                   "一行目\n\n二行目 です",
		"`code <@UBOT>`":                            "`code `",
		"":                                          "",
	} {
		if got := heard(in, "UBOT"); got != want {
			t.Errorf("heard(%q) = %q, want %q", in, got, want)
		}
	}
}
