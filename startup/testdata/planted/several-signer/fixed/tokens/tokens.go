// Package tokens signs session tokens.
package tokens

import (
	"crypto/ecdsa"
	"sync"
	"time"

	"example.com/planted/several-signer/keyring"
)

var key = sync.OnceValue(func() *ecdsa.PrivateKey { return keyring.Generate(200 * time.Millisecond) })

// Size returns the size of the key.
func Size() int { return key().Params().BitSize }
