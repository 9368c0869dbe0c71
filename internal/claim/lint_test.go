package claim

import (
	"fmt"
	"strings"
	"testing"
)

func TestLint(t *testing.T) {
	const ready, rss, packages = "(/startup/ready:seconds)", "(/startup/rss:bytes)", "(/startup/packages:count)"
	tests := []struct {
		name, run, against, expect string
		want                       string // "line:column rule" of each warning
	}{
		{"starts in time", "startup ./x", "", "median" + ready + " <= 2s", ""},
		{"not slower", "startup ./x", "git:main", "ratio" + ready + " <= 1.05", ""},
		{"nothing new", "startup ./x", "git:main", "no new finding", ""},

		{"slower", "startup ./x", "git:main", "ratio" + ready + " <= 5%", "5:44 no-denominator"},
		{"slower", "startup ./x", "git:main", "ratio" + ready + " <= 95%", ""},
		{"busy", "startup ./x", "", "/startup/busy:ratio <= 5%", ""},

		{"starts", "startup ./x", "git:main", "median" + ready + " <= 2s", "4:12 pointless-against"},
		{"quiet", "startup ./x", "git:main", "no finding", "4:12 pointless-against"},

		{"p99 is low", "startup ./x", "", "median" + ready + " <= 2s", "5:11 other-statistic"},
		{"99th percentile is low", "startup ./x", "", "p99" + ready + " <= 2s", ""},
		{"P95 start", "startup ./x", "", "p90" + ready + " <= 2s", "5:11 other-statistic"},
		{"fast on average", "startup ./x", "", "median" + ready + " <= 2s", "5:11 other-statistic"},
		{"mean start", "startup ./x", "", "mean" + ready + " <= 2s", ""},
		{"median start", "startup ./x", "", "mean" + ready + " <= 2s", "5:11 other-statistic"},
		{"always ready", "startup ./x", "", ready[1:len(ready)-1] + " <= 2s", "5:11 other-statistic"},
		{"never more than that", "startup ./x", "", "p95" + ready + " <= 2s", ""},
		{"always 40 packages", "startup ./x", "", "median" + packages + " <= 40", ""},
		{"a meaningful start", "startup ./x", "", "median" + ready + " <= 2s", ""},

		{"within 200 ms", "startup ./x", "", "median" + ready + " <= 2s", "5:45 unit-mismatch"},
		{"within 0.2 seconds", "startup ./x", "", "median" + ready + " <= 200ms", ""},
		{"within 64 MB", "startup ./x", "", "median" + rss + " <= 64MiB", "5:41 unit-mismatch"},
		{"within 64MiB.", "startup ./x", "", "median" + rss + " <= 64MiB", ""},
		{"within 64 MiB", "startup ./x", "", "median" + ready + " <= 64s", "5:45 unit-mismatch"},
		{"not 5% slower", "startup ./x", "git:main", "ratio" + ready + " <= 1.05", ""},
		{"not 10 percent slower", "startup ./x", "git:main", "ratio" + ready + " <= 1.05", "5:44 unit-mismatch"},
		{"all 3 services, 2 of them in 2s", "startup ./x", "", "median" + ready + " <= 2s", ""},

		{"starts", "startup --runs 5 ./x", "", "median" + ready + " <= 2s", "3:8 too-few-runs"},
		{"starts", "startup --runs=6 ./x", "", "median" + ready + " <= 2s", ""},
		{"starts", "startup ./x -- --runs 1", "", "median" + ready + " <= 2s", ""},
		{"starts", "startup --runs=28 ./x", "", "p90" + ready + " <= 2s", "3:8 too-few-runs"},
		{"starts", "startup --runs=29 ./x", "", "p90" + ready + " <= 2s", ""},
		{"starts", "startup --runs=28 ./x", "", "p10" + ready + " >= 2s", "3:8 too-few-runs"},
		{"starts", "startup --runs=5 ./x", "", "p90" + ready + " >= 2s", ""},
		{"starts", "startup --runs=19 ./x", "", "mean" + ready + " <= 2s", "3:8 too-few-runs"},
		{"no slower", "startup --runs 5 ./x", "git:main", "ratio" + ready + " <= 1.1", "3:8 too-few-runs"},
		{"small", "startup --runs 1 ./x", "", "median" + packages + " <= 40", ""},
		{"quiet", "startup --runs 1 ./x", "", "no finding", ""},

		{"starts", "startup ./x", "", "max" + ready + " <= 2s", "5:11 no-interval"},
		{"starts", "startup ./x", "", "min" + ready + " <= 2s", "5:11 no-interval"},
		{"starts", "startup ./x", "", "median" + ready + " == 2s", "5:11 no-interval"},
		{"starts", "startup ./x", "git:main", "ratio" + ready + " != 2", "5:11 no-interval"},
		{"small", "startup ./x", "", "median" + packages + " == 40", ""},

		{"no slower", "startup ./x", "git:main", "ratio" + ready + " <= 1.02", "5:44 below-least-effect"},
		{"no slower", "startup ./x", "git:main", "ratio" + ready + " <= 1.03", ""},
		{"faster", "startup ./x", "git:main", "ratio" + ready + " < 1", "5:43 below-least-effect"},
		{"no larger", "startup ./x", "git:main", "ratio" + packages + " <= 1", ""},
	}
	for _, test := range tests {
		t.Run(test.name+"/"+test.expect, func(t *testing.T) {
			against := "# none"
			if test.against != "" {
				against = "against: " + test.against
			}
			text := fmt.Sprintf("claims:\n- name: %s\n  run: %s\n  %s\n  expect: %s\n", test.name, test.run, against, test.expect)
			f, err := Parse("c", []byte(text), known)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, w := range f.Lint() {
				got = append(got, fmt.Sprintf("%d:%d %s", w.At.Line, w.At.Column, w.Rule))
				if w.Text == "" || w.Do == "" {
					t.Errorf("%s says nothing: %+v", w.Rule, w)
				}
			}
			if strings.Join(got, "\n") != test.want {
				t.Errorf("Lint of %s = %q, want %q", test.expect, got, test.want)
			}
		})
	}
}

