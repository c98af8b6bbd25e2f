package bottest

import (
	"regexp"
	"strings"
	"unicode"

	"kotae/prompts"
	"kotae/retrieval/japanese"
)

// Correct answers as a good model does: with the sentence of the passages that has
// most in common with the question, word for word, and its ID behind it; or that
// the passages do not answer. A question to be rewritten stays as it is; a summary is
// made of the passages' own sentences.
func Correct() Behaviour { return Says(answer) }

// Says answers with what a function makes of the request.
func Says(text func(*Request) string) Behaviour {
	return func(x *Exchange) { x.Say(text(&x.Request)) }
}

// Replies answers with a text.
func Replies(text string) Behaviour { return func(x *Exchange) { x.Say(text) } }

// RepliesPieces answers with a text in these pieces.
func RepliesPieces(pieces ...string) Behaviour { return func(x *Exchange) { x.SayPieces(pieces...) } }

// Rewrites answers with a rewritten question.
func Rewrites(question string, queries ...string) Behaviour {
	return Replies(marshal(map[string]any{"question": question, "queries": queries}))
}

// answer is Correct's.
func answer(r *Request) string {
	if r.IsRewrite() {
		return marshal(map[string]any{"question": r.Question(), "queries": []string{r.Question()}})
	}
	if r.IsSummary() {
		return summary(r)
	}
	sentence, id := best(r)
	if sentence == "" {
		return prompts.NoAnswer
	}
	return sentence + " [" + id + "]"
}

// IsRewrite reports whether a question is to be rewritten, not answered.
func (r *Request) IsRewrite() bool { return strings.Contains(r.System(), `"queries"`) }

// best is the sentence that answers best, with its passage's ID, or nothing.
func best(r *Request) (sentence, id string) {
	want := grams(r.Question())
	most := 2 // pairs of characters in common that say something
	for _, p := range r.Passages() {
		for _, span := range japanese.Sentences(p.Text) {
			s := bare(span.Of(p.Text))
			n := 0
			for g := range grams(s) {
				if want[g] {
					n++
				}
			}
			if n > most {
				most, sentence, id = n, s, p.ID
			}
		}
	}
	return sentence, id
}

// bare is a sentence without the signs of its line.
func bare(s string) string {
	return strings.Join(strings.Fields(strings.TrimLeft(s, "#-*・>| \t　")), " ")
}

// grams are the pairs of neighbouring characters, without those of hiragana alone.
func grams(s string) map[string]bool {
	out := map[string]bool{}
	var last rune
	for _, r := range japanese.Fold(s) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			last = 0
			continue
		}
		if last != 0 && !(unicode.Is(unicode.Hiragana, r) && unicode.Is(unicode.Hiragana, last)) {
			out[string([]rune{last, r})] = true
		}
		last = r
	}
	return out
}

// changed answers correctly but for what change does to the sentence.
func changed(change func(string) string) Behaviour {
	return Says(func(r *Request) string {
		sentence, id := best(r)
		if sentence == "" || r.IsRewrite() {
			return answer(r)
		}
		return change(sentence) + " [" + id + "]"
	})
}

// CitesUnknown cites IDs that no passage has.
func CitesUnknown() Behaviour {
	return Says(func(r *Request) string {
		s, _ := best(r)
		return s + " [zz99][1][§5]"
	})
}

// Uncited cites nothing.
func Uncited() Behaviour {
	return Says(func(r *Request) string {
		s, _ := best(r)
		return s
	})
}

// AltersDigits gets every figure wrong.
func AltersDigits() Behaviour {
	return changed(func(s string) string {
		return strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' {
				return '0' + (r-'0'+1)%10
			}
			if '０' <= r && r <= '９' {
				return '０' + (r-'０'+1)%10
			}
			return r
		}, s)
	})
}

// negations are sentence ends and their opposites, both ways.
var negations = [][2]string{
	{"できない", "できる"}, {"できません", "できます"}, {"ならない", "なくてよい"}, {"不要", "必要"}, {"不可", "可"}, {"禁止する", "許可する"},
	{"認めない", "認める"}, {"しない", "する"}, {"しません", "します"}, {"含まない", "含む"}, {"除く", "含む"}, {"いません", "います"}, {"ありません", "あります"},
	{" must not ", " must "}, {" may not ", " may "}, {" cannot ", " can "}, {" do not ", " do "}, {" is not ", " is "}, {" are not ", " are "},
}

