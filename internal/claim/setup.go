package claim

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/cupelgo/cupel/internal/manifest"
)

// stepKinds are the keys of which a setup step has one.
var stepKinds = []string{StepCommand, StepHTTP, StepTCP, StepFile}

// step reads an item of the list of setup steps.
func (r *reader) step(n *yaml.Node) {
	fields := r.Fields(n, "a setup step", append(slices.Clone(stepKinds), "timeout"))
	if fields == nil {
		return
	}
	n = manifest.Follow(n)
	s := Step{At: manifest.PositionOf(n)}
	for _, kind := range stepKinds {
		v := fields[kind]
		switch {
		case v == nil:
		case s.Kind != "":
			r.Fail(v, fmt.Sprintf("the setup step is a %s already: make another step of %s", s.Kind, kind))
		default:
			s.Kind = kind
			r.value(&s, v)
		}
	}
	if s.Kind == "" {
		r.Fail(n, "the setup step has none of "+strings.Join(stepKinds, ", "))
	}
	if v := fields["timeout"]; v != nil {
		s.Timeout = r.timeout(v)
	}
	r.file.Setup = append(r.file.Setup, s)
}

// value reads what a setup step does or waits for.
func (r *reader) value(s *Step, n *yaml.Node) {
	if s.Kind == StepCommand {
		s.Value, s.Words = r.line(n, s.Kind)
		return
	}
	text, ok := r.Text(n, s.Kind)
	if !ok {
		return
	}
	s.Value = text
	switch s.Kind {
	case StepHTTP:
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
			r.Fail(n, "this is no URL like http://localhost:8080/health")
		}
	case StepTCP:
		host, port, err := net.SplitHostPort(text)
		number, noNumber := strconv.ParseUint(port, 10, 16)
		if err != nil || host == "" || noNumber != nil || number == 0 {
			r.Fail(n, manifest.Quote(text)+" is no address like localhost:5432")
		}
	}
}

// timeout reads how long a setup step may take.
func (r *reader) timeout(n *yaml.Node) time.Duration {
	text, ok := r.Text(n, "timeout")
	if !ok {
		return 0
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		r.Fail(n, manifest.Quote(text)+" is no time like 30s, 500ms or 1m30s")
		return 0
	}
	return d
}
