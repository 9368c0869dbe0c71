package startup

import (
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/timeline"
)

// syncs tells waiting until data is on the disk from other work on files.
var syncs = calls("os.(*File).Sync", "internal/poll.(*FD).Fsync", "syscall.Fsync", "syscall.Fdatasync",
	"syscall.Sync")

var fsyncAtInit = cause{
	phase:  phaseInit,
	match:  syncs,
	detail: countSyncs,
	Rule: finding.Rule{
		Name:  "fsync-at-init",
		Title: "waits for fsync in package init",
		Class: "file",
		Doc: "Each fsync lasts until the disk has confirmed the data, from 0.1 ms on flash to tens of " +
			"milliseconds on network and spinning disks; before main nothing can overlap with it.",
		Do:      "write in main, many changes at once and one fsync behind them; a cache or a lock file needs none",
		Before:  `var log = mustOpen("app.log") // writes a header and syncs it`,
		After:   `log, err := open("app.log") // in main; syncs with the first entry`,
		Sources: []string{"https://man7.org/linux/man-pages/man2/fsync.2.html", "https://pkg.go.dev/os#File.Sync"},
	},
}

var fsyncOnPath = cause{
	phase:  phaseMain,
	match:  syncs,
	detail: countSyncs,
	Rule: finding.Rule{
		Name:  "fsync-on-path",
		Title: "waits for fsync before it is ready",
		Class: "file",
		Doc: "Each fsync lasts until the disk has confirmed the data, from 0.1 ms on flash to tens of " +
			"milliseconds on network and spinning disks; one per record turns into a storm.",
		Do: "write all records, then sync once; replay and migrate in one transaction; leave it out " +
			"where the data can be made again",
		Before:  `for _, r := range records { f.Write(r); f.Sync() }`,
		After:   `for _, r := range records { w.Write(r) }; w.Flush(); f.Sync()`,
		Sources: []string{"https://man7.org/linux/man-pages/man2/fsync.2.html", "https://www.sqlite.org/faq.html#q19"},
	},
}

// countSyncs counts the calls: a slice begins one unless it goes on where another one ended.
func countSyncs(all []*slice) string {
	type instant struct {
		stack *timeline.Stack
		at    int64
	}
	ends := map[instant]bool{}
	calls := make([]*slice, 0, len(all))
	for _, s := range all {
		if s.Class == classFile && syncs(s) {
			calls = append(calls, s)
			ends[instant{s.Stack, s.To}] = true
		}
	}
	n := 0
	for _, s := range calls {
		if !ends[instant{s.Stack, s.From}] {
			n++
		}
	}
	return counted(n, "fsync", "fsyncs")
}
