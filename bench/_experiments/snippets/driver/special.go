package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// pprofServer asks 0.1 s after the start, as published, and again when the initialisation is over, of which it decides
// the end.
func pprofServer(t *trial, name string) (outcome, error) {
	address, err := freeAddress()
	if err != nil {
		return outcome{}, err
	}
	cmd := exec.CommandContext(t.ctx, t.program(name), address)
	cmd.Env = t.environ()
	endWithParent(cmd)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return outcome{}, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return outcome{}, err
	}
	if err := cmd.Start(); err != nil {
		return outcome{}, err
	}
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	if _, err := stdout.Read(make([]byte, 1)); err != nil { // it has begun its initialisation
		return outcome{}, err
	}
	time.Sleep(100 * time.Millisecond)
	during := answers(address)
	if err := stdin.Close(); err != nil {
		return outcome{}, err
	}
	for began := time.Now(); !answers(address); time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > longest {
			return outcome{}, errors.New("the server never answers")
		}
	}
	return outcome{compiles: set(true), runs: set(true), asPublished: set(during)}, nil
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// answers asks for what costs nothing: where it is served the profile is, too.
func answers(address string) bool {
	response, err := http.Get("http://" + address + "/debug/pprof/cmdline")
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// cpuprofileFlag gives the program the arguments that go run would pass on.
func cpuprofileFlag(t *trial, name string) (outcome, error) {
	file := t.scratch("startup.prof")
	o, err := program{args: []string{"-cpuprofile=" + file}, fails: `flag provided but not defined: -cpuprofile`}.try(t, name)
	if err != nil {
		return o, err
	}
	info, err := os.Stat(file)
	o.asPublished = set(err == nil && info.Size() > 0)
	return o, nil
}

func pprofTop(t *trial, name string) (outcome, error) {
	file := t.scratch(name)
	o, err := program{args: []string{file}}.try(t, name)
	if err != nil {
		return o, err
	}
	a, err := t.gotool(t.temp, []string{"GOFLAGS="}, "tool", "pprof", "-top=5", file)
	if err != nil {
		return o, err
	}
	if a.exit != 0 {
		if err := expected("it ends with", `invalid boolean value "5"|parse error`, a.stderr); err != nil {
			return o, err
		}
	}
	n := rows(a.stdout)
	o.runs, o.asPublished = set(a.exit == 0), set(a.exit == 0 && n > 0 && n <= 5)
	return o, nil
}

// rows counts the lines below pprof's heading.
func rows(text string) int {
	_, table, _ := strings.Cut(text, "cum%\n")
	return strings.Count(table, "\n")
}

// httpMany serves the pages, and counts the requests until half a second after the program's end.
func httpMany(t *trial, name string) (outcome, error) {
	const n = 1000
	var arrived atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { arrived.Add(1) }))
	defer server.Close()
	a, err := t.call(t.temp, nil, t.program(name), server.URL, strconv.Itoa(n))
	if err != nil {
		return outcome{}, err
	}
	if err := get(server.URL); err != nil {
		return outcome{}, err
	}
	time.Sleep(500 * time.Millisecond)
	return outcome{compiles: set(true), runs: set(a.exit == 0), asPublished: set(arrived.Load() == n+1)}, nil
}

// get fetches a page, to show that the server answers.
func get(url string) error {
	response, err := http.Get(url)
	if err != nil {
		return err
	}
	return response.Body.Close()
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
