package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/startup"
)

func versionCommand(sys system) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version [flags]",
		Short: "Print the version of Cupel",
		Args:  exactly(0, "cupel version"),
		RunE: func(*cobra.Command, []string) error {
			t := tool()
			if asJSON {
				return json.NewEncoder(sys.stdout).Encode(struct {
					evidence.Tool
					Schema string `json:"schema"`
					Go     string `json:"go"`
				}{t, evidence.Schema, runtime.Version()})
			}
			fmt.Fprintf(sys.stdout, "cupel %s %s\n", t.Version, runtime.Version())
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print as JSON")
	return cmd
}

// tool describes this build.
func tool() evidence.Tool {
	t := evidence.Tool{Version: "(devel)", Analysis: startup.AnalysisNumber}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return t
	}
	if info.Main.Version != "" {
		t.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			t.Revision = s.Value
		}
	}
	return t
}
