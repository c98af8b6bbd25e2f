package japanese

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A Unit is what a figure counts, by one name for all its spellings: 円 for ¥ and
// yen, 人 for 名 and people, か月 for ヶ月 and months.
type Unit string

// counting tells how a unit compares with others.
type counting int

const (
	measure counting = iota // only with units of the same base
	counter                 // with general counters and with no unit too
	general                 // つ, 個: with every counter
)

type unitInfo struct {
	base   Unit
	factor float64
	kind   counting
}

// unitLines has one unit a line: name, base, factor, kind, spellings. Spellings in
// Latin letters are whole words; _ stands for a space.
const unitLines = `
秒 秒 1 m 秒間 秒 seconds second secs sec s
分 秒 60 m 分間 分 minutes minute mins min
時間 秒 3600 m 時間 hours hour hrs hr h
営業時間 営業時間 1 m 営業時間 business_hours business_hour working_hours working_hour
日 日 1 m 日間 日 days day calendar_days calendar_day
週間 日 7 m 週間 週 weeks week
営業日 営業日 1 m 営業日間 営業日 業務日 稼働日 就業日 business_days business_day working_days working_day
泊 泊 1 c 泊 nights night
か月 月 1 m か月間 ヶ月間 カ月間 ケ月間 ヵ月間 箇月間 か月 ヶ月 カ月 ケ月 ヵ月 箇月 個月 months month
年 月 12 m 年間 か年 ヶ年 カ年 箇年 年度 年 years year yrs yr
四半期 四半期 1 m 四半期 quarters quarter
円 円 1 m 円 yen jpy
ドル ドル 1 m 米ドル ドル dollars dollar usd
ユーロ ユーロ 1 m ユーロ euros euro eur
ポンド ポンド 1 m ポンド pounds pound gbp
元 元 1 m 人民元 yuan rmb cny
ウォン ウォン 1 m ウォン won krw
% % 1 m % パーセント percent per_cent pct
割 % 10 m 割
ポイント ポイント 1 m ポイント %ポイント pt percentage_points percentage_point
倍 倍 1 c 倍 fold
times times 1 c times
回 回 1 c 回 度
歳 歳 1 c 歳 才 years_old
人 人 1 c 名様 人 名 people persons person employees employee
個 個 1 g 個 つ コ items item pieces piece
件 件 1 c 件 cases case
台 台 1 c 台
本 本 1 c 本
枚 枚 1 c 枚 sheets sheet
冊 冊 1 c 冊
部 部 1 c 部 copies copy
通 通 1 c 通り 通
点 点 1 g 点 points point
種類 種類 1 g 種類 種 types type kinds kind
項目 項目 1 g 項目
社 社 1 c か国 カ国 ヶ国 社 companies company countries country
か所 か所 1 c か所 ヶ所 カ所 ケ所 箇所 個所 店舗 店 拠点 地点 places place sites site locations location
組 組 1 c 組 足 着 式 セット 室 席 棟 戸 軒 口 行 列 杯 匹 頭 世帯 区画 段階 品 票 案 要素
文字 文字 1 c 文字 字 characters character chars char letters
桁 桁 1 c 桁 けた digits
ページ ページ 1 c ページ 頁 pages page
条 条 1 c 条
項 項 1 c 項
号 号 1 c 号
章 章 1 c 章
節 節 1 c 節
版 版 1 c 版
番 番 1 c 番 位
階 階 1 c 階 丁目
級 級 1 c 級 期
年生 年生 1 c 年生 学年 grade
親等 親等 1 c 親等
世紀 世紀 1 c 世紀 century centuries
kg g 1000 m キログラム キロ kg kgs kilograms kilogram
g g 1 m グラム g grams gram
t g 1000000 m トン tons ton tonnes tonne
km メートル 1000 m キロメートル km kilometers kilometer kilometres kilometre
m メートル 1 m メートル meters meter metres metre
cm メートル 0.01 m センチメートル センチ cm
mm メートル 0.001 m ミリメートル ミリ mm
℃ ℃ 1 m °c ℃ 度 degrees degree celsius
l l 1 m リットル liters litres liter litre
m2 m2 1 m 平方メートル 平米 m2
KB KB 1 m kb キロバイト
MB MB 1 m mb メガバイト
GB GB 1 m gb ギガバイト
TB TB 1 m tb テラバイト
`

var (
	units    = map[Unit]unitInfo{}
	japanUse = map[rune][]spelling{} // Japanese spellings by first rune, longest first
	latinUse = map[string]Unit{}     // whole words, several joined by one space
)

type spelling struct {
	text string
	unit Unit
}

