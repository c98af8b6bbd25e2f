package wish

import "regexp"

const (
	// polite is how a Japanese request ends behind its verb in て.
	polite = `(?:て|って|てって)?(?:ください|下さい|くださいませんか|くださいな|くださると助かります|くれますか|くれませんか|くれない(?:か|かな|ですか)?|くれる(?:かな)?|くれ|くんない|もらえますか|もらえませんか|もらえる(?:かな)?|もらえない(?:か|かな|でしょうか)?|もらえると(?:助かる|助かります|嬉しい(?:です)?|ありがたい(?:です)?)|もらっていい(?:ですか)?|いただけますか|いただけませんか|いただけないでしょうか|いただけると(?:助かります|嬉しいです|幸いです|ありがたいです)|頂けますか|頂けませんか|頂けると(?:助かります|幸いです)|ほしい(?:です|のですが|んですが|んだけど|な)?|欲しい(?:です|のですが|んですが|んだけど|な)?|ちょうだい|頂戴|おいて(?:ください|くれ|ね|もらえますか)?|みて(?:ください|くれる)?|見せて(?:ください)?|教えて(?:ください|ほしい|くれ|くれる|もらえる|もらえますか|いただけますか|ね|よ)?)?(?:[~ー!]|ね|よ|な|や|お願い(?:します|いたします|致します|できますか|できる|したいです|です)?|ぷりーず|プリーズ|plz|pls|please|頼む|頼みます|たのむ|よろしく(?:お願いします)?|🙏)*`
	// please asks for a thing.
	please = `(?:を|も|だけでも|だけ|って|は|が)?(?: ?(?:お願い(?:します|いたします|致します|できますか|できる|したい(?:です)?|できないでしょうか|です)?|おねがい(?:します)?|ください|下さい|くれ|ちょうだい|頂戴|頼む|頼みます|たのむ|よろしく(?:お願いします)?|プリーズ|plz|pls|please|希望(?:です)?|(?:が|を)?(?:ほしい|欲しい|見たい|知りたい|読みたい|聞きたい)(?:です|のですが|んですが|んだけど|な)?|(?:を|だけ)?(?:教え|おしえ|示し|出し|作っ|つくっ|作成し|書い|見せ|送っ|くださ|説明し|まとめ|整理し|書き出し|抜き出し|抽出し|共有し|話し|把握し)(?:` + polite + `|たい(?:です)?)|(?:は|って)?(?:何|なに|なん)(?:ですか|でしょうか|だっけ|だろう|なの)?|(?:を)?(?:つかみたい|把握したい|知りたい)(?:です)?))?[~ー!]*`
	// yaku are 要約 and what comes of typing it in a hurry.
	yaku = `(?:要約|要訳|要役|要薬|用約|要点約|ようやく|よーやく|ヨウヤク|youyaku|サマリー?化|サマ(?:って|る))`
	// link stands between what is summed up and the wish.
	link = ` ?(?:の内容を|の中身を|の内容について|の中身|の内容|について|に関して|に関する|の件を?|のことを|のこと|の全体を|全体を|の全文を|全部|まるごと|を|の|は|って|、|,|で|から|ー|-|:)? ?(?:ちょっと|少し|もう少し|軽く|一度|早めに|今すぐ|いい感じに|うまく|内容を|中身を|全体を|ポイントを|要点を|重要(?:な)?(?:点|ところ|箇所)を|大事な(?:点|ところ)を|概要を|のハイライトを|、|,)* ?`
)

