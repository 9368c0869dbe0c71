package claim

import (
	"strconv"
	"strings"
	"testing"
)

// TestCanonical: what String gives means the same, and is the same for what means the same.
func TestCanonical(t *testing.T) {
	tests := []struct{ text, want string }{
		{"/startup/ready:seconds <= 2s", "median(/startup/ready:seconds) <= 2s"},
		{"median ( /startup/ready:seconds )<=2000 ms", "median(/startup/ready:seconds) <= 2s"},
		{"p05(/startup/ready:seconds) > 0.2s", "p5(/startup/ready:seconds) > 0.2s"},
		{"mean(/startup/cpu:seconds) < 90s", "mean(/startup/cpu:seconds) < 90s"},
		{"mean(/startup/cpu:seconds) < 120s", "mean(/startup/cpu:seconds) < 2min"},
		{"max(/startup/ready:seconds) >= 0.5µs", "max(/startup/ready:seconds) >= 0.5us"},
		{"max(/startup/ready:seconds) >= 1.5μs", "max(/startup/ready:seconds) >= 1.5us"},
		{"min(/startup/rss:bytes) != 1.5GiB", "min(/startup/rss:bytes) != 1.5GiB"},
		{"/startup/rss:bytes <= 64000 kB", "median(/startup/rss:bytes) <= 64MB"},
		{"/startup/rss:bytes > 0", "median(/startup/rss:bytes) > 0B"},
		{"/startup/packages:count == 1.2e3", "median(/startup/packages:count) == 1200"},
		{"/startup/busy:ratio < 5%", "median(/startup/busy:ratio) < 0.05"},
		{"ratio(/startup/ready:seconds) <= 105%", "ratio(/startup/ready:seconds) <= 1.05"},
		{`/startup/class:seconds{ phase = init,class="a \"b\", c\\" } < 1s`, `median(/startup/class:seconds{class="a \"b\", c\\",phase=init}) < 1s`},
		{"no finding", "no finding"},
		{"no new  finding severity >= medium class = network", "no new finding class=network severity>=medium"},
		{`no finding package="github.com/a/b"`, "no finding package=github.com/a/b"},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			got := expectation(t, "'"+test.text+"'").String()
			if got != test.want {
				t.Errorf("String of %q = %q, want %q", test.text, got, test.want)
			}
			if again := expectation(t, "'"+got+"'").String(); again != got {
				t.Errorf("String of %q = %q", got, again)
			}
		})
	}
}

