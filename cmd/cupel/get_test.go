package main

import (
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// get STATUS URL FILE asks for a page, wants that status and writes what came into the file. A server that was started
// in the background may not listen yet: it is waited for.
func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: get STATUS URL FILE")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	resp, err := patiently(args[1])
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), body, 0o644))
	if resp.StatusCode != want {
		ts.Fatalf("GET %s = %s, want %d:\n%s", args[1], resp.Status, want, body)
	}
}

// patiently asks until somebody listens, for up to half a minute.
func patiently(url string) (*http.Response, error) {
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		resp, err := http.Get(url)
		if err == nil || time.Now().After(end) {
			return resp, err
		}
	}
}

// ids PAGE sets the variables OLDEST and NEWEST to the first and last id in a list of records.
func ids(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: ids PAGE")
	}
	all := slices.Sorted(slices.Values(anID.FindAllString(ts.ReadFile(args[0]), -1)))
	if len(all) == 0 {
		ts.Fatalf("%s names no record", args[0])
	}
	ts.Setenv("OLDEST", all[0])
	ts.Setenv("NEWEST", all[len(all)-1])
}

var anID = regexp.MustCompile(`\d{8}T\d{6}Z-[0-9a-f]{6}`)
