// Command gen writes the packages of the parts: go run ./gen, at the root of the module.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

const (
	module   = "example.com/planted/quiet-inits"
	packages = 10
	inits    = 30 // per package
)

func main() {
	var imports strings.Builder
	for i := range packages {
		name := fmt.Sprintf("p%02d", i)
		if err := save(filepath.Join("parts", name, name+".go"), part(name)); err != nil {
			log.Fatal(err)
		}
		fmt.Fprintf(&imports, "\t_ \"%s/parts/%s\"\n", module, name)
	}
	text := "// Package parts imports all parts. Written by gen.\npackage parts\n\nimport (\n" + imports.String() + ")\n"
	if err := save(filepath.Join("parts", "parts.go"), text); err != nil {
		log.Fatal(err)
	}
}

func part(name string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "// Package %s holds some of many parts. Written by gen.\npackage %[1]s\n\nimport \"%s/part\"\n\n", name, module)
	for i := range inits {
		fmt.Fprintf(&b, "func init() { part.Register(\"%s-%02d\") }\n", name, i)
	}
	return b.String()
}

func save(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o666)
}
