package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
)

// program is a snippet that is compiled and run.
type program struct {
	args    []string
	refused string            // why the compiler may refuse it; "" if it must not
	fails   string            // how it may end badly; "" if it must not
	holds   func(answer) bool // nil: that it compiles and runs to its end is all that was published
	control func(answer) bool // what must be so in any case, or else it tells nothing
	count   string            // the key of the number it prints that is to be seen
	bytes   string
}

func (p program) try(t *trial, name string) (outcome, error) {
	if complaint, refused := t.built.Errors[name]; refused {
		if err := expected("the compiler says", p.refused, complaint); err != nil {
			return outcome{}, err
		}
		return outcome{compiles: set(false), asPublished: set(false)}, nil
	}
	a, err := t.call(t.dir, nil, t.program(name), p.args...)
	if err != nil {
		return outcome{}, err
	}
	if a.exit != 0 {
		if err := expected("it ends with", p.fails, a.stderr); err != nil {
			return outcome{}, err
		}
	}
	if p.control != nil && !p.control(a) {
		return outcome{}, fmt.Errorf("what it prints tells nothing:\n%s", a.stdout)
	}
	o := outcome{compiles: set(true), runs: set(a.exit == 0), asPublished: set(a.exit == 0)}
	if p.holds != nil {
		o.asPublished = set(p.holds(a))
	}
	o.seenCount, o.seenBytes, err = a.seen(p.count, p.bytes)
	return o, err
}

// expected returns an error unless the text is what could come: a snippet that fails for another reason tells nothing.
func expected(what, pattern, text string) error {
	if pattern == "" || !regexp.MustCompile(pattern).MatchString(text) {
		return fmt.Errorf("%s, which was not to be expected:\n%s", what, text)
	}
	return nil
}

// seen returns the numbers that stand behind the keys.
func (a answer) seen(count, bytes string) (c, b *float64, err error) {
	for _, f := range []struct {
		key string
		to  **float64
	}{{count, &c}, {bytes, &b}} {
		if f.key == "" {
			continue
		}
		v, err := strconv.ParseFloat(a.said[f.key], 64)
		if err != nil {
			return nil, nil, fmt.Errorf("it doesn't print %s:\n%s", f.key, a.stdout)
		}
		*f.to = &v
	}
	return c, b, nil
}

// says is that a program prints key=value.
func says(key, value string) func(answer) bool {
	return func(a answer) bool { return a.said[key] == value }
}

// atLeast is that a program prints a number that is no less.
func atLeast(key string, least float64) func(answer) bool {
	return func(a answer) bool {
		v, err := strconv.ParseFloat(a.said[key], 64)
		return err == nil && v >= least
	}
}

// refusal is a snippet whose program the compiler refuses, where that is what was published.
type refusal struct {
	reason string
	taken  string // a program that must compile, "" for none
}

func (r refusal) try(t *trial, name string) (outcome, error) {
	if complaint, no := t.built.Errors[r.taken]; no {
		return outcome{}, fmt.Errorf("%s doesn't compile:\n%s", r.taken, complaint)
	}
	complaint, refused := t.built.Errors[name]
	if refused {
		if err := expected("the compiler says", r.reason, complaint); err != nil {
			return outcome{}, err
		}
	}
	return outcome{compiles: set(!refused), asPublished: set(refused)}, nil
}

