package prompts

// NoAnswer is the line a model is to write, alone, where the passages do not
// answer the question.
const NoAnswer = "NOT_IN_THE_PASSAGES"

// An AnswerInput is what an answer is asked for with. All text may be hostile.
type AnswerInput struct {
	Question string // stands alone
	Language string // to answer in, by its English name: "Japanese"
	Passages []Passage
	// Fence stands in the lines around the data. Empty, or found in the data, another
	// is drawn that is not.
	Fence string
}

// A Passage is a passage as a model sees it. Empty fields are left out.
type Passage struct {
	ID      string `json:"id"`
	File    string `json:"file"`
	Heading string `json:"heading,omitempty"`
	Date    string `json:"date,omitempty"` // of the file: 2006-01-02
	Text    string `json:"text"`
}

// Answer asks for an answer from passages, cited by their IDs.
func Answer(in AnswerInput) Prompt {
	question := line(questionLine{in.Question})
	passages := lines(in.Passages)
	return prompt("answer", struct {
		Fence, Language, NoAnswer string
		Passages                  []string
		Question                  string
	}{fence(in.Fence, question, passages), in.Language, NoAnswer, passages, question})
}

// A questionLine is a question as data.
type questionLine struct {
	Question string `json:"question"`
}
