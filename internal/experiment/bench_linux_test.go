package experiment

import (
	"net"
	"os"
	"testing"
)

// The cost of one look at a program of a few threads and descriptors is what watching takes from
// it every 0.1 to 1 ms.
func BenchmarkLook(b *testing.B) {
	b.Run("no socket", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sockets([]int{os.Getpid()})
			peakRSS(os.Getpid())
		}
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	b.Run("listener", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sockets([]int{os.Getpid()})
			peakRSS(os.Getpid())
		}
	})
}
