package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
)

// A file of planted/modules/NAME becomes one of module example.invalid/NAME; .invalid is a name that
// no server will ever have (RFC 2606), so nothing here can come from outside.
const (
	host    = "example.invalid"
	version = "v1.0.0"
	planted = "mod.txt" // is called go.mod in the module
)

// proxy writes a module proxy into a folder of the lab and returns the folder: the protocol is that
// of files (go.dev/ref/mod#goproxy-protocol). extra, if any, is one more line in every Go file.
func (l *lab) proxy(name, extra string) (string, error) {
	root := l.path(name + "/.")
	for _, module := range []string{"dep", "base", "core"} {
		path := host + "/" + module
		var archive bytes.Buffer
		z := zip.NewWriter(&archive)
		entries, err := os.ReadDir(l.plant("modules/" + module))
		if err != nil {
			return "", err
		}
		for _, e := range entries {
			text, err := os.ReadFile(l.plant("modules/" + module + "/" + e.Name()))
			if err != nil {
				return "", err
			}
			file := e.Name()
			if file == planted {
				file = "go.mod"
				err = os.WriteFile(l.path(name+"/"+path+"/@v/"+version+".mod"), text, 0o666)
			} else {
				text = append(text, extra...)
			}
			if err != nil {
				return "", err
			}
			w, err := z.Create(path + "@" + version + "/" + file)
			if err != nil {
				return "", err
			}
			if _, err := w.Write(text); err != nil {
				return "", err
			}
		}
		if err := z.Close(); err != nil {
			return "", err
		}
		for ending, text := range map[string][]byte{
			version + ".zip":  archive.Bytes(),
			version + ".info": []byte(`{"Version":"` + version + `","Time":"2024-01-01T00:00:00Z"}`),
			"list":            []byte(version + "\n"),
		} {
			if err := os.WriteFile(l.path(name+"/"+path+"/@v/"+ending), text, 0o666); err != nil {
				return "", err
			}
		}
	}
	return root, nil
}

// app copies the planted application into a folder of the lab; more is added to its go.mod.
func (l *lab) app(name, more string) (string, error) {
	for from, file := range map[string]string{planted: "go.mod", "app.go": "app.go"} {
		text, err := os.ReadFile(l.plant("modules/app/" + from))
		if err != nil {
			return "", err
		}
		if from == planted {
			text = append(text, more...)
		}
		if err := os.WriteFile(l.path(name+"/"+file), text, 0o666); err != nil {
			return "", err
		}
	}
	return l.path(name + "/."), nil
}

// fetched is an environment with a proxy and a module cache of its own.
func fetched(proxy, cache string, more ...string) []string {
	return append([]string{"GOPROXY=file://" + filepath.ToSlash(proxy), "GOMODCACHE=" + cache, "GOFLAGS=-modcacherw"}, more...)
}

// sums: whether the checksums and the module cache know the architecture.
func sums(l *lab) ([]fact, error) {
	proxy, err := l.proxy("proxy", "")
	if err != nil {
		return nil, err
	}
	tidied := func(arch string) (sum string, cache map[string]string, err error) {
		dir, err := l.app("sums-"+arch, "")
		if err != nil {
			return "", nil, err
		}
		root := l.path("cache-" + arch + "/.")
		if _, err := l.run(command{dir: dir, env: fetched(proxy, root, "GOARCH="+arch), args: []string{"mod", "tidy"}}); err != nil {
			return "", nil, err
		}
		text, err := os.ReadFile(filepath.Join(dir, "go.sum"))
		if err != nil {
			return "", nil, err
		}
		cache, err = readTree(root)
		return string(text), cache, err
	}
	sum, cache, err := tidied("amd64")
	if err != nil {
		return nil, err
	}
	otherSum, otherCache, err := tidied("arm64")
	if err != nil {
		return nil, err
	}
	var gob, hashes int64
	for path := range cache {
		gob += truth(filepath.Base(path) == "sum.gob")
		hashes += truth(strings.HasSuffix(path, ".ziphash"))
	}
	if hashes != 3 || strings.Count(sum, "\n") < 3 {
		return nil, fmt.Errorf("%d hashes in the cache, go.sum %q", hashes, sum)
	}

	// With no proxy to ask, the cache that was filled for amd64 has to do, first for amd64 itself.
	shared := func(arch string, args ...string) error {
		_, err := l.run(command{dir: l.path("sums-amd64/."), args: args,
			env: []string{"GOMODCACHE=" + l.path("cache-amd64/."), "GOFLAGS=-modcacherw", "GOARCH=" + arch}})
		return err
	}
	if err := shared("amd64", "build", "./..."); err != nil {
		return nil, err
	}
	builds := shared("arm64", "build", "./...") == nil && shared("arm64", "mod", "verify") == nil
	return []fact{
		{"modules:count", "fact=go_sum_differs", truth(sum != otherSum)},
		{"modules:count", "fact=cache_files_that_differ", differing(cache, otherCache)},
		{"modules:count", "fact=shared_cache_fails", truth(!builds)},
		{"modules:count", "fact=sum_gob_files", gob},
		{"modules:count", "fact=ziphash_files", hashes},
	}, nil
}

