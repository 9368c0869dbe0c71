package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// source is a snippet that is about the source code of Go itself.
type source struct {
	file  string // in GOROOT
	body  string // what is before the piece that is meant, up to a line that is } or the next TEXT
	known string // what must be in it, or it isn't the piece that was meant
	holds func(piece string) bool
}

func (s source) try(t *trial, _ string) (outcome, error) {
	text, err := os.ReadFile(filepath.Join(t.goes.GOROOT, filepath.FromSlash(s.file)))
	if err != nil {
		return outcome{}, err
	}
	_, piece, ok := strings.Cut(string(text), s.body)
	if end := regexp.MustCompile(`(?m)^(\}|TEXT .*)$`).FindStringIndex(piece); end != nil {
		piece = piece[:end[0]]
	}
	if !ok || !strings.Contains(piece, s.known) {
		return outcome{}, fmt.Errorf("%s has no %q with %q", s.file, s.body, s.known)
	}
	return outcome{asPublished: set(s.holds(comment.ReplaceAllString(piece, "")))}, nil
}

var comment = regexp.MustCompile(`//.*`)

func sources() []snippet {
	return []snippet{
		{name: "metrics-since",
			published: "runtime/metrics came with Go 1.16",
			counts:    "Read and All are listed with that version, by which go vet warns",
			try:       special(metricsSince)},
		{name: "rt0-order",
			published: "runtime.main calls schedinit and mallocinit before the program's main",
			counts:    "one of them is called in runtime.main, where the program's main is called",
			try: source{file: "src/runtime/proc.go", body: "\nfunc main() {\n", known: "main_main",
				holds: func(piece string) bool {
					return strings.Contains(piece, "schedinit()") || strings.Contains(piece, "mallocinit()")
				}}},
		{name: "memmove-compiled",
			published: "memmove on amd64 is made by the compiler's SSA back end, as REP MOVSB",
			counts:    "none of the runtime's assembly files has a body for it, which is written by hand",
			try:       special(memmoveCompiled)},
		{name: "cgo-saves-xmm",
			published: "all of X0 to X15 are saved at each cgo call",
			counts:    "asmcgocall names X15",
			try: source{file: "src/runtime/asm_amd64.s", body: "\nTEXT ·asmcgocall(SB)", known: "CALL",
				holds: func(piece string) bool { return regexp.MustCompile(`\bX15\b`).MatchString(piece) }}},
		{name: "g-register-arm64",
			published: "the current goroutine is in R10 on Apple's processors",
			counts:    "the assembler for arm64 has it there",
			try: source{file: "src/cmd/internal/obj/arm64/a.out.go", body: "\tREGG ", known: "REG_R",
				holds: func(piece string) bool { return regexp.MustCompile(`^\s*= REG_R10\b`).MatchString(piece) }}},
		{name: "schedule-m1",
			published: "schedule has a branch isM1Optimized",
			counts:    "a file of the runtime has the name",
			try:       special(scheduleM1)},
		{name: "goroot-size",
			published: "an installation of Go takes about 120 MB",
			counts:    "GOROOT takes 90 to 160 MB", seen: "bytes of the files in GOROOT",
			try: special(gorootSize)},
	}
}

// metricsSince reads the list that go vet has. Go 1.21 had none: there it can't be told.
func metricsSince(t *trial, _ string) (outcome, error) {
	text, err := os.ReadFile(filepath.Join(t.goes.GOROOT, "src/cmd/vendor/golang.org/x/tools/internal/stdlib/manifest.go"))
	if os.IsNotExist(err) {
		return outcome{}, nil
	}
	if err != nil {
		return outcome{}, err
	}
	_, piece, ok := strings.Cut(string(text), `"runtime/metrics": {`)
	piece, _, _ = strings.Cut(piece, "\n\t}")
	if !ok {
		return outcome{}, fmt.Errorf("the list has no runtime/metrics")
	}
	since := func(name string) bool {
		return regexp.MustCompile(`\{"` + name + `", Func, 16\b`).MatchString(piece)
	}
	return outcome{asPublished: set(since("Read") && since("All"))}, nil
}

// memmoveCompiled looks for a body of memmove that is written by hand.
func memmoveCompiled(t *trial, _ string) (outcome, error) {
	files, err := filepath.Glob(filepath.Join(t.goes.GOROOT, "src", "runtime", "*_amd64.s"))
	if err != nil {
		return outcome{}, err
	}
	memmove, others := 0, 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return outcome{}, err
		}
		others += strings.Count(string(text), "\nTEXT ")
		memmove += strings.Count(string(text), "\nTEXT runtime·memmove<ABIInternal>(SB)")
	}
	if others == 0 {
		return outcome{}, fmt.Errorf("the runtime has no assembly for amd64")
	}
	return outcome{asPublished: set(memmove == 0)}, nil
}

func scheduleM1(t *trial, _ string) (outcome, error) {
	files, err := filepath.Glob(filepath.Join(t.goes.GOROOT, "src", "runtime", "*"))
	if err != nil {
		return outcome{}, err
	}
	found, schedule := false, false
	for _, file := range files {
		if ext := filepath.Ext(file); ext != ".go" && ext != ".s" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return outcome{}, err
		}
		found = found || strings.Contains(string(text), "isM1Optimized")
		schedule = schedule || strings.Contains(string(text), "\nfunc schedule() {")
	}
	if !schedule {
		return outcome{}, fmt.Errorf("the runtime's source has no function schedule")
	}
	return outcome{asPublished: set(found)}, nil
}

func gorootSize(t *trial, _ string) (outcome, error) {
	sum := 0.0
	err := filepath.WalkDir(t.goes.GOROOT, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			sum += float64(info.Size())
		}
		return err
	})
	return outcome{asPublished: set(90e6 <= sum && sum <= 160e6), seenBytes: &sum}, err
}
