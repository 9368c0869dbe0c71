package startup

import (
	"fmt"
	"testing"
)

// quietRuns is how many runs of a quiet program are looked at, and quietLeast of how many of them the
// answer must be that nothing stands out. These programs are ready after some milliseconds: on a machine that
// does something else meanwhile, one delay of 5 ms is a cause, and rightly so. It does not come each time.
const (
	quietRuns  = 6
	quietLeast = 5
)

// testQuiet asks of a program that is not slow that nothing of it is ranked high or medium. It is not run
// again: that would be a weaker rule than it says.
func testQuiet(t *testing.T, dir string) {
	quiet, text := 0, ""
	for i, rec := range traced(t, dir, "./quiet", want{}, quietRuns) {
		if mainCause(rec) == "nothing stands out" {
			quiet++
			continue
		}
		text += fmt.Sprintf("run %d:\n%s", i+1, outline(rec))
	}
	if quiet < quietLeast {
		t.Errorf("nothing stands out in %d of %d runs, want %d at least\n%s", quiet, quietRuns, quietLeast, text)
	}
}