// differing counts the files that differ, or are in one of the trees only.
func differing(a, b map[string]string) (n int64) {
	for path, text := range a {
		other, ok := b[path]
		n += truth(!ok || other != text)
	}
	for path := range b {
		_, ok := a[path]
		n += truth(!ok)
	}
	return n
}

// readTree reads all files of a folder; the keys are their paths in it.
func readTree(root string) (map[string]string, error) {
	all := make(map[string]string)
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		all[relative] = string(text)
		return err
	})
	return all, err
}

// tampering: whether a module that was changed at the proxy is taken, without the checksum database.
func tampering(l *lab) ([]fact, error) {
	proxy, err := l.proxy("proxy", "")
	if err != nil {
		return nil, err
	}
	tampered, err := l.proxy("tampered", "\nvar planted int\n")
	if err != nil {
		return nil, err
	}
	tidy := command{args: []string{"mod", "tidy"}}
	if tidy.dir, err = l.app("tampering", ""); err != nil {
		return nil, err
	}
	// Nothing is known of the module: what the proxy gives is taken, and becomes what is known.
	tidy.env = fetched(tampered, l.path("cache-new/."))
	out, err := l.run(tidy)
	newRefused, err := refused(out, err, "checksum mismatch")
	if err != nil {
		return nil, err
	}
	// The right checksum is known.
	if err := os.Remove(filepath.Join(tidy.dir, "go.sum")); err != nil {
		return nil, err
	}
	tidy.env = fetched(proxy, l.path("cache-right/."))
	if _, err := l.run(tidy); err != nil {
		return nil, err
	}
	tidy.env = fetched(tampered, l.path("cache-known/."))
	out, err = l.run(tidy)
	knownRefused, err := refused(out, err, "checksum mismatch")
	if err != nil {
		return nil, err
	}
	// A checksum database that is named by its host only.
	if err := os.Remove(filepath.Join(tidy.dir, "go.sum")); err != nil {
		return nil, err
	}
	tidy.env = fetched(proxy, l.path("cache-bare/."), "GOSUMDB=sumdb."+host)
	out, err = l.run(tidy)
	bareRefused, err := refused(out, err, "GOSUMDB")
	if err != nil {
		return nil, err
	}
	return []fact{
		{"modules:count", "fact=tampered_and_unknown_taken", truth(!newRefused)},
		{"modules:count", "fact=tampered_and_known_taken", truth(!knownRefused)},
		{"modules:count", "fact=sumdb_without_key_taken", truth(!bareRefused)},
	}, nil
}

