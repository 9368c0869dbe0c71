package host

import (
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
)

// cgroups is where a process stands in the trees of control groups: for each controller of v1 its
// path, and under "" the path in the one tree of v2.
type cgroups map[string]string

// noLimit is where v1 starts to mean "none": it writes the greatest number of whole pages.
const noLimit = math.MaxInt64 >> 16 << 16

// parseCgroups reads /proc/self/cgroup: lines of "hierarchy:controllers:path", the controllers of v2
// being empty.
func parseCgroups(text string) cgroups {
	own := cgroups{}
	for line := range strings.Lines(text) {
		fields := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(fields) < 3 {
			continue
		}
		for controller := range strings.SplitSeq(fields[1], ",") {
			own[controller] = path.Clean("/" + fields[2])
		}
	}
	return own
}

// version says which trees of groups there are: "v1", "v2", "hybrid" where controllers of v1 stand beside
// the tree of v2, "" if the process is in none.
func (c cgroups) version() string {
	_, unified := c[""]
	switch {
	case len(c) == 0:
		return ""
	case !unified:
		return "v1"
	case len(c) == 1:
		return "v2"
	}
	return "hybrid"
}

// folders returns where the files of a controller may lie, from the process's own group up to the root
// of its tree: a limit on any of them counts. In a container the path may be that of the host, of
// which only the root is mounted; folders that do not exist are harmless.
func (c cgroups) folders(controller string) []string {
	var all []string
	if own, ok := c[controller]; ok && controller != "" {
		all = upwards("sys/fs/cgroup/"+controller, own)
	}
	if own, ok := c[""]; ok {
		all = slices.Concat(all, upwards("sys/fs/cgroup", own), upwards("sys/fs/cgroup/unified", own))
	}
	return all
}

func upwards(mount, own string) []string {
	var all []string
	for ; own != "/" && own != "."; own = path.Dir(own) {
		all = append(all, mount+own)
	}
	return append(all, mount)
}

// The files that hold a quota.
const (
	quotaV2 = "/cpu.max"
	quotaV1 = "/cpu.cfs_quota_us"
)

// cpus returns the tightest CPU quota in CPUs and the file that sets it, nil if there is none.
func (c cgroups) cpus(root fs.FS) (tightest *float64, file string) {
	for _, dir := range c.folders("cpu") {
		for _, name := range []string{quotaV2, quotaV1} {
			text := read(root, dir+name)
			if name == quotaV1 {
				text += " " + line(root, dir+"/cpu.cfs_period_us")
			}
			quota := parseQuota(text)
			if quota != nil && (tightest == nil || *quota < *tightest) {
				tightest, file = quota, dir+name
			}
		}
	}
	return tightest, file
}

// parseQuota reads "quota period", both in µs; "max" and -1 mean no quota.
func parseQuota(text string) *float64 {
	fields := strings.Fields(text)
	if len(fields) != 2 {
		return nil
	}
	quota, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil || quota < 0 {
		return nil
	}
	period, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil || period <= 0 {
		return nil
	}
	cpus := float64(quota) / float64(period)
	return &cpus
}

// memory returns the tightest limit of memory in bytes, nil if there is none.
func (c cgroups) memory(root fs.FS) *int64 {
	var tightest *int64
	for _, dir := range c.folders("memory") {
		for _, name := range []string{"/memory.max", "/memory.limit_in_bytes"} {
			limit, err := strconv.ParseInt(line(root, dir+name), 10, 64)
			if err != nil || limit < 0 || limit >= noLimit {
				continue
			}
			if tightest == nil || limit < *tightest {
				tightest = &limit
			}
		}
	}
	return tightest
}

// throttled returns how many periods were cut short in the process's own group and those above, nil
// if no group counts them. A period cut short twice counts twice.
func (c cgroups) throttled(root fs.FS) *int64 {
	var sum *int64
	for _, dir := range c.folders("cpu") {
		count, ok := parseThrottled(read(root, dir+"/cpu.stat"))
		if !ok {
			continue
		}
		if sum == nil {
			sum = new(int64)
		}
		*sum += count
	}
	return sum
}

// parseThrottled reads nr_throttled of a cpu.stat, which lists "name value" lines.
func parseThrottled(text string) (int64, bool) {
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "nr_throttled" {
			count, err := strconv.ParseInt(value, 10, 64)
			return count, err == nil
		}
	}
	return 0, false
}
