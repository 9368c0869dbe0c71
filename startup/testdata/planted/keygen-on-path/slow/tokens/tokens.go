// Package tokens signs session tokens.
package tokens

import (
	"crypto/rand"
	"crypto/rsa"
	"log"
	"time"

	"example.com/planted/keygen-on-path/stopwatch"
)

const cost = 200 * time.Millisecond

// Signer returns the key that signs tokens. It generates keys until cost has passed: a single one may
// be lucky and come at once.
func Signer() *rsa.PrivateKey {
	start := time.Now()
	defer stopwatch.Record(start)
	key := generate()
	for time.Since(start) < cost {
		key = generate()
	}
	return key
}

func generate() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048) // want: keygen-on-path
	if err != nil {
		log.Fatalf("generating a key: %v", err)
	}
	return key
}
