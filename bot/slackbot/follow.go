package slackbot

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// continues reports whether an unmentioned reply in a thread goes on with a
// conversation of the bot's: the bot has answered there, and the reply asks something,
// rather than thanking or talking to somebody else.
func (b *Slackbot) continues(ctx context.Context, t task, raw string) (bool, error) {
	if strings.Contains(raw, "<@") || strings.Contains(raw, "<!") || !asks(t.Text) {
		return false, nil
	}
	records, err := b.readable(b.Memory.Thread(ctx, t.conversation(), 1))
	return len(records) > 0, err
}

var (
	// thanks are sentences that end a conversation, or only acknowledge.
	thanks = regexp.MustCompile(`(?i)^(?:(?:どうも|大変|とても|早速|本当に|ほんとに|お忙しい(?:中|ところ))*(?:ありがと|有難|有り難|助かり|助かっ|感謝)|(?:あー?、?)?(?:了解|りょうかい|りょ\b|承知|かしこまり|わかりまし|分かりまし|わかった|分かった|なるほど|納得|把握|オッケー|おっけー|さすが|すごい|すげ|お疲れ|おつかれ|よかった|良かった|確認しま|やってみ|見てみ)|(?:ok|okay|k|got it|thanks|thank you|thx|ty|cheers|great|perfect|nice|cool|awesome|understood|noted|makes sense|will do|i see)\b)`)
	// addressed begins with somebody's name.
	addressed = regexp.MustCompile(`^[@＠]?[\p{Han}\p{Katakana}\p{Hiragana}ーA-Za-z.]{1,12}(?:さん|くん|君|ちゃん|様|さま|先輩|部長|課長|係長|主任|社長)(?:[、,，:：\s!！]|$)`)
	// asking are signs of a question or a request.
	asking = regexp.MustCompile(`(?i)[?？]|か(?:な|ね|しら)?[。！!…\s]*$|の[。\s]*$|教えて|おしえて|知りたい|ください|下さい|お願い|おねがい|ちょうだい|頂戴|要約(?:して)?(?:$|[。!]|くだ|ほし|もら|くれ)|(?:まとめ|説明し|比べ|比較し|挙げ)て(?:$|[。!]|くだ|ほし|もら|くれ)|詳しく|くわしく|一覧|箇条書き|(?:何|なに|なん)(?:日|時|年|円|人|回|歳|か月|パーセント|%|が|を|で|の)|いつ|どこ|だれ|誰|どう(?:やって|すれば|いう|なる|する)|どの(?:くらい|ぐらい|よう)|なぜ|なんで|どうして|いくら|いくつ|どれ|どちら|どっち|` +
		`^(?:じゃあ|じゃ|では|それと|あと|ちなみに|他に|ほかに).*(?:は|って|も)[。、…\s]*$|` +
		`^(?:(?:and|so|but|then|also|ok|hey),? +)*(?:what|when|where|who|whom|whose|why|which|how|is|are|was|were|do|does|did|can|could|may|should|would|will|has|have|tell|give|list|show|explain|summari[sz]e|compare|find|please)\b|^(?:and|but) (?:for|in|at|on|with|without|if|when|after|before)\b|\b(?:what|how) about\b|\bplease\b`)
	// chatter are questions that colleagues put to each other.
	chatter = regexp.MustCompile(`(?i)(?:どう思(?:う|い|われ)|一緒に(?:行|や)|行く[?？]|行ける[?？]|見た[?？]|食べ|飲み|空いて(?:る|ます)[?？か]|手伝って|やってくれ|やっといて|お願いしても(?:いい|よろし)|誰(?:が|か)(?:やる|やり|行く|担当して)|\bwhat do you (?:guys |all )?think\b|\bdo you agree\b|\blunch\b|\bcan someone\b|\bwho wants\b)`)
	// ends part sentences.
	ends = regexp.MustCompile(`[。！!\n]+|\. `)
)

// asks reports whether a text puts something to the bot: after what thanks and
// greets, a question or a request is left.
func asks(text string) bool {
	text = norm.NFKC.String(text)
	if addressed.MatchString(text) || chatter.MatchString(text) {
		return false
	}
	for _, sentence := range ends.Split(text, -1) {
		sentence = strings.TrimSpace(sentence)
		if utf8.RuneCountInString(sentence) > 1 && !thanks.MatchString(sentence) && asking.MatchString(sentence) {
			return true
		}
	}
	return false
}
