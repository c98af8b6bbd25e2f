package retrieval_test

import (
	"fmt"
	"slices"
	"testing"

	"kotae/retrieval"
)

// colloquial are questions as they are typed with what documents write about it: no
// word of the one is in the other, so that the glossary alone leads there.
var colloquial = []struct{ asked, written string }{
	// verbs of every day
	{"スマホが水没した", "端末が浸水した場合は電源を入れず情報システム部に預ける。"},
	{"先生が捕まった", "教諭が詐欺の疑いで逮捕された。"},
	{"うそがばれた", "虚偽の発表だったことが発覚した。"},
	{"会社が潰れた", "同社は負債を抱えて倒産した。"},
	{"財布を盗まれた", "所持品の盗難に遭ったときは総務に届け出る。"},
	{"値段が跳ね上がる", "原材料の価格が高騰している。"},
	{"ルールを緩める", "規制の緩和を図る。"},
	{"監視を強める", "モニタリングの強化に努める。"},
	{"話し合いが揉めている", "交渉は難航している。"},
	{"社長を首にした", "代表取締役を解任した。"},
	{"工場を畳む", "製造拠点を閉鎖する。"},
	{"約束を破る", "合意に違反する行為は認めない。"},
	{"犯人が逃げた", "容疑者は逃走した。"},
	{"薬物を運んだ", "麻薬を輸送した罪に問われる。"},
	{"賄賂をもらった", "収賄の事実を認めた。"},
	{"お金を出し合う", "参加企業が資金を拠出する。"},
	{"締め切りに間に合わない", "期限までの提出が困難なときは事前に連絡する。"},
	{"誰が引き継ぐの", "後任者が職務を承継する。"},
	{"壁にぶつかった車", "乗用車が衝突する事故が起きた。"},
	{"話をはぐらかす", "明言を避け、回答を留保した。"},
	{"急に値下がりした", "株価が急落した。"},
	{"手伝ってほしい", "支援を要請する。"},
	{"みんなに知らせる", "全従業員に周知する。"},
	{"わいせつな写真をばらまく", "性的な画像を拡散する行為。"},
	{"相手をけなす", "他者を誹謗中傷してはならない。"},
	{"ズル休みした", "無断欠勤は懲戒の対象となる。"},
	{"サボり", "業務の懈怠は勤務評価に反映する。"},
	{"バズった投稿", "SNSで大きな話題となった記事。"},
	{"炎上したとき", "批判が殺到した場合の広報の対応。"},
	{"パソコンがカクカクする", "端末の動作が緩慢な場合の対処。"},
	{"ファイルがぶっ飛んだ", "データが消失したときは復旧を依頼する。"},
	{"コロナが落ち着いた", "感染症が収束した。"},
	// nouns
	{"偉い人の給料", "役員の報酬は株主総会で決める。"},
	{"トップ同士の話し合い", "首脳による会談が行われた。"},
	{"言い訳", "釈明は受け入れられなかった。"},
	{"もうけの使い道", "利益の使途を開示する。"},
	{"お金持ち", "富裕層は拠出を増やす。"},
	{"貧しい人たち", "貧困層への援助を拡大する。"},
	{"いざこざ", "紛争は仲裁により解決する。"},
	{"フェイクの動画", "虚偽の映像に対抗する。"},
	{"スパイ組織", "情報機関が関与したとみられる。"},
	{"お墨付き", "当局の認可を得た。"},
	{"抜け穴", "制度の不備を突いた行為。"},
	{"兵隊さんの数", "兵力は約10万である。"},
	{"飛行機が落ちた", "旅客機が墜落した。"},
	{"フェリーが沈んだ", "旅客船が沈没した。"},
	{"試し期間", "トライアルは30日間とする。"},
	{"ギャラ", "講師への謝礼は1回2万円とする。"},
	{"打ち上げの予算", "慰労会の費用は一人5千円を限度とする。"},
	{"ハンコはいるの", "押印は不要とする。"},
	{"赤ちゃんが生まれた", "子の出生の日から14日以内に届け出る。"},
	{"引っ越したとき", "転居した場合は通勤経路を届け出る。"},
	{"おばあちゃんが亡くなった", "祖母の逝去の場合は忌引を認める。"},
	{"備品が足りない", "消耗品の不足は総務課へ連絡する。"},
	{"電車が遅れた", "鉄道の遅延による遅刻は証明書を提出する。"},
	{"鍵をなくした", "キーを紛失した者は弁償する。"},
	// English
	{"Who was accused of stealing trade secrets?", "営業秘密を盗んだとして元社員が起訴された。"},
	{"Which companies were blacklisted?", "政府は企業をブラックリストに掲載した。"},
	{"How did the hackers steal the money?", "ハッカーが資金を窃取した手口。"},
	{"When did the spokesperson resign?", "報道官は3月に辞任した。"},
	{"troops stationed near the border", "国境付近に駐留する部隊。"},
	{"Did the senator apologize?", "上院議員は謝罪した。"},
	{"seized servers and domains", "当局はサーバーとドメインを押収した。"},
	{"lawmakers urged the ban", "議員らは禁止を求めた。"},
	{"foreign ministry denied the allegation", "外務省は疑惑を否定した。"},
	{"undermine trust in elections", "選挙への信頼を損なう。"},
	{"The judge ordered a hearing", "裁判官は審問を命じた。"},
	{"amplify false narratives", "虚偽の言説を増幅する。"},
	{"lend a laptop to a contractor", "委託先に端末を貸与する。"},
	{"mandatory vaccination for nurses", "看護師の予防接種を義務とする。"},
	{"the vessel ran aground", "船舶が座礁した。"},
	{"Can I bring my kids to the office?", "子どもを事務所に同伴することは認めない。"},
	{"who inherits the throne", "皇位は男系の男子が継承する。"},
	{"ancient temple burned down", "古代の寺院が焼失した。"},
	{"exhaust gas fraud of the carmaker", "自動車メーカーの排ガス不正。"},
	{"the ambassador was summoned", "大使を呼び出して抗議した。"},
	{"bees and pollination", "ハチによる受粉。"},
	{"spell out the deadline in the contract", "契約書に期限を明記する。"},
	{"reimburse the taxi at night", "深夜のタクシー代を払い戻す。"},
	{"evict the tenant", "賃借人を立ち退かせる。"},
}

func TestWhatStaffSayFindsWhatDocumentsWrite(t *testing.T) {
	f := newFolder(t)
	for n, row := range colloquial {
		f.write(fmt.Sprintf("%03d.md", n), row.written)
	}
	f.sync()
	r := retrieval.NewRetriever(analyzer, f.embedder, f.store, retrieval.Weights{Lexical: 1})
	if err := r.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for n, row := range colloquial {
		t.Run(row.asked, func(t *testing.T) {
			written := analyzer.Words(row.written)
			for _, word := range analyzer.Words(row.asked) {
				if slices.Contains(written, word) {
					t.Errorf("%q is in both", word)
				}
			}
			want := fmt.Sprintf("%03d.md", n)
			found := search(t, r, retrieval.Query{Text: row.asked, N: 3}).List
			if !slices.ContainsFunc(found, func(h retrieval.Hit) bool { return h.Passage.File == want }) {
				t.Errorf("%q is not found", row.written)
			}
		})
	}
}
