package main

import (
	"fmt"
	"strings"
)

const (
	// shownFindings is how many findings of a section are shown, and shownDetails how
	// many lines of each are: what a person reads in a minute.
	shownFindings = 10
	shownDetails  = 4
)

// diagnosis prints what was found out, section by section, and then the verdict.
func (s *screen) diagnosis(d diagnosis) {
	for _, part := range d.Sections {
		s.section(part)
		if part.Name == "Settings" {
			s.settings(d.Settings)
		}
		s.WriteString("\n")
	}
	verdict := "Nothing needs a person"
	switch {
	case d.Mend == 1:
		verdict = "1 thing needs a person (✗)"
	case d.Mend > 1:
		verdict = fmt.Sprintf("%d things need a person (✗)", d.Mend)
	}
	switch {
	case d.Look == 1:
		verdict += ", 1 is worth a look (!)"
	case d.Look > 1:
		verdict += fmt.Sprintf(", %d are worth a look (!)", d.Look)
	}
	s.paragraph("", span{text: verdict, style: bold}, span{text: fmt.Sprintf(" (%s)", seconds(d.Elapsed))})
}

// section prints one section: its gravest mark, then its findings.
func (s *screen) section(part section) {
	m := marks[part.Level]
	s.paragraph("", span{text: fmt.Sprintf("%s %s", m.sign, part.Name), style: bold}, span{text: "  " + m.says, style: dim})
	shown := part.Findings
	if len(shown) > shownFindings {
		shown = shown[:shownFindings-1]
	}
	for _, f := range shown {
		s.finding(f)
	}
	if more := len(part.Findings) - len(shown); more > 0 {
		s.paragraph("  … ", span{text: fmt.Sprintf("and %d more findings: kotae doctor --json", more)})
	}
}

// finding prints one finding, its details, and what to do next.
func (s *screen) finding(f finding) {
	as := plain
	if f.Level >= doubtful {
		as = bold
	}
	s.paragraph("  "+marks[f.Level].sign+" ", span{text: f.Says, style: as})
	lines := f.Details
	if len(lines) > shownDetails {
		lines = lines[:shownDetails-1]
	}
	for _, l := range lines {
		s.hanging("      ", "        ", span{text: l})
	}
	if more := len(f.Details) - len(lines); more > 0 {
		s.paragraph("      ", span{text: fmt.Sprintf("… and %d more: kotae doctor --json", more)})
	}
	if f.Do != "" {
		s.paragraph("    → ", span{text: f.Do})
	}
}

// settings prints the settings in force, and where they come from.
func (s *screen) settings(list []setting) {
	wide := 0
	for _, set := range list {
		wide = max(wide, width(set.Key))
	}
	for _, set := range list {
		head := "    " + set.Key + spaces(wide-width(set.Key)+2)
		s.hanging(head, strings.Repeat(" ", width(head)), span{text: set.Value}, span{text: "  (" + set.From + ")", style: dim})
	}
}
