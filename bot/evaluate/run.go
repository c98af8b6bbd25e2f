package evaluate

import (
	"context"
	"fmt"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kotae/bot"
	"kotae/retrieval"
)

// An Answerer answers questions.
type Answerer interface {
	Answer(ctx context.Context, q bot.Question) (bot.Answer, error)
}

// Options of a Run.
type Options struct {
	// Text returns a file's extracted text, to check quotes against. Needed.
	Text func(file string) (string, error)
	// Sentences caps the sentences of an answer by quotation; 0 lets the question decide.
	Sentences int
	// IgnoreHistory asks follow-ups as if nothing had been said before.
	IgnoreHistory bool
	// HideGold asks every question with the files that answer it hidden.
	HideGold bool
	// Progress, where it is not nil, is called after every question with how many
	// are done; one call at a time.
	Progress func(done, total int)
}

// A Result is one question, asked.
type Result struct {
	Record Record
	Answer bot.Answer
	// Rank is that of the first passage that holds a gold quote, from 1; 0 for none.
	Rank int
	// Verbatim is how many of the citations stand in their files as they say.
	Verbatim int
	// Dangling counts marks without a citation and citations without a mark.
	Dangling int
	// Sentences is how many the answer quotes.
	Sentences int
	Elapsed   time.Duration
}

// Run asks every question of a set, several at a time, and returns the results in
// the order of the set.
func Run(ctx context.Context, a Answerer, records []Record, opt Options) ([]Result, error) {
	results := make([]Result, len(records))
	errs := make([]error, len(records))
	texts := &cache{load: opt.Text, texts: map[string]loaded{}}
	jobs := make(chan int)
	var done int
	var mu sync.Mutex // guards done and Progress
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(records)) {
		wg.Go(func() {
			for i := range jobs {
				results[i], errs[i] = ask(ctx, a, records[i], opt, texts)
				mu.Lock()
				done++
				if opt.Progress != nil {
					opt.Progress(done, len(records))
				}
				mu.Unlock()
			}
		})
	}
	for i := range records {
		if ctx.Err() != nil {
			break
		}
		jobs <- i
	}
	close(jobs)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("question %s: %w", records[i].ID, err)
		}
	}
	return results, nil
}

func ask(ctx context.Context, a Answerer, rec Record, opt Options, texts *cache) (Result, error) {
	q := bot.Question{Text: rec.Question, Sentences: opt.Sentences}
	if !opt.IgnoreHistory {
		for _, t := range rec.History {
			q.History = append(q.History, bot.Turn{Asker: t.Role == "user", Text: t.Content})
		}
	}
	if opt.HideGold {
		gold := map[string]bool{}
		for _, s := range rec.Sources {
			gold[s.File] = true
		}
		q.Visible = func(file string) bool { return !gold[file] }
	}
	start := time.Now()
	answer, err := a.Answer(ctx, q)
	if err != nil {
		return Result{}, err
	}
	r := Result{Record: rec, Answer: answer, Elapsed: time.Since(start)}
	r.Rank = rank(rec.Sources, answer.Retrieved)
	for _, c := range answer.Citations {
		text, err := texts.text(c.File)
		if err != nil {
			return Result{}, err
		}
		if verbatim(text, c) {
			r.Verbatim++
		}
	}
	r.Dangling = dangling(answer)
	r.Sentences = len(answer.Citations)
	return r, nil
}

// rank returns the rank of the first passage of a gold file that holds one of the
// file's gold quotes, or of a quote longer than itself at least half.
func rank(sources []Source, hits []retrieval.Hit) int {
	for i, h := range hits {
		var text string
		for _, s := range sources {
			if s.File != h.Passage.File {
				continue
			}
			if text == "" {
				text = compact(h.Passage.Text)
			}
			if holds(text, compact(s.Quote)) {
				return i + 1
			}
		}
	}
	return 0
}

func holds(passage, quote string) bool {
	if strings.Contains(passage, quote) {
		return true
	}
	length := utf8.RuneCountInString(quote)
	if length <= utf8.RuneCountInString(passage) {
		return false
	}
	runes, half := []rune(quote), (length+1)/2
	for i := 0; i+half <= length; i++ {
		if strings.Contains(passage, string(runes[i:i+half])) {
			return true
		}
	}
	return false
}

// verbatim reports whether a quote stands in the text from its first line to its last.
func verbatim(text string, c bot.Citation) bool {
	lines := strings.Split(text, "\n")
	if c.StartLine < 1 || c.EndLine > len(lines) || c.Quote == "" || strings.Count(c.Quote, "\n") != c.EndLine-c.StartLine {
		return false
	}
	return strings.Contains(strings.Join(lines[c.StartLine-1:c.EndLine], "\n"), c.Quote)
}

var mark = regexp.MustCompile(`\[(\d+)\]`)

// dangling counts marks in the text that have no citation, and citations that have no mark.
func dangling(a bot.Answer) int {
	cited := map[int]bool{}
	for _, m := range mark.FindAllStringSubmatch(a.Text, -1) {
		n, _ := strconv.Atoi(m[1]) // digits; too many of them are no citation's number
		cited[n] = true
	}
	count := 0
	for _, c := range a.Citations {
		if !cited[c.N] {
			count++
		}
		delete(cited, c.N)
	}
	return count + len(cited)
}

// compact is the form in which texts are compared: NFKC, case folded, white space
// removed.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

// A cache reads every file once.
type cache struct {
	load  func(file string) (string, error)
	mu    sync.Mutex // guards texts
	texts map[string]loaded
}

type loaded struct {
	text string
	err  error
}

func (c *cache) text(file string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l, ok := c.texts[file]
	if !ok {
		l.text, l.err = c.load(file)
		c.texts[file] = l
	}
	return l.text, l.err
}
