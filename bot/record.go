package bot

import (
	"errors"
	"time"
)

// ErrUnreadable says that records were left out since what is kept of them can't be read.
var ErrUnreadable = errors.New("a record can't be read")

// A Record is an answer that was given, kept for follow-ups and so that its sources
// can be looked at later.
type Record struct {
	// ID is opaque, unique, and made of letters and digits.
	ID string
	// Thread names the conversation that the answer belongs to, and Asker who asked;
	// both as the door that it came through names them.
	Thread, Asker string
	At            time.Time
	Answer        Answer // as its JSON keeps it
}

// Turns is the conversation that records make up, in their order.
func Turns(records []Record) []Turn {
	var turns []Turn
	for _, r := range records {
		turns = append(turns,
			Turn{Asker: true, Text: r.Answer.Question},
			Turn{Text: r.Answer.Text, Citations: r.Answer.Citations})
	}
	return turns
}

// A Vote is what a person thinks of an answer.
type Vote struct {
	Answer, Person string // the IDs of both
	Up             bool
	// Reason and Comment are what the person said of it; empty for nothing. Reason is
	// one of a door's own choices.
	Reason, Comment string
	At              time.Time
}

// An Attachment is a file that somebody sent along, for its conversation alone.
type Attachment struct {
	// Thread names the conversation, and ID the file, as the door names them.
	Thread, ID string
	Name       string // for people
	Data       []byte
	At         time.Time
}

// A Task is something a door accepted and has not done yet.
type Task struct {
	Key  string
	Body []byte // as the door wrote it
	// Delivering is true if its outcome may have been delivered.
	Delivering bool
	// Resumed is how often it was taken up again.
	Resumed  int
	Accepted time.Time
}
