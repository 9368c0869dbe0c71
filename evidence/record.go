// Package evidence holds the record that every measurement of Cupel ends in and its codec.
//
// A record is one JSON object, written whole or not at all, beside its artifacts. Numbers are
// seconds, bytes, counts and ratios; scaling to ms or MiB is a renderer's job. The format is
// promised stable once `check` and reports stand on it; until then it only grows.
//
// The package uses the standard library only, so that other tools can read records without
// inheriting dependencies.
package evidence

import "time"

// Schema names the format of the records that this package writes. The part after the last
// slash is the major version: readers refuse majors they do not know.
const Schema = "cupel.evidence/v1"

// A Record is the outcome of one measurement: what was tested, where, how, and what was found.
type Record struct {
	Schema    string            `json:"schema"`
	Kind      string            `json:"kind"`             // capability that measured, e.g. "startup"
	ID        string            `json:"id"`               // <UTC stamp>-<6 hex>, the name of the record's folder
	Created   time.Time         `json:"created"`          // UTC
	Labels    map[string]string `json:"labels,omitempty"` // as its user gave them; in them a history tells groups apart
	Tool      Tool              `json:"tool"`
	Subject   Subject           `json:"subject"`
	Host      Host              `json:"host"`
	Plan      Plan              `json:"plan"`
	Arms      []Arm             `json:"arms,omitempty"` // what took part, where that is more than two programs with records of their own
	Passes    []Pass            `json:"passes"`
	Metrics   []Metric          `json:"metrics"`
	Findings  []Finding         `json:"findings"`
	Verdicts  []Verdict         `json:"verdicts"`
	Artifacts []Artifact        `json:"artifacts"`
	Warnings  []Warning         `json:"warnings"`
	Skipped   []Skipped         `json:"skipped"`
	Redacted  []string          `json:"redacted,omitempty"` // what was taken out when it was bundled, e.g. "folders"

	unknown *unknown // fields that this version does not know, kept for Encode
}

// Tool is the build of Cupel that wrote a record.
type Tool struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Analysis int    `json:"analysis"` // raised whenever findings of the same evidence may change
}

// Subject is what was tested.
type Subject struct {
	Package    string            `json:"package,omitempty"`    // import path of the main package
	Experiment string            `json:"experiment,omitempty"` // name of a capability experiment
	Module     string            `json:"module,omitempty"`
	Version    string            `json:"version,omitempty"` // of the module; empty for a working copy
	Revision   string            `json:"revision,omitempty"`
	File       string            `json:"file,omitempty"` // executable, when there is no source
	Args       []string          `json:"args,omitempty"`
	EnvKeys    []string          `json:"env_keys,omitempty"` // keys only: values may be secrets
	Go         string            `json:"go,omitempty"`       // toolchain that built it, e.g. "go1.26.1"
	Build      map[string]string `json:"build,omitempty"`    // build settings, e.g. "-tags": "netgo"
	SHA256     string            `json:"sha256,omitempty"`   // of the plain executable; of an experiment that of its folder's files
}

// Host is the machine at the time of the measurement. Empty or nil means could not tell.
type Host struct {
	OS             string            `json:"os"`
	Arch           string            `json:"arch"`
	Kernel         string            `json:"kernel,omitempty"`
	CPU            string            `json:"cpu,omitempty"`
	Cores          int               `json:"cores"`
	Governor       string            `json:"governor,omitempty"`
	ClockSource    string            `json:"clock_source,omitempty"`
	Cgroup         string            `json:"cgroup,omitempty"`           // v1, v2 or hybrid
	CgroupCPUs     *float64          `json:"cgroup_cpus,omitempty"`      // quota / period, in CPUs
	CgroupMemory   *int64            `json:"cgroup_memory,omitempty"`    // bytes
	Throttled      *int64            `json:"throttled,omitempty"`        // periods throttled during the measurement
	Steal          *float64          `json:"steal,omitempty"`            // of the CPU time wanted during the measurement, the share that the hypervisor gave to others, 0 to 1
	Memory         int64             `json:"memory,omitempty"`           // bytes
	Available      *int64            `json:"memory_available,omitempty"` // bytes, at the start
	Swap           *int64            `json:"swap,omitempty"`             // bytes; 0: there is none
	SwappedIn      *int64            `json:"swapped_in,omitempty"`       // bytes read back from swap during the measurement
	Virtualisation string            `json:"virtualisation,omitempty"`
	Container      string            `json:"container,omitempty"`
	FIPS           *bool             `json:"fips,omitempty"`            // whether the kernel is in FIPS mode
	Disk           string            `json:"disk,omitempty"`            // file system kind of the working folder
	Load           *float64          `json:"load,omitempty"`            // 1-minute load average at the start
	Pressure       *float64          `json:"pressure,omitempty"`        // PSI cpu some avg10, percent, at the start
	PressureMemory *float64          `json:"pressure_memory,omitempty"` // PSI memory some avg10, percent, at the start
	PressureIO     *float64          `json:"pressure_io,omitempty"`     // PSI io some avg10, percent, at the start
	Go             string            `json:"go,omitempty"`              // toolchain in use
	GOMAXPROCS     int               `json:"gomaxprocs,omitempty"`
	Env            map[string]string `json:"env,omitempty"` // GOGC, GOMEMLIMIT, GOMAXPROCS, GODEBUG, GOFLAGS, GOEXPERIMENT, GOFIPS140 when set
}

