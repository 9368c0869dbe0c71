package experiment

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

const (
	stateListen   = "0A"    // TCP_LISTEN in /proc/net/tcp
	flagAcceptCon = 0x10000 // __SO_ACCEPTCON in /proc/net/unix: the socket listens
)

// table is one of the kernel's lists of sockets.
type table struct {
	file, network string
	parse         func(line string) (socket, error)
	sorted        bool // listening sockets come first
}

func tables() []table {
	return []table{
		{"tcp", "tcp4", parseTCP, true},
		{"tcp6", "tcp6", parseTCP, true},
		{"unix", "unix", parseUnix, false},
	}
}

func socketsVisible() bool {
	_, err := os.Stat("/proc/self/net/tcp")
	return err == nil
}

// sockets returns the listening sockets of a process and its descendants in the order of their
// descriptors. The error is that of reading the process itself.
func sockets(pid int) ([]socket, error) {
	inodes, err := socketInodes(pid)
	if err != nil {
		return nil, err
	}
	for _, p := range family(pid)[1:] {
		more, _ := socketInodes(p) // a descendant may have ended meanwhile
		inodes = append(inodes, more...)
	}
	return among(inodes, pid), nil
}

// among returns those of the sockets that listen, in their order, as process pid sees them.
func among(inodes []uint64, pid int) (open []socket) {
	wanted, found := map[uint64]bool{}, map[uint64]socket{}
	for _, inode := range inodes {
		wanted[inode] = true
	}
	for _, t := range tables() {
		if len(found) == len(wanted) {
			break
		}
		collect(fmt.Sprintf("/proc/%d/net/%s", pid, t.file), t, func(s socket) {
			if wanted[s.inode] {
				found[s.inode] = s
			}
		})
	}
	for _, inode := range inodes {
		if s, ok := found[inode]; ok {
			open = append(open, s)
			delete(found, inode) // inherited descriptors name the same socket
		}
	}
	return open
}

// socketInodes lists the sockets that a process has open.
func socketInodes(pid int) ([]uint64, error) {
	folder := fmt.Sprintf("/proc/%d/fd", pid)
	f, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, err := f.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	var inodes []uint64
	for _, name := range names {
		link, err := os.Readlink(folder + "/" + name)
		if err != nil {
			continue // closed meanwhile
		}
		if n, ok := parseSocketLink(link); ok {
			inodes = append(inodes, n)
		}
	}
	return inodes, nil
}

func parseSocketLink(link string) (uint64, bool) {
	number, ok := strings.CutPrefix(link, "socket:[")
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseUint(strings.TrimSuffix(number, "]"), 10, 64)
	return n, err == nil
}

// collect calls yield for each listening socket of a table. A table that is missing has none:
// the kernel may lack IPv6.
func collect(path string, t table, yield func(socket)) {
	f, err := os.Open(path)
	if err != nil {
		return
	}
	defer f.Close()
	scan(f, t, yield)
}

// scan calls yield for each listening socket. It stops reading a sorted table at the first
// socket that does not listen: busy machines have tens of thousands of those.
func scan(r io.Reader, t table, yield func(socket)) {
	lines := bufio.NewScanner(r)
	for header := true; lines.Scan(); header = false {
		if header {
			continue
		}
		s, err := t.parse(lines.Text())
		if err != nil {
			if t.sorted {
				return
			}
			continue
		}
		s.Network = t.network
		yield(s)
	}
}

// parseTCP reads a line of /proc/net/tcp or tcp6. Anything but a listening socket is an error.
func parseTCP(line string) (socket, error) {
	fields := strings.Fields(line)
	if len(fields) < 10 || fields[3] != stateListen {
		return socket{}, fmt.Errorf("not a listening socket: %q", line)
	}
	addr, err := parseAddr(fields[1])
	if err != nil {
		return socket{}, err
	}
	_, queue, _ := strings.Cut(fields[4], ":") // of a listening socket: not yet accepted
	backlog, err := strconv.ParseUint(queue, 16, 31)
	if err != nil {
		return socket{}, fmt.Errorf("reading the backlog: %w", err)
	}
	inode, err := strconv.ParseUint(fields[9], 10, 64)
	if err != nil {
		return socket{}, fmt.Errorf("reading the inode: %w", err)
	}
	l := Listener{Address: addr.String(), Port: int(addr.Port())}
	return socket{Listener: l, inode: inode, backlog: int(backlog)}, nil
}

// parseAddr reads ADDRESS:PORT in hexadecimal; the address is a sequence of 32-bit words in the
// machine's byte order.
func parseAddr(s string) (netip.AddrPort, error) {
	host, service, _ := strings.Cut(s, ":")
	b, err := hex.DecodeString(host)
	if err != nil || (len(b) != 4 && len(b) != 16) {
		return netip.AddrPort{}, fmt.Errorf("reading address %q", s)
	}
	port, err := strconv.ParseUint(service, 16, 16)
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("reading the port of %q", s)
	}
	for i := 0; i < len(b); i += 4 {
		binary.BigEndian.PutUint32(b[i:], binary.NativeEndian.Uint32(b[i:]))
	}
	addr, _ := netip.AddrFromSlice(b) // 4 or 16 bytes, as checked
	return netip.AddrPortFrom(addr, uint16(port)), nil
}

// parseUnix reads a line of /proc/net/unix: Num RefCount Protocol Flags Type St Inode Path.
// Anything but a listening socket is an error.
func parseUnix(line string) (socket, error) {
	fields := strings.Fields(line)
	if len(fields) < 7 {
		return socket{}, fmt.Errorf("not a socket: %q", line)
	}
	flags, err := strconv.ParseUint(fields[3], 16, 64)
	if err != nil || flags&flagAcceptCon == 0 {
		return socket{}, fmt.Errorf("not a listening socket: %q", line)
	}
	inode, err := strconv.ParseUint(fields[6], 10, 64)
	if err != nil {
		return socket{}, fmt.Errorf("reading the inode: %w", err)
	}
	return socket{Listener: Listener{Address: after(line, 7)}, inode: inode}, nil
}

// after returns what follows the first n fields of line and a space; it may contain spaces.
func after(line string, n int) string {
	for range n {
		_, line, _ = strings.Cut(strings.TrimLeft(line, " "), " ")
	}
	return line
}

// listeners returns the sockets that listen on a TCP port of this machine.
func listeners(port int) (list []socket) {
	for _, t := range tables() {
		if !t.sorted {
			continue
		}
		collect("/proc/self/net/"+t.file, t, func(s socket) {
			if s.Port == port {
				list = append(list, s)
			}
		})
	}
	return list
}

// listening reports whether anybody listens on a TCP port of this machine.
func listening(port int) bool { return len(listeners(port)) > 0 }

// holder names the process that listens on a TCP port as far as it can be seen.
func holder(port int) string {
	wanted := map[uint64]bool{}
	for _, s := range listeners(port) {
		wanted[s.inode] = true
	}
	for _, pid := range numbers("/proc") {
		inodes, _ := socketInodes(pid) // not ours: cannot be seen
		for _, n := range inodes {
			if wanted[n] {
				p, _ := readProcess(pid)
				return fmt.Sprintf("pid %d (%s)", pid, p.name)
			}
		}
	}
	return "a process of another user (run as root to see which)"
}
