package gobin

import "strings"

// IsInit reports whether a symbol is that of a function that the runtime calls during package
// initialisation: a package's initializers ("p.init") or one of its init functions ("p.init.0"). Those
// that the compiler splits off for large maps ("p.map.init.0") are called by the former.
func IsInit(symbol string) bool {
	if strings.ContainsRune(symbol, '[') {
		return false // type arguments, which no init function has
	}
	name := symbol[strings.LastIndexByte(symbol, '/')+1:]
	_, name, _ = strings.Cut(name, ".")
	number, numbered := strings.CutPrefix(name, "init.")
	return name == "init" || numbered && isNumber(number)
}

func isNumber(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
