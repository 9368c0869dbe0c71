// Package tokens signs session tokens.
package tokens

import (
	"time"

	"example.com/planted/several-signer/keyring"
)

var key = keyring.Generate(200 * time.Millisecond) // want: keygen-at-init

// Size returns the size of the key.
func Size() int { return key.Params().BitSize }
