// Package p08 holds some of many parts. Written by gen.
package p08

import "example.com/planted/quiet-inits/part"

func init() { part.Register("p08-00") }
func init() { part.Register("p08-01") }
func init() { part.Register("p08-02") }
func init() { part.Register("p08-03") }
func init() { part.Register("p08-04") }
func init() { part.Register("p08-05") }
func init() { part.Register("p08-06") }
func init() { part.Register("p08-07") }
func init() { part.Register("p08-08") }
func init() { part.Register("p08-09") }
func init() { part.Register("p08-10") }
func init() { part.Register("p08-11") }
func init() { part.Register("p08-12") }
func init() { part.Register("p08-13") }
func init() { part.Register("p08-14") }
func init() { part.Register("p08-15") }
func init() { part.Register("p08-16") }
func init() { part.Register("p08-17") }
func init() { part.Register("p08-18") }
func init() { part.Register("p08-19") }
func init() { part.Register("p08-20") }
func init() { part.Register("p08-21") }
func init() { part.Register("p08-22") }
func init() { part.Register("p08-23") }
func init() { part.Register("p08-24") }
func init() { part.Register("p08-25") }
func init() { part.Register("p08-26") }
func init() { part.Register("p08-27") }
func init() { part.Register("p08-28") }
func init() { part.Register("p08-29") }
