package startup

import (
	"testing"

	"github.com/cupelgo/cupel/internal/timeline"
)

// TestSteps: setting up a connection is told from talking over it, by who works and who waits.
func TestSteps(t *testing.T) {
	ping := stackOf("example.com/driver.(*conn).Ping", "database/sql.(*DB).pingDC", "database/sql.(*DB).PingContext", "main.main")
	query := stackOf("example.com/driver.(*stmt).Query", "database/sql.(*DB).QueryContext", "main.main")
	read := stackOf("internal/poll.(*FD).Read", "net.(*conn).Read", "example.com/driver.(*conn).readLoop")
	for _, c := range []struct {
		name  string
		stack *timeline.Stack
		wait  *timeline.Stack // around it; nil: none
		want  string
	}{
		{"connect", stackOf("internal/poll.(*FD).WaitWrite", "net.(*netFD).connect", "net.(*Dialer).DialContext"), nil, "the dial"},
		{"dial of a ping", stackOf("net.(*netFD).connect", "net.(*sysDialer).dialTCP", "database/sql.(*DB).PingContext"), nil, "the dial"},
		{"implicit handshake", stackOf("net.(*conn).Read", "crypto/tls.(*Conn).clientHandshake", "crypto/tls.(*Conn).Write"), nil, "the TLS handshake"},
		{"reading after it", stackOf("net.(*conn).Read", "crypto/tls.(*Conn).Read", "main.main"), nil, ""},
		{"serving others", stackOf("net.(*conn).Read", "crypto/tls.(*Conn).serverHandshake"), nil, ""},
		{"ping by another goroutine", read, ping, "the pool's ping"},
		{"query by another goroutine", read, query, ""},
		{"login", stackOf("net.(*conn).Read", "example.com/driver.login", "database/sql.(*DB).conn", "database/sql.(*DB).QueryContext"), nil, "the pool's connection"},
		{"third-party name", stackOf("example.com/net.(*Dialer).Dial", "example.com/database/sql.(*DB).Ping"), nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &slice{To: 10, Class: classNetwork, Phase: phaseMain, Stack: c.stack}
			if c.wait != nil {
				s.Wait = &timeline.Wait{To: 10, Stack: c.wait}
			}
			got := ""
			if p := stepOf(s); p != nil {
				got = p.name
			}
			if got != c.want {
				t.Errorf("step = %q, want %q", got, c.want)
			}
			if is := causeOf(s) == &dependencyNotReady; is != (c.want != "") {
				t.Errorf("cause = %s", causeOf(s).Name)
			}
		})
	}
}
