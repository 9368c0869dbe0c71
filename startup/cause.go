package startup

import (
	"sync"

	"slices"

	"github.com/cupelgo/cupel/internal/finding"
)

// A cause is one way in which a program can lose time before it is ready. Each has a file of its
// own and one line in the table.
type cause struct {
	finding.Rule
	phase phase // the phase in which it counts; phaseNone for package init and main

	// match decides from a slice alone, by functions of the standard library on its stack; nil
	// matches every slice of the class and phase. Specific causes stand before general ones.
	match func(*slice) bool

	// detail tells what the slices of a finding have in common or how many they are, as a part of
	// the sentence that begins with "Seen:"; nil or "" adds nothing.
	detail func([]*slice) string
}

// class is the class of its rule.
func (c *cause) class() class { return classNamed(c.Class) }

// causes is the table of all causes, in the order in which they are tried.
var causes = []*cause{
	&dynamicLinking,
	&regexpAtInit,
	&templateAtInit,
	&decodeAtInit,
	&keygenAtInit,
	&tableAtInit,
	&cpuAtInit,
	&manySmallInits,
	&dependencyNotReady,
	&networkAtInit,
	&dnsAtInit,
	&fsyncAtInit,
	&fileAtInit,
	&fileLockAtInit,
	&subprocessAtInit,
	&sleepAtInit,
	&cgoAtInit,
	&retryBackoff,
	&networkOnPath,
	&dnsOnPath,
	&fsyncOnPath,
	&fileOnPath,
	&fileLockOnPath,
	&subprocessOnPath,
	&sleepOnPath,
	&cgoOnPath,
	&onceWait,
	&lockContention,
	&channelHandoff,
	&regexpOnPath,
	&templateOnPath,
	&decodeOnPath,
	&keygenOnPath,
	&onceOnPath,
	&cpuOnPath,
	&gcOnPath,
	&goroutineBurst,
	&schedulerDelay,
	&cpuStarvation,
	&serialWaits,
	&hugeBinary,
	&initDeadlock,
}

// Rules returns the rules of all causes, for `cupel explain` and the documentation.
func Rules() []finding.Rule {
	rules := make([]finding.Rule, len(causes))
	for i, c := range causes {
		rules[i] = c.Rule
	}
	return rules
}

// isRule reports whether a cause of that name is in the table.
func isRule(name string) bool {
	return slices.ContainsFunc(causes, func(c *cause) bool { return c.Name == name })
}

// causesOf returns the causes by class, in the order of the table.
var causesOf = sync.OnceValue(func() [][]*cause {
	of := make([][]*cause, len(classNames))
	for _, c := range causes {
		of[c.class()] = append(of[c.class()], c)
	}
	return of
})

// causeOf returns the first cause in the table that takes s, nil if none does. Causes that only
// whole groups of slices can show (see fold.go) have a match that is never true.
func causeOf(s *slice) *cause {
	for _, c := range causesOf()[s.Class] {
		if c.phase != phaseNone && c.phase != s.Phase {
			continue
		}
		if c.match == nil || c.match(s) {
			return c
		}
	}
	return nil
}

// within returns a match for slices with such a function on the stack, or on that of a goroutine that
// waits for them: a library may work in goroutines of its own.
func within(beginnings ...string) func(*slice) bool {
	calls := signOf(beginnings...)
	return func(s *slice) bool {
		if calls.on(s.Stack) {
			return true
		}
		for w := s.wait(); w != nil; w = s.outer(w) {
			if calls.on(w.Stack) {
				return true
			}
		}
		return false
	}
}

// never is the match of causes that are decided over groups of slices.
func never(*slice) bool { return false }

// calls returns a match for slices with a function on the stack whose symbol begins so.
func calls(beginnings ...string) func(*slice) bool {
	calls := signOf(beginnings...)
	return func(s *slice) bool { return calls.on(s.Stack) }
}
