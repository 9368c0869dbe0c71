// Package p05 holds some of many parts. Written by gen.
package p05

import "example.com/planted/quiet-inits/part"

func init() { part.Register("p05-00") }
func init() { part.Register("p05-01") }
func init() { part.Register("p05-02") }
func init() { part.Register("p05-03") }
func init() { part.Register("p05-04") }
func init() { part.Register("p05-05") }
func init() { part.Register("p05-06") }
func init() { part.Register("p05-07") }
func init() { part.Register("p05-08") }
func init() { part.Register("p05-09") }
func init() { part.Register("p05-10") }
func init() { part.Register("p05-11") }
func init() { part.Register("p05-12") }
func init() { part.Register("p05-13") }
func init() { part.Register("p05-14") }
func init() { part.Register("p05-15") }
func init() { part.Register("p05-16") }
func init() { part.Register("p05-17") }
func init() { part.Register("p05-18") }
func init() { part.Register("p05-19") }
func init() { part.Register("p05-20") }
func init() { part.Register("p05-21") }
func init() { part.Register("p05-22") }
func init() { part.Register("p05-23") }
func init() { part.Register("p05-24") }
func init() { part.Register("p05-25") }
func init() { part.Register("p05-26") }
func init() { part.Register("p05-27") }
func init() { part.Register("p05-28") }
func init() { part.Register("p05-29") }
