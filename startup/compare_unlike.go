package startup

import (
	"fmt"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/history"
)

// unlike tells what two stored records differ in beside the version of one program, since that may be why their figures
// differ, and which of them has none as its program did not get ready.
func unlike(names [2]string, arms [2]*evidence.Record) (notes []string) {
	for i, rec := range arms {
		if notReady(rec) {
			notes = append(notes, names[i]+" has no runs to compare: it "+StoredBrief(rec).State)
		}
	}
	differ := func(what string, of func(*evidence.Record) string) {
		if x, y := of(arms[0]), of(arms[1]); x != y && x != "" && y != "" {
			notes = append(notes, fmt.Sprintf("%s: %s has %s, %s has %s", what, names[0], x, names[1], y))
		}
	}
	differ("two programs are compared, not two versions of one", func(rec *evidence.Record) string { return rec.Subject.Package })
	differ("the arguments differ", argsOf)
	differ("the machines differ", func(rec *evidence.Record) string { return history.HostOf(&rec.Host).Name })
	return notes
}

func argsOf(rec *evidence.Record) string {
	if len(rec.Subject.Args) == 0 {
		return "none"
	}
	return strings.Join(rec.Subject.Args, " ")
}
