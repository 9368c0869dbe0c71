// Package keyring makes the keys of the tenants.
package keyring

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"log"
	"time"

	"example.com/planted/several-signer/stopwatch"
)

// Generate makes one key after the other until cost has passed, and returns the last.
func Generate(cost time.Duration) *ecdsa.PrivateKey {
	start := time.Now()
	defer stopwatch.Record("keygen-at-init", start)
	last := generate()
	for time.Since(start) < cost {
		last = generate()
	}
	return last
}

func generate() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		log.Fatalf("generating a key: %v", err)
	}
	return key
}
