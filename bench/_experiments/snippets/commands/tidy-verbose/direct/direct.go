// Package direct is what tidy names.
package direct

import _ "example.org/implicit"
