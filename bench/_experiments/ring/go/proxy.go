package main

import (
	"encoding/binary"
	"net"
	"sync"
	"sync/atomic"
)

// proxy forwards every connection of the experiment, in all arms, so that an arm can cut a member
// off: nothing is closed then, it only stops to forward, as a network that lost its way does.
type proxy struct {
	listener net.Listener
	cut      atomic.Int32 // the member that is cut off; 0 is nobody

	mu    sync.Mutex
	conns []net.Conn
}

// route is what a connection begins with: who asks for whom. The coordinator is 0.
type route struct {
	From, To int32
	Port     uint16
}

func newProxy() (*proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &proxy{listener: l}
	go p.serve()
	return p, nil
}

func (p *proxy) serve() {
	for {
		from, err := p.listener.Accept()
		if err != nil {
			return // closed
		}
		go p.join(p.keep(from))
	}
}

// join connects the asking side with the asked one, both ways.
func (p *proxy) join(from net.Conn) {
	var r route
	if binary.Read(from, binary.LittleEndian, &r) != nil || p.isCut(r) {
		return // of a member that is cut off nothing is answered, not even with an end
	}
	to, err := dialPort(r.Port)
	if err != nil {
		from.Close() // the asked one is gone, and the kernel says so
		return
	}
	p.keep(to)
	go p.forward(to, from, r)
	p.forward(from, to, r)
}

func (p *proxy) forward(to, from net.Conn, r route) {
	buffer := make([]byte, 16<<10)
	for {
		n, err := from.Read(buffer)
		if p.isCut(r) {
			return
		}
		if err == nil {
			_, err = to.Write(buffer[:n])
		}
		if err != nil { // an end on one side is one for both: all here talk both ways until they end
			to.Close()
			from.Close()
			return
		}
	}
}

func (p *proxy) isCut(r route) bool {
	cut := p.cut.Load()
	return cut != 0 && (r.From == cut || r.To == cut)
}

func (p *proxy) keep(c net.Conn) net.Conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conns = append(p.conns, c)
	return c
}

func (p *proxy) close() {
	p.listener.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		c.Close()
	}
}

// dialVia opens a connection to a member or the coordinator by way of the proxy.
func dialVia(proxyPort uint16, r route) (net.Conn, error) {
	c, err := dialPort(proxyPort)
	if err != nil {
		return nil, err
	}
	if err := binary.Write(c, binary.LittleEndian, r); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func dialPort(port uint16) (net.Conn, error) {
	return net.DialTCP("tcp", nil, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(port)})
}

func portOf(l net.Listener) uint16 { return uint16(l.Addr().(*net.TCPAddr).Port) }