func init() {
	for line := range strings.Lines(unitLines) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		name := Unit(f[0])
		units[name] = unitInfo{Unit(f[1]), parseFloat(f[2]), map[string]counting{"m": measure, "c": counter, "g": general}[f[3]]}
		for _, s := range f[4:] {
			s = strings.ReplaceAll(s, "_", " ")
			if r, _ := utf8.DecodeRuneInString(s); r < 0x80 && isLetterByte(s[0]) {
				latinUse[s] = name
			} else if !slices.ContainsFunc(japanUse[r], func(o spelling) bool { return o.text == s }) {
				japanUse[r] = append(japanUse[r], spelling{s, name})
			}
		}
	}
	for r := range japanUse {
		slices.SortStableFunc(japanUse[r], func(a, b spelling) int { return len(b.text) - len(a.text) })
	}
}

func (u Unit) base() Unit {
	if i, ok := units[u]; ok {
		return i.base
	}
	return u
}

func (u Unit) factor() float64 {
	if i, ok := units[u]; ok {
		return i.factor
	}
	return 1
}

// Comparable reports whether figures of the two units can be about the same thing:
// the units measure the same, or both count things and one of them says not which.
func (u Unit) Comparable(o Unit) bool {
	a, b := units[u], units[o]
	switch {
	case u == o || u.base() == o.base():
		return true
	case u == "":
		return b.kind != measure
	case o == "":
		return a.kind != measure
	case u == "times" || o == "times":
		return u == "回" || o == "回" || u == "倍" || o == "倍"
	case u == "回" && o == "℃" || u == "℃" && o == "回": // both are written 度
		return true
	case a.kind == measure || b.kind == measure:
		return false
	}
	return a.kind == general && o != "人" || b.kind == general && u != "人"
}

// Kin reports whether figures of the two units can take each other's place in a
// sentence: the units are comparable, or both measure time, or both money.
func (u Unit) Kin(o Unit) bool {
	for _, kin := range [][]Unit{{"秒", "日", "営業日", "営業時間", "泊", "月", "四半期"}, {"円", "ドル", "ユーロ", "ポンド", "元", "ウォン"}} {
		if slices.Contains(kin, u.base()) && slices.Contains(kin, o.base()) {
			return true
		}
	}
	return u.Comparable(o)
}

// Counts reports whether the unit is one for things and people, or none, rather
// than a measure of time, money, share, length or weight.
func (u Unit) Counts() bool { return u == "" || units[u].kind != measure }

// unitAt reads the unit at the start of folded text: its name and its length, or 0.
func unitAt(s string) (Unit, int) {
	r, _ := utf8.DecodeRuneInString(s)
	for _, sp := range japanUse[r] {
		if strings.HasPrefix(s, sp.text) && !isOtherWord(sp.text, s[len(sp.text):]) {
			return sp.unit, len(sp.text)
		}
	}
	if len(s) > 0 && isLetterByte(s[0]) {
		return latinUnitAt(s)
	}
	return "", 0
}

// otherWords are the beginnings of words that a unit's spelling begins too.
var otherWords = map[string][]string{
	"日": {"目", "本", "程", "付", "報", "額"}, "分": {"野", "類", "析", "割", "科", "担"}, "人": {"事", "材", "件", "工", "物"},
	"本": {"人", "社", "当", "木", "部", "店", "来", "日"}, "部": {"長", "屋", "署", "門", "品", "下"}, "通": {"知", "信", "常", "勤"},
	"点": {"検"}, "台": {"風", "帳"}, "回": {"答", "線", "復", "収"}, "件": {"名"}, "番": {"号"}, "名": {"前", "称", "義", "刺"},
	"年": {"休", "末"}, "社": {"長", "員", "内", "外"}, "行": {"う", "い", "政", "動"}, "列": {"車"}, "口": {"頭", "座"},
	"期": {"間", "限", "待"}, "度": {"々"}, "字": {"幕"}, "円": {"滑"}, "式": {"典"}, "席": {"上"}, "組": {"織", "み"}, "着": {"手", "任", "信"},
	"案": {"内", "件"}, "品": {"質", "番", "目"}, "店": {"長"}, "室": {"長"}, "割": {"り", "当", "増"}, "種": {"別"}, "足": {"り"}, "元": {"号"},
}

func isOtherWord(unit, rest string) bool {
	for _, o := range otherWords[unit] {
		if strings.HasPrefix(rest, o) {
			return true
		}
	}
	return false
}

func latinUnitAt(s string) (Unit, int) {
	n := wordEnd(s, 0)
	if n < len(s) && s[n] == ' ' || n < len(s) && s[n] == '-' {
		if e := wordEnd(s, n+1); e > n+1 {
			if u, ok := latinUse[s[:n]+" "+s[n+1:e]]; ok {
				return u, e
			}
		}
	}
	if n < len(s) && '0' <= s[n] && s[n] <= '9' && !strings.HasPrefix(s, "m2") {
		return "", 0
	}
	if u, ok := latinUse[s[:n]]; ok {
		return u, n
	}
	return "", 0
}

func isLetterByte(c byte) bool { return 'a' <= c && c <= 'z' }

// wordEnd returns the offset behind the letters a–z of s from i on.
func wordEnd(s string, i int) int {
	for i < len(s) && isLetterByte(s[i]) {
		i++
	}
	return i
}
