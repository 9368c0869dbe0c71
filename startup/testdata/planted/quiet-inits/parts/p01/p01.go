// Package p01 holds some of many parts. Written by gen.
package p01

import "example.com/planted/quiet-inits/part"

func init() { part.Register("p01-00") }
func init() { part.Register("p01-01") }
func init() { part.Register("p01-02") }
func init() { part.Register("p01-03") }
func init() { part.Register("p01-04") }
func init() { part.Register("p01-05") }
func init() { part.Register("p01-06") }
func init() { part.Register("p01-07") }
func init() { part.Register("p01-08") }
func init() { part.Register("p01-09") }
func init() { part.Register("p01-10") }
func init() { part.Register("p01-11") }
func init() { part.Register("p01-12") }
func init() { part.Register("p01-13") }
func init() { part.Register("p01-14") }
func init() { part.Register("p01-15") }
func init() { part.Register("p01-16") }
func init() { part.Register("p01-17") }
func init() { part.Register("p01-18") }
func init() { part.Register("p01-19") }
func init() { part.Register("p01-20") }
func init() { part.Register("p01-21") }
func init() { part.Register("p01-22") }
func init() { part.Register("p01-23") }
func init() { part.Register("p01-24") }
func init() { part.Register("p01-25") }
func init() { part.Register("p01-26") }
func init() { part.Register("p01-27") }
func init() { part.Register("p01-28") }
func init() { part.Register("p01-29") }