// japaneseForms are how Japanese messages wish for a summary, and what they name.
var japaneseForms = []*regexp.Regexp{
	// 要約して, 要約お願い, 要約
	regexp.MustCompile(`^(.*?)` + link + yaku + ` ?(?:し` + polite + `|した(?:い|いです|いんだけど|いのですが|やつ(?:` + please + `)?)|しろ|せよ|する|すると|すると(?:どうなる|どうなりますか|何)|できますか|できる|できませんか|出来る|出来ますか|可能(?:ですか)?|って` + polite + `|(?:文|版)?` + please + `)$`),
	regexp.MustCompile(`^` + yaku + ` ?(?:し` + polite + `|` + please + `)?(?:[:、,。 ]|して[:、,。 ])+(.+)$`),
	// まとめて, まとめをお願い, まとめといて
	regexp.MustCompile(`^(.*?)` + link + `(?:まとめ|纏め|まtめ|matome)(?: ?(?:` + polite + `|て|といて(?:` + polite + `)?|とい(?:` + polite + `)|られますか|られる|ると(?:どうなる|どうなりますか|何|どう)?|た(?:い|いです|ら(?:どうなる)?|やつ(?:` + please + `)?)|る|ろ|よ|直して` + polite + `|` + please + `))$`),
	// 要点, 概要を教えて, ポイントだけ
	regexp.MustCompile(`^(.*?)(?:の|、| |^|な|で)(?:ざっくり|簡単な|主な|重要な|大事な|大まかな|おおまかな|ここだけ押さえたい|押さえるべき|押さえておくべき|読むべき)?(?:要点|要旨|概要|概略|サマリー?|さまりー?|あらすじ|骨子|ダイジェスト|全体像|大筋|アウトライン|大意|要所|キーポイント|重要(?:ポイント|事項|なポイント|な点|なところ)|大事な(?:ところ|点|ポイント|とこ)|主な(?:ポイント|内容|点)|主要(?:な)?(?:点|ポイント|内容)|tl;?dr)` + please + `$`),
	regexp.MustCompile(`^(.*?)(?:の|、| )(?:ポイント|中身|内容|エッセンス|肝|キモ|ハイライト)(?:だけ.*|を?(?:ざっくり|簡単に|手短に|まとめ|整理し|把握し|教え(?:て)).*|を? ?お願い(?:します)?)$`),
	// 何が書いてある, どんな内容, 要するに
	regexp.MustCompile(`^((?:この|その|あの|さっきの|添付の|上の)?.{0,40}?(?:資料|文書|ファイル|規程|規則|規定|議事録|記事|マニュアル|手順書?|メモ|リスト|案内|ガイド|ポリシー|お知らせ|ノート|レポート|報告書|これ|それ|スレッド|\.[a-z]{2,4}))(?:に|には|って|は|、)? ?(?:いったい|一体|結局|要するに|つまり|ざっくり)? ?(?:何|なに|なん|どんなこと|どういうこと)(?:が|て|って)?(?:書いてある|書いてあります|書かれている|書かれています|書いてる|書かれてる|言ってる|言いたい)(?:の|のか|か|んですか|のですか|んだっけ|の\?)?(?:教えて(?:ください)?)?$`),
	regexp.MustCompile(`^((?:この|その|あの|さっきの|添付の|上の)?.{0,40}?(?:資料|文書|ファイル|規程|規則|規定|議事録|記事|マニュアル|手順書?|メモ|リスト|案内|ガイド|ポリシー|お知らせ|ノート|レポート|報告書|これ|それ|スレッド|\.[a-z]{2,4}))(?:って|は|、)? ?(?:要するに|つまり|結局|一言で言うと|ひとことで言うと|ざっくり言うと|ざっくり)? ?(?:どんな内容|どういう内容|どんな話|どういう話|何の話|どんな中身|どんな資料|どんな文書|どういうこと|何が言いたい|何を言いたい)(?:なの|ですか|でしょうか|だっけ|だった|なんですか|の|かな)?(?:教えて(?:ください)?)?$`),
	// 3行で, 200字で説明して: with the words of form taken out
	regexp.MustCompile(`^(.*?)(?:を|について|に関して|の中身を?|の内容を?|、|,)? ?(?:かいつまんで|要するに|端的に|ダイジェストで)(?:説明し|教え|話し|言う|言って|紹介し)?(?:` + polite + `)$`),
	// tl;dr, summary
	regexp.MustCompile(`^(.*?)(?:の|を|、| )? ?(?:tl;?:? ?dr|サマリー?|summary)(?:` + please + `)$`),
	regexp.MustCompile(`^(?:tl;?:? ?dr|サマリー?|summary)(?:` + please + `[、,] ?| ?[:、,]? ?)(.+)$`),
}

