package startup

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"unsafe"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/host"
	"github.com/cupelgo/cupel/internal/timeline"
)

// The artifacts of a record of this kind. What analysis needs is in these and nowhere else.
const (
	fileObserved  = "observed.json"
	fileTrace     = "trace.out"   // opens in `go tool trace`
	fileMarks     = "marks.tsv"   // the agent's marks, see internal/agent
	fileSamples   = "samples.tsv" // the kernel's CPU samples of the traced run, see internal/perf
	fileEvents    = "events.tsv"  // what goroutines did, seen from outside, see internal/goevent
	fileLent      = "lent.json"   // CPU samples of other runs, where the kernel took none
	fileOutput    = "output.txt"  // stdout and stderr of the traced run, capped
	filePlain     = "output-plain.txt"
	fileAllocs    = "allocs.tsv" // what was allocated where, see internal/agent
	fileInitTrace = "inittrace.txt"
)

// observed is what the runs of one measurement were and gave, apart from trace and marks.
type observed struct {
	Package    string                     `json:"package"` // import path of the main package
	Module     string                     `json:"module"`
	Named      string                     `json:"named,omitempty"` // the executable as its user named it; "" if it was built
	Go         string                     `json:"go"`
	UID        int                        `json:"uid"`                   // of the runs
	Ready      string                     `json:"ready"`                 // the readiness condition
	File       *executable                `json:"executable,omitempty"`  // the plain one
	Trace      *experiment.Run            `json:"trace,omitempty"`       // the run that explains the others; nil: none
	ObservedBy string                     `json:"observed_by,omitempty"` // the pass of that run; "" is passTrace
	Alloc      *experiment.Run            `json:"alloc,omitempty"`       // nil: allocations were not sampled
	InitTrace  *experiment.Run            `json:"init_trace,omitempty"`  // nil: none was needed
	Plain      []experiment.Run           `json:"plain"`
	GOGC       []pair                     `json:"gogc,omitempty"`    // see gogc.go
	Cold       *cold                      `json:"cold,omitempty"`    // see cold.go; nil: no such runs
	Fitness    *host.Fitness              `json:"fitness,omitempty"` // of the machine during the plain runs; nil: was not watched
	Notes      []string                   `json:"notes,omitempty"`   // how the files of a revision differ from a checkout
	Skipped    []skip                     `json:"skipped,omitempty"`
	Packages   map[string]*gotool.Package `json:"packages"`
	Modules    []module                   `json:"modules,omitempty"` // of an executable, see namer.known
	Linked     *gotool.Linked             `json:"linked,omitempty"`  // of the instrumented executable
}

// A skip is something that the measurement could not do.
type skip struct {
	What   string `json:"what"`
	Why    string `json:"why"`
	Remedy string `json:"remedy,omitempty"`
}

func (o *observed) save(dir string) error {
	data, err := json.MarshalIndent(o, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, fileObserved), append(data, '\n'), 0o644)
}

func loadObserved(dir string) (*observed, error) { return readObserved(os.DirFS(dir)) }

func readObserved(files fs.FS) (*observed, error) {
	data, err := fs.ReadFile(files, fileObserved)
	if err != nil {
		return nil, fmt.Errorf("reading what the runs gave: %w", err)
	}
	o := new(observed)
	if err := json.Unmarshal(data, o); err != nil {
		return nil, fmt.Errorf("reading %s: %w", fileObserved, err)
	}
	return o, nil
}

// observation reads trace and marks of the traced run and settles when it was ready. The second
// result says what weakens it; an error says why there is nothing to analyse.
func (o *observed) observation(dir string) (*observation, []string, error) {
	return o.observationIn(os.DirFS(dir))
}

// observationIn is observation for the files of a folder.
func (o *observed) observationIn(files fs.FS) (*observation, []string, error) {
	marks, err := readMarks(files, fileMarks)
	if err != nil {
		return nil, nil, err
	}
	sampled, err := readSamples(files, fileSamples)
	if err != nil {
		return nil, nil, err
	}
	kids, err := readChildren(files)
	if err != nil {
		return nil, nil, err
	}
	line, err := readTimeline(files, inquire(sampled, kids, marks.PID))
	if err != nil {
		return nil, nil, err
	}
	if marks.Start == 0 || len(line.Goroutines) == 0 {
		return nil, nil, fmt.Errorf("the traced program ended before %s could write anything", watcher(o.pass()))
	}
	obs := &observation{
		pass: o.pass(), start: o.Trace.Start, exec: o.Trace.Exec, entry: o.Trace.Entry, linked: o.Linked, marks: marks, line: line,
		exe: o.faulting(), children: kids, files: files,
	}
	weakened := obs.takeSamples(sampled)
	lent, err := readLent(files, sampled)
	if err != nil {
		return nil, nil, err
	}
	obs.borrow(lent)
	obs.takeChildren()
	obs = obs.lastImage(o.namer())
	if child := obs.minded(o); child != nil {
		obs = child
	}
	warnings := append(line.Warnings, append(marks.Notes, weakened...)...)
	if !marks.Complete {
		warnings = append(warnings, watcher(obs.pass)+"'s marks are incomplete: the program ended in a way that runs no exit hooks")
	}
	return obs, append(warnings, obs.settle(o)...), nil
}

// inquire asks what the timeline of a process is to tell of its threads.
func inquire(s *samples, kids *children, pid int) *timeline.Inquiry {
	q := &timeline.Inquiry{}
	s.ask(q)
	kids.ask(q, pid)
	return q
}

// faulting returns the executable with the page faults of the run that explains the others, nil if it is not
// known.
func (o *observed) faulting() *executable {
	if o.File == nil {
		return nil
	}
	exe := *o.File
	exe.Minor, exe.Major = o.Trace.MinorFaults, o.fromDisk()
	return &exe
}

// fromDisk returns for how many pages the run that explains the others waited for the disk, as far as any of
// those did too: it may be the first one of its executable, and alone in that.
func (o *observed) fromDisk() int64 {
	if len(o.Plain) == 0 {
		return o.Trace.MajorFaults
	}
	most := int64(0)
	for _, r := range o.Plain {
		most = max(most, r.MajorFaults)
	}
	return min(o.Trace.MajorFaults, most)
}

func readMarks(files fs.FS, name string) (*agent.Marks, error) {
	text, err := readText(files, name)
	if err != nil {
		return nil, err
	}
	return agent.ParseMarks(text)
}

// readText reads a file. What is read is not copied to be text: it is nobody else's, see [fs.ReadFileFS].
func readText(files fs.FS, name string) (string, error) {
	data, err := fs.ReadFile(files, name)
	return unsafe.String(unsafe.SliceData(data), len(data)), err
}
