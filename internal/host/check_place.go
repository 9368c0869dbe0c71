package host

import (
	"cmp"
	"strings"
)

func kernel(f *Facts) answer {
	if f.Host.Kernel == "" {
		return f.notTold()
	}
	return ok("%s", f.Host.Kernel)
}

func guest(f *Facts) answer {
	if f.Host.Virtualisation == "" {
		return f.notTold()
	}
	return ok("%s", f.Host.Virtualisation)
}

func inContainer(f *Facts) answer {
	if f.Host.OS != linux {
		return f.notTold()
	}
	return ok("%s", cmp.Or(f.Host.Container, "none that can be seen"))
}

func cgroupVersion(f *Facts) answer {
	switch f.Host.Cgroup {
	case "":
		return f.notTold()
	case "hybrid":
		return ok("v1, and a tree of v2 beside it")
	}
	return ok("%s", f.Host.Cgroup)
}

// fipsMode looks at what makes a Go program check itself. The kernel's mode alone does so only in builds of
// toolchains that use another library than Go's own.
func fipsMode(f *Facts) answer {
	for _, name := range []string{"GODEBUG", "GOFIPS140"} {
		if v := f.Host.Env[name]; selfChecks(name, v) {
			return weakened("%s=%s", name, v).by(f.unsetting(name), "unless the program has to run like this")
		}
	}
	switch {
	case f.Host.FIPS == nil:
		return f.notTold()
	case *f.Host.FIPS:
		return ok("kernel: on, which toolchains of RHEL and Microsoft heed; Go: off")
	}
	return ok("kernel: off; Go: off")
}

func selfChecks(name, value string) bool {
	if name == "GODEBUG" {
		_, value, _ = strings.Cut(value, "fips140=")
		value, _, _ = strings.Cut(value, ",")
	}
	return value != "" && value != "off"
}
