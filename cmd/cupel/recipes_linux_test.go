package main

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/bpf"
	"github.com/cupelgo/cupel/internal/host"
	"github.com/cupelgo/cupel/internal/perf"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// A recipe is a section of docs/recipes.md with its row of the table.
type recipe struct {
	name   string
	states []host.State // of perf, ptrace and bpf
	pass   string       // of the record that explains
	level  string       // of the Pod Security Standards, "" where there is no pod
	blocks []block
}

// A block is fenced. Where its first line names a file, that is what it holds.
type block struct{ language, file, text string }

var (
	fence   = regexp.MustCompile("(?ms)^```(\\w+) ?(\\S*)\n(.*?)^```$")
	heading = regexp.MustCompile(`(?m)^## (.*)$`)
	linked  = regexp.MustCompile(`^\[(.*)\]\(#(.*)\)$`)
)

// recipes reads the page: a recipe for each row of the table, of which the first has no section.
func recipes(t *testing.T) []recipe {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "recipes.md"))
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string][]block{}
	heads := heading.FindAllSubmatchIndex(page, -1)
	for i, head := range heads {
		end := len(page)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		for _, b := range fence.FindAllSubmatch(page[head[1]:end], -1) {
			name := string(page[head[2]:head[3]])
			sections[name] = append(sections[name], block{string(b[1]), string(b[2]), string(b[3])})
		}
	}
	var all []recipe
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "| ") || len(cells) != 5 || strings.HasPrefix(line, "| where") {
			continue
		}
		r := rowOf(t, cells)
		r.blocks = sections[r.name]
		delete(sections, r.name)
		all = append(all, r)
	}
	if len(sections) > 0 || len(all) < 2 {
		t.Fatalf("%d rows of the table, and sections without one: %v", len(all), sections)
	}
	return all
}

// rowOf reads where, states, pass, level and a link or words with one command.
func rowOf(t *testing.T, cells []string) recipe {
	t.Helper()
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	r := recipe{name: cells[0], pass: cells[2], level: cells[3]}
	for _, state := range strings.Split(cells[1], ", ") {
		r.states = append(r.states, host.State(state))
	}
	if link := linked.FindStringSubmatch(cells[4]); link != nil {
		r.name = link[1]
		if anchor := strings.ReplaceAll(strings.ToLower(strings.ReplaceAll(r.name, ":", "")), " ", "-"); link[2] != anchor {
			t.Errorf("the link to %s is #%s, want #%s", r.name, link[2], anchor)
		}
		return r
	}
	_, command, _ := strings.Cut(strings.Trim(cells[4], "`"), "`")
	r.blocks = []block{{language: "sh", text: command}}
	return r
}

// unavailable returns why this machine cannot execute a recipe, nil if it can.
func (r *recipe) unavailable() error {
	if os.Geteuid() != 0 {
		return errors.New("only root becomes another user, and makes containers")
	}
	errs := []error{ptrace.Available()}
	if r.states[0] == host.OK {
		errs = append(errs, perf.Available())
	}
	if r.states[2] == host.OK {
		errs = append(errs, bpf.Available())
	}
	for _, b := range r.blocks {
		for _, tool := range []string{"setcap", "jq"} {
			if _, err := exec.LookPath(tool); strings.Contains(b.text, tool+" ") && err != nil {
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(errs...)
}

// TestRecipes executes what docs/recipes.md says, as another user than root, and wants the doctor and the record
// to say what its table does. Of what cannot be executed here it parses the commands of cupel alone.
func TestRecipes(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs programs")
	}
	for _, r := range recipes(t) {
		t.Run(r.name, func(t *testing.T) {
			why := r.unavailable()
			s := newStage(t, &r, why == nil)
			for i, b := range r.blocks {
				s.play(b)
				if why == nil && i == r.explains() {
					s.check()
				}
			}
			if why != nil {
				t.Skipf("its commands are parsed, and not executed: %v", why)
			}
			if r.name == "setcap" {
				s.doctorSays(host.OK, host.OK, host.Denied) // it has been undone
			}
		})
	}
}

// explains is the index of the block that makes a record: the first of commands.
func (r *recipe) explains() int {
	return slices.IndexFunc(r.blocks, func(b block) bool { return b.language == "sh" || strings.Contains(b.text, "runs-on:") })
}

// play writes the file of a block, or executes its commands.
func (s *stage) play(b block) {
	s.t.Helper()
	if b.file != "" {
		s.own(filepath.Join(s.dir, b.file), b.text)
	}
	switch {
	case b.language == "sh":
		s.sh(b.text)
	case strings.Contains(b.text, "runs-on:"):
		for _, command := range actionsJob(s.t, b.text).runs {
			s.sh(command)
		}
	case b.file == "":
		s.t.Fatalf("a block of %s is neither commands nor a file", b.language)
	}
}

// check wants what the doctor says and how the record was made to be as the table has it.
func (s *stage) check() {
	s.t.Helper()
	s.doctorSays(s.recipe.states...)
	found := 0
	filepath.WalkDir(s.dir, func(path string, _ fs.DirEntry, err error) error {
		var r evidence.Record
		data, unread := os.ReadFile(path)
		if filepath.Ext(path) != ".json" || unread != nil || json.Unmarshal(data, &r) != nil || r.Kind != "startup" {
			return err
		}
		found++
		s.checkRecord(path, &r)
		return nil
	})
	if found == 0 {
		s.t.Error("there is no record")
	}
}

// checkRecord wants the pass that explains to be there, made by the user, and samples of the kernel to be missing
// where it must not take any.
func (s *stage) checkRecord(path string, r *evidence.Record) {
	s.t.Helper()
	explains := slices.ContainsFunc(r.Passes, func(p evidence.Pass) bool {
		return p.Name == s.recipe.pass && p.UID == s.user
	})
	unsampled := slices.ContainsFunc(r.Skipped, func(k evidence.Skipped) bool {
		return strings.HasPrefix(k.What, "CPU samples")
	})
	if !explains || unsampled != (s.recipe.states[0] != host.OK) {
		s.t.Errorf("%s: passes %+v, want %s by user %d; skipped: %+v", path, r.Passes, s.recipe.pass, s.user, r.Skipped)
	}
}

// doctorSays wants the doctor to say so of perf, ptrace and bpf.
func (s *stage) doctorSays(want ...host.State) {
	s.t.Helper()
	var d host.Diagnosis
	if err := json.Unmarshal([]byte(s.doctor()), &d); err != nil {
		s.t.Fatal(err)
	}
	for i, name := range []string{"perf", "ptrace", "bpf"} {
		at := slices.IndexFunc(d.Checks, func(r host.Result) bool { return r.Name == name })
		if got := d.Checks[at]; got.State != want[i] {
			s.t.Errorf("the doctor says of %s: %s (%s), want %s", name, got.State, got.Value, want[i])
		}
	}
}

// parse wants cupel to understand its arguments.
func parse(t *testing.T, args []string) {
	t.Helper()
	cmd, rest, err := rootCommand(system{stdout: io.Discard, stderr: io.Discard}).Find(args)
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err == nil {
		err = cmd.ValidateArgs(cmd.Flags().Args())
	}
	if err != nil {
		t.Errorf("cupel %s: %v", strings.Join(args, " "), err)
	}
}
