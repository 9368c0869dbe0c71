package host

import (
	"io/fs"
	"strings"
)

// Answers that others ask for.
const (
	noHypervisor = "none"
	inKubernetes = "kubernetes"
)

// virtualisation names the hypervisor below this machine: "none" if the CPU would show one and does
// not, "" if nothing tells.
func virtualisation(root fs.FS, cpu cpuInfo) string {
	if strings.Contains(strings.ToLower(line(root, "proc/sys/kernel/osrelease")), "microsoft") {
		return "wsl"
	}
	if kind := line(root, "sys/hypervisor/type"); kind != "" {
		return kind
	}
	maker := line(root, "sys/class/dmi/id/sys_vendor") + " " + line(root, "sys/class/dmi/id/product_name")
	switch {
	case cpu.flags && !cpu.hypervisor:
		return noHypervisor // the makers below sell bare metal too
	case hypervisorOf(maker) != "":
		return hypervisorOf(maker)
	case cpu.hypervisor:
		return "unknown hypervisor"
	}
	return ""
}

// hypervisorOf recognises a hypervisor by the maker and product that its firmware shows.
func hypervisorOf(maker string) string {
	for _, known := range []struct{ part, name string }{
		{"QEMU", "kvm"},
		{"KVM", "kvm"},
		{"OpenStack", "kvm"},
		{"Google Compute Engine", "google compute engine"},
		{"Amazon EC2", "amazon ec2"},
		{"VMware", "vmware"},
		{"VirtualBox", "virtualbox"},
		{"Microsoft Corporation Virtual Machine", "hyper-v"},
		{"Xen", "xen"},
		{"Parallels", "parallels"},
		{"Apple Virtualization", "apple virtualization"},
		{"BHYVE", "bhyve"},
	} {
		if strings.Contains(maker, known.part) {
			return known.name
		}
	}
	return ""
}

// container names what kind of container this process seems to run in, "" if nothing points to one.
// Kubernetes comes first: below it there is always another kind.
func container(root fs.FS) string {
	groups := read(root, "proc/self/cgroup")
	switch {
	case exists(root, "var/run/secrets/kubernetes.io") || exists(root, "run/secrets/kubernetes.io"):
		return inKubernetes
	case strings.Contains(groups, "kubepods"):
		return inKubernetes
	case exists(root, "run/.containerenv"):
		return "podman"
	case exists(root, ".dockerenv"), strings.Contains(groups, "/docker"):
		return "docker"
	case line(root, "run/systemd/container") != "":
		return line(root, "run/systemd/container")
	case strings.Contains(groups, "/lxc"):
		return "lxc"
	}
	return ""
}
