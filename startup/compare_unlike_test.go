package startup

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

func TestUnlike(t *testing.T) {
	api := evidence.Record{
		Subject: evidence.Subject{Package: "example.com/api", Args: []string{"--quiet"}},
		Host:    evidence.Host{OS: "linux", Arch: "amd64", CPU: "A", Cores: 2},
	}
	for _, c := range []struct {
		name   string
		change func(*evidence.Record)
		want   []string
	}{
		{"another version", func(rec *evidence.Record) { rec.Subject.Version, rec.Subject.SHA256 = "v2", "cc" }, nil},
		{"another program", func(rec *evidence.Record) { rec.Subject.Package = "example.com/web" },
			[]string{"two programs are compared, not two versions of one: old has example.com/api, new has example.com/web"}},
		{"a program without a name", func(rec *evidence.Record) { rec.Subject.Package = "" }, nil},
		{"no arguments", func(rec *evidence.Record) { rec.Subject.Args = nil },
			[]string{"the arguments differ: old has --quiet, new has none"}},
		{"another machine", func(rec *evidence.Record) { rec.Host.CPU = "B" },
			[]string{"the machines differ: old has 2 × A, linux/amd64, new has 2 × B, linux/amd64"}},
		{"not ready", func(rec *evidence.Record) {
			rec.Findings = []evidence.Finding{{Rule: ruleNotReady, Title: "exits with code 1 before it is ready"}}
		}, []string{"new has no runs to compare: it exits with code 1 before it is ready"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			other := api
			c.change(&other)
			got := unlike([2]string{"old", "new"}, [2]*evidence.Record{&api, &other})
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("notes differ (-want +got):\n%s", diff)
			}
		})
	}
}
