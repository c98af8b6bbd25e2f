package slackbot

import "testing"

func TestPointsOfAThread(t *testing.T) {
	d := digest{remarks: []remark{
		{text: "大掃除は12月26日に決定しました。業者を呼ぶかどうかは未定です。"},
		{text: "配備を確定します。確認してください。誰がやりますか？", machine: true},
		{text: "鈴木さん、見積もりを金曜までに送ってください。"},
		{text: "了解です。"},
	}}
	decisions, opens, tasks := d.points()
	for _, part := range []struct {
		name string
		got  []point
		want point
	}{
		{"decisions", decisions, point{1, "大掃除は12月26日に決定しました。"}},
		{"open points", opens, point{1, "業者を呼ぶかどうかは未定です。"}},
		{"things to do", tasks, point{3, "鈴木さん、見積もりを金曜までに送ってください。"}},
	} {
		if len(part.got) != 1 || part.got[0] != part.want {
			t.Errorf("%s of people, none of another bot's: %v, want %v", part.name, part.got, part.want)
		}
	}
}
