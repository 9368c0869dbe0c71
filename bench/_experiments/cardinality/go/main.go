// The cardinality experiment: one process records the same observations with labels, by the
// Prometheus client or by the OpenTelemetry SDK, and is scraped as a Prometheus server would.
//
//	cardinality [-observations N] [-device-of-rank] [-range N] KIND MODELS,RANKS,DEVICES,STEPS
//
// The last argument says how many values each label has.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
)

func main() {
	observations := flag.Int("observations", 32000, "how many values are recorded")
	var l labels
	flag.BoolVar(&l.deviceOfRank, "device-of-rank", false, "a rank has one device, not all")
	flag.IntVar(&l.stepRange, "range", 1, "how many steps share one value of the label step")
	flag.Parse()
	if err := l.parse(flag.Arg(1)); err != nil {
		fail(err)
	}
	r, err := newRecorder(flag.Arg(0))
	if err != nil {
		fail(err)
	}
	if err := measure(r, l.sets(*observations)); err != nil {
		fail(err)
	}
}

// recorder is one way to keep observations that have labels, until they are scraped.
type recorder interface {
	record(values []string, value float64)
	scrape() ([]byte, error)
}

func newRecorder(kind string) (recorder, error) {
	if kind == "prom" {
		return newProm(), nil
	}
	return newOtel(kind)
}

// measure records one value for each set, scrapes, and prints the figures and the proof of work.
func measure(r recorder, sets [][]string) error {
	heap, cpu := heapBytes(), cpuSeconds()
	for i, set := range sets {
		r.record(set, valueOf(i))
	}
	recordCPU := cpuSeconds() - cpu
	held := heapBytes() - heap // before a scrape: buffers of scrapes are no part of a series

	page, scrapeCPU, err := scrapeLeast(r)
	if err != nil {
		return err
	}
	got, err := read(page)
	if err != nil {
		return err
	}
	var want float64
	for i := range sets {
		want += valueOf(i)
	}
	if got.sum != want {
		return fmt.Errorf("the scrape sums up to %v, recorded was %v", got.sum, want)
	}
	fmt.Printf("%d observations, and the sum of all in the scrape is %.0f\n", len(sets), got.sum)
	fmt.Printf("BenchmarkCardinality 1 %d /cardinality/sets:count %d /cardinality/series:count "+
		"%d /cardinality/payload:bytes %.6g /cardinality/set_heap:bytes "+
		"%.6g /cardinality/record_cpu:seconds %.6g /cardinality/scrape_cpu:seconds "+
		"%.6g /cardinality/series_cpu:seconds\n",
		got.sets, got.series, len(page), float64(held)/float64(got.sets),
		recordCPU/float64(len(sets)), scrapeCPU, scrapeCPU/float64(got.series))
	runtime.KeepAlive(r)
	return nil
}

// scrapeLeast scrapes until it has used enough CPU time to be told from noise: once where there are
// many series, often where there are few. All scrapes give the same page.
func scrapeLeast(r recorder) (page []byte, least float64, err error) {
	const enough = 0.05 // seconds
	for used := 0.0; used < enough; {
		start := cpuSeconds()
		if page, err = r.scrape(); err != nil {
			return nil, 0, err
		}
		cpu := cpuSeconds() - start
		if used == 0 || cpu < least {
			least = cpu
		}
		used += cpu
	}
	return page, least, nil
}

// valueOf is a whole number, so that sums are exact in any order.
func valueOf(i int) float64 { return float64(1 + i*7919%997) }

// page is what a scrape holds.
type page struct {
	sets, series int
	sum          float64
}

// read counts the time series of a page, one a line, and adds up what was recorded: a label set has
// one line that ends a counter (_total) or is the sum of a histogram (_sum).
func read(text []byte) (p page, err error) {
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		p.series++
		name, _, _ := strings.Cut(line, "{")
		if !strings.HasSuffix(name, "_total") && !strings.HasSuffix(name, "_sum") {
			continue
		}
		p.sets++
		value, err := strconv.ParseFloat(strings.TrimSpace(line[strings.LastIndexByte(line, ' '):]), 64)
		if err != nil {
			return p, err
		}
		p.sum += value
	}
	return p, nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "cardinality:", err)
	os.Exit(1)
}
