package gobin

import "testing"

func TestIsInit(t *testing.T) {
	for symbol, want := range map[string]bool{
		"main.init":                             true,
		"main.init.0":                           true,
		"example.com/a.b/c.init.12":             true,
		"gopkg.in/yaml%2ev3.init":               true,
		"main.init.0.func1":                     false,
		"main.init.func1":                       false,
		"main.map.init.0":                       false,
		"main.T.init":                           false,
		"main.(*T).init":                        false,
		"example.com/init.Run":                  false,
		"example.com/init.init":                 true,
		"main.init.":                            false,
		"main.initialise":                       false,
		"main..inittask":                        false,
		"runtime.main":                          false,
		"init":                                  false,
		"":                                      false,
		"example.com/a.F[go.shape.int].init":    false,
		"example.com/a.init[example.com/b.init": false,
	} {
		if got := IsInit(symbol); got != want {
			t.Errorf("IsInit(%q) = %v, want %v", symbol, got, want)
		}
	}
}
