package experiment

import (
	"cmp"
	"fmt"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// The size of the pseudo-terminal: what terminals had before they could be resized, and what programs
// take that cannot ask.
const (
	terminalRows    = 24
	terminalColumns = 80
)

// terminal makes a pseudo-terminal the one stream of the output. The program reads from it, too: nobody
// ever types.
func (o *output) terminal() error {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return err
	}
	o.streams[0].read = master
	conn, err := master.SyscallConn() // Fd would take the deadlines away, see finish
	if err != nil {
		return err
	}
	var number int
	refused := conn.Control(func(fd uintptr) {
		if err = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); err == nil {
			number, err = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
	})
	if err := cmp.Or(refused, err); err != nil {
		return fmt.Errorf("unlocking it: %w", err)
	}
	slave, err := os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return err
	}
	o.tty, o.streams[0].write, o.streams[1].write = slave, slave, slave
	return plain(slave)
}

// plain gives the terminal a size and makes it pass on what the program writes as it is: lines end as in
// a pipe.
func plain(tty *os.File) error {
	fd := int(tty.Fd())
	mode, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return fmt.Errorf("asking for its modes: %w", err)
	}
	mode.Oflag &^= unix.OPOST
	mode.Lflag &^= unix.ECHO
	if err := unix.IoctlSetTermios(fd, unix.TCSETS, mode); err != nil {
		return fmt.Errorf("setting its modes: %w", err)
	}
	size := &unix.Winsize{Row: terminalRows, Col: terminalColumns}
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, size); err != nil {
		return fmt.Errorf("setting its size: %w", err)
	}
	return nil
}

// controlled returns attributes with which the program has its standard input as controlling terminal. It
// leads a session then, and so a process group as without.
func controlled(sys *syscall.SysProcAttr) *syscall.SysProcAttr {
	s := *sys
	s.Setpgid, s.Setsid, s.Setctty, s.Ctty = false, true, true, 0
	return &s
}
