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
	module = "example.com/planted/many-small-inits"
	parts  = 60
)

func main() {
	for variant, cost := range map[string]string{"slow": "3 * time.Millisecond", "decoy": "0"} {
		if err := write(variant, cost); err != nil {
			log.Fatal(err)
		}
	}
}

// write writes a package per part and one that imports them all.
func write(variant, cost string) error {
	dir := filepath.Join(variant, "parts")
	var imports strings.Builder
	for i := range parts {
		name := fmt.Sprintf("p%02d", i)
		if err := save(filepath.Join(dir, name, name+".go"), part(name, cost)); err != nil {
			return err
		}
		fmt.Fprintf(&imports, "\t_ \"%s/%s/parts/%s\"\n", module, variant, name)
	}
	text := "// Package parts imports all parts. Written by gen.\npackage parts\n\nimport (\n" +
		imports.String() + ")\n"
	return save(filepath.Join(dir, "parts.go"), text)
}

func part(name, cost string) string {
	time := ""
	if strings.Contains(cost, "time.") {
		time = "\t\"time\"\n\n"
	}
	return fmt.Sprintf("// Package %s is one of many parts. Written by gen.\npackage %[1]s\n\n"+
		"import (\n%s\t\"%s/part\"\n)\n\n"+
		"var _ = part.Register(\"%[1]s\", %[4]s)\n", name, time, module, cost)
}

func save(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o666)
}
