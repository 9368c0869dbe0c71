package gotrace

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

//go:generate sh testdata/record.sh

// recorded returns the recorded traces by name, e.g. "mutex-go1.26.0".
func recorded(tb testing.TB) map[string][]byte {
	files, err := filepath.Glob("testdata/*.trace")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no recorded traces: %v", err)
	}
	all := map[string][]byte{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".trace")] = data
	}
	return all
}
