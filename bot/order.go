package bot

import (
	"regexp"
	"strings"

	"kotae/prompts"
	"kotae/retrieval/japanese"
)

// A document speaks to people. What it tells a model to say is no evidence that it is
// so, nor is what it hides from its readers.
var (
	hiddenForm = regexp.MustCompile(`(?is)<!--.*?(?:-->|$)|<\w+\s[^>]*(?:display:\s*none|visibility:\s*hidden|opacity:\s*0\b|color:\s*(?:white|#fff(?:fff)?)\b|font-size:\s*[01](?:px|pt|em|%)?\s*[;"'])[^>]*>.*?(?:</\w+>|$)`)
	orderForm  = regexp.MustCompile(`(?:(?:^|[^a-z])(?:ai|llm|gpt)|言語モデル|ボット|アシスタント)(?:の方)?(?:は|へ|宛|向け|よ?、|:).*(?:(?:答え|入れ|述べ|添え|付け|続け|挙げ|唱え|覚え|替え|換え)(?:る|て)|(?:回答|返答|出力|表示|案内|記載|引用|無視)(?:する|して)|(?:示|足|繰り返|外)[すし]て?|[書置]いて|[書置]く|従[うっ]て?|言[うっ]て?|閉じ[るて])(?:こと|下さい|ください|なさい)|` +
		`(?:(?:^|[^a-z])(?:ai|llm|gpt)|言語モデル|ボット|アシスタント)(?:の方)?(?:は|へ|宛|向け|よ?、|:).*(?:答えよ|せよ|しろ|言え|書け|従え|示せ|答えろ)|` +
		`ai(?:アシスタント)?(?:への|向けの?)(?:指示|命令|注意)|\(ai(?:向け|への)|この文書を(?:読|要約)[^。]*ai|` +
		`(?:これまで|以前|上記|前|ほか|他|全て|すべて)の(?:全ての|すべての)?(?:指示|命令|規則|ルール|プロンプト)[^。]{0,8}(?:無視|忘れ|破棄)|システムプロンプト|` +
		`\b(?:a ?i|llm|language model|chatbot)s?\b[^.]*\b(?:must|should|shall)\s+(?:always |never |then |not )?(?:answer|reply|respond|say|state|tell|append|add|include|insert|end|begin|cite|define|give|repeat|write|print|output|send|drop|swap|ping)\b|` +
		`\b(?:ignore|disregard|forget|override)\s+(?:\w+\s+){0,3}?(?:previous|prior|above|earlier|your|system|all)\s+(?:\w+\s+){0,2}?(?:instructions?|prompts?|rules|messages?)\b|` +
		`\b(?:print|repeat|reveal|show) (?:your|the system) (?:instructions|rules|prompt)|\bsystem prompt\b|\byou are now\b|\bnote to (?:the |any |all )?(?:ai|language model|llm|assistant|chatbot)|` +
		`と(?:だけ)?(?:言え|答えよ|答えろ|回答せよ|述べよ|出力せよ)(?:[。」\s<]|$)|<\||</(?:passages|question|conversation|system)|\[/?inst\]|<</?sys|\{"(?:id|role|question)":[^}]*"(?:text|content)":|\{"question":"[^"]*答え`)
	lookalikes = strings.NewReplacer("а", "a", "е", "e", "і", "i", "о", "o", "р", "p", "с", "c", "у", "y", "х", "x")
)

// withoutOrders blanks what a text hides, and from every sentence that tells a model
// what to do to the end of its paragraph. Nothing changes its place.
func withoutOrders(text string) string {
	text = hiddenForm.ReplaceAllStringFunc(text, blank)
	until := 0
	for _, s := range japanese.Sentences(text) {
		if s.Start < until || !isOrder(s.Of(text)) {
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

// isOrder reports whether a sentence tells a model what to do. What a company rules
// about the use of generative AI is no order to one, unless it speaks of answers.
func isOrder(sentence string) bool {
	s := lookalikes.Replace(japanese.Fold(prompts.Visible(sentence)))
	return orderForm.MatchString(s) && (!policyForm.MatchString(s) || answerForm.MatchString(s))
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
