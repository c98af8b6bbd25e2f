package reader

import (
	"strings"
	"testing"

	"kotae/retrieval"
)

// readings draws the tables of a document: a head as "H names", a row as it is read.
func readings(d retrieval.Document) string {
	var b strings.Builder
	for _, bl := range d.Blocks {
		switch {
		case bl.Head:
			b.WriteString("head\n")
		case bl.Reading != "":
			b.WriteString(bl.Reading + "\n")
		}
	}
	return b.String()
}

func TestReadTextReadsTablesSetWithBlanks(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{
			"full-width blanks, aligned",
			joined("■料金表", "", "プラン　　月額　　　　上限", "Ａプラン　4,800円　　　5台", "Ｂプラン　12,000円　　20台"),
			"head\n| プラン: Ａプラン | 月額: 4,800円 | 上限: 5台 |\n| プラン: Ｂプラン | 月額: 12,000円 | 上限: 20台 |\n",
		},
		{
			"full-width blanks, one between words and nothing aligned",
			joined("プラン　月額　上限", "スタンダード　4,800円　5台", "Ｂ　12,000円　20台"),
			"head\n| プラン: スタンダード | 月額: 4,800円 | 上限: 5台 |\n| プラン: Ｂ | 月額: 12,000円 | 上限: 20台 |\n",
		},
		{
			"half-width blanks, figures on the right, a cell left out",
			joined("Plan          Fee    Seats", "Starter    $4,800", "Business  $12,000       20", "Partner                 50"),
			"head\n| Plan: Starter | Fee: $4,800 |\n| Plan: Business | Fee: $12,000 | Seats: 20 |\n| Plan: Partner | Seats: 50 |\n",
		},
		{
			"tabs, with a cell left out",
			joined("区分\t日当\t宿泊費", "役員\t5,000円\t20,000円", "社員\t\t12,000円"),
			"head\n| 区分: 役員 | 日当: 5,000円 | 宿泊費: 20,000円 |\n| 区分: 社員 | 宿泊費: 12,000円 |\n",
		},
		{
			"a rule below the head",
			joined("拠点　　　責任者", "------------------", "松本本社　佐藤", "東京　　　鈴木"),
			"head\n| 拠点: 松本本社 | 責任者: 佐藤 |\n| 拠点: 東京 | 責任者: 鈴木 |\n",
		},
		{
			"a unit in the head",
			joined("プラン    月額（円）   初期費用（円）", "A         4,800        0", "B         12,000       30,000"),
			"head\n| プラン: A | 月額（円）: 4,800 | 初期費用（円）: 0 |\n| プラン: B | 月額（円）: 12,000 | 初期費用（円）: 30,000 |\n",
		},
		{
			"plans as columns",
			joined("　　　　　Ａプラン　　Ｂプラン", "月額　　　4,800円　　 12,000円", "上限　　　5台　　　　 20台"),
			"head\n| 月額 | Ａプラン: 4,800円 | Ｂプラン: 12,000円 |\n| 上限 | Ａプラン: 5台 | Ｂプラン: 20台 |\n",
		},
		{
			"names of columns in two levels",
			joined("　　　　　　　　料金　　　　　　　　　上限", "プラン　　月額　　　　年額　　　　台数　　人数", "Ａ　　　　4,800円　　 48,000円　　5台　　 3名", "Ｂ　　　　12,000円　　120,000円　 20台　　10名"),
			"head\nhead\n| プラン: Ａ | 料金 月額: 4,800円 | 料金 年額: 48,000円 | 上限 台数: 5台 | 上限 人数: 3名 |\n| プラン: Ｂ | 料金 月額: 12,000円 | 料金 年額: 120,000円 | 上限 台数: 20台 | 上限 人数: 10名 |\n",
		},
		{
			"a name that counts for the rows below it",
			joined("地域　　事業所　　始業", "関東　　東京　　　9:00", "　　　　横浜　　　9:30", "関西　　大阪　　　8:45"),
			"head\n| 地域: 関東 | 事業所: 東京 | 始業: 9:00 |\n| 地域: 関東 | 事業所: 横浜 | 始業: 9:30 |\n| 地域: 関西 | 事業所: 大阪 | 始業: 8:45 |\n",
		},
		{
			"a cell that goes on on the next line",
			joined("区分　　　金額　　　　備考", "日当　　　2,500円　　 国内の出張で一泊以上の", "　　　　　　　　　　　ものに限る", "宿泊費　　12,000円　　実費"),
			"head\n| 区分: 日当 | 金額: 2,500円 | 備考: 国内の出張で一泊以上のものに限る |\n| 区分: 日当 | 金額: 2,500円 | 備考: 国内の出張で一泊以上のものに限る |\n| 区分: 宿泊費 | 金額: 12,000円 | 備考: 実費 |\n",
		},
		{
			"notes below it are none of its rows",
			joined("プラン　　月額", "Ａ　　　　4,800円", "Ｂ　　　　12,000円", "※税を含まない。　年額は別に定める。", "お問い合わせは営業部まで。"),
			"head\n| プラン: Ａ | 月額: 4,800円 |\n| プラン: Ｂ | 月額: 12,000円 |\n",
		},
		{
			"times and what happens then",
			joined("時刻　　内容", "9:00　　開会", "10:00　 講演"),
			"head\n| 時刻: 9:00 | 内容: 開会 |\n| 時刻: 10:00 | 内容: 講演 |\n",
		},
		{
			"months, with a unit in a name and one blank between words",
			joined("月　　　売上（千円）　　前年比", "4月　　 1,200　　　　　 102%", "5月　　 1,350　　　　　 98%", "※前年比は同月との比較"),
			"head\n| 月: 4月 | 売上（千円）: 1,200 | 前年比: 102% |\n| 月: 5月 | 売上（千円）: 1,350 | 前年比: 98% |\n",
		},
		{
			"a sum below it",
			joined("品名　　　　　単価　　数量", "りんご　　　　100　　　3", "みかん　　　　 50　　 10", "合計　　　　　　　　　13"),
			"head\n| 品名: りんご | 単価: 100 | 数量: 3 |\n| 品名: みかん | 単価: 50 | 数量: 10 |\n| 品名: 合計 | 数量: 13 |\n",
		},
		{
			"boxes",
			joined("┌────┬─────┬───┐", "│プラン│月額　　│上限│", "├────┼─────┼───┤", "│Ａ　　│4,800円 │5台 │", "│Ｂ　　│12,000円│　　│", "└────┴─────┴───┘"),
			"head\n| プラン: Ａ | 月額: 4,800円 | 上限: 5台 |\n| プラン: Ｂ | 月額: 12,000円 |\n",
		},
		{
			"boxes of hyphens, each row in one, a cell on two lines",
			joined("+------+--------+------+", "| 項目 | 金額   | 備考 |", "+------+--------+------+", "| 日当 | 2,500円| 国内 |", "|      |        | のみ |", "+------+--------+------+", "| 宿泊 | 12,000 |      |", "+------+--------+------+"),
			"head\n| 項目: 日当 | 金額: 2,500円 | 備考: 国内のみ |\n| 項目: 日当 | 金額: 2,500円 | 備考: 国内のみ |\n| 項目: 宿泊 | 金額: 12,000 |\n",
		},
		{
			"one bar between two columns, a crossed rule below the head",
			joined(" name  | fee", "-------+------", " A     | 4800", " B     | 12000"),
			"head\n| name: A | fee: 4800 |\n| name: B | fee: 12000 |\n",
		},
		{
			"bars without a rule",
			joined("| プラン | 月額 |", "| A | 4,800円 |", "| B | 12,000円 |"),
			"head\n| プラン: A | 月額: 4,800円 |\n| プラン: B | 月額: 12,000円 |\n",
		},
		{
			"boxes with names in two levels",
			joined("┏━━━┳━━━━━━━┳━━━┓", "┃　　　┃料金　　┃　　　　┃備考　┃", "┃プラン┃月額　　┃年額　　┃　　　┃", "┣━━━╋━━━╋━━━╋━━━┫", "┃Ａ　　┃4,800円 ┃48,000円┃税抜　┃", "┗━━━┻━━━┻━━━┻━━━┛"),
			"head\nhead\n| プラン: Ａ | 料金 月額: 4,800円 | 料金 年額: 48,000円 | 備考: 税抜 |\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := mustRead(t, "a.txt", tt.text)
			if got := readings(d); got != tt.want {
				t.Errorf("tables:\n%swant:\n%sblocks:\n%s", got, tt.want, sketch(d))
			}
		})
	}
}