// bareForms are how a message goes on that says nothing of a summary but how long or
// in what form it is to be.
var bareForms = []*regexp.Regexp{
	regexp.MustCompile(`^(?:please |can you |could you |kindly |would you )*(?:explain|describe|present|introduce|give me|tell me about|walk me through|go through|cover|rewrite)(?: (.+))?$`),
	regexp.MustCompile(`^(.*?)(?:を|について|に関して|の中身を?|の内容を?|の要点を?|のポイントを?|、|,| )? ?(?:説明し|教え|おしえ|話し|紹介し|書い|書き出し|整理し|解説し|示し|出し|し|お願い|頼む|くれ)(?:` + polite + `)$`),
	regexp.MustCompile(`^(.*?)(?:を|について|に関して|、|,|は|の中身|の内容)? ?(?:で)?(?:お願い(?:します)?|頼む|よろしく|please)?$`),
}

const (
	// courtesy is what an English request begins with.
	courtesy = `^(?:(?:please|pls|plz|kindly|just|quickly|quick|can|could|would|will|you|u|someone|ya|help me|i'd like (?:you )?to(?: have)?|i would like (?:you )?to(?: have)?|i need(?: you)? to|i want(?: you)? to|i'd like|i would like|i'd love|i need|i want|need|want|give|gimme|get|show|send|write|make|create|provide|prepare|produce|draft|do|have|let|me|us|may i have|may i get|can i have|can i get|could i have|could i get|might i have|hook me up with|how about|any chance of|also|now|then|mind|to|an?|the|your|some|lets|let's)[ ,]+)*`
	// summed are the verbs, with what comes of typing them in a hurry.
	summed = `(?:s[ua]m{1,2}[aeiu]?r[iyea]+[sz]e?|summarsie|summarize|summarise|sumarise|summrize|summrise|sum up|sum|recap|condense|boil down|distill?|digest|abridge|outline|tldr|tl;dr|tl:dr|tl dr|shorten|brief (?:me|us) (?:on|about)|brief me|catch me up on|bring me up to speed on|run me through the (?:key|main) points of)`
	// gist are the nouns, with adjectives.
	gist = `(?:(?:very |really )?(?:short|brief|quick|concise|crisp|high-level|high level|general|rough|simple|executive|good|nice|plain|easy|small|tiny|little|clear|compact|bullet|bulleted|bullet-point|one-line|three-line|[0-9]-line|detailed|main|key|most|important|whole|overall) ?)*(?:summ?[ae]ry|sumary|summary|overview|gist|key points|main points|important points|most important points|key takeaways|takeaways|main ideas?|highlights|recap|digest|synopsis|rundown|run-down|run down|essentials|essence|tl;?dr|abstract|outline|bullet points|bullets|cliff notes|cliffsnotes|key facts|main facts|bottom line|upshot|key messages?)`
	of   = `(?: (?:version))?(?:[ ,:]+(?:of|on|from|for|about|in|regarding|to|:))?`
)

// englishForms are how English messages wish for a summary, and what they name.
var englishForms = []*regexp.Regexp{
	regexp.MustCompile(courtesy + summed + `(?:\b[ ,:]*(?:for (?:me|us)\b)?(?:please|pls|plz)?[ ,:]*(.*?)[ ,]*(?:for (?:me|us))?[ ,]*(?:please|pls|plz|thanks|thx|thank you|if you can|would you|will you)?)$`),
	regexp.MustCompile(courtesy + gist + `\b` + of + `[ ,:]*(.*?)[ ,]*(?:for (?:me|us))?[ ,]*(?:please|pls|plz|thanks|thx|thank you)?$`),
	regexp.MustCompile(`^(?:what(?:'s| is| are|re|s)|tell me|give me|do you have|got|is there) (?:the |a |an |any )?` + gist + `(?: (?:of|on|from|in|about)[ ,:]+(.*?))?$`),
	regexp.MustCompile(`^(.+?)[ ,:-]+(?:in a nutshell|in summary|` + summed + `|(?:an? |the )?` + gist + `)(?: please| pls| plz)?$`),
	regexp.MustCompile(`^(?:what (?:does|do|did) )((?:the|this|that|our)? ?.{2,60}?)(?: (?:document|file|article|policy|guide|handbook|minutes|memo|report|thread))? (?:basically|essentially|actually|roughly) (?:say|said|mean|cover|contain)s?(?: about)?$`),
	regexp.MustCompile(`^what(?:'s| is) (this(?: (?:document|file|article|pdf|thread|doc|policy|guide|report|memo))?|that (?:document|file|article|pdf|doc)|(?:the )?attached (?:document|file|pdf)|.+\.[a-z]{2,4}) (?:about|all about|basically about|saying)$`),
	regexp.MustCompile(`^(?:what does )(this (?:document|file|article|pdf|thread|doc|policy|guide|report|memo)|(?:the )?attached (?:document|file|pdf)|.+\.[a-z]{2,4}) (?:say|cover|contain)$`),
	regexp.MustCompile(`^(?:no time to read|i don't have time to read|i have no time to read|too long to read|don't want to read) (.+?)(?:[,;:-] .*)?$`),
}

