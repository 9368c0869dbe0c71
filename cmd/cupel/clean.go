package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/internal/store"
	"github.com/cupelgo/cupel/internal/unit"
)

func cleanCommand(sys system) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "clean [flags]",
		Short: "Delete all stored records",
		Long:  "Clean deletes the records of the store and their artifacts. Other files in its folder stay.\nUnasked, the newest 20 records are kept whole, within 1 GiB, and of older ones evidence.json for 90 days.",
		Args:  exactly(0, "cupel clean"),
		RunE: func(*cobra.Command, []string) error {
			if dir == "" {
				dir = defaultStore("")
			}
			s := store.Open(dir)
			done, err := s.Clean()
			if err != nil {
				return err
			}
			fmt.Fprintf(sys.stdout, "deleted %d records, %s\n", done.Records, unit.Bytes(float64(done.Bytes)))
			return nil
		},
	}
	registerDir(cmd, &dir)
	return cmd
}
