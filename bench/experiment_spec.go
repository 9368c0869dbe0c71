package bench

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/manifest"
)

// specFile is the file that makes a folder an experiment.
const specFile = "experiment.yaml"

// A spec is what experiment.yaml says.
type spec struct {
	Question string   `yaml:"question"` // one line
	Rules    []string `yaml:"rules"`    // of the contest: flags, allocation policy, threads, warm-up, what is timed
	Limits   []string `yaml:"limits"`   // what it cannot tell
	Sources  []string `yaml:"sources"`

	Effect  float64        `yaml:"effect"`   // the least that matters; 0: DefaultEffect
	Turns   int            `yaml:"turns"`    // exactly so many; 0: until it is decided
	WarmUps int            `yaml:"warm_ups"` // turns before the first that counts
	Vars    map[string]any `yaml:"vars"`
	Smoke   struct {
		Turns int            `yaml:"turns"`
		Vars  map[string]any `yaml:"vars"`
	} `yaml:"smoke"` // the smallest size that still runs everything

	Programs map[string]program `yaml:"programs"`
	Arms     []armSpec          `yaml:"arms"`
	Metrics  []Metric           `yaml:"metrics"`
	Claims   []Published        `yaml:"claims"`
}

// A program is built before anything is timed.
type program struct {
	Needs []string          `yaml:"needs"` // programs on PATH besides the first words of commands
	Go    string            `yaml:"go"`    // toolchain, as go1.21.13
	Env   map[string]string `yaml:"env"`
	Build []string          `yaml:"build"` // command lines that make {exe}
}

// An armSpec is an arm as it is written.
type armSpec struct {
	Name  string            `yaml:"name"`
	Needs []string          `yaml:"needs"`
	Go    string            `yaml:"go"`
	Env   map[string]string `yaml:"env"`
	Run   string            `yaml:"run"`
}

// readSpec reads the experiment in a folder.
func readSpec(files fs.FS) (*spec, error) {
	data, err := fs.ReadFile(files, specFile)
	if err != nil {
		return nil, fmt.Errorf("reading the experiment: %w", err)
	}
	s := &spec{}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(s); err != nil {
		return nil, fmt.Errorf("%s: %w", specFile, err)
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", specFile, err)
	}
	return s, nil
}

// check tells all that is wrong with a spec, and completes its metrics.
func (s *spec) check() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if s.Question == "" {
		bad("there is no question")
	}
	if len(s.Arms) == 0 {
		bad("there are no arms")
	}
	if s.Effect < 0 || s.Effect >= 1 || s.Turns < 0 || s.Smoke.Turns < 0 || s.WarmUps < 0 {
		bad("effect is a ratio below 1, turns and warm_ups are no less than 0")
	}
	names := map[string]bool{}
	for _, a := range s.Arms {
		switch {
		case a.Name == "" || a.Run == "":
			bad("an arm has no name, or nothing to run")
		case strings.ContainsAny(a.Name, ",{}=\" ") || strings.HasSuffix(a.Name, again("")):
			bad("arm %q: a name holds no blanks, commas, braces and signs of equality", a.Name)
		case names[a.Name]:
			bad("two arms are called %s", a.Name)
		}
		names[a.Name] = true
		errs = append(errs, s.fits(a.Run, "arm "+a.Name, false))
	}
	for name, p := range s.Programs {
		if _, taken := s.Vars[name]; taken || name == placeExe {
			bad("program %s has the name of a variable", name)
		}
		for _, line := range p.Build {
			errs = append(errs, s.fits(line, "program "+name, true))
		}
	}
	errs = append(errs, s.checkMetrics())
	for i := range s.Claims {
		s.Claims[i].Experiment = "" // it is this one
		errs = append(errs, s.Claims[i].check(s))
	}
	return errors.Join(errs...)
}

func (s *spec) checkMetrics() error {
	if len(s.Metrics) == 0 {
		return errors.New("there are no metrics: nothing would be measured")
	}
	var errs []error
	seen := map[string]bool{}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		for _, o := range Outside() {
			if o.Name == m.Name {
				*m = o
			}
		}
		if seen[m.Name] {
			errs = append(errs, fmt.Errorf("metric %s is declared twice", m.Name))
		}
		seen[m.Name] = true
		errs = append(errs, m.check())
	}
	return errors.Join(errs...)
}

// placeExe stands for what a build makes.
const placeExe = "exe"

// placeholder finds names in braces.
func placeholder() *regexp.Regexp { return regexp.MustCompile(`\{([a-z][a-z0-9_-]*)\}`) }

// fits tells whether a command line has words and knows its names in braces.
func (s *spec) fits(line, what string, build bool) error {
	if line == "" {
		return nil // said of the arm
	}
	known := slices.Concat(slices.Collect(maps.Keys(s.Vars)), slices.Collect(maps.Keys(s.Programs)))
	if build {
		known = append(slices.Collect(maps.Keys(s.Vars)), placeExe)
	}
	for _, found := range placeholder().FindAllStringSubmatch(line, -1) {
		if !slices.Contains(known, found[1]) {
			text := fmt.Sprintf("%s: nothing is called {%s}", what, found[1])
			if near := manifest.Nearest(found[1], known); near != "" {
				text += ", did you mean {" + near + "}?"
			}
			return errors.New(text)
		}
	}
	if _, err := claim.Words(line); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// expand puts values for names in braces; what it does not know stays.
func expand(text string, values map[string]string) string {
	return placeholder().ReplaceAllStringFunc(text, func(name string) string {
		if v, ok := values[name[1:len(name)-1]]; ok {
			return v
		}
		return name
	})
}

// vars are the values of variables, those of a smoke run where that is asked for.
func (s *spec) vars(smoke bool) map[string]string {
	all := map[string]string{}
	for k, v := range s.Vars {
		all[k] = fmt.Sprint(v)
	}
	if smoke {
		for k, v := range s.Smoke.Vars {
			all[k] = fmt.Sprint(v)
		}
	}
	return all
}

// turns is how many there are; 0: until it is decided.
func (s *spec) turns(o *Options) int {
	switch {
	case o.Turns > 0:
		return o.Turns
	case o.Smoke:
		return max(1, s.Smoke.Turns)
	}
	return s.Turns
}
