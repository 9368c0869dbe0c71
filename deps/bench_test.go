package deps

import (
	"context"
	"io"
	"os"
	"testing"
)

// BenchmarkLoad reads the graph of the module in the folder that CUPEL_BENCH_DIR names, by default this one.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		g, err := Load(context.Background(), Options{Dir: benchDir(), Env: os.Environ()})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(g.Packages)), "packages")
	}
}

// BenchmarkEncode looks at a graph, summarizes it and writes its JSON.
func BenchmarkEncode(b *testing.B) {
	g, err := Load(context.Background(), Options{Dir: benchDir(), Env: os.Environ()})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := Summarize(g.View(g.Scope())).Encode(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func benchDir() string {
	if dir := os.Getenv("CUPEL_BENCH_DIR"); dir != "" {
		return dir
	}
	return ".."
}
