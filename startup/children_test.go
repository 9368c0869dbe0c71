package startup

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/timeline"
)

func TestChildArgs(t *testing.T) {
	long := strings.Repeat("ä", keptArg)
	for _, tt := range []struct {
		name      string
		args, env []string
		want      []string
	}{
		{"none", nil, nil, nil},
		{"plain", []string{"rev-parse", "HEAD"}, nil, []string{"rev-parse", "HEAD"}},
		{"flags", []string{"--token=quicksilver", "-secret", "quicksilver"}, nil, []string{"--token=[redacted]", "-secret", "[redacted]"}},
		{"in a script", []string{"-c", "git push --password 'quick silver' x; FOO_TOKEN=quicksilver y"}, nil,
			[]string{"-c", "git push --password [redacted] x; FOO_TOKEN=[redacted] y"}},
		{"short in a header", []string{"-H", "X-Token: abc"}, nil, []string{"-H", "X-Token: [redacted]"}},
		{"a user's", []string{"-u", "me:quicksilver", "http://x"}, nil, []string{"-u", "me:[redacted]", "http://x"}},
		{"from the environment", []string{"login", "quicksilver"}, []string{"VAULT_TOKEN=quicksilver"}, []string{"login", "[redacted]"}},
		{"twice", []string{"--key", "quicksilver", "x-quicksilver-y"}, nil, []string{"--key", "[redacted]", "x-[redacted]-y"}},
		{"long", []string{long, "a\xffb"}, nil, []string{long[:keptArg] + cut, "a?b"}},
		{"many", slices.Repeat([]string{"x"}, keptArgs+1), nil, append(slices.Repeat([]string{"x"}, keptArgs), cut)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := childArgs(slices.Clone(tt.args), tt.env)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("childArgs(%q) (-want +got)\n%s", tt.args, diff)
			}
		})
	}
}

func FuzzChildArgs(f *testing.F) {
	f.Add("-c\x00a --token 'b c' \"d", "SECRET=x")
	f.Add("-u\x00:\x00\xff\x00\xc3", "")
	f.Fuzz(func(t *testing.T, args, env string) {
		shown, _ := childArgs(strings.Split(args, "\x00"), strings.Split(env, "\x00"))
		if len(shown) > keptArgs+1 {
			t.Errorf("childArgs(%q) returns %d arguments", args, len(shown))
		}
		for _, a := range shown {
			if len(a) > keptArg+len(cut) {
				t.Errorf("childArgs(%q) returns an argument of %d bytes", args, len(a))
			}
		}
		(&child{Args: shown}).command()
	})
}

// TestCommands wants the children to be named that a wait on the path was for: those of the process that the
// waiting goroutine has begun, or if it has begun none all that lived then; the longest first.
func TestCommands(t *testing.T) {
	ms := time.Millisecond.Nanoseconds()
	line := &timeline.Timeline{Goroutines: map[int64]*timeline.Goroutine{1: {ID: 1}, 7: {ID: 7, Creator: 1}, 8: {ID: 8, Creator: 9}, 9: {ID: 9}}}
	o := &observation{line: line, marks: &agent.Marks{PID: 20}, children: &children{All: []child{
		{PID: 30, Parent: 20, Name: "git", Args: []string{"fetch"}, ForkedBy: 21, Forked: 10 * ms, Exec: 11 * ms, End: 20 * ms},
		{PID: 31, Parent: 20, Name: "git", Args: []string{"fetch"}, ForkedBy: 21, Forked: 20 * ms, Exec: 21 * ms, End: 40 * ms},
		{PID: 32, Parent: 20, Name: "beside", ForkedBy: 29, Forked: 5 * ms, Exec: 6 * ms},
		{PID: 33, Parent: 31, Name: "helper", ForkedBy: 31, Forked: 22 * ms, Exec: 23 * ms, End: 24 * ms},
		{PID: 34, Parent: 20, Name: "sh", Args: []string{"-c", "a\tb"}, ForkedBy: 21, Forked: 50 * ms, Exec: 51 * ms, End: 100 * ms, Exit: 3},
		{PID: 35, Parent: 20, Name: "later", ForkedBy: 21, Forked: 200 * ms, Exec: 201 * ms, End: 300 * ms, Signal: "SIGKILL"},
	}}}
	var q timeline.Inquiry
	o.children.ask(&q, o.marks.PID)
	q.Thread(21).Ran(1, 1, 1e12)
	q.Thread(29).Ran(9, 1, 1e12)
	for _, tt := range []struct {
		name     string
		from, to int64
		g        int64
		want     string
	}{
		{"several", 10, 100, 1, "; `sh -c 'a b'` 50.0 ms, exit 3; `git fetch` 2 times, 30.0 ms, exit 0"},
		{"in a goroutine begun for it", 50, 60, 7, "; `sh -c 'a b'` 10.0 ms, exit 3"},
		{"of another", 10, 20, 8, "; `beside` 10.0 ms, still running"},
		{"of nobody in particular", 190, 200, 1, "; `beside` 10.0 ms, still running"},
		{"killed", 250, 260, 1, "; `later` 10.0 ms, SIGKILL"},
		{"before all", 1, 2, 1, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := o.commands([]*slice{{From: tt.from * ms, To: tt.to * ms, G: tt.g}}); got != tt.want {
				t.Errorf("commands = %q, want %q", got, tt.want)
			}
		})
	}
}

// A child was begun by the program before that the process executed, whose goroutines have the same numbers.
func TestBegunByAnotherImage(t *testing.T) {
	c := &child{Parent: 20, ForkedBy: 21, Forked: 50, begunBy: 1}
	for _, tt := range []struct {
		start int64
		want  bool
	}{{40, true}, {60, false}} {
		o := &observation{line: &timeline.Timeline{Start: tt.start, Goroutines: map[int64]*timeline.Goroutine{1: {ID: 1}}}}
		if got := o.begunFor(c, &slice{G: 1}); got != tt.want {
			t.Errorf("of a program whose first event is at %d: begun for it is %v, want %v", tt.start, got, tt.want)
		}
	}
}

// What a shell executed stood still in turn: so long did the shell live longer.
func TestHeldBelow(t *testing.T) {
	c := &children{All: []child{
		{PID: 2, Exec: 100, End: 1000},
		{PID: 3, Parent: 2, Exec: 200, End: 300, Stood: 40},
		{PID: 4, Parent: 2, Exec: 400, End: 500, Stood: 20, held: 7},
		{PID: 5, Parent: 4, Exec: 410, End: 450, Stood: 7}, // counts in the one that waits for it
		{PID: 6, Parent: 2, Exec: 50, End: 60, Stood: 5},   // of the program that the process executed before
		{PID: 7, Parent: 1, Exec: 200, End: 300, Stood: 9},
	}}
	if got := c.heldBelow(&c.All[0]); got != 67 {
		t.Errorf("%d ns, want 67", got)
	}
}
