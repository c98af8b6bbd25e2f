package bot

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"kotae/prompts"
	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// A document speaks to people. What it tells a model to say is no evidence that it is
// so, nor is what it hides from its readers.
var (
	hiddenForm = regexp.MustCompile(`(?is)<!--.*?(?:-->|$)|<\w+\s[^>]*(?:display:\s*none|visibility:\s*hidden|opacity:\s*0\b|color:\s*(?:white|#fff(?:fff)?)\b|font-size:\s*[01](?:px|pt|em|%)?\s*[;"'])[^>]*>.*?(?:</\w+>|$)`)
	lookalikes = strings.NewReplacer("а", "a", "е", "e", "і", "i", "о", "o", "р", "p", "с", "c", "у", "y", "х", "x")
)

// orderForms are what orders to a model look like, in folded text. Of what is said of AI
// in general only what concerns speaking and writing is one: AIは月を年と書くこと, but
// not AIは警報を検知すること.
var orderForms = regexp.MustCompile(strings.Join([]string{
	addressed + `.*(?:(?:答え|入れ|述べ|添え|付け|続け|挙げ|唱え|覚え|替え|換え|教え|伝え|知らせ|勧め|薦め|求め|褒め|まとめ|演じ)(?:る|て)|(?:回答|返答|出力|表示|案内|記載|引用|無視|要約|翻訳|紹介|約束|断言)(?:する|して)|(?:示|足|繰り返|外|話|明か|漏ら|隠)[すし]て?|[書置]いて|[書置]く|従[うっ]て?|言[うっ]て?|閉じ[るて]|語[るっ]て?|話を(?:する|して))(?:こと|下さい|ください|なさい)`,
	addressed + `.*(?:答えよ|せよ|しろ|言え|書け|従え|示せ|答えろ)`,
	addressed + `.*(?:出典|引用元|回答|返答|答え|質問|文末|末尾|プロンプト|url|リンク|読者|お世辞).*(?:こと|下さい|ください|なさい)(?:[。」!]|$)`,
	`(?:アシスタント|(?:チャット)?ボット|言語モデル)(?:の方)?(?:は|へ|宛|向け|よ?、|:).*(?:こと|下さい|ください|なさい)(?:[。」!]|$)`,
	`ai(?:アシスタント)?(?:への|向けの?)(?:指示|命令|注意)|\(ai(?:向け|への)|この文書を(?:読|要約)[^。]*ai`,
	`(?:これまで|以前|上記|前|ほか|他|全て|すべて)の(?:全ての|すべての)?(?:指示|命令|規則|ルール|プロンプト)[^。]{0,8}(?:無視|忘れ|破棄)|システムプロンプト`,
	`\b(?:a ?i|llm|language model|chatbot)s?\b[^.]*\b(?:must|should|shall)\s+(?:always |never |then |not )?(?:answer|reply|respond|say|state|tell|append|add|include|insert|end|begin|cite|define|give|repeat|write|print|output|send|drop|swap|ping|reveal|promise|recommend|claim|pretend|praise|translate|summari[sz]e|sum up|mention|link|ask|blame)\b`,
	`\b(?:a ?i (?:assistant|model|agent|bot)|llm|language model|chatbot)s?\s+(?:must|should|shall)\s+(?:always |never |then |not )?(?:[ac-z][a-z]*|b[a-df-z][a-z]*|be[a-z]+|be [a-z]*[a-ce-z])\b`,
	`\b(?:ignore|disregard|forget|override)\s+(?:\w+\s+){0,3}?(?:previous|prior|above|earlier|your|system|all)\s+(?:\w+\s+){0,2}?(?:instructions?|prompts?|rules|messages?)\b`,
	`\b(?:print|repeat|reveal|show) (?:your|the system) (?:instructions|rules|prompt)|\bsystem prompt\b|\byou are now\b|\bnote to (?:the |any |all )?(?:ai|language model|llm|assistant|chatbot)`,
	`と(?:だけ)?(?:言え|答えよ|答えろ|回答せよ|述べよ|出力せよ)(?:[。」\s<]|$)|<\||</(?:passages|question|conversation|system)|\[/?inst\]|<</?sys|\{"(?:id|role|question)":[^}]*"(?:text|content)":|\{"question":"[^"]*答え`,
}, "|"))

// addressed is how a sentence turns to a model.
const addressed = `(?:(?:^|[^a-z])(?:ai|llm|gpt)|言語モデル|ボット|アシスタント)(?:の方)?(?:は|へ|宛|向け|よ?、|:)`

var addressForms = regexp.MustCompile(addressed)

// hints are what every order holds some of: a sentence without any needs no closer look.
var hints = []string{
	"llm", "gpt", "モデル", "ボット", "アシスタント", "文書を", "無視", "忘れ", "破棄", "プロンプト", "model", "chatbot", "ignore", "disregard", "forget", "override",
	"instructions", "your rules", "prompt", "you are now", "assistant", "言え", "答えよ", "答えろ", "せよ", "述べよ", "<|", "</", "<<", "inst]", `{"`,
}

