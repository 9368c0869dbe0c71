// Package tidy needs one module, and by it another. Published: go mod tidy -v names such implicit ones.
package tidy

import _ "example.org/direct"
