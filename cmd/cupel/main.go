// Cupel puts claims about Go programs to the test.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/internal/host"
)

//go:generate go test -run TestDocs -update .

// How far the heap grows between collections, in percent of what is alive.
const (
	shortLived = 400 // as a rule: analysing a path of a million pieces takes a fifth less CPU time by it
	longLived  = 100 // of what runs on, as Go does by itself
	frugal     = 75  // of what reads much and keeps little: a tenth less memory, for 0.02 s
	late       = 600 // until the first collection, which is then at 24 MiB: most graphs need none
)

func main() {
	collect(os.Environ(), shortLived)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], system{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, env: host.Environ(), now: time.Now,
	}))
}

// collect sets how often garbage is collected, unless the environment does.
func collect(env []string, percent int) {
	if lookup(env, "GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// collectLate sets that garbage is not collected before the heap has 24 MiB, and then often, unless the environment says otherwise.
func collectLate(env []string) {
	collect(env, late)
	runtime.AddCleanup(new(*int), func(percent int) { collect(env, percent) }, frugal) // runs after the first collection
}

// A system is what the commands see of the world.
type system struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	env            []string
	now            func() time.Time
}

// commands is the list of subcommands.
func commands(sys system) []*cobra.Command {
	return []*cobra.Command{
		startupCommand(sys),
		compareCommand(sys),
		checkCommand(sys),
		initCommand(sys),
		analyzeCommand(sys),
		reportCommand(sys),
		historyCommand(sys),
		bundleCommand(sys),
		serveCommand(sys),
		explainCommand(sys),
		doctorCommand(sys),
		depsCommand(sys),
		benchCommand(sys),
		claimsCommand(sys),
		cleanCommand(sys),
		versionCommand(sys),
	}
}

// run runs one command and returns the exit code.
func run(ctx context.Context, args []string, sys system) int {
	root := rootCommand(sys)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	return fail(ctx, sys, args, err)
}

func rootCommand(sys system) *cobra.Command {
	root := &cobra.Command{
		Use:   "cupel",
		Short: "Cupel puts claims about Go programs to the test",
		Long: "Cupel measures your own code on your own machine, finds the cause down to file and line,\n" +
			"and leaves evidence that can be checked again.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(sys.stdin)
	root.SetOut(sys.text(sys.stdout))
	root.SetErr(sys.text(sys.stderr))
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage(err, cmd.CommandPath()+" --help")
	})
	root.AddCommand(commands(sys)...)
	return root
}
