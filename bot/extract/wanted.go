package extract

import (
	"regexp"
	"slices"

	"kotae/bot"
	"kotae/retrieval/japanese"
)

// Wanted is what a question asks for, as far as its sign can be seen in a text.
type wanted struct {
	kind        bot.Kind
	unit        japanese.Unit // of the number; "" for any
	date        dateForm
	given       []japanese.Quantity // figures that the question states itself
	confirms    bool                // it asks whether the figures that it states are so
	particulars []particular
	names       map[string]bool // by stem
	propers     map[string]bool // those of people, places and organisations
}

// A dateForm says which parts a date must have.
type dateForm int

const (
	anyDate dateForm = iota
	withYear
	withMonth
	withDay
	withClock
	withWeekday
)

// newWanted reads a question.
func newWanted(question string, a *japanese.Analyzer) wanted {
	morphemes := a.Morphemes(question)
	w := wanted{kind: bot.KindOf(question), particulars: particularsOf(question, morphemes), names: namesOf(question, morphemes), propers: propersOf(morphemes)}
	w.given, _ = japanese.Figures(question)
	w.confirms = confirms(question)
	folded := japanese.Fold(question)
	switch w.kind {
	case bot.Number:
		// What 何 stands for is a figure: with one in its place the unit can be read.
		filled, _ := japanese.Figures(howMany.ReplaceAllString(folded, "1$1"))
		for _, q := range filled {
			if !slices.ContainsFunc(w.given, q.Equal) {
				w.unit = q.Unit
			}
		}
		if w.unit == "" && moneyForm.MatchString(folded) {
			w.unit = "円"
		}
	case bot.Date:
		switch {
		case clockForm.MatchString(folded):
			w.date = withClock
		case weekdayForm.MatchString(folded):
			w.date = withWeekday
		case dayForm.MatchString(folded):
			w.date = withDay
		case monthForm.MatchString(folded):
			w.date = withMonth
		case yearForm.MatchString(folded):
			w.date = withYear
		}
	}
	return w
}

var (
	howMany     = regexp.MustCompile(`何(\p{Han}|か月|ヶ月|カ月|か所|ヶ所|か国|カ国|%|パーセント|ページ|メートル|キロ|km|kg)|(?:how many|what (?:number of)?) (\w+)`)
	moneyForm   = regexp.MustCompile(`いくら|料金|金額|価格|月額|年額|値段|費用|\bhow much\b|\b(?:price|cost|fee)\b`)
	clockForm   = regexp.MustCompile(`何時|\bwhat time\b`)
	weekdayForm = regexp.MustCompile(`何曜|\bwhich day of the week\b`)
	dayForm     = regexp.MustCompile(`何月何日|\bwhat date\b`)
	monthForm   = regexp.MustCompile(`何年何月|\bwhat month and year\b`)
	yearForm    = regexp.MustCompile(`何年|\b(?:what|which) year\b`)
)

// in reports whether a sentence holds a thing that may be the one asked for: one of
// its kind, which is none of those that the question gives itself.
func (w wanted) in(a *japanese.Analyzer, text string) bool {
	text = text[japanese.ItemMark(text):]
	switch w.kind {
	case bot.Number:
		quantities, _ := japanese.Figures(text)
		return slices.ContainsFunc(quantities, w.isNumber)
	case bot.Date:
		quantities, dates := japanese.Figures(text)
		return slices.ContainsFunc(dates, w.isDate) || w.date == anyDate && (slices.ContainsFunc(quantities, isTerm) || a.Traits(text).Date)
	case bot.Reason:
		return reasonForm.MatchString(japanese.Fold(text))
	}
	return w.kind.In(a.Traits(text))
}

// reasonForm is how a sentence gives a reason. A purpose (のために, in order to) is none, and
// neither is a place or a time that から and より begin at.
var reasonForm = regexp.MustCompile(`ため(?:で(?:す|ある|した|あった)|だ|、|。|に(?:より|よる)|$|[)）」])|ので|(?:[いただるすんう])から(?:で(?:す|ある)|だ|、|。|$)|理由|原因|要因|による(?:もの|と)|によって|により|おかげ|せいで|背景|わけ|目的|狙い|きっかけ|つながる|とされ|\b(?:because|since|due to|so that|reasons?|therefore|owing to|to avoid|caused?|led to|as a result|had thought)\b`)

// shows reports whether the kind of thing asked for shows in a text.
func (w wanted) shows() bool {
	switch w.kind {
	case bot.Number, bot.Date, bot.Person, bot.Place, bot.Reason:
		return true
	}
	return false
}

func (w wanted) isNumber(q japanese.Quantity) bool {
	if q.Code != "" || w.unit != "" && !q.Unit.Kin(w.unit) || slices.ContainsFunc(w.given, q.Equal) {
		return false
	}
	return true
}

// isTerm reports whether a quantity is a point in time before or after another.
func isTerm(q japanese.Quantity) bool {
	return q.Unit.Kin("日") && q.Bound != japanese.Exactly || q.Side != japanese.NoSide
}

func (w wanted) isDate(d japanese.Date) bool {
	switch w.date {
	case withYear:
		return d.Year != 0
	case withMonth:
		return d.Year != 0 && d.Month != 0
	case withDay:
		return d.Month != 0 && d.Day != 0
	case withClock:
		return d.Clock
	case withWeekday:
		return d.WeekdayOf() != 0
	}
	return true
}
