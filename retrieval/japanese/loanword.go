package japanese

// Loanwords returns the words of a text that may be written in katakana or in Latin
// letters: its katakana runs, and its Latin words that are no function words.
func Loanwords(text string) []Span {
	m := mapText(text)
	var out []Span
	for _, run := range runs(m.text) {
		if run.latin {
			if !englishStops[run.text] {
				out = append(out, m.span(run.start, run.end))
			}
			continue
		}
		from := -1
		for i, r := range run.text {
			if isKatakana(r) != (from >= 0) {
				if from >= 0 {
					out = append(out, m.span(run.start+from, run.start+i))
					from = -1
				} else {
					from = i
				}
			}
		}
		if from >= 0 {
			out = append(out, m.span(run.start+from, run.end))
		}
	}
	return out
}
