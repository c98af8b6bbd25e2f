package reader

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/richardlehane/mscfb"

	"kotae/retrieval"
)

// The properties of a message that are read, by the number that Outlook gives them.
const (
	msgSubject    = 0x0037
	msgSubmitted  = 0x0039
	msgDelivered  = 0x0e06
	msgSender     = 0x0c1a
	msgSenderMail = 0x0c1f
	msgSenderSMTP = 0x5d01
	msgTo         = 0x0e04
	msgCC         = 0x0e03
	msgBody       = 0x1000
	msgHTML       = 0x1013
	msgRTF        = 0x1009
	msgFile       = 0x3704 // of an attachment
	msgLongFile   = 0x3707
	msgShown      = 0x3001
)

// maxEntries is how many streams of a message are looked at.
const maxEntries = 20000

// readMSG reads a message that Outlook saved: what readMail reads of others. Of its
// bodies the plain one counts, else the one in HTML, else the one in Rich Text.
//
// Mscfb opens the container; it comes with excelize anyway. No library for messages is
// kept and has releases; what of them carries text is little.
func readMSG(_ string, data []byte) (retrieval.Document, error) {
	if !isOLE(data) {
		return retrieval.Document{}, damaged("message of Outlook")
	}
	m, err := openMSG(data)
	if err != nil {
		return retrieval.Document{}, err
	}
	r := newRendering()
	if r.title = oneLine(m.text(msgSubject)); r.title != "" {
		r.heading(1, r.title)
	}
	from, mail := m.text(msgSender), m.text(msgSenderSMTP)
	if mail == "" {
		mail = m.text(msgSenderMail)
	}
	if strings.Contains(mail, "@") && mail != from {
		from += " <" + mail + ">"
	}
	var about []string
	for _, f := range []struct{ name, text string }{{"差出人", from}, {"宛先", m.text(msgTo)}, {"CC", m.text(msgCC)}, {"日時", m.sent()}} {
		if s := oneLine(f.text); s != "" {
			about = append(about, f.name+": "+s)
		}
	}
	r.paragraph(strings.Join(about, "\n"))
	if err := m.body(r); err != nil {
		return retrieval.Document{}, err
	}
	if len(m.attached) > 0 {
		r.paragraph("添付: " + strings.Join(m.attached, ", "))
	}
	return r.document()
}

// An outlookMessage is what a message file holds of itself.
type outlookMessage struct {
	values   map[int][]byte // of the properties, as Unicode where there is a choice
	wide     map[int]bool   // in UTF-16
	fixed    []byte         // the properties of fixed size
	attached []string       // names of attachments
}

// openMSG takes the properties of a message out of its container.
func openMSG(data []byte) (*outlookMessage, error) {
	bad := damaged("message of Outlook")
	if !plausibleCounts(data) {
		return nil, bad
	}
	c, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return nil, bad
	}
	m := &outlookMessage{values: map[int][]byte{}, wide: map[int]bool{}}
	left := 2*len(data) + 1<<20 // bytes that its streams can have
	read := func(f *mscfb.File) []byte {
		b, err := io.ReadAll(io.LimitReader(f, int64(min(left, len(data), partLimit))))
		if left -= len(b); err != nil && len(b) == 0 {
			return nil
		}
		return b
	}
	names := map[string]map[int]string{} // of attachments, by their folder
	var folders []string
	for n := range maxEntries {
		f, err := c.Next()
		if err != nil {
			if n == 0 {
				return nil, bad
			}
			break // what comes before a fault is kept
		}
		var id, kind int
		property, _ := fmt.Sscanf(f.Name, "__substg1.0_%04X%04X", &id, &kind)
		switch {
		case len(f.Path) == 0 && f.Name == "__properties_version1.0":
			m.fixed = read(f)
		case len(f.Path) == 0 && property == 2:
			if _, known := m.values[id]; kind == 0x1f || !known && (kind == 0x1e || kind == 0x102) {
				m.values[id], m.wide[id] = read(f), kind == 0x1f
			}
		case len(f.Path) == 1 && strings.HasPrefix(f.Path[0], "__attach") && (id == msgFile || id == msgLongFile || id == msgShown) && property == 2:
			if names[f.Path[0]] == nil {
				names[f.Path[0]] = map[int]string{}
				folders = append(folders, f.Path[0])
			}
			names[f.Path[0]][id] = oneLine(textOf(read(f), kind == 0x1f))
		}
	}
	if len(m.values) == 0 {
		return nil, bad
	}
	slices.Sort(folders)
	for _, folder := range folders {
		for _, id := range []int{msgLongFile, msgFile, msgShown} {
			if s := names[folder][id]; s != "" {
				m.attached = append(m.attached, s)
				break
			}
		}
	}
	return m, nil
}

