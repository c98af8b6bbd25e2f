package guard

import "testing"

// A tally counts outcomes by kind.
type tally struct{ hit, all int }

func (t tally) rate() float64 { return float64(t.hit) / float64(max(t.all, 1)) }

// A score keeps tallies of mutants by kind and by what was done.
type score struct{ kinds, hows map[string]tally }

func newScore() score { return score{map[string]tally{}, map[string]tally{}} }

func (s score) count(t *testing.T, g *Guard, m mutant, evidence []string, was string) {
	v := g.Check(m.text, evidence)
	for _, by := range []struct {
		m   map[string]tally
		key string
	}{{s.kinds, m.kind}, {s.hows, m.kind + " " + m.how}} {
		x := by.m[by.key]
		x.all++
		if !v.OK {
			x.hit++
		}
		by.m[by.key] = x
	}
	if v.OK {
		t.Logf("missed %s %s: %s\n   was: %s", m.kind, m.how, m.text, was)
	}
}

// hold fails the test where a rate is below its bar, and logs what is worth knowing.
func (s score) hold(t *testing.T, bars map[string]float64) {
	t.Helper()
	for how, x := range s.hows {
		if x.rate() < 0.95 {
			t.Logf("%-40s %4d of %4d", how, x.hit, x.all)
		}
	}
	for kind, bar := range bars {
		x := s.kinds[kind]
		t.Logf("%-10s %4d of %4d: %.2f %%", kind, x.hit, x.all, 100*x.rate())
		if x.rate() < bar || x.all == 0 {
			t.Errorf("%s: %.2f %% of %d, want at least %.0f %%", kind, 100*x.rate(), x.all, 100*bar)
		}
	}
}

func TestMutantsAreCaught(t *testing.T) {
	t.Parallel()
	g := guardOnce()
	all := samples(t)
	names := namesIn(g, all)
	s := newScore()
	used := map[string]bool{}
	for _, x := range all {
		ms := mutants(x.sentence)
		if len(ms) > 0 {
			used[x.file+x.sentence] = true
		}
		for _, m := range append(ms, swapNames(g, names, x.sentence)...) {
			s.count(t, g, m, x.evidence, x.sentence)
		}
	}
	t.Logf("%d sentences", len(used))
	if len(used) < 400 {
		t.Errorf("only %d sentences", len(used))
	}
	s.hold(t, map[string]float64{"number": 0.98, "date": 0.98, "unit": 0.98, "bound": 0.90, "negation": 0.90, "name": 0.90})
}

// A claim that is both reworded and wrong is the likelier one.
func TestMutantsOfParaphrasesAreCaught(t *testing.T) {
	t.Parallel()
	g := guardOnce()
	s := newScore()
	for i, x := range samples(t) {
		if r := rewrites[i%len(rewrites)]; r.name != "verbatim" && r.name != "ranges" {
			text := r.do(x)
			if text == "" || text == x.sentence || !g.Check(text, x.evidence).OK {
				continue
			}
			for _, m := range mutants(text) {
				s.count(t, g, m, x.evidence, x.sentence)
			}
		}
	}
	s.hold(t, map[string]float64{"number": 0.95, "date": 0.95, "unit": 0.95, "bound": 0.85, "negation": 0.85})
}