// Plan is what was to be done, decided before anything ran.
type Plan struct {
	Arms      []string `json:"arms,omitempty"`
	Runs      int      `json:"runs"`                // at most, per arm
	WarmUps   int      `json:"warm_ups"`            // runs before the first that counts
	Order     string   `json:"order,omitempty"`     // "sequential", "interleaved"
	Seed      int64    `json:"seed,omitempty"`      // of a randomised order
	Smoke     bool     `json:"smoke,omitempty"`     // the smallest size that still runs everything: figures say nothing
	Terminal  bool     `json:"terminal,omitempty"`  // the program got a pseudo-terminal, else /dev/null and pipes
	Readiness string   `json:"readiness,omitempty"` // as given, e.g. "auto", "http://…"
	Timeout   float64  `json:"timeout,omitempty"`   // seconds per run
	Budget    float64  `json:"budget,omitempty"`    // seconds for the whole measurement
}

// Arm is one of the alternatives that took part in an experiment.
type Arm struct {
	Name    string   `json:"name"`               // the value of its metrics' label "arm"
	Command []string `json:"command"`            // as it was run, secrets redacted; {name} stands for what was built
	Build   []string `json:"build,omitempty"`    // command lines that built it
	EnvKeys []string `json:"env_keys,omitempty"` // keys only: values may be secrets
	Tools   []string `json:"tools,omitempty"`    // versions of compilers and runtimes, e.g. "go1.26.1"
	SHA256  string   `json:"sha256,omitempty"`   // of the executable that was run
}

// Pass is a group of runs made the same way.
type Pass struct {
	Name         string        `json:"name"` // plain, trace, perf, ptrace, bpf, …
	Runs         int           `json:"runs"`
	UID          int           `json:"uid"`
	Perturbation *Perturbation `json:"perturbation,omitempty"` // nil for the plain pass
}

// Perturbation is the cost of observing: median of the pass divided by median of plain.
// A nil field was not measured.
type Perturbation struct {
	CPU  *float64 `json:"cpu"`
	Wall *float64 `json:"wall"`
}

// Metric is one measured quantity with all of its samples.
type Metric struct {
	Name    string            `json:"name"`   // e.g. "/startup/ready:seconds"
	Unit    string            `json:"unit"`   // the part of Name after the colon
	Better  string            `json:"better"` // lower, higher or none
	Pass    string            `json:"pass"`
	Class   string            `json:"class,omitempty"` // of metrics that no capability knows by itself: count, bytes, rss, cpu or wall
	Exact   bool              `json:"exact,omitempty"` // of these: every run gives the same
	Doc     string            `json:"doc,omitempty"`   // of these: what it is
	Labels  map[string]string `json:"labels,omitempty"`
	Samples []float64         `json:"samples"`
	Summary Summary           `json:"summary"`
}

// Summary condenses the samples of a metric.
type Summary struct {
	N      int         `json:"n"`
	Median float64     `json:"median"`
	P90    float64     `json:"p90"`
	CI95   *[2]float64 `json:"ci95"` // of the median; null below n = 6
}

// Frame is a place in a program.
type Frame struct {
	Package string `json:"package"`           // import path, never "main"
	Module  string `json:"module,omitempty"`  // "std" for the standard library
	Version string `json:"version,omitempty"` // of the module; empty for the main module
	Symbol  string `json:"symbol,omitempty"`  // without the package: "init.0", "(*T).Method"
	File    string `json:"file,omitempty"`    // relative to the module's root
	Line    int    `json:"line,omitempty"`
}

// Cost is the price of a finding with its 95 % interval.
type Cost struct {
	Value float64     `json:"value"`
	Unit  string      `json:"unit"`
	CI95  *[2]float64 `json:"ci95"` // null when a single run was measured
}

// Finding is one cause.
type Finding struct {
	Rule        string   `json:"rule"`     // kebab-case slug, e.g. "regexp-at-init"
	Severity    string   `json:"severity"` // high, medium, low or info
	Title       string   `json:"title"`
	Class       string   `json:"class"` // cpu gc page-fault network dns file file-lock terminal sleep lock channel subprocess cgo sched throttle
	Phase       string   `json:"phase"` // runtime, init or main
	Where       Frame    `json:"where"` // the place to blame
	Via         *Frame   `json:"via,omitempty"`
	Chain       []Frame  `json:"chain,omitempty"`
	Caller      *Frame   `json:"caller,omitempty"`
	ImportedVia []string `json:"imported_via,omitempty"`
	Cost        Cost     `json:"cost"`
	Share       float64  `json:"share"` // cost / ready of the same pass, 0 to 1
	Pass        string   `json:"pass"`
	OnPath      bool     `json:"on_path"`
	Process     string   `json:"process,omitempty"` // command line of the child process that has it, redacted; "" of the program itself
	Within      string   `json:"within,omitempty"`  // of a child: fingerprint of the finding whose cost this one's is a part of
	Do          string   `json:"do"`
	Why         string   `json:"why"`
	Fingerprint string   `json:"fingerprint"` // hash(rule, package, symbol)
}

// Verdict is a claim judged against evidence.
type Verdict struct {
	Claim     string      `json:"claim"`
	Outcome   string      `json:"outcome"`   // holds, fails or unknown
	Direction string      `json:"direction"` // same, opposite or none
	Measured  *[2]float64 `json:"measured"`
	Reason    string      `json:"reason,omitempty"`
}

// Artifact is a file beside the record.
type Artifact struct {
	Name   string `json:"name"` // relative to the record's folder
	Media  string `json:"media"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Warning says what weakens which number.
type Warning struct {
	Metric string `json:"metric,omitempty"` // empty: the whole record
	Text   string `json:"text"`
}

// Skipped is something that could not be measured.
type Skipped struct {
	What   string `json:"what"`
	Why    string `json:"why"`
	Remedy string `json:"remedy,omitempty"` // what would make it possible
}
