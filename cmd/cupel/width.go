package main

import (
	"os"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/host"
)

// widest is the most columns that running text is set in.
const widest = 80

// width is how wide a page may be: COLUMNS says it, else the terminal; 0 if neither does.
func width(sys system) int {
	columns := 0
	for _, kv := range sys.env {
		if v, ok := strings.CutPrefix(kv, "COLUMNS="); ok {
			columns, _ = strconv.Atoi(v)
		}
	}
	if file, ok := sys.stdout.(*os.File); ok && columns <= 0 {
		columns = host.TerminalWidth(file)
	}
	return min(max(columns, 0), widest)
}
