package reader

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestTablesGiveBlankCellsWhatStandsForThem(t *testing.T) {
	tests := []struct{ name, csv, want string }{
		{
			"a name counts for the rows below it",
			"地域,拠点,人数\n関東,東京,30\n,横浜,12\n関西,大阪,20\n",
			"R | 地域: 関東 | 拠点: 東京 | 人数: 30 |\nR | 地域: 関東 | 拠点: 横浜 | 人数: 12 |\nR | 地域: 関西 | 拠点: 大阪 | 人数: 20 |\n",
		},
		{
			"but not for a sum",
			"地域,拠点,人数\n関東,東京,30\n,合計,30\n",
			"R | 地域: 関東 | 拠点: 東京 | 人数: 30 |\nR | 拠点: 合計 | 人数: 30 |\n",
		},
		{
			"nor where most cells are blank",
			"地域,拠点,人数,備考\n関東,東京,30,\n,,,改装中\n",
			"R | 地域: 関東 | 拠点: 東京 | 人数: 30 |\nR | 備考: 改装中 |\n",
		},
		{
			"nor is a number one",
			"番号,品名,数量\n1,鉛筆,30\n,消しゴム,12\n",
			"R | 番号: 1 | 品名: 鉛筆 | 数量: 30 |\nR | 品名: 消しゴム | 数量: 12 |\n",
		},
		{
			"the name of a group counts for the columns on its right",
			"拠点,料金,,備考\n,月額,年額,\n東京,\"4,800円\",\"48,000円\",税抜\n大阪,\"5,200円\",\"52,000円\",\n",
			"R | 拠点: 東京 | 料金 月額: 4,800円 | 料金 年額: 48,000円 | 備考: 税抜 |\nR | 拠点: 大阪 | 料金 月額: 5,200円 | 料金 年額: 52,000円 |\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := sketch(mustRead(t, "a.csv", tt.csv)); got != tt.want {
				t.Errorf("blocks:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}

func TestReadXLSXPartsTablesAtRowsAcrossThem(t *testing.T) {
	data := workbook(t, func(f *excelize.File) error {
		if err := fill(f, "Sheet1", "A1", []any{"拠点", "人数", "始業"}, []any{"関東"}, []any{"東京", 30, "9:00"}, []any{"関西"}, []any{"大阪", 20, "8:45"},
			[]any{"※人数は派遣を含む。"}, []any{"車種", "台数", "定員"}, []any{"軽", 3, "4名"}, []any{"バン", 2, "8名"}); err != nil {
			return err
		}
		for _, row := range []string{"A2:C2", "A4:C4", "A6:C6"} {
			from, to, _ := strings.Cut(row, ":")
			if err := f.MergeCell("Sheet1", from, to); err != nil {
				return err
			}
		}
		return nil
	})
	const want = "H2 Sheet1\nP 関東\nR | 拠点: 東京 | 人数: 30 | 始業: 9:00 |\nP 関西\nR | 拠点: 大阪 | 人数: 20 | 始業: 8:45 |\n" +
		"P ※人数は派遣を含む。\nR | 車種: 軽 | 台数: 3 | 定員: 4名 |\nR | 車種: バン | 台数: 2 | 定員: 8名 |\n"
	if got := readBytes(t, "a.xlsx", data); got != want {
		t.Errorf("blocks:\n%swant:\n%s", got, want)
	}
}
