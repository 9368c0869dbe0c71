package host

import (
	"runtime"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

// tree makes a file system of names and texts.
func tree(files map[string]string) fstest.MapFS {
	root := fstest.MapFS{}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return root
}

func ptr[T any](v T) *T { return &v }

func TestDescribe(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  evidence.Host
	}{
		{"nothing to read", nil, evidence.Host{}},
		{"bare metal", map[string]string{
			"proc/cpuinfo":                "processor\t: 0\nmodel name\t: AMD EPYC 7B13\nflags\t\t: fpu sse2\n\nprocessor\t: 1\nmodel name\t: other\n",
			"proc/sys/kernel/osrelease":   "6.18.0\n",
			"proc/meminfo":                "MemTotal:       24684096 kB\nMemFree: 1 kB\nMemAvailable: 2 kB\nSwapTotal: 0 kB\n",
			"proc/loadavg":                "0.14 0.23 0.21 1/89 30954\n",
			"proc/pressure/cpu":           "some avg10=1.50 avg60=1.73 avg300=2.83 total=86261439\nfull avg10=0.00\n",
			"proc/self/cgroup":            "0::/\n",
			"sys/class/dmi/id/sys_vendor": "Amazon EC2\n",
			"sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "performance\n",
		}, evidence.Host{
			CPU: "AMD EPYC 7B13", Kernel: "6.18.0", Memory: 24684096 << 10, Governor: "performance",
			Available: ptr[int64](2 << 10), Swap: ptr[int64](0), FIPS: ptr(false), Cgroup: "v2",
			Load: ptr(0.14), Pressure: ptr(1.5), Virtualisation: "none",
		}},
		{"pod on a virtual machine", map[string]string{
			"proc/cpuinfo":                   "model name : Xeon\nflags : fpu hypervisor sse2\n",
			"sys/class/dmi/id/sys_vendor":    "QEMU\n",
			"proc/self/cgroup":               "0::/kubepods.slice/pod1/c1\n",
			"sys/fs/cgroup/cpu.max":          "50000 100000\n",
			"sys/fs/cgroup/memory.max":       "536870912\n",
			".dockerenv":                     "",
			"run/secrets/kubernetes.io/file": "",
		}, evidence.Host{
			CPU: "Xeon", Virtualisation: "kvm", Container: "kubernetes", Cgroup: "v2",
			CgroupCPUs: ptr(0.5), CgroupMemory: ptr[int64](512 << 20),
		}},
		{"arm64", map[string]string{
			"proc/cpuinfo": "processor : 0\nCPU implementer : 0x41\nCPU part : 0xd0c\n",
		}, evidence.Host{CPU: "arm implementer 0x41 part 0xd0c"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got evidence.Host
			describe(&got, tree(test.files))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("describe differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCgroups(t *testing.T) {
	tests := []struct {
		name      string
		own       string // /proc/self/cgroup
		files     map[string]string
		cpus      *float64
		memory    *int64
		throttled *int64
	}{
		{name: "not told"},
		{
			name: "v2 without limits",
			own:  "0::/user.slice\n",
			files: map[string]string{
				"user.slice/cpu.max":    "max 100000\n",
				"user.slice/memory.max": "max\n",
				"user.slice/cpu.stat":   "usage_usec 5\nnr_periods 0\nnr_throttled 0\n",
			},
			throttled: ptr[int64](0),
		},
		{
			name: "v2, tighter above",
			own:  "0::/a/b\n",
			files: map[string]string{
				"a/b/cpu.max": "400000 100000\n", "a/cpu.max": "150000 100000\n",
				"a/b/memory.max": "1000\n", "a/memory.max": "max\n", "memory.max": "900\n",
				"a/b/cpu.stat": "nr_throttled 3\n", "a/cpu.stat": "nr_throttled 4\n",
			},
			cpus: ptr(1.5), memory: ptr[int64](900), throttled: ptr[int64](7),
		},
		{
			name: "v2, path of the host",
			own:  "0::/docker/0123\n",
			files: map[string]string{
				"cpu.max": "200000 100000\n",
			},
			cpus: ptr(2.0),
		},
		{
			name: "v1 with both controllers in one tree",
			own:  "5:cpu,cpuacct:/job\n4:memory:/\n1:name=systemd:/\n",
			files: map[string]string{
				"cpu/job/cpu.cfs_quota_us": "25000\n", "cpu/job/cpu.cfs_period_us": "50000\n",
				"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n",
				"memory/memory.limit_in_bytes": "9223372036854771712\n",
				"cpu/job/cpu.stat":             "nr_periods 9\nnr_throttled 2\nthrottled_time 1\n",
			},
			cpus: ptr(0.5), throttled: ptr[int64](2),
		},
		{
			name: "v1 and v2 side by side",
			own:  "4:memory:/m\n0::/u\n",
			files: map[string]string{
				"memory/m/memory.limit_in_bytes": "4096\n",
				"unified/u/cpu.max":              "10000 100000\n",
			},
			cpus: ptr(0.1), memory: ptr[int64](4096),
		},
		{
			name:  "no path out of the tree",
			own:   "0::/../../etc\n",
			files: map[string]string{"etc/memory.max": "1\n"},
			// Above the root of a namespace the kernel writes "..": what remains is looked up below the mount.
			memory: ptr[int64](1),
		},
		{
			name:  "a period of zero",
			own:   "0::/\n",
			files: map[string]string{"cpu.max": "1 0\n", "memory.max": "?\n", "cpu.stat": "nr_throttled x\n"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{}
			for name, text := range test.files {
				files["sys/fs/cgroup/"+name] = text
			}
			root, own := tree(files), parseCgroups(test.own)
			cpus, file := own.cpus(root)
			if (cpus == nil) != (file == "") {
				t.Errorf("cpus are set by %q", file)
			}
			if diff := cmp.Diff(test.cpus, cpus); diff != "" {
				t.Errorf("cpus differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.memory, own.memory(root)); diff != "" {
				t.Errorf("memory differs (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.throttled, own.throttled(root)); diff != "" {
				t.Errorf("throttled differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestGuest(t *testing.T) {
	const hypervisor = "flags : hypervisor\n"
	tests := []struct {
		name                      string
		files                     map[string]string
		virtualisation, container string
	}{
		{"wsl", map[string]string{"proc/sys/kernel/osrelease": "5.15.1-Microsoft-standard-WSL2\n"}, "wsl", ""},
		{"xen", map[string]string{"sys/hypervisor/type": "xen\n"}, "xen", ""},
		{"hyper-v", map[string]string{
			"proc/cpuinfo": hypervisor, "sys/class/dmi/id/sys_vendor": "Microsoft Corporation",
			"sys/class/dmi/id/product_name": "Virtual Machine",
		}, "hyper-v", ""},
		{"no firmware tables", map[string]string{"proc/cpuinfo": hypervisor}, "unknown hypervisor", ""},
		{"arm guest", map[string]string{"sys/class/dmi/id/product_name": "KVM Virtual Machine"}, "kvm", ""},
		{"docker", map[string]string{".dockerenv": ""}, "", "docker"},
		{"docker by its group", map[string]string{"proc/self/cgroup": "0::/docker/12\n"}, "", "docker"},
		{"podman", map[string]string{"run/.containerenv": ""}, "", "podman"},
		{"kubernetes by its group", map[string]string{"proc/self/cgroup": "0::/kubepods/x\n", ".dockerenv": ""}, "", "kubernetes"},
		{"nspawn", map[string]string{"run/systemd/container": "systemd-nspawn\n"}, "", "systemd-nspawn"},
		{"lxc", map[string]string{"proc/self/cgroup": "0::/lxc/box\n"}, "", "lxc"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got evidence.Host
			describe(&got, tree(test.files))
			if got.Virtualisation != test.virtualisation || got.Container != test.container {
				t.Errorf("describe = virtualisation %q, container %q, want %q, %q",
					got.Virtualisation, got.Container, test.virtualisation, test.container)
			}
		})
	}
}

// TestFingerprint asks only for what must be true on every machine.
func TestFingerprint(t *testing.T) {
	got := Fingerprint("")
	if got.OS != runtime.GOOS || got.Arch != runtime.GOARCH || got.Cores < 1 {
		t.Errorf("Fingerprint = %s/%s with %d cores, want %s/%s with some", got.OS, got.Arch, got.Cores, runtime.GOOS, runtime.GOARCH)
	}
	if runtime.GOOS == "linux" && (got.Kernel == "" || got.Memory <= 0 || got.Disk == "") {
		t.Errorf("Fingerprint = %+v, want a kernel, memory and disk", got)
	}
	if got.Throttled != nil || got.Steal != nil || got.SwappedIn != nil {
		t.Errorf("Fingerprint = %+v with what only a span of time has", got)
	}
}

func FuzzDescribe(f *testing.F) {
	f.Add("model name : x\nflags : hypervisor\nMemTotal: 99999999999999999999 kB\n")
	f.Add("0::/a/../..\n4:memory,cpu:/\n")
	f.Add("some avg10=NaN\nnr_throttled -1\n")
	f.Add("1e400 -5")
	f.Add("cpu  1 2 3 4 5 6 7 8 9 10\npswpin 7\n")
	f.Add("CapEff:\tffffffffffffffffff\nSeccomp:\t2\nMax locked memory  -1 x\n")
	f.Add("0-1048577")
	f.Add("none [integrity")
	names := []string{
		"proc/cpuinfo", "proc/meminfo", "proc/loadavg", "proc/pressure/cpu", "proc/self/cgroup",
		"sys/fs/cgroup/cpu.max", "sys/fs/cgroup/memory.max", "sys/fs/cgroup/cpu.stat",
		"proc/stat", "proc/vmstat", "proc/self/status", "proc/self/limits", "proc/self/uid_map",
		"proc/sys/kernel/perf_event_paranoid", "proc/sys/kernel/perf_event_mlock_kb", "sys/kernel/security/lockdown",
		"sys/devices/system/cpu/online", "sys/devices/system/clocksource/clocksource0/current_clocksource",
	}
	f.Fuzz(func(t *testing.T, text string) {
		files := map[string]string{}
		for _, name := range names {
			files[name] = text
		}
		var h evidence.Host
		root := tree(files)
		describe(&h, root)
		parseCgroups(text).throttled(root)
		count(root).Since(Counters{}, &h)
		h.OS = linux
		for _, r := range Run(&Facts{Host: h, Files: readFiles(root)}) {
			if r.Value == "" || r.State == "" {
				t.Errorf("%s says nothing: %+v", r.Name, r)
			}
		}
		for name, v := range map[string]*float64{"load": h.Load, "pressure": h.Pressure, "cpus": h.CgroupCPUs} {
			if v != nil && !(*v >= 0 && *v < 1e308) {
				t.Errorf("%s = %v, want a number that JSON can hold", name, *v)
			}
		}
		if h.Memory < 0 {
			t.Errorf("memory = %d, want none below 0", h.Memory)
		}
	})
}
