package host

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

func TestCount(t *testing.T) {
	page := int64(os.Getpagesize())
	began := map[string]string{
		"proc/stat":              "cpu  100 10 50 9000 77 1 2 40 0 0\ncpu0 1 2 3\n",
		"proc/vmstat":            "nr_free_pages 5\npswpin 100\npswpout 7\n",
		"proc/self/cgroup":       "0::/\n",
		"sys/fs/cgroup/cpu.stat": "nr_periods 9\nnr_throttled 2\n",
	}
	for _, tt := range []struct {
		name string
		now  map[string]string
		want evidence.Host
	}{
		{"nothing happened", began, evidence.Host{Throttled: ptr[int64](0), SwappedIn: ptr[int64](0)}},
		{"a quarter of 400 ticks was stolen", map[string]string{
			"proc/stat": "cpu  300 20 130 9999 99 4 9 140 0 0\n", "proc/vmstat": "pswpin 103\n",
			"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.stat": "nr_throttled 5\n",
		}, evidence.Host{Throttled: ptr[int64](3), SwappedIn: ptr(3 * page), Steal: ptr(0.25)}},
		{"too little was wanted to tell", map[string]string{
			"proc/stat": "cpu  190 10 50 9999 99 1 2 49 0 0\n",
		}, evidence.Host{}},
		{"counters that went back", map[string]string{
			"proc/stat": "cpu  900 10 50 9999 99 1 2 39 0 0\n", "proc/vmstat": "pswpin 99\n",
		}, evidence.Host{}},
		{"not told", nil, evidence.Host{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got evidence.Host
			count(tree(tt.now)).Since(count(tree(began)), &got)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Since differs (-want +got):\n%s", diff)
			}
		})
	}
}
