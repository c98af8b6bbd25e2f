package reader

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// samples are the texts of the sample documents, and some that have little to tell an
// encoding by.
func samples(t testing.TB) []string {
	t.Helper()
	var out []string
	paths, err := filepath.Glob("../../cmd/kotae/sample/*/*")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no sample documents: %v", err)
	}
	for _, path := range paths {
		if data, err := os.ReadFile(path); err == nil && strings.ContainsAny(string(data), "のはを") {
			out = append(out, string(data))
		}
	}
	return append(out,
		strings.Repeat("第一営業部 東京都港区芝公園四丁目二番八号 電話番号 担当者氏名一覧\n", 20),
		strings.Repeat("コード,品名,単価,在庫\nA-001,冷蔵庫センサー,14800,3\nA-002,校正証明書,9000,0\n", 20),
		strings.Repeat("ｺｰﾄﾞ,ﾋﾝﾒｲ,ｶｶｸ 商品の半角カナの一覧です。\n", 30),
		strings.Repeat("①㈱髙島商店 ②㈲山﨑工務店 ③№12 ㎡あたり\n", 30),
		strings.Repeat("2026-10-05 09:00:00 INFO 起動しました id=1234567890\n", 30),
	)
}

// windows cuts a text into pieces of at least n bytes of UTF-8, on runes.
func windows(text string, n int) []string {
	var out []string
	for len(text) >= n {
		end := n
		for end < len(text) && !utf8.RuneStart(text[end]) {
			end++
		}
		out = append(out, text[:end])
		text = text[end:]
	}
	return out
}

func TestDetectIsRightForEveryTextOf200Bytes(t *testing.T) {
	tried, wrong := 0, 0
	for _, text := range samples(t) {
		for _, size := range []int{210, 300, 500, 1000} {
			for _, w := range windows(text, size) {
				if !strings.ContainsFunc(w, isWide) {
					continue // nothing Japanese in it
				}
				for _, e := range encodings {
					data, err := e.NewEncoder().Bytes([]byte(w))
					if err != nil {
						continue // it has characters that the encoding has not
					}
					data = append([]byte(e.mark), data...)
					if len(data) < 200 {
						continue
					}
					tried++
					got, name := detect(data)
					if got = strings.TrimPrefix(got, "\ufeff"); name == e.name && got == w {
						continue
					}
					// What has no letter in it that tells, is the same in both.
					if back, err := e.NewDecoder().Bytes(data[len(e.mark):]); err == nil && string(back) == got {
						continue
					}
					if wrong++; wrong < 10 {
						t.Errorf("%s is read as %s: %q", e.name, name, w)
					}
				}
			}
		}
	}
	if t.Logf("%d texts, %d wrong", tried, wrong); tried < 4000 {
		t.Errorf("only %d texts were tried", tried)
	}
}

func TestDetectGarblesNoOtherScript(t *testing.T) {
	chinese := strings.Repeat("公司员工应当提前三天提交请假申请，经部门经理批准后方可休假。", 8)
	for name, data := range map[string]string{
		"GBK": must(simplifiedchinese.GBK.NewEncoder().String(chinese)), "GB18030": must(simplifiedchinese.GB18030.NewEncoder().String(chinese)),
		"Big5":   must(traditionalchinese.Big5.NewEncoder().String(strings.Repeat("公司員工應當提前三天提交請假申請，經部門經理批准後方可休假。", 8))),
		"EUC-KR": must(korean.EUCKR.NewEncoder().String(strings.Repeat("직원은 휴가를 사흘 전까지 신청해야 한다. 부서장의 승인을 받는다.", 8))),
	} {
		if text, as, err := decode([]byte(data)); err == nil {
			t.Errorf("%s is read as %s: %.60q", name, as, text)
		}
	}
	text := strings.Repeat("休暇は前日までに届け出ること。緊急のときは電話でよい。", 8)
	for name, garbage := range map[string]string{
		"UTF-8 read as Shift_JIS":  must(encodings[6].NewDecoder().String(text)),
		"UTF-8 read as Latin-1":    latin1(text),
		"EUC-JP read as Shift_JIS": must(encodings[6].NewDecoder().String(must(encodings[7].NewEncoder().String(text)))),
		"question marks":           strings.Repeat("?????? 2026/10/05 ????????\n", 10),
		"private characters":       strings.Repeat("\ue001\ue002 休\ue003", 30),
	} {
		if got, _, err := decode([]byte(garbage)); err == nil {
			t.Errorf("%s is taken for text: %.60q", name, got)
		}
	}
}

func latin1(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.WriteRune(rune(c))
	}
	return b.String()
}

func must(s string, err error) string {
	if err != nil {
		panic(err)
	}
	return s
}
