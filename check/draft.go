package check

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/unit"
)

// A Measurement is what a draft is made from.
type Measurement struct {
	Run    string // as a claim has it
	Record *evidence.Record
	Blind  string // why findings may be missing; "" if they cannot
}

// How far the limits of a draft are above what was measured. Times on another machine, or on the same one
// when others use it, differ by more than memory does, and short times by more than long ones.
const (
	roomForTimes  = 2
	leastTime     = 0.05 // seconds: nobody waits for less, and a page that is read from the disk costs as much
	roomForMemory = 1.25
	leastMemory   = 16 << 20 // bytes: the Go runtime holds a good part of it in any program
	roomForCPU    = 1.10     // of a ratio, which the machine is no part of
)

const draftHead = `# What must stay true of the programs of this module. "cupel check" tests it, here and in CI.
#
# Each claim names what to run, as after "cupel", and what to expect: median, mean, min, max or p90 (any pNN) of a
# metric, or that a finding is absent. With "against" the run is made in turns with that baseline, and ratio(...) is
# new / old. A claim holds, fails, or is unknown where the evidence is too thin. The limits below leave room above
# what was measured when this file was made: tighten them to what you promise.
`

const draftSetup = `
# What has to be there before the first run. What is missing is told apart from claims that fail.
# setup:
#   - file: config.yaml
#   - tcp: localhost:5432
#     timeout: 30s
#   - command: docker compose up -d db
`

// Draft returns a claims file with what holds now. against is a git revision, "" without one.
func Draft(all []Measurement, against string) (string, error) {
	if len(all) == 0 {
		return "", errors.New("nothing was measured")
	}
	var b strings.Builder
	b.WriteString(draftHead)
	b.WriteString(draftSetup)
	b.WriteString("\nclaims:\n")
	for i := range all {
		d := draft{Measurement: &all[i], out: &b}
		d.limits()
		d.absences()
		d.ratio(against)
	}
	return b.String(), nil
}

// A draft writes the claims about one program.
type draft struct {
	*Measurement
	out *strings.Builder
}

// spoken is the program as its claims call it.
func (d *draft) spoken() string {
	s := d.Record.Subject
	if s.File != "" {
		return s.File
	}
	return s.Package[strings.LastIndexByte(s.Package, '/')+1:]
}

// limits are the claims about what was measured.
func (d *draft) limits() {
	for _, l := range []struct {
		metric, says string
		room, least  float64
	}{
		{"/startup/ready:seconds", "is ready within %s", roomForTimes, leastTime},
		{"/startup/cpu:seconds", "takes at most %s of CPU to get ready", roomForTimes, leastTime},
		{"/startup/rss:bytes", "holds at most %s of memory when it is ready", roomForMemory, leastMemory},
	} {
		i := slices.IndexFunc(d.Record.Metrics, func(m evidence.Metric) bool { return m.Name == l.metric && m.Pass == "plain" && m.Labels == nil })
		if i < 0 {
			continue
		}
		m := &d.Record.Metrics[i]
		upper := m.Summary.Median
		measured := unit.Format(m.Summary.Median, m.Unit)
		if ci := m.Summary.CI95; ci != nil {
			upper = ci[1]
			measured += ", 95 % CI " + unit.NewScale(m.Unit, ci[:]...).Range(ci[0], ci[1])
		}
		limit, u := limitText(max(upper*l.room, l.least), m.Unit)
		fmt.Fprintf(d.out, "  # measured: median of %d runs %s\n", m.Summary.N, measured)
		d.claim(d.spoken()+" "+fmt.Sprintf(l.says, limit+" "+u), "", "median("+l.metric+") <= "+limit+u)
	}
}

// limitText is a limit with two digits, rounded up, in the unit that suits it.
func limitText(v float64, unit string) (number, suffix string) {
	steps := []struct {
		name string
		size float64
	}{{"s", 1}, {"ms", 1e-3}, {"µs", 1e-6}}
	if unit == "bytes" {
		steps[0].name, steps[0].size = "GiB", 1<<30
		steps[1].name, steps[1].size = "MiB", 1<<20
		steps[2].name, steps[2].size = "KiB", 1<<10
	}
	at := len(steps) - 1
	for i := range steps {
		if v >= steps[i].size {
			at = i
			break
		}
	}
	v /= steps[at].size
	digit := math.Pow(10, math.Floor(math.Log10(v))-1)
	return fmt.Sprintf("%.*f", max(0, -int(math.Round(math.Log10(digit)))), math.Ceil(v/digit-1e-9)*digit), steps[at].name
}

// absences are what should not come in. What is there already is said, and left out of the claims.
func (d *draft) absences() {
	if d.Blind != "" {
		fmt.Fprintf(d.out, "  # no claims about findings of %s: %s\n\n", d.spoken(), strings.ReplaceAll(d.Blind, "\n", " "))
		return
	}
	for _, a := range []struct{ says, filter string }{
		{"does not wait for the network before main", "class=network phase=init"},
		{"executes nothing before main", "class=subprocess phase=init"},
	} {
		class := strings.TrimPrefix(strings.Fields(a.filter)[0], "class=")
		i := slices.IndexFunc(d.Record.Findings, func(f evidence.Finding) bool { return f.Class == class && f.Phase == "init" })
		if i < 0 {
			d.claim(d.spoken()+" "+a.says, "", "no finding "+a.filter)
			continue
		}
		f := &d.Record.Findings[i]
		fmt.Fprintf(d.out, "  # not so today: %s of %s at %s:%d. When that is mended:\n", f.Rule, unit.Format(f.Cost.Value, f.Cost.Unit), f.Where.File, f.Where.Line)
		fmt.Fprintf(d.out, "  # - name: %s %s\n  #   run: %s\n  #   expect: no finding %s\n\n", d.spoken(), a.says, scalar(d.Run), a.filter)
	}
	if worst := slices.IndexFunc(d.Record.Findings, func(f evidence.Finding) bool { return f.Severity == finding.High }); worst < 0 {
		d.claim(d.spoken()+" has no cause of high severity", "", "no finding severity=high")
	}
}

// ratio is the claim that compares.
func (d *draft) ratio(against string) {
	expect := fmt.Sprintf("ratio(/startup/cpu:seconds) <= %.2f", roomForCPU)
	if against != "" {
		d.claim(d.spoken()+" takes no more CPU than "+against, "git:"+against, expect)
		return
	}
	fmt.Fprintf(d.out, "  # in a clone with a baseline:\n  # - name: %s takes no more CPU than main\n  #   run: %s\n  #   against: git:origin/main\n  #   expect: %s\n\n",
		d.spoken(), scalar(d.Run), expect)
}

// claim writes one claim.
func (d *draft) claim(name, against, expect string) {
	fmt.Fprintf(d.out, "  - name: %s\n    run: %s\n", scalar(name), scalar(d.Run))
	if against != "" {
		fmt.Fprintf(d.out, "    against: %s\n", scalar(against))
	}
	fmt.Fprintf(d.out, "    expect: %s\n\n", scalar(expect))
}

// scalar is text as YAML, quoted where it has to be.
func scalar(text string) string {
	out, err := yaml.Marshal(text)
	if err != nil {
		return fmt.Sprintf("%q", text)
	}
	return strings.TrimSpace(string(out))
}

// Quote joins words so that a claim's run splits into them again.
func Quote(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = w
		if w == "" || strings.ContainsAny(w, " \t\n\"'\\$*?[]{}()|&;<>~#`!") {
			quoted[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(quoted, " ")
}
