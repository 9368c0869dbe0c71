package experiment

import (
	"fmt"
	"net"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseStat(t *testing.T) {
	line := "42 (a (b) c) Z 7 40 40 0 -1 4194560 100 20 3 4 5 6 7 8 20 0 1 0 9876 0 0\n"
	got, err := parseStat([]byte(line))
	if err != nil {
		t.Fatal(err)
	}
	want := process{
		pid: 42, parent: 7, group: 40, name: "a (b) c", zombie: true,
		started: 9876, minor: 120, major: 7,
	}
	if got != want {
		t.Errorf("parseStat = %+v, want %+v", got, want)
	}
	for _, bad := range []string{"", "42", "42 (a", "42 ) a (", "42 (a) R 1 2", "x" + line} {
		if p, err := parseStat([]byte(bad)); err == nil {
			t.Errorf("parseStat(%q) = %+v, want an error", bad, p)
		}
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add([]byte("42 (a) Z 7 40 40 0 -1 4194560 100 20 3 4 5 6 7 8 20 0 1 0 9876 0 0\n"))
	f.Add([]byte("1 (()) S 1"))
	f.Fuzz(func(t *testing.T, b []byte) { parseStat(b) })
}

func TestParsePeak(t *testing.T) {
	for status, want := range map[string]int64{
		"Name:\tx\nVmPeak:\t  9 kB\nVmHWM:\t    1234 kB\nVmRSS:\t 5 kB\n": 1234 << 10,
		"Name:\tVmHWM:\n":    -1,
		"Name:\nVmHWM: kB\n": -1,
		"":                   -1,
	} {
		if got := parsePeak([]byte(status)); got != want {
			t.Errorf("parsePeak(%q) = %d, want %d", status, got, want)
		}
	}
}

func FuzzParsePeak(f *testing.F) {
	f.Add([]byte("Name:\tx\nVmHWM:\t    1234 kB\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if n := parsePeak(b); n < -1 {
			t.Errorf("parsePeak(%q) = %d", b, n)
		}
	})
}

const (
	tcpHead  = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"
	tcpLine  = "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0\n"
	tcpBusy  = "   1: 0100007F:1F91 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100 0 0 10 0\n"
	tcp6Line = "   0: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 100 0 0 10 0\n"
	unixHead = "Num       RefCount Protocol Flags    Type St Inode Path\n"
	unixLine = "0000000000000000: 00000002 00000000 00010000 0001 01  4714 /run/4714 a b\n"
	unixBusy = "0000000000000000: 00000003 00000000 00000000 0001 03  4715\n"
	abstract = "0000000000000000: 00000002 00000000 00010000 0001 01 471699 @x\n"
)

func TestScan(t *testing.T) {
	tcp, tcp6, unix := tables()[0], tables()[1], tables()[2]
	tests := []struct {
		name  string
		table table
		text  string
		want  []string
	}{
		{"tcp4", tcp, tcpHead + tcpLine, []string{"tcp4 127.0.0.1:8080 8080 4711 3"}},
		{"tcp6", tcp6, tcpHead + tcp6Line, []string{"tcp6 [::1]:80 80 4713 0"}},
		{"only those that listen", tcp, tcpHead + tcpBusy + tcpLine,
			[]string{"tcp4 127.0.0.1:8080 8080 4711 3"}},
		{"unix", unix, unixHead + unixBusy + unixLine + abstract,
			[]string{"unix /run/4714 a b 0 4714 0", "unix @x 0 471699 0"}},
		{"empty", tcp, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			tt.table.scan(strings.NewReader(tt.text), func(s socket) {
				got = append(got, fmt.Sprint(s.Network, " ", s.Address, " ", s.Port, " ", s.inode, " ", s.backlog))
			})
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("sockets (-want +got):\n%s", d)
			}
		})
	}
}

func FuzzScan(f *testing.F) {
	f.Add(tcpHead + tcpLine + tcpBusy)
	f.Add(tcpHead + tcp6Line)
	f.Add(unixHead + unixLine + unixBusy + abstract)
	f.Fuzz(func(t *testing.T, text string) {
		for _, table := range tables() {
			table.scan(strings.NewReader(text), func(s socket) {
				if s.Network == "" || s.Port < 0 || s.backlog < 0 {
					t.Errorf("scan(%q) = %+v", text, s)
				}
			})
		}
	})
}

func TestClassify(t *testing.T) {
	const control = 97
	for line, want := range map[string]sleep{
		"running":                                    awake,
		"-1 0x7ffd 0x55":                             awake,
		"":                                           awake,
		call(futex, 0x80, 0, 0):                      sleepForever,
		call(futex, 0x89, 0, 0):                      sleepForever,
		call(futex, 0x80, 0, 0xc000):                 sleepLimited,
		call(futex, 0x81, 0, 0):                      awake,
		call(nanosleep, 0, 0, 0):                     sleepLimited,
		syscallLine(read, control, 1, 1, 0):          sleepReading,
		syscallLine(read, control+1, 1, 1, 0):        awake,
		syscallLine(futex, 0, 0, 0, 0) + " trailing": sleepForever,
		"202 0x1":                                    awake,
		"99999999999999999999 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0": awake,
	} {
		if got := classify(line, control); got != want {
			t.Errorf("classify(%q) = %d, want %d", line, got, want)
		}
	}
}

func FuzzClassify(f *testing.F) {
	f.Add(call(futex, 0x80, 0, 0))
	f.Add("running")
	f.Fuzz(func(t *testing.T, line string) { classify(line, 97) })
}

// What sock_diag tells must be what /proc/net tells of the same sockets.
func TestDiagnoseAgreesWithFiles(t *testing.T) {
	for _, address := range []string{"127.0.0.1:0", "[::1]:0", ":0"} {
		l, err := net.Listen("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		conn, err := net.Dial("tcp", l.Addr().String()) // backlog 1
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	inodes, err := socketInodes(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	mine := map[uint64]bool{}
	for _, n := range inodes {
		mine[n] = true
	}
	for _, table := range tables()[:2] {
		fast, err := diagnose(table.family)
		if err != nil {
			t.Skipf("this kernel has no sock_diag: %v", err)
		}
		got, want := map[uint64]string{}, map[uint64]string{}
		for _, s := range fast {
			if mine[s.inode] {
				got[s.inode] = fmt.Sprint(s.Address, s.Port, s.backlog)
			}
		}
		table.collect(func(s socket) {
			if mine[s.inode] {
				want[s.inode] = fmt.Sprint(s.Address, s.Port, s.backlog)
			}
		})
		if d := cmp.Diff(want, got); d != "" || len(want) == 0 {
			t.Errorf("%s: %d sockets (-file +sock_diag):\n%s", table.network, len(want), d)
		}
	}
}

func FuzzParseDiag(f *testing.F) {
	f.Add(diagQuery(2))
	f.Add(append(diagQuery(10), make([]byte, 16)...))
	f.Add([]byte{16, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		list, _, _ := parseDiag(b)
		for _, s := range list {
			if s.Port < 0 || s.Address == "" {
				t.Errorf("parseDiag(%q) = %+v", b, s)
			}
		}
	})
}
