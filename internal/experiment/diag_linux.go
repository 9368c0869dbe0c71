package experiment

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	diagByFamily = 20      // SOCK_DIAG_BY_FAMILY
	tcpListen    = 1 << 10 // TCPF_LISTEN
	diagRequest  = 56      // sizeof(struct inet_diag_req_v2)
	diagMessage  = 72      // sizeof(struct inet_diag_msg)
	diagBuffer   = 32 << 10
)

// diagnose asks the kernel for the listening TCP sockets of an address family; see sock_diag(7).
func diagnose(family byte) ([]socket, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, unix.NETLINK_SOCK_DIAG)
	if err != nil {
		return nil, fmt.Errorf("opening sock_diag: %w", err)
	}
	defer unix.Close(fd)
	limit := unix.Timeval{Sec: 1}
	if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &limit); err != nil {
		return nil, fmt.Errorf("limiting sock_diag: %w", err)
	}
	kernel := &unix.SockaddrNetlink{Family: unix.AF_NETLINK}
	if err := unix.Sendto(fd, diagQuery(family), 0, kernel); err != nil {
		return nil, fmt.Errorf("asking sock_diag: %w", err)
	}
	return diagAnswer(fd)
}

func diagQuery(family byte) []byte {
	b := make([]byte, unix.NLMSG_HDRLEN+diagRequest)
	binary.NativeEndian.PutUint32(b, uint32(len(b)))
	binary.NativeEndian.PutUint16(b[4:], diagByFamily)
	binary.NativeEndian.PutUint16(b[6:], unix.NLM_F_REQUEST|unix.NLM_F_DUMP)
	body := b[unix.NLMSG_HDRLEN:]
	body[0], body[1] = family, unix.IPPROTO_TCP
	binary.NativeEndian.PutUint32(body[4:], tcpListen)
	return b
}

func diagAnswer(fd int) (all []socket, err error) {
	buf := make([]byte, diagBuffer)
	for {
		n, _, err := unix.Recvfrom(fd, buf, 0)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading sock_diag: %w", err)
		}
		some, done, err := parseDiag(buf[:n])
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
		if done {
			return all, nil
		}
	}
}

// parseDiag reads one datagram of the answer and reports whether it is the last.
func parseDiag(b []byte) (list []socket, done bool, err error) {
	messages, err := syscall.ParseNetlinkMessage(b)
	if err != nil {
		return nil, false, fmt.Errorf("reading sock_diag: %w", err)
	}
	if len(messages) == 0 {
		return nil, false, errors.New("reading sock_diag: empty answer")
	}
	for _, m := range messages {
		switch m.Header.Type {
		case unix.NLMSG_DONE:
			return list, true, nil
		case diagByFamily:
			if s, ok := parseDiagSocket(m.Data); ok {
				list = append(list, s)
			}
		default:
			return nil, false, fmt.Errorf("reading sock_diag: message of type %d", m.Header.Type)
		}
	}
	return list, false, nil
}

// parseDiagSocket reads a struct inet_diag_msg.
func parseDiagSocket(b []byte) (socket, bool) {
	if len(b) < diagMessage {
		return socket{}, false
	}
	size := 4
	if b[0] == unix.AF_INET6 {
		size = 16
	}
	addr, _ := netip.AddrFromSlice(b[8 : 8+size]) // 4 or 16 bytes
	port := binary.BigEndian.Uint16(b[4:])
	return socket{
		Listener: Listener{Address: netip.AddrPortFrom(addr, port).String(), Port: int(port)},
		backlog:  int(binary.NativeEndian.Uint32(b[56:])), // idiag_rqueue
		inode:    uint64(binary.NativeEndian.Uint32(b[68:])),
	}, true
}
