package startup

import "github.com/cupelgo/cupel/internal/finding"

var fileAtInit = cause{
	phase: phaseInit,
	Rule: finding.Rule{
		Name:    "file-at-init",
		Title:   "waits for files in package init",
		Class:   "file",
		Doc:     "Reading, writing or syncing files before main delays every start and every test of the package.",
		Do:      "read on first use, or in a function that main calls; embed what never changes",
		Before:  `var zones = mustRead("/usr/share/zones.db")`,
		After:   `var zones = sync.OnceValues(func() (*DB, error) { return read("/usr/share/zones.db") })`,
		Sources: []string{"https://pkg.go.dev/embed"},
	},
}

var fileOnPath = cause{
	phase: phaseMain,
	Rule: finding.Rule{
		Name:    "file-on-path",
		Title:   "waits for files before it is ready",
		Class:   "file",
		Doc:     "Nothing on the way to ready goes on while the kernel reads, writes or syncs this file.",
		Do:      "do it after ready or beside other work; read less; sync once instead of per write",
		Before:  `for _, r := range records { f.Write(r); f.Sync() }`,
		After:   `for _, r := range records { w.Write(r) }; w.Flush(); f.Sync()`,
		Sources: []string{"https://man7.org/linux/man-pages/man2/fsync.2.html"},
	},
}

var fileLockAtInit = cause{
	phase: phaseInit,
	Rule: finding.Rule{
		Name:    "file-lock-at-init",
		Title:   "waits for a file lock in package init",
		Class:   "file-lock",
		Doc:     "Another process holds the lock; the program cannot even parse its flags meanwhile.",
		Do:      "take the lock in main, with a time limit and a message that names the holder",
		Before:  `var lock = mustLock("/var/lib/app/lock")`,
		After:   `lock, err := lockWithin(ctx, "/var/lib/app/lock") // in main`,
		Sources: []string{"https://man7.org/linux/man-pages/man2/flock.2.html"},
	},
}

var fileLockOnPath = cause{
	phase: phaseMain,
	Rule: finding.Rule{
		Name:    "file-lock-on-path",
		Title:   "waits for a file lock before it is ready",
		Class:   "file-lock",
		Doc:     "Another process holds the lock, often the instance that this one replaces.",
		Do:      "let the old instance release it first, hold it for less, or take it after ready",
		Before:  `unix.Flock(fd, unix.LOCK_EX)`,
		After:   `unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB) // and say who holds it`,
		Sources: []string{"https://man7.org/linux/man-pages/man2/flock.2.html"},
	},
}
