package evaluate

import (
	"fmt"
	"strings"

	"kotae/bot"
)

// The drawing of a curve, in its own units: the plot and the room around it for words.
const (
	plotWidth, plotHeight = 480.0, 320.0
	plotLeft, plotTop     = 60.0, 40.0
)

// SVG draws the curve: how much is asserted from left to right, how much of that is
// wrong from the bottom up, and a dot where the default threshold stands.
func (c Curve) SVG() string {
	var b strings.Builder
	x := func(share float64) float64 { return plotLeft + plotWidth*share }
	y := func(share float64) float64 { return plotTop + plotHeight*(1-share) }
	width, height := plotLeft+plotWidth+20, plotTop+plotHeight+50
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="12" fill="#333">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="%.0f" height="%.0f" fill="#fff"/>`+"\n", width, height)
	fmt.Fprintf(&b, `<text x="%.0f" y="20" font-size="14">Wrong answers among those asserted, by the share asserted</text>`+"\n", plotLeft)
	for _, share := range []float64{0, 0.2, 0.4, 0.6, 0.8, 1} {
		fmt.Fprintf(&b, `<path d="M%.1f %.1fH%.1fM%.1f %.1fV%.1f" stroke="#ddd"/>`+"\n", x(0), y(share), x(1), x(share), y(0), y(1))
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="end">%.0f%%</text>`+"\n", x(0)-6, y(share)+4, 100*share)
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="middle">%.0f%%</text>`+"\n", x(share), y(0)+18, 100*share)
	}
	fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="middle">of all questions, asserted</text>`+"\n", x(0.5), y(0)+38)
	var path []string
	for _, p := range c {
		path = append(path, fmt.Sprintf("%.1f,%.1f", x(p.Asserted), y(p.Wrong)))
	}
	fmt.Fprintf(&b, `<polyline points="%s" fill="none" stroke="#1264a3" stroke-width="2"/>`+"\n", strings.Join(path, " "))
	p := c.At(bot.DefaultThresholds.Answered)
	fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="5" fill="#e01e5a"/>`+"\n", x(p.Asserted), y(p.Wrong))
	fmt.Fprintf(&b, `<text x="%.1f" y="%.1f">asserted from %.2f: %.0f%% wrong, %.0f%% of what has no answer held back</text>`+"\n",
		x(0)+8, y(1)+16, p.Confidence, 100*p.Wrong, 100*p.Refused)
	b.WriteString("</svg>\n")
	return b.String()
}
