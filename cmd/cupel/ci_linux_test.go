package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// examplesCI is the folder of what is extracted and executed here.
var examplesCI = filepath.Join("..", "..", "examples", "ci")

// slower is what a change adds to the example: 100 ms of waiting before main, and 16 MiB that stay.
const slower = `package main

import "time"

var table = make([]byte, 16<<20)

func init() {
	time.Sleep(100 * time.Millisecond) // until the zones are there
	for i := range table {
		table[i] = byte(i)
	}
}
`

// commits makes the repository that CI systems fetch from: the example on main, and a change with the merge
// that GitHub tests and the ref that GitLab fetches.
const commits = `
git init -q --bare -b main "$ORIGIN"
git init -q -b main author
cp -R "$EXAMPLE/." author
cd author
git add -A
git commit -q -m 'A service'
git push -q "$ORIGIN" main
git checkout -q -b slower
cp ../zones.go cmd/api
git add -A
git commit -q -m 'Zones'
git push -q "$ORIGIN" slower slower:refs/pipelines/1
git checkout -q --detach main
git merge -q --no-ff -m 'Merge slower into main' slower
git push -q "$ORIGIN" HEAD:refs/pull/1/merge
`

// A ciCase is a job of a CI system for a ref of the repository.
type ciCase struct {
	name      string
	file      string
	read      func(*testing.T, string) job
	ref, kept string
	change    bool // whether it is the change, else main
}

var ciCases = []ciCase{
	{name: "GitHub Actions, main", file: "github-actions.yml", read: actionsJob, ref: "refs/heads/main", kept: "refs/remotes/origin/main"},
	{name: "GitHub Actions, pull request", file: "github-actions.yml", read: actionsJob,
		ref: "refs/pull/1/merge", kept: "refs/remotes/pull/1/merge", change: true},
	{name: "GitLab CI, merge request", file: "gitlab-ci.yml", read: gitlabJob, ref: "refs/pipelines/1", kept: "refs/pipelines/1", change: true},
}

// TestCI executes the commands of examples/ci in fresh clones of the service there, as another user than root where
// root runs the tests: main passes, a change that plants a slow start does not, and is told where CI systems look.
func TestCI(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs programs")
	}
	s := newCI(t)
	for _, c := range ciCases {
		t.Run(c.name, func(t *testing.T) {
			s.t = t
			text := readFile(t, filepath.Join(examplesCI, c.file))
			j := c.read(t, text)
			s.clone(c, j.depth)
			a := s.follow(c, j)
			s.judged(c, j, a)
		})
	}
	t.Run("shallow", func(t *testing.T) {
		s.t = t
		s.shallow(ciCases[1])
	})
}

// newCI sets the stage: a repository to fetch from, and a go command that builds.
func newCI(t *testing.T) *stage {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skipf("a clone takes git: %v", err)
	}
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	s := newStage(t, &recipe{}, true)
	s.goTool = goTool
	if err := os.Mkdir(s.temp(), 0o755); err != nil {
		t.Fatal(err)
	}
	s.give()
	s.env = []string{"TMPDIR=" + s.temp(), "GOENV=off", "GOTOOLCHAIN=local", "GOPROXY=off", "GOTELEMETRY=off", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Ann", "GIT_AUTHOR_EMAIL=ann@example.com", "GIT_COMMITTER_NAME=Ann", "GIT_COMMITTER_EMAIL=ann@example.com"}
	s.env = append(s.env, s.cacheEnv()...)
	if a := s.try("go version"); a.Code != 0 {
		t.Skipf("user %d may not execute %s: %s", nobody, goTool, a.Err)
	}
	example := filepath.Join(s.dir, "example")
	if err := os.CopyFS(example, os.DirFS(filepath.Join(examplesCI, "service"))); err != nil {
		t.Fatal(err)
	}
	s.own(filepath.Join(s.dir, "zones.go"), slower)
	s.sh(fmt.Sprintf("ORIGIN=%s EXAMPLE=%s\n%s", s.origin(), example, commits))
	return s
}

func (s *stage) origin() string { return filepath.Join(s.dir, "origin.git") }

func (s *stage) temp() string { return filepath.Join(s.dir, "temp") }

// cacheEnv lets the user's go commands find what has been built already, wherever a job has its cache.
func (s *stage) cacheEnv() []string {
	s.t.Helper()
	program := filepath.Join(s.bin, "lent-cache")
	if err := os.Symlink("stand-in", program); err != nil {
		s.t.Fatal(err)
	}
	return []string{"GOCACHEPROG=" + program, "CUPEL_LENT_CACHE=" + lend(s.t, filepath.Join(filepath.Dir(s.bin), "lent"))}
}

