// Package implicit is what tidy needs without naming it.
package implicit
