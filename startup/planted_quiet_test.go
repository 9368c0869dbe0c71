package startup

import (
	"fmt"
	"testing"

	"github.com/cupelgo/cupel/internal/finding"
)

// quietRuns is how many runs of a quiet program are looked at, and quietLeast in how many of them nothing
// may stand out. These programs are ready after some milliseconds: on a machine that does something else
// meanwhile, one delay of 5 ms is a cause, and rightly so. It does not come each time.
const (
	quietRuns  = 6
	quietLeast = 5
)

// testQuiet asks of a program that is not slow that nothing of it is ranked high or medium.
func testQuiet(t *testing.T, dir string) {
	try(t, func() string { return quietProblem(t, dir) })
}

func quietProblem(t *testing.T, dir string) string {
	quiet, text := 0, ""
	for i, rec := range traced(t, dir, "./quiet", want{}, quietRuns) {
		if loudest := ofProgram(rec); len(loudest) == 0 || loudest[0].Severity == finding.Low {
			quiet++
			continue
		}
		text += fmt.Sprintf("run %d:\n%s", i+1, outline(rec))
	}
	if quiet < quietLeast {
		return fmt.Sprintf("nothing stands out in %d of %d runs, want %d at least\n%s", quiet, quietRuns, quietLeast, text)
	}
	return ""
}
