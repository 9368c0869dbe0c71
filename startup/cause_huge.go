package startup

import "github.com/cupelgo/cupel/internal/finding"

var hugeBinary = cause{
	phase: phaseRuntime,
	match: never,
	Rule: finding.Rule{
		Name:  "huge-binary",
		Title: "has so much to load and to relocate that its first instruction comes late",
		Class: "page-fault",
		Doc: "In a position-independent executable every pointer in static data is a relocation: before " +
			"anything of the program runs, the dynamic linker writes it, and the kernel copies the page " +
			"that it lies in. What must first come from the disk adds to that. Size alone costs nothing, " +
			"nor do debug information and embedded files: pages that nobody touches are not loaded.",
		Do: "build without -buildmode=pie where the platform allows it, leave out packages with big " +
			"static tables, or keep such data without pointers (go:embed, offsets instead of pointers)",
		Before: `var words = [...]string{"aardvark", /* 500,000 more: a pointer each */}`,
		After: `//go:embed words.txt
var words string // one pointer; split when first used`,
		Sources: []string{
			"https://maskray.me/blog/2021-10-31-relative-relocations-and-relr",
			"https://man7.org/linux/man-pages/man8/ld.so.8.html",
			"https://pkg.go.dev/cmd/go#hdr-Build_modes",
		},
	},
}
