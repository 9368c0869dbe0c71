package startup

import (
	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/unit"
)

// keptShare is the share of the executable from which on a run is not called cold if that much of it stayed in
// the page cache, and up to which one that read no more is doubted if nobody tells what stayed.
const keptShare = 0.1

// inVain reports whether no cold run is known to have been one.
func (c *cold) inVain() bool { return c.kept() || c.read() <= 0 || c.doubtful() }

// kept reports whether too much of the executable stayed in the page cache.
func (c *cold) kept() bool {
	f := &c.Files[0]
	return float64(f.Stayed) > keptShare*float64(f.Bytes)
}

// doubtful reports whether the executable may have stayed in the page cache.
func (c *cold) doubtful() bool {
	f := &c.Files[0]
	return f.Stayed < 0 && float64(c.read()) <= keptShare*float64(f.Bytes)
}

// read is the most that a cold run read from the disk, bytes; -1 if the kernel does not tell.
func (c *cold) read() int64 {
	most := int64(-1)
	for _, p := range c.Pairs {
		most = max(most, p.Other.ReadBytes)
	}
	return most
}

// unproven tells why no run was cold.
func (o *observed) unproven() evidence.Skipped {
	f := &o.Cold.Files[0]
	read := o.Cold.read()
	copied := "a copy of it on a local disk"
	none := func(why, remedy string) evidence.Skipped {
		return evidence.Skipped{What: whatCold, Why: "nothing was read from the disk: " + why, Remedy: remedy}
	}
	switch {
	case read < 0:
		return evidence.Skipped{
			What: whatCold, Why: "the kernel does not tell how much a run read from the disk",
			Remedy: "a kernel with CONFIG_TASK_IO_ACCOUNTING, which lets /proc/PID/io of own children be read",
		}
	case f.Problem != "":
		return evidence.Skipped{What: whatCold, Why: f.Name + " could not be dropped from the page cache: " + f.Problem, Remedy: copied}
	case f.inMemory() && o.Named == "":
		return none(f.Name+" was built on "+f.FileSystem+", which is memory", "a folder for it on a disk, named by TMPDIR")
	case f.inMemory():
		return none(f.Name+" lies on "+f.FileSystem+", which is memory", "a copy of it on a disk")
	case o.Cold.kept():
		return evidence.Skipped{
			What: whatCold, Why: unit.Bytes(float64(f.Stayed)) + " of " + f.Name + " stayed in the page cache: another process has it mapped",
			Remedy: "an end of what else executes " + f.Name + ", or a copy of it",
		}
	case read > 0:
		return evidence.Skipped{
			What: whatCold, Why: "of " + f.Name + ", which has " + unit.Bytes(float64(f.Bytes)) + ", no more than " + unit.Bytes(float64(read)) +
				" was read: it needs no more, or another process has the rest mapped, which the kernel tells its owner only",
			Remedy: "a copy of it that is your own",
		}
	case f.Stayed >= 0:
		return none(f.Name+" was dropped from the page cache, but "+f.fileSystem()+" does not read it from a disk of this machine", copied)
	}
	return none("another process has "+f.Name+" mapped, or "+f.fileSystem()+" does not read it from a disk of this machine; "+
		"the kernel tells the owner of the file only", "a copy of it that is your own, on a local disk")
}

// inMemory reports whether a file lies on no disk at all.
func (f *coldFile) inMemory() bool { return f.FileSystem == "tmpfs" || f.FileSystem == "ramfs" }

func (f *coldFile) fileSystem() string {
	if f.FileSystem == "" {
		return "its file system"
	}
	return "its file system (" + f.FileSystem + ")"
}
