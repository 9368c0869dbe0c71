package claim

import (
	"time"

	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/manifest"
)

// A File is a claims file without mistakes.
type File struct {
	Path   string
	Claims []Claim // at least one
	Setup  []Step
}

// A Claim is one thing that must stay true.
type Claim struct {
	Name    string   // no other claim of the file has it
	Run     string   // as written
	Words   []string // of Run, split like a shell's; the first is the capability
	Against string   // the baseline, as written; "" without
	Expect  Expectation
	At      manifest.Position // of the claim
	RunAt   manifest.Position // of Run

	againstAt manifest.Position
}

// The kinds of setup steps.
const (
	StepCommand = "command"
	StepHTTP    = "http"
	StepTCP     = "tcp"
	StepFile    = "file"
)

// A Step is done, or waited for, before the claims are judged.
type Step struct {
	Kind    string        // StepCommand, StepHTTP, StepTCP or StepFile
	Value   string        // a command line, a URL, host:port, or a path
	Words   []string      // of a command, split like a shell's
	Timeout time.Duration // 0: none was given
	At      manifest.Position
}

// A Capability is what the first word of a run may be.
type Capability struct {
	Name        string
	Metrics     []Metric
	FindingKeys map[string][]string // key of a filter → its known values, nil: any
}

// A Metric is what a capability can measure.
type Metric struct {
	Name   string // e.g. "/startup/ready:seconds"
	Unit   string // the part of Name after the colon
	Doc    string
	Class  comparison.Class
	Exact  bool     // every run gives the same, so that one is enough
	Better string   // lower, higher or none
	Needs  []string // evidence.Skipped.What of what leaves the metric out when it is skipped
}
