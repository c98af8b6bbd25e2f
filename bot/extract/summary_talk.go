package extract

import "kotae/bot"

// rank is where a group stands: what is none of them comes last.
func rank(g bot.Group) int {
	if g == bot.Ungrouped {
		return int(bot.Assignment) + 1
	}
	return int(g)
}
