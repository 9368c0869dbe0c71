// Published: http.Get in init ends with a timeout after 30 s by default.
//
// The settings are read; nothing waits 30 s. Zero means no limit. The dialer's 30 s limit the connecting only.
package main

import (
	"fmt"
	"net/http"
)

func main() {
	transport := http.DefaultTransport.(*http.Transport)
	fmt.Printf("client=%v\nresponse=%v\nhandshake=%v\n",
		http.DefaultClient.Timeout, transport.ResponseHeaderTimeout, transport.TLSHandshakeTimeout)
}
