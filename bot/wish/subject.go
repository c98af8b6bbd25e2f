package wish

import (
	"regexp"
	"strings"
)

// setSubject takes from what a message is about what it points at and the section
// that it keeps to.
func (w *Wish) setSubject(s string) {
	for _, m := range quoted.FindAllStringSubmatch(s, -1) {
		w.Names = append(w.Names, strings.TrimSpace(m[1]+m[2]+m[3]+m[4]+m[5]))
	}
	s = strings.Trim(s, " 、,。.:;!?~-・…")
	switch {
	case s == "" && len(w.Links) > 0:
		return
	case threads.MatchString(s):
		w.Pointer = Thread
		s = trimSubject(threads.ReplaceAllString(s, " "))
	case attachments.MatchString(s):
		w.Pointer = Attached
		s = trimSubject(attachments.ReplaceAllString(s, " "))
	case these.MatchString(s):
		w.Pointer = This
		s = trimSubject(these.ReplaceAllString(s, " "))
	}
	s = trimSubject(s)
	w.Subject, w.Section = section(s)
	w.Subject = trimSubject(w.Subject)
	if w.Subject == "" && w.Section != "" && w.Pointer == Nowhere {
		w.Pointer = This
	}
}

var (
	quoted      = regexp.MustCompile("「([^「」]+)」|『([^『』]+)』|\"([^\"]+)\"|`([^`]+)`|'([^']{3,})'")
	threads     = regexp.MustCompile(`(?:この|その|上の|ここの|今の|本)?(?:スレッド|スレ(?:$|[のをは、 ]))(?:全体|の内容|の(?:議論|会話|流れ|やりとり|話))?|(?:この|ここまで(?:の)?|これまで(?:の)?|今まで(?:の)?|上の|さっきの)(?:会話|やり取り|やりとり|議論|話|話し合い|流れ|チャット|投稿|メッセージ|話の流れ|経緯)|^(?:ここまで|これまで|今まで)$|\b(?:this|the|that|our) (?:thread|conversation|discussion|chat|channel)(?: so far| above)?\b|\b(?:everything|what was said|what we said) (?:so far|above)\b|^(?:so far|the above)$|^thread$|\bthis thread\b`)
	attachments = regexp.MustCompile(`(?:今|さっき)?(?:添付(?:した|された|の|してある)?|アップ(?:した|ロードした)|貼った|貼り付けた|送った|上げた|投げた)(?:の|資料|ファイル|文書|pdf|ワード|エクセル|excel|word|パワポ|スライド|やつ|もの|書類)?(?:$|[のを、 ])?|\b(?:the |this |my |that )?(?:attached|attachment|uploaded)(?: (?:file|document|pdf|doc|slides?|spreadsheet|one))?\b|\bthe (?:file|document|pdf) i (?:just )?(?:attached|uploaded|sent|shared|dropped)\b`)
	these       = regexp.MustCompile(`^(?:この|その|今の|いまの|上の|先の|さっきの|先ほどの|先程の|さきほどの|前の|直前の|引用(?:した|元の|された)?|出典の|根拠の|[0-9]番目?の)(?:資料|文書|ファイル|ドキュメント|規程|規定|規則|記事|議事録|マニュアル|手順書?|書類|pdf|ページ|やつ|もの|の|回答|答え|案内|内容|ポリシー|レポート|章|節|条文|根拠|出典|引用(?:元)?)?(?:$|[のをはもに、 ])|^(?:これ|それ|こちら|そちら|ここ|そこ|上記|同資料|出典|引用元|根拠)(?:$|[のをはもで、 ])|^(?:this|that|it|these|those|them|the above|this one|that one|the same)(?: (?:document|file|article|doc|pdf|policy|page|guide|one|report|memo|source|text|thing|minutes|answer))?(?: too| as well| also)?$|^(?:the )?(?:last|previous|cited|quoted|above) (?:document|file|article|doc|source|one|answer)$|^(?:the )?(?:source|document|file|article|doc)(?: (?:above|you (?:just )?(?:cited|quoted|mentioned|used)))?$|^(?:資料|文書|ファイル|ドキュメント|記事)$`)
)

