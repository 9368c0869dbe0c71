package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
)

// hook NAME FILE serves on the loopback interface until the script ends, puts its URL into the variable NAME and
// writes what is posted to it into FILE.
func hook(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: hook NAME FILE")
	}
	file := ts.MkAbs(args[1])
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = os.WriteFile(file, body, 0o600)
		}
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
		}
	}))
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL)
}
