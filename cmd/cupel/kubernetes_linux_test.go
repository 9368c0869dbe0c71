package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A workload is a Job or a Pod, as far as recipes use one. Other fields are an error.
type workload struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   struct{ Name string }
	Spec       struct {
		pod          `yaml:",inline"` // of a Pod
		BackoffLimit *int             `yaml:"backoffLimit"`
		Template     struct{ Spec pod }
	}
}

type pod struct {
	RestartPolicy   string   `yaml:"restartPolicy"`
	AutomountToken  *bool    `yaml:"automountServiceAccountToken"`
	SecurityContext security `yaml:"securityContext"`
	Containers      []podContainer
	Volumes         []struct {
		Name     string
		EmptyDir *struct{ Medium string } `yaml:"emptyDir"`
	}
}

type podContainer struct {
	Name, Image     string
	Command, Args   []string
	SecurityContext security `yaml:"securityContext"`
	VolumeMounts    []struct {
		Name      string
		MountPath string `yaml:"mountPath"`
	} `yaml:"volumeMounts"`
}

// security is what either a pod or a container may say of it.
type security struct {
	RunAsNonRoot   bool  `yaml:"runAsNonRoot"`
	RunAsUser      *int  `yaml:"runAsUser"`
	RunAsGroup     *int  `yaml:"runAsGroup"`
	FSGroup        *int  `yaml:"fsGroup"`
	Escalation     *bool `yaml:"allowPrivilegeEscalation"`
	ReadOnly       bool  `yaml:"readOnlyRootFilesystem"`
	Capabilities   struct{ Drop, Add []string }
	SeccompProfile struct{ Type string } `yaml:"seccompProfile"`
}

// baseline are the capabilities that the baseline level lets a pod add, restricted the last one alone:
// https://kubernetes.io/docs/concepts/security/pod-security-standards
var baseline = []string{"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "SETFCAP", "SETGID",
	"SETPCAP", "SETUID", "SYS_CHROOT", "NET_BIND_SERVICE"}

// level is the strictest of the Pod Security Standards that a pod satisfies, as far as it can say otherwise in
// the fields above.
func (p *pod) level() string {
	level := "restricted"
	atMost := func(strictest string, satisfied bool) {
		if !satisfied && level != "privileged" {
			level = strictest
		}
	}
	for _, c := range p.Containers {
		sec := c.SecurityContext
		atMost("baseline", sec.Escalation != nil && !*sec.Escalation)
		atMost("baseline", slices.Contains(sec.Capabilities.Drop, "ALL"))
		atMost("baseline", p.SecurityContext.RunAsNonRoot && *p.SecurityContext.RunAsUser != 0)
		atMost("baseline", p.SecurityContext.SeccompProfile.Type == "RuntimeDefault")
		for _, name := range sec.Capabilities.Add {
			atMost("baseline", name == "NET_BIND_SERVICE")
			atMost("privileged", slices.Contains(baseline, name))
		}
	}
	return level
}

// kubectl plays a cluster that has one namespace and runs the pod's container of cupel at once.
func (s *stage) kubectl(c call) answer {
	args := slices.DeleteFunc(slices.Clone(c.Args[1:]), func(arg string) bool { return arg == "-n" || arg == "cupel" })
	switch args[0] + " " + strings.Join(args[1:min(len(args), 3)], " ") {
	case "apply -f job.yaml", "apply -f pod.yaml":
		return s.apply(filepath.Join(c.Dir, args[2]))
	case "logs job/cupel":
		return answer{Out: s.logs}
	case "cp -c keep":
		return s.fetch(c, filepath.Join(c.Dir, args[len(args)-1]))
	}
	if slices.Contains([]string{"create", "label", "wait", "delete"}, args[0]) {
		return s.notExecuted(c, "there is no cluster here")
	}
	return s.unknown(c)
}

// apply runs the container of a manifest that is named cupel.
func (s *stage) apply(file string) answer {
	s.t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	var m workload
	strictly(s.t, string(text), &m)
	p := m.Spec.pod
	if m.Kind == "Job" {
		p = m.Spec.Template.Spec
	}
	if got := p.level(); got != s.recipe.level {
		s.t.Errorf("%s satisfies the level %s, want %s", file, got, s.recipe.level)
	}
	for _, c := range p.Containers {
		for _, other := range p.Containers {
			if user := other.SecurityContext.RunAsUser; user != nil {
				s.t.Errorf("%s: container %s is of user %d", file, other.Name, *user)
			}
		}
		if c.Name == "cupel" {
			s.images["api-cupel"] = s.cupel // which the recipe of Docker makes
			a := s.contain(s.box(&p, &c), c.Image)
			s.logs = a.Out + a.Err // as kubectl logs has it
			return a
		}
	}
	s.t.Fatalf("%s has no container named cupel", file)
	return answer{}
}

// box is the container as a container runtime is told of it.
func (s *stage) box(p *pod, c *podContainer) *container {
	s.t.Helper()
	if p.SecurityContext.SeccompProfile.Type != "RuntimeDefault" || !slices.Equal(c.SecurityContext.Capabilities.Drop, []string{"ALL"}) {
		s.t.Errorf("not the filter and capabilities that are played: %+v, %+v", p.SecurityContext, c.SecurityContext)
	}
	escalation := c.SecurityContext.Escalation
	box := &container{User: *p.SecurityContext.RunAsUser, Limit: c.SecurityContext.Capabilities.Add,
		NoNewPrivs: escalation != nil && !*escalation, ReadOnly: c.SecurityContext.ReadOnly, Args: append([]string{""}, c.Args...)}
	folders := map[string]string{}
	for _, v := range p.Volumes {
		if v.EmptyDir == nil {
			s.t.Errorf("the volume %s is no emptyDir", v.Name)
			continue
		}
		folders[v.Name] = s.t.TempDir()
		err := errors.Join(os.Chmod(folders[v.Name], 0o777), os.Chmod(filepath.Dir(folders[v.Name]), 0o755))
		if err != nil {
			s.t.Fatal(err)
		}
	}
	for _, m := range c.VolumeMounts {
		box.Mounts = append(box.Mounts, mounted{Source: folders[m.Name], Target: m.MountPath})
	}
	s.records = folders["records"]
	return box
}

// fetch copies the records out of the pod, for the user.
func (s *stage) fetch(c call, to string) answer {
	if !slices.Contains(c.Args, "cupel:/records") {
		return s.unknown(c)
	}
	if !s.executes {
		return answer{}
	}
	if err := os.CopyFS(to, os.DirFS(s.records)); err != nil {
		return answer{Err: err.Error(), Code: 1}
	}
	s.give()
	return answer{}
}