// TestLintText: what a warning says, for each rule that puts figures into it.
func TestLintText(t *testing.T) {
	tests := []struct{ name, run, expect, text, do string }{
		{"x", "startup ./x", "ratio(/startup/rss:bytes) <= 5%", "5% is a share of the baseline, not a difference to it", "write 1.05 for 5% more than the baseline, 0.95 for 5% less"},
		{"x", "startup ./x", "ratio(/startup/rss:bytes) >= 0.99", "a ratio of 0.99 is within 3 % of 1: equal programs differ by as much, and the verdict is nearly always unknown", "allow for 3 %: >= 0.97"},
		{"no p99", "startup ./x", "ratio(/startup/rss:bytes) >= 1.1", "", ""},
		{"x", "startup --runs 9 ./x", "p90(/startup/rss:bytes) <= 5MB", "--runs 9 is too few: p90 needs 29 runs at 95 % confidence", "write --runs 29 or leave it out"},
		{"5 GB", "startup ./x", "median(/startup/rss:bytes) <= 5MB", `the name says "5 GB", and expected is <= 5MB`, "let both say the same"},
		{"at worst", "startup ./x", "median(/startup/rss:bytes) <= 5MB", `the name says "at worst", and expected is the median`, "expect max(…), or name the claim after the median"},
		{"x", "startup ./x", "max(/startup/rss:bytes) <= 5MB", "max is that of the runs made: it has no interval, and more runs move it", "expect a quantile of it, e.g. p90, which needs 29 runs"},
	}
	for _, test := range tests {
		t.Run(test.name+"/"+test.expect, func(t *testing.T) {
			against := ""
			if strings.HasPrefix(test.expect, Ratio) {
				against = "  against: git:main\n"
			}
			f, err := Parse("c", []byte(fmt.Sprintf("claims:\n- name: %s\n  run: %s\n%s  expect: %s\n", test.name, test.run, against, test.expect)), known)
			if err != nil {
				t.Fatal(err)
			}
			got := Warning{}
			if all := f.Lint(); len(all) > 0 {
				got = all[0]
			}
			if got.Text != test.text || got.Do != test.do {
				t.Errorf("Lint = %q, %q, want %q, %q", got.Text, got.Do, test.text, test.do)
			}
		})
	}
}
