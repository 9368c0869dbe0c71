package main

import (
	"cmp"
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// A job is what a CI system does with a repository.
type job struct {
	depth string   // how many commits it fetches; "0": all, of all branches
	env   []string // of its commands; $CI_PROJECT_DIR is the clone
	runs  []string // its commands, in order
	reads []string // files of the repository that others than its commands read
	keeps []string // what it keeps, whatever its outcome
}

// step is one of a job in GitHub Actions.
type step struct {
	Name, Uses, Run, If string
	With                map[string]string
}

// actionsJob reads a workflow of GitHub Actions with one job.
func actionsJob(t *testing.T, text string) (j job) {
	t.Helper()
	var workflow struct {
		Name        string
		On          any
		Permissions map[string]string
		Concurrency struct {
			Group  string
			Cancel bool `yaml:"cancel-in-progress"`
		}
		Jobs map[string]struct {
			RunsOn  string `yaml:"runs-on"`
			Timeout int    `yaml:"timeout-minutes"`
			Steps   []step
		}
	}
	strictly(t, text, &workflow)
	if len(workflow.Jobs) != 1 {
		t.Fatalf("a workflow of %d jobs, want one", len(workflow.Jobs))
	}
	for _, only := range workflow.Jobs {
		for _, s := range only.Steps {
			if s.Run != "" {
				j.runs = append(j.runs, s.Run)
				continue
			}
			j.use(t, s)
		}
	}
	return j
}

// use plays an action.
func (j *job) use(t *testing.T, s step) {
	t.Helper()
	switch s.Uses {
	case "actions/checkout@v4":
		j.depth = cmp.Or(s.With["fetch-depth"], "1")
	case "actions/setup-go@v5":
		for _, input := range []string{"go-version-file", "cache-dependency-path"} {
			if file := s.With[input]; file != "" {
				j.reads = append(j.reads, file)
			}
		}
	case "actions/upload-artifact@v4":
		j.keeps = append(j.keeps, strings.Fields(s.With["path"])...)
		hidden := strings.Contains("\n"+s.With["path"], "\n.")
		if s.If != "always()" || hidden && s.With["include-hidden-files"] != "true" {
			t.Errorf("%+v: artifacts are wanted most where claims fail, and folders such as .cupel are left out unless asked for", s)
		}
	default:
		t.Errorf("there is no stand-in for the action %q", s.Uses)
	}
}

// gitlabJob reads a pipeline of GitLab CI with one job.
func gitlabJob(t *testing.T, text string) (j job) {
	t.Helper()
	var pipeline map[string]struct {
		Image, Timeout string
		Interruptible  bool
		Rules          []struct{ If string }
		Variables      map[string]string
		Cache          struct {
			Key   struct{ Files []string }
			Paths []string
		}
		Script []string
		Allow  struct {
			Codes []int `yaml:"exit_codes"`
		} `yaml:"allow_failure"`
		Artifacts struct {
			When    string
			Expire  string `yaml:"expire_in"`
			Paths   []string
			Reports struct{ JUnit string }
		}
	}
	strictly(t, text, &pipeline)
	if len(pipeline) != 1 {
		t.Fatalf("a pipeline of %d jobs, want one", len(pipeline))
	}
	for _, only := range pipeline {
		j = job{
			depth: cmp.Or(only.Variables["GIT_DEPTH"], "20"), runs: only.Script, reads: only.Cache.Key.Files,
			keeps: append(only.Artifacts.Paths, only.Artifacts.Reports.JUnit),
		}
		for name, value := range only.Variables {
			j.env = append(j.env, name+"="+value)
		}
		if codes := only.Allow.Codes; only.Artifacts.When != "always" || len(codes) != 1 || codes[0] != exitUnknown {
			t.Errorf("artifacts are kept %q, want always; exit codes %v are let pass, want %d", only.Artifacts.When, codes, exitUnknown)
		}
	}
	return j
}

// in is the environment of the job in a clone.
func (j *job) in(clone string) (env []string) {
	for _, kv := range j.env {
		env = append(env, os.Expand(kv, func(name string) string {
			if name == "CI_PROJECT_DIR" {
				return clone
			}
			return "$" + name
		}))
	}
	return env
}

// strictly decodes YAML into what has all its fields.
func strictly(t *testing.T, text string, into any) {
	t.Helper()
	d := yaml.NewDecoder(strings.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		t.Fatal(err)
	}
}
