package startup

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/google/pprof/profile"

	"github.com/cupelgo/cupel/internal/timeline"
)

// A profileBuilder makes a profile that `go tool pprof` opens. The same stacks and values in the
// same order give the same bytes.
type profileBuilder struct {
	p         *profile.Profile
	functions map[timeline.Frame]*profile.Function // the key has neither line nor PC
	locations map[timeline.Frame]*profile.Location // the key has no PC
	stacks    *memo[*timeline.Stack, []*profile.Location]
	ids       map[string]int // number of a list of locations
	samples   map[sampleKey]*profile.Sample
}

// sampleKey tells samples apart that must not be added up.
type sampleKey struct {
	stack  int
	labels labels
}

// labels are up to three labels of a sample: name, value. One with the value "" is left out.
type labels [3][2]string

// newProfile begins a profile of that program whose samples have values of those types, "type/unit".
// The last one is what pprof shows by default.
func newProfile(program string, types ...string) *profileBuilder {
	b := &profileBuilder{
		p: &profile.Profile{Mapping: []*profile.Mapping{{
			ID: 1, File: program, // pprof is not to look for the executable: all is known
			HasFunctions: true, HasFilenames: true, HasLineNumbers: true, HasInlineFrames: true,
		}}},
		functions: map[timeline.Frame]*profile.Function{},
		locations: map[timeline.Frame]*profile.Location{},
		ids:       map[string]int{},
		samples:   map[sampleKey]*profile.Sample{},
	}
	b.stacks = newMemo(b.stack)
	for _, t := range types {
		name, unit, _ := strings.Cut(t, "/")
		b.p.SampleType = append(b.p.SampleType, &profile.ValueType{Type: name, Unit: unit})
		b.p.DefaultSampleType = name
	}
	b.p.PeriodType, b.p.Period = b.p.SampleType[len(types)-1], 1
	return b
}

// add adds values to the sample of that stack with those labels.
func (b *profileBuilder) add(st *timeline.Stack, l labels, values ...int64) {
	locations := b.stacks.of(st)
	key := sampleKey{b.number(locations), l}
	s := b.samples[key]
	if s == nil {
		s = &profile.Sample{Location: locations, Value: make([]int64, len(values)), Label: l.toMap()}
		b.samples[key] = s
		b.p.Sample = append(b.p.Sample, s)
	}
	for i, v := range values {
		s.Value[i] += v
	}
}

func (l *labels) toMap() map[string][]string {
	out := map[string][]string{}
	for _, kv := range l {
		if kv[1] != "" {
			out[kv[0]] = []string{kv[1]}
		}
	}
	return out
}

// number tells lists of locations apart by what is in them.
func (b *profileBuilder) number(locations []*profile.Location) int {
	key := make([]byte, 0, 4*len(locations))
	for _, l := range locations {
		key = append(key, byte(l.ID), byte(l.ID>>8), byte(l.ID>>16), byte(l.ID>>24))
	}
	n, ok := b.ids[string(key)]
	if !ok {
		n = len(b.ids)
		b.ids[string(key)] = n
	}
	return n
}

func (b *profileBuilder) stack(st *timeline.Stack) []*profile.Location {
	frames := withoutAgent(st.Frames())
	if len(frames) == 0 {
		frames = timeline.NewStack(timeline.Frame{Func: "[no stack]"}).Frames()
	}
	out := make([]*profile.Location, len(frames))
	for i, f := range frames {
		out[i] = b.location(f.Frame)
	}
	return out
}

func (b *profileBuilder) location(f timeline.Frame) *profile.Location {
	f.PC = 0
	l := b.locations[f]
	if l == nil {
		l = &profile.Location{
			ID: uint64(len(b.p.Location) + 1), Mapping: b.p.Mapping[0],
			Line: []profile.Line{{Function: b.function(f), Line: int64(f.Line)}},
		}
		b.locations[f] = l
		b.p.Location = append(b.p.Location, l)
	}
	return l
}

func (b *profileBuilder) function(f timeline.Frame) *profile.Function {
	f.Line = 0
	fn := b.functions[f]
	if fn == nil {
		fn = &profile.Function{Name: f.Func, SystemName: f.Func, Filename: f.File}
		b.functions[f] = fn
		b.p.Function = append(b.p.Function, fn)
	}
	return fn
}

// write writes the profile, compressed, with functions and locations in order of their names.
func (b *profileBuilder) write(w io.Writer) error {
	slices.SortFunc(b.p.Function, func(x, y *profile.Function) int {
		return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.Filename, y.Filename))
	})
	for i, f := range b.p.Function {
		f.ID = uint64(i + 1)
	}
	slices.SortFunc(b.p.Location, func(x, y *profile.Location) int {
		return cmp.Or(cmp.Compare(x.Line[0].Function.ID, y.Line[0].Function.ID), cmp.Compare(x.Line[0].Line, y.Line[0].Line))
	})
	for i, l := range b.p.Location {
		l.ID = uint64(i + 1)
	}
	return b.p.Write(w)
}

// withoutAgent leaves out the frames of the agent between the runtime and an init function. Where
// the agent worked for itself its frames stay.
func withoutAgent(frames []*timeline.StackFrame) []*timeline.StackFrame {
	agents := func(f *timeline.StackFrame) bool { return ofAgent(f.Func) }
	first := slices.IndexFunc(frames, agents)
	if first < 0 || !slices.ContainsFunc(frames[:first], func(f *timeline.StackFrame) bool { return !ofRuntime(f.Func) }) {
		return frames
	}
	return slices.DeleteFunc(slices.Clone(frames), agents)
}

func ofAgent(symbol string) bool {
	return strings.HasPrefix(symbol, "1cupelrt.") || strings.HasPrefix(symbol, "0cupel.")
}

func ofRuntime(symbol string) bool {
	return strings.HasPrefix(symbol, "runtime.") || strings.HasPrefix(symbol, "internal/runtime/")
}
