package report

import (
	"path"
	"strings"
)

// Program is the name of the program that the go command makes of a package: the last element of its
// path that is no version.
func Program(pkg string) string {
	name := path.Base(pkg)
	if v, ok := strings.CutPrefix(name, "v"); ok && strings.Trim(v, "0123456789") == "" && name != pkg {
		return path.Base(path.Dir(pkg))
	}
	return name
}
