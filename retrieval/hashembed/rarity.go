package hashembed

import "strings"

// common are kanji that children learn first and every page of a company's papers holds.
const common = "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨" +
	"会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別物使品計死特私始運終台住無真有口少料建空急止送転研究着病質室取成部的化性分全合和定政治法最現関係機平民議対受含内第初総実約回"

// rarity estimates, in nats, how rare a passage is that holds the term: the sum
// over its characters, at most 7. The estimates are rounded from general texts:
// one passage in 90 holds a given kanji that is not common, one in seven one that
// is; hiragana are everywhere.
func rarity(term string) float64 {
	sum := 0.0
	for i, r := range term {
		switch {
		case r < 0x250:
			if i == 0 && len(term) == 1 {
				return 2
			}
			return 5 // a whole word or number
		case 0x3041 <= r && r <= 0x309F || r == 'ー':
		case 0x30A1 <= r && r <= 0x30FF:
			sum += 2
		case strings.ContainsRune(common, r):
			sum += 2
		default:
			sum += 4.5
		}
	}
	return min(sum, 7)
}
