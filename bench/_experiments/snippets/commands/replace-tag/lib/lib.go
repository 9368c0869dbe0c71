// Package lib is the replacement. Published: a build constraint above replace keeps it to builds with that tag.
package lib
