// Package unused is required, and nobody needs it.
package unused
