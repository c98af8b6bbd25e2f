package health

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestNewName(t *testing.T) {
	day := func(y, m, d int) Marks { return Marks{Date: Date{y, m, d}} }
	version := func(n ...int) Marks { return Marks{Version: n} }
	tests := []struct {
		file, folder, stem string
		want               Marks
	}{
		// no mark
		{"就業規則.docx", "", "就業規則", Marks{}},
		{"人事/就業規則.docx", "人事", "就業規則", Marks{}},
		{"新旧対照表.xlsx", "", "新旧対照表", Marks{}},
		{"旧姓使用届.docx", "", "旧姓使用届", Marks{}},
		{"新人研修.pptx", "", "新人研修", Marks{}},
		{"改善提案書.docx", "", "改善提案書", Marks{}},
		{"業務改善提案.docx", "", "業務改善提案", Marks{}},
		{"コピー機の使い方.pdf", "", "コピー機の使い方", Marks{}},
		{"更新手続き.md", "", "更新手続き", Marks{}},
		{"確定申告の手引き.pdf", "", "確定申告の手引き", Marks{}},
		{"S3設定手順.md", "", "s3設定手順", Marks{}},
		{"IPv6移行.md", "", "ipv6移行", Marks{}},
		{"finalists.md", "", "finalists", Marks{}},
		{"policy.md", "", "policy", Marks{}},
		{"readme", "", "readme", Marks{}},
		{".md", "", "md", Marks{}},
		// words
		{"就業規則_改訂版.docx", "", "就業規則", Marks{Revised: true}},
		{"就業規則改訂版.docx", "", "就業規則", Marks{Revised: true}},
		{"就業規則（改訂版）.docx", "", "就業規則", Marks{Revised: true}},
		{"【改訂】就業規則.docx", "", "就業規則", Marks{Revised: true}},
		{"就業規則_改.docx", "", "就業規則", Marks{Revised: true}},
		{"就業規則改.docx", "", "就業規則", Marks{Revised: true}},
		{"就業規則_修正版.docx", "", "就業規則", Marks{Revised: true}},
		{"旧就業規則.docx", "", "就業規則", Marks{Old: true}},
		{"就業規則_旧.docx", "", "就業規則", Marks{Old: true}},
		{"就業規則（旧）.docx", "", "就業規則", Marks{Old: true}},
		{"【旧】就業規則.docx", "", "就業規則", Marks{Old: true}},
		{"就業規則_旧版.docx", "", "就業規則", Marks{Old: true}},
		{"【廃止】出張旅費規程.pdf", "", "出張旅費規程", Marks{Old: true}},
		{"就業規則_old.docx", "", "就業規則", Marks{Old: true}},
		{"就業規則OLD.docx", "", "就業規則", Marks{Old: true}},
		{"就業規則_bak.docx", "", "就業規則", Marks{Old: true}},
		{"就業規則_最新.docx", "", "就業規則", Marks{Final: true}},
		{"【最新版】就業規則.docx", "", "就業規則", Marks{Final: true}},
		{"新就業規則.docx", "", "就業規則", Marks{Final: true}},
		{"就業規則_最終.docx", "", "就業規則", Marks{Final: true}},
		{"就業規則_最終版_最終.docx", "", "就業規則", Marks{Final: true}},
		{"proposal_final.docx", "", "proposal", Marks{Final: true}},
		{"Proposal-FINAL.docx", "", "proposal", Marks{Final: true}},
		{"見積書_確定.xlsx", "", "見積書", Marks{Final: true}},
		{"就業規則（案）.docx", "", "就業規則", Marks{Draft: true}},
		{"就業規則案.docx", "", "就業規則", Marks{Draft: true}},
		{"就業規則_ドラフト.docx", "", "就業規則", Marks{Draft: true}},
		{"policy draft.md", "", "policy", Marks{Draft: true}},
		// copies
		{"就業規則 - コピー.docx", "", "就業規則", Marks{Copy: true}},
		{"就業規則 - コピー (2).docx", "", "就業規則", Marks{Copy: true}},
		{"就業規則のコピー.docx", "", "就業規則", Marks{Copy: true}},
		{"就業規則のコピー2.docx", "", "就業規則", Marks{Copy: true}},
		{"コピー ～ 就業規則.docx", "", "就業規則", Marks{Copy: true}},
		{"就業規則 (1).docx", "", "就業規則", Marks{Copy: true}},
		{"就業規則（１）.docx", "", "就業規則", Marks{Copy: true}},
		{"Copy of policy.docx", "", "policy", Marks{Copy: true}},
		{"policy - Copy.docx", "", "policy", Marks{Copy: true}},
		{"policy copy 2.docx", "", "policy", Marks{Copy: true}},
		// numbers
		{"仕様書_v2.docx", "", "仕様書", version(2)},
		{"仕様書v2.docx", "", "仕様書", version(2)},
		{"仕様書Ｖ２.docx", "", "仕様書", version(2)},
		{"仕様書 ver1.2.docx", "", "仕様書", version(1, 2)},
		{"仕様書_Ver.1.2.docx", "", "仕様書", version(1, 2)},
		{"仕様書_version 3.docx", "", "仕様書", version(3)},
		{"仕様書_rev3.docx", "", "仕様書", version(3)},
		{"仕様書_v1.10.0.docx", "", "仕様書", version(1, 10, 0)},
		{"仕様書_第2版.docx", "", "仕様書", version(2)},
		{"仕様書第二版.docx", "", "仕様書", version(2)},
		{"仕様書（第十二版）.docx", "", "仕様書", version(12)},
		{"仕様書_2版.docx", "", "仕様書", version(2)},
		{"仕様書_初版.docx", "", "仕様書", version(1)},
		{"原稿_第3稿.docx", "", "原稿", version(3)},
		{"就業規則_改訂2.docx", "", "就業規則", version(2)},
		{"就業規則_改3.docx", "", "就業規則", version(3)},
		{"提案_最終2.pptx", "", "提案", Marks{Version: []int{2}, Final: true}},
		{"proposal_final2.pptx", "", "proposal", Marks{Version: []int{2}, Final: true}},
		{"仕様書_v2_最終.docx", "", "仕様書", Marks{Version: []int{2}, Final: true}},
		// dates
		{"価格表_2026年度.md", "", "価格表", day(2026, 0, 0)},
		{"在宅勤務規程_2023年版.txt", "", "在宅勤務規程", day(2023, 0, 0)},
		{"2024年度価格表.xlsx", "", "価格表", day(2024, 0, 0)},
		{"価格表2024.xlsx", "", "価格表", day(2024, 0, 0)},
		{"価格表_FY2024.xlsx", "", "価格表", day(2024, 0, 0)},
		{"価格表_FY24.xlsx", "", "価格表", day(2024, 0, 0)},
		{"価格表_R5.xlsx", "", "価格表", day(2023, 0, 0)},
		{"価格表_R6年度.xlsx", "", "価格表", day(2024, 0, 0)},
		{"価格表_令和5年.xlsx", "", "価格表", day(2023, 0, 0)},
		{"令和元年度価格表.xlsx", "", "価格表", day(2019, 0, 0)},
		{"価格表_H31.xlsx", "", "価格表", day(2019, 0, 0)},
		{"価格表_平成30年度.xlsx", "", "価格表", day(2018, 0, 0)},
		{"就業規則_昭和58年.pdf", "", "就業規則", day(1983, 0, 0)},
		{"就業規則_20240401.docx", "", "就業規則", day(2024, 4, 1)},
		{"20240401_就業規則.docx", "", "就業規則", day(2024, 4, 1)},
		{"就業規則_2024-04-01.docx", "", "就業規則", day(2024, 4, 1)},
		{"就業規則_2024.4.1.docx", "", "就業規則", day(2024, 4, 1)},
		{"就業規則_２０２４年４月１日.docx", "", "就業規則", day(2024, 4, 1)},
		{"就業規則_令和6年4月1日施行.docx", "", "就業規則", day(2024, 4, 1)},
		{"就業規則_R6.4.1.docx", "", "就業規則", day(2024, 4, 1)},
		{"就業規則_240401.docx", "", "就業規則", day(2024, 4, 1)},
		{"就業規則_202404.docx", "", "就業規則", day(2024, 4, 0)},
		{"就業規則（2024年4月改訂）.docx", "", "就業規則", Marks{Date: Date{2024, 4, 0}, Revised: true}},
		{"社内報_2024年4月号.pdf", "", "社内報", day(2024, 4, 0)},
		{"2026-09-14_製品定例.txt", "", "製品定例", day(2026, 9, 14)},
		{"部品表_123456.xlsx", "", "部品表_123456", Marks{}}, // no month 34
		{"受注_20241345.xlsx", "", "受注_20241345", Marks{}},
		{"GX2024設定.md", "", "gx_設定", day(2024, 0, 0)},
		// all that is left of a name
		{"規程/就業規則/v2.docx", "規程/就業規則", "", version(2)},
		{"議事録/2026-09-14.md", "議事録", "", day(2026, 9, 14)},
		{"最終版.docx", "", "", Marks{Final: true}},
		// folders
		{"規程/旧/就業規則.docx", "規程", "就業規則", Marks{Old: true}},
		{"規程/_old/就業規則.docx", "規程", "就業規則", Marks{Old: true}},
		{"規程/アーカイブ/就業規則.docx", "規程", "就業規則", Marks{Old: true}},
		{"2023年度/規程/就業規則.docx", "規程", "就業規則", day(2023, 0, 0)},
		{"2023年度/就業規則_20240401.docx", "", "就業規則", day(2024, 4, 1)},
		{"規程/最新/就業規則.docx", "規程", "就業規則", Marks{}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			got := NewName(tt.file)
			if got.Stem != tt.stem || got.Folder != tt.folder {
				t.Errorf("folder %q, stem %q; want %q, %q", got.Folder, got.Stem, tt.folder, tt.stem)
			}
			if diff := cmp.Diff(got.Marks, tt.want); diff != "" {
				t.Errorf("marks (-got +want):\n%s", diff)
			}
		})
	}
}

func FuzzNewName(f *testing.F) {
	for _, name := range []string{"規程/旧/就業規則_v1.2（改訂版）.docx", "2024.4.1_R5年度 価格表 (1).xlsx", "copy_of_copy of_v", "第十二版", "\xff旧", "元年r元", "a_.b", "平成(31)年度改3版_1_2_3"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, file string) {
		n := NewName(file)
		if !utf8.ValidString(n.Stem) || !utf8.ValidString(n.Folder) {
			t.Errorf("not UTF-8: %+v", n)
		}
		if d := n.Date; !d.IsZero() && !d.valid() {
			t.Errorf("there is no %v", d)
		}
		for _, v := range n.Version {
			if v < 0 || v > 9999 {
				t.Errorf("version %d", v)
			}
		}
		var again Marks
		if stem := again.take(n.Stem); stem != n.Stem || !again.IsZero() {
			t.Errorf("of %q, stem %q has %+v and stem %q", file, n.Stem, again, stem)
		}
	})
}