var (
	// shorter and longer want what was said before once more.
	shorter = regexp.MustCompile(`^(?:これを?|それを?|今のを?|さっきのを?)?(?:もっと|もう少し|もうちょっと|もうすこし|もちょっと|さらに|更に|ずっと|ちょっと)(?:短く|短めに|簡潔に|簡単に|手短に|コンパクトに|要点だけ)(?:` + polite + `|し` + polite + `|まとめ` + polite + `)?$|^(?:can you |could you |please )*(?:make (?:it|this|that) |a bit |even |much |a little )*(?:shorter|briefer|more concise|more briefly)(?: still)?(?: please| pls)?$`)
	longer  = regexp.MustCompile(`^(?:これを?|それを?|今のを?|さっきのを?)?(?:もっと|もう少し|もうちょっと|もうすこし)(?:長く|長めに)(?:` + polite + `|し` + polite + `|まとめ` + polite + `)?$|^(?:can you |could you |please )*(?:make (?:it|this|that) |a bit |even |much |a little )+longer(?: please| pls)?$`)
)

// questions speak of summaries without wishing for one, whatever else they look like.
var questions = []*regexp.Regexp{
	// Whether, when, how or by whom something is summed up.
	regexp.MustCompile(yaku + `(?:し|する|させ|され|した|して).{0,12}(?:ても(?:い|よ|良|構|かま|大丈夫|問題|支障)|のは|のが|こと(?:は|が|も|を)|場合|とき|時(?:は|に)|際|人|担当|必要|べき|方法|仕方|やり方|ツール|機能|義務|ルール|決まり|手順|期限|提出|保存|保管|送付|大丈夫|問題)`),
	regexp.MustCompile(`(?:要約|まとめ|サマリー?|概要|要点|箇条書き|議事録の要約)(?:書|文|筆記|筆記者|版|資料|レポート|シート|表|票|通知|買い|払い|役|担当|ページ|欄|機能|ai|メール|サイト|動画|記事)?(?:は|が|を|の|に|で|って|も)(?:必要|要り|いり|要る|いる|義務|提出|どこ|誰|だれ|いつ|何(?:時|日|人|字|文字|ページ|円|分|枚|行|部|回|件)|いくら|どう(?:や|す)|どなた|担当|作成者|作る人|期限|締切|締め切り|保存|保管|送り先|宛先|提出先|書き方|作り方|仕方|申込|申し込み|添付|書くのは|書く人|作るのは|つける|付ける|含め|残す|残さ|あります|ありま|ある(?:か|の|$)|届き|届く|来る|来ます|見られ|設定|変更|停止|止め|オフ|オン|間隔|頻度|公開|共有(?:先|し(?:ても|てよ|ていい))|配布|料金|割引|使え|使う|使って)`),
	regexp.MustCompile(`(?:まとめ|纏め)て(?:[^くほ欲もおいちみ見教頂下お願頼よねなやーplす、。 !~て])`),
	regexp.MustCompile(`(?:要約|まとめ|サマリー?|概要|要点).{0,14}(?:ても(?:いい|良い|よい|よろしい|構|かま|大丈夫|問題)|べき(?:ですか|でしょう|か)|なければ|なくては|ないと(?:いけ|だめ)|ことはでき|ことができ|必要(?:が|は|で|も)|義務|禁止|許可|許され)`),
	regexp.MustCompile(`(?:要約|まとめ|サマリー?|概要|要点)(?:筆記|通知|買い|払い|髪|役|売り|サイト記事|録|欄|レポート|シート|機能|メール|書|文|版)?(?:とは|って(?:何|なに|なん))(?:ですか|でしょうか|のこと|の意味|$|だっけ)`),
	regexp.MustCompile(`(?:まとめ|要約|サマリー?)(?:を)?(?:書|作|つく|提出|担当|送|出)(?:く|る|す|って|いて|した|し|った)?(?:のは|人|係|担当|役|期限|締切|方法|場所|先|タイミング|必要|ルール)`),
	regexp.MustCompile(`[0-9] ?(?:行|字|文字|語|文|点|項目)(?:以内|以上|以下|まで)?(?:です|でしょう|でな|にな|が|は|を超)`),
	regexp.MustCompile(`(?:取り|とり|聞き)まとめ(?:役|担当|者|先|部署|は(?:誰|どこ|いつ))|まとめ(?:役|担当|者)は`),
	regexp.MustCompile(`\b(?:how|when|who|where|why|which|whom|whose)\b.*\b(?:` + summed + `|summ?[ae]r(?:y|ies)|overview|recap|outline|digest|bullet points|abstract)`),
	regexp.MustCompile(`\b(?:` + summed + `|summ?[ae]r(?:y|ies)|overview|recap|digest|outline)\b.*\b(?:how|when|who|where|why|whom|whose|how many|how long)\b.*(?:\?|$)`),
	regexp.MustCompile(`^(?:is|are|was|were|does|do|did|has|have|had|should|must|may (?:i|we) [^hg]|can (?:(?:i|we) [^hg]|staff|employees|customers|anyone|contractors)|could (?:i|we) [^hg]|am|will (?:the|a|an|there)|would (?:the|a|an|it)|shall|need i|might)\b.*\b(?:summari[sz]\w*|summ?[ae]r(?:y|ies)|overview|recap|outline|digest|sum up|bullet points|abstract)\b`),
	regexp.MustCompile(`^what(?:'s| is| are| was)? (?:the |a |an )?(?:deadline|due|format|length|purpose|limit|size|address|name|owner|template|title|rule|rules|policy|procedure|process|frequency|difference|word limit|maximum|minimum|cost|price|meaning|definition|interval|time|date|file|font)\b`),
	regexp.MustCompile(`^what (?:goes|should|must|needs|belongs|happens|is in|kind|sort|time|day|format|changed)\b.*\b(?:summ?[ae]r(?:y|ies)|overview|recap|digest|outline|summari[sz]e)`),
	regexp.MustCompile(`^what is (?:an? )?(?:executive |daily |weekly |monthly )?(?:summary|digest|overview|recap|outline|abstract|tl;?dr)(?: (?:for|mean|used|email|mode|plan|report|page|notification|function|feature)\b.*)?\??$`),
}