func TestReadTextTakesNothingElseForATable(t *testing.T) {
	tests := []struct{ name, text string }{
		{"prose", joined("　休暇は前日までに届ける。　病気のときは当日でよい。", "そうか！　では行こう。　雨が降る前に。", "なぜ？　だれも知らない。")},
		{"a poem", joined("古い池　　かえる　　水の音", "菜の花や　　月は東に　　日は西に", "夏草や　　旅人たちの　　夢の跡")},
		{"English with two blanks behind a full stop", joined("Claims are paid monthly.  Receipts are required.", "Ask your manager.  He decides within 3 days.", "Nobody waits.  5 days are the limit.")},
		{"an address", joined("本社　　東京都中央区一丁目　　見本ビル三階", "電話　　03-0000-0000　　　　　内線 12", "支社　　大阪市北区二丁目　　　別館")},
		{"a form", joined("氏名　　　佐藤花子", "部署　　　総務部", "内線　　　1234", "社員番号　0056")},
		{"minutes", joined("日時　　2026年10月5日", "場所　　第一会議室", "出席者　佐藤、田中", "欠席者　山田")},
		{"names of people", joined("総務部　　佐藤", "人事部　　田中", "営業部　　鈴木")},
		{"a seating list", joined("一班　　佐藤　　田中", "二班　　山田　　鈴木", "三班　　高橋　　伊藤")},
		{"items with amounts", joined("持ち物　　一覧", "・水筒　　1本", "・弁当　　1個", "・手袋　　2枚")},
		{"numbered items", joined("1. 電源　　入れる", "2. 用紙　　100枚", "3. 開始　　押す")},
		{"a table of contents", joined("第1章　総則　　　3", "第2章　休暇　　　10", "第3章　賃金　　　25")},
		{"a log", joined("2026-10-05  INFO   started   12", "2026-10-05  WARN   slow      340", "2026-10-05  INFO   stopped   0")},
		{"a chat", joined("田中　21:44　落ちました", "佐藤　21:45　直しました", "田中　21:50　ありがとう")},
		{"Go", joined("type fee struct {", "	Name    string  // 名前", "	Monthly int     // 月額", "	Seats   int     // 上限", "}")},
		{"assignments", joined("name    = \"A\"", "fee     = 4800", "seats   = 5")},
		{"C", joined("int     count;", "double  fee;", "char    name[20];")},
		{"SQL", joined("SELECT  name,  fee", "FROM    plans", "WHERE   fee > 4800")},
		{"a shell", joined("$ ls  -l  /tmp", "total   4", "-rw-r--r--  1 root  root  12")},
		{"options of a command", joined("Usage:    kotae [flags]", "  -n      number of hits", "  -v      be verbose", "  --json  print JSON")},
		{"a signature", joined("総務部　　佐藤", "TEL　　　 03-0000-0000", "FAX　　　 03-0000-0001", "Mail　　　soumu@example.com")},
		{"titles with blanks in them", joined("お　知　ら　せ", "", "就　業　規　則", "附　　則")},
		{"justified lines", joined("the  office opens  at", "nine and  closes  at", "six on  every  day of")},
		{"a family tree", joined("社長　─　部長　─　課長", "　　　　└　次長　─　係長")},
		{"answers of a questionnaire", joined("はい　　いいえ　　わからない", "どちらかといえば　　はい　　いいえ")},
		{"one row below a line", joined("受付　　二階", "食堂　　12席")},
		{"a path of menus", joined("設定 | 一般 | 表示 | 言語", "を開く。")},
		{"towns", joined("東京　渋谷　新宿　池袋", "大阪　梅田　難波　天王寺", "福岡　天神　博多　中洲")},
		{"the head of a mail", joined("From    To      Subject", "a@x.jp  b@x.jp  Re: hello")},
		{"paths of a server", joined("GET     /healthz    ok", "GET     /readyz     ready", "POST    /slack      accepted")},
		{"settings", joined("name:      kotae", "version:   1.2", "license:   MIT")},
		{"articles", joined("第1条　この規程は、出張の旅費を定める。", "第2条　出張する者は、届を出す。", "２　急ぐときは、後日でよい。")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := mustRead(t, "a.txt", tt.text)
			if got := readings(d); got != "" {
				t.Errorf("taken for a table:\n%s", got)
			}
		})
	}
}

