package japanese

import (
	"strings"
	"unicode/utf8"

	"github.com/ikawaha/kagome/v2/tokenizer"
)

// compoundWords are loanwords that compounds are made with which no dictionary has.
var compoundWords = set(`
	アカウント アクセス アシスタント アドレス アナリスト アプリ アプリケーション アラート アルゴリズム アンケート イベント インターフェース インターネット
	インフラ ウイルス ウェブ エージェント エラー エンジニア エンジン オーナー オフィス オプション オペレーション オペレーター オンライン カード
	カメラ カレンダー ガイド ガイドライン キーボード キット キャッシュ キャンペーン クライアント クラウド クラス グループ ケーブル ゲート ゲートウェイ
	コード コース コスト コンサルタント コンサルティング コンテンツ コントロール コンピュータ コンピューター サーバ サーバー サービス サイト サイバー サポート
	サンプル システム シート シフト シリーズ スイッチ スクリプト スケジュール スタッフ スタンド ステーション ステータス ストア ストレージ スペース スマート
	セキュリティ セクション セッション セミナー センサー センター ソース ソフト ソフトウェア ソリューション ゾーン タイプ タイム タスク ターゲット
	チーム チェック チケット チップ チャット チャンネル ツール テクノロジー テスト データ データベース ディスク ディレクター デザイン デジタル デバイス デスク
	ドライブ ドライバ ドライバー トラブル トレーニング ネットワーク ノート ハードウェア バックアップ バージョン パスワード パソコン パッケージ パートナー パネル
	ビジネス ビル ファイル フォーム フォルダ フォルダー プラットフォーム プラン プリンタ プリンター プログラム プロジェクト プロセス プロトコル プロバイダ プロバイダー ベース
	ボード ボックス ポイント ポリシー ポート マーケット マーケティング マイクロ マシン マスター マニュアル マネージャ マネージャー マネジメント メーカー メール メッセージ
	メディア メニュー メンテナンス メンバー モード モデル モニター モバイル ユーザ ユーザー ユニット ライセンス ライブラリ ライン ラベル ランキング リスト
	リスク リーダー リモート リンク ルール ルーム ルータ ルーター レポート レベル ロボット ワーカー ワーク ワークショップ
`)

// leastCompoundWord is the least characters of what stands beside one of compoundWords.
const leastCompoundWord = 3

// cutCompound cuts a word of katakana that the dictionary does not know before or behind
// one of compoundWords: エクスチェンジサーバー before サーバー. What can't be cut is one
// word.
func cutCompound(word string) []string {
	letters := []rune(word)
	for at := leastCompoundWord; at <= len(letters)-leastCompoundWord; at++ {
		if last := string(letters[at:]); compoundWords[last] {
			return append(cutCompound(string(letters[:at])), last)
		}
	}
	for at := len(letters) - leastCompoundWord; at >= leastCompoundWord; at-- {
		if first := string(letters[:at]); compoundWords[first] {
			return append([]string{first}, cutCompound(string(letters[at:]))...)
		}
	}
	return []string{word}
}

// loanwordsOf returns the words of a token that is katakana alone: those of its compound,
// if the dictionary does not know it. It returns nil for another token.
func loanwordsOf(tok tokenizer.Token) []string {
	switch {
	case !isKatakanaWord(tok.Surface):
		return nil
	case tok.Class == tokenizer.UNKNOWN:
		return cutCompound(tok.Surface)
	}
	return []string{tok.Surface}
}

// isKatakanaWord reports whether a word is katakana alone.
func isKatakanaWord(word string) bool {
	return word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !isKatakana(r) }) && utf8.RuneCountInString(word) > 1
}