// private: what a proxy is asked for, by whether the module is private.
func private(l *lab) ([]fact, error) {
	dir, err := l.proxy("proxy", "")
	if err != nil {
		return nil, err
	}
	var asked atomic.Int64
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		files.ServeHTTP(w, r)
	}))
	defer server.Close()
	app, err := l.app("private", "")
	if err != nil {
		return nil, err
	}
	// The way out is closed, so that the look at the module's own host ends at once.
	download := command{dir: app, args: []string{"mod", "download", host + "/dep@" + version}}
	closed := []string{"GOPROXY=" + server.URL, "GOFLAGS=-modcacherw", "HTTPS_PROXY=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9"}
	download.env = append(closed, "GOMODCACHE="+l.path("cache-public/."))
	if _, err := l.run(download); err != nil {
		return nil, err
	}
	public := asked.Swap(0)
	if public == 0 {
		return nil, fmt.Errorf("the proxy was not asked for a public module")
	}
	download.env = append(closed, "GOMODCACHE="+l.path("cache-private/."), "GOPRIVATE=*.invalid")
	out, err := l.run(download)
	if failed, err := refused(out, err, host); err != nil {
		return nil, err
	} else if !failed {
		return nil, fmt.Errorf("a host that cannot exist gave a module")
	}
	return []fact{
		{"proxy_requests:count", "private=no", public},
		{"proxy_requests:count", "private=yes", asked.Load()},
	}, nil
}

// replace: whether a build constraint that is never true keeps a replace line of go.mod from replacing.
func replace(l *lab) ([]fact, error) {
	proxy, err := l.proxy("proxy", "")
	if err != nil {
		return nil, err
	}
	dir, err := l.app("replace", "\n//go:build never\nreplace "+host+"/dep => ./local\n")
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(l.path("replace/local/go.mod"), []byte("module "+host+"/dep\n"), 0o666); err != nil {
		return nil, err
	}
	out, err := l.run(command{dir: dir, env: append(fetched(proxy, l.path("cache/.")), "GOFLAGS=-mod=mod -modcacherw"),
		args: []string{"list", "-m", "-f", "replaced={{with .Replace}}{{.Path}}{{end}}", host + "/dep"}})
	if err != nil {
		return nil, err
	}
	replaced := strings.Contains(out, "replaced=./local\n")
	if !replaced && !strings.Contains(out, "replaced=\n") {
		return nil, fmt.Errorf("neither replaced nor not: %q", out)
	}
	return []fact{{"modules:count", "fact=replace_constrained", truth(!replaced)}}, nil
}

// graph: what tidy and the module graph tell of modules that only a dependency needs.
func graph(l *lab) ([]fact, error) {
	proxy, err := l.proxy("proxy", "")
	if err != nil {
		return nil, err
	}
	dir, err := l.app("graph", "")
	if err != nil {
		return nil, err
	}
	env := fetched(proxy, l.path("cache/."))
	tidy := command{dir: dir, env: env, args: []string{"mod", "tidy", "-v"}}
	if _, err := l.run(tidy); err != nil {
		return nil, err
	}
	edges, err := l.run(command{dir: dir, env: env, args: []string{"mod", "graph"}})
	if err != nil {
		return nil, err
	}
	all, head := depth(edges, -1), depth(edges, 3)
	if all != 3 {
		return nil, fmt.Errorf("the graph is %d deep: %q", all, edges)
	}
	// The second time there is nothing to download and to find. One requirement has become useless, and
	// that is what -v speaks of; core is needed by base alone.
	if err := os.WriteFile(l.path("graph/app.go"), []byte("package app\n\nimport _ \""+host+"/base\"\n"), 0o666); err != nil {
		return nil, err
	}
	out, err := l.run(tidy)
	if err != nil {
		return nil, err
	}
	if !strings.Contains(out, "unused "+host+"/dep") {
		return nil, fmt.Errorf("tidy -v does not name what it removes: %q", out)
	}
	return []fact{
		{"modules:count", "fact=implicit_named_by_tidy_v", int64(strings.Count(out, host+"/core"))},
		{"graph_depth:count", "lines=all", int64(all)},
		{"graph_depth:count", "lines=3", int64(head)},
	}, nil
}

// depth is the longest path from the application in the first lines of go mod graph.
func depth(graph string, lines int) int {
	needs := make(map[string][]string)
	for _, line := range strings.Split(graph, "\n") {
		if lines == 0 {
			break
		}
		lines--
		if from, to, ok := strings.Cut(line, " "); ok && strings.HasPrefix(to, host) {
			needs[from] = append(needs[from], to)
		}
	}
	var longest func(module string) int
	longest = func(module string) int {
		most := 0
		for _, to := range needs[module] {
			if n := longest(to) + 1; n > most {
				most = n
			}
		}
		return most
	}
	return longest(host + "/app")
}