func TestReadTextKeepsTheHeadingAboveATable(t *testing.T) {
	const table = "プラン　　月額\nＡ　　　　4,800円\nＢ　　　　12,000円\n"
	for _, tt := range []struct{ name, above, want string }{
		{"straight above", "保守契約\n\n料金は次のとおり。\n\n■料金表\n", "H2 料金表\n"},
		{"alone", "保守契約\n\n料金は次のとおり。\n\n料金表\n\n", "H2 料金表\n"},
		{"a line without a mark straight above", "保守契約\n\n料金は次のとおり。\n\n料金表\n", "H2 料金表\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := "H1 保守契約\nP 料金は次のとおり。\n" + tt.want + "R プラン　　月額\nR Ａ　　　　4,800円\nR Ｂ　　　　12,000円\n"
			if got := sketch(mustRead(t, "a.txt", tt.above+table)); got != want {
				t.Errorf("blocks:\n%swant:\n%s", got, want)
			}
		})
	}
}

func TestLongColumnsWithoutAHeadAreReadInTime(t *testing.T) {
	const table = "部署      担当    内線\n総務部    高橋    2101\n経理部    小林    2205\n"
	rows := func(text string) (n int) {
		lines := scan(text)
		noteTables(text, lines)
		for _, l := range lines {
			if l.kind == row {
				n++
			}
		}
		return n
	}
	for _, test := range []struct {
		name, text string
		want       int
	}{
		{"a thousand lines of words end the search for a head", strings.Repeat("起動  完了  待機\n検査  終了  再開\n", 500) + table, 0},
		{"until the next blank line", strings.Repeat("起動  完了  待機\n検査  終了  再開\n", 500) + "\n" + table, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := rows(test.text); got != test.want {
				t.Errorf("%d rows, want %d", got, test.want)
			}
		})
	}
	t.Run("a table drawn with bars is looked for among its own lines", func(t *testing.T) {
		text := "| 東京 |\n" + strings.Repeat("受付の案件は、担当部署が処理する。\n", 100) + "+---+\n"
		if n, looked := barredAt(text, scan(text)); n != 0 || looked > 2 {
			t.Errorf("%d lines of a table, %d looked at", n, looked)
		}
	})
}
