// Buildmemory writes a module that nobody has built before and builds it: an HTTP service that imports
// many packages of its own. What it takes is measured from outside, with all that the go command starts.
//
//	buildmemory -p N PACKAGES FUNCTIONS    builds so many packages of so many functions, N at a time
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("buildmemory: ")
	p := flag.Int("p", 1, "`number` of packages that are built at a time")
	flag.Parse()
	packages, err := strconv.Atoi(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	functions, err := strconv.Atoi(flag.Arg(1))
	if err != nil {
		log.Fatal(err)
	}
	if err := run(*p, packages, functions); err != nil {
		log.Fatal(err)
	}
	fmt.Println("built", packages, "packages of", functions, "functions")
}

func run(p, packages, functions int) error {
	dir, err := os.MkdirTemp("", "buildmemory")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	// The salt makes the source new, so that the build cache has the standard library and nothing else.
	salt := strconv.FormatInt(time.Now().UnixNano(), 36)
	files := map[string]string{"go.mod": "module fresh\n\ngo 1.20\n", "main.go": service(packages)}
	for i := 0; i < packages; i++ {
		name := fmt.Sprintf("part%d", i)
		files[name+"/"+name+".go"] = part(name, salt, functions)
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			return err
		}
	}
	cmd := exec.Command("go", "build", "-p", strconv.Itoa(p), "-trimpath", "-o", filepath.Join(dir, "service"), ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOENV=off", "GOWORK=off", "GOFLAGS=-buildvcs=false", "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

// service is a main package that calls one function of each part.
func service(packages int) string {
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n\t\"log\"\n\t\"net/http\"\n\n")
	for i := 0; i < packages; i++ {
		fmt.Fprintf(&b, "\t\"fresh/part%d\"\n", i)
	}
	b.WriteString(")\n\nfunc main() {\n")
	for i := 0; i < packages; i++ {
		fmt.Fprintf(&b, "\thttp.HandleFunc(\"/%d\", part%d.Handle)\n", i, i)
	}
	b.WriteString("\tlog.Fatal(http.ListenAndServe(\"127.0.0.1:8080\", nil))\n}\n")
	return b.String()
}

// part is a package of functions that look things up, format them and return errors, as much code does.
func part(name, salt string, functions int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\nimport (\n\t\"fmt\"\n\t\"net/http\"\n\t\"strings\"\n)\n\nconst salt = %q\n\n", name, salt)
	b.WriteString("func Handle(w http.ResponseWriter, r *http.Request) {\n\tcounts := map[string]int{r.URL.Path: len(salt)}\n")
	for i := 0; i < functions; i++ {
		fmt.Fprintf(&b, "\tif text, err := describe%d(counts, r.URL.Path); err == nil {\n\t\tfmt.Fprintln(w, text)\n\t}\n", i)
	}
	b.WriteString("}\n")
	for i := 0; i < functions; i++ {
		fmt.Fprintf(&b, `
func describe%d(counts map[string]int, key string) (string, error) {
	n, ok := counts[key]
	if !ok || n < %d {
		return "", fmt.Errorf("%%s: %%d of %%s", key, n, salt)
	}
	var parts []string
	for i := 0; i < n; i++ {
		parts = append(parts, fmt.Sprintf("%%s-%%d", key, i*%d))
	}
	return strings.Join(parts, ","), nil
}
`, i, i, i)
	}
	return b.String()
}
