package startup

import "github.com/cupelgo/cupel/internal/finding"

var keygen = calls("crypto/rsa.GenerateKey", "crypto/rsa.GenerateMultiPrimeKey", "crypto/rand.Prime",
	"crypto/internal/fips140/rsa.GenerateKey", "crypto/ecdsa.GenerateKey",
	"crypto/ed25519.GenerateKey", "crypto/dsa.Generate", "crypto/x509.CreateCertificate")

var keygenAtInit = cause{
	phase: phaseInit,
	match: keygen,
	Rule: finding.Rule{
		Name:  "keygen-at-init",
		Title: "generates keys in package init",
		Class: "cpu",
		Doc: "Searching for RSA primes takes from 50 ms to seconds, differently each time, so the " +
			"start is slow and uneven.",
		Do: "load the key from storage, or make it when the first caller needs it; prefer Ed25519 " +
			"or ECDSA, which need no prime search",
		Before:  `var key, _ = rsa.GenerateKey(rand.Reader, 4096)`,
		After:   `var key = sync.OnceValues(func() (ed25519.PrivateKey, error) { return loadOrMakeKey() })`,
		Sources: []string{"https://pkg.go.dev/crypto/rsa#GenerateKey"},
	},
}

var keygenOnPath = cause{
	phase: phaseMain,
	match: keygen,
	Rule: finding.Rule{
		Name:  "keygen-on-path",
		Title: "generates keys before it is ready",
		Class: "cpu",
		Doc: "Searching for RSA primes takes from 50 ms to seconds, differently each time; a key that " +
			"is made anew at each start is also one that no peer knows yet.",
		Do: "load the key and certificate from storage; where they must be new, use Ed25519 or ECDSA, " +
			"which need no prime search, or make them beside other work",
		Before:  `key, err := rsa.GenerateKey(rand.Reader, 4096)`,
		After:   `key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)`,
		Sources: []string{"https://pkg.go.dev/crypto/rsa#GenerateKey", "https://pkg.go.dev/crypto/ecdsa#GenerateKey"},
	},
}
