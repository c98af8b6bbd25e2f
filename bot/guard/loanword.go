package guard

import "strings"

// composed reports whether a katakana word is in the text: a word of it, the
// beginning or end of one (ライト in ライトプラン) or made of two (the other way round), or
// short for one (スマホ).
func composed(w, text string) bool {
	if !strings.ContainsFunc(text, func(r rune) bool { return isKatakana(string(r)) }) {
		return false
	}
	r := []rune(w)
	var words [][]rune
	for _, run := range strings.FieldsFunc(text, func(r rune) bool { return !isKatakana(string(r)) || r == '・' }) {
		x := []rune(run)
		words = append(words, x)
		if run == w || len(r) > 2 && (strings.HasPrefix(run, w) || strings.HasSuffix(run, w)) || len(r) > 3 && strings.Contains(run, w) {
			return true
		}
		if len(x) >= 4 && len(r) >= 3 && x[0] == r[0] && (subsequence(r, x) || subsequence(x, r)) {
			return true
		}
	}
	for i := 2; i <= len(r)-2; i++ {
		a, z := string(r[:i]), string(r[i:])
		if (generic[a] || holdsWord(words, a)) && (generic[z] || holdsWord(words, z)) {
			return true
		}
	}
	return strings.Contains(text, w) && strings.Contains(w, "・")
}

func holdsWord(words [][]rune, w string) bool {
	for _, x := range words {
		if strings.HasPrefix(string(x), w) || strings.HasSuffix(string(x), w) {
			return true
		}
	}
	return false
}

// subsequence reports whether all runes of a occur in b in their order.
func subsequence(a, b []rune) bool {
	i := 0
	for _, r := range b {
		if i < len(a) && a[i] == r {
			i++
		}
	}
	return i == len(a)
}

// generic are loan words that name nothing in particular and that the dictionary
// does not know.
var generic = set(`ユーザー ユーザ メンバー ルール ケース スケジュール チェック サービス システム ツール アプリ アプリケーション スマホ スマートフォン パソコン タブレット
ログイン ログアウト パスワード アカウント メール メッセージ チャット チャンネル フォーム フォルダ フォルダー ファイル サーバー サーバ クラウド オンライン オフライン
テレワーク リモート リモートワーク リモートアクセス ワークフロー オンボーディング ガイド ガイドライン マニュアル ポリシー セキュリティ インシデント トラブル バージョン アップデート インストール
タイミング ポイント コスト メリット デメリット プラン オプション ステップ フロー レベル プロセス プロジェクト ミーティング イベント セミナー トレーニング サポート ヘルプ
スタッフ パート アルバイト マネージャー リーダー チーム グループ カテゴリ カテゴリー リスト データ ドキュメント ページ サイト ウェブサイト ホームページ リンク
コピー プリント プリンター プリンタ スキャン キャンセル リクエスト アクセス ネットワーク インターネット デバイス モニター カレンダー タスク プライベート ハッカー サイバー マルウェア ランサムウェア`)
