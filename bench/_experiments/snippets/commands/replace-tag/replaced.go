// Package replaced needs a module that go.mod replaces.
package replaced

import _ "example.org/lib"
