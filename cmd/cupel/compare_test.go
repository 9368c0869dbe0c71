package main

import (
	"testing"

	"github.com/cupelgo/cupel/startup"
)

func TestSpokenArms(t *testing.T) {
	arm := func(target, revision string) startup.Options {
		return startup.Options{Target: target, Revision: revision}
	}
	for _, test := range []struct {
		name     string
		old, now startup.Options
		want     [2]string
	}{
		{"a revision and the files", arm("./cmd/api", "v1"), arm("./cmd/api", ""), [2]string{"v1", "working tree"}},
		{"two revisions", arm(".", "v1"), arm(".", "v2"), [2]string{"v1", "v2"}},
		{"two versions", arm("example.com/a/v2@v2.0.0", ""), arm("example.com/a/v2@v2.1.0", ""), [2]string{"v2.0.0", "v2.1.0"}},
		{"two executables", arm("./bin/old", ""), arm("/opt/new", ""), [2]string{"old", "new"}},
		{"of equal names", arm("a/api", ""), arm("b/api", ""), [2]string{"OLD", "NEW"}},
		{"two packages of two revisions", arm("./a", "v1"), arm("./b", "v2"), [2]string{"OLD", "NEW"}},
		{"another program of that version", arm("example.com/a@v1", ""), arm("example.com/b@v1", ""), [2]string{"a@v1", "b@v1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := startup.CompareOptions{Baseline: test.old, Candidate: test.now, Names: [2]string{"OLD", "NEW"}}
			if got := spokenArms(o); got != test.want {
				t.Errorf("spokenArms = %v, want %v", got, test.want)
			}
		})
	}
}
