// Size builds one program in several ways and tells how large the files and their sections are.
//
//	size -arch ARCH build DIR PROGRAM    builds PROGRAM for linux/ARCH in every way, into DIR
//	size -arch ARCH measure DIR PROGRAM  measures what was built; builds two of the ways again and compares
//
// Everything it prints is an exact size. Building again is the proof of that: a linker that wrote a
// time, a random number or the folder into the file would be found by the comparison.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

// A way is one way to build: which program, and with which linker flags.
type way struct {
	name    string
	ldflags string
	pprof   bool // the program's twin that imports net/http/pprof, in its folder pprof
	again   bool // built once more for the comparison
}

var ways = []way{
	{name: "default", again: true},
	{name: "w", ldflags: "-w"},
	{name: "sw", ldflags: "-s -w", again: true},
	{name: "pprof", pprof: true},
}

// waysOf are the ways that program can be built: one without a twin has none to build.
func waysOf(program string) []way {
	var of []way
	for _, w := range ways {
		if w.pprof {
			if _, err := os.Stat(filepath.Join(program, "pprof")); err != nil {
				continue
			}
		}
		of = append(of, w)
	}
	return of
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("size: ")
	arch := flag.String("arch", "amd64", "build for this `GOARCH`")
	flag.Parse()
	if flag.NArg() != 3 {
		log.Fatal("usage: size -arch ARCH build|measure DIR PROGRAM")
	}
	do, dir, program := flag.Arg(0), flag.Arg(1), flag.Arg(2)
	var err error
	switch do {
	case "build":
		err = build(*arch, dir, program, waysOf(program))
	case "measure":
		err = measure(*arch, dir, program)
	default:
		err = fmt.Errorf("unknown command %q", do)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// build builds program in each of the ways, as files of dir that are called like the way.
func build(arch, dir, program string, ways []way) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for _, w := range ways {
		from := program
		if w.pprof {
			from += "/pprof"
		}
		out := filepath.Join(dir, w.name)
		cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags="+w.ldflags, "-o", out, "./"+from)
		// GOENV=off: what the user set by "go env -w" is not of the experiment.
		cmd.Env = append(os.Environ(), "GOENV=off", "GOFLAGS=-trimpath", "GOEXPERIMENT=", "GOWORK=off",
			"CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch, "GOAMD64=v1", "GOARM64=v8.0", "GORISCV64=rva20u64")
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("building %s for %s: %v", w.name, arch, err)
		}
	}
	return nil
}

// measure prints the sizes of what build left in dir.
func measure(arch, dir, program string) error {
	differing, err := rebuild(arch, dir, program)
	if err != nil {
		return err
	}
	files := make(map[string]executable)
	built := waysOf(program)
	for _, w := range built {
		x, err := read(filepath.Join(dir, w.name))
		if err != nil {
			return fmt.Errorf("reading %s: %v", w.name, err)
		}
		files[w.name] = x
		fmt.Printf("BenchmarkSize/build=%s 1 %d /size/file:bytes %d /size/symbols:bytes %d /size/dwarf:bytes\n",
			w.name, x.file, x.symbols, x.dwarf)
	}
	whole := files["default"]
	for _, name := range []string{"w", "sw"} {
		fmt.Printf("BenchmarkSize/build=%s 1 %.6f /size/cut:ratio\n", name, 1-float64(files[name].file)/float64(whole.file))
	}
	fmt.Printf("BenchmarkSize 1 %d /size/code:bytes %d /size/function_table:bytes %d /size/dynamic:count %d /size/libraries:count %d /size/differing:count\n",
		whole.code, files["sw"].functions, whole.dynamic, whole.libraries, differing)
	fmt.Printf("measured %d files\n", len(built))
	return nil
}

// rebuild builds again, in a folder of its own, and counts the files that are not byte for byte the same.
func rebuild(arch, dir, program string) (differing int, err error) {
	second, err := os.MkdirTemp("", "size")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(second)
	var again []way
	for _, w := range waysOf(program) {
		if w.again {
			again = append(again, w)
		}
	}
	if err := build(arch, second, program, again); err != nil {
		return 0, err
	}
	for _, w := range again {
		a, err := os.ReadFile(filepath.Join(dir, w.name))
		if err != nil {
			return 0, err
		}
		b, err := os.ReadFile(filepath.Join(second, w.name))
		if err != nil {
			return 0, err
		}
		if !bytes.Equal(a, b) {
			differing++
		}
	}
	return differing, nil
}