// trimSubject takes off what stands around a name.
func trimSubject(s string) string {
	for {
		before := s
		s = strings.Trim(s, " 、,。.:;!?~-・…")
		s = leading.ReplaceAllString(s, "")
		s = trailing.ReplaceAllString(s, "")
		if unclosed := strings.Count(s, "(") - strings.Count(s, ")"); unclosed > 0 {
			s = strings.TrimSuffix(s, "(")
		}
		if s == before {
			return s
		}
	}
}

var (
	leading  = regexp.MustCompile(`^(?:あの|例の|うちの|弊社の|当社の|会社の|ちょっと|まず|とりあえず|the |our |an? |about |of |on |for |from |me |us |please )`)
	trailing = regexp.MustCompile(`(?:に書いてあること|に書かれていること|に書いてある内容|に書かれた内容|、?(?:の内容|の中身|内容|中身)|の話|という(?:資料|文書|ファイル|ドキュメント)|って(?:いう)?(?:資料|文書|ファイル|やつ|の)|について|に関して|に関する|の件|のこと|だけ|ぜんぶ|全部|に絞って|の全体|全体|の全文|を|は|って|で|の|に|から| please| pls| plz| for me| for us| document| file| doc| so i can .*)$`)
)

// sections are how a part of a document is named: the part, and what it is of.
var sections = []struct {
	form     *regexp.Regexp
	of, part int // submatches
}{
	{regexp.MustCompile(`^(.*?)の?(第[0-9一二三四五六七八九十百]+(?:条の[0-9]+|章|条|節|編|部|項|回)(?: ?\([^)]*\))?)(?:の?(?:部分|箇所|ところ|所|内容))?$`), 1, 2},
	{regexp.MustCompile(`^(.*?)(?:の|、| )(?:の)?「([^「」]+)」(?:の|という)?(?:章|節|セクション|見出し|項目?|部分|箇所|ところ|くだり|段落|パート|欄|シート|スライド)$`), 1, 2},
	{regexp.MustCompile(`^(.*)の([^の、 ]+)(?:の|という)(?:章|節|セクション|見出し|部分|箇所|ところ|くだり|段落|パート|欄)$`), 1, 2},
	{regexp.MustCompile(`^()「?([^の、 「」]+)」?(?:の|という)(?:章|節|セクション|見出し)$`), 1, 2},
	{regexp.MustCompile(`^(?:the )?(?:closing|last|final|opening|first) section \(([^)]+)\) of (?:the )?(.+)$`), 2, 1},
	{regexp.MustCompile(`^(?:the )?((?:chapter|section|article|part|appendix) [0-9a-z.]+)(?: (?:of|in|from) (.+))?$`), 2, 1},
	{regexp.MustCompile(`^(?:the )?(?:section|chapter|part|heading) (?:on |about |called |named |titled |entitled )?"?([^"]+?)"? (?:of|in|from) (?:the )?(.+)$`), 2, 1},
	{regexp.MustCompile(`^(?:the )?"?([^"]+?)"? (?:section|chapter|part|heading) (?:of|in|from) (?:the )?(.+)$`), 2, 1},
	{regexp.MustCompile(`^(.+?)(?:'s)?,? (?:section|chapter|article) ([0-9]+[0-9.]*)$`), 1, 2},
	{regexp.MustCompile(`^()(?:the )?"?([^"]+?)"? (?:section|chapter)$`), 1, 2},
}

// section splits what a message is about into the whole and the part of it.
func section(s string) (whole, part string) {
	for _, f := range sections {
		if m := f.form.FindStringSubmatch(s); m != nil && strings.TrimSpace(m[f.part]) != "" {
			if p := parenthesis.FindStringSubmatch(m[f.part]); p != nil && strings.Contains(m[0], "closing section") {
				return m[f.of], p[1]
			}
			return m[f.of], strings.TrimSpace(m[f.part])
		}
	}
	return s, ""
}

var parenthesis = regexp.MustCompile(`\(([^)]+)\)`)
