package sarif

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // has the schema of OASIS as a constant
)

// schemaOf returns the schema of OASIS, errata included. go-sarif keeps it for itself and would show it only what
// passed through its own types, so it is read from the module's source.
var schemaOf = sync.OnceValues(func() (*jsonschema.Schema, error) {
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		return nil, err
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	if err != nil {
		return nil, err
	}
	var text string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && spec.Names[0].Name == "schema" {
			text, err = strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(schema, doc); err != nil {
		return nil, err
	}
	return c.Compile(schema)
})

// checkSchema holds a log to the schema.
func checkSchema(t *testing.T, data []byte) {
	t.Helper()
	s, err := schemaOf()
	if err != nil {
		t.Fatalf("reading the schema: %v", err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("no JSON: %v\n%s", err, data)
	}
	if err := s.Validate(doc); err != nil {
		t.Fatalf("not of the schema: %v\n%s", err, data)
	}
}

// TestSchemaRefuses holds that the schema that was read is one: what is not SARIF does not pass.
func TestSchemaRefuses(t *testing.T) {
	s, err := schemaOf()
	if err != nil {
		t.Fatal(err)
	}
	good := string(render(t, places()))
	for old, other := range map[string]string{
		`"level": "error"`: `"level": "high"`, `"driver"`: `"drive"`, `"version": "2.1.0"`: `"version": "2.2"`, `"startLine": 14`: `"startLine": 0`,
	} {
		bad := strings.ReplaceAll(good, old, other)
		if bad == good {
			t.Errorf("%s is not in the log", old)
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		if err != nil {
			t.Fatal(err)
		}
		if s.Validate(doc) == nil {
			t.Errorf("%s passes", other)
		}
	}
}
