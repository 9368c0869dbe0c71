package startup

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/timeline"
)

// Turns of two goroutines become two slices, and their time stays what it was.
func TestJoiner(t *testing.T) {
	var j joiner
	add := func(s slice) { j.add(&s) }
	send, receive := timeline.NewStack(), timeline.NewStack()
	for i := range int64(100) {
		end := 10_000 - 10*i
		wait := &timeline.Wait{G: 2, From: end - 10, To: end, Reason: "chan send", Stack: send}
		add(slice{From: end - 3, To: end, G: 1, Class: classCPU, Stack: receive, Wait: wait})
		add(slice{From: end - 10, To: end - 3, G: 2, Class: classSched, Stack: send, Handoff: true})
	}
	path := j.path()
	if len(path) != 2 {
		t.Fatalf("%d slices, want 2: %+v", len(path), path)
	}
	if path[1].ns() != 300 || path[0].ns() != 700 || path[1].Pieces != 99 || path[0].longest() != 7 {
		t.Errorf("time, pieces, longest = %d and %d, %d, %d; want 300 and 700, 99, 7",
			path[1].ns(), path[0].ns(), path[1].Pieces, path[0].longest())
	}
}

func TestJoinerKeepsApart(t *testing.T) {
	stack := timeline.NewStack()
	base := slice{From: 90, To: 100, G: 1, Class: classCPU, Stack: stack}
	for name, change := range map[string]func(*slice){
		"another class":           func(s *slice) { s.Class = classSched },
		"another goroutine":       func(s *slice) { s.G = 2 },
		"another stack":           func(s *slice) { s.Stack = timeline.NewStack() },
		"another phase":           func(s *slice) { s.Phase = phaseInit },
		"a sample":                func(s *slice) { s.Sampled = true },
		"waited for":              func(s *slice) { s.Wait = new(timeline.Wait) },
		"a sleep":                 func(s *slice) { s.Class = classSleep },
		"a sleep lies between":    nil,
		"too many lie in between": nil,
	} {
		t.Run(name, func(t *testing.T) {
			var j joiner
			j.put(&base)
			switch name {
			case "a sleep lies between":
				j.put(&slice{From: 80, To: 90, G: 1, Class: classSleep})
			case "too many lie in between":
				for g := range int64(near) {
					j.put(&slice{From: 80, To: 90, G: 10 + g, Class: classCPU})
				}
			}
			s := base
			s.From, s.To = 70, 80
			if change != nil {
				change(&s)
			}
			n := j.n
			if j.add(&s); j.n != n+1 {
				t.Errorf("joined: %+v", j.path())
			}
		})
	}
}

// What comes before and after an init function may be alike, and what comes before and after another goroutine's turn
// within one.
func TestJoinerAroundInit(t *testing.T) {
	in, stack := &agent.Init{Symbol: "a.init"}, timeline.NewStack()
	for name, init := range map[string]*agent.Init{"before and after": nil, "within": in} {
		var j joiner
		j.add(&slice{From: 90, To: 100, G: 1, Class: classGC, Init: init})
		j.add(&slice{From: 80, To: 90, G: 2, Class: classCPU, Init: in, Stack: stack})
		j.add(&slice{From: 70, To: 80, G: 1, Class: classGC, Init: init})
		if path := j.path(); len(path) != 2 || path[1].ns() != 20 {
			t.Errorf("%s: %d slices, the last of %d ns, want 2 and 20", name, len(path), path[len(path)-1].ns())
		}
	}
}

// Whoever comes next is guessed first; that must not change the path.
func TestJoinerGuesses(t *testing.T) {
	stacks := []*timeline.Stack{timeline.NewStack(), timeline.NewStack(), timeline.NewStack()}
	classes := []class{classCPU, classSched, classGC, classSleep}
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var guessing, plain joiner
		end, round, kinds := int64(1_000_000), r.IntN(12)+1, r.IntN(len(classes))+1
		for i := range 300 {
			at := i % round // turns that come again
			if r.IntN(20) == 0 {
				at = r.IntN(24) // and now and then something else
			}
			s := slice{From: end - 10, To: end, G: int64(at % 4), Class: classes[at%kinds], Stack: stacks[at%len(stacks)]}
			end = s.From
			other := s
			guessing.add(&s)
			plain.next = [near]int{}
			plain.add(&other)
		}
		if !slices.EqualFunc(plain.path(), guessing.path(), func(a, b *slice) bool { return *a == *b }) {
			t.Fatalf("with guesses %+v, without %+v", guessing.path(), plain.path())
		}
	}
}
