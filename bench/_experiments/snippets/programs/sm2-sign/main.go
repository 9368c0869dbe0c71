// Published: builds with the gmsm module need GmSSL's headers and LD_LIBRARY_PATH.
//
// It is built with CGO_ENABLED=0, so that no header and no library can be used.
package main

import (
	"crypto/rand"
	"fmt"

	"github.com/tjfoc/gmsm/sm2"
)

func main() {
	key, err := sm2.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	message := []byte("snippet")
	signature, err := key.Sign(rand.Reader, message, nil)
	if err != nil {
		panic(err)
	}
	fmt.Printf("verified=%v\n", key.PublicKey.Verify(message, signature))
}
