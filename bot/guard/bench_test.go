package guard

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// BenchmarkCheck checks a claim of sixty characters against three passages of four
// hundred.
func BenchmarkCheck(b *testing.B) {
	g := guardOnce()
	claim := "入社から6か月継続して勤務し、全労働日の8割以上出勤した正社員には、12日の年次有給休暇が付与されることになっています。"
	var evidence []string
	for _, s := range samples(b) {
		if strings.Contains(s.sentence, "8割以上") {
			evidence = s.evidence
		}
	}
	for _, s := range samples(b) {
		if len(evidence) < 3 && s.file == "在宅勤務規程_2026年版.md" {
			evidence = append(evidence, s.evidence[0])
		}
	}
	n := utf8.RuneCountInString(strings.Join(evidence, ""))
	if len(evidence) != 3 || n < 1000 {
		b.Fatalf("%d passages, %d characters", len(evidence), n)
	}
	g.Check(claim, evidence)
	b.ReportAllocs()
	for b.Loop() {
		g.Check(claim, evidence)
	}
}