// asks is how a question ends: what is said of its form is then part of it.
var asks = regexp.MustCompile(`(?:です|ます|ません|でしょう|いい|よい|良い|の)か(?:ね|な)?$|(?:いつ|どこ|誰|だれ|どう(?:し|や|す|な)|なぜ|どれ|どちら|何[^かで])|^(?:is|are|was|do|does|did|can|could|may|should|must|how|when|who|where|why|which|what|whose|has|have)\b`)

// facts are asked for by questions that only say as well how they want the answer.
var facts = regexp.MustCompile(`(?:何|なん)(?:日|時|回|円|人|名|分|件|か月|ヶ月|カ月|歳|個|台|枚|部|年|月|泊|%|パーセント|km|キロ|週|営業日|曜|階|番|割|社|種類|冊|通|点まで|ポイント)|いくら|いくつ|どこ(?:で|に|へ|が|から|まで|です)|誰(?:に|が|の|へ|と|です|なの)|だれ(?:に|が|の)|どなた|いつ(?:まで|から|に|です|が|の|な)|どれ(?:くらい|ぐらい|だけ)|どの(?:くらい|ぐらい)|(?:です|ます|ました|ません)か、|\b(?:how (?:many|much|long|often|far|old|soon|large)|who (?:is|are|approves|pays|signs|can|has|do|should|does)|when (?:is|are|do|does|did|can|must|should|will)|where (?:is|are|do|does|can|should)|what time|which)\b`)

// tasks ask who does what, which a summary of a conversation is to tell.
var tasks = regexp.MustCompile(`(?:誰|だれ)が(?:、)?(?:いつまでに、?)?(?:何|なに)を|who does what|who is doing what|who has to do what`)

// refused reports whether a message is a question whatever it looks like.
func refused(s string) bool {
	for _, q := range questions {
		if q.MatchString(s) {
			return true
		}
	}
	return facts.MatchString(s) && !tasks.MatchString(s)
}
