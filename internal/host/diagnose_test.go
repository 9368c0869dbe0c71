package host

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/report/text"
)

// A machine is one of testdata/machines: its files, and told.json with what no file of it says.
type machine struct {
	name string
	root fstest.MapFS
	told struct {
		Host    evidence.Host
		UID     int
		Watched float64 // seconds
		Tried   map[string]string
		Folders []Folder
		Go      *Go
	}
}

func machines(t *testing.T) []machine {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "machines", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no machines: %v", err)
	}
	var all []machine
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := machine{name: strings.TrimSuffix(filepath.Base(file), ".txtar"), root: fstest.MapFS{}}
		for _, f := range archive.Files {
			m.root[f.Name] = &fstest.MapFile{Data: f.Data}
		}
		d := json.NewDecoder(bytes.NewReader(m.root["told.json"].Data))
		d.DisallowUnknownFields()
		if err := d.Decode(&m.told); err != nil {
			t.Fatalf("%s: told.json: %v", file, err)
		}
		delete(m.root, "told.json")
		all = append(all, m)
	}
	return all
}

// facts reads the machine as observe reads the one that it runs on.
func (m *machine) facts() *Facts {
	f := &Facts{Host: m.told.Host}
	if m.told.Host.OS == linux {
		describe(&f.Host, m.root)
		f.Files = readFiles(m.root)
	}
	f.Told = Told{
		UID: m.told.UID, Tried: map[string]error{}, Folders: m.told.Folders, Go: m.told.Go,
		Watched: time.Duration(m.told.Watched * float64(time.Second)),
	}
	f.Host.Disk = m.told.Folders[0].Kind
	for name, text := range m.told.Tried {
		f.Tried[name] = nil
		if text != "" {
			f.Tried[name] = refusal(text)
		}
	}
	return f
}

// refusal is an error of its text.
type refusal string

func (r refusal) Error() string { return string(r) }

func (r refusal) Is(target error) bool {
	switch target {
	case fs.ErrPermission:
		return strings.Contains(string(r), "permitted") || strings.Contains(string(r), "denied")
	case errors.ErrUnsupported:
		return strings.Contains(string(r), "not implemented") || strings.Contains(string(r), "unsupported")
	}
	return false
}

// TestMachines holds what is said of machines to golden files, in both forms.
func TestMachines(t *testing.T) {
	for _, m := range machines(t) {
		t.Run(m.name, func(t *testing.T) {
			d := diagnose(m.facts())
			var page, all bytes.Buffer
			if err := text.Render(&page, d.Document(), text.Options{}); err != nil {
				t.Fatal(err)
			}
			golden.Check(t, filepath.Join("testdata", "machines", m.name+".golden"), page.Bytes())
			if err := text.Render(&all, d.Document(), text.Options{All: true}); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(all.String()) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 100 {
					t.Errorf("%d columns: %s", n, line)
				}
			}
			var record bytes.Buffer
			if err := d.Encode(&record); err != nil {
				t.Fatal(err)
			}
			golden.Check(t, filepath.Join("testdata", "machines", m.name+".json"), record.Bytes())
		})
	}
}

// TestChecks holds the table: what each entry must say, and that the machines show each check both ways.
func TestChecks(t *testing.T) {
	seen := map[string][]State{}
	for _, m := range machines(t) {
		for _, r := range Run(m.facts()) {
			seen[r.Name] = append(seen[r.Name], r.State)
			if r.Value == "" {
				t.Errorf("%s: %s says nothing", m.name, r.Name)
			}
			if (r.State == Weakened || r.State == Denied) && r.Remedy+r.Note == "" {
				t.Errorf("%s: %s is %s, and nothing is said against it", m.name, r.Name, r.State)
			}
			if r.State == OK && r.Remedy+r.Note != "" {
				t.Errorf("%s: %s is ok, but there is something to do: %s", m.name, r.Name, r.Remedy)
			}
		}
	}
	byGroup := func(a, b Result) int { return a.group() - b.group() }
	if all := Run(&Facts{}); !slices.IsSortedFunc(all, byGroup) {
		t.Error("the table is not in order: what prevents seeing, what weakens numbers, information")
	}
	for _, c := range Checks {
		if c.Why == "" || strings.HasSuffix(c.Why, ".") || (c.Try == nil) == (c.look == nil) {
			t.Errorf("%s: why %q, and either Try or look", c.Name, c.Why)
		}
		if len(c.Name) > widestName {
			t.Errorf("%s is longer than the column of names", c.Name)
		}
		if !slices.Contains(seen[c.Name], OK) {
			t.Errorf("%s is ok on no machine", c.Name)
		}
		suffers := slices.Contains(seen[c.Name], Weakened) || slices.Contains(seen[c.Name], Denied)
		if len(c.Weakens)+len(c.Behind) > 0 && !suffers {
			t.Errorf("%s is weakened or denied on no machine", c.Name)
		}
		if same := slices.IndexFunc(Checks, func(d Check) bool { return d.Name == c.Name }); Checks[same].Why != c.Why {
			t.Errorf("there are two checks %s", c.Name)
		}
	}
}

