// Size builds one program in several ways and tells how large the files and their sections are.
//
//	size -arch ARCH build DIR PROGRAM    builds PROGRAM for linux/ARCH in every way, into DIR
//	size -arch ARCH measure DIR PROGRAM  measures what was built; builds the first way again and compares
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
}

var ways = []way{
	{name: "default"},
	{name: "w", ldflags: "-w"},
	{name: "sw", ldflags: "-s -w"},
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
	built := waysOf(program)
	var whole int64
	for _, w := range built {
		x, err := read(filepath.Join(dir, w.name))
		if err != nil {
			return fmt.Errorf("reading %s: %v", w.name, err)
		}
		fmt.Printf("BenchmarkSize/build=%s 1 %d /size/file:bytes\n", w.name, x.file)
		if w.pprof {
			continue
		}
		for _, s := range x.sections {
			fmt.Printf("BenchmarkSize/build=%s/section=%s 1 %d /size/section:bytes\n", w.name, s.name, s.size)
		}
		if whole == 0 { // the first is the default
			whole = x.file
			fmt.Printf("BenchmarkSize/need=dynamic 1 %d /size/linked:count\n", x.dynamic)
			fmt.Printf("BenchmarkSize/need=libraries 1 %d /size/linked:count\n", x.libraries)
			continue
		}
		fmt.Printf("BenchmarkSize/build=%s 1 %.6f /size/cut:ratio\n", w.name, 1-float64(x.file)/float64(whole))
	}
	if err := rebuild(arch, dir, program); err != nil {
		return err
	}
	fmt.Printf("measured %d files\n", len(built))
	return nil
}

// rebuild builds the default once more, in a folder of its own, and tells whether the file differs in
// any byte. The default has all sections; what the flags leave out of it cannot bring in a difference.
func rebuild(arch, dir, program string) error {
	second, err := os.MkdirTemp("", "size")
	if err != nil {
		return err
	}
	defer os.RemoveAll(second)
	if err := build(arch, second, program, ways[:1]); err != nil {
		return err
	}
	a, err := os.ReadFile(filepath.Join(dir, ways[0].name))
	if err != nil {
		return err
	}
	b, err := os.ReadFile(filepath.Join(second, ways[0].name))
	if err != nil {
		return err
	}
	differing := 0
	if !bytes.Equal(a, b) {
		differing = 1
	}
	fmt.Printf("BenchmarkSize/build=default 1 %d /size/differing:count\n", differing)
	return nil
}
