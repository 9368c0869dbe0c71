// Package p00 holds some of many parts. Written by gen.
package p00

import "example.com/planted/quiet-inits/part"

func init() { part.Register("p00-00") }
func init() { part.Register("p00-01") }
func init() { part.Register("p00-02") }
func init() { part.Register("p00-03") }
func init() { part.Register("p00-04") }
func init() { part.Register("p00-05") }
func init() { part.Register("p00-06") }
func init() { part.Register("p00-07") }
func init() { part.Register("p00-08") }
func init() { part.Register("p00-09") }
func init() { part.Register("p00-10") }
func init() { part.Register("p00-11") }
func init() { part.Register("p00-12") }
func init() { part.Register("p00-13") }
func init() { part.Register("p00-14") }
func init() { part.Register("p00-15") }
func init() { part.Register("p00-16") }
func init() { part.Register("p00-17") }
func init() { part.Register("p00-18") }
func init() { part.Register("p00-19") }
func init() { part.Register("p00-20") }
func init() { part.Register("p00-21") }
func init() { part.Register("p00-22") }
func init() { part.Register("p00-23") }
func init() { part.Register("p00-24") }
func init() { part.Register("p00-25") }
func init() { part.Register("p00-26") }
func init() { part.Register("p00-27") }
func init() { part.Register("p00-28") }
func init() { part.Register("p00-29") }
