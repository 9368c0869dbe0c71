// Package tokens signs session tokens.
package tokens

import (
	"example.com/planted/several-signer/keyring"
)

var key = keyring.Generate(0)

// Size returns the size of the key.
func Size() int { return key.Params().BitSize }
