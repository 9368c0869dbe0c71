package manifest

import "testing"

var statisticNames = []string{"median", "mean", "min", "max", "ratio", "p90", "p50"}

func TestNearest(t *testing.T) {
	metrics := []string{"/startup/ready:seconds", "/startup/rss:bytes", "/startup/read:bytes", "/startup/cpu:seconds"}
	tests := []struct {
		word, want string
		known      []string
	}{
		{"/startup/redy:seconds", "/startup/ready:seconds", metrics},
		{"/Startup/RSS:Bytes", "/startup/rss:bytes", metrics},
		{"/startup/cpu", "/startup/cpu:seconds", metrics},
		{"cpu", "/startup/cpu:seconds", metrics},
		{"medain", "median", statisticNames},
		{"p92", "p90", statisticNames},
		{"average", "", statisticNames},
		{"x", "", metrics},
		{"", "", metrics},
		{"name", "", nil},
	}
	for _, test := range tests {
		if got := Nearest(test.word, test.known); got != test.want {
			t.Errorf("Nearest(%q) = %q, want %q", test.word, got, test.want)
		}
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"ab", "ba", 1},
		{"kitten", "sitting", 3}, {"naïve", "naive", 1}, {"ca", "abc", 3},
	}
	for _, test := range tests {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
