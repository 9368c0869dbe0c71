// Package tokens checks session tokens.
package tokens

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"log"
)

const publicKey = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxLCpDnVpQNQ7byF33xZY
ZON3IToJoktZ48mRMxQEZyngsZh2F8vQFhV8eq85/tlMb+ewjibKs3/MoEK/XcX7
Is4K5Sz6VSrHMFwCh8S2YZ2jcUkCRcStAQ+wbORVREgJhuNWL9/+sC3nsDEgJVlU
dQD50Mw30tE7D2rjqaNVdjnJqLkx5I4G/4LMYLO1jEexqghlMIDUAFwkZF8LR0oh
33oxa2mwkRWD1nHj/wyMutRh2rIz5Mmy6jGk9K2ABtMAIp/Z2+f4cgW0JoEH1TKm
Jdi1K/gPRANU1/PzL/FKoyJv/Ma7uTLVe10vwaDnJMt3R0i2JlR9wV0gFYKffhS3
AQIDAQAB
-----END PUBLIC KEY-----
`

// Checker returns the key that tokens are checked with.
func Checker() *rsa.PublicKey {
	block, _ := pem.Decode([]byte(publicKey))
	if block == nil {
		log.Fatal("decoding the key: no PEM block")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		log.Fatalf("parsing the key: %v", err)
	}
	key, ok := parsed.(*rsa.PublicKey)
	if !ok {
		log.Fatalf("parsing the key: %T is no RSA key", parsed)
	}
	return key
}