// plausibleCounts tells whether a container could have as many sectors as its head says:
// mscfb makes room for them before it looks.
func plausibleCounts(data []byte) bool {
	if len(data) < 512 {
		return false
	}
	for _, at := range []int{40, 44, 64, 72} { // of the directory, the tables of sectors
		if int64(binary.LittleEndian.Uint32(data[at:])) > int64(len(data)/512) {
			return false
		}
	}
	return true
}

// text returns a property in letters.
func (m *outlookMessage) text(id int) string { return textOf(m.values[id], m.wide[id]) }

func textOf(data []byte, wide bool) string {
	if wide {
		return strings.TrimRight(decodeAs(utf16LE, data), "\x00")
	}
	text, err := decodeCharset(bytes.TrimRight(data, "\x00"), "windows-31j")
	if err != nil {
		return ""
	}
	return text
}

// sent returns when the message was sent, as of Japan, or else when it came.
func (m *outlookMessage) sent() string {
	const head, entry = 32, 16 // bytes
	times := map[int]uint64{}
	for at := head; at+entry <= len(m.fixed); at += entry {
		tag := binary.LittleEndian.Uint32(m.fixed[at:])
		if tag&0xffff == 0x40 {
			times[int(tag>>16)] = binary.LittleEndian.Uint64(m.fixed[at+8:])
		}
	}
	t := times[msgSubmitted]
	if t == 0 {
		t = times[msgDelivered]
	}
	const unit, epoch = 10_000_000, 11_644_473_600 // of Windows: 100 ns, since 1601
	if t/unit < epoch || t/unit > epoch+1<<33 {
		return ""
	}
	return time.Unix(int64(t/unit)-epoch, 0).In(time.FixedZone("JST", 9*3600)).Format("2006-01-02 15:04 -0700")
}

// body writes the text of the message.
func (m *outlookMessage) body(r *rendering) error {
	if s := trim(m.text(msgBody)); s != "" {
		(&message{r: r}).plain(s)
		return nil
	}
	if page := m.values[msgHTML]; len(page) > 0 {
		text, err := decodeHTML(page)
		if m.wide[msgHTML] {
			text, err = m.text(msgHTML), nil
		}
		if err == nil {
			return renderHTML(r, text)
		}
	}
	if rich, ok := unpackRTF(m.values[msgRTF]); ok {
		if d, err := readRTF("", rich); err == nil {
			r.take(d)
		}
	}
	return nil
}

// packed is what every compressed Rich Text may refer to before it says anything.
const packed = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"

// unpackRTF undoes how Outlook compresses Rich Text; false for what is none.
func unpackRTF(data []byte) ([]byte, bool) {
	const head = 16 // bytes: sizes, "LZFu" or "MELA", a checksum
	if len(data) < head {
		return nil, false
	}
	switch kind, body := string(data[8:12]), data[head:]; kind {
	case "MELA":
		return body, true
	case "LZFu":
		return unpackLZ(body, min(int(binary.LittleEndian.Uint32(data[4:])), textLimit)), true
	}
	return nil, false
}

// unpackLZ undoes the compression, up to size bytes.
func unpackLZ(data []byte, size int) []byte {
	var window [4096]byte
	at := copy(window[:], packed)
	var out []byte
	put := func(b byte) {
		out = append(out, b)
		window[at] = b
		at = (at + 1) % len(window)
	}
	for i := 0; i < len(data) && len(out) < size; {
		flags := data[i]
		i++
		for bit := 0; bit < 8 && i < len(data) && len(out) < size; bit++ {
			if flags>>bit&1 == 0 {
				put(data[i])
				i++
				continue
			}
			if i+1 >= len(data) {
				return out
			}
			from, n := int(data[i])<<4|int(data[i+1])>>4, int(data[i+1]&15)+2
			i += 2
			if from == at {
				return out // how it ends
			}
			for range n {
				put(window[from])
				from = (from + 1) % len(window)
			}
		}
	}
	return out
}
