package gotool

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLinkFlags(t *testing.T) {
	const add = "-X=a.b=c"
	for _, tt := range []struct {
		name        string
		flags, want []string
	}{
		{"none", nil, []string{"-ldflags=-X=a.b=c"}},
		{"other flags", []string{"-race"}, []string{"-ldflags=-X=a.b=c"}},
		{"plain", []string{"-ldflags=-s -w "}, []string{"-ldflags=-X=a.b=c", "-ldflags=-s -w -X=a.b=c"}},
		{"two dashes", []string{"--ldflags=-s"}, []string{"-ldflags=-X=a.b=c", "-ldflags=-s -X=a.b=c"}},
		{"empty", []string{"-ldflags="}, []string{"-ldflags=-X=a.b=c", "-ldflags=-X=a.b=c"}},
		{"pattern", []string{"-ldflags=./...=-s"}, []string{"-ldflags=-X=a.b=c", "-ldflags=./...=-s -X=a.b=c"}},
		{"empty pattern", []string{"-ldflags=all="}, []string{"-ldflags=-X=a.b=c", "-ldflags=all=-X=a.b=c"}},
		{
			"ends in =", []string{"-ldflags=-X a.v="},
			[]string{"-ldflags=-X=a.b=c", "-ldflags=-X a.v= -X=a.b=c"},
		},
	} {
		if diff := cmp.Diff(tt.want, linkFlags(tt.flags, add)); diff != "" {
			t.Errorf("linkFlags of %s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestFlagValue(t *testing.T) {
	flags := []string{"-race", "-mod=vendor", "--tags=a,b", "-mod=mod", "-trimpath=0"}
	for name, want := range map[string]string{"race": "true", "mod": "mod", "tags": "a,b", "trimpath": "0"} {
		if got, ok := flagValue(flags, name); got != want || !ok {
			t.Errorf("flagValue(%s) = %q, %v, want %q", name, got, ok, want)
		}
	}
	if got, ok := flagValue(flags, "ldflags"); ok {
		t.Errorf("flagValue(ldflags) = %q, want none", got)
	}
	if isSet(flags, "trimpath") || !isSet(flags, "race") || isSet(flags, "x") {
		t.Errorf("isSet: trimpath %v, race %v", isSet(flags, "trimpath"), isSet(flags, "race"))
	}
	if diff := cmp.Diff([]string{"-race", "--tags=a,b", "-trimpath=0"}, withoutFlag(flags, "mod")); diff != "" {
		t.Errorf("withoutFlag (-want +got):\n%s", diff)
	}
}

func TestSplitGoflags(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"", nil},
		{"  -race   -v ", []string{"-race", "-v"}},
		{`'-ldflags=-s -w' "-tags=a b"`, []string{"-ldflags=-s -w", "-tags=a b"}},
		{"-ldflags=-X=a=it's", []string{"-ldflags=-X=a=it's"}},
		{"'-open", []string{"'-open"}},
	} {
		if diff := cmp.Diff(tt.want, splitGoflags(tt.in)); diff != "" {
			t.Errorf("splitGoflags(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func FuzzSplitGoflags(f *testing.F) {
	for _, s := range []string{"", "-race", "'-ldflags=-s -w' -v", `"`, `' '`, "a'b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		joined := strings.Join(splitGoflags(s), "")
		if len(joined) > len(s) {
			t.Errorf("splitGoflags(%q) invents text: %q", s, joined)
		}
	})
}

func FuzzParseList(f *testing.F) {
	f.Add([]byte(`{"ImportPath": "a", "Imports": ["b", "C"], "ImportMap": {"b": "v/b"}}`))
	f.Add([]byte(`{"ImportPath": "a", "DepOnly": true}{"Name": "main", "Module": {"Path": "m"}}`))
	f.Add([]byte(`{"Error": {"Err": "no Go files"}}`))
	f.Add([]byte(`{`))
	f.Fuzz(func(t *testing.T, data []byte) {
		pkgs, err := parseList(data)
		if err != nil {
			return
		}
		if root, err := theMain("target", pkgs); err == nil {
			new(Target).adopt(root, pkgs)
		}
	})
}
