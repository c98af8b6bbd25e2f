package health

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kotae/retrieval"
)

// The words that generated texts are made of.
var vocabulary = strings.Fields(`社員 課長 部長 申請 承認 期限 営業日 休暇 出張 旅費 精算 領収書 日当 宿泊 上限 会議 決定 担当 報告 予算 契約 取引先 請求書 支払 在庫 発注 納品 検収 品質 設備 点検 記録 保管 廃棄 更新 利用 端末 暗号化 貸与 返却 紛失 連絡 総務課 情報システム部 人事部 経理部 工場 支店 本社`)

// prose returns a text of about so many runes; the same for the same seed.
func prose(seed uint64, runes int) string {
	r := rand.New(rand.NewPCG(seed, 2))
	var b strings.Builder
	for n := 0; n < runes; {
		s := fmt.Sprintf("%sは%sの%sを%sの%d日前までに%sへ提出する。\n", pick(r), pick(r), pick(r), pick(r), r.IntN(90)+1, pick(r))
		b.WriteString(s)
		n += len([]rune(s))
	}
	return b.String()
}

func pick(r *rand.Rand) string { return vocabulary[r.IntN(len(vocabulary))] }

// rewrite returns a text with a share of its lines replaced by others.
func rewrite(text string, share float64, seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 3))
	lines := strings.SplitAfter(text, "\n")
	for i := range lines {
		if r.Float64() < share {
			lines[i] = prose(r.Uint64(), 1)
		}
	}
	return strings.Join(lines, "")
}

var (
	today   = time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)
	written = time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)
)

// paper makes a document of a text.
func paper(file, text string) (retrieval.Document, []byte) {
	return retrieval.Document{File: file, Title: file, Modified: written, Text: text}, []byte(text)
}

// sheet makes the sheet of a text.
func sheet(file, text string) *Sheet {
	d, data := paper(file, text)
	return NewSheet(d, retrieval.Hash(data), int64(len(data)), today)
}

func TestCopies(t *testing.T) {
	leave, travel := prose(1, 600), prose(2, 600)
	r := Examine([]*Sheet{
		sheet("総務/休暇 - コピー.md", leave), sheet("人事/規程/休暇.md", leave), sheet("旧/休暇.md", leave), sheet("出張.txt", travel),
		sheet("出張（全角）.txt", strings.ReplaceAll(travel, "0", "０")), sheet("空の書式.txt", "氏名"), sheet("空の書式2.txt", "氏名"), sheet("別.txt", prose(3, 600)),
	})
	want := []Copies{
		{Files: []string{"人事/規程/休暇.md", "総務/休暇 - コピー.md", "旧/休暇.md"}, Bytes: true},
		{Files: []string{"出張.txt", "出張（全角）.txt"}},
	}
	if diff := cmp.Diff(r.Copies, want); diff != "" {
		t.Errorf("copies (-got +want):\n%s", diff)
	}
	if len(r.Versions)+len(r.Alike) > 0 {
		t.Errorf("copies are told once: %+v %+v", r.Versions, r.Alike)
	}
}

func TestAlikeFindsTextsThatAreNearlyTheSame(t *testing.T) {
	var sheets []*Sheet
	truth := map[string]float64{} // of pairs, by the exact coefficient
	const triples = 60
	for i := range triples {
		text := prose(uint64(i), 1200)
		name := fmt.Sprintf("文書%c%c.md", 'あ'+i/50, 'ア'+i%50)
		sheets = append(sheets, sheet("規程/"+name, text))
		for folder, share := range map[string]float64{"写し": 0.04, "似た": 0.3} {
			other := rewrite(text, share, uint64(i)) + "以上\n" // no copy
			sheets = append(sheets, sheet(folder+"/"+name, other))
			truth[folder+"/"+name] = jaccard(text, other)
		}
	}
	found := map[string]bool{}
	for _, a := range Examine(sheets).Alike {
		for _, f := range a.Files {
			if folder, name, _ := strings.Cut(f, "/"); folder != "規程" {
				found[f] = slices.Contains(a.Files, "規程/"+name)
				if !found[f] || truth[f] < nearly-0.15 { // four standard errors
					t.Errorf("%q are taken for alike, at %.2f", a.Files, truth[f])
				}
			}
		}
	}
	near, missed := 0, 0
	for f, l := range truth {
		if l >= nearly+0.05 {
			near++
			if !found[f] {
				missed++
			}
		}
	}
	t.Logf("%d of %d pairs are at %.2f and more, %d of them not found", near, len(truth), nearly+0.05, missed)
	if near < 30 || missed*50 > near {
		t.Errorf("recall: %d of %d missed", missed, near)
	}
}

func TestLikenessIsNearTheShareOfCommonPieces(t *testing.T) {
	text := prose(9, 3000)
	for _, share := range []float64{0, 0.05, 0.2, 0.5, 1} {
		other := rewrite(text, share, 4)
		want := jaccard(text, other)
		got := likeness(newSketch(compactly(text)), newSketch(compactly(other)))
		if got < want-0.13 || got > want+0.13 { // three standard errors
			t.Errorf("with %.0f%% rewritten: %.2f, want about %.2f", 100*share, got, want)
		}
	}
	if newSketch("短い文書") != nil || likeness(nil, nil) != 0 {
		t.Error("a text too short is compared")
	}
}

// jaccard is what likeness estimates.
func jaccard(x, y string) float64 {
	a, b := pieces(x), pieces(y)
	both := 0
	for p := range a {
		if b[p] {
			both++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

func pieces(text string) map[string]bool {
	r, set := []rune(compactly(text)), map[string]bool{}
	for i := 0; i+shingle <= len(r); i++ {
		set[string(r[i:i+shingle])] = true
	}
	return set
}

func compactly(text string) string { return strings.Join(strings.Fields(text), "") }

func TestManyFormsOfOneKindAreOneGroup(t *testing.T) {
	form := prose(5, 700)
	var sheets []*Sheet
	for i := range 400 {
		sheets = append(sheets, sheet(fmt.Sprintf("届/%c%c%c.md", 'あ'+i%40, 'ア'+i/40, 'ｱ'+i%7), form+fmt.Sprintf("氏名: %s%d\n", pick(rand.New(rand.NewPCG(uint64(i), 1))), i)))
	}
	r := Examine(sheets)
	if len(r.Alike) != 1 || len(r.Alike[0].Files) < 396 {
		t.Errorf("%d groups", len(r.Alike))
	}
}

func TestTheOrderOfFilesSaysNothing(t *testing.T) {
	var sheets []*Sheet
	for i := range 60 {
		sheets = append(sheets, sheet(fmt.Sprintf("規程/文書%d_v%d.md", i/4, i%4), rewrite(prose(uint64(i/4), 800), 0.1*float64(i%3), uint64(i))))
	}
	want := Examine(sheets)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(sheets), func(i, j int) { sheets[i], sheets[j] = sheets[j], sheets[i] })
	if diff := cmp.Diff(Examine(sheets), want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}