// The programs, each in a folder of its name in programs.
func programs() []snippet {
	return []snippet{
		{name: "metrics-read-all",
			published: "metrics.Read(metrics.All()) returns a snapshot to compare with a later one",
			counts:    "it compiles and runs",
			try:       program{refused: `\(no value\) used as value`}},
		{name: "metrics-single-sample",
			published: "metrics.Read(&sample), then sample.Value.(int64), reads one metric",
			counts:    "it compiles and runs",
			try:       program{refused: `is not an interface`}},
		{name: "metrics-set-names",
			published: "the elements of metrics.All() are names for samples",
			counts:    "it compiles and runs",
			try:       program{refused: `metrics\.Description\) as string value`}},
		{name: "metrics-names",
			published: "there are metrics gc/heap/allocs:, goroutines: and mem/heap/bytes: with whole numbers",
			counts:    "all three are found", seen: "metrics there are in this Go",
			try: program{args: []string{"gc/heap/allocs:", "goroutines:", "mem/heap/bytes:"}, holds: says("found", "3"),
				count: "metrics"}},
		{name: "metrics-peak",
			published: "a metric goroutines:peak shows the burst of goroutines at the start",
			counts:    "it is found, with or without a slash before it", seen: "names found",
			try: other{"metrics-names", program{args: []string{"goroutines:peak", "/goroutines:peak", "/sched/goroutines:peak"},
				holds: atLeast("found", 1), count: "found"}}},
		{name: "metrics-heap-name",
			published: "/mem/heap/allocs:bytes is what is allocated",
			counts:    "it is found", seen: "names found",
			try: other{"metrics-names", program{args: []string{"/mem/heap/allocs:bytes"}, holds: says("found", "1"),
				count: "found"}}},
		{name: "metrics-right-names",
			published: "(no claim, the control:) /gc/heap/allocs:bytes and /sched/goroutines:goroutines",
			counts:    "both are found", seen: "names found",
			try: other{"metrics-names", program{args: []string{"/gc/heap/allocs:bytes", "/sched/goroutines:goroutines"},
				holds: says("found", "2"), count: "found"}}},
		{name: "gc-pauses",
			published: "/gc/pauses:seconds can be watched for sudden rises",
			counts:    "the histogram grows in three collections",
			try:       program{holds: atLeast("rise", 1)}},
		{name: "trace-defer-stop",
			published: "trace.Start with a deferred trace.Stop in init records the whole start",
			counts:    "it still records in main",
			try:       program{holds: says("recording", "true")}},
		{name: "trace-from-main",
			published: "trace.Start at the top of main captures the start",
			counts:    "the message of the initialisation is in the trace, as that of main is",
			try:       program{holds: says("init", "true"), control: says("main", "true")}},
		{name: "trace-all-init",
			published: "trace.Start in init captures every goroutine that the initialisation creates",
			counts:    "both goroutines are in the trace", seen: "goroutines in the trace, of two",
			try: program{holds: says("seen", "2"), control: atLeast("seen", 1), count: "seen"}},
		{name: "trace-parse",
			published: "trace.Parse of runtime/trace reads a trace",
			counts:    "it compiles and runs",
			try:       program{refused: `undefined: trace\.Parse`}},
		{name: "block-profile-init",
			published: "the block profile, written in init, shows what blocked during the start",
			counts:    "it has a stack; with the profile switched on the same wait is one", seen: "stacks; bytes of the profile",
			try: program{holds: atLeast("stacks", 1), control: atLeast("switched_on", 1), count: "stacks", bytes: "bytes"}},
		{name: "stack-index",
			published: "index 2047 of 1024 bytes crosses 2 KB and makes the stack grow, without a panic",
			counts:    "it runs to its end",
			try:       program{fails: `index out of range \[2047\] with length 1024`}},
		{name: "init-cycle",
			published: "package variables that need each other panic at the start",
			counts:    "it compiles, and panics",
			try: program{refused: `initialization cycle`, fails: `panic`,
				holds: func(a answer) bool { return a.exit != 0 }}},
		{name: "loopvar-parameter",
			published: "goroutines started in a loop see only its last item; as shown, the item is a parameter",
			counts:    "the sum of 1, 2, 4 is three times the last", seen: "the sum",
			try: program{holds: says("sum", "12"), count: "sum"}},
		{name: "loopvar-variable",
			published: "goroutines started in a loop see only its last item; as meant, they use the loop's variable",
			counts:    "the sum of 1, 2, 4 is three times the last", seen: "the sum",
			try: program{holds: says("sum", "12"), count: "sum"}},
		{name: "ordered-string",
			published: "constraints.Ordered keeps all but numbers out of a tensor",
			counts:    "text is refused",
			try:       refusal{reason: `string does not satisfy`}},
		{name: "registry-switch",
			published: "a registry that switches over function types is not checked by the compiler",
			counts:    "a wrong operator compiles, and is found when it is called",
			try:       program{holds: says("found_late", "true")}},
		{name: "registry-generic",
			published: "with generics the compiler checks a registry",
			counts:    "a wrong operator is refused, which the registry with a switch takes",
			try:       refusal{reason: `cannot use func\(s string\) string`, taken: "registry-switch"}},
		{name: "nil-check",
			published: "s != nil && len(*s) > 0 may dereference nil",
			counts:    "it panics for nil",
			try:       program{fails: `nil pointer dereference`, holds: func(a answer) bool { return a.exit != 0 }}},
		{name: "http-default-timeout",
			published: "http.Get ends after 30 s by default",
			counts:    "the client, or waiting for an answer, has a limit",
			try: program{holds: func(a answer) bool { return a.said["client"] != "0s" || a.said["response"] != "0s" },
				control: says("handshake", "10s")}},
		{name: "goroutine-panic",
			published: "goroutines are isolated strongly from each other",
			counts:    "the others live after one has panicked",
			try:       program{fails: `panic: in one goroutine`, holds: says("others", "alive")}},
		{name: "once-first-caller",
			published: "sync.Once moves the blocking to the first caller",
			counts:    "nothing is done at the start, the first caller waits, the second does no work",
			try:       program{holds: and(says("at_start", "0"), says("first_waits", "true"), says("after_two_calls", "1"))}},
		{name: "timeout-buffered",
			published: "a loop that sends to a buffered channel stops at the context's timeout",
			counts:    "it ends with an error, when nobody works on the items", seen: "items that nobody has worked on",
			try: program{holds: says("timeout", "true"), count: "unread"}},
		{name: "readloop-eof",
			published: "a read loop that ignores the error of Read serves a connection",
			counts:    "it doesn't go on after the peer has closed", seen: "reads after the end, of at most 1000",
			try: program{holds: says("empty_reads", "0"), count: "empty_reads"}},
		{name: "otel-goroutine",
			published: "goroutines pass OpenTelemetry's context on natively",
			counts:    "a span has its parent without the context being given, as it has with it",
			try:       program{holds: says("native", "true"), control: says("given", "true")}},
		{name: "otel-inmemory",
			published: "metric.NewInMemoryExporter takes WithAggregationSelector with sdkinstrumentation.Kind",
			counts:    "it compiles and runs",
			try:       program{refused: `undefined: metric\.NewInMemoryExporter`}},
		{name: "sm2-generatekey",
			published: "sm2.GenerateKey() of the gmsm module takes no argument",
			counts:    "it compiles and runs",
			try:       program{refused: `not enough arguments in call to sm2\.GenerateKey`}},
		{name: "sm2-sign",
			published: "the gmsm module needs GmSSL's headers and LD_LIBRARY_PATH",
			counts:    "without cgo it can't be built",
			try:       program{holds: func(a answer) bool { return a.said["verified"] != "true" }}},
		{name: "goroutine-profile",
			published: "pprof can't tell where a goroutine was created, nor what it waits for",
			counts:    "the goroutine profile has neither",
			try:       program{holds: and(says("created_by", "false"), says("reason", "false"))}},
		{name: "pprof-server",
			published: "curl on /debug/pprof/profile, 0.1 s after the start, covers the initialisation",
			counts:    "the address answers while the initialisation runs, as it does after it",
			try:       special(pprofServer)},
		{name: "cpuprofile-flag",
			published: "go run main.go -cpuprofile=startup.prof writes a profile",
			counts:    "there is a file, and it isn't empty",
			try:       special(cpuprofileFlag)},
		{name: "pprof-top-number",
			published: "go tool pprof -top=5 prints the first five",
			counts:    "it prints five lines or fewer, as -top -nodecount=5 would",
			try:       special(pprofTop)},
		{name: "sql-open",
			published: "sql.Open takes a quarter of the start",
			counts:    "it connects, as Ping does",
			try:       program{holds: atLeast("at_open", 1), control: atLeast("at_ping", 1)}},
		{name: "h2-multiplex",
			published: "net/http serves one serial queue for each connection",
			counts:    "over TLS no two requests of a connection are served together", seen: "requests served together, of eight",
			try: program{holds: func(a answer) bool { return a.said["together"] == a.said["connections"] },
				count: "together"}},
		{name: "http-threads",
			published: "http.Get doesn't block threads: many requests wait on few",
			counts:    "200 waiting requests, with their server, take 50 threads at the most",
			try:       program{holds: says("few_threads", "true"), control: says("requests", "200")}},
		{name: "http-many",
			published: "a goroutine for each http.Get fetches all pages; here 1000 instead of 100,000",
			counts:    "all requests arrive",
			try:       special(httpMany)},
	}
}

func and(all ...func(answer) bool) func(answer) bool {
	return func(a answer) bool {
		for _, holds := range all {
			if !holds(a) {
				return false
			}
		}
		return true
	}
}

// other runs the program of another snippet.
type other struct {
	name string
	program
}

func (o other) try(t *trial, _ string) (outcome, error) { return o.program.try(t, o.name) }

// special is a snippet that needs more than to be run.
type special func(t *trial, name string) (outcome, error)

func (s special) try(t *trial, name string) (outcome, error) { return s(t, name) }

// scratch is a file or folder for this run alone.
func (t *trial) scratch(name string) string { return filepath.Join(t.temp, name) }