// clone fetches as runners do: the ref alone, or with depth 0 all branches, too.
func (s *stage) clone(c ciCase, depth string) {
	s.t.Helper()
	s.at = s.dir
	clone := filepath.Join(s.dir, strings.NewReplacer(" ", "-", ",", "").Replace(s.t.Name()[len("TestCI/"):]))
	what := "--no-tags --depth=" + depth + " origin"
	if depth == "0" {
		what = "origin '+refs/heads/*:refs/remotes/origin/*' '+refs/tags/*:refs/tags/*'"
	}
	s.sh(fmt.Sprintf("git init -q %[1]s\ncd %[1]s\ngit remote add origin file://%[2]s\ngit fetch -q %[3]s +%[4]s:%[5]s\ngit checkout -q --detach %[5]s",
		clone, s.origin(), what, c.ref, c.kept))
	s.at = clone
}

// follow executes the commands of a job, up to the first that fails.
func (s *stage) follow(c ciCase, j job) (all answer) {
	s.t.Helper()
	base := s.env
	defer func() { s.env = base }()
	s.env = append(append([]string{}, base...), j.in(s.at)...)
	if c.file == "github-actions.yml" {
		s.env = append(s.env, "CI=true", "GITHUB_ACTIONS=true", "GITHUB_STEP_SUMMARY="+s.summary())
	} else {
		s.env = append(s.env, "CI=true", "GITLAB_CI=true")
	}
	if err := os.Remove(filepath.Join(s.bin, "cupel")); err != nil && !errors.Is(err, os.ErrNotExist) {
		s.t.Fatal(err) // the job installs it
	}
	for _, command := range j.runs {
		a := s.try(command)
		all = answer{Out: all.Out + a.Out, Err: all.Err + a.Err, Code: a.Code}
		if a.Code != 0 {
			break
		}
	}
	if left, err := os.ReadDir(s.temp()); err != nil || len(left) > 0 {
		s.t.Errorf("left in the folder for temporary files: %v, %v", left, err)
	}
	return all
}

func (s *stage) summary() string { return s.at + "-summary.md" }

// judged wants the outcome of a job to be that of main or of the change, and to be told everywhere.
func (s *stage) judged(c ciCase, j job, a answer) {
	s.t.Helper()
	code, fails, answer := 0, 0, "all 4 claims hold"
	if c.change {
		code, fails, answer = 1, 2, "2 of 4 claims hold, 2 fail: nothing slow came in before main, …"
	}
	if a.Code != code || !strings.HasPrefix(a.Out, answer+"\n") {
		s.t.Fatalf("exit code %d, want %d and %q\n%s%s", a.Code, code, answer, a.Out, a.Err)
	}
	for _, file := range append(j.reads, j.keeps...) {
		if _, err := os.Stat(filepath.Join(s.at, file)); err != nil {
			s.t.Errorf("the CI system would miss a file: %v", err)
		}
	}
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
	}
	if err := xml.Unmarshal([]byte(readFile(s.t, filepath.Join(s.at, "junit.xml"))), &suites); err != nil {
		s.t.Error(err)
	}
	if suites.Tests != 4 || suites.Failures != fails || suites.Errors != 0 {
		s.t.Errorf("junit.xml has %+v, want 4 tests of which %d fail", suites, fails)
	}
	if c.file == "github-actions.yml" {
		s.annotated(a.Err, c.change)
		if text := readFile(s.t, s.summary()); !strings.HasPrefix(text, "### "+answer+"\n") {
			s.t.Errorf("the summary does not begin with %q:\n%s", answer, text)
		}
	}
	if c.change && !strings.Contains(a.Out, "at cmd/api/zones.go:") {
		s.t.Errorf("the place of the change is not named:\n%s", a.Out)
	}
}

// annotated wants errors beside the claims that the change breaks, and none on main.
func (s *stage) annotated(stderr string, change bool) {
	s.t.Helper()
	want := []string{}
	if change {
		want = []string{"nothing slow came in before main", "api holds no more memory than on main"}
	}
	for _, claim := range want {
		if !strings.Contains(stderr, "title=fails%3A "+claim+"::") {
			s.t.Errorf("no annotation of %q:\n%s", claim, stderr)
		}
	}
	if got := strings.Count(stderr, "::error file=cupel.yaml,line="); got != len(want) {
		s.t.Errorf("%d annotations, want %d:\n%s", got, len(want), stderr)
	}
}

// shallow follows a job in a clone of one commit, as checkouts are unless they are told otherwise: the claims can not
// be judged there, and the line to type is said.
func (s *stage) shallow(c ciCase) {
	s.t.Helper()
	s.clone(c, "1")
	a := s.follow(c, c.read(s.t, readFile(s.t, filepath.Join(examplesCI, c.file))))
	const line = "git fetch --depth=1 origin main"
	summary := readFile(s.t, s.summary())
	for _, text := range []string{a.Out, a.Err, summary} {
		if words := strings.Join(strings.Fields(text), " "); a.Code != exitTrouble || !strings.Contains(words, line+"; in CI: fetch-depth: 0") {
			s.t.Fatalf("exit code %d, want %d and %q:\n%s", a.Code, exitTrouble, line, text)
		}
	}
	if got := strings.Count(a.Err, "::error "); got != 1 {
		s.t.Errorf("%d annotations of what went wrong once:\n%s", got, a.Err)
	}
	s.sh(line + "\ngit rev-parse --verify --quiet origin/main^{commit}")
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
