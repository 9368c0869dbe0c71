package bench

import (
	"os"
	"strconv"
	"testing"

	"github.com/cupelgo/cupel/internal/claim"
)

// TestRealTruths plants differences in programs that really run, as many tries each as CUPEL_TEST_BENCH says. On a
// machine that is not fit for wall times unknown is right, too.
// The work is long enough for a start of this test binary, 6 ms of CPU time, to be a tenth of it: 10 % more of it is 9 % more
// in all.
func TestRealTruths(t *testing.T) {
	tries, _ := strconv.Atoi(os.Getenv("CUPEL_TEST_BENCH"))
	if tries == 0 {
		t.Skip("it takes some seconds a try: CUPEL_TEST_BENCH=10 makes ten of each")
	}
	for _, c := range []struct {
		name, old, new string
		right          string
	}{
		{"busy, the same", "burn 100", "burn 100", claim.Holds},
		{"busy, 10 % slower", "burn 100", "burn 110", claim.Fails},
		{"busy, 50 % slower", "burn 100", "burn 150", claim.Fails},
		{"waiting, 50 % slower", "wait 20", "wait 30", claim.Fails},
	} {
		t.Run(c.name, func(t *testing.T) {
			right, unknown := 0, 0
			for range tries {
				o := RunOptions{Options: testOptions(t), WarmUps: 1, Arms: []Command{doing("old", c.old), doing("new", c.new)}}
				o.Seed = uint64(right)
				res, err := run(t, o)
				if err != nil {
					t.Fatal(err)
				}
				v := res.Record.Verdicts[0]
				unfit := viewOf(res.Record).unfit != ""
				ok := v.Outcome == c.right || v.Outcome == claim.Unknown && unfit
				if v.Outcome == claim.Unknown {
					unknown++
				}
				if ok {
					right++
				} else {
					t.Logf("%s: %s", v.Outcome, v.Reason)
				}
			}
			t.Logf("%d of %d right, of them or of others %d unknown", right, tries, unknown)
			if 10*right < 9*tries {
				t.Errorf("%d of %d verdicts are right", right, tries)
			}
		})
	}
}
