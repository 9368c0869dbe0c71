package experiment

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	freeTime = 2 * time.Second // for the ports of the run before to become free
	freePoll = 5 * time.Millisecond
)

// awaitFree waits until nobody listens any more where the run before did, and warns where that
// does not come true in time.
func awaitFree(ctx context.Context, previous []Listener) (warnings []string) {
	deadline := Monotonic() + int64(freeTime)
	for _, l := range previous {
		if l.Network == "unix" {
			removeStale(l.Address)
			continue
		}
		for listening(l.Port) && ctx.Err() == nil && Monotonic() < deadline {
			pause(freePoll)
		}
		if listening(l.Port) {
			warnings = append(warnings, fmt.Sprintf("port %d of the run before is still taken by %s",
				l.Port, holder(l.Port)))
		}
	}
	return warnings
}

// removeStale removes the file of a unix socket on which nobody listens: a program that is
// stopped leaves it behind, and the next one could not listen there.
func removeStale(path string) {
	if !filepath.IsAbs(path) {
		return
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSocket == 0 {
		return
	}
	conn, err := net.DialTimeout("unix", path, freeTime)
	if err == nil {
		conn.Close()
		return
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		os.Remove(path) // if it fails, the next run says so better: address already in use
	}
}

// taken says who already listens on the port that r awaits on this machine, if anybody does.
func taken(r Ready) string {
	port := localPort(r)
	if port == 0 || !listening(port) {
		return ""
	}
	return fmt.Sprintf("port %d is taken by %s", port, holder(port))
}

// localPort is the port of this machine on which r awaits the program; 0: none known.
func localPort(r Ready) int {
	if r.Kind == Listen {
		return r.Port
	}
	if r.Kind != HTTP {
		return 0
	}
	u, err := url.Parse(r.URL)
	if err != nil || !loopback(u.Hostname()) {
		return 0
	}
	port, err := urlPort(u)
	if err != nil {
		return 0
	}
	return port
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
