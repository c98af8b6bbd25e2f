package reader

import (
	"regexp"
	"strings"

	"kotae/retrieval"
)

var (
	// teasers match the line above what a page shows of other pages.
	teasers = regexp.MustCompile(`^[\s#■●▼◆【\[「]*(?:関連(?:記事|リンク|ニュース|コンテンツ|する記事)(?:一覧)?|(?:あわせて|合わせて|こちらも)読みたい(?:記事)?|(?:おすすめ|オススメ|お勧め)(?:の)?(?:記事|コンテンツ|関連記事)|(?:人気|新着|最新|注目)(?:の)?(?:記事|ニュース)(?:一覧|ランキング)?|(?:記事|アクセス)?ランキング|この記事(?:を読んだ人|をシェア).*|(?i:related (?:articles?|posts?|links?|stories)|recommended(?: for you)?|most (?:read|popular)|you may also like|trending))[】\]」:：\s]*$`)
	// chromeLines match what stands at the foot of pages.
	chromeLines = regexp.MustCompile(`^(?:[▲△↑^\s]*(?:この)?(?:ページ|頁)(?:の)?(?:トップ|上部|先頭|上)(?:へ|に)?(?:戻る)?[\s↑▲]*|(?i:back to top|(?:copyright|©|\(c\)|（c）).{0,120})|.{0,40}(?i:all rights reserved)\.?|(?:当|この)?サイトは(?i:cookie|クッキー).{0,80}|(?i:cookie|クッキー)(?:の使用|について|に同意).{0,80}|(?:サイトマップ|利用規約|プライバシーポリシー|個人情報保護方針|お問い合わせ|ログイン|会員登録|ホーム|トップページ)(?:[\s|｜・/>]+(?:サイトマップ|利用規約|プライバシーポリシー|個人情報保護方針|お問い合わせ|会社概要|採用情報|ログイン|会員登録|ホーム))*)$`)
)

// dropBoilerplate takes what a page of the web shows beside its text out of the blocks:
// the beginnings of other articles under a line that says so, in the second half of an
// article, and the usual lines at the foot. They stay in the text, where nobody looks
// for them.
func dropBoilerplate(d *retrieval.Document) {
	kept := make([]retrieval.Block, 0, len(d.Blocks))
	begin := 0 // of the article, in kept
	for i := 0; i < len(d.Blocks); i++ {
		b := d.Blocks[i]
		s := d.Text[b.Start:b.End]
		if b.Level == 1 {
			begin = len(kept)
		}
		if len(kept) > begin && b.Level != 1 && !strings.Contains(s, "\n") && teasers.MatchString(s) {
			end := i + 1
			for end < len(d.Blocks) && d.Blocks[end].Level != 1 && (b.Level == 0 || d.Blocks[end].Level == 0 || d.Blocks[end].Level > b.Level) {
				end++
			}
			before := b.Start - kept[begin].Start
			if after := d.Blocks[end-1].End - b.Start; after < before {
				i = end - 1
				continue
			}
		}
		kept = append(kept, b)
	}
	const foot = 12 // blocks at either end that may be no text
	clean := make([]retrieval.Block, 0, len(kept))
	for i, b := range kept {
		s := trim(d.Text[b.Start:b.End])
		if (i < foot/2 || i >= len(kept)-foot) && b.Kind != retrieval.Row && b.Kind != retrieval.Code && b.Level != 1 && !strings.Contains(s, "\n") && chromeLines.MatchString(s) {
			continue
		}
		clean = append(clean, b)
	}
	if len(clean) > 0 {
		d.Blocks = clean
	}
}
