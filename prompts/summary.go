package prompts

// A SummaryInput is what a summary is asked for with. All text may be hostile.
type SummaryInput struct {
	Title    string // of what is summed up: documents' titles
	Topic    string // that the summary is to keep to; empty for all
	Language string // to write in, by its English name
	// Length says how long it is to be, in English: "3 list items".
	Length string
	// Prose asks for a paragraph rather than a list, Plain for easy words, Newcomers
	// for what new staff need.
	Prose, Plain, Newcomers bool
	// Notes asks for notes on a part, to be summed up with those on the others.
	Notes bool
	// Talk asks for what a conversation came to.
	Talk     bool
	Passages []Passage
	Fence    string // as AnswerInput.Fence
}

// Summary asks for a summary of passages, cited by their IDs.
func Summary(in SummaryInput) Prompt {
	wish := line(summaryWish{in.Title, in.Topic})
	passages := lines(in.Passages)
	return prompt("summary", struct {
		SummaryInput
		NoAnswer, Wish string
		Lines          []string
	}{withFence(in, fence(in.Fence, wish, passages)), NoAnswer, wish, passages})
}

func withFence(in SummaryInput, fence string) SummaryInput {
	in.Fence = fence
	return in
}

// A summaryWish is what is to be summed up, as data.
type summaryWish struct {
	Title string `json:"title"`
	Topic string `json:"topic,omitempty"`
}
