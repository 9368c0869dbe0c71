// Package standin stands for a service that is slow to shake hands, as one is that still starts.
package standin

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"log"
	"math/big"
	"net"
	"os"
	"syscall"
	"time"
)

// Name is the name of the service.
const Name = "ledger.internal"

// A Service is a service with a certificate of its own.
type Service struct {
	delay time.Duration // before it shakes hands
	cert  tls.Certificate
}

// New returns a service that takes delay before it shakes hands.
func New(delay time.Duration) *Service {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		log.Fatalf("generating a key: %v", err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{Name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		log.Fatalf("making a certificate: %v", err)
	}
	return &Service{delay, tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}}
}

// Config returns what a client needs to trust the service.
func (s *Service) Config() *tls.Config {
	cert, err := x509.ParseCertificate(s.cert.Certificate[0])
	if err != nil {
		log.Fatalf("parsing the certificate: %v", err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	return &tls.Config{RootCAs: roots, ServerName: Name}
}

// Dial connects to the service.
func (s *Service) Dial() net.Conn {
	near, far, err := pair()
	if err != nil {
		log.Fatalf("connecting: %v", err)
	}
	go func() {
		time.Sleep(s.delay)
		if err := tls.Server(far, &tls.Config{Certificates: []tls.Certificate{s.cert}}).Handshake(); err != nil {
			log.Printf("shaking hands: %v", err)
		}
	}()
	return near
}

// pair returns two connected sockets. A port would be simpler, but whoever watches this program
// start takes the first port that it opens for its own.
func pair() (near, far net.Conn, err error) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return nil, nil, err
	}
	if near, err = conn(fds[0]); err != nil {
		return nil, nil, err
	}
	far, err = conn(fds[1])
	return near, far, err
}

func conn(fd int) (net.Conn, error) {
	f := os.NewFile(uintptr(fd), "socket pair")
	defer f.Close()
	return net.FileConn(f)
}
