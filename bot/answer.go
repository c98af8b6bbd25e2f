package bot

import (
	"kotae/retrieval"
)

// Status says what an answer is worth.
type Status string

// The statuses of the outside contract.
const (
	Answered  Status = "answered"  // asserts what it quotes
	Uncertain Status = "uncertain" // shows the closest passages, and that they may not answer
	NotFound  Status = "not_found" // cites nothing; says what was searched
)

// An Answer is what Kotae says to a question. Its JSON is the outside contract's.
type Answer struct {
	Question string   `json:"question"`
	Status   Status   `json:"status"`
	Language Language `json:"language"`
	// Text is plain standard Markdown. Every [n] in it has its Citation, and every
	// citation its [n].
	Text        string     `json:"answer"`
	Citations   []Citation `json:"citations"`
	Unsupported []string   `json:"unsupported"`
	Models      Models     `json:"models"`
	Timings     Timings    `json:"timings_ms"`
	Usage       Usage      `json:"usage"`
	// Choices are what a message may have meant that could mean several things. Text
	// lists the first of them.
	Choices []Choice `json:"choices,omitempty"`

	// Confidence is the chance that an answer by quotation is right, in [0, 1], by its
	// Evidence: what the status was decided by.
	Confidence float64  `json:"-"`
	Evidence   Evidence `json:"-"`
	// Retrieved are the passages found, best first, as many as Options.Retrieve.
	Retrieved []retrieval.Hit `json:"-"`
	// Trace says how the answer came about.
	Trace Trace `json:"-"`
}

// A Trace is what explains an answer, to an operator rather than to the asker.
type Trace struct {
	Rewrite Rewrite
	// Read are the IDs of the passages that the answer was made from; the others
	// retrieved were cut for want of room.
	Read []string
	// Verdicts are the sentences of a model, in the order it wrote them.
	Verdicts []SentenceVerdict
	// Problem is why the model's answer is missing or cut short; nil where it is not.
	Problem error
}

// A Citation is a verbatim span of a file that a sentence of an answer stands on.
type Citation struct {
	N         int     `json:"n"` // the number in the text, from 1
	File      string  `json:"file"`
	Title     string  `json:"title"`
	Heading   string  `json:"heading"`
	Page      int     `json:"page"`       // 1-based, 0 where the format has none
	StartLine int     `json:"start_line"` // 1-based, of the file as stored
	EndLine   int     `json:"end_line"`
	Quote     string  `json:"quote"`
	Score     float64 `json:"score"` // of the passage, in [0, 1]
}

// Models names who worked on an answer.
type Models struct {
	Chat  string `json:"chat"`
	Embed string `json:"embed"`
}

// Timings are in milliseconds.
type Timings struct {
	Retrieve float64 `json:"retrieve"`
	Generate float64 `json:"generate"`
	Total    float64 `json:"total"`
}

// Usage counts a model's tokens; zero where none was asked.
type Usage struct {
	PromptTokens     int `json:"prompt_tokens"`
	CompletionTokens int `json:"completion_tokens"`
}
