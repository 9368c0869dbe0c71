package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/store"
)

// armKey makes this test binary an arm: its value are steps, divided by ";".
const armKey = "BENCH_ARM"

func TestMain(m *testing.M) {
	if steps := os.Getenv(armKey); steps != "" {
		for step := range strings.SplitSeq(steps, ";") {
			word, rest, _ := strings.Cut(step, " ")
			arms()[word](rest)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// ballast keeps memory in use.
var ballast [][]byte

// arms are what an arm can do.
func arms() map[string]func(string) {
	return map[string]func(string){
		"say":  func(text string) { fmt.Println(text) },
		"burn": func(ms string) { burn(number(ms) / 1000) },
		"wait": func(ms string) { time.Sleep(time.Duration(number(ms) * float64(time.Millisecond))) },
		"hold": func(mib string) { hold(int(number(mib)) << 20) },
		"exit": func(code string) { os.Exit(int(number(code))) },
		"tree": func(steps string) { tree(strings.ReplaceAll(steps, ",", ";")) },
		"stay": func(file string) { stay(file) },
	}
}

func number(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err)
	}
	return v
}

// turnsOf is how much work burn does a second; it is the same amount for the same figure, whatever else runs.
const turnsOf = 400e6

// burn does an amount of work.
func burn(seconds float64) {
	x := uint64(1)
	for range int(seconds * turnsOf) {
		x = x*6364136223846793005 + 1442695040888963407
	}
	if x == 0 {
		fmt.Println("never")
	}
}

// hold touches memory.
func hold(n int) {
	b := make([]byte, n)
	for i := 0; i < n; i += 4096 {
		b[i] = 1
	}
	ballast = append(ballast, b)
}

// tree does steps in two children at a time.
func tree(steps string) {
	var all []*exec.Cmd
	for range 2 {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), armKey+"="+steps)
		if err := c.Start(); err != nil {
			panic(err)
		}
		all = append(all, c)
	}
	for _, c := range all {
		if err := c.Wait(); err != nil {
			panic(err)
		}
	}
}

// stay leaves a process behind that never ends, and its pid in a file.
func stay(file string) {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), armKey+"=wait 3600000")
	if err := c.Start(); err != nil {
		panic(err)
	}
	if err := os.WriteFile(file, []byte(strconv.Itoa(c.Process.Pid)), 0o600); err != nil {
		panic(err)
	}
}

// doing is an arm that does steps.
func doing(name, steps string) Command {
	return Command{Name: name, Words: []string{"env", armKey + "=" + steps, os.Args[0]}}
}

// testOptions are those of contests in tests.
func testOptions(t *testing.T) Options {
	t.Helper()
	return Options{
		Env: os.Environ(), Seed: 1, Timeout: 20 * time.Second, Budget: 20 * time.Second, Now: time.Now,
		Store: store.Open(filepath.Join(t.TempDir(), "store")), Tool: evidence.Tool{Version: "test"},
	}
}

// run compares arms.
func run(t *testing.T, o RunOptions) (*Result, error) {
	t.Helper()
	return Run(context.Background(), o)
}
