package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/host"
	"github.com/cupelgo/cupel/internal/secret"
)

// watched is how long the doctor looks at what the kernel counts: at steal, throttling and swap. On a machine
// that works a hundredth of that is one clock tick.
const watched = time.Second

const doctorLong = `Doctor says what this machine allows Cupel to see, and what on it would weaken a measurement: each
check with its state, why it matters, and the command that would change it. States are ok, weakened,
denied, and unknown where the machine does not tell.

It tries what may be tried, takes a second to watch what the kernel counts, and changes nothing.
The exit code is 0 whatever it finds. docs/recipes.md in Cupel's repository tells what to allow it
without root, in Docker, in Kubernetes and in CI.`

func doctorCommand(sys system) *cobra.Command {
	var out outputFlags
	var chdir string
	cmd := &cobra.Command{
		Use:     "doctor [flags]",
		Short:   "Say what this machine allows and what would weaken a measurement",
		Long:    doctorLong,
		Example: "  cupel doctor\n  cupel doctor -C ~/src/api -v",
		Args:    exactly(0, "cupel doctor"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFolder(chdir); err != nil {
				return err
			}
			if err := out.check(); err != nil {
				return err
			}
			d, err := diagnose(cmd.Context(), sys, chdir)
			if err != nil {
				return err
			}
			return out.write(sys, d)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVarP(&chdir, "chdir", "C", "", "look at the toolchain and disk of this folder")
	out.register(cmd)
	cmd.Flags().Lookup("json").Usage = "print the diagnosis as JSON instead of text, as --format json"
	cmd.Flags().BoolVarP(&out.verbose, "verbose", "v", false, "why each check matters, and its command")
	return cmd
}

// diagnose asks the go command about itself and then the machine.
func diagnose(ctx context.Context, sys system, dir string) (*host.Diagnosis, error) {
	said, err := gotool.Ask(ctx, dir, sys.env)
	hide := func(text string) string { return secret.Hide(secret.Settings(text), nil, sys.env) }
	d, cancelled := host.Diagnose(ctx, host.Options{
		Dir: dir, Cache: said.GOCACHE, Watch: watched,
		Env: settings(sys.env, said, hide),
		Go: &host.Go{
			Problem: hide(problem(err)), Version: said.Version, Switching: said.GOTOOLCHAIN,
			Wants: said.Wants, Unread: hide(problem(said.Unread)), Proxy: hide(said.GOPROXY),
			Oldest: agent.Oldest, Newest: agent.Newest, Unset: unset(sys.env),
		},
	})
	if cancelled != nil {
		return nil, cancelled
	}
	d.Tool = tool()
	return d, nil
}

// problem is the text of an error, "" of none.
func problem(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// settings returns what changes how Go programs build and run: from the environment, and what `go env -w` has
// set besides.
func settings(env []string, said gotool.Environment, hide func(string) string) map[string]string {
	all := host.Environment(env, hide)
	for name, value := range map[string]string{"GOFLAGS": said.GOFLAGS, "GOEXPERIMENT": said.GOEXPERIMENT, "GOFIPS140": said.GOFIPS140} {
		if value != "" && !(name == "GOFIPS140" && value == "off") {
			all[name] = hide(value)
		}
	}
	return all
}

// unset returns the settings of the go command that the environment leaves alone: if they differ from their
// defaults, `go env -w` has set them.
func unset(env []string) []string {
	names := []string{"GOFLAGS", "GOEXPERIMENT", "GOFIPS140", "GOTOOLCHAIN", "GOPROXY"}
	return slices.DeleteFunc(names, func(name string) bool {
		return slices.ContainsFunc(env, func(kv string) bool { return strings.HasPrefix(kv, name+"=") })
	})
}
