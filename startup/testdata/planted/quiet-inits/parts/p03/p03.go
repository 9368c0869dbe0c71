// Package p03 holds some of many parts. Written by gen.
package p03

import "example.com/planted/quiet-inits/part"

func init() { part.Register("p03-00") }
func init() { part.Register("p03-01") }
func init() { part.Register("p03-02") }
func init() { part.Register("p03-03") }
func init() { part.Register("p03-04") }
func init() { part.Register("p03-05") }
func init() { part.Register("p03-06") }
func init() { part.Register("p03-07") }
func init() { part.Register("p03-08") }
func init() { part.Register("p03-09") }
func init() { part.Register("p03-10") }
func init() { part.Register("p03-11") }
func init() { part.Register("p03-12") }
func init() { part.Register("p03-13") }
func init() { part.Register("p03-14") }
func init() { part.Register("p03-15") }
func init() { part.Register("p03-16") }
func init() { part.Register("p03-17") }
func init() { part.Register("p03-18") }
func init() { part.Register("p03-19") }
func init() { part.Register("p03-20") }
func init() { part.Register("p03-21") }
func init() { part.Register("p03-22") }
func init() { part.Register("p03-23") }
func init() { part.Register("p03-24") }
func init() { part.Register("p03-25") }
func init() { part.Register("p03-26") }
func init() { part.Register("p03-27") }
func init() { part.Register("p03-28") }
func init() { part.Register("p03-29") }
