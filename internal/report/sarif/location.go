package sarif

import (
	"cmp"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/cupelgo/cupel/evidence"
)

// The bases of paths.
const (
	baseSource  = "%SRCROOT%"
	baseModules = "MODULES"
	baseGoRoot  = "GOROOT"
	baseProgram = "PROGRAM"
)

// mostLocations is how many steps of a flow are written: GitHub shows no more.
const mostLocations = 1000

// whereOf is the location of a finding. Where its place has no file it is that of the whole program.
func whereOf(f evidence.Frame, rec *evidence.Record) location {
	at := frame(f, rec.Subject.Module)
	if at.Physical == nil {
		at.Physical = whole(rec)
	}
	return at
}

// frame is the location of a place. It has no physical one where the file is not known, or lies outside of
// what it should be relative to.
func frame(f evidence.Frame, home string) location {
	var at location
	if name := strings.TrimSuffix(f.Package+"."+f.Symbol, "."); name != "" {
		kind := "function"
		if f.Symbol == "" {
			kind = "module"
		}
		at.Logical = []logicalLocation{{Name: line(f.Symbol), Full: line(name), Kind: kind}}
	}
	file := path.Clean(strings.ReplaceAll(f.File, `\`, "/"))
	if f.File == "" || !fs.ValidPath(file) || file == "." {
		return at
	}
	at.Physical = &physicalLocation{Artifact: artifact(f, file, home)}
	if f.Line > 0 {
		at.Physical.Region = &region{StartLine: f.Line, StartColumn: 1, EndLine: f.Line}
	}
	return at
}

// artifact tells whose file it is. Of a module that is not known it is not said to be the main one.
func artifact(f evidence.Frame, file, home string) artifactLocation {
	switch {
	case f.Module == "std":
		return artifactLocation{URI: uri(file), Base: baseGoRoot}
	case f.Module != "" && f.Module == home:
		return artifactLocation{URI: uri(file), Base: baseSource}
	case f.Version != "":
		return artifactLocation{URI: uri(f.Module + "@" + f.Version + "/" + file), Base: baseModules}
	case f.Module != "":
		return artifactLocation{URI: uri(f.Module + "/" + file), Base: baseModules}
	}
	return artifactLocation{URI: uri(file), Base: baseModules}
}

// whole is the location of what the whole program is to blame for: the file that makes it, or is it.
func whole(rec *evidence.Record) *physicalLocation {
	if rec.Subject.File == "" && rec.Subject.Module != "" && rec.Subject.Version == "" {
		return &physicalLocation{
			Artifact: artifactLocation{URI: "go.mod", Base: baseSource}, Region: &region{StartLine: 1, StartColumn: 1, EndLine: 1},
		}
	}
	name := cmp.Or(base(rec.Subject.File), base(rec.Subject.Package), "program")
	return &physicalLocation{Artifact: artifactLocation{URI: uri(name), Base: baseProgram}}
}

// base is the name of a file without its folders, which are those of a machine; "" of none.
func base(file string) string {
	return strings.Trim(path.Base("/"+strings.ReplaceAll(file, `\`, "/")), "/.")
}

// uri is a relative reference for a path: a colon in its first element is no scheme.
func uri(file string) string {
	return (&url.URL{Path: strings.TrimLeft(line(file), "/")}).String()
}

// flow shows the calls that lead to a finding, the outermost first; nil where fewer than two are known.
func flow(chain []evidence.Frame, home string) []codeFlow {
	if len(chain) < 2 {
		return nil
	}
	var steps []flowLocation
	for _, f := range chain[:min(len(chain), mostLocations)] {
		at := frame(f, home)
		if at.Physical == nil && at.Logical == nil {
			continue
		}
		at.Message = &message{Text: text(strings.TrimSuffix(f.Package+"."+f.Symbol, "."))}
		steps = append(steps, flowLocation{at})
	}
	if steps == nil {
		return nil
	}
	return []codeFlow{{Threads: []threadFlow{{Locations: steps}}}}
}
