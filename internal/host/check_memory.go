package host

import (
	"fmt"
	"slices"

	"github.com/cupelgo/cupel/internal/unit"
)

// scarce is the part of memory that has to be available where pressure is not counted.
const scarce = 0.05

func memory(f *Facts) answer {
	h := &f.Host
	if h.Memory == 0 {
		return f.notTold()
	}
	value := unit.Bytes(float64(h.Memory))
	if h.Available != nil {
		value += ", " + unit.Bytes(float64(*h.Available)) + " available"
	}
	if h.CgroupMemory != nil {
		value += "; limit of the group " + unit.Bytes(float64(*h.CgroupMemory))
	}
	switch {
	case h.PressureMemory != nil && *h.PressureMemory >= 100*disturbing:
		return f.pressed(*h.PressureMemory, "memory", showBig).adding(value)
	case h.PressureMemory == nil && h.Available == nil:
		return unknown("%s; how much is available is not told", value)
	case h.PressureMemory == nil && float64(*h.Available) < scarce*float64(h.Memory):
		return weakened("%s", value).by(showBig, endIt)
	}
	return ok("%s", value)
}

func swap(f *Facts) answer {
	h := &f.Host
	switch {
	case h.Swap == nil:
		return f.notTold()
	case *h.Swap == 0:
		return ok("none")
	case h.SwappedIn == nil:
		return unknown("%s; how much comes back is not told", unit.Bytes(float64(*h.Swap)))
	}
	a := ok("%s; %s read back%s", unit.Bytes(float64(*h.Swap)), unit.Bytes(float64(*h.SwappedIn)), f.within())
	if *h.SwappedIn > 0 {
		return f.byRoot(weakened("%s", a.value), "swapoff -a")
	}
	return a
}

// remote are file systems on which each small file costs a round trip to a server or to the host.
var remote = []string{"nfs", "smb", "9p", "fuse", "ceph"}

func disks(f *Facts) answer {
	folders := f.Folders
	if len(folders) == 0 && f.Host.Disk != "" {
		folders = []Folder{{Use: UseWork, Kind: f.Host.Disk}}
	}
	if len(folders) == 0 {
		return f.notTold()
	}
	all, value := kinds(folders), described(folders)
	switch {
	case slices.ContainsFunc(all, isRemote):
		return move(weakened("%s", value), folders)
	case slices.Contains(all, ""):
		return unknown("%s", value)
	}
	return ok("%s", value)
}

func isRemote(kind string) bool { return slices.Contains(remote, kind) }

// kinds returns the file systems of folders, each once.
func kinds(folders []Folder) []string {
	var all []string
	for _, folder := range folders {
		if !slices.Contains(all, folder.Kind) {
			all = append(all, folder.Kind)
		}
	}
	return all
}

// described names the file system of each folder, or the one that all of them lie on.
func described(folders []Folder) string {
	if all := kinds(folders); len(all) == 1 {
		return kindOf(folders[0])
	}
	text := ""
	for _, folder := range folders {
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%s %s", folder.Use, kindOf(folder))
	}
	return text
}

func kindOf(folder Folder) string {
	switch folder.Kind {
	case "":
		return "not told"
	case "tmpfs":
		return "tmpfs (in memory)"
	}
	return folder.Kind
}

// move returns a with how the first folder that is slow comes to lie elsewhere.
func move(a answer, folders []Folder) answer {
	i := slices.IndexFunc(folders, func(folder Folder) bool { return isRemote(folder.Kind) })
	switch folders[i].Use {
	case UseTemp:
		return a.by("export TMPDIR=/var/tmp", "or another folder on a local disk")
	case UseCache:
		return a.by("go env -w GOCACHE=/var/tmp/go-build", "or another folder on a local disk")
	}
	return a.by("", "measure a copy of the module on a local disk")
}
