package main

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"golang.org/x/mod/sumdb"
	"golang.org/x/mod/sumdb/dirhash"
	"golang.org/x/mod/sumdb/note"
)

// What the proxy serves: one version of one module.
const (
	libPath    = "example.org/lib"
	libVersion = "v1.0.0"
	libMod     = "module example.org/lib\n\ngo 1.21\n"
)

func libFiles(change string) map[string]string {
	return map[string]string{
		"go.mod": libMod,
		"lib.go": "// Package lib is small." + change + "\npackage lib\n",
	}
}

// proxy is a module proxy with a checksum database on this machine. What is served may have been changed since the
// database saw it.
type proxy struct {
	*httptest.Server
	key      string // GOSUMDB
	tampered bool
}

func newProxy(tampered bool) (*proxy, error) {
	signer, verifier, err := note.GenerateKey(rand.Reader, "sums.example.org")
	if err != nil {
		return nil, err
	}
	p := &proxy{tampered: tampered}
	sums := sumdb.NewServer(sumdb.NewTestServer(signer, honestSums))
	mux := http.NewServeMux()
	for _, path := range sumdb.ServerPaths {
		mux.Handle(path, sums)
	}
	mux.HandleFunc("/proxy/", p.serve)
	p.Server = httptest.NewServer(mux)
	p.key = verifier + " " + p.URL
	return p, nil
}

// serve answers by the protocol of a module proxy.
func (p *proxy) serve(w http.ResponseWriter, r *http.Request) {
	change := ""
	if p.tampered {
		change = " Changed."
	}
	switch strings.TrimPrefix(r.URL.Path, "/proxy/"+libPath+"/@v/") {
	case "list":
		fmt.Fprintln(w, libVersion)
	case libVersion + ".info":
		fmt.Fprintf(w, `{"Version":%q,"Time":"2020-01-01T00:00:00Z"}`, libVersion)
	case libVersion + ".mod":
		io.WriteString(w, libMod)
	case libVersion + ".zip":
		io.Copy(w, libZip(change))
	default:
		http.NotFound(w, r)
	}
}

func libZip(change string) *bytes.Buffer {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range libFiles(change) {
		if f, err := z.Create(libPath + "@" + libVersion + "/" + name); err == nil {
			io.WriteString(f, text)
		}
	}
	z.Close() // a buffer takes all
	return &out
}

// honestSums are the lines of go.sum of the module as it was first.
func honestSums(path, version string) ([]byte, error) {
	if path != libPath || version != libVersion {
		return nil, fmt.Errorf("%s@%s: not known", path, version)
	}
	files := libFiles("")
	var names []string
	for name := range files {
		names = append(names, libPath+"@"+libVersion+"/"+name)
	}
	module, err := dirhash.Hash1(names, func(name string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(files[strings.TrimPrefix(name, libPath+"@"+libVersion+"/")])), nil
	})
	if err != nil {
		return nil, err
	}
	mod, err := dirhash.Hash1([]string{"go.mod"}, func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(libMod)), nil
	})
	if err != nil {
		return nil, err
	}
	return []byte(fmt.Sprintf("%s %s %s\n%s %s/go.mod %s\n", path, version, module, path, version, mod)), nil
}
