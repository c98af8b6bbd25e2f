package reader

import "testing"

func TestReadTextFindsBlocks(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{
			"blank lines part paragraphs",
			joined("休暇は前日までに届ける。", "　", "病気のときは当日でよい。"),
			"P 休暇は前日までに届ける。\nP 病気のときは当日でよい。\n",
		},
		{
			"without blank lines each line that ends a sentence is a paragraph",
			joined("経費は月末に締めます。", "領収書の原本を添えてください。", "立て替えは三万円までです。"),
			"P 経費は月末に締めます。\nP 領収書の原本を添えてください。\nP 立て替えは三万円までです。\n",
		},
		{
			"Japanese broken at one width is one paragraph",
			joined("社内のネットワークに私物の端末を接続するときは、事前に情報システ", "ム部の許可を得なければならない。許可を得ずに接続した端末は、予告な",
				"く遮断する。"),
			"P 社内のネットワークに私物の端末を接続するときは、事前に情報システ⏎ム部の許可を得なければならない。許可を得ずに接続した端末は、予告な⏎く遮断する。\n",
		},
		{
			"an indent begins a paragraph of hard-wrapped text",
			joined("　点検の結果、問題がないと認められた端末は、翌営業日に接続を許可す", "る。ただし、持ち主の知れない端末は、この限りでない。",
				"　遮断された端末の利用者は、情報システム部に届け出て、点検を受け", "ること。"),
			"P 　点検の結果、問題がないと認められた端末は、翌営業日に接続を許可す⏎る。ただし、持ち主の知れない端末は、この限りでない。\n" +
				"P 　遮断された端末の利用者は、情報システム部に届け出て、点検を受け⏎ること。\n",
		},
		{
			"English broken at one width is one paragraph, also after a full stop",
			joined("This policy explains how employees are reimbursed for expenses that they", "incur on behalf of the company. It applies to everybody who is on payroll.",
				"Receipts are required for every expense above ten dollars."),
			"P This policy explains how employees are reimbursed for expenses that they⏎incur on behalf of the company. It applies to everybody who is on payroll.⏎" +
				"Receipts are required for every expense above ten dollars.\n",
		},
		{
			"a mail broken where phrases end goes on until the sentence does",
			joined("お疲れ様です。総務部の佐藤です。", "年末調整の書類につきまして、下記のとおり", "ご提出をお願いいたします。", "期限は金曜日です。"),
			"P お疲れ様です。総務部の佐藤です。\nP 年末調整の書類につきまして、下記のとおり⏎ご提出をお願いいたします。\nP 期限は金曜日です。\n",
		},
		{
			"short lines stay apart",
			joined("〒100-0000", "東京都中央区一丁目", "見本ビル三階", "", "届け出は郵送でもよい。"),
			"P 〒100-0000\nP 東京都中央区一丁目\nP 見本ビル三階\nP 届け出は郵送でもよい。\n",
		},
		{
			"bullets of every kind are items, with what hangs below them",
			joined("提出するもの：", "・申請書", "● 領収書", "- 地図", "* 見積書", "1. 契約書", "2. 保証書", "(1) 覚書", "(2) 念書", "③ 委任状", "・扶養控除の申告書", "　（該当する方のみ）"),
			"P 提出するもの：\nI ・申請書\nI ● 領収書\nI - 地図\nI * 見積書\nI 1. 契約書\nI 2. 保証書\nI (1) 覚書\nI (2) 念書\nI ③ 委任状\nI ・扶養控除の申告書⏎　（該当する方のみ）\n",
		},
		{
			"numbers and hyphens of prose are no bullets",
			joined("1.5倍の割増賃金を支払う。", "-5度を下回る日は在宅とする。", "3.の場合は、上長が決める。", "2024.4.1から施行する。"),
			"P 1.5倍の割増賃金を支払う。\nP -5度を下回る日は在宅とする。\nP 3.の場合は、上長が決める。\nP 2024.4.1から施行する。\n",
		},
		{
			"lines with tabs or bars are rows where there are several",
			joined("区分\t日当", "役員\t5,000円", "", "| 行先 | 交通 |", "|------|------|", "| 大阪 | 新幹線 |", "", "備考\tなし"),
			"R 区分\t日当\nR 役員\t5,000円\nR | 行先 | 交通 |\nR | 大阪 | 新幹線 |\nP 備考\tなし\n",
		},
		{
			"rules and rows of signs are no blocks",
			joined("前半はここまで。", "＊＊＊＊＊＊", "後半を始める。", "・・・・・・・・", "ーーーーーーー", "終わります。"),
			"P 前半はここまで。\nP 後半を始める。\nP 終わります。\n",
		},
		{
			"a closing bracket on a line of its own belongs to what it closes",
			joined("「私物の端末は、これを接続してはならない。", "」"),
			"P 「私物の端末は、これを接続してはならない。⏎」\n",
		},
		{
			"notes begin blocks",
			joined("半日の休暇は年に十回まで取れる、", "※試用期間を除く。"),
			"P 半日の休暇は年に十回まで取れる、\nP ※試用期間を除く。\n",
		},
		{
			"an address after a long line is not part of it",
			joined("Travel policy of the Tokyo office, including rates for domestic trips", "https://intra.example.com/travel"),
			"P Travel policy of the Tokyo office, including rates for domestic trips\nP https://intra.example.com/travel\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := sketch(mustRead(t, "a.txt", tt.text)); got != tt.want {
				t.Errorf("blocks:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}

func TestReadTextFindsTheTitle(t *testing.T) {
	const body = "経費は、使った月の翌月五日までに精算する。"
	tests := []struct{ name, text, want string }{
		{"a line alone above the text", joined("経費精算の手引き", "", body), "経費精算の手引き"},
		{"a line straight above the text", joined("経費精算の手引き", body, body), "経費精算の手引き"},
		{"a title of katakana", joined("テレワークガイドライン", "", body), "テレワークガイドライン"},
		{"a title in English", joined("Expense Policy", "", "Claims are paid monthly."), "Expense Policy"},
		{"a date behind it is cut off", joined("定例会議 議事録　2024年5月10日", "", body), "定例会議 議事録"},
		{"a date and time are cut off", joined("新しい拠点を大阪に開設2024年5月10日 9:30", "", body), "新しい拠点を大阪に開設"},
		{"a date of a Japanese era is cut off", joined("就業規則（令和６年４月１日）", "", body), "就業規則"},
		{"a date below it does no harm", joined("就業規則", "令和6年4月1日改定", "", body), "就業規則"},
		{"underlined", joined("経費精算について", "================", body), "経費精算について"},
		{"the only marked line", joined("■経費精算ガイド", "", body), "経費精算ガイド"},
		{"after the caption of a picture", joined("本社の入口(山田太郎撮影)", "", "受付が新しくなりました", "", "新受付のご案内", "", body), "新受付のご案内"},
		{"after a date and above who wrote it", joined("2024年5月10日掲載", "", "在宅勤務は定着したのか?", "", "人事部 佐藤", "[共有]", "", body), "在宅勤務は定着したのか?"},
		{"the subject of a mail", joined("From: 総務部", "件名: 年末調整のお願い", "", "各位", "", body), "年末調整のお願い"},
		{"a sentence is none", joined("前回の続きです。", body), "a"},
		{"a question is none", joined("休暇は何日ありますか？", "", body), "a"},
		{"a greeting is none", joined("各位", "", body), "a"},
		{"an addressee is none", joined("佐藤様", "", body), "a"},
		{"a date is none", joined("2024年5月10日", "", body), "a"},
		{"a number is none", joined("12,345", "", body), "a"},
		{"an address is none", joined("www.example.com", "", body), "a"},
		{"navigation is none", joined("ホーム > 総務 > 経費", "経費", "", body), "a"},
		{"the first of several sections is none", joined("■締切", body, "■提出先", body), "a"},
		{"a chapter is none", joined("第1章 総則", "", body), "a"},
		{"a line with nothing below it is none", joined("経費精算の手引き"), "a"},
		{"a broken line is none", joined("私物の端末を社内のネットワークに接続するときは、情報システム部の許可", "を得なければならない。"), "a"},
		{"what stands behind running text is none", joined(body, "", "精算の流れ", "", body), "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := mustRead(t, "a.txt", tt.text).Title; got != tt.want {
				t.Errorf("title = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestReadTextFindsHeadings(t *testing.T) {
	const body = "申請書を上長に出し、承認を得る。"
	tests := []struct{ name, text, want string }{
		{
			"a lone line above text heads a section",
			joined("経費の手引き", "", body, "", "精算の流れ", "", body, "", "問い合わせ先", "・総務部"),
			"H1 経費の手引き\nP " + body + "\nH2 精算の流れ\nP " + body + "\nH2 問い合わせ先\nI ・総務部\n",
		},
		{
			"brackets and symbols head sections, lone lines parts of them",
			joined("【概要】", body, "", "対象となる社員", "", body, "", "【詳細】", body),
			"H2 概要\nP " + body + "\nH3 対象となる社員\nP " + body + "\nH2 詳細\nP " + body + "\n",
		},
		{
			"symbols that follow each other are a list",
			joined("■鉛筆", "■消しゴム", "■定規", "を持参すること。"),
			"I ■鉛筆\nI ■消しゴム\nI ■定規\nP を持参すること。\n",
		},
		{
			"a symbol above an entry of a form is a heading",
			joined("■日時", "4月1日 10:00", "■場所", "本社三階"),
			"H2 日時\nP 4月1日 10:00\nH2 場所\nP 本社三階\n",
		},
		{
			"chapters and articles of a rule, after its table of contents",
			joined("就業規則", "", "目次", "第1章 総則", "第2章 休暇", "附則", "", "第1章　総則", "", "（目的）", "第1条　この規則は、労働の条件を定める。", "２　定めのないことは、法令による。", "",
				"第2章　休暇", "", "第2条（年次有給休暇）", "会社は、十日の休暇を与える。", "(1) 入社から半年を経た社員", "(2) その他の社員", "", "附　則", "この規則は、四月一日から施行する。"),
			"H1 就業規則\nP 目次\nP 第1章 総則\nP 第2章 休暇\nP 附則\nH2 第1章 総則\nH3 目的\nP 第1条　この規則は、労働の条件を定める。\nP ２　定めのないことは、法令による。\n" +
				"H2 第2章 休暇\nH3 第2条（年次有給休暇）\nP 会社は、十日の休暇を与える。\nI (1) 入社から半年を経た社員\nI (2) その他の社員\nH2 附 則\nP この規則は、四月一日から施行する。\n",
		},
		{
			"articles stand at level 2 where there are no chapters, at 4 below sections",
			joined("第1編 総則", "第1章 通則", "第1条（目的）", body),
			"H2 第1編 総則\nH3 第1章 通則\nH4 第1条（目的）\nP " + body + "\n",
		},
		{
			"a sentence that begins with an article's number is a paragraph",
			joined("第3条の規定により、届け出を省く。", "第2章では、休暇について述べる。"),
			"P 第3条の規定により、届け出を省く。\nP 第2章では、休暇について述べる。\n",
		},
		{
			"numbers head sections and what is numbered in brackets parts of them",
			joined("１．目的", body, "２．手順", "(1) 準備", body, "(2) 申請", body, "2.1 例外", body),
			"H3 １．目的\nP " + body + "\nH3 ２．手順\nH4 (1) 準備\nP " + body + "\nH4 (2) 申請\nP " + body + "\nH4 2.1 例外\nP " + body + "\n",
		},
		{
			"a numbered list is no row of headings, also where points are explained",
			joined("1. 電源を入れる", "　右のボタンを押してください。", "2. 用紙を入れる", "3. 開始を押す", "", "紙が詰まったら総務部へ。"),
			"I 1. 電源を入れる\nP 　右のボタンを押してください。\nI 2. 用紙を入れる\nI 3. 開始を押す\nP 紙が詰まったら総務部へ。\n",
		},
		{
			"a list in one section does not make a list of another",
			joined("1. 準備", "(1) 道具", body, "2. 実施", "(1) 撮影", "(2) 記録", "以上の順で行う。"),
			"H3 1. 準備\nH4 (1) 道具\nP " + body + "\nH3 2. 実施\nI (1) 撮影\nI (2) 記録\nP 以上の順で行う。\n",
		},
		{
			"a lone line introduces numbered sections",
			joined(body, "", "主な変更点", "", "1. 休暇", "", body, "", "2. 手当", "", body),
			"P " + body + "\nH2 主な変更点\nH3 1. 休暇\nP " + body + "\nH3 2. 手当\nP " + body + "\n",
		},
		{
			"underlined lines",
			joined("Expense Policy", "", body, "", "Travel", "======", body, "", "Meals", "-----", body, "", "総務部", "--------------------------------", body),
			"H1 Expense Policy\nP " + body + "\nH2 Travel\nP " + body + "\nH3 Meals\nP " + body + "\nH2 総務部\nP " + body + "\n",
		},
		{
			"lines of navigation are no headings, and the usual ones no text",
			joined("ホーム", "", "会社情報", "", "製品", "", "採用", "", "大阪に拠点を開きました。", "", "サイトマップ", "利用規約", "Copyright 2024"),
			"P 会社情報\nP 製品\nP 採用\nP 大阪に拠点を開きました。\n",
		},
		{
			"several posts in one file, each with its date",
			joined("大阪に新しい拠点を開設2024年5月10日 9:30", "", "画像編集ソフトで作成", "【概要】", body, "", "福岡の倉庫を来月に移転2024年5月11日 10:00", "", "【概要】", body),
			"H1 大阪に新しい拠点を開設\nP 画像編集ソフトで作成\nH2 概要\nP " + body + "\nH1 福岡の倉庫を来月に移転\nH2 概要\nP " + body + "\n",
		},
		{
			"several articles in one file, each above its date",
			joined("大阪に拠点を開設", "2024年5月10日", "", body, "", "詳しい場所", "", body, "", "福岡の倉庫を移転", "2024年5月11日", "", body),
			"H1 大阪に拠点を開設\nP 2024年5月10日\nP " + body + "\nH2 詳しい場所\nP " + body + "\nH1 福岡の倉庫を移転\nP 2024年5月11日\nP " + body + "\n",
		},
		{
			"lines in columns that blanks part are no headings",
			joined(body, "", "松本本社　　11月9日（月）～11日（水）　本社1階食堂（健診車）", "", body, "", "集荷の時刻 松本本社15:30 東京オフィス16:30", "", body, "", "Room A    12 seats    2nd floor", "", body),
			"P " + body + "\nP 松本本社　　11月9日（月）～11日（水）　本社1階食堂（健診車）\nP " + body + "\nP 集荷の時刻 松本本社15:30 東京オフィス16:30\nP " + body + "\nP Room A    12 seats    2nd floor\nP " + body + "\n",
		},
		{
			"but titles with blanks are",
			joined(body, "", "お　知　ら　せ", "", body, "", "2026年度 第3回 健康診断", "", body, "", "10月5日　防災訓練", "", body),
			"P " + body + "\nH2 お 知 ら せ\nP " + body + "\nH2 2026年度 第3回 健康診断\nP " + body + "\nH2 10月5日 防災訓練\nP " + body + "\n",
		},
		{
			"names and times of a chat are no headings",
			joined("田中 2025/01/07 21:44", "サーバーが落ちています。", "", "佐藤 2025/01/07 21:45", "再起動しました。"),
			"P 田中 2025/01/07 21:44\nP サーバーが落ちています。\nP 佐藤 2025/01/07 21:45\nP 再起動しました。\n",
		},
		{
			"a clause that goes on below a quotation is no heading",
			joined(body, "", "なお、会議で部長が述べたのは", "", "「来月から新しい様式を使う。」", "", "特に先月の通知で示された", "", body),
			"P " + body + "\nP なお、会議で部長が述べたのは\nP 「来月から新しい様式を使う。」\nP 特に先月の通知で示された\nP " + body + "\n",
		},
		{
			"what closes a letter is no heading",
			joined(body, "", "以上", "", "総務部 佐藤", "TEL: 03-0000-0000", "Mail: soumu@example.com"),
			"P " + body + "\nP 以上\nP 総務部 佐藤\nP TEL: 03-0000-0000\nP Mail: soumu@example.com\n",
		},
		{
			"hash marks above text, but not comments of a configuration",
			joined("# 構成の説明", "", "この文書は構成を述べる。", "", "## 前提", "", "社内で使うこと。", "", "# port", "# host", "listen = 80"),
			"H1 構成の説明\nP この文書は構成を述べる。\nH2 前提\nP 社内で使うこと。\nP # port\nP # host\nP listen = 80\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := sketch(mustRead(t, "a.txt", tt.text)); got != tt.want {
				t.Errorf("blocks:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}

func TestOrdinal(t *testing.T) {
	for s, want := range map[string]int{"3": 3, "１２": 12, "Ⅳ": 4, "IX": 9, "七": 7, "十": 10, "二十一": 21, "百三": 103, "ウ": 3, "b": 2, "ん": 0} {
		if got := ordinal(s); got != want {
			t.Errorf("ordinal(%q) = %d, want %d", s, got, want)
		}
	}
}
