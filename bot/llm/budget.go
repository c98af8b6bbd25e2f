package llm

import (
	"math"
	"time"
	"unicode/utf8"

	"kotae/bot"
	"kotae/prompts"
)

// A rate is how many tokens a character takes: at worst with any tokenizer of a
// chat model that is in use, and usually.
//
// The worst are vocabularies of 32,000 pieces that fall back to bytes (Llama 2 and
// what is built on it): kana are nearly all in them, of kanji a third or so, and
// what is missing takes a token for each of its bytes. Digits stand alone, and
// English comes to 3.8 characters a token. The usual ones are OpenAI's and those
// of the current open models, at 0.7 to 1.0 tokens a Japanese character.
type rate struct{ worst, usual float64 }

var (
	letterRate = rate{0.4, 0.28}
	symbolRate = rate{1, 0.5} // digits and punctuation
	kanaRate   = rate{1.5, 0.8}
	kanjiRate  = rate{3, 1.1} // three bytes: no tokenizer makes more of it
	wideRate   = rate{2, 0.9} // Japanese punctuation, full-width forms
)

// rateOf returns a character's rate.
func rateOf(r rune) rate {
	switch {
	case 'a' <= r|0x20 && r|0x20 <= 'z' || r == ' ':
		return letterRate
	case r < 0x80:
		return symbolRate
	case 0x3041 <= r && r <= 0x30FF:
		return kanaRate
	case 0x4E00 <= r && r <= 0x9FFF:
		return kanjiRate
	case 0x3000 <= r && r <= 0x3040 || 0xFF01 <= r && r <= 0xFF9F:
		return wideRate
	}
	n := float64(max(utf8.RuneLen(r), 1))
	return rate{n, n / 2}
}

// EstimateTokens is about how many tokens a text comes to with a current tokenizer.
func EstimateTokens(text string) int {
	n := 0.0
	for _, r := range text {
		n += rateOf(r).usual
	}
	return int(math.Ceil(n))
}

// worstTokens is how many tokens a text comes to at worst.
func worstTokens(text string) int {
	n := 0.0
	for _, r := range text {
		n += rateOf(r).worst
	}
	return int(math.Ceil(n))
}

// frameTokens is what a chat template puts around two messages, generously.
const frameTokens = 32

// fit returns the prompt for a brief with as many of its sources, from the first
// on and at most so many, as the model has room for beside the answer, and how many
// these are: -1 where the rules and the question alone are too long.
func (c *Client) fit(b bot.Brief, most int) (prompts.Prompt, int) {
	room := c.cfg.ContextTokens - c.cfg.AnswerTokens - frameTokens
	for n := min(most, len(b.Sources)); n >= 0; n-- {
		p := c.answerPrompt(b, n)
		if worstTokens(p.System)+worstTokens(p.User) <= room {
			return p, n
		}
	}
	return prompts.Prompt{}, -1
}

// Fits returns how many of a brief's sources, from the first on, the model has room for.
func (c *Client) Fits(b bot.Brief) int {
	_, n := c.fit(b, len(b.Sources))
	return max(n, 0)
}

// answerPrompt is the prompt for a brief with its first n sources.
func (c *Client) answerPrompt(b bot.Brief, n int) prompts.Prompt {
	in := prompts.AnswerInput{Question: b.Question, Language: nameOf(b.Language)}
	for _, s := range b.Sources[:n] {
		in.Passages = append(in.Passages, passage(s))
	}
	return prompts.Answer(in)
}

// passage is a source as a model sees it.
func passage(s bot.Source) prompts.Passage {
	p := s.Hit.Passage
	out := prompts.Passage{ID: s.ID, File: p.File, Heading: p.Heading(p.StartLine), Text: p.Text}
	if !s.Modified.IsZero() {
		out.Date = s.Modified.Format(time.DateOnly)
	}
	return out
}

// nameOf is a language's English name.
func nameOf(l bot.Language) string {
	if l == bot.English {
		return "English"
	}
	return "Japanese"
}
