package html

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/cupelgo/cupel/internal/report"
)

func value(v float64) *float64 { return &v }

// sample is a report with every kind of content, as `cupel startup` and `cupel compare` make them.
func sample() *report.Document {
	return &report.Document{
		Answer:    "api is ready after 812 ms (median of 9 plain runs, 95 % CI 805–820 ms); 58 % of it: config.init.0 waits for the network in package init",
		Notes:     []string{"the machine was busy: load 3.2 on 2 cores", "costs are those of the traced run, which took 828 ms, 1.02 times as long as the plain ones"},
		Footnotes: []string{"one run only", "with the tracer on"},
		Origin: report.Origin{
			Record: "20261121T190508Z-654d6c", Kind: "startup", Tool: "cupel v0.1.0, analysis 4",
			Created: time.Date(2026, 11, 21, 19, 5, 8, 0, time.UTC),
		},
		Sections: []report.Section{
			{KeyValues: []report.KeyValue{
				{Key: "ready", Value: "when it accepts connections on 127.0.0.1:8080"},
				{Key: "used", Value: "CPU 33.5 ms, RSS 53.8 MiB, minor faults 3.26k (medians of plain runs)"},
			}, Table: phases()},
			{Title: "when what ran", Figure: waterfallFigure()},
			{Title: "causes on the critical path, traced run", Findings: causes()},
			{Paragraph: "the causes above: 90 % of the path; smaller pieces: 10 %; not attributed: 0 %"},
			{Title: "goroutines", Figure: timelineFigure(8, 200)},
			{Title: "where the CPU time goes", Figure: flameFigure(400, "seconds")},
			{Title: "compared with git:v1.4.0", Figure: effectsFigure()},
			{Title: "history", Figure: chartFigure()},
			{Title: "what imports what", Figure: networkFigure(60, 140)},
			{Title: "structure of the own code", Figure: matrixFigure(12)},
			{Title: "where the source is", Figure: treemapFigure(4, 4)},
			{Aside: "packages", Title: "package init, longest of 472", Table: &report.Table{
				Columns: []report.Column{{Name: "package"}, {Name: "time", Align: report.Right}},
				Rows: [][]report.Cell{
					{{Text: "github.com/alecthomas/chroma/v2/lexers"}, {Text: "12.2 ms", Value: value(0.01217)}},
					report.Row("golang.org/x/crypto/x509roots/fallback", "1.3 ms"),
				},
			}},
			{Title: "evidence", KeyValues: []report.KeyValue{
				{Key: "record", Value: ".cupel/20261121T190508Z-654d6c/evidence.json"},
				{Key: "trace", Value: "go tool trace .cupel/20261121T190508Z-654d6c/trace.out", Literal: true},
				{Key: "allocations", Value: "go tool pprof -http=: .cupel/20261121T190508Z-654d6c/allocs.pb.gz", Literal: true, Aside: true},
			}},
		},
	}
}

func phases() *report.Table {
	return &report.Table{
		Columns: []report.Column{{Name: "phase"}, {Name: "time", Align: report.Right}, {Name: "share", Align: report.Right}},
		Rows: [][]report.Cell{
			{{Text: "process start (exec to first init)"}, {Text: "2.1 ms", Note: 1, Value: value(0.00213)}, {Text: "0.3 %", Value: value(0.0026)}},
			{{Text: "  of it the dynamic loader"}, {Text: "0.6 ms", Value: value(0.0006)}},
			{{Text: "package init"}, {Text: "548 ms", Value: value(0.548123)}, {Text: "66 %", Value: value(0.66)}},
			{{Text: "main to ready"}, {Text: "278 ms", Value: value(0.278)}, {Text: "34 %", Value: value(0.336)}},
			{{Text: "ready, traced run"}, {Text: "828 ms", Value: value(0.828), Note: 2}, {Text: "100 %", Value: value(1)}},
		},
	}
}