// TestExpectationMistakes gives columns from the beginning of the expectation.
func TestExpectationMistakes(t *testing.T) {
	tests := []struct{ text, want string }{
		{"<= 2s", `1: an expectation is a comparison like median(/startup/ready:seconds) <= 2s, or begins with no finding; here is "<"`},
		{"median", "7: median wants a metric in brackets: the expectation ends"},
		{"median(", "8: a metric is missing: the expectation ends"},
		{"median(/startup/ready:seconds <= 2s", `31: the bracket is not closed: here is "<"`},
		{"medain(/startup/ready:seconds) <= 2s", `1: "medain" is no statistic: they are median, mean, min, max, p1 to p99 and ratio (did you mean median?)`},
		{"avg(/startup/redy:seconds) <= 2 mb", `1: "avg" is no statistic: they are median, mean, min, max, p1 to p99 and ratio` +
			"\n" + `5: startup measures nothing that is called "/startup/redy:seconds" (did you mean /startup/ready:seconds?)` +
			"\n" + `33: "mb" is no unit of /startup/redy:seconds, which wants h, min, s, ms, us, µs, ns (did you mean ms?)`},
		{"p100(/startup/ready:seconds) <= 2s", `1: quantiles are p1 to p99, here is "p100"`},
		{"p0(/startup/ready:seconds) <= 2s", `1: quantiles are p1 to p99, here is "p0"`},
		{"p99.9(/startup/ready:seconds) <= 2s", `1: quantiles are p1 to p99, here is "p99.9"`},
		{"ratio(/startup/ready:seconds) <= 1.05", "1: a ratio has no denominator here: the claim needs the key against, e.g. git:origin/main"},
		{"/startup/ready <= 2s", `1: startup measures nothing that is called "/startup/ready" (did you mean /startup/ready:seconds?)`},
		{"/startup/ready:seconds", "23: one of <= < >= > == != is missing: the expectation ends"},
		{"/startup/ready:seconds = 2s", `24: "=" is no operator: write ==`},
		{"/startup/ready:seconds =< 2s", `24: "=<" is no operator: write <=`},
		{"/startup/ready:seconds ≤ 2s", `24: "≤" is no operator: write <=`},
		{"/startup/ready:seconds <=", "26: a quantity is missing: the expectation ends"},
		{"/startup/ready:seconds <= fast", `27: "fast" is no quantity like 2s, 64MiB or 1.05`},
		{"/startup/ready:seconds <= -1s", `27: "-1s" is below nothing: no metric is`},
		{"/startup/ready:seconds <= 1e999s", `27: "1e999" is beyond all numbers`},
		{"/startup/ready:seconds <= 1,5s", "28: a number has no commas"},
		{"/startup/ready:seconds <= 2", "28: 2 has no unit: /startup/ready:seconds wants h, min, s, ms, us, µs, ns"},
		{"/startup/ready:seconds <= 2 seconds", `29: "seconds" is no unit of /startup/ready:seconds, which wants h, min, s, ms, us, µs, ns (did you mean s?)`},
		{"/startup/ready:seconds <= 2MiB", `28: "MiB" is no unit of /startup/ready:seconds, which wants h, min, s, ms, us, µs, ns`},
		{"/startup/rss:bytes <= 5mb", `24: "mb" is no unit of /startup/rss:bytes, which wants GiB, GB, MiB, MB, KiB, kB, B (did you mean MB?)`},
		{"/startup/packages:count <= 5B", `29: /startup/packages:count is a count, which has no unit: leave "B" out`},
		{"/startup/ready:seconds <= 2s and more", `30: the expectation should end: here is "and"; a claim has one expectation, make another claim of what else must hold`},
		{"2s >= /startup/ready:seconds", "1: a comparison begins with what is measured, and ends with the quantity: turn it round"},
		{"/startup/class:seconds{class} <= 1s", `29: a label wants a name, = and a value, like class=network: here is "}"`},
		{"/startup/class:seconds{a=b,a=c} <= 1s", `28: the label "a" is given twice`},
		{"/startup/class:seconds{a=b c=d} <= 1s", `28: the labels want a comma or a closing brace: here is "c"`},
		{`/startup/class:seconds{a="b} <= 1s`, "26: the quote is not closed"},
		{"no", "3: no wants the word finding: the expectation ends"},
		{"no network", `4: no wants the word finding, here is "network"`},
		{"no new finding", "4: new findings are those that a baseline does not have: the claim needs the key against, e.g. git:origin/main"},
		{"no finding klass=network phase=inti", `12: findings have no "klass", only rule, class, phase, severity, package (did you mean class?)` +
			"\n" + `32: no finding has the phase "inti": init, main, runtime (did you mean init?)`},
		{"no finding module=x", `12: findings have no "module", only rule, class, phase, severity, package`},
		{"no finding class=cpu class=sleep", "22: class is given twice"},
		{"no finding class>=cpu", "17: class has no order: write ="},
		{"no finding severity>=mediun", `22: no finding has the severity "mediun": info, low, medium, high (did you mean medium?)`},
		{"no finding class network", `18: "class" wants = or >= and a value: here is "network"`},
		{"no finding class=", "18: a value is missing: the expectation ends"},
		{"no finding, class=cpu", `11: a condition wants a key, = and a value, like class=network: here is ","`},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			_, err := Parse("c", []byte(claims("|-\n      "+test.text)), known)
			if err == nil {
				t.Fatalf("no mistake in %q", test.text)
			}
			if got := shifted(t, err.Error()); got != test.want {
				t.Errorf("mistakes of %q:\n%s\nwant:\n%s", test.text, got, test.want)
			}
		})
	}
}

// shifted makes columns count from the beginning of an expectation in column 7 of line 5.
func shifted(t *testing.T, mistakes string) string {
	t.Helper()
	var out []string
	for line := range strings.SplitSeq(mistakes, "\n") {
		place, text, _ := strings.Cut(strings.TrimPrefix(line, "c:5:"), ": ")
		column, err := strconv.Atoi(place)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		out = append(out, strconv.Itoa(column-6)+": "+text)
	}
	return strings.Join(out, "\n")
}
