// Package junit writes what was judged as JUnit XML, which GitLab, Jenkins and readers for GitHub Actions show as tests.
//
// The format has no owner. What is written follows the schema of Jenkins' xunit plugin (junit-10.xsd), which
// pytest follows, too, with two attributes more: file and line of a testcase, where GitLab reads file.
//
// What holds is a test that passed, what fails one with a failure. What could not be told is skipped, with
// the reason as its message: GitLab, Jenkins and the readers for GitHub count skipped tests apart, show the message, and call neither a
// success nor a fault what was not judged; an error would be shown as if the tool had broken. Whether it
// fails a job is for the exit code to say. What kept a test from being made at all is an error.
//
// Limitations: GitLab shows skipped tests on the pipeline's page of tests, but not in the merge request.
//
// Sources: junit-10.xsd of github.com/jenkinsci/xunit-plugin; "Unit test report examples" and
// lib/gitlab/ci/parsers/test/junit.rb of GitLab; XML 1.0, section 2.2, for the characters.
package junit

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// Outcome is how a case ended.
type Outcome string

// The outcomes of a case.
const (
	Holds   Outcome = "holds"
	Fails   Outcome = "fails"
	Unknown Outcome = "unknown" // could not be told
	Broken  Outcome = "broken"  // was not judged, since something operational went wrong
)

// Suite is what was judged together.
type Suite struct {
	Name  string
	Time  float64 // seconds it took, at least 0
	Cases []Case
}

// Case is one claim.
type Case struct {
	Name    string
	Class   string // GitLab and Jenkins sort cases by it
	File    string // where the claim is written, relative to the repository's root; may be empty
	Line    int    // from 1; 0 none
	Outcome Outcome
	Seconds float64 // it took, at least 0
	Text    string  // one sentence: what was measured, or why it could not be told
	Details string  // more of it, in lines
}

// Render writes s to w. An outcome that is none of the above is an error.
func Render(w io.Writer, s Suite) error {
	suite := xmlSuite{Name: report.OneLine(s.Name), Time: seconds(s.Time), Tests: len(s.Cases)}
	for _, c := range s.Cases {
		one, err := testcase(c)
		if err != nil {
			return err
		}
		suite.Failures += count(one.Failure)
		suite.Errors += count(one.Error)
		suite.Skipped += count(one.Skipped)
		suite.Cases = append(suite.Cases, one)
	}
	text, err := xml.MarshalIndent(xmlSuites{
		Name: suite.Name, Time: suite.Time, Tests: suite.Tests, Failures: suite.Failures, Errors: suite.Errors, Suite: suite,
	}, "", "  ")
	if err != nil {
		return fmt.Errorf("writing JUnit XML: %w", err)
	}
	_, err = io.WriteString(w, xml.Header+string(text)+"\n")
	return err
}

func testcase(c Case) (xmlCase, error) {
	out := xmlCase{
		Name: report.OneLine(c.Name), Class: report.OneLine(c.Class), Time: seconds(c.Seconds),
		File: report.OneLine(c.File), Line: c.Line,
	}
	// GitLab shows the text of an element and, where it has some, not its message.
	all := lines(strings.TrimSpace(c.Text + "\n" + c.Details))
	what := &xmlOutcome{Type: string(c.Outcome), Message: report.OneLine(c.Text), Text: all}
	switch c.Outcome {
	case Holds:
		out.Output = all
	case Fails:
		out.Failure = what
	case Unknown:
		out.Skipped = what
	case Broken:
		out.Error = what
	default:
		return out, fmt.Errorf("writing JUnit XML: case %q has the outcome %q", c.Name, c.Outcome)
	}
	return out, nil
}

// lines keeps the lines of text and takes out control characters.
func lines(text string) string {
	all := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range all {
		all[i] = report.OneLine(line)
	}
	return strings.Join(all, "\n")
}

// seconds has milliseconds, and no exponent, which the schema does not know.
func seconds(s float64) string { return strconv.FormatFloat(s, 'f', 3, 64) }

func count(o *xmlOutcome) int {
	if o == nil {
		return 0
	}
	return 1
}