func causes() []report.Entry {
	return []report.Entry{
		{
			Rank: 1, Severity: "high", ID: "network-at-init", Cost: "472 ms", Share: "57 %", Note: 2,
			Place: "github.com/acme/platform/services/api/internal/config.init.0", File: "internal/config/config.go:14",
			Statement: "waits for the network in package init: net/http.(*Client).Get",
			Details: []report.KeyValue{
				{Key: "do", Value: "move the request out of init: fetch on first use with sync.OnceValue, or in main with a context"},
				{Key: "why", Value: "Nothing else can start meanwhile. Seen: 1 wait of 471 ms for config.acme.example:443."},
				{Key: "via", Value: "github.com/acme/platform/pkg/remote.Load"},
				{Key: "imported", Value: "github.com/acme/platform/services/api → github.com/acme/platform/services/api/internal/config", Aside: true},
				{Key: "explain", Value: "cupel explain network-at-init", Literal: true, Aside: true},
			},
		},
		{
			Rank: 2, Severity: "medium", ID: "regexp-at-init", Cost: "61.2 ms", Share: "7.4 %",
			Place: "github.com/alecthomas/chroma/v2/lexers.init", File: "github.com/alecthomas/chroma/v2@v2.27.0/lexers/lexers.go:25",
			Statement: "compiles regular expressions in package init",
			Details:   []report.KeyValue{{Key: "do", Value: "compile on first use"}, {Key: "why", Value: "Every start compiles them again."}},
		},
		{Rank: 3, Severity: "low", ID: "gc-on-path", Cost: "9.87 ms", Share: "1.2 %", Place: "main.main", Statement: "waits for or helps the garbage collector"},
		{Severity: "info", ID: "serial-waits", Statement: "3 waits stand in a row", Details: []report.KeyValue{{Value: "unranked, and without a place"}}},
	}
}

func waterfallFigure() *report.Figure {
	bars := []report.Bar{
		{Label: "runtime", Text: "2.1 ms", From: 0, To: 0.0021},
		{Label: "golang.org/x/net/http2.init", Place: "http2.go:31", Text: "1.1 ms, 0.1 %", Class: "cpu", From: 0.0021, To: 0.0032},
		{Label: "github.com/acme/platform/services/api/internal/config.init.0", Place: "internal/config/config.go:14", Text: "472 ms, 57 %", Class: "network", From: 0.0032, To: 0.4752},
		{Label: "github.com/alecthomas/chroma/v2/lexers.init", Text: "61.2 ms, 7.4 %", Class: "cpu", From: 0.4752, To: 0.5364},
		{Label: "main.main", Text: "278 ms, 34 %", Class: "file", From: 0.55, To: 0.828},
	}
	marks := []report.Mark{{At: 0.0021, Name: "first init"}, {At: 0.55, Name: "main.main"}, {At: 0.828, Name: "ready"}}
	return &report.Figure{
		Title: "Init functions over time", Caption: "More than half of the time passes in one bar, config.init.0, while nothing else runs.",
		Waterfall: &report.Waterfall{Total: 0.828, Marks: marks, Bars: bars},
	}
}

// timelineFigure has lanes of stretches that follow one another, and a path that wanders through them.
func timelineFigure(lanes, each int) *report.Figure {
	random := rand.New(rand.NewPCG(1, 2))
	const total = 0.828
	t := &report.Timeline{Total: total, Marks: []report.Mark{{At: 0.55, Name: "main.main"}, {At: total, Name: "ready"}}}
	states := []string{"running", "waiting", "runnable", "syscall"}
	for i := range lanes {
		lane := report.Lane{Label: fmt.Sprintf("goroutine %d github.com/acme/platform/services/api.worker%d", i+1, i), Text: "ran 12.3 ms, waited 400 ms"}
		at := total * random.Float64() / 4
		for range each {
			length := (total - at) * random.Float64() * 2 / float64(each)
			lane.States = append(lane.States, report.Stretch{From: at, To: at + length, Class: states[random.IntN(len(states))]})
			at += length
		}
		t.Lanes = append(t.Lanes, lane)
	}
	kinds := []string{"cpu", "network", "lock", "channel", "gc", ""}
	const legs = 40
	for i := range legs {
		lane := &t.Lanes[(i/3*7)%lanes]
		from := total * float64(i) / legs
		lane.Path = append(lane.Path, report.Stretch{From: from, To: from + total/legs, Class: kinds[i/3%len(kinds)], Text: fmt.Sprintf("step %d in acme.Load", i)})
	}
	return &report.Figure{Title: "Goroutines and the critical path", Caption: "The strong bars are the critical path, from the first instruction to ready.", Timeline: t}
}

