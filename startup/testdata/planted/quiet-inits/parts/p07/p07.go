// Package p07 holds some of many parts. Written by gen.
package p07

import "example.com/planted/quiet-inits/part"

func init() { part.Register("p07-00") }
func init() { part.Register("p07-01") }
func init() { part.Register("p07-02") }
func init() { part.Register("p07-03") }
func init() { part.Register("p07-04") }
func init() { part.Register("p07-05") }
func init() { part.Register("p07-06") }
func init() { part.Register("p07-07") }
func init() { part.Register("p07-08") }
func init() { part.Register("p07-09") }
func init() { part.Register("p07-10") }
func init() { part.Register("p07-11") }
func init() { part.Register("p07-12") }
func init() { part.Register("p07-13") }
func init() { part.Register("p07-14") }
func init() { part.Register("p07-15") }
func init() { part.Register("p07-16") }
func init() { part.Register("p07-17") }
func init() { part.Register("p07-18") }
func init() { part.Register("p07-19") }
func init() { part.Register("p07-20") }
func init() { part.Register("p07-21") }
func init() { part.Register("p07-22") }
func init() { part.Register("p07-23") }
func init() { part.Register("p07-24") }
func init() { part.Register("p07-25") }
func init() { part.Register("p07-26") }
func init() { part.Register("p07-27") }
func init() { part.Register("p07-28") }
func init() { part.Register("p07-29") }
