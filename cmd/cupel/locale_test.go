package main

import "testing"

func TestWantsASCII(t *testing.T) {
	tests := []struct {
		name     string
		env      []string
		goos     string
		terminal bool
		want     bool
	}{
		{"nothing set, a pipe", nil, "linux", false, false},
		{"nothing set, a terminal", nil, "linux", true, true},
		{"nothing set, a Windows console", nil, "windows", true, false},
		{"UTF-8", []string{"LANG=de_DE.UTF-8"}, "linux", true, false},
		{"utf8 in small letters", []string{"LANG=C.utf8"}, "linux", true, false},
		{"with a modifier", []string{"LANG=ca_ES.UTF-8@valencia"}, "linux", true, false},
		{"macOS names the encoding alone", []string{"LC_CTYPE=UTF-8"}, "darwin", true, false},
		{"C in a pipe", []string{"LANG=C"}, "linux", false, true},
		{"POSIX", []string{"LANG=POSIX"}, "linux", true, true},
		{"no encoding named", []string{"LANG=de_DE"}, "linux", true, true},
		{"another encoding", []string{"LANG=de_DE.ISO-8859-1"}, "linux", true, true},
		{"with the euro", []string{"LANG=de_DE@euro"}, "linux", true, true},
		{"LC_ALL comes first", []string{"LANG=C.UTF-8", "LC_CTYPE=C.UTF-8", "LC_ALL=C"}, "linux", false, true},
		{"LC_CTYPE before LANG", []string{"LANG=C", "LC_CTYPE=C.UTF-8"}, "linux", true, false},
		{"an empty one is not set", []string{"LC_ALL=", "LC_CTYPE=", "LANG=C.UTF-8"}, "linux", true, false},
		{"C on Windows, as a shell there may have it", []string{"LC_ALL=C"}, "windows", false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := wantsASCII(test.env, test.goos, test.terminal); got != test.want {
				t.Errorf("wantsASCII(%q, %s, %t) = %t, want %t", test.env, test.goos, test.terminal, got, test.want)
			}
		})
	}
}
