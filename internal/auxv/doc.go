// Package auxv reads what the Linux kernel tells a program at its exec: getauxval(3), /proc/PID/auxv. Elsewhere
// there is no such thing, and the package is empty.
package auxv
