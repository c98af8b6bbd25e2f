package reader

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/japanese"
)

// A stored entry is a stream, or a folder of some, in a container of OLE.
type stored struct {
	name string
	data []byte
	in   []stored // of a folder
}

// container writes a container of OLE: sectors of 512 bytes; a header, directory,
// table of sectors, table of small sectors, and the streams, small ones of 64 bytes each.
func container(entries ...stored) []byte {
	const sector, small, last, none = 512, 64, 0xfffffffe, 0xffffffff
	type dir struct {
		stored
		kind               byte
		left, right, child uint32
		start              uint32
	}
	dirs := []dir{{stored: stored{name: "Root Entry"}, kind: 5, left: none, right: none, child: none}}
	var list func(parent int, in []stored)
	list = func(parent int, in []stored) { // siblings hang one on the right of another
		before := -1
		for _, s := range in {
			n := len(dirs)
			kind := byte(2)
			if s.in != nil {
				kind = 1
			}
			dirs = append(dirs, dir{stored: s, kind: kind, left: none, right: none, child: none})
			if before < 0 {
				dirs[parent].child = uint32(n)
			} else {
				dirs[before].right = uint32(n)
			}
			before = n
			list(n, s.in)
		}
	}
	list(0, entries)
	var sectors [][]byte
	var fat []uint32
	chain := func(data []byte) uint32 {
		start := uint32(len(fat))
		for at := 0; at < len(data); at += sector {
			part := make([]byte, sector)
			copy(part, data[at:])
			sectors, fat = append(sectors, part), append(fat, uint32(len(fat)+1))
		}
		fat[len(fat)-1] = last
		return start
	}
	var mini []byte
	var miniFAT []uint32
	for i := range dirs {
		d := &dirs[i]
		if d.start = last; d.kind != 2 || len(d.data) == 0 {
			continue
		}
		if len(d.data) >= 4096 {
			d.start = chain(d.data)
			continue
		}
		d.start = uint32(len(miniFAT))
		for at := 0; at < len(d.data); at += small {
			part := make([]byte, small)
			copy(part, d.data[at:])
			mini, miniFAT = append(mini, part...), append(miniFAT, uint32(len(miniFAT)+1))
		}
		miniFAT[len(miniFAT)-1] = last
	}
	dirs[0].data, dirs[0].start = mini, chain(append(mini, 0))
	for len(miniFAT)%128 != 0 || len(miniFAT) == 0 {
		miniFAT = append(miniFAT, none)
	}
	var table, directory bytes.Buffer
	write := func(b *bytes.Buffer, v any) { _ = binary.Write(b, binary.LittleEndian, v) }
	write(&table, miniFAT)
	miniStart, miniCount := chain(table.Bytes()), table.Len()/sector
	for _, d := range dirs {
		name := make([]uint16, 32)
		n := copy(name, utf16.Encode([]rune(d.name)))
		write(&directory, name)
		write(&directory, uint16(2*n+2))
		write(&directory, []byte{d.kind, 1})
		write(&directory, []uint32{d.left, d.right, d.child})
		write(&directory, make([]byte, 36))
		write(&directory, []uint32{d.start, uint32(len(d.data)), 0})
	}
	for directory.Len()%sector != 0 {
		write(&directory, make([]byte, 68))
		write(&directory, []uint32{none, none, none})
		write(&directory, make([]byte, 48))
	}
	dirStart := chain(directory.Bytes())
	fatStart, fatCount := len(fat), (len(fat)+128)/127
	for range fatCount {
		fat = append(fat, 0xfffffffd)
	}
	for len(fat) < 128*fatCount {
		fat = append(fat, none)
	}
	var out bytes.Buffer
	out.WriteString("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	write(&out, make([]byte, 16))
	write(&out, []uint16{0x3e, 3, 0xfffe, 9, 6, 0, 0, 0})
	write(&out, []uint32{0, uint32(fatCount), dirStart, 0, 4096, miniStart, uint32(miniCount), last, 0})
	for i := range 109 {
		if i < fatCount {
			write(&out, uint32(fatStart+i))
		} else {
			write(&out, uint32(none))
		}
	}
	for _, s := range sectors {
		out.Write(s)
	}
	write(&out, fat)
	return out.Bytes()
}

// letters is a property in UTF-16, property one in bytes.
func letters(id, text string) stored {
	var b bytes.Buffer
	_ = binary.Write(&b, binary.LittleEndian, utf16.Encode([]rune(text)))
	return stored{name: "__substg1.0_" + id + "001F", data: b.Bytes()}
}

func property(name string, data []byte) stored {
	return stored{name: "__substg1.0_" + name, data: data}
}

// sentAt are the properties of fixed size, with when a message was sent.
func sentAt(t time.Time) stored {
	b := make([]byte, 48)
	binary.LittleEndian.PutUint32(b[32:], 0x00390040)
	binary.LittleEndian.PutUint64(b[40:], uint64(t.Unix()+11_644_473_600)*10_000_000)
	return stored{name: "__properties_version1.0", data: b}
}

func TestReadMSG(t *testing.T) {
	sjis := func(s string) []byte { return []byte(must(japanese.ShiftJIS.NewEncoder().String(s))) }
	const about = "H1 休暇の件\nP 差出人: 佐藤花子 <sato@example.jp>⏎宛先: 総務部⏎日時: 2026-10-05 09:30 +0900\n"
	head := func(rest ...stored) []byte {
		return container(append([]stored{sentAt(time.Date(2026, 10, 5, 0, 30, 0, 0, time.UTC)),
			letters("0037", "休暇の件"), letters("0C1A", "佐藤花子"), letters("5D01", "sato@example.jp"), letters("0E04", "総務部\x00")}, rest...)...)
	}
	packedRTF := func(kind string, body []byte, size int) []byte {
		b := make([]byte, 16)
		binary.LittleEndian.PutUint32(b[4:], uint32(size))
		copy(b[8:], kind)
		return append(b, body...)
	}
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"its head and its plain text", head(letters("1000", "休暇は前日までに届ける。\r\n\r\n・届\r\n・引継ぎ")), about + "P 休暇は前日までに届ける。\nI ・届\nI ・引継ぎ\n"},
		{"a table in it", head(letters("1000", "料金\r\n\r\nプラン　月額\r\nA　　　4,800円\r\nB　　　12,000円")), about + "H2 料金\nR | プラン: A | 月額: 4,800円 |\nR | プラン: B | 月額: 12,000円 |\n"},
		{"a body longer than small sectors take", head(letters("1000", strings.Repeat(ruled+"\r\n", 60))), about + strings.Repeat("P "+ruled+"\n", 60)},
		{"HTML where there is no plain text", head(property("10130102", []byte("<html><meta charset=utf-8><h2>届</h2><p>前日までに出す。</p>"))), about + "H2 届\nP 前日までに出す。\n"},
		{"Rich Text where there is neither", head(property("10090102", packedRTF("MELA", []byte(`{\rtf1\ansi\ansicpg932 `+rtfOf("前日までに出す。")+`\par}`), 999))), about + "P 前日までに出す。\n"},
		{"what is attached", head(letters("1000", "添付のとおり。"), stored{name: "__attach_version1.0_#00000000", in: []stored{letters("3704", "KITEI~1.PDF"), letters("3707", "規程.pdf")}},
			stored{name: "__attach_version1.0_#00000001", in: []stored{property("3704001E", sjis("表.xls"))}}), about + "P 添付のとおり。\nP 添付: 規程.pdf, 表.xls\n"},
		{"text in Shift_JIS, as old Outlook writes", container(property("0037001E", sjis("休暇の件")), property("1000001E", sjis("休暇は前日までに届ける。"))), "H1 休暇の件\nP 休暇は前日までに届ける。\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := readBytes(t, "a.msg", tt.data); got != tt.want {
				t.Errorf("blocks:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}

func TestUnpackRTF(t *testing.T) {
	// The example of the format's description.
	data := []byte("\x2d\x00\x00\x00\x2b\x00\x00\x00\x4c\x5a\x46\x75\xf1\xc5\xc7\xa7\x03\x00\x0a\x00\x72\x63\x70\x67\x31\x32\x35\x42\x32\x0a\xf3\x20\x68\x65\x6c\x09\x00\x20\x62\x77\x05\xb0\x6c\x64\x7d\x0a\x80\x0f\xa0")
	const want = "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
	if got, ok := unpackRTF(data); !ok || string(got) != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, bad := range [][]byte{nil, data[:12], append([]byte("0123456701234567"), data...)} {
		if got, ok := unpackRTF(bad); ok {
			t.Errorf("%q unpacked to %q", bad, got)
		}
	}
}

// TestReadMSGThatIsNone reads what the name alone makes a message.
func TestReadMSGThatIsNone(t *testing.T) {
	for name, data := range map[string][]byte{"text": []byte("休暇"), "a container of something else": container(stored{name: "WordDocument", data: []byte("x")}), "a torn one": container(letters("1000", ruled))[:700]} {
		if d, err := Read("a.msg", data); err == nil {
			t.Errorf("%s: read as %q", name, d.Text)
		}
	}
}

func FuzzMSG(f *testing.F) {
	f.Add(container(letters("0037", "件名"), letters("1000", ruled), stored{name: "__attach_version1.0_#00000000", in: []stored{letters("3707", "規程.pdf")}}))
	f.Add(container(property("1000001E", []byte("x")), property("10130102", []byte("<p>x")), property("10090102", []byte("\x2d\x00\x00\x00\x2b\x00\x00\x00LZFu\x00\x00\x00\x00\x03\x00\x0a\x00rcpg"))))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "a.msg", data) })
}
