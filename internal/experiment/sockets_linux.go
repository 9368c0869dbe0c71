package experiment

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

func socketsVisible() bool {
	_, err := os.Stat("/proc/self/net/tcp")
	return err == nil
}

// sockets returns the listening sockets of processes in the order of their descriptors. The error
// is that of reading the first process.
func sockets(pids []int) ([]socket, error) {
	inodes, err := socketInodes(pids[0])
	if err != nil {
		return nil, err
	}
	for _, p := range pids[1:] {
		more, _ := socketInodes(p) // a descendant may have ended meanwhile
		inodes = append(inodes, more...)
	}
	return among(inodes), nil
}

// among returns those of the sockets that listen, in their order.
func among(inodes []uint64) (open []socket) {
	wanted, found := map[uint64]bool{}, map[uint64]socket{}
	for _, inode := range inodes {
		wanted[inode] = true
	}
	for _, t := range tables() {
		if len(found) == len(wanted) {
			break
		}
		t.listening(func(s socket) {
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

// listeners returns the sockets that listen on a TCP port of this machine.
func listeners(port int) (list []socket) {
	for _, t := range tables() {
		if t.network == "unix" {
			continue
		}
		t.listening(func(s socket) {
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
