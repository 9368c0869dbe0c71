// Package p02 holds some of many parts. Written by gen.
package p02

import "example.com/planted/quiet-inits/part"

func init() { part.Register("p02-00") }
func init() { part.Register("p02-01") }
func init() { part.Register("p02-02") }
func init() { part.Register("p02-03") }
func init() { part.Register("p02-04") }
func init() { part.Register("p02-05") }
func init() { part.Register("p02-06") }
func init() { part.Register("p02-07") }
func init() { part.Register("p02-08") }
func init() { part.Register("p02-09") }
func init() { part.Register("p02-10") }
func init() { part.Register("p02-11") }
func init() { part.Register("p02-12") }
func init() { part.Register("p02-13") }
func init() { part.Register("p02-14") }
func init() { part.Register("p02-15") }
func init() { part.Register("p02-16") }
func init() { part.Register("p02-17") }
func init() { part.Register("p02-18") }
func init() { part.Register("p02-19") }
func init() { part.Register("p02-20") }
func init() { part.Register("p02-21") }
func init() { part.Register("p02-22") }
func init() { part.Register("p02-23") }
func init() { part.Register("p02-24") }
func init() { part.Register("p02-25") }
func init() { part.Register("p02-26") }
func init() { part.Register("p02-27") }
func init() { part.Register("p02-28") }
func init() { part.Register("p02-29") }