// flameFigure has about as many frames as asked for.
func flameFigure(frames int, unit string) *report.Figure {
	random := rand.New(rand.NewPCG(3, 4))
	kinds := []string{"main", "module", "std", "runtime"}
	packages := []string{"main", "github.com/acme/platform/pkg/remote", "encoding/json", "runtime"}
	left := frames
	var grow func(value float64, depth int) []report.Node
	grow = func(value float64, depth int) []report.Node {
		var nodes []report.Node
		rest := value * (0.9 + random.Float64()/10)
		for i := range 1 + random.IntN(4) {
			part := rest * (0.3 + 0.6*random.Float64())
			if depth < 3 && i == 0 {
				part = rest * 0.97
			}
			if rest -= part; left == 0 || part < 0.0008 || depth > 40 {
				break
			}
			k := min(3, (depth+random.IntN(4))/4)
			left--
			n := report.Node{Name: fmt.Sprintf("%s.function%d", packages[k], random.IntN(frames/3+1)), Place: fmt.Sprintf("file.go:%d", random.IntN(900)), Kind: kinds[k], Value: part}
			n.Calls = grow(part, depth+1)
			nodes = append(nodes, n)
		}
		return nodes
	}
	roots := grow(1, 0)
	roots = append(roots, report.Node{Name: "runtime.tiny", Kind: "runtime", Value: 0.0001})
	return &report.Figure{Title: "CPU time of all goroutines", Caption: "Two thirds of the CPU time decode JSON.", Flame: &report.Flame{Unit: unit, Total: 1.01, Roots: roots}}
}

func effectsFigure() *report.Figure {
	return &report.Figure{Title: "Candidate / baseline", Caption: "Ready comes 8 % sooner; the heap is larger.", Effects: &report.Effects{Least: 0.03, Rows: []report.Effect{
		{Label: "ready", Ratio: 0.92, Lo: 0.9, Hi: 0.94, Outcome: "improved", Better: "lower"},
		{Label: "CPU time", Ratio: 1.004, Lo: 0.99, Hi: 1.018, Outcome: "within noise", Better: "lower"},
		{Label: "heap at ready", Ratio: 1.31, Lo: 1.25, Hi: 1.36, Outcome: "regressed", Better: "lower"},
		{Label: "minor faults", Ratio: 1.02, Lo: 0.94, Hi: 1.12, Outcome: "no difference found", Better: "lower"},
		{Label: "size of the executable", Ratio: 1, Outcome: "no difference found", Better: "none"},
	}}}
}

func chartFigure() *report.Figure {
	random := rand.New(rand.NewPCG(5, 6))
	day := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	series := []report.Series{{Name: "ready"}, {Name: "package init"}}
	for i := range 12 {
		for j := range series {
			v := 0.62 - 0.35*float64(j) + 0.05*random.Float64()
			if i > 7 {
				v += 0.12
			}
			at := day.AddDate(0, 0, 11*i)
			series[j].Points = append(series[j].Points, report.Point{At: at, Value: v, Lo: v * 0.96, Hi: v * 1.05, Label: fmt.Sprintf("v1.%d.0", i), Record: fmt.Sprintf("2026%02d-0a1b2c", i)})
		}
	}
	return &report.Figure{Title: "Ready over the versions", Caption: "A step upwards at v1.8.0.", Chart: &report.Chart{
		Unit: "seconds", Better: "lower", Series: series, Marks: []report.ChartMark{{At: day.AddDate(0, 0, 86), Text: "Go 1.26"}},
	}}
}

// denseFlame has 5,000 frames, none of which is too narrow to be shown: 100 stacks of 50.
func denseFlame() *report.Figure {
	f := &report.Flame{Unit: "seconds", Total: 1}
	for i := range 100 {
		var calls []report.Node
		for j := range 50 {
			name := fmt.Sprintf("github.com/acme/platform/pkg/package%d.(*Type).method%d", j, (i*50+j)%2000)
			calls = []report.Node{{Name: name, Place: fmt.Sprintf("pkg/package%d/file.go:%d", j, i), Kind: kinds[j%4].name, Value: 0.01, Calls: calls}}
		}
		f.Roots = append(f.Roots, calls...)
	}
	return &report.Figure{Title: "dense", Flame: f}
}

// large is as much as a report may have to hold: 200,000 stretches in 300 lanes, three flame graphs of 5,000 frames.
func large() *report.Document {
	d := &report.Document{Answer: "a large report", Sections: []report.Section{{Title: "timeline", Figure: timelineFigure(300, 667)}}}
	for _, name := range []string{"CPU", "off CPU", "allocations"} {
		d.Sections = append(d.Sections, report.Section{Title: name, Figure: denseFlame()})
	}
	return d
}