// TestWeakening: a record is weakened by what concerns numbers, and by nothing that it does not tell.
func TestWeakening(t *testing.T) {
	if got := Weakening(evidence.Host{OS: linux}); len(got) > 0 {
		t.Errorf("a host that tells nothing is weakened by %v", got)
	}
	h := evidence.Host{
		OS: linux, Cores: 2, Pressure: ptr(5.0), PressureIO: ptr(4.99), Steal: ptr(0.05), ClockSource: "hpet", Governor: "powersave",
		Cgroup: "v2", CgroupCPUs: ptr(1.5), GOMAXPROCS: 2, Throttled: ptr[int64](3), Swap: ptr[int64](1), SwappedIn: ptr[int64](4096),
		Disk: "9p", Env: map[string]string{"GOGC": "off", "GOFIPS140": "latest"}, Memory: 100, Available: ptr[int64](4),
	}
	var got []string
	for _, r := range Weakening(h) {
		got = append(got, r.Name)
	}
	want := []string{"cpu-pressure", "steal", "cpu-limit", "throttling", "memory", "swap", "clock-source", "governor", "disk", "go-environment"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Weakening differs (-want +got):\n%s", diff)
	}
}

// TestAllowedAllTheSame: what was tried and worked is allowed, whatever a setting says.
func TestAllowedAllTheSame(t *testing.T) {
	f := &Facts{Host: evidence.Host{OS: linux}, Files: Files{Paranoid: ptr[int64](4), Capabilities: ptr[uint64](0)}}
	for _, tt := range []struct {
		tried map[string]error
		want  State
	}{
		{map[string]error{"perf": nil}, OK},
		{map[string]error{"perf": refusal("permission denied")}, Denied},
		{nil, Denied},
	} {
		f.Tried = tt.tried
		for _, r := range Run(f) {
			if r.Name == "perf-event-paranoid" && r.State != tt.want {
				t.Errorf("after trying gave %v, a perf_event_paranoid of 4 is %s, want %s", tt.tried, r.State, tt.want)
			}
		}
	}
}

func TestSelected(t *testing.T) {
	for _, tt := range []struct{ version, switching, wants, want string }{
		{"go1.26.1", "auto", "", "go1.26.1"},
		{"go1.26.1", "auto", "go1.25.0", "go1.26.1"},
		{"go1.26.1", "auto", "go1.27.0", "go1.27.0"},
		{"go1.26.1", "path", "go1.27.0", "go1.27.0"},
		{"go1.26.1", "local", "go1.27.0", "go1.26.1"},
		{"go1.26.1", "local+auto", "go1.27.0", "go1.27.0"},
		{"go1.26.1", "", "go1.27.0", "go1.26.1"}, // before go1.21 there was no such setting
		{"go1.26.1", "go1.24.2", "go1.27.0", "go1.24.2"},
		{"go1.26.1", "go1.24.2+auto", "go1.27.0", "go1.27.0"},
		{"go1.26.1", "go1.24.2+auto", "go1.22", "go1.24.2"},
		{"go1.26.1 X:synctest", "local", "", "go1.26.1"},
	} {
		g := &Go{Version: tt.version, Switching: tt.switching, Wants: tt.wants}
		if got := g.selected(); got != tt.want {
			t.Errorf("%+v: selected = %q, want %q", tt, got, tt.want)
		}
	}
}

// TestDiagnose asks only for what must be true on every machine.
func TestDiagnose(t *testing.T) {
	d, err := Diagnose(t.Context(), Options{Dir: t.TempDir(), Env: map[string]string{}})
	if err != nil {
		t.Fatal(err)
	}
	if d.Answer == "" || len(d.Checks) != len(Checks) || d.Host.Cores < 1 {
		t.Errorf("Diagnose = %+v", d)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Diagnose(ctx, Options{Watch: time.Hour}); !errors.Is(err, context.Canceled) {
		t.Errorf("Diagnose of a cancelled context = %v", err)
	}
}
