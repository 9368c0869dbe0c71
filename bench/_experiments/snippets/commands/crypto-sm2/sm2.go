// Package crypto needs golang.org/x/crypto/sm2. Published: there is such a package, which must be avoided.
package crypto

import (
	_ "golang.org/x/crypto/hkdf" // which the module does have
	_ "golang.org/x/crypto/sm2"
)
