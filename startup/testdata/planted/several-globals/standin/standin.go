// Package standin stands for a slow name server.
package standin

import (
	"context"
	"log"
	"net"
	"time"
)

// Resolver returns a resolver whose name server takes delay to answer, and then says that every
// name is 127.0.0.1.
func Resolver(delay time.Duration) *net.Resolver {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		server, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		go answer(server, delay)
		return new(net.Dialer).DialContext(ctx, "udp", server.LocalAddr().String())
	}
	return &net.Resolver{PreferGo: true, Dial: dial}
}

// answer serves one query.
func answer(server net.PacketConn, delay time.Duration) {
	defer server.Close()
	query := make([]byte, 1500)
	n, from, err := server.ReadFrom(query)
	if err != nil {
		log.Printf("reading the query: %v", err)
		return
	}
	time.Sleep(delay)
	if _, err := server.WriteTo(reply(query[:n]), from); err != nil {
		log.Printf("answering the query: %v", err)
	}
}

// reply builds the answer to a query of one question: an address for type A, nothing for others.
func reply(query []byte) []byte {
	const header = 12
	end := header
	for query[end] != 0 { // a name is a list of labels, each after its length
		end += int(query[end]) + 1
	}
	end += 1 + 2 + 2 // the root label, type and class
	msg := []byte{query[0], query[1], 0x85, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}
	msg = append(msg, query[header:end]...)
	if kind := query[end-3]; kind == 1 {
		msg[7] = 1 // answers
		msg = append(msg, 0xc0, header, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1)
	}
	return msg
}