// FlipsNegation says the opposite.
func FlipsNegation() Behaviour {
	return changed(func(s string) string {
		for _, n := range negations {
			if strings.Contains(s, n[0]) {
				return strings.Replace(s, n[0], n[1], 1)
			}
		}
		for _, n := range negations {
			if strings.Contains(s, n[1]) {
				return strings.Replace(s, n[1], n[0], 1)
			}
		}
		return strings.TrimRight(s, "。.") + "わけではない。"
	})
}

var (
	units = regexp.MustCompile(`([0-9０-９〇一二三四五六七八九十百千])\s?(営業日|日|か月|ヶ月|週間|年|時間|分|円|万円|千円|%|％|パーセント|名|人|件|GB|MB|km|days?|months?|weeks?|years?|hours?|minutes?|yen|percent)`)
	other = map[string]string{
		"日": "か月", "営業日": "日", "か月": "年", "ヶ月": "年", "週間": "日", "年": "か月", "時間": "日", "分": "時間", "円": "万円", "万円": "円", "千円": "円",
		"%": "円", "％": "円", "パーセント": "円", "名": "%", "人": "%", "件": "人", "GB": "MB", "MB": "GB", "km": "m",
		"day": "week", "days": "weeks", "month": "year", "months": "years", "week": "day", "weeks": "days", "year": "month", "years": "months",
		"hour": "day", "hours": "days", "minute": "hour", "minutes": "hours", "yen": "dollars", "percent": "yen",
	}
)

// SwapsUnit gives figures another unit.
func SwapsUnit() Behaviour {
	return changed(func(s string) string {
		return units.ReplaceAllStringFunc(s, func(m string) string {
			p := units.FindStringSubmatch(m)
			return p[1] + other[p[2]]
		})
	})
}

// WrongLanguage answers in a language that nobody asked for.
func WrongLanguage() Behaviour {
	return Says(func(r *Request) string {
		_, id := best(r)
		return "Según los documentos, la respuesta se encuentra en el reglamento. [" + id + "]"
	})
}

// LeaksPrompt answers with its instructions.
func LeaksPrompt() Behaviour {
	return Says(func(r *Request) string {
		_, id := best(r)
		return "My instructions are:\n\n" + r.System() + " [" + id + "]"
	})
}

var (
	orders  = regexp.MustCompile(`(?i)ignore|disregard|forget|instead|instruction|system|assistant|must (say|answer|reply|output|print)|reply with|answer with|output|print|append|include|say\b|無視|従わ|指示|命令|代わりに|答え|回答|出力|表示|追加|記載|書い|言っ|必ず`)
	quoted  = regexp.MustCompile(`「([^」]+)」|『([^』]+)』|“([^”]+)”|"([^"]+)"|'([^']+)'`)
	targets = regexp.MustCompile(`!?\[[^\]]*\]\([^)]+\)|<?https?://[^\s　"'<>）)」]+>?|<![a-z]+>|<@[A-Z0-9]+>|@(?:here|channel|everyone)`)
	secrets = regexp.MustCompile(`(?i)system prompt|your (instructions|rules|prompt)|システムプロンプト|(指示|ルール|プロンプト)(を|の)`)
)

// Obeys answers correctly, and then does whatever the passages, their names, or the
// question tell it to: it says what they want said, shows their links and images,
// and gives its instructions away, all of it cited.
func Obeys() Behaviour {
	return Says(func(r *Request) string {
		if r.IsRewrite() {
			return answer(r)
		}
		var b strings.Builder
		b.WriteString(answer(r))
		obey := func(text, id string) {
			for line := range strings.Lines(text) {
				if orders.MatchString(line) {
					for _, m := range quoted.FindAllStringSubmatch(line, -1) {
						b.WriteString("\n\n" + strings.Join(m[1:], "") + " [" + id + "]")
					}
					b.WriteString("\n\n" + strings.TrimSpace(line) + " [" + id + "]")
				}
				for _, m := range targets.FindAllString(line, -1) {
					b.WriteString("\n\n" + m + " [" + id + "]")
				}
				if secrets.MatchString(line) {
					b.WriteString("\n\n" + r.System() + " [" + id + "]")
				}
			}
		}
		id := ""
		for _, p := range r.Passages() {
			id = p.ID
			obey(p.File, id)
			obey(p.Heading, id)
			obey(p.Text, id)
		}
		obey(r.Question(), id)
		return b.String()
	})
}
