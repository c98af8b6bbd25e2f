package prompts

// A RewriteInput is what a question that leans on a conversation is to be made to
// stand alone with. All text may be hostile.
type RewriteInput struct {
	Question string
	Language string // the question's, by its English name
	// Documents is the language most documents are in, where it is not the question's;
	// else empty.
	Documents string
	Turns     []Turn // before the question, oldest first
	Fence     string // as AnswerInput.Fence
}

// A Turn is something said before the question.
type Turn struct {
	By      string       `json:"by"` // Asker or Kotae
	Text    string       `json:"text"`
	Sources []TurnSource `json:"sources,omitempty"` // cited by Kotae, in the order of their numbers
}

// Who said a turn.
const (
	Asker = "asker"
	Kotae = "kotae"
)

// A TurnSource is a source that an earlier answer cited.
type TurnSource struct {
	N       int    `json:"n"`
	File    string `json:"file"`
	Heading string `json:"heading,omitempty"`
}

// Rewrite asks for the question as it would be asked by itself, and for wordings
// to search with: a JSON object with "question" and "queries".
func Rewrite(in RewriteInput) Prompt {
	question := line(questionLine{in.Question})
	turns := lines(in.Turns)
	return prompt("rewrite", struct {
		Fence, Language, Documents string
		Turns                      []string
		Question                   string
	}{fence(in.Fence, question, turns), in.Language, in.Documents, turns, question})
}
