package main

import (
	"cmp"
	"io"
	"runtime"
	"strings"

	"github.com/cupelgo/cupel/internal/report/text"
)

// text is w for what people read: in ASCII where the locale asks for it.
func (sys system) text(w io.Writer) io.Writer {
	if sys.ascii(w) {
		return text.ASCIIWriter(w)
	}
	return w
}

// ascii reports whether text to w has to do with ASCII.
func (sys system) ascii(w io.Writer) bool {
	return wantsASCII(sys.env, runtime.GOOS, isTerminal(w))
}

// wantsASCII asks the first of LC_ALL, LC_CTYPE and LANG that is set, as POSIX has it (Base Definitions, 8.2):
// what names another encoding than UTF-8, or none, as C does, wants ASCII. Where none is set POSIX means C,
// too, and a terminal gets that, as from gcc and git; but what goes to a file or a pipe there is mostly read
// in the log of a CI system, all of which show UTF-8. A Windows console gets its text in UTF-16 and needs no locale.
func wantsASCII(env []string, goos string, terminal bool) bool {
	locale := cmp.Or(lookup(env, "LC_ALL"), lookup(env, "LC_CTYPE"), lookup(env, "LANG"))
	if locale == "" {
		return terminal && goos != "windows"
	}
	locale, _, _ = strings.Cut(locale, "@")
	encoding := locale[strings.LastIndex(locale, ".")+1:] // macOS has LC_CTYPE=UTF-8
	return !strings.EqualFold(encoding, "UTF-8") && !strings.EqualFold(encoding, "UTF8")
}

// lookup returns the value of a variable, "" if it is not set. The last one counts, as in os/exec.
func lookup(env []string, name string) string {
	value := ""
	for _, kv := range env {
		if v, ok := strings.CutPrefix(kv, name+"="); ok {
			value = v
		}
	}
	return value
}