// hinted reports whether folded text can hold an order at all.
func hinted(folded string) bool {
	for at := 0; ; at++ { // AI, and no part of a word: paid
		n := strings.Index(folded[at:], "ai")
		if n < 0 {
			break
		}
		at += n
		if (at == 0 || !isLetter(folded[at-1])) && (at+2 == len(folded) || !isLetter(folded[at+2]) || folded[at+2] == 's') {
			return true
		}
	}
	return strings.Contains(folded, "a i") || slices.ContainsFunc(hints, func(h string) bool { return strings.Contains(folded, h) })
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' }

// withoutOrders blanks what a text hides, and from every sentence that tells a model
// what to do to the end of its paragraph. Nothing changes its place.
func withoutOrders(text string) string {
	if strings.Contains(text, "<") {
		text = hiddenForm.ReplaceAllStringFunc(text, blank)
	}
	if !hinted(folded(text)) {
		return text
	}
	until := 0
	for _, s := range japanese.Sentences(text) {
		if s.Start < until || !isOrder(s.Of(text)) && !isOrder(restOfLine(text, s)) {
			continue
		}
		until = len(text)
		if n := strings.Index(text[s.End:], "\n\n"); n >= 0 {
			until = s.End + n
		}
		text = text[:s.Start] + blank(text[s.Start:until]) + text[until:]
	}
	return text
}

// restOfLine is the line from a sentence on that turns to a model: an address or a
// mark in it may look like its end. Of other sentences it is nothing.
func restOfLine(text string, s japanese.Span) string {
	if folded := folded(s.Of(text)); !hinted(folded) || !addressForms.MatchString(folded) {
		return ""
	}
	line, _, _ := strings.Cut(text[s.Start:], "\n")
	return line
}

// isOrder reports whether a sentence tells a model what to do. What a company rules
// about the use of generative AI is no order to one, unless it speaks of answers.
func isOrder(sentence string) bool {
	s := folded(sentence)
	return hinted(s) && orderForms.MatchString(s) && (!policyForm.MatchString(s) || answerForm.MatchString(s))
}

// commands are what is said to the program itself in place of a question: to forget
// what it was told, or to tell what that was. They are narrower than orderForms, for
// a question may be about prompts, or be put to the bot by name.
var commands = regexp.MustCompile(strings.Join([]string{
	`(?:これまで|以前|上記|前|全て|すべて)の(?:全ての|すべての)?(?:指示|命令|プロンプト)[^。]{0,8}(?:(?:無視|破棄)(?:し(?:て|ろ|なさい)|せよ)|忘れ(?:て|ろ|なさい|よ))`,
	`システムプロンプト[^。]{0,8}(?:(?:表示|出力|開示|公開)(?:し(?:て|ろ|なさい)|せよ)|教え(?:て|ろ|なさい|よ)|見せ(?:て|ろ|なさい|よ)|示(?:して|せ))`,
	`(?:^|[,;:] *|\band )(?:please |now |then )*(?:ignore|disregard|forget|override)\s+(?:\w+\s+){0,3}?(?:previous|prior|above|earlier|your|system)\s+(?:\w+\s+){0,2}?(?:instructions?|prompts?)\b`,
	`(?:^|[,;:] *|\band )(?:please |now |then )*(?:print|repeat|reveal|show|output|tell)\s+(?:me )?(?:your (?:\w+ )?(?:instructions|prompt)|the system prompt)\b`,
}, "|"))

// isCommand reports whether all that a question says is commands to the program.
func isCommand(question string) bool {
	n := 0
	for _, s := range japanese.Sentences(question) {
		text := strings.TrimSpace(folded(s.Of(question)))
		if strings.HasSuffix(text, "?") || strings.HasSuffix(strings.TrimRight(text, "。."), "か") || !commands.MatchString(text) {
			return false
		}
		n++
	}
	return n > 0
}

// folded is a sentence as a model reads it: without what can't be seen, and with the
// letters that look like Latin ones as these.
func folded(sentence string) string {
	return lookalikes.Replace(japanese.Fold(prompts.Visible(sentence)))
}

var (
	policyForm = regexp.MustCompile(`生成ai|aiの利用|ai利用|(?:use|using) of (?:generative )?ai`)
	answerForm = regexp.MustCompile(`回答|答え|質問|尋ね|聞かれ|指示|命令|無視|この(?:文書|資料|規程)を(?:読|要約)|\b(?:answer|reply|respond|ignore|instructions?)\b`)
)

// blank writes spaces for all but line ends.
func blank(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] != '\n' {
			b[i] = ' '
		}
	}
	return string(b)
}

// compose has the composer read what passages say to people, and puts the passages as
// they are in the place of those it read.
func (b *Bot) compose(ctx context.Context, q Question, hits retrieval.Hits) (Draft, error) {
	read, restore := readable(hits.List)
	hits.List = read
	d, err := b.composer.Compose(ctx, q, hits)
	if err != nil {
		return d, fmt.Errorf("compose: %w", err)
	}
	return restore(d), nil
}

// readable returns hits with what their passages say to people alone, and what makes
// a draft from them one from the passages as they are.
func readable(hits []retrieval.Hit) ([]retrieval.Hit, func(Draft) Draft) {
	whole := map[*retrieval.Passage]*retrieval.Passage{} // by what is read of them
	hits = slices.Clone(hits)
	for i, h := range hits {
		if text := withoutOrders(h.Passage.Text); text != h.Passage.Text {
			read := *h.Passage
			read.Text = text
			hits[i].Passage = &read
			whole[&read] = h.Passage
		}
	}
	return hits, func(d Draft) Draft {
		d.Claims = slices.DeleteFunc(d.Claims, func(c Claim) bool {
			broken := false
			for i, q := range c.Quotes {
				if p := whole[q.Hit.Passage]; p != nil {
					broken = broken || q.End > len(p.Text) || p.Text[q.Start:q.End] != q.Hit.Passage.Text[q.Start:q.End]
					c.Quotes[i].Hit.Passage = p
				}
			}
			return broken
		})
		return d
	}
}
