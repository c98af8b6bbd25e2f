package evaluate

import (
	"math"

	"kotae/bot"
)

// Fit returns the weights by which confidence is most nearly the chance of being
// right: a logistic regression on whether answers match, asked with the files that
// answer them shown, and with them hidden, where none can. Refused answers match
// nothing. Hidden ones count hiddenWeight each: that nothing was found is easily told
// from an answer, and less often asked.
func Fit(shown, hidden []Result) bot.Weights {
	var samples []sample
	for i := range shown {
		samples = append(samples, sample{shown[i].Answer.Evidence.Signals(), shown[i].Record.Type != Unanswerable && shown[i].matches(), 1})
	}
	for i := range hidden {
		if len(hidden[i].Record.Sources) > 0 {
			samples = append(samples, sample{hidden[i].Answer.Evidence.Signals(), false, hiddenWeight})
		}
	}
	if len(samples) == 0 {
		return bot.Weights{}
	}
	mean, spread := moments(samples)
	w := descend(samples, mean, spread)
	for i := range w.Signals { // back from units of the spread
		w.Signals[i] /= spread[i]
		w.Base -= w.Signals[i] * mean[i]
	}
	return w
}

// hiddenWeight is what a question without its files counts beside one with them.
const hiddenWeight = 0.3

// A sample is the evidence of an answer and whether it was right.
type sample struct {
	signals [bot.Signals]float64
	right   bool
	weight  float64
}

// moments are the mean and the standard deviation of every signal; the latter 1 for
// one that is always the same.
func moments(samples []sample) (mean, spread [bot.Signals]float64) {
	n := float64(len(samples))
	for _, s := range samples {
		for i, x := range s.signals {
			mean[i] += x / n
			spread[i] += x * x / n
		}
	}
	for i := range spread {
		if spread[i] = math.Sqrt(max(spread[i]-mean[i]*mean[i], 0)); spread[i] < 1e-9 {
			spread[i] = 1
		}
	}
	return mean, spread
}

// The regression: steps enough that the weights no longer change in the second place,
// and a pull towards zero that is felt where samples are few.
const (
	steps    = 400
	rate     = 1.0
	momentum = 0.9
	ridge    = 1.0
)

// descend fits weights of signals in units of their spread from their mean.
func descend(samples []sample, mean, spread [bot.Signals]float64) bot.Weights {
	var w, speed bot.Weights
	total := 0.0
	for _, s := range samples {
		total += s.weight
	}
	for range steps {
		var slope bot.Weights
		for _, s := range samples {
			sum := w.Base
			for i, x := range s.signals {
				sum += w.Signals[i] * (x - mean[i]) / spread[i]
			}
			miss := s.weight / (1 + math.Exp(-sum))
			if s.right {
				miss -= s.weight
			}
			slope.Base += miss
			for i, x := range s.signals {
				slope.Signals[i] += miss * (x - mean[i]) / spread[i]
			}
		}
		speed.Base = momentum*speed.Base - rate*slope.Base/total
		w.Base += speed.Base
		for i := range w.Signals {
			speed.Signals[i] = momentum*speed.Signals[i] - rate*(slope.Signals[i]+ridge*w.Signals[i])/total
			w.Signals[i] += speed.Signals[i]
		}
	}
	return w
}
