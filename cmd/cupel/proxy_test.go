package main

import (
	"archive/zip"
	"bytes"
	"encoding/pem"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// publish FROM TO makes a module proxy in the folder TO of the modules in FROM, which lie in
// folders like example.org/tool@v1.0.0.
func publish(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: publish FROM TO")
	}
	from, to := os.DirFS(ts.MkAbs(args[0])), ts.MkAbs(args[1])
	ts.Check(fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		module, version, ok := strings.Cut(name, "@")
		if err != nil || !ok {
			return err
		}
		if err := publishModule(from, name, filepath.Join(to, module, "@v", version)); err != nil {
			return err
		}
		return fs.SkipDir
	}))
}

// publishModule writes the files of one version; to is their path without extension.
func publishModule(from fs.FS, name, to string) error {
	mod, err := fs.ReadFile(from, name+"/go.mod")
	if err != nil {
		return err
	}
	archive, err := zipModule(from, name)
	if err != nil {
		return err
	}
	version := filepath.Base(to)
	info := []byte(`{"Version": "` + version + `", "Time": "2026-01-02T03:04:05Z"}`)
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	for file, data := range map[string][]byte{
		to + ".mod": mod, to + ".zip": archive, to + ".info": info,
		filepath.Join(filepath.Dir(to), "list"):          []byte(version + "\n"),
		filepath.Join(filepath.Dir(to), "..", "@latest"): info,
	} {
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func zipModule(from fs.FS, name string) ([]byte, error) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	err := fs.WalkDir(from, name, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, file)
		if err != nil {
			return err
		}
		w, err := z.Create(file)
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	err = z.Close()
	return buf.Bytes(), err
}

// proxy NAME FOLDER serves a folder over HTTPS to user "assayer" with password "touchstone" alone.
// NAME becomes its URL; SSL_CERT_FILE makes the go command trust it.
func serveProxy(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: proxy NAME FOLDER")
	}
	files := http.FileServer(http.Dir(ts.MkAbs(args[1])))
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		if user != "assayer" || password != "touchstone" {
			w.Header().Set("WWW-Authenticate", `Basic realm="`+path.Base(args[1])+`"`)
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		files.ServeHTTP(w, r)
	}))
	ts.Defer(s.Close)
	ts.Setenv(args[0], s.URL)
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	file := ts.MkAbs("proxy.pem")
	ts.Check(os.WriteFile(file, cert, 0o644))
	ts.Setenv("SSL_CERT_FILE", file)
}
