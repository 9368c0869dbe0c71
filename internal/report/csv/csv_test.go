package csv

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

func TestRender(t *testing.T) {
	rec := &evidence.Record{Metrics: []evidence.Metric{
		{Name: "/bench/cpu:seconds", Unit: "seconds", Pass: "plain", Labels: map[string]string{"arm": `old, "x"`, "a": "b"}, Samples: []float64{1, 2, 3},
			Summary: evidence.Summary{N: 3, Median: 2}},
		{Name: "/bench/one:bytes", Unit: "bytes", Pass: "plain", Samples: []float64{1e9}, Summary: evidence.Summary{N: 1, Median: 1e9, CI95: &[2]float64{1, 2}}},
		{Name: "/bench/none:bytes", Unit: "bytes", Pass: "plain", Labels: map[string]string{"=1+1\n": "::error::x"}},
	}}
	want := `metric,pass,labels,unit,n,median,ci95_low,ci95_high,mean,stddev,min,max
/bench/cpu:seconds,plain,"a=b;arm=old, ""x""",seconds,3,2,,,2,1,1,3
/bench/one:bytes,plain,,bytes,1,1e+09,1,2,1e+09,,1e+09,1e+09
/bench/none:bytes,plain,'=1+1 =::error::x,bytes,0,0,,,,,,
`
	var out bytes.Buffer
	if err := Render(&out, rec); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
